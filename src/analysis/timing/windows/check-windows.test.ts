/** One table for each thing that can be wrong. */
import { describe, expect, it } from 'vitest';
import { checkWindows, type TableRules, type WindowProblem } from './check-windows.ts';
import { firstShortPeriod, usableWindows, type PartitionWindow } from './partition-window.ts';

const RULES: TableRules = {
  frame: 40,
  tick: 1,
  switchCost: 0,
  reservations: [
    { partition: 0, core: 0, period: 20, budget: 5 },
    { partition: 1, core: 0, period: 40, budget: 10 },
  ],
};

function at(partition: number, start: number, length: number, core = 0): PartitionWindow {
  return { partition, core, start, length };
}

const GOOD = [at(0, 0, 5), at(1, 5, 10), at(0, 20, 5)];

/** Problems without what is null. */
function problems(
  windows: readonly PartitionWindow[],
  rules: Partial<TableRules> = {},
): readonly Partial<WindowProblem>[] {
  return checkWindows(windows, { ...RULES, ...rules }).map(
    (problem) =>
      Object.fromEntries(
        Object.entries(problem).filter(([, value]) => value !== null),
      ) as Partial<WindowProblem>,
  );
}

describe('tables made by hand', () => {
  it('[WINDOW-11] without fault have no problem, in any order', () => {
    expect(problems(GOOD)).toEqual([]);
    expect(problems([...GOOD].reverse())).toEqual([]);
    expect(problems([], { reservations: [] })).toEqual([]);
    // Another core has time of its own.
    expect(problems([...GOOD, at(2, 0, 40, 1)])).toEqual([]);
  });

  it('[WINDOW-12] name a window outside its frame, on either side', () => {
    expect(problems([...GOOD, at(1, 38, 3)])).toEqual([
      { code: 'window-outside-frame', window: 3, found: 41, expected: 40 },
    ]);
    expect(problems([at(1, -2, 2), ...GOOD])).toEqual([
      { code: 'window-outside-frame', window: 0, found: -2, expected: 0 },
    ]);
  });

  it('[WINDOW-13] name windows that overlap on one core, each with the one it overlaps', () => {
    expect(problems([...GOOD, at(1, 14, 3)])).toEqual([
      { code: 'window-overlap', window: 3, other: 1, found: 14, expected: 15 },
    ]);
    expect(problems([at(0, 0, 30), at(1, 5, 2), at(1, 20, 5)])).toEqual([
      { code: 'window-overlap', window: 1, other: 0, found: 5, expected: 30 },
      { code: 'window-overlap', window: 2, other: 0, found: 20, expected: 30 },
    ]);
  });

  it('[WINDOW-14] name lengths of 0 or less, and times that are no whole numbers', () => {
    expect(problems([...GOOD, at(1, 30, 0)])).toEqual([
      { code: 'window-empty', window: 3, found: 0, expected: 1 },
    ]);
    expect(problems([...GOOD, at(1, 30, -4)])).toEqual([
      { code: 'window-empty', window: 3, found: -4, expected: 1 },
    ]);
    expect(problems([...GOOD, at(1, 30.25, 2)])).toEqual([
      { code: 'window-not-whole', window: 3, found: 30.25, expected: 30 },
    ]);
    expect(problems(GOOD, { frame: 0 })).toMatchObject([{ code: 'frame-invalid', found: 0 }]);
    expect(problems(GOOD, { frame: NaN })).toMatchObject([{ code: 'frame-invalid' }]);
  });

  it('[WINDOW-15] name times that the timer cannot keep', () => {
    expect(problems([at(0, 0, 5), at(1, 5, 12), at(0, 20, 5)], { tick: 5 })).toEqual([
      { code: 'window-unaligned', window: 1, found: 12, expected: 10 },
    ]);
    expect(problems([at(0, 1, 5), at(1, 10, 10), at(0, 20, 5)], { tick: 5 })).toEqual([
      { code: 'window-unaligned', window: 0, found: 1, expected: 0 },
    ]);
  });

  it('[WINDOW-16] name windows that are over before their switch', () => {
    expect(problems([...GOOD, at(2, 30, 2)], { switchCost: 2, reservations: [] })).toEqual([
      { code: 'window-all-switch', window: 3, found: 2, expected: 3 },
    ]);
    // What touches a window of the same partition needs no switch of its own, also across the edge of the frame.
    expect(problems([at(2, 0, 2), at(2, 2, 5)], { switchCost: 2, reservations: [] })).toEqual([]);
    expect(problems([at(2, 0, 2), at(2, 35, 5)], { switchCost: 2, reservations: [] })).toEqual([]);
  });

  it('[WINDOW-17] name a partition that gets less than its budget in some period, switches taken off', () => {
    expect(problems([at(0, 0, 5), at(1, 5, 10), at(0, 20, 4)])).toEqual([
      { code: 'partition-short', reservation: 0, at: 20, found: 4, expected: 5 },
    ]);
    // Twice in the first period and not in the second: the same sum does not do.
    expect(problems([at(0, 0, 10), at(1, 10, 10)])).toEqual([
      { code: 'partition-short', reservation: 0, at: 20, found: 0, expected: 5 },
    ]);
    expect(problems(GOOD, { switchCost: 1 })).toEqual([
      { code: 'partition-short', reservation: 0, at: 0, found: 4, expected: 5 },
      { code: 'partition-short', reservation: 1, at: 0, found: 9, expected: 10 },
    ]);
  });

  it('[WINDOW-18] name a frame in which periods do not begin anew', () => {
    expect(problems([at(0, 0, 5), at(1, 5, 10), at(0, 20, 5)], { frame: 30 })).toEqual([
      { code: 'frame-not-multiple', reservation: 0, found: 30, expected: 40 },
      { code: 'frame-not-multiple', reservation: 1, found: 30, expected: 40 },
    ]);
  });

  it('[WINDOW-19] count periods in constant time for each window, however many there are', () => {
    const whole = [{ start: 0, length: 1_000_000_000_000 }];
    expect(firstShortPeriod({ period: 1, budget: 1 }, 1_000_000_000_000, whole)).toBeNull();
    const gap = [
      { start: 0, length: 500_000_000_000 },
      { start: 500_000_000_002, length: 499_999_999_998 },
    ];
    expect(firstShortPeriod({ period: 2, budget: 1 }, 1_000_000_000_000, gap)).toEqual({
      start: 500_000_000_000,
      found: 0,
    });
  });

  it('[WINDOW-20] a switch goes on where its window ends, and none is needed across the edge of the frame', () => {
    const usable = (windows: readonly PartitionWindow[]): unknown =>
      usableWindows(10, windows, 3).get(0);
    expect(usable([at(0, 0, 10)])).toEqual([{ start: 0, length: 10 }]);
    expect(usable([at(0, 0, 2), at(0, 2, 4)])).toEqual([{ start: 3, length: 3 }]);
    expect(usable([at(0, 0, 2), at(0, 8, 2)])).toEqual([{ start: 1, length: 1 }]);
    expect(usable([at(0, 0, 4), at(1, 4, 2), at(0, 6, 4)])).toEqual([
      { start: 0, length: 4 },
      { start: 9, length: 1 },
    ]);
    expect(usableWindows(10, [], 3).size).toBe(0);
  });
});
