/** What is wrong with a table of windows that somebody made by hand. */
import { invariant } from '../../../model/problem.ts';
import { LARGEST_TIME } from '../whole-numbers.ts';
import {
  firstShortPeriod,
  usableWindows,
  type PartitionWindow,
  type Reservation,
} from './partition-window.ts';

/**
 * What can be wrong, each with what was found and what was expected as numbers:
 *
 * - `frame-invalid`: the frame; a whole number from 1 to `expected`
 * - `window-not-whole`: the start or length that is no whole number; the nearest one
 * - `window-empty`: a length of 0 or less; the least length
 * - `window-outside-frame`: a start before 0, or an end after the frame; the edge that was crossed
 * - `window-overlap`: a start before the end of window `other` on the same core; that end
 * - `window-unaligned`: a start or length that is no multiple of the tick; the multiple below it
 * - `window-all-switch`: a window that is over before its switch; the least length
 * - `frame-not-multiple`: the frame; the next multiple of the period of reservation `reservation`
 * - `partition-short`: what the partition gets in its period that begins `at`, switches taken off; its budget
 */
export type WindowProblemCode =
  | 'frame-invalid'
  | 'window-not-whole'
  | 'window-empty'
  | 'window-outside-frame'
  | 'window-overlap'
  | 'window-unaligned'
  | 'window-all-switch'
  | 'frame-not-multiple'
  | 'partition-short';

/** One thing wrong with a table. */
export interface WindowProblem {
  readonly code: WindowProblemCode;
  /** Place of the window in the table; null: not about one window. */
  readonly window: number | null;
  /** Place of the other window, where two do not fit together. */
  readonly other: number | null;
  /** Place of the reservation that is not met. */
  readonly reservation: number | null;
  /** Start of the period that is short. */
  readonly at: number | null;
  readonly found: number;
  readonly expected: number;
}

/** What tables are checked against. */
export interface TableRules {
  readonly frame: number;
  /** Timer tick to which windows begin and end: whole number above 0. */
  readonly tick: number;
  /** Time that the first part of a window takes to switch partitions: whole number, 0 or more. */
  readonly switchCost: number;
  readonly reservations: readonly Reservation[];
}

/** Longest frame: two of them are still exact. */
const LONGEST_FRAME = Math.floor(LARGEST_TIME / 2);

const NOWHERE = { window: null, other: null, reservation: null, at: null };

/** What is wrong with one window alone. */
function windowProblems(
  { start, length }: PartitionWindow,
  window: number,
  { frame, tick }: TableRules,
): readonly WindowProblem[] {
  const problem = (code: WindowProblemCode, found: number, expected: number): WindowProblem => ({
    ...NOWHERE,
    code,
    window,
    found,
    expected,
  });
  const broken = [start, length].filter((time) => !Number.isSafeInteger(time));
  if (broken.length > 0) {
    return broken.map((time) => problem('window-not-whole', time, Math.round(time)));
  }
  const found: WindowProblem[] = [];
  if (length <= 0) found.push(problem('window-empty', length, tick));
  if (start < 0) found.push(problem('window-outside-frame', start, 0));
  if (start + length > frame) found.push(problem('window-outside-frame', start + length, frame));
  for (const time of [start, length]) {
    const over = ((time % tick) + tick) % tick;
    if (over !== 0) found.push(problem('window-unaligned', time, time - over));
  }
  return found;
}

/** The windows that overlap one before them on the same core. */
function overlaps(windows: readonly PartitionWindow[]): readonly WindowProblem[] {
  const found: WindowProblem[] = [];
  const order = windows
    .map((_, at) => at)
    .sort((a, b) => startOf(windows, a) - startOf(windows, b));
  const latest = new Map<number, { end: number; window: number }>();
  for (const at of order) {
    const { core, start, length } = windows[at] as PartitionWindow;
    const before = latest.get(core);
    if (before && start < before.end) {
      found.push({
        ...NOWHERE,
        code: 'window-overlap',
        window: at,
        other: before.window,
        found: start,
        expected: before.end,
      });
    }
    const end = start + length;
    if (!before || end > before.end) latest.set(core, { end, window: at });
  }
  return found;
}

