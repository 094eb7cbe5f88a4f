import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { osOf, PlanBuilder } from '../testing/plan-builder.ts';
import { setPriorities } from '../../model/commands/priorities.ts';
import { priorityGroups, proposePriorities, type PriorityRule } from './assign-priorities.ts';

type Seed = Readonly<Record<string, unknown>>;
const AT = { environmentId: 'image', coreId: 'c0' };
const NOTHING = catalogueOf();

/** Tasks [WCET, period, more] of one kernel on one core. */
function core(tasks: readonly (readonly [number, number, Seed?])[], image: Seed = {}): PlanBuilder {
  const builder = new PlanBuilder()
    .environment('image', 'bare-metal', null, {
      coreIds: ['c0'],
      scheduler: 'fixed-priority',
      contextSwitchNs: 0,
      ...image,
    })
    .application('app');
  tasks.forEach(([wcet, period, more], at) => builder.task(`t${at}`, 'app', wcet, period, more));
  return builder.place('app', 'image', ['c0']);
}

function propose(builder: PlanBuilder, rule: PriorityRule) {
  return proposePriorities(builder.plan(), 'layout', NOTHING, AT, rule);
}

function orderBy(builder: PlanBuilder, rule: PriorityRule): readonly string[] | string {
  const answer = propose(builder, rule);
  if (answer.kind === 'refused') return answer.reason;
  return [...answer.priorities].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}

describe('assignment of priorities', () => {
  it('[SCHED-14] deadline monotonic: the shortest deadline is the most urgent', () => {
    const builder = core([
      [5, 20],
      [3, 7],
      [3, 12, { deadlineNs: 6 }],
    ]);
    expect(orderBy(builder, 'deadline-monotonic')).toEqual(['t2', 't1', 't0']);
  });

  it('[SCHED-14] deadline minus jitter: what is released late is more urgent than its deadline says', () => {
    const builder = core([
      [1, 20, { deadlineNs: 10 }],
      [1, 20, { deadlineNs: 12, jitterNs: 5 }],
    ]);
    expect(orderBy(builder, 'deadline-monotonic')).toEqual(['t0', 't1']);
    expect(orderBy(builder, 'deadline-minus-jitter')).toEqual(['t1', 't0']);
  });

  it('[SCHED-14] the search finds an order where both rules fail', () => {
    const builder = core([
      [2, 4, { deadlineNs: 5 }],
      [3, 7, { deadlineNs: 6 }],
    ]);
    // By hand: below t0, t1 responds after 3 + 2 * 2 = 7 > 6. Above it, it responds after 3, and t0 after 2 + 3 = 5, its second
    // job, released at 4, after 2 * 2 + 3 - 4 = 3.
    for (const rule of ['deadline-monotonic', 'deadline-minus-jitter'] as const) {
      const answer = propose(builder, rule);
      expect(answer.kind === 'proposed' && answer.effects[1]?.after.responseTimeNs).toBe(7);
    }
    expect(orderBy(builder, 'optimal')).toEqual(['t1', 't0']);
    const answer = propose(builder, 'optimal');
    if (answer.kind === 'refused') throw new Error(answer.reason);
    expect(answer.effects.map(({ after }) => [after.verdict, after.responseTimeNs])).toEqual([
      ['proven-ok', 3],
      ['proven-ok', 5],
    ]);
  });

  it('[SCHED-14] shows what becomes proven, and what was not known before', () => {
    const answer = propose(
      core([
        [3, 7],
        [3, 12],
      ]),
      'deadline-monotonic',
    );
    if (answer.kind === 'refused') throw new Error(answer.reason);
    expect(
      answer.effects.map(({ task, priority, before, after }) => [
        task.id,
        priority,
        before.verdict,
        after.verdict,
        after.responseTimeNs,
      ]),
    ).toEqual([
      ['t0', 2, 'unknown', 'proven-ok', 3],
      ['t1', 1, 'unknown', 'proven-ok', 6],
    ]);
  });

  it('[SCHED-14] values that the user gave are kept, in the new order', () => {
    const builder = core([
      [3, 12, { priority: 40 }],
      [3, 7, { priority: 30 }],
    ]);
    const answer = propose(builder, 'deadline-monotonic');
    expect(answer.kind === 'proposed' && Object.fromEntries(answer.priorities)).toEqual({
      t0: 30,
      t1: 40,
    });
  });

  it.each([
    [
      'overload',
      core([
        [6, 10],
        [6, 10],
      ]),
      'no order proves all deadlines',
    ],
    [
      'an unknown supply',
      core([[1, 10]]).environment('other', 'bare-metal', null, { coreIds: ['c0'] }),
      'c',
    ],
    [
      'suspension',
      core([
        [1, 10, { suspensionNs: 1 }],
        [1, 20],
      ]),
      'would not be optimal',
    ],
    [
      'locks',
      core([[1, 10, { criticalSections: [{ resource: 'r', lengthNs: 1 }] }]]),
      'would not be optimal',
    ],
  ] as const)('[SCHED-14] the search says why it finds nothing: %s', (_, builder, reason) => {
    expect(orderBy(builder, 'optimal')).toContain(reason);
  });

  it('[SCHED-14] what is set is what was shown, and says who ordered it', () => {
    const builder = core([
      [3, 12],
      [3, 7, { priority: 2 }],
    ]);
    const answer = propose(builder, 'deadline-monotonic');
    if (answer.kind === 'refused') throw new Error(answer.reason);
    const diff = setPriorities(builder.plan(), answer.priorities, 'assigned: deadline monotonic');
    expect(
      diff.ok && diff.value.updated.tasks?.map(([, to]) => [to.id, to.priority, to.sources]),
    ).toEqual([['t0', 1, { priority: 'assigned: deadline monotonic' }]]);
  });

  it('[SCHED-14] where deadlines or shares decide, priorities are not offered', () => {
    for (const scheduler of ['edf', 'fair', 'windows']) {
      const builder = core([[1, 10]], { scheduler });
      expect(propose(builder, 'deadline-monotonic').kind).toBe('refused');
      expect(priorityGroups(builder.plan(), 'layout', NOTHING)[0]?.refusal).not.toBeNull();
    }
    const server = { kind: 'deferrable', budgetNs: 5, periodNs: 10, priority: 1 };
    const inBox = new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0'], os: osOf('linux'), scheduler: 'fair' })
      .environment('box', 'container', 'os', { coreIds: ['c0'], server })
      .application('app')
      .task('t', 'app', 1, 100)
      .place('app', 'box', ['c0']);
    expect(priorityGroups(inBox.plan(), 'layout', NOTHING)[0]?.refusal).toContain('"os" shares');
    expect(priorityGroups(core([[1, 10]]).plan(), 'layout', NOTHING)).toMatchObject([
      { environmentId: 'image', coreId: 'c0', refusal: null },
    ]);
  });
});
