/** Periodic supplies against every pattern that they allow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explicitDeadlinePeriodicSupply,
  supplyAfterBlackout,
} from './explicit-deadline-periodic.ts';
import { periodicResourceSupply } from './periodic-resource.ts';

/** Slots of [from, to) that a period must serve at least: the best of its patterns for the one who wants to serve none. */
function leastInPeriod(budget: number, deadline: number, from: number, to: number): number {
  let least = budget;
  for (let pattern = 0; pattern < 2 ** deadline; pattern += 1) {
    let all = 0;
    let inside = 0;
    for (let slot = 0; slot < deadline; slot += 1) {
      if (((pattern >> slot) & 1) === 0) continue;
      all += 1;
      if (slot >= from && slot < to) inside += 1;
    }
    if (all === budget) least = Math.min(least, inside);
  }
  return least;
}

/** Least supply in any interval of a length, by trying every start and every pattern. */
function enumerated(budget: number, period: number, deadline: number, length: number): number {
  const known = new Map<string, number>();
  const least = (from: number, to: number): number => {
    const key = `${from} ${to}`;
    const value = known.get(key) ?? leastInPeriod(budget, deadline, from, to);
    known.set(key, value);
    return value;
  };
  let worst = Infinity;
  for (let start = 0; start < period; start += 1) {
    let supply = 0;
    for (let at = 0; at < start + length; at += period) {
      supply += least(Math.max(0, start - at), Math.min(period, start + length - at));
    }
    worst = Math.min(worst, supply);
  }
  return worst;
}

describe('explicit deadline periodic supply', () => {
  it('[SUPPLY-1] is the least supply over all starts and all patterns, periods up to 7', () => {
    let points = 0;
    for (let period = 1; period <= 7; period += 1) {
      for (let deadline = 1; deadline <= period; deadline += 1) {
        for (let budget = 0; budget <= deadline; budget += 1) {
          const supply = explicitDeadlinePeriodicSupply({ budget, period, deadline });
          for (let length = 0; length <= 4 * period; length += 1) {
            expect(
              supply.supplyBound(length),
              `(${period}, ${budget}, ${deadline}) at ${length}`,
            ).toBe(enumerated(budget, period, deadline, length));
            points += 1;
          }
        }
      }
    }
    expect(points).toBe(2520);
  });

  it('[SUPPLY-1] is the closed form of the paper', () => {
    const resource = fc
      .tuple(fc.nat(60), fc.nat(60), fc.nat(60))
      .map((times) => [...times].sort((a, b) => a - b) as [number, number, number])
      .filter(([, , period]) => period > 0);
    fc.assert(
      fc.property(resource, fc.nat(1000), ([budget, deadline, period], t) => {
        const late = deadline - budget;
        const y = Math.floor((t - late) / period);
        const blackout = period + deadline - 2 * budget;
        const published = t < late ? 0 : y * budget + Math.max(0, t - blackout - y * period);
        const supply = explicitDeadlinePeriodicSupply({ budget, period, deadline });
        expect(supply.supplyBound(t)).toBe(published);
      }),
    );
  });

  it('[SUPPLY-2] the longest time without supply of a periodic resource is twice what the period leaves over', () => {
    const supply = periodicResourceSupply(4, 10);
    expect(supply.supplyBound(12)).toBe(0);
    expect(supply.supplyBound(13)).toBe(1);
    expect(supply.timeToSupply(1)).toBe(13);
    expect(supply.timeToSupply(4)).toBe(16);
    expect(supply.timeToSupply(5)).toBe(23);
  });

  it('[SUPPLY-4] refuses budgets that are outside their period, and a budget of 0 never serves', () => {
    expect(() => periodicResourceSupply(11, 10)).toThrow('0 <= budget');
    expect(() => periodicResourceSupply(-1, 10)).toThrow('0 <= budget');
    expect(() => periodicResourceSupply(0.5, 10)).toThrow('whole');
    expect(() => explicitDeadlinePeriodicSupply({ budget: 5, period: 10, deadline: 4 })).toThrow(
      '0 <= budget',
    );
    const nothing = periodicResourceSupply(0, 10);
    expect(nothing.supplyBound(1_000)).toBe(0);
    expect(nothing.timeToSupply(1)).toBe(Infinity);
    expect(nothing.timeToSupply(0)).toBe(0);
  });

  it('[SUPPLY-5] says more than the largest exact time where the answer lies beyond it', () => {
    const slow = periodicResourceSupply(1, 2 ** 40);
    expect(slow.timeToSupply(2 ** 20)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(supplyAfterBlackout(3, 2, 5).supplyBound(Number.MAX_SAFE_INTEGER)).toBe(
      Number((2n ** 53n - 4n) / 5n) * 2 + Math.min(2, Number((2n ** 53n - 4n) % 5n)),
    );
  });
});
