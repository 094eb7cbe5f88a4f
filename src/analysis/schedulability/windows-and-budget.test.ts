import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

describe('windows and a budget of one environment', () => {
  it('[SCHED-11] a budget cuts a table short that grants more, and not one that was made for it', () => {
    const both = (server: Readonly<Record<string, unknown>>) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'windows' })
        .environment('p', 'partition', 'hv', { coreIds: ['c0'], os: { family: 'pikeos' }, server })
        .application('a')
        .task('t', 'a', 2, 20, { priority: 2 })
        .task('u', 'a', 4, 40, { priority: 1 })
        .place('a', 'p', ['c0'])
        .frame('frame', 10)
        .window('w', 'frame', 'c0', 'p', 0, 5)
        .analyze();
    const responses = (server: Readonly<Record<string, unknown>>) =>
      both(server).tasks.map(({ responseTimeNs }) => responseTimeNs);
    // 2 in every 10, wherever its periods begin: 16 without any, then 2; of 2 x 3 + 2 the last comes 20 later each.
    expect(responses({ kind: 'deferrable', budgetNs: 2, periodNs: 10 })).toEqual([18, 58]);
    expect(both({ kind: 'deferrable', budgetNs: 2, periodNs: 10 }).schedules[0]).toMatchObject({
      supply: { numerator: '1', denominator: '5' },
      supplyWords: '2 ns every 10 ns (deferrable server), in one window of "frame"',
    });
    const made = both({ kind: 'deferrable', budgetNs: 5, periodNs: 10 });
    expect(made.tasks.map(({ responseTimeNs }) => responseTimeNs)).toEqual([7, 16]);
    expect(made.tasks[0]?.assumptions.join()).toContain('never cuts a window short');
    const quota = both({ kind: 'quota', budgetNs: 5, periodNs: 10 });
    expect(quota.tasks[0]?.reason).toContain('cpu.max');
    // A period of 4 may pass between two windows.
    const rare = both({ kind: 'deferrable', budgetNs: 2, periodNs: 4 });
    expect(rare.tasks[0]?.reason).toContain('without a window');
  });

  it('[SCHED-11] a periodic budget is what the windows of a partition have to grant, and cuts none of them short', () => {
    const [task] = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'windows' })
      .environment('p', 'partition', 'hv', {
        ...{ coreIds: ['c0'], os: { family: 'pikeos' } },
        server: { kind: 'periodic', budgetNs: 2, periodNs: 10 },
      })
      .application('a')
      .task('t', 'a', 2, 20, { priority: 2 })
      .place('a', 'p', ['c0'])
      .frame('frame', 10)
      .window('w', 'frame', 'c0', 'p', 0, 5)
      .analyze().tasks;
    // Released as the window ends: 5 without, then 2.
    expect(task?.responseTimeNs).toBe(7);
    expect(task?.assumptions.join()).toContain('is what its windows have to grant');
  });
});
