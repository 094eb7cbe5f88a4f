import { expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { stepsFor } from './task-timing.ts';

it('[SCHED-21] small sets get all steps, large ones a share of the same work, and never none', () => {
  expect(stepsFor(20, 20).steps).toBe(200_000);
  expect(stepsFor(1000, 1000).steps).toBe(1000);
  expect(stepsFor(10_000, 10_000).steps).toBe(10);
  expect(stepsFor(100_000, 100_000).steps).toBe(1);
  expect(stepsFor(10_000, 10_000, 50).steps).toBe(50);
  expect(stepsFor(0, 0).steps).toBe(200_000);
});

/** So many periods from 100,003 ns on without a common divisor, with a load of almost the whole core. */
function crowded(tasks: number, scheduler: string): PlanBuilder {
  const builder = new PlanBuilder()
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], scheduler })
    .application('app')
    .place('app', 'image', ['c0']);
  for (let period = 100_003, made = 0; made < tasks; period += 2) {
    if ([3, 5, 7, 11, 13].some((divisor) => period % divisor === 0)) continue;
    made += 1;
    const wcetNs = Math.floor((period * 10 * 0.99999) / tasks);
    builder.task(`t${made}`, 'app', wcetNs, period * 10, { priority: tasks - made });
  }
  return builder;
}

it.each(['edf', 'fixed-priority', 'fixed-priority-non-preemptive'])(
  '[SCHED-21] 600 tasks without a common period end with a verdict for each that is proven or says that steps ran out: %s',
  (scheduler) => {
    const { tasks } = crowded(600, scheduler).analyze();
    expect(tasks).toHaveLength(600);
    for (const { verdict, reason } of tasks) {
      if (verdict === 'unknown') expect(reason).toContain('did not converge within its steps');
      if (verdict === 'proven-miss') expect(reason).toContain('its deadline is');
    }
    // The test of the whole set proves all deadlines where response times take too long.
    if (scheduler === 'edf')
      expect(new Set(tasks.map(({ verdict }) => verdict))).toEqual(new Set(['proven-ok']));
    else expect(tasks.some(({ verdict }) => verdict === 'proven-ok')).toBe(true);
  },
);

it.each(['edf', 'fixed-priority'])(
  '[SCHED-21] each of 5,000 tasks on one core, at a load of nine tenths, gets a response time: %s',
  (scheduler) => {
    const builder = new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0'], scheduler })
      .application('app')
      .place('app', 'image', ['c0']);
    for (let at = 0; at < 5000; at += 1) {
      const periodNs = 1_000_000 * (1 + ((at * 37) % 1000));
      const wcetNs = Math.floor((periodNs * 0.9) / 5000);
      builder.task(`t${at}`, 'app', wcetNs, periodNs, { priority: 1000 - periodNs / 1_000_000 });
    }
    const { tasks } = builder.analyze();
    expect(tasks).toHaveLength(5000);
    expect(tasks.filter(({ responseTimeNs }) => responseTimeNs === null)).toEqual([]);
  },
);
