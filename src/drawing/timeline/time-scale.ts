/** Nanoseconds to user units, and the axis with its units. */
import { scaleLinear } from 'd3-scale';
import { formatNumber, MS, SECOND, US } from '../../model/units.ts';
import { group, label, line } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';

/** Where time stands on paper. */
export const PLOT = { x: 204, width: 880 } as const;

/** A stretch of time that is shown. */
export interface TimeRange {
  readonly fromNs: number;
  readonly toNs: number;
}

/** A stretch of time and where it stands; by default as on paper. */
export interface TimeScale extends TimeRange {
  readonly x?: number;
  readonly width?: number;
}

/** Left of the time stand names; narrow windows have less room for them. */
const NAMES = [
  { from: 1500, x: 264 },
  { from: 900, x: PLOT.x },
  { from: 0, x: 172 },
] as const;
/** Right of it is air, so that what ends there is seen. */
const AIR = 36;
/** Time of a drawing is never narrower. */
const LEAST_WIDTH = 240;
/** A drawing on paper is this wide. */
export const PAPER_WIDTH = PLOT.x + PLOT.width + AIR;

/**
 * @param range a stretch of time
 * @param width of the drawing, in user units
 * @returns where it stands in it: the same whatever it shows, so that a pointer can be read without the drawing
 */
export function scaleOf(range: TimeRange, width: number = PAPER_WIDTH): Required<TimeScale> {
  const x = NAMES.find(({ from }) => width >= from)?.x ?? PLOT.x;
  return { ...range, x, width: Math.max(LEAST_WIDTH, width - x - AIR) };
}

/** Shortest stretch that is shown: below, ticks would be parts of nanoseconds. */
export const SHORTEST_NS = 10;

const UNITS = [
  { factor: SECOND, name: 's' },
  { factor: MS, name: 'ms' },
  { factor: US, name: 'µs' },
  { factor: 1, name: 'ns' },
] as const;
/** About so far apart, in user units. */
const TICK_GAP = 98;
/** Of times, unless a drawing asks for larger ones. */
const SIZE = 10.5;

/**
 * @param scale what is shown, and where
 * @param time nanoseconds
 * @returns user units, at most at the edges of the plot
 */
export function placeOf(scale: TimeScale, time: number): number {
  const { fromNs, toNs, x = PLOT.x, width = PLOT.width } = scale;
  const share = (time - fromNs) / (toNs - fromNs);
  return x + Math.min(1, Math.max(0, share)) * width;
}

/**
 * @param scale what is shown, and where
 * @param at user units
 * @returns whole nanoseconds there, also beyond the edges
 */
export function timeAt(scale: TimeScale, at: number): number {
  const { fromNs, toNs, x = PLOT.x, width = PLOT.width } = scale;
  return Math.round(fromNs + ((at - x) / width) * (toNs - fromNs));
}

/** One tick of an axis. */
interface Tick {
  readonly at: number;
  readonly text: string;
}

/**
 * @param range what is shown
 * @returns ticks at round times, all in one unit, which each of them names
 */
export function timeTicks(scale: TimeScale): readonly Tick[] {
  const { fromNs, toNs, width = PLOT.width } = scale;
  const count = Math.max(2, Math.round(width / TICK_GAP));
  const ticks = scaleLinear([fromNs, toNs], [0, width]).ticks(count);
  const whole = ticks.filter((at) => Number.isInteger(at));
  const most = Math.max(...whole.map(Math.abs), 0);
  const unit = UNITS.find(({ factor }) => most >= factor) ?? UNITS[3];
  // A step of 250 ns around 3 ms needs seven digits to tell neighbours apart.
  return whole.map((at) => ({ at, text: `${formatNumber(at / unit.factor, 9)} ${unit.name}` }));
}

/** How times are drawn. */
interface AxisStyle {
  readonly theme: Theme;
  readonly size: number;
}

/** One time, at its place. */
function timeLabel(
  { at, text }: Tick,
  scale: TimeScale,
  middle: number,
  room: number,
  { theme, size }: AxisStyle,
) {
  const x = placeOf(scale, at);
  return label('time', x, middle, text, { room, size, fill: theme.textSoft, anchor: 'middle' });
}

const roomOf = ({ width = PLOT.width }: TimeScale, ticks: readonly Tick[]): number =>
  width / Math.max(1, ticks.length) - 4;

/**
 * @param scale what is shown, and where
 * @param top lower end of the lines
 * @param theme colours
 * @param size of the text
 * @returns the times once more, below a tall picture
 */
export function timeAxisFoot(
  scale: TimeScale,
  top: number,
  theme: Theme,
  size = SIZE,
): { readonly node: SceneNode; readonly bottom: number } {
  const ticks = timeTicks(scale);
  const room = roomOf(scale, ticks);
  const node = group(
    'foot',
    ticks.map((tick) =>
      group(`tick-${tick.at}`, [timeLabel(tick, scale, top + 8, room, { theme, size })]),
    ),
  );
  return { node, bottom: top + 16 };
}

/**
 * @param scale what is shown, and where
 * @param top upper edge of the texts
 * @param bottom lower end of the lines
 * @param theme colours
 * @param size of the text
 * @returns lines through the plot with their times above
 */
export function timeAxis(
  scale: TimeScale,
  top: number,
  bottom: number,
  theme: Theme,
  size = SIZE,
): SceneNode {
  const ticks = timeTicks(scale);
  const room = roomOf(scale, ticks);
  return group(
    'axis',
    ticks.map((tick) => {
      const x = placeOf(scale, tick.at);
      return group(`tick-${tick.at}`, [
        line('line', x, top + 16, x, bottom, { stroke: theme.hairline, 'stroke-width': 0.8 }),
        timeLabel(tick, scale, top + 7, room, { theme, size }),
      ]);
    }),
  );
}
