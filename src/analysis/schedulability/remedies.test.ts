import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { updateRecords } from '../../model/commands/records.ts';
import { applyDiff, type Diff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import type { Result } from '../../model/problem.ts';
import { analyze } from '../analyze.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { GHZ, PlanBuilder } from '../testing/plan-builder.ts';
import { remediesFor, type Remedies } from './remedies.ts';
import { whatIfDiff } from './what-if.ts';

const catalogue = catalogueOf();
const CLOCK_STEP = 1000;

type Times = readonly [wcetNs: number, periodNs: number];
type Seed = Readonly<Record<string, unknown>>;

/** Tasks t0, t1 ... of one core, the first the most urgent. */
function planOf(times: readonly Times[], seed: Seed = {}, isTied = false): Plan {
  const builder = new PlanBuilder()
    .environment('image', 'bare-metal', null, {
      ...{ coreIds: ['c0'], scheduler: 'fixed-priority', contextSwitchNs: 0 },
      ...seed,
    })
    .application('app');
  times.forEach(([wcetNs, periodNs], at) =>
    builder.task(`t${at}`, 'app', wcetNs, periodNs, { priority: isTied ? 1 : 9 - at }),
  );
  return builder.place('app', 'image', ['c0']).plan();
}

const isProven = (plan: Plan, taskId: string): boolean =>
  analyze(plan, 'layout', catalogue).tasks.find(({ task }) => task.id === taskId)?.verdict ===
  'proven-ok';

function provenWith(plan: Plan, diff: Result<Diff>, taskId: string): boolean {
  if (!diff.ok) throw new Error('refused');
  return isProven(applyDiff(plan, diff.value), taskId);
}

function ask(plan: Plan, taskId: string): Remedies | null {
  const result = analyze(plan, 'layout', catalogue);
  const row = result.tasks.find(({ task }) => task.id === taskId);
  return remediesFor(plan, catalogue, {
    ...{ layoutId: 'layout', placementId: row?.placementId ?? '', taskId },
  });
}

/** The whole analysis proves the deadline with the remedy, and not one step nearer to the plan. */
function expectEdges(plan: Plan, taskId: string, found: Remedies): void {
  const { wcet, clock } = found;
  const withWcet = (wcetNs: number) =>
    provenWith(
      plan,
      whatIfDiff(plan, { wcet: { kind: 'task', taskId, wcetNs }, clock: null }),
      taskId,
    );
  if (wcet === null) throw new Error('the WCET is stated');
  if (wcet.then === null) expect(withWcet(1)).toBe(false);
  else expect([withWcet(wcet.then), withWcet(wcet.then + 1)]).toEqual([true, false]);
  const withClock = (clockHz: number) =>
    provenWith(
      plan,
      whatIfDiff(plan, { wcet: null, clock: { coreType: 'Cortex-A53', clockHz } }),
      taskId,
    );
  if (clock === null) throw new Error('the clock is stated');
  if (clock.then === null) expect(withClock(GHZ * 16)).toBe(false);
  else expect([withClock(clock.then - CLOCK_STEP), withClock(clock.then)]).toEqual([false, true]);
}

describe('remedies', () => {
  it('[REMEDY-1] by hand: what fits beside higher priorities, and how much faster the core has to be', () => {
    // t0 2 of 10, t1 5 of 20 with 2 x 2 before it; t2 24 of 40 with 4 x 2 + 2 x 5 before it: 42 of 40.
    const plan = planOf([
      [2_000, 10_000],
      [5_000, 20_000],
      [24_000, 40_000],
    ]);
    const found = ask(plan, 't2');
    expect(found?.wcet).toEqual({ now: 24_000, then: 22_000 });
    // 42 of 40: 5 % faster, each time rounded up to a nanosecond.
    expect(found?.clock?.then).toBeGreaterThanOrEqual(1.05 * GHZ);
    expect(found?.clock?.then).toBeLessThan(1.0502 * GHZ);
    expect(found?.budget).toBeNull();
    expect(ask(plan, 't1')).toBeNull();
    expect(ask(plan, 'gone')).toBeNull();
  });

  it('[REMEDY-2] what takes the time until the deadline, most first', () => {
    const plan = planOf([
      [2_000, 10_000],
      [5_000, 20_000],
      [24_000, 40_000],
      [9_000, 90_000],
    ]);
    expect(ask(plan, 't2')?.taken).toEqual({
      withinNs: 40_000,
      suppliedNs: 40_000,
      takers: [
        { taskId: 't2', name: 't2', jobs: 1, ns: 24_000 },
        { taskId: 't1', name: 't1', jobs: 2, ns: 10_000 },
        { taskId: 't0', name: 't0', jobs: 4, ns: 8_000 },
      ],
      totalNs: 42_000,
    });
    // By deadline, only jobs with a deadline until then: one of t1 and none of t3.
    const late = planOf(
      [
        [9_000, 10_000],
        [5_000, 20_000],
        [9_000, 90_000],
      ],
      { scheduler: 'edf' },
    );
    expect(ask(late, 't1')?.taken?.takers.map(({ taskId, jobs }) => [taskId, jobs])).toEqual([
      ['t0', 2],
      ['t1', 1],
    ]);
  });

  it('[REMEDY-1] where what comes before takes all, no WCET of its own helps', () => {
    const plan = planOf([
      [10_000, 10_000],
      [1_000, 20_000],
    ]);
    expect(ask(plan, 't1')).toMatchObject({ wcet: { now: 1_000, then: null } });
  });

  it('[REMEDY-1] random sets: proven with it, not one step nearer to the plan', () => {
    const task = fc
      .tuple(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 20, max: 100 }))
      .map(([wcet, period]): Times => [wcet * 100, period * 100]);
    const seeds = fc.constantFrom<Seed>(
      { scheduler: 'fixed-priority' },
      { scheduler: 'fixed-priority-non-preemptive' },
      { scheduler: 'edf' },
      { scheduler: 'fixed-priority', contextSwitchNs: 30 },
    );
    let asked = 0;
    fc.assert(
      fc.property(
        fc.array(task, { minLength: 2, maxLength: 4 }),
        seeds,
        fc.boolean(),
        (times, seed, isTied) => {
          const plan = planOf(times, seed, isTied);
          for (const at of times.keys()) {
            const found = ask(plan, `t${at}`);
            expect(found === null).toBe(isProven(plan, `t${at}`));
            if (!found) continue;
            asked += 1;
            expectEdges(plan, `t${at}`, found);
          }
        },
      ),
      { numRuns: 20, seed: 7 },
    );
    expect(asked).toBeGreaterThan(12);
  });

  it('[REMEDY-1] a budget for its period: granted and proven with it, not with 1 ns less', () => {
    const server = (budgetNs: number) => ({
      ...{ kind: 'periodic' as const, periodNs: 5_000, budgetNs, deadlineNs: null, priority: null },
    });
    const build = (budgetNs: number, other: number) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'edf' })
        .environment('vm', 'partition', 'hv', {
          ...{ scheduler: 'fixed-priority', contextSwitchNs: 0, server: server(budgetNs) },
        })
        .environment('vm2', 'partition', 'hv', {
          ...{ scheduler: 'fixed-priority', contextSwitchNs: 0, server: server(other) },
        })
        .application('app')
        .task('a', 'app', 1_000, 20_000, { priority: 2 })
        .task('b', 'app', 3_000, 40_000, { priority: 1 })
        .place('app', 'vm', ['c0'])
        .application('app2')
        .task('c', 'app2', 100, 40_000, { priority: 1 })
        .place('app2', 'vm2', ['c0'])
        .plan();
    const plan = build(300, 1_000);
    const found = ask(plan, 'b');
    const least = found?.budget?.then ?? 0;
    expect(least).toBeGreaterThan(300);
    const withBudget = (budgetNs: number) =>
      provenWith(
        plan,
        updateRecords(plan, 'environments', ['vm'], { server: server(budgetNs) }),
        'b',
      );
    expect([withBudget(least - 1), withBudget(least)]).toEqual([false, true]);
    // The other takes all but 310: nothing more is granted.
    expect(ask(build(300, 4_690), 'b')?.budget).toMatchObject({
      then: null,
      reason: expect.stringContaining('not granted') as string,
    });
  });

  it('[SCHED-3] [REMEDY-1] a tie is named where it keeps the answer open, and an order decides it', () => {
    const times: Times[] = [
      [9_000, 10_000],
      [9_000, 20_000],
    ];
    const rowsOf = (isTied: boolean) =>
      analyze(planOf(times, {}, isTied), 'layout', catalogue).tasks;
    const tied = rowsOf(true);
    expect(tied.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
    expect(tied[0]?.reason).toMatch(/same priority as "t1"; priorities of their own would tell/);
    const ordered = rowsOf(false);
    expect(ordered.map(({ verdict }) => verdict)).toEqual(['proven-ok', 'proven-miss']);
    expect(ordered.some(({ reason }) => reason?.includes('same priority'))).toBe(false);
  });
});
