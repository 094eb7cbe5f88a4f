/** Who schedules a task: the environment with the kernel under it, and by which policy. */
import type { OsFamily } from '../../model/application.ts';
import type { Environment } from '../../model/layout.ts';

/** Policies that response times are known for. */
export type TaskPolicy = 'fixed-priority' | 'fixed-priority-non-preemptive' | 'edf';

/** A policy with what was assumed to name it, or why no response time follows from it. */
export type PolicyAnswer =
  | { readonly kind: 'policy'; readonly policy: TaskPolicy; readonly assumption: string | null }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Kernels that run the ready task of the highest priority unless somebody configures something else. */
const BY_PRIORITY: ReadonlySet<OsFamily> = new Set<OsFamily>([
  'none',
  'qnx',
  'zephyr',
  'freertos',
  'autosar-classic',
  'vxworks',
  'integrity',
  'pikeos',
]);

/**
 * @param kernel a family of OS
 * @returns whether it runs the ready task of the highest priority unless somebody configures something else
 */
export function schedulesByPriority(kernel: OsFamily): boolean {
  return BY_PRIORITY.has(kernel);
}

/**
 * The environment whose kernel schedules what stands at the end of a path. A budget of its own makes a container one: what stands in
 * it shares that budget.
 *
 * @param path from the hardware up
 * @returns the environment; null for an empty path
 */
export function hostOf(path: readonly Environment[]): Environment | null {
  for (const environment of [...path].reverse()) {
    const isShared = environment.kind === 'container' || environment.kind === 'container-engine';
    if (environment.os || environment.server || !isShared) return environment;
  }
  return null;
}

const REASONS = {
  fair: 'shares time fairly: how long a task waits for its share has no bound that a deadline could rest on',
  credit: 'shares time by credits: a weight or a cap is no budget that arrives by a known time',
  windows: 'gives windows to partitions, not to tasks',
  'round-robin': 'takes turns: response times of round-robin scheduling are not analysed',
} as const;

/**
 * @param host whose kernel schedules
 * @param kernel the nearest stated OS; null: none stated
 * @param allHavePriorities whether every task that it schedules on the core has a priority
 * @returns the policy; not stated, it is preemptive fixed priorities where the kernel schedules by priority and all tasks have one
 */
export function policyOf(
  host: Environment,
  kernel: OsFamily | null,
  allHavePriorities: boolean,
): PolicyAnswer {
  const { scheduler } = host;
  if (scheduler === 'edf') return { kind: 'policy', policy: scheduler, assumption: null };
  if (scheduler === 'fixed-priority' || scheduler === 'fixed-priority-non-preemptive') {
    if (allHavePriorities) return { kind: 'policy', policy: scheduler, assumption: null };
    const reason = `a task that "${host.name}" schedules on this core has no priority`;
    return { kind: 'unknown', reason };
  }
  if (scheduler !== null) {
    return { kind: 'unknown', reason: `the scheduler of "${host.name}" ${REASONS[scheduler]}` };
  }
  if (kernel !== null && !schedulesByPriority(kernel)) {
    return { kind: 'unknown', reason: `the scheduler of "${host.name}" is not stated` };
  }
  if (!allHavePriorities) {
    const reason = `neither the scheduler of "${host.name}" is stated nor a priority of each of its tasks on this core`;
    return { kind: 'unknown', reason };
  }
  const assumption = `the scheduler of "${host.name}" is not stated: preemptive fixed priorities, since every task has one`;
  return { kind: 'policy', policy: 'fixed-priority', assumption };
}
