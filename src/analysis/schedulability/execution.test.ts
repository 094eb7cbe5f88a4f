import { expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

it('[SCHED-8] a job that suspends itself leaves and enters the core once more', () => {
  const low = (suspensionNs: number) =>
    new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0'], contextSwitchNs: 100 })
      .application('app')
      .task('waits', 'app', 100, 10_000, { priority: 2, suspensionNs })
      .task('low', 'app', 15_000, 100_000, { priority: 1 })
      .place('app', 'image', ['c0'])
      .analyze().tasks[1]?.responseTimeNs ?? 0;
  expect(low(0)).toBe(15_200 + 2 * 300);
  // Simulated, a switch at each change: 50 of `waits`, 1,000 of waiting, 50 more, twice. `low` ends at 16,000.
  expect(low(1000)).toBe(15_200 + 2 * 500);
});
