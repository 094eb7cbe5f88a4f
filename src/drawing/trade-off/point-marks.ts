/** A layout in the trade-off chart: symbol by status, whiskers by range, open ends with a question mark. */
import type { DriverValue, ParetoStatus } from '../../analysis/compare/comparison.ts';
import { group, label, line, path, title } from '../marks.ts';
import { replacedMark } from '../replaced-marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import { isOpen, type ChartAxis } from './chart-axis.ts';
import type { ChartSizes } from './chart-frame.ts';

/** Middle of a point, and where its whiskers end. */
export interface PlacedPoint {
  readonly layoutId: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly status: ParetoStatus;
  readonly across: Whisker | null;
  readonly up: Whisker | null;
  /** What of its figures the user replaced and why; null: nothing. */
  readonly replaced: string | null;
  /** Read by pointers and screen readers. */
  readonly description: string;
}

/** A whisker along one axis, in user units. */
interface Whisker {
  readonly from: number;
  readonly to: number;
  /** Direction of an end that nobody knows: -1 or 1; 0: both ends are known. */
  readonly open: -1 | 0 | 1;
}

const CAP = 5;
/** Middle of the mark of a replaced figure, right of and above the symbol. */
export const MARK_OFF = 5;
/** How far an open end goes on, with its question mark. */
export const OPEN_LENGTH = 24;

/**
 * @param axis along which
 * @param value of the layout
 * @returns from its low to its high end, or null where there is neither a range nor an open end
 */
export function whisker(axis: ChartAxis, value: DriverValue): Whisker | null {
  const { low, high } = value;
  if (low === null || high === null) return null;
  const open = isOpen(value) ? (axis.place(1) >= axis.place(0) ? 1 : -1) : 0;
  if (low === high && open === 0) return null;
  return { from: axis.place(low), to: axis.place(high), open };
}

type Along = 'x' | 'y';

function stroke(
  key: string,
  along: Along,
  from: number,
  to: number,
  other: number,
  more: Readonly<Record<string, string | number>>,
): SceneNode {
  return along === 'x'
    ? line(key, from, other, to, other, more)
    : line(key, other, from, other, to, more);
}

function whiskerScene(
  key: string,
  along: Along,
  { from, to, open }: Whisker,
  middle: number,
  radius: number,
  other: number,
  theme: Theme,
  sizes: ChartSizes,
): SceneNode {
  const ink = { stroke: theme.frame, 'stroke-width': 1.5 * sizes.stroke };
  const cap = (name: string, at: number) =>
    along === 'x'
      ? line(name, at, other - CAP, at, other + CAP, ink)
      : line(name, other - CAP, at, other + CAP, at, ink);
  // Out of the symbol, where the range ends inside it.
  const begin = Math.abs(to - middle) < radius ? middle + open * radius : to;
  const end = begin + open * OPEN_LENGTH;
  const mark = end + open * sizes.small * 0.6;
  return group(key, [
    stroke('line', along, from, to, other, ink),
    from === to ? null : cap('low', from),
    open === 0
      ? cap('high', to)
      : stroke('open', along, begin, end, other, { ...ink, 'stroke-dasharray': '3 3' }),
    open === 0
      ? null
      : label('unknown', along === 'x' ? mark : other, along === 'x' ? other : mark, '?', {
          room: sizes.text,
          size: sizes.text,
          weight: 'bold',
          fill: theme.text,
          anchor: 'middle',
        }),
  ]);
}

function square(x: number, y: number, half: number): string {
  return `M${x - half} ${y - half}h${2 * half}v${2 * half}h${-2 * half}z`;
}

function diamond(x: number, y: number, half: number): string {
  return `M${x} ${y - half}L${x + half} ${y}L${x} ${y + half}L${x - half} ${y}z`;
}

/**
 * @param key key of the node
 * @param x middle
 * @param y middle
 * @param radius user units
 * @param status where it stands
 * @param theme colours
 * @param sizes strokes
 * @returns full disc: front; ring: possibly dominated; open square: dominated; diamond: a driver is unknown
 */
export function symbol(
  key: string,
  x: number,
  y: number,
  radius: number,
  status: ParetoStatus,
  theme: Theme,
  sizes: ChartSizes,
): SceneNode {
  const width = 2 * sizes.stroke;
  if (status === 'front' || status === 'possibly-dominated') {
    const isFront = status === 'front';
    return {
      tag: 'circle',
      key,
      attributes: {
        cx: x,
        cy: y,
        r: radius,
        fill: isFront ? theme.selection : theme.paper,
        // Nothing beneath is hidden, and the pointer still finds it.
        ...(isFront ? {} : { 'fill-opacity': 0 }),
        stroke: isFront ? theme.paper : theme.frame,
        'stroke-width': width,
        ...(isFront ? {} : { 'stroke-dasharray': '3 2' }),
      },
    };
  }
  const d = status === 'dominated' ? square(x, y, radius * 0.9) : diamond(x, y, radius * 1.2);
  return path(key, d, {
    fill: theme.paper,
    'fill-opacity': 0,
    stroke: theme.frame,
    'stroke-width': width,
  });
}

/**
 * @param point a layout
 * @param theme colours
 * @param sizes of text and strokes
 * @returns its whiskers and, on top, its symbol
 */
export function pointScene(point: PlacedPoint, theme: Theme, sizes: ChartSizes): SceneNode {
  const { x, y, radius, status, across, up } = point;
  return group(
    `point-${point.layoutId}`,
    [
      title(point.description),
      across && whiskerScene('across', 'x', across, x, radius, y, theme, sizes),
      up && whiskerScene('up', 'y', up, y, radius, x, theme, sizes),
      symbol('symbol', x, y, radius, status, theme, sizes),
      point.replaced === null
        ? null
        : replacedMark(x + radius + MARK_OFF, y - radius - MARK_OFF, point.replaced, theme),
    ],
    { 'data-status': status },
  );
}
