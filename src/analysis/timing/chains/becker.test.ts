/** Following data intervals back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beckerAge, beckerAgeWithResponses } from './becker.ts';
import { chainOf, task, valueOf } from './testing/chain-builder.ts';

const setD = [
  task(7, 3, { priority: 3 }),
  task(12, 6, { priority: 2 }),
  task(20, 20, { priority: 1 }),
];

/** By the definition: intervals in which jobs read and in which their data live, and which overlap. */
function ageByIntervals(tasks: readonly { period: number; execution: number }[]): number {
  const last = tasks.length - 1;
  const span = tasks.reduce((product, { period }) => product * period, 1);
  const oldest = (at: number, job: number): number => {
    if (at === 0) return job;
    const [producer, consumer] = [tasks[at - 1], tasks[at]];
    if (!producer || !consumer) return job;
    const from = job * consumer.period;
    const to = (job + 1) * consumer.period - consumer.execution;
    let read = Math.floor(to / producer.period);
    let first = Infinity;
    for (; (read + 2) * producer.period > from; read -= 1) {
      const lives = read * producer.period + producer.execution;
      if (lives <= to) first = read;
    }
    return oldest(at - 1, first);
  };
  const { period } = tasks[last] ?? { period: 1 };
  const ages = Array.from({ length: span / period }, (_, job) => {
    return (job + 1) * period - oldest(last, job) * (tasks[0]?.period ?? 0);
  });
  return Math.max(...ages);
}

describe('Becker', () => {
  it('[CHAIN-1] gives the values of set D as a chain, both ways', () => {
    expect(valueOf(beckerAge(chainOf(setD)))).toBe(53);
    expect(valueOf(beckerAge(chainOf(setD.toReversed())))).toBe(66);
  });

  it('[CHAIN-1] equals the overlaps of read and data intervals, whatever the executions', () => {
    const one = fc
      .integer({ min: 2, max: 9 })
      .chain((period) =>
        fc.record({ period: fc.constant(period), execution: fc.integer({ min: 1, max: period }) }),
      );
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (tasks) => {
        const chain = chainOf(tasks.map(({ period, execution }) => task(period, execution)));
        expect(valueOf(beckerAge(chain))).toBe(ageByIntervals(tasks));
      }),
    );
  });

  it('[CHAIN-4] is never shorter with less knowledge', () => {
    expect(valueOf(beckerAgeWithResponses(chainOf(setD)))).toBe(34);
  });

  it('[CHAIN-5] needs every response time within the period, one clock, and known releases', () => {
    const bad = [
      [task(20, 21), 'unknown: late-for-interval'],
      [task(20, null), 'unknown: no-response-time'],
      [task(20, 5, { clock: 'other' }), 'not-applicable: several-clocks'],
      [task(20, 5, { offset: null }), 'not-applicable: no-offset'],
    ] as const;
    for (const [last, expected] of bad) {
      expect(valueOf(beckerAge(chainOf([task(10, 2), last])))).toBe(expected);
    }
  });
});
