import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { targetOf } from '../../model/plan.ts';
import { analyze } from '../analyze.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { GHZ, PlanBuilder } from '../testing/plan-builder.ts';
import { largestThat } from './proof-search.ts';
import { breakingPoint, whatIf, whatIfDiff, type WcetChange } from './what-if.ts';

type Task = readonly [wcet: number, period: number, deadline?: number];

/** Tasks in falling priority on one core. */
function plan(tasks: readonly Task[], scheduler = 'fixed-priority', seed = {}): Plan {
  const builder = new PlanBuilder()
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], scheduler, ...seed })
    .application('app');
  for (const [at, [wcet, period, deadlineNs = period]] of tasks.entries()) {
    builder.task(`t${at}`, 'app', wcet, period, { priority: 99 - at, deadlineNs });
  }
  return builder.place('app', 'image', ['c0']).plan();
}

const catalogue = catalogueOf();
const task = (taskId: string, wcetNs: number): WcetChange => ({ kind: 'task', taskId, wcetNs });
const proven = (of: Plan): readonly string[] =>
  analyze(of, 'layout', catalogue)
    .tasks.filter(({ verdict }) => verdict === 'proven-ok')
    .map((row) => row.task.id);

/** One nanosecond after the other, by the whole analysis. */
function bruteForce(of: Plan, taskId: string, from: number): number | null {
  const before = proven(of);
  if (before.length === 0) return null;
  for (let wcetNs = from; wcetNs < 300; wcetNs += 1) {
    const diff = whatIfDiff(of, { wcet: task(taskId, wcetNs + 1), clock: null });
    if (!diff.ok) throw new Error('the change was refused');
    const then = new Set(proven(applyDiff(of, diff.value)));
    if (!before.every((id) => then.has(id))) return wcetNs;
  }
  // Longer than every period: what is not broken by now never will be.
  return null;
}

const SETS: readonly (readonly Task[])[] = [
  // Burns and Wellings, set D.
  [
    [3, 7],
    [3, 12],
    [5, 20],
  ],
  // Exactly full.
  [
    [40, 80],
    [10, 40],
    [5, 20],
  ],
  // The last one misses already.
  [
    [5, 10],
    [6, 20, 15],
    [30, 100, 40],
  ],
  [
    [7, 31],
    [11, 47, 40],
    [13, 101, 90],
    [17, 211],
  ],
];

