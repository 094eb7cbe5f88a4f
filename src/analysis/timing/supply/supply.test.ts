/** What holds of every supply, whatever guarantees it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explicitDeadlinePeriodicSupply } from './explicit-deadline-periodic.ts';
import { periodicResourceSupply } from './periodic-resource.ts';
import { DEDICATED_CORE, type Supply } from './supply.ts';
import { windowTableSupply } from './window-table.ts';

const resources = fc
  .tuple(
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 1, max: 30 }),
  )
  .map((times) => [...times].sort((a, b) => a - b) as [number, number, number]);
const windows = fc
  .uniqueArray(fc.nat(39), { minLength: 2, maxLength: 12 })
  .map((ends) => [...ends].sort((a, b) => a - b))
  .map((ends) =>
    ends.flatMap((start, at) =>
      at % 2 === 0 && ends[at + 1] !== undefined
        ? [{ start, length: (ends[at + 1] ?? 0) - start }]
        : [],
    ),
  );
const supplies: fc.Arbitrary<Supply> = fc.oneof(
  fc.constant(DEDICATED_CORE),
  resources.map(([budget, , period]) => periodicResourceSupply(budget, period)),
  resources.map(([budget, deadline, period]) =>
    explicitDeadlinePeriodicSupply({ budget, deadline, period }),
  ),
  windows.map((table) => windowTableSupply(40, table)),
);

describe('every supply', () => {
  it('[SUPPLY-7] has a lossless inverse', () => {
    fc.assert(
      fc.property(supplies, fc.nat(2000), (supply, demand) => {
        const time = supply.timeToSupply(demand);
        expect(supply.supplyBound(time)).toBe(demand);
        if (time > 0) expect(supply.supplyBound(time - 1)).toBe(demand - 1);
      }),
      { numRuns: 500 },
    );
  });

  it('[SUPPLY-8] never sinks, never outruns time, and two intervals in a row get no less than each alone', () => {
    fc.assert(
      fc.property(supplies, fc.nat(500), fc.nat(500), (supply, a, b) => {
        const [one, other, both] = [a, b, a + b].map(supply.supplyBound) as [
          number,
          number,
          number,
        ];
        expect(supply.supplyBound(a + 1) - one).toBeGreaterThanOrEqual(0);
        expect(supply.supplyBound(a + 1) - one).toBeLessThanOrEqual(1);
        expect(both).toBeGreaterThanOrEqual(one + other);
      }),
      { numRuns: 500 },
    );
  });

  it('[SUPPLY-9] repeats: a demand that is one budget larger takes exactly one period longer, and is never late by two', () => {
    fc.assert(
      fc.property(supplies, fc.integer({ min: 1, max: 500 }), (supply, demand) => {
        const { budget, period } = supply.rate;
        expect(supply.timeToSupply(demand + budget)).toBe(supply.timeToSupply(demand) + period);
        expect(supply.supplyBound(2 * period)).toBeGreaterThanOrEqual(budget);
      }),
      { numRuns: 500 },
    );
  });
});
