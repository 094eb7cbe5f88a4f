/** Response times of cores that share memory. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponses } from '../fixed-priority.ts';
import { memoryAwareResponses, memoryDelay, type MemoryTask } from './memory-aware-responses.ts';

function task(wcet: number, period: number, accesses: number, jitter = 0): MemoryTask {
  return { wcet, period, accesses, deadline: period, jitter, blocking: 0 };
}
const core = (...tasks: readonly MemoryTask[]) => ({ tasks, regulation: null });

describe('responses with shared memory', () => {
  it('[INTERFERE-6] take the lesser of own and other requests; none cost nothing', () => {
    expect(memoryDelay(10, 4, { perOwnRequest: 3, perOtherRequest: 5 })).toBe(20);
    expect(memoryDelay(10, 40, { perOwnRequest: 3, perOtherRequest: 5 })).toBe(30);
    expect(memoryDelay(10, Infinity, { perOwnRequest: 3, perOtherRequest: 5 })).toBe(30);
    expect(memoryDelay(0, 7, { perOwnRequest: null, perOtherRequest: null })).toBe(0);
    expect(memoryDelay(1, 7, { perOwnRequest: null, perOtherRequest: null })).toBe(Infinity);
  });

  it('[INTERFERE-6] settle together: worked by hand for two cores', () => {
    // Core 0: C 10, T 100, H 6. Core 1: C 5, T 20, H 2. Own requests cost 4, those of others 3.
    // Core 1: own 8; other ceil((w + R0) / 100) 6 * 3 = 18: 8, so R1 = 13.
    // Core 0: own 24; other ceil((w + 13) / 20) 2 * 3: w 10 -> 22 (2 jobs) -> 22: ceil(35 / 20) = 2, R0 = 22.
    const responses = memoryAwareResponses([core(task(10, 100, 6)), core(task(5, 20, 2))], {
      perOwnRequest: 4,
      perOtherRequest: 3,
    });
    expect(responses).toEqual([[22], [13]]);
  });

  it('[INTERFERE-6] count what regulation lets through, where tasks would ask for more', () => {
    const free = core(task(10, 100, 50));
    const limited = { ...free, regulation: { period: 50, budget: 3 } };
    const victim = core(task(10, 100, 20));
    const delays = { perOwnRequest: null, perOtherRequest: 1 };
    // Free: 10 + 50 = 60, and then a second job: ceil((60 + 30) / 100) = 1. Limited: 10 + (1 + 1) 3 = 16.
    expect(memoryAwareResponses([free, victim], delays)[1]).toEqual([60]);
    expect(memoryAwareResponses([limited, victim], delays)[1]).toEqual([16]);
  });

  it('[INTERFERE-6] equal plain response times without accesses, and never sink with more', () => {
    const one = fc.record({
      wcet: fc.integer({ min: 1, max: 4 }),
      period: fc.integer({ min: 20, max: 60 }),
      accesses: fc.integer({ min: 0, max: 3 }),
    });
    const cores = fc.array(fc.array(one, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(cores, (all) => {
        const build = (accesses: (h: number) => number) =>
          memoryAwareResponses(
            all.map((tasks) =>
              core(...tasks.map((t) => task(t.wcet, t.period, accesses(t.accesses)))),
            ),
            { perOwnRequest: 2, perOtherRequest: 1 },
          ).map((responses) => responses.map((response) => response ?? Infinity));
        const [none, some, more] = [build(() => 0), build((h) => h), build((h) => h + 1)];
        for (const [at, tasks] of all.entries()) {
          const plain = fixedPriorityResponses(tasks.map((t) => task(t.wcet, t.period, 0)));
          for (const [place, bound] of plain.entries()) {
            const [least, middle, most] = [none, some, more].map((r) => r[at]?.[place] ?? NaN);
            expect(least).toBe(bound.kind === 'bounded' ? bound.responseTime : Infinity);
            expect(middle).toBeGreaterThanOrEqual(least ?? NaN);
            expect(most).toBeGreaterThanOrEqual(middle ?? NaN);
          }
        }
      }),
    );
  });

  it('[INTERFERE-5] have no bound beyond the period, and leave others their own requests', () => {
    const responses = memoryAwareResponses([core(task(10, 12, 50)), core(task(5, 100, 2))], {
      perOwnRequest: 4,
      perOtherRequest: 3,
    });
    expect(responses).toEqual([[null], [13]]);
  });
});
