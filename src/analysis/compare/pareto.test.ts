import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Driver, DriverValue, Wish } from './comparison.ts';
import { deltaOf } from './delta.ts';
import { exactly } from './driver-values.ts';
import { paretoOf } from './pareto.ts';

type Ends = readonly [low: number, typical: number, high: number] | null;

function valueOf(ends: Ends, atLeast = false): DriverValue {
  const known = { layoutId: '', delta: null, ...exactly(ends?.[1] ?? 0), atLeast };
  if (ends === null) {
    return { ...known, state: 'unknown', low: null, typical: null, high: null };
  }
  return { ...known, low: ends[0], high: ends[2] };
}

function driver(id: Driver['id'], values: readonly Ends[], wish: Wish = 'less'): Driver {
  const of = values.map((ends) => valueOf(ends));
  return { id, title: id, unit: 'count', wish, meaning: id, values: of };
}

function statuses(...drivers: readonly Driver[]): readonly string[] {
  const ids = (drivers[0]?.values ?? []).map((_, index) => `l${index}`);
  return paretoOf(drivers, ids).places.map(({ status }) => status);
}

const point = (value: number): Ends => [value, value, value];

describe('the Pareto front', () => {
  it('[COMPARE-5] worse everywhere even at best is dominated', () => {
    const memory = driver('memory', [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const time = driver('startup', [
      [1, 1, 1],
      [2, 2, 2],
    ]);
    expect(statuses(memory, time)).toEqual(['front', 'dominated']);
  });

  it('[COMPARE-5] overlapping ranges only possibly dominate', () => {
    const memory = driver('memory', [
      [1, 2, 5],
      [4, 5, 6],
    ]);
    const time = driver('startup', [
      [1, 1, 1],
      [2, 2, 2],
    ]);
    expect(statuses(memory, time)).toEqual(['front', 'possibly-dominated']);
  });

  it('[COMPARE-5] each better in one: both are on the front', () => {
    const memory = driver('memory', [point(1), point(2)]);
    const time = driver('startup', [point(2), point(1)]);
    expect(statuses(memory, time)).toEqual(['front', 'front']);
  });

  it('[COMPARE-5] equal layouts do not dominate one another', () => {
    const memory = driver('memory', [point(1), point(1)]);
    expect(statuses(memory, memory)).toEqual(['front', 'front']);
  });

  it('[COMPARE-5] more is better where it is wished', () => {
    const memory = driver('memory', [point(1), point(1)]);
    const saved = driver('memory-saved', [point(5), point(9)], 'more');
    expect(statuses(memory, saved)).toEqual(['dominated', 'front']);
  });

  it('[COMPARE-5] what is unknown is open, and dominates nobody', () => {
    const memory = driver('memory', [null, point(9)]);
    const time = driver('startup', [point(1), point(9)]);
    expect(statuses(memory, time)).toEqual(['open', 'front']);
  });

  it('[COMPARE-5] what is missing above leaves a layout open: never on the front, dominated all the same', () => {
    const bound = (low: number, other: number): Driver => ({
      ...driver('memory', []),
      values: [valueOf(point(low), true), valueOf(point(other))],
    });
    const time = driver('startup', [point(1), point(2)]);
    expect(statuses(bound(1, 9), time)).toEqual(['open', 'possibly-dominated']);
    expect(statuses(bound(9, 1), time)).toEqual(['open', 'front']);
    const late = driver('startup', [point(3), point(2)]);
    expect(statuses(bound(9, 1), late)).toEqual(['dominated', 'front']);
  });

  it('[COMPARE-5] a lower bound dominates only possibly', () => {
    const bound: Driver = {
      ...driver('memory', []),
      values: [valueOf(point(1), true), valueOf(point(9))],
    };
    expect(statuses(bound, driver('startup', [point(1), point(9)]))).toEqual([
      'open',
      'possibly-dominated',
    ]);
  });

  it('[COMPARE-5] a certain domination holds whatever the figures turn out to be', () => {
    const ends = fc
      .tuple(fc.nat(20), fc.nat(5), fc.nat(5))
      .map(([low, a, b]): Ends => [low, low + a, low + a + b]);
    const pair = fc.tuple(ends, ends);
    const inside = ([low, , high]: readonly [number, number, number], share: number) =>
      low + share * (high - low);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(pair, pair, share, share, (memory, time, a, b) => {
        const [, second] = statuses(driver('memory', memory), driver('startup', time));
        if (second !== 'dominated') return;
        for (const [first, other] of [memory, time]) {
          if (!first || !other) throw new Error('every end is known');
          expect(inside(first, a)).toBeLessThanOrEqual(inside(other, b));
        }
      }),
    );
  });
});

describe('deltas', () => {
  const less = (a: Ends, b: Ends) => deltaOf(valueOf(a), valueOf(b), 'less').direction;

  it.each([
    [[1, 2, 3], [4, 5, 6], 'better'],
    [[4, 5, 6], [1, 2, 3], 'worse'],
    [[1, 2, 4], [4, 5, 6], 'unclear'],
    [point(3), point(3), 'equal'],
    [null, point(3), 'unclear'],
  ] as const)('[COMPARE-2] %j against %j is %s', (a, b, direction) => {
    expect(less(a, b)).toBe(direction);
  });

  it('[COMPARE-2] a lower bound is never better, and may be worse', () => {
    expect(deltaOf(valueOf(point(1), true), valueOf(point(9)), 'less').direction).toBe('unclear');
    expect(deltaOf(valueOf(point(9), true), valueOf(point(1)), 'less').direction).toBe('worse');
    expect(deltaOf(valueOf(point(1)), valueOf(point(9), true), 'less').direction).toBe('better');
  });

  it('[COMPARE-2] an open end of either is an open end of the difference', () => {
    expect(deltaOf(valueOf([1, 2, 3], true), valueOf([5, 6, 9]), 'less')).toEqual({
      low: -8,
      typical: -4,
      high: null,
      direction: 'unclear',
    });
  });
});
