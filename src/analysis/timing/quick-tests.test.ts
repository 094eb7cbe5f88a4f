import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponses } from './fixed-priority.ts';
import { hyperbolicTest, liuLaylandTest } from './quick-tests.ts';
import type { TimingTask } from './timing-task.ts';

function task(wcet: number, period: number, rest: Partial<TimingTask> = {}): TimingTask {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, ...rest };
}

describe('quick tests', () => {
  it('[QUICK-1] has the bounds of Liu and Layland: 1, .8284, .7798, .7568, .7435, .7177', () => {
    const published = [
      [1, 1],
      [2, 0.8284],
      [3, 0.7798],
      [4, 0.7568],
      [5, 0.7435],
      [10, 0.7177],
    ] as const;
    for (const [count, bound] of published) {
      const sets = [-0.0001, 0.0001].map((more) =>
        Array.from({ length: count }, () =>
          task(Math.round(((bound + more) / count) * 10 ** 9), 10 ** 9),
        ),
      );
      const verdicts = ['schedulable', 'unknown'];
      expect([count, ...sets.map(liuLaylandTest)]).toEqual([count, ...verdicts]);
    }
    expect(liuLaylandTest([task(7, 7)])).toBe('schedulable');
  });

  it('[QUICK-2] takes a hyperbolic product of exactly 2, which the sum does not', () => {
    const exact = [task(1, 2), task(1, 3)];
    expect([liuLaylandTest(exact), hyperbolicTest(exact)]).toEqual(['unknown', 'schedulable']);
  });

  it('[QUICK-2] decides by whole numbers, where rounding would say exactly 2', () => {
    const period = 2 ** 52;
    // (2 p - 1) (p + 1) / p^2 = 2 + 1/p - 1/p^2.
    expect(hyperbolicTest([task(period - 1, period), task(1, period)])).toBe('unknown');
    // (1 + 1/3) (1 + 1/2) = 2; a third is no binary fraction, and one unit in 3 * 2^50 is below rounding.
    const third = 3 * 2 ** 50;
    expect(hyperbolicTest([task(2 ** 50, third), task(third / 2, third)])).toBe('schedulable');
    expect(hyperbolicTest([task(2 ** 50 + 1, third), task(third / 2, third)])).toBe('unknown');
  });

  it('[QUICK-3] is sure only where response times agree, with jitter, blocking and any deadlines', () => {
    const one = fc
      .record({
        wcet: fc.integer({ min: 1, max: 6 }),
        period: fc.integer({ min: 8, max: 60 }),
        deadline: fc.integer({ min: 8, max: 80 }),
        jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 7 })),
        blocking: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 })),
      })
      .map((given): TimingTask => given);
    let sure = 0;
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (given) => {
        const within = ({ deadline, period, jitter }: TimingTask) =>
          Math.min(deadline, period) - jitter;
        const tasks = [...given].sort((a, b) => within(a) - within(b));
        if (liuLaylandTest(tasks) === 'schedulable') {
          expect(hyperbolicTest(tasks)).toBe('schedulable');
        }
        if (hyperbolicTest(tasks) === 'unknown') return;
        sure += 1;
        for (const [rank, bound] of fixedPriorityResponses(tasks).entries()) {
          expect(bound.kind === 'bounded' && bound.responseTime).toBeLessThanOrEqual(
            tasks[rank]?.deadline ?? NaN,
          );
        }
      }),
      { seed: 17, numRuns: 1000 },
    );
    expect(sure).toBeGreaterThan(100);
  });

  it('[QUICK-4] does not apply to other orders, nor where jitter uses up the deadline', () => {
    const inOrder = [task(1, 10), task(1, 20)];
    expect(hyperbolicTest(inOrder)).toBe('schedulable');
    expect(hyperbolicTest(inOrder.toReversed())).toBe('unknown');
    expect(liuLaylandTest(inOrder.toReversed())).toBe('unknown');
    expect(hyperbolicTest([task(1, 10, { jitter: 10 })])).toBe('unknown');
    expect(hyperbolicTest([])).toBe('schedulable');
  });
});
