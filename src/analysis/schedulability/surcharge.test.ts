/** What a container adds that has no scheduler of its own: to its tasks, not to all that its kernel schedules. */
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { osOf, PlanBuilder } from '../testing/plan-builder.ts';
import { coreRuns } from './core-runs.ts';
import { criticalInstant } from './critical-instant.ts';
import { breakingPoint } from './what-if.ts';

type Seed = Readonly<Record<string, unknown>>;

const POLICIES = ['fixed-priority', 'fixed-priority-non-preemptive', 'edf'];

/** A task in a container of a kernel, and one of lower priority beside the container. */
function plan(scheduler: string, box: Seed, kernel: Seed = {}): PlanBuilder {
  return new PlanBuilder()
    .environment('kernel', 'os', null, {
      ...{ os: osOf('qnx'), coreIds: ['c0'], contextSwitchNs: 0, scheduler },
      ...kernel,
    })
    .environment('engine', 'container-engine', 'kernel')
    .environment('box', 'container', 'engine', box)
    .application('app')
    .task('boxed', 'app', 40, 200, { priority: 2, deadlineNs: 55 })
    .place('app', 'box', ['c0'])
    .application('rest')
    .task('beside', 'rest', 10, 200, { priority: 1, deadlineNs: 200 })
    .place('rest', 'kernel', ['c0']);
}

const rowsOf = (builder: PlanBuilder) =>
  builder.analyze().tasks.map(({ verdict, responseTimeNs }) => [verdict, responseTimeNs]);

describe('a container without a scheduler', () => {
  it.each([
    ['fixed-priority', 40, 60, 50, 70],
    ['fixed-priority-non-preemptive', 50, 70, 50, 70],
    ['edf', 40, 60, 50, 70],
  ])(
    '[SCHED-23] grows the executions of its tasks under %s',
    (scheduler, own, grown, low, late) => {
      expect(rowsOf(plan(scheduler, {}))).toEqual([
        ['proven-ok', own],
        ['proven-ok', low],
      ]);
      // 40 x 1.5 is beyond the deadline; what stands beside it takes 10 as ever.
      expect(rowsOf(plan(scheduler, { executionFactor: 1.5 }))).toEqual([
        ['unknown', grown],
        ['proven-ok', late],
      ]);
    },
  );

  it('[SCHED-30] with an interference factor above that of its kernel leaves nothing proven, and says where to state it', () => {
    const reasons = (box: number, kernel: Seed = {}) =>
      plan('fixed-priority', { interferenceFactor: box }, kernel)
        .analyze()
        .tasks.map(({ verdict, reason }) => [verdict, reason]);
    const [boxed, beside] = reasons(1.5);
    expect(boxed?.[0]).toBe('unknown');
    expect(boxed?.[1]).toContain('"box" states an interference factor of its own');
    expect(beside?.[0]).toBe('unknown');
    // What the kernel states is counted of all, and is no less.
    expect(reasons(1.1, { interferenceFactor: 1.1 }).map(([verdict]) => verdict)).toEqual([
      'proven-ok',
      'proven-ok',
    ]);
  });

  it('[SCHED-23] adds to what its kernel does, which is counted of all', () => {
    // 40 x 1.1 and 40 x 1.1 x 1.5, each with 10 x 1.1.
    const kernel = { executionFactor: 1.1 };
    expect(rowsOf(plan('fixed-priority', {}, kernel)).map(([, ns]) => ns)).toEqual([44, 55]);
    const both = plan('fixed-priority', { executionFactor: 1.5 }, kernel);
    expect(rowsOf(both).map(([, ns]) => ns)).toEqual([66, 77]);
  });

  it.each(POLICIES)('[SCHED-23] delays the releases of its tasks under %s', (scheduler) => {
    const [before, after] = [{}, { releaseLatencyNs: 30 }].map((box) =>
      plan(scheduler, box)
        .analyze()
        .tasks.map(({ responseTimeNs }) => responseTimeNs ?? Infinity),
    );
    expect((after?.[0] ?? 0) - (before?.[0] ?? 0)).toBe(30);
    expect(plan(scheduler, { releaseLatencyNs: 30 }).analyze().tasks[0]?.verdict).toBe('unknown');
  });

  it.each(POLICIES)(
    '[SCHED-23] says so, whoever of its kernel it delays, under %s',
    (scheduler) => {
      const { tasks } = plan(scheduler, { executionFactor: 1.5 }).analyze();
      for (const { assumptions, bound } of tasks) {
        expect(assumptions).toContain('"box" makes WCETs grow by the factor 1.5 at most (user)');
        expect(bound).toBe('sufficient');
      }
    },
  );

  it.each([
    ['fixed-priority', 55, 36],
    ['fixed-priority-non-preemptive', 45, 30],
    ['edf', 55, 36],
  ])('[WHATIF-2] leaves its tasks less room under %s', (scheduler, plain, grown) => {
    const room = (box: Seed) => {
      const change = { kind: 'task', taskId: 'boxed', wcetNs: 20 } as const;
      const of = plan(scheduler, box).plan();
      return breakingPoint(of, 'layout', catalogueOf(), change);
    };
    expect(room({})).toMatchObject({ most: plain });
    // 1.5 x 36 = 54 and 1.5 x 30 + 10 = 55.
    expect(room({ executionFactor: 1.5 })).toMatchObject({ most: grown });
  });

  it.each(POLICIES)('[INSTANT-1] [INSTANT-4] is simulated with it under %s', (scheduler) => {
    const of = plan(scheduler, { executionFactor: 1.5 }).plan();
    const instant = criticalInstant(of, 'layout', catalogueOf(), 'app-in-box', 'boxed');
    if (instant.kind !== 'instant') throw new Error(instant.reason);
    const { tasks, own, counted } = instant.instant;
    expect([tasks[own]?.wcetNs, tasks[own]?.executionNs]).toEqual([40, 60]);
    expect(counted).toEqual(['execution factor']);
    const [answer] = coreRuns(of, 'layout', catalogueOf(), 400);
    if (answer?.kind !== 'run') throw new Error('no schedule');
    const { run } = answer;
    const executions = run.tasks.map(({ taskId, executionNs }) => [taskId, executionNs]);
    expect(executions).toEqual([
      ['boxed', 60],
      ['beside', 10],
    ]);
  });
});
