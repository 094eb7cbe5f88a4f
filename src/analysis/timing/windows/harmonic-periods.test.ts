/** Periods that fit together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hyperperiodOf } from '../whole-numbers.ts';
import { harmonicPeriods } from './harmonic-periods.ts';

const reservations = fc.array(
  fc
    .record({ period: fc.integer({ min: 4, max: 400 }), share: fc.integer({ min: 1, max: 40 }) })
    .map(({ period, share }) => ({ period, budget: Math.ceil((period * share) / 100) })),
  { minLength: 1, maxLength: 6 },
);

describe('harmonic periods', () => {
  it('[WINDOW-23] divide one another, are no longer than before, and more than half as long', () => {
    fc.assert(
      fc.property(reservations, fc.nat(3), (all, switchCost) => {
        const periods = harmonicPeriods(all, switchCost, 1);
        expect(hyperperiodOf(periods)).toBe(Math.max(...periods));
        for (const [at, { period }] of all.entries()) {
          expect(periods[at]).toBeLessThanOrEqual(period);
          expect(2 * (periods[at] ?? 0)).toBeGreaterThan(period);
        }
      }),
    );
  });

  it('[WINDOW-23] stay as they are where they fit together, and keep the one that would cost the most', () => {
    const chain = [30, 10, 60].map((period) => ({ period, budget: 1 }));
    expect(harmonicPeriods(chain, 0, 1)).toEqual([30, 10, 60]);
    // Bases 10 (keeps 10) and 7 (keeps 14): the heavy one keeps its period.
    expect(
      harmonicPeriods(
        [
          { period: 10, budget: 1 },
          { period: 14, budget: 9 },
        ],
        0,
        1,
      ),
    ).toEqual([7, 14]);
    expect(
      harmonicPeriods(
        [
          { period: 10, budget: 6 },
          { period: 14, budget: 1 },
        ],
        0,
        1,
      ),
    ).toEqual([10, 10]);
    // Switches weigh in: with budgets this small the base that switches least often wins.
    expect(
      harmonicPeriods(
        [
          { period: 10, budget: 1 },
          { period: 14, budget: 3 },
        ],
        9,
        1,
      ),
    ).toEqual([10, 10]);
  });

  it('[WINDOW-23] are multiples of the tick, or stay as they are', () => {
    const all = [
      { period: 25, budget: 1 },
      { period: 35, budget: 30 },
    ];
    expect(harmonicPeriods(all, 0, 5)).toEqual([15, 30]);
    expect(
      harmonicPeriods(
        [
          { period: 4, budget: 1 },
          { period: 6, budget: 1 },
        ],
        0,
        7,
      ),
    ).toEqual([4, 6]);
  });
});
