/**
 * Supply of a static table of windows in a major frame that repeats without end: ARINC 653 partitions, the ARINC 653 scheduler of
 * Xen, domains of seL4, time partitions of PikeOS.
 *
 * @source Mok, Feng, Chen, RTAS 2001 (static partitions; the worst interval begins at the end of a window)
 */
import { invariant } from '../../../model/problem.ts';
import type { Supply } from './supply.ts';

/** Time that a partition has a core for itself. Whole numbers: start >= 0, length > 0. */
export interface Window {
  readonly start: number;
  readonly length: number;
}

/** Windows in order with what was served and what was left empty before each of them, for two frames. */
interface ServedTable {
  readonly frame: number;
  /** Processor time in one frame. */
  readonly budget: number;
  /** Start of each window, of the frame and of the one after it. */
  readonly starts: readonly number[];
  /** Processor time in [0, start) of each of them. */
  readonly served: readonly number[];
}

function servedTable(frame: number, windows: readonly Window[]): ServedTable {
  invariant(Number.isSafeInteger(2 * frame) && frame > 0, 'a frame is a whole time above 0');
  const ordered = [...windows].sort((a, b) => a.start - b.start);
  const starts: number[] = [];
  const served: number[] = [];
  let budget = 0;
  let end = 0;
  for (const { start, length } of ordered) {
    invariant(
      Number.isInteger(start) && Number.isInteger(length) && length > 0 && start >= end,
      'windows are whole times, not empty, and do not overlap',
    );
    starts.push(start);
    served.push(budget);
    budget += length;
    end = start + length;
  }
  invariant(end <= frame, 'windows lie within their frame');
  return {
    frame,
    budget,
    starts: [...starts, ...starts.map((start) => start + frame)],
    served: [...served, ...served.map((before) => before + budget)],
  };
}

/**
 * Least time from the end of a window until `demand`, 1 to the budget of a frame, is served; the longest of the ends. The window in
 * which that happens never moves back from one end to the next, so that one walk over two frames sees all pairs.
 */
function longestTimeToSupply(table: ServedTable, demand: number): number {
  const { starts, served } = table;
  const count = starts.length / 2;
  let longest = 0;
  let last = 0;
  for (let at = 0; at < count; at += 1) {
    // What has been served at the end of window `at` is what is served before the next one starts.
    const atEnd = served[at + 1] ?? 0;
    const end = (starts[at] ?? 0) + (atEnd - (served[at] ?? 0));
    while (last + 1 < starts.length && (served[last + 1] ?? 0) < atEnd + demand) last += 1;
    const time = (starts[last] ?? 0) + (atEnd + demand - (served[last] ?? 0)) - end;
    longest = Math.max(longest, time);
  }
  return longest;
}

/** Least processor time in [e, e + length) over the ends e of windows; `length` below the frame. */
function leastSupply(table: ServedTable, length: number): number {
  const { starts, served, frame, budget } = table;
  const count = starts.length / 2;
  let least = budget;
  let last = 0;
  for (let at = 0; at < count; at += 1) {
    const atEnd = served[at + 1] ?? 0;
    const until = (starts[at] ?? 0) + (atEnd - (served[at] ?? 0)) + length;
    while (last + 1 < starts.length && (starts[last + 1] ?? 0) <= until) last += 1;
    // Up to `until`: all before window `last`, and as much of that window as fits.
    const whole = (served[last + 1] ?? 2 * budget) - (served[last] ?? 0);
    const inside = Math.min(whole, until - (starts[last] ?? 0));
    least = Math.min(least, (served[last] ?? 0) + inside - atEnd);
  }
  invariant(length < frame, 'whole frames are counted apart');
  return least;
}

