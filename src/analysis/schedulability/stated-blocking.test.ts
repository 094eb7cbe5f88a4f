/** Blocking that a task states by itself, against the same blocking by a task that cannot be preempted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

interface Sporadic {
  readonly wcet: number;
  readonly period: number;
}

const SETS = fc.array(
  fc.record({ wcet: fc.integer({ min: 1, max: 6 }), period: fc.integer({ min: 8, max: 40 }) }),
  { minLength: 1, maxLength: 4 },
);
const BLOCKING = fc.integer({ min: 1, max: 12 });

const STATED = { contextSwitchNs: 0, coreIds: ['c0'] };

/** Responses of the tasks, the most urgent first; of the blocking task none. */
function responses(
  scheduler: string,
  tasks: readonly Sporadic[],
  blockingNs: number | null,
  longest = 0,
): readonly (number | null)[] {
  const builder = new PlanBuilder()
    .environment('image', 'bare-metal', null, { ...STATED, scheduler })
    .application('app');
  for (const [at, { wcet, period }] of tasks.entries())
    builder.task(`t${at}`, 'app', wcet, period, { priority: 9 - at, blockingNs });
  if (longest > 0) {
    const seed = { priority: 0, preemption: 'non-preemptive' as const };
    builder.task('low', 'app', longest, 1_000_000, seed);
  }
  const { tasks: found } = builder.place('app', 'image', ['c0']).analyze();
  return found.slice(0, tasks.length).map(({ responseTimeNs }) => responseTimeNs);
}

describe('[SCHED-27] blocking that a task states', () => {
  it('[SCHED-27] is that of a less urgent task that cannot be preempted, under fixed priorities', () => {
    fc.assert(
      fc.property(SETS, BLOCKING, (tasks, blocking) => {
        const byTask = responses('fixed-priority', tasks, null, blocking);
        expect(responses('fixed-priority', tasks, blocking)).toEqual(byTask);
      }),
      { numRuns: 60 },
    );
  });

  it('[SCHED-27] is never less than that of one, where no task is preempted or by deadlines', () => {
    fc.assert(
      fc.property(
        SETS,
        BLOCKING,
        fc.constantFrom('edf', 'fixed-priority-non-preemptive'),
        (tasks, blocking, scheduler) => {
          const byTask = responses(scheduler, tasks, null, blocking);
          const stated = responses(scheduler, tasks, blocking);
          for (const [at, response] of stated.entries()) {
            // No bound at all claims nothing.
            if (response !== null) expect(response).toBeGreaterThanOrEqual(byTask[at] ?? Infinity);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[SCHED-27] is added to what locks and regions give, and makes no bound exact', () => {
    const two: readonly Sporadic[] = [
      { wcet: 2, period: 20 },
      { wcet: 3, period: 30 },
    ];
    expect(responses('fixed-priority', two, 4, 5)).toEqual([11, 14]);
    const { tasks } = new PlanBuilder()
      .environment('image', 'bare-metal', null, { ...STATED, scheduler: 'fixed-priority' })
      .application('app')
      .task('t', 'app', 2, 20, { priority: 1, blockingNs: 4 })
      .place('app', 'image', ['c0'])
      .analyze();
    expect(tasks[0]).toMatchObject({ responseTimeNs: 6, bound: 'sufficient' });
  });

  it('[SCHED-27] proves no miss: it may stay away', () => {
    const { tasks } = new PlanBuilder()
      .environment('image', 'bare-metal', null, { ...STATED, scheduler: 'fixed-priority' })
      .application('app')
      .task('t', 'app', 2, 20, { priority: 1, deadlineNs: 5, blockingNs: 4 })
      .place('app', 'image', ['c0'])
      .analyze();
    expect(tasks[0]).toMatchObject({ responseTimeNs: 6, verdict: 'unknown' });
  });
});