describe('what if', () => {
  it('[WHATIF-1] the result is that of a plan with the change, and the plan stays as it is', () => {
    const before = plan(SETS[0] ?? []);
    const json = JSON.stringify(analyze(before, 'layout', catalogue));
    const changed = whatIf(before, 'layout', catalogue, { wcet: task('t0', 4), clock: null });
    if (!changed.ok) throw new Error('the change was refused');
    // t1: 3 + ceil(w/7) * 4 = 7 at w = 7.
    const row = changed.value.tasks.find((each) => each.task.id === 't1');
    expect(row?.responseTimeNs).toBe(7);
    expect(JSON.stringify(analyze(before, 'layout', catalogue))).toBe(json);
  });

  it('[WHATIF-5] twice the clock halves times that were stated at the slower one, with whatever else changes', () => {
    const before = plan([[4, 10]]);
    const clock = { coreType: 'Cortex-A53', clockHz: GHZ * 2 };
    const changed = whatIf(before, 'layout', catalogue, { wcet: task('t0', 5), clock });
    expect(changed.ok && changed.value.tasks[0]?.responseTimeNs).toBe(3);
    const diff = whatIfDiff(before, { wcet: null, clock });
    const stated = diff.ok ? applyDiff(before, diff.value).tasks.get('t0') : undefined;
    expect(stated).toMatchObject({ wcetNs: 2, clockHz: GHZ * 2 });
    expect(stated?.sources).toMatchObject({ wcetNs: 'user' });
  });

  it('[WHATIF-1] half the clock doubles times on that core type, and marks the clock as set by the user', () => {
    const before = plan(SETS[0] ?? []);
    const change = { wcet: null, clock: { coreType: 'Cortex-A53', clockHz: GHZ / 2 } };
    const changed = whatIf(before, 'layout', catalogue, change);
    const wcets = changed.ok ? changed.value.tasks.map(({ wcetNs }) => wcetNs) : [];
    expect(wcets).toEqual([6, 6, 10]);
    const diff = whatIfDiff(before, change);
    if (!diff.ok) throw new Error('the change was refused');
    const [cluster] = targetOf(applyDiff(before, diff.value)).clusters;
    expect(cluster?.provenance.userFields).toContain('maxClockHz');
  });

  it('[WHATIF-1] an application is scaled as a whole, rounded up, with the WCETs of further core types', () => {
    const of = new PlanBuilder()
      .application('app')
      .task('a', 'app', 1001, 5000, {
        wcetOn: [{ coreType: 'Cortex-A72', clockHz: GHZ, wcetNs: 501 }],
      })
      .task('b', 'app', 10, 5000)
      .plan();
    const wcet = { kind: 'application', applicationId: 'app', perMille: 1500 } as const;
    const diff = whatIfDiff(of, { wcet, clock: null });
    if (!diff.ok) throw new Error('the change was refused');
    const { tasks } = applyDiff(of, diff.value);
    expect(tasks.get('a')).toMatchObject({ wcetNs: 1502, wcetOn: [{ wcetNs: 752 }] });
    expect(tasks.get('b')?.wcetNs).toBe(15);
    expect(tasks.get('a')?.sources['wcetNs']).toBe('user');
  });

  it('[WHATIF-1] a WCET that nobody stated is no number to grow', () => {
    const of = new PlanBuilder().application('app').task('a', 'app', null, 5000).plan();
    expect(whatIfDiff(of, { wcet: task('a', 7), clock: null }).ok).toBe(false);
    expect(breakingPoint(of, 'layout', catalogue, task('a', 7))).toBeNull();
  });

  it.each(SETS.flatMap((tasks) => tasks.map((_, at) => [tasks, at] as const)))(
    '[WHATIF-2] the breaking point of %j, task %i, is that of trying every nanosecond',
    (tasks, at) => {
      for (const scheduler of ['fixed-priority', 'fixed-priority-non-preemptive', 'edf']) {
        const of = plan(tasks, scheduler);
        const from = tasks[at]?.[0] ?? 0;
        const found = breakingPoint(of, 'layout', catalogue, task(`t${at}`, from));
        expect(found?.most, scheduler).toBe(bruteForce(of, `t${at}`, from));
        expect(found?.proven).toBe(proven(of).length);
      }
    },
  );

  it('[WHATIF-2] with an interference factor and switches as well, where the demand of a job is rounded up', () => {
    const of = plan(SETS[3] ?? [], 'fixed-priority', {
      interferenceFactor: 1.3,
      contextSwitchNs: 1,
    });
    for (const [at, [from]] of (SETS[3] ?? []).entries()) {
      const found = breakingPoint(of, 'layout', catalogue, task(`t${at}`, from));
      expect(found?.most).toBe(bruteForce(of, `t${at}`, from));
    }
  });

  it('[WHATIF-3] names what is lost one nanosecond later, and says when nothing is proven', () => {
    const found = breakingPoint(plan(SETS[0] ?? []), 'layout', catalogue, task('t0', 3));
    // Set D has a response of 20 at a deadline of 20: no nanosecond is left.
    expect(found).toMatchObject({ now: 3, most: 3, lost: ['t2'], unit: 'ns' });
    const late = plan([[9, 10, 5]]);
    expect(breakingPoint(late, 'layout', catalogue, task('t0', 9))).toMatchObject({
      proven: 0,
      most: null,
    });
  });

  it('[WHATIF-3] an application grows in per mille', () => {
    const of = plan([[100, 1000]]);
    const wcet = { kind: 'application', applicationId: 'app', perMille: 1000 } as const;
    expect(breakingPoint(of, 'layout', catalogue, wcet)).toMatchObject({
      unit: 'per mille',
      most: 10_000,
    });
  });

  it('[WHATIF-2] the search finds every boundary, and says when there is none', () => {
    for (let edge = 5; edge < 200; edge += 1) {
      expect(largestThat(5, (value) => value <= edge, 1000)).toBe(edge);
    }
    expect(largestThat(5, () => true, 1000)).toBeNull();
    expect(largestThat(5, (value) => value < 1000, 1000)).toBe(999);
  });
});
