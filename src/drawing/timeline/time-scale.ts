/** Nanoseconds to user units, and the axis with its units. */
import { scaleLinear } from 'd3-scale';
import { formatNumber, MS, SECOND, US } from '../../model/units.ts';
import { group, label, line } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';

/** Where time stands in every timeline: the same whatever it shows, so that a pointer can be read without it. */
export const PLOT = { x: 204, width: 880 } as const;

/** A stretch of time that is shown. */
export interface TimeRange {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Shortest stretch that is shown: below, ticks would be parts of nanoseconds. */
export const SHORTEST_NS = 10;

const UNITS = [
  { factor: SECOND, name: 's' },
  { factor: MS, name: 'ms' },
  { factor: US, name: 'µs' },
  { factor: 1, name: 'ns' },
] as const;
const TICKS = 9;

/**
 * @param range what is shown
 * @param time nanoseconds
 * @returns user units, at most at the edges of the plot
 */
export function placeOf({ fromNs, toNs }: TimeRange, time: number): number {
  const share = (time - fromNs) / (toNs - fromNs);
  return PLOT.x + Math.min(1, Math.max(0, share)) * PLOT.width;
}

/**
 * @param range what is shown
 * @param x user units
 * @returns whole nanoseconds there, also beyond the edges
 */
export function timeAt({ fromNs, toNs }: TimeRange, x: number): number {
  return Math.round(fromNs + ((x - PLOT.x) / PLOT.width) * (toNs - fromNs));
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
export function timeTicks({ fromNs, toNs }: TimeRange): readonly Tick[] {
  const ticks = scaleLinear([fromNs, toNs], [0, PLOT.width]).ticks(TICKS);
  const whole = ticks.filter((at) => Number.isInteger(at));
  const most = Math.max(...whole.map(Math.abs), 0);
  const unit = UNITS.find(({ factor }) => most >= factor) ?? UNITS[3];
  // A step of 250 ns around 3 ms needs seven digits to tell neighbours apart.
  return whole.map((at) => ({ at, text: `${formatNumber(at / unit.factor, 9)} ${unit.name}` }));
}

/** One time, at its place. */
function timeLabel(
  { at, text }: Tick,
  range: TimeRange,
  middle: number,
  room: number,
  fill: string,
) {
  const x = placeOf(range, at);
  return label('time', x, middle, text, { room, size: 10.5, fill, anchor: 'middle' });
}

const roomOf = (ticks: readonly Tick[]): number => PLOT.width / Math.max(1, ticks.length) - 4;

/**
 * @param range what is shown
 * @param top lower end of the lines
 * @param theme colours
 * @returns the times once more, below a tall picture
 */
export function timeAxisFoot(
  range: TimeRange,
  top: number,
  theme: Theme,
): { readonly node: SceneNode; readonly bottom: number } {
  const ticks = timeTicks(range);
  const node = group(
    'foot',
    ticks.map((tick) =>
      group(`tick-${tick.at}`, [timeLabel(tick, range, top + 8, roomOf(ticks), theme.textSoft)]),
    ),
  );
  return { node, bottom: top + 16 };
}

/**
 * @param range what is shown
 * @param top upper edge of the texts
 * @param bottom lower end of the lines
 * @param theme colours
 * @returns lines through the plot with their times above
 */
export function timeAxis(range: TimeRange, top: number, bottom: number, theme: Theme): SceneNode {
  const ticks = timeTicks(range);
  const room = roomOf(ticks);
  return group(
    'axis',
    ticks.map((tick) => {
      const x = placeOf(range, tick.at);
      return group(`tick-${tick.at}`, [
        line('line', x, top + 16, x, bottom, { stroke: theme.hairline, 'stroke-width': 0.8 }),
        timeLabel(tick, range, top + 7, room, theme.textSoft),
      ]);
    }),
  );
}
