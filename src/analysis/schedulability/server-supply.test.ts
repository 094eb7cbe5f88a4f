import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

it('[SCHED-12] copies of a neighbour each have its budget: one of them is not all that the core grants', () => {
  const beside = (copies: number) =>
    new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'edf' })
      .environment('a', 'partition', 'hv', {
        coreIds: ['c0'],
        scheduler: 'fixed-priority',
        server: { kind: 'periodic', budgetNs: 5, periodNs: 10 },
      })
      .environment('b', 'partition', 'hv', {
        coreIds: ['c0'],
        copies,
        server: { kind: 'periodic', budgetNs: 2, periodNs: 4 },
      })
      .application('app')
      .task('t', 'app', 2, 40, { priority: 1 })
      .place('app', 'a', ['c0'])
      .analyze().tasks[0];
  expect(beside(1)).toMatchObject({ verdict: 'proven-ok', responseTimeNs: 12 });
  // 5/10 and 3 x 2/4 are twice what the core has.
  expect(beside(3)).toMatchObject({ verdict: 'unknown', responseTimeNs: null });
  expect(beside(3)?.reason).toContain('3 copies of "b"');
});

/** One kernel with tasks and a container; seeds state what each of them says. */
function contained(
  kernel: Readonly<Record<string, unknown>>,
  container: Readonly<Record<string, unknown>>,
) {
  return new PlanBuilder()
    .environment('os', 'os', null, {
      ...{ coreIds: ['c0'], scheduler: 'fixed-priority', contextSwitchNs: 1 },
      ...kernel,
    })
    .environment('engine', 'container-engine', 'os')
    .environment('ct', 'container', 'engine', container)
    .application('in')
    .task('x', 'in', 2, 40, { priority: 1 })
    .place('in', 'ct', ['c0']);
}
const withTask = (builder: PlanBuilder) =>
  builder.application('own').task('h', 'own', 2, 20, { priority: 5 }).place('own', 'os', ['c0']);
const LINUX = { os: { family: 'linux' } };
const QUOTA = { server: { kind: 'quota', budgetNs: 5, periodNs: 10 } };

describe('containers and the kernel beneath them', () => {
  it('[SCHED-26] real-time threads of a kernel come before those with a quota, which are of its fair class', () => {
    const [x, h] = withTask(contained(LINUX, QUOTA)).analyze().tasks;
    // 2 and two switches; whatever the fair class does.
    expect(h).toMatchObject({ verdict: 'proven-ok', responseTimeNs: 4 });
    expect(h?.unstated.join()).toContain('threads of "ct" are of the fair class');
    expect(x).toMatchObject({ verdict: 'unknown', responseTimeNs: null });
    expect(x?.reason).toContain('cpu.max is an upper limit');
    const said = withTask(contained(LINUX, { ...QUOTA, scheduler: 'fair' })).analyze().tasks[1];
    expect(said?.unstated.join()).not.toContain('fair class');
    expect(said?.assumptions.join()).toContain('threads of "ct" are of the fair class');
    // Neither by a kernel without such a class, nor against a stated real-time scheduler, nor a real budget.
    const reasons = [
      contained({ os: { family: 'zephyr' } }, QUOTA),
      contained(LINUX, { ...QUOTA, scheduler: 'fixed-priority' }),
      contained(LINUX, { server: { kind: 'periodic', budgetNs: 5, periodNs: 10 } }),
    ].map((each) => withTask(each).analyze().tasks[1]?.reason ?? '');
    for (const reason of reasons) {
      expect(reason).toContain('"ct" on this core has a budget of "os": tasks beside budgets');
    }
  });

  it('[SCHED-26] a kernel orders the tasks of a container without a scheduler, and pays its switches', () => {
    const budget = { server: { kind: 'deferrable', budgetNs: 4, periodNs: 10, priority: 1 } };
    const [x] = contained({ os: { family: 'zephyr' } }, budget).analyze().tasks;
    // 2 and two switches, granted 4 within 6 of each 10, switches of the budget counted: 4 used up at once, then 6 and 6 more.
    expect(x).toMatchObject({ verdict: 'proven-ok', responseTimeNs: 12 });
    expect(x?.unstated.join()).not.toMatch(/scheduler of "ct"|context switches/);
    const byDeadline = contained({ os: { family: 'linux' }, scheduler: 'edf' }, budget).analyze();
    expect(byDeadline.tasks[0]?.reason).toContain('the scheduler of "ct" is not stated');
  });
});

/** A budget in a guest that has a budget itself, each beside a neighbour. */
function nested(
  [outer, inner]: readonly (readonly [budget: number, period: number])[],
  kind = 'periodic',
) {
  const server = (of: readonly [number, number] | undefined, as = kind) => ({
    server: { kind: as, budgetNs: of?.[0], periodNs: of?.[1] },
  });
  return new PlanBuilder()
    .environment('hv', 'hypervisor', null, {
      ...{ coreIds: ['c0'], scheduler: 'edf', contextSwitchNs: 0 },
    })
    .environment('vm', 'vm', 'hv', { ...server(outer), scheduler: 'edf', contextSwitchNs: 0 })
    .environment('beside', 'vm', 'hv', server([2, 10]))
    .environment('p', 'partition', 'vm', {
      ...server(inner),
      scheduler: 'fixed-priority',
      contextSwitchNs: 0,
    })
    .environment('q', 'partition', 'vm', server([1, 10]))
    .application('app')
    .task('t', 'app', 2, 60, { priority: 1 })
    .place('app', 'p', ['c0']);
}

describe('budgets in budgets', () => {
  it('[SCHED-25] the inner budget is tested in what the outer one gives in the worst case', () => {
    const row = (builder: PlanBuilder) => builder.analyze().tasks[0];
    // 8 of 10 give 20 - 4 = 16 less in 20: 4 of 20 and twice 1 of 10 fit; its blackout is 2 (20 - 4).
    const found = row(
      nested([
        [8, 10],
        [4, 20],
      ]),
    );
    expect(found).toMatchObject({ verdict: 'proven-ok', responseTimeNs: 34 });
    expect(found?.unstated.join()).toContain('budgets inside "vm" count time in which it runs');
    // The outer budget of 3 in every 10 does not hold 4 of 20 and 1 of 10 by their deadlines.
    expect(
      row(
        nested([
          [3, 10],
          [4, 20],
        ]),
      )?.reason,
    ).toContain('the budget of "p" is not proven');
    expect(
      row(
        nested([
          [9, 10],
          [4, 20],
        ]),
      )?.reason,
    ).toContain('the budget of "vm" is not proven');
    const aside = nested([
      [8, 10],
      [4, 20],
    ])
      .environment('os', 'os', 'vm', { os: { family: 'zephyr' } })
      .application('more')
      .task('u', 'more', 1, 60, { priority: 1 })
      .place('more', 'os', ['c0']);
    expect(row(aside)?.reason).toContain('"os" on this core has no budget');
  });
});
