/** Regulated bandwidth against random regulated executions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemoryDemand } from './inflated-time.ts';
import {
  admitRegulation,
  inflatedByRegulation,
  regulatedTraffic,
  type Regulation,
} from './memory-regulation.ts';

/** One job on a regulated core: computing before each access, and how long each took. */
interface Execution {
  readonly steps: readonly { readonly computing: number; readonly latency: number }[];
  readonly computingAfter: number;
  /** When the job starts within a period, and what of the budget is left then. */
  readonly phase: number;
  readonly left: number;
}

/** Time until the job ends: a core stalls when its budget is used up and the access that used it is done, until the period ends. */
function timeOf(execution: Execution, { period, budget }: Regulation): number {
  let time = execution.phase;
  let counted = 0;
  let left = execution.left;
  const refill = () => {
    const number = Math.floor(time / period);
    if (number > counted) [counted, left] = [number, budget];
  };
  const stall = () => {
    refill();
    if (left > 0) return;
    time = (counted + 1) * period;
    refill();
  };
  stall();
  for (const { computing, latency } of execution.steps) {
    time += computing;
    stall();
    left -= 1;
    time += latency;
    stall();
  }
  return time + execution.computingAfter - execution.phase;
}

const executions = fc
  .record({
    period: fc.integer({ min: 4, max: 60 }),
    budget: fc.integer({ min: 1, max: 8 }),
    isolated: fc.integer({ min: 1, max: 6 }),
    slower: fc.integer({ min: 0, max: 4 }),
  })
  .chain(({ period, budget, isolated, slower }) =>
    fc.record({
      regulation: fc.constant({ period, budget, latency: isolated + slower }),
      isolated: fc.constant(isolated),
      spare: fc.constantFrom(0, 0, 3),
      execution: fc.record({
        steps: fc.array(
          fc.record({
            computing: fc.constantFrom(0, 0, 1, 7),
            latency: fc.integer({ min: 1, max: isolated + slower }),
          }),
          { maxLength: 30 },
        ),
        computingAfter: fc.integer({ min: 0, max: 20 }),
        phase: fc.integer({ min: 0, max: period - 1 }),
        left: fc.integer({ min: 0, max: budget }),
      }),
    }),
  );

/** Longest isolated time of such a job: its computing, and all accesses at the isolated latency. */
function demandOf(execution: Execution, isolated: number, spare: number): MemoryDemand {
  const computing = execution.steps.reduce((sum, step) => sum + step.computing, 0);
  const accesses = execution.steps.length + spare;
  const wcet = computing + execution.computingAfter + accesses * isolated;
  return { wcet, accesses, latency: isolated };
}

describe('regulated memory bandwidth', () => {
  it('[INTERFERE-2] bounds every regulated execution', () => {
    fc.assert(
      fc.property(executions, ({ regulation, isolated, spare, execution }) => {
        const outcome = inflatedByRegulation(demandOf(execution, isolated, spare), regulation);
        const bound = outcome.kind === 'bounded' ? outcome.inflated : NaN;
        expect(timeOf(execution, regulation)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 4000 },
    );
  });

  it('[INTERFERE-2] is reached: budget used up at the start, then used up in every period', () => {
    const regulation = { period: 100, budget: 4, latency: 10 };
    const steps = Array.from({ length: 12 }, () => ({ computing: 0, latency: 10 }));
    const execution = { steps, computingAfter: 5, phase: 0, left: 0 };
    const demand = demandOf(execution, 10, 0);
    expect(timeOf(execution, regulation)).toBe(100 + 3 * 100 + 5);
    expect(inflatedByRegulation(demand, regulation)).toMatchObject({
      kind: 'bounded',
      isolated: 125,
      inflated: 405,
    });
  });

  it('[INTERFERE-2] gives the formula: C + H (l_reg - l) + floor(H / Q) max(0, P - Q l) + P', () => {
    const demand = { wcet: 1000, accesses: 25, latency: 3 };
    const inflated = (budget: number) =>
      inflatedByRegulation(demand, { period: 40, budget, latency: 5 });
    expect(inflated(10)).toMatchObject({ inflated: 1000 + 25 * 2 + 2 * (40 - 30) + 40 });
    expect(inflated(20)).toMatchObject({ inflated: 1000 + 25 * 2 + 40 });
    expect(inflated(0)).toEqual({ kind: 'unknown', reason: 'no-budget' });
    // A stalled core serves nobody, also a job without accesses.
    const none = { wcet: 7, accesses: 0, latency: 3 };
    expect(inflatedByRegulation(none, { period: 40, budget: 1, latency: 5 })).toMatchObject({
      inflated: 47,
    });
  });

  it('[INTERFERE-2] never sinks with more accesses, a longer period, a smaller budget', () => {
    const more = fc.record({
      accesses: fc.nat({ max: 500 }),
      period: fc.integer({ min: 1, max: 1000 }),
      budget: fc.integer({ min: 2, max: 50 }),
    });
    fc.assert(
      fc.property(more, ({ accesses, period, budget }) => {
        const value = (a: number, p: number, q: number) => {
          const outcome = inflatedByRegulation(
            { wcet: 10_000, accesses: a, latency: 7 },
            { period: p, budget: q, latency: 9 },
          );
          return outcome.kind === 'bounded' ? outcome.inflated : NaN;
        };
        const base = value(accesses, period, budget);
        expect(value(accesses + 1, period, budget)).toBeGreaterThanOrEqual(base);
        expect(value(accesses, period + 1, budget)).toBeGreaterThanOrEqual(base);
        expect(value(accesses, period, budget - 1)).toBeGreaterThanOrEqual(base);
      }),
    );
  });

  it('[INTERFERE-3] admits budgets up to the guaranteed bandwidth, not one access more', () => {
    // 1.2 GB/s for 1 ms are 1,200,000 bytes: 18,750 lines of 64 bytes.
    const verdict = (...budgets: readonly number[]) =>
      admitRegulation(budgets, 64, 1_000_000, 1_200_000_000);
    expect(verdict(10_000, 8_750)).toEqual({
      kind: 'admitted',
      demand: 1_200_000,
      capacity: 1_200_000,
    });
    expect(verdict(10_000, 8_751)).toMatchObject({ kind: 'refused', demand: 1_200_064 });
    expect(admitRegulation([1], 64, 1_000_000, null)).toEqual({
      kind: 'unknown',
      reason: 'no-guaranteed-bandwidth',
    });
    // Less than a byte short: 64 bytes in a period of 1 ns need 64 GB/s.
    expect(admitRegulation([1], 64, 1, 63_999_999_999)).toMatchObject({ kind: 'refused' });
  });

  it('[INTERFERE-3] lets two budgets through around the edge of a period', () => {
    expect(regulatedTraffic(0, { period: 100, budget: 5 })).toBe(5);
    expect(regulatedTraffic(1, { period: 100, budget: 5 })).toBe(10);
    expect(regulatedTraffic(101, { period: 100, budget: 5 })).toBe(15);
  });
});