function startOf(windows: readonly PartitionWindow[], at: number): number {
  return windows[at]?.start ?? 0;
}

/** Windows that are over before their partition runs; a window that touches one of its own partition may be short. */
function allSwitch(
  windows: readonly PartitionWindow[],
  { frame, switchCost, tick }: TableRules,
): readonly WindowProblem[] {
  const cores = new Map<number, number[]>();
  for (const [at, { core }] of windows.entries()) {
    const places = cores.get(core) ?? [];
    places.push(at);
    cores.set(core, places);
  }
  const found: WindowProblem[] = [];
  for (const places of cores.values()) {
    places.sort((a, b) => startOf(windows, a) - startOf(windows, b));
    const goesOn = places.map((at, rank) => {
      const one = windows[at] as PartitionWindow;
      const next = windows[places[(rank + 1) % places.length] ?? at] as PartitionWindow;
      return (
        one.partition === next.partition && (one.start + one.length - next.start) % frame === 0
      );
    });
    for (const [rank, window] of places.entries()) {
      const { length } = windows[window] as PartitionWindow;
      if (length > switchCost || goesOn[rank] || goesOn.at(rank - 1)) continue;
      const expected = (Math.floor(switchCost / tick) + 1) * tick;
      found.push({ ...NOWHERE, code: 'window-all-switch', window, found: length, expected });
    }
  }
  return found;
}

/** Reservations that the table does not meet. */
function unmet(
  windows: readonly PartitionWindow[],
  { frame, switchCost, reservations }: TableRules,
): readonly WindowProblem[] {
  const found: WindowProblem[] = [];
  const cores = new Map<number, ReturnType<typeof usableWindows>>();
  for (const [at, reservation] of reservations.entries()) {
    const { partition, core, period, budget } = reservation;
    const own = { ...NOWHERE, reservation: at };
    if (frame % period !== 0) {
      const expected = Math.ceil(frame / period) * period;
      found.push({ ...own, code: 'frame-not-multiple', found: frame, expected });
      continue;
    }
    const onCore = windows.filter((window) => window.core === core);
    const usable = cores.get(core) ?? usableWindows(frame, onCore, switchCost);
    cores.set(core, usable);
    const short = firstShortPeriod(reservation, frame, usable.get(partition) ?? []);
    if (short === null) continue;
    found.push({
      ...own,
      code: 'partition-short',
      at: short.start,
      found: short.found,
      expected: budget,
    });
  }
  return found;
}

/**
 * Checks a table of windows, exactly: each window alone, windows of one core against each other, and the budget of each reservation in
 * each of its periods (periodicity P1 of ARINC 653). A table without problems supplies each partition with at least the periodic
 * resource (period, budget), and `windowTableSupply` of `usableWindows` with what it really supplies.
 *
 * @param windows as somebody made them, in any order
 * @param rules frame, tick, switch cost, and what partitions need
 * @returns every problem, windows first; budgets are judged only where no window is wrong
 * @throws {Error} when a partition reserves a core twice
 * @cost O(windows log windows), and reservations x windows
 * @source ARINC 653 part 1 (major frame, windows, partition period and duration)
 */
export function checkWindows(
  windows: readonly PartitionWindow[],
  rules: TableRules,
): readonly WindowProblem[] {
  const { frame, reservations } = rules;
  const places = new Set(reservations.map(({ partition, core }) => `${partition} ${core}`));
  invariant(places.size === reservations.length, 'a partition reserves a core once');
  if (!Number.isInteger(frame) || frame < 1 || frame > LONGEST_FRAME) {
    return [{ ...NOWHERE, code: 'frame-invalid', found: frame, expected: LONGEST_FRAME }];
  }
  const alone = windows.flatMap((window, at) => windowProblems(window, at, rules));
  // What is empty or no number cannot be put in order.
  const ordered = alone.some(({ code }) => code === 'window-not-whole' || code === 'window-empty');
  const found = [...alone, ...(ordered ? [] : overlaps(windows))];
  const fatal = found.some(({ code }) => code !== 'window-unaligned');
  return fatal ? found : [...found, ...allSwitch(windows, rules), ...unmet(windows, rules)];
}
