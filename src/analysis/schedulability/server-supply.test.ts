import { expect, it } from 'vitest';
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
