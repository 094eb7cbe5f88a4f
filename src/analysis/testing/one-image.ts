/** Plans of one image on one core, for tests of what its tasks do to each other. */
import type { TaskResult } from '../result.ts';
import { PlanBuilder } from './plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

/** Execution and period of a task, and what else it states. */
export type Times = readonly [wcetNs: number, periodNs: number, seed?: Seed];

/**
 * @param tasks `t0`, `t1`, ..., the first the most urgent unless it states its own priority
 * @param seed what the environment states besides fixed priorities and switches that take no time
 * @returns a builder with application `app` in the bare-metal environment `image` on core `c0`
 */
export function image(tasks: readonly Times[], seed: Seed = {}): PlanBuilder {
  const builder = new PlanBuilder()
    .environment('image', 'bare-metal', null, {
      coreIds: ['c0'],
      scheduler: 'fixed-priority',
      contextSwitchNs: 0,
      ...seed,
    })
    .application('app');
  for (const [at, [wcetNs, periodNs, more]] of tasks.entries()) {
    builder.task(`t${at}`, 'app', wcetNs, periodNs, { priority: 100 - at, ...more });
  }
  return builder.place('app', 'image', ['c0']);
}

/**
 * @param builder a plan
 * @returns verdict, response time and slack of each task
 */
export function briefs(
  builder: PlanBuilder,
): readonly (readonly [TaskResult['verdict'], number | null, number | null])[] {
  return builder
    .analyze()
    .tasks.map(({ verdict, responseTimeNs, slackNs }) => [verdict, responseTimeNs, slackNs]);
}
