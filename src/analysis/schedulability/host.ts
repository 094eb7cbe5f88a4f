/** Who schedules a task: the environment with the kernel under it, and by which policy. */
import type { OsFamily } from '../../model/application.ts';
import { kernelOf, type LayoutTree } from '../../model/layout-tree.ts';
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

/**
 * A container has no scheduler of its own unless somebody states one: the kernel beneath orders its tasks among themselves, and pays for
 * switches. Of a kernel that schedules by deadlines that is not known: budgets have deadlines of their own.
 *
 * @param tree the layout
 * @param host an environment that schedules tasks
 * @returns the environment whose scheduler and switches count
 */
export function schedulingEnvironment(tree: LayoutTree, host: Environment): Environment {
  if (host.kind !== 'container' || host.os !== null || host.scheduler !== null) return host;
  const kernel = kernelOf(tree, host.id)?.environment;
  return kernel && kernel.scheduler !== 'edf' ? kernel : host;
}

/**
 * @param tree the layout
 * @param host an environment that schedules tasks
 * @returns the environment whose lock protocols count: of a container that states none, the kernel beneath, which keeps its locks
 */
export function lockingEnvironment(tree: LayoutTree, host: Environment): Environment {
  if (host.kind !== 'container' || host.os !== null) return host;
  if (host.lockProtocol !== null || host.crossCoreLockProtocol !== null) return host;
  return kernelOf(tree, host.id)?.environment ?? host;
}

const KEEPS_QUOTAS: ReadonlySet<OsFamily> = new Set<OsFamily>(['linux', 'android']);

/**
 * Whether an environment gets only what a kernel's real-time threads leave: its quota (cpu.max) is one of that kernel's fair class, which
 * comes after them.
 *
 * @param tree the layout
 * @param kernel whose own tasks are asked about
 * @param other who else runs on a core
 * @source Linux, Documentation/scheduler/sched-bwc.rst
 */
export function isFairBeside(tree: LayoutTree, kernel: Environment, other: Environment): boolean {
  const { scheduler, os } = kernel;
  if (scheduler !== 'fixed-priority' && scheduler !== 'edf') return false;
  if (!os || !KEEPS_QUOTAS.has(os.family)) return false;
  const above = tree.pathOf.get(other.id) ?? [];
  const inside = above.slice(above.indexOf(kernel) + 1);
  return (
    above.includes(kernel) &&
    other.server?.kind === 'quota' &&
    kernelOf(tree, other.id)?.environment === kernel &&
    inside.every(({ server }) => server === null || server.kind === 'quota') &&
    (other.scheduler === null || other.scheduler === 'fair')
  );
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