/**
 * Exact supply-bound function of a window table: sbf(t) = the least processor time in [e, e + t) over the ends e of windows, across
 * the edge of the frame as often as t reaches it. Windows that touch count as one.
 *
 * @param frame length of the major frame: a whole number above 0, at most half the largest exact number
 * @param windows of one partition on one core, in any order, within the frame, without overlap; none is a supply of nothing
 * @returns the supply, exact for content that is not synchronised with the frame
 * @throws {Error} when windows are empty, overlap or leave the frame; `check-windows.ts` looks at tables from outside
 * @cost O(windows) for each evaluation, both ways; O(windows log windows) once
 */
export function windowTableSupply(frame: number, windows: readonly Window[]): Supply {
  const table = servedTable(frame, windows);
  const { budget } = table;
  return {
    supplyBound: (t) => {
      const rest = t % frame;
      const whole = ((t - rest) / frame) * budget;
      return budget === 0 ? 0 : whole + leastSupply(table, rest);
    },
    timeToSupply: (demand) => {
      if (demand <= 0) return 0;
      if (budget === 0) return Infinity;
      const rest = ((demand - 1) % budget) + 1;
      return ((demand - rest) / budget) * frame + longestTimeToSupply(table, rest);
    },
    rate: { budget, period: frame },
  };
}

/** Service of one frame after the other from the start of the first: what is served in [0, t), and when a demand is met. */
function serviceFromStart(table: ServedTable): Supply {
  const { frame, budget, starts, served } = table;
  const count = starts.length / 2;
  return {
    supplyBound: (t) => {
      const rest = t % frame;
      let supply = ((t - rest) / frame) * budget;
      for (let at = 0; at < count; at += 1) {
        const whole = (served[at + 1] ?? 0) - (served[at] ?? 0);
        supply += Math.min(whole, Math.max(0, rest - (starts[at] ?? 0)));
      }
      return supply;
    },
    timeToSupply: (demand) => {
      if (demand <= 0) return 0;
      if (budget === 0) return Infinity;
      const rest = ((demand - 1) % budget) + 1;
      let at = 0;
      while (at + 1 < count && (served[at + 1] ?? 0) < rest) at += 1;
      const within = (starts[at] ?? 0) + rest - (served[at] ?? 0);
      return ((demand - rest) / budget) * frame + within;
    },
    rate: { budget, period: frame },
  };
}

/**
 * Service from each instant at which content can have waited longest, the ends of windows; the least of them all is the supply-bound
 * function of the table. `supplyBound` of each is the processor time in [e, e + t) of its own end e.
 *
 * @param frame as for `windowTableSupply`
 * @param windows as for `windowTableSupply`
 * @returns one service per window, in the order given
 * @throws {Error} as `windowTableSupply`
 * @cost O(windows) for each evaluation, both ways; O(windows^2 log windows) once
 */
export function servicesFromWindowEnds(
  frame: number,
  windows: readonly Window[],
): readonly Supply[] {
  return windows.map(({ start, length }) => {
    const end = start + length;
    // No window crosses the end of another one, so that none is cut when the frame is turned to begin there.
    const turned = windows.map((window) => ({
      start: (window.start - end + frame) % frame,
      length: window.length,
    }));
    return serviceFromStart(servedTable(frame, turned));
  });
}

/**
 * Service of content that is synchronised with the frame, from one instant of it on.
 *
 * @param frame as for `windowTableSupply`
 * @param windows as for `windowTableSupply`
 * @param instant from the start of the frame: a whole number, 0 or more; in whichever frame
 * @returns the service; `supplyBound` is the processor time in [instant, instant + t)
 * @throws {Error} as `windowTableSupply`
 * @cost O(windows) for each evaluation, both ways; O(windows log windows) once
 */
export function serviceFromInstant(
  frame: number,
  windows: readonly Window[],
  instant: number,
): Supply {
  const begin = instant % frame;
  const turned = windows.flatMap(({ start, length }) => {
    const before = Math.min(length, Math.max(0, begin - start));
    return [
      { start: start + frame - begin, length: before },
      { start: start + before - begin, length: length - before },
    ].filter((part) => part.length > 0);
  });
  return serviceFromStart(servedTable(frame, turned));
}
