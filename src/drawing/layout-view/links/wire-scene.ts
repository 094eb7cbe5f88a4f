/** Draws routed wires: strokes with round corners, arrowheads, labels, hit areas. */
import type { Box } from '../../drawing.ts';
import type { FindingMark } from '../../finding-marks.ts';
import { badge, group, label, path, rect, title } from '../../marks.ts';
import { replacedMark, REPLACED_ROOM } from '../../replaced-marks.ts';
import { roundedPath, type Point } from '../../rounded-path.ts';
import { formatCoordinate, type SceneNode } from '../../scene.ts';
import type { Theme } from '../../theme.ts';
import type { Metrics } from '../metrics.ts';
import type { LineStyle } from './line-style.ts';

/** Width of the invisible stroke that takes pointer events. */
const HIT_WIDTH = 24;

/** Moves the end of a line back by some length, so that an arrowhead takes its place. */
function shortened(points: readonly Point[], by: number): readonly Point[] {
  const last = points.at(-1);
  const before = points.at(-2);
  if (!last || !before) return points;
  const length = Math.hypot(last[0] - before[0], last[1] - before[1]);
  const cut = Math.min(by, Math.max(0, length - 0.5));
  const share = length === 0 ? 0 : cut / length;
  const end: Point = [
    last[0] - (last[0] - before[0]) * share,
    last[1] - (last[1] - before[1]) * share,
  ];
  return [...points.slice(0, -1), end];
}

function arrowPath(points: readonly Point[], length: number): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) return '';
  const run = Math.hypot(tip[0] - before[0], tip[1] - before[1]) || 1;
  const dx = (tip[0] - before[0]) / run;
  const dy = (tip[1] - before[1]) / run;
  const half = length * 0.45;
  const c = formatCoordinate;
  const foot: Point = [tip[0] - dx * length, tip[1] - dy * length];
  return `M${c(tip[0])} ${c(tip[1])}L${c(foot[0] - dy * half)} ${c(foot[1] + dx * half)}L${c(foot[0] + dy * half)} ${c(foot[1] - dx * half)}Z`;
}

export interface WireInk {
  readonly key: string;
  readonly points: readonly Point[];
  readonly style: LineStyle;
  readonly arrows: { readonly start: boolean; readonly end: boolean };
  readonly data: Readonly<Record<string, string>>;
}

/**
 * @param ink a wire
 * @param theme colours
 * @returns its strokes and arrowheads
 */
export function wireScene(ink: WireInk, theme: Theme): SceneNode {
  const { style, points } = ink;
  const foot = style.arrow * 0.9;
  let drawn = ink.arrows.end ? shortened(points, foot) : points;
  if (ink.arrows.start) drawn = [...shortened([...drawn].reverse(), foot)].reverse();
  const d = roundedPath(drawn);
  const common = { fill: 'none', 'stroke-linejoin': 'round' };
  const dash = style.dash
    ? { 'stroke-dasharray': style.dash, ...(style.round ? { 'stroke-linecap': 'round' } : {}) }
    : {};
  const reversed = [...points].reverse();
  return group(
    ink.key,
    [
      path('ink', d, { ...common, ...dash, stroke: style.colour, 'stroke-width': style.width }),
      style.split > 0
        ? path('split', d, { ...common, stroke: theme.paper, 'stroke-width': style.split })
        : null,
      ink.arrows.end ? path('arrow', arrowPath(points, style.arrow), { fill: style.colour }) : null,
      ink.arrows.start
        ? path('arrow-back', arrowPath(reversed, style.arrow), { fill: style.colour })
        : null,
    ],
    ink.data,
  );
}

/**
 * @param ink a wire
 * @param text its tooltip
 * @returns an invisible wide stroke that takes pointer events
 */
export function hitScene(ink: WireInk, text: string): SceneNode {
  return group(
    `hit-${ink.key}`,
    [
      title(text),
      path('area', roundedPath(ink.points), {
        fill: 'none',
        stroke: '#000000',
        'stroke-opacity': 0,
        'stroke-width': HIT_WIDTH,
        'pointer-events': 'stroke',
      }),
    ],
    ink.data,
  );
}

export interface LabelInk {
  readonly key: string;
  readonly box: Box;
  readonly text: string;
  readonly title: string;
  readonly colour: string;
  readonly findings: FindingMark | null;
  readonly replaced: string | null;
  readonly selected: boolean;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * @param ink a label
 * @param theme colours
 * @param metrics sizes
 * @returns a pill with its text
 */
export function wireLabelScene(ink: LabelInk, theme: Theme, metrics: Metrics): SceneNode {
  const { box, findings, replaced } = ink;
  const badgeRoom = findings ? 14 : 0;
  const marksRoom = badgeRoom + (replaced === null ? 0 : REPLACED_ROOM);
  const middle = box.y + box.height / 2;
  const error = findings?.verdict === 'error';
  return group(
    ink.key,
    [
      title(ink.title),
      rect('pill', box.x, box.y, box.width, box.height, {
        rx: box.height / 2,
        fill: ink.selected ? theme.selectionSoft : theme.label,
        stroke: ink.selected ? theme.selection : error ? theme.violation : ink.colour,
        'stroke-width': (ink.selected ? 1.8 : 0.9) * metrics.stroke,
      }),
      label('text', box.x + box.width / 2 + marksRoom / 2, middle, ink.text, {
        room: box.width - 4 - marksRoom,
        size: metrics.small,
        fill: theme.text,
        anchor: 'middle',
      }),
      findings
        ? badge(
            'badge',
            box.x + 8,
            middle,
            6.5,
            findings.verdict,
            findings.messages.join('\n'),
            theme,
          )
        : null,
      replaced === null ? null : replacedMark(box.x + 9 + badgeRoom, middle, replaced, theme),
    ],
    ink.data,
  );
}
