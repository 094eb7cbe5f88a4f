/**
 * Blocking by jobs that cannot be preempted everywhere: cooperative tasks, which give way between their runnables only, and
 * non-preemptive ones.
 *
 * Preemptive response times with this blocking are safe for tasks of every kind: what may delay a task is all demand of higher
 * priorities, and the one region that a job of a lower priority had begun before. That a task's own last region cannot be preempted
 * either may make it faster; that is not counted.
 *
 * @source Burns, Preemptive Priority-Based Scheduling: An Appropriate Engineering Approach, 1994 (deferred preemption); Buttazzo,
 *   Bertogna, Yao, IEEE Transactions on Industrial Informatics 9(1), 2013; AUTOSAR, Specification of Operating System (internal
 *   resources); Hamann et al., WATERS Industrial Challenge 2017 (cooperative tasks)
 */

export type Preemption = 'preemptive' | 'cooperative' | 'non-preemptive';

/** What decides for how long a task keeps others waiting. */
export interface PreemptionMode {
  readonly preemption: Preemption;
  /** C: longest execution time of a job. */
  readonly wcet: number;
  /** Longest execution of a cooperative task without a point at which it gives way; null: unknown, so the whole `wcet`. */
  readonly longestRegion: number | null;
}

/**
 * Whom a cooperative task keeps waiting until its next point.
 *
 * `cooperative-tasks`: other cooperative tasks; preemptive and non-preemptive ones preempt it anywhere, and at each change of tasks
 * the highest priority that is ready runs (the engine-control workload of WATERS 2017, Amalthea).
 *
 * `internal-resource`: every task up to the highest priority of the cooperative tasks, at which they run (an internal resource of
 * OSEK and AUTOSAR that all of them share).
 */
export type CooperativeKernel = 'cooperative-tasks' | 'internal-resource';

/** Longest time for which a job keeps those waiting whom it may. */
function regionOf({ preemption, wcet, longestRegion }: PreemptionMode): number {
  switch (preemption) {
    case 'preemptive':
      return 0;
    case 'cooperative':
      return Math.min(wcet, longestRegion ?? wcet);
    case 'non-preemptive':
      return wcet;
  }
}

/**
 * B of each task: the longest region of a lower priority that it has to wait for, once per busy period.
 *
 * @param tasks by priority, the highest first, no two equal
 * @param kernel whom cooperative tasks keep waiting
 * @returns one blocking time per task, in the same order, for `TimingTask.blocking`
 * @cost O(n)
 */
export function regionBlocking(
  tasks: readonly PreemptionMode[],
  kernel: CooperativeKernel,
): readonly number[] {
  const highestCooperative = tasks.findIndex(({ preemption }) => preemption === 'cooperative');
  const blocking: number[] = [];
  let ofNonPreemptive = 0;
  let ofCooperative = 0;
  for (const [rank, task] of [...tasks.entries()].reverse()) {
    const waits =
      kernel === 'internal-resource'
        ? rank >= highestCooperative
        : task.preemption === 'cooperative';
    blocking.unshift(Math.max(ofNonPreemptive, waits ? ofCooperative : 0));
    if (task.preemption === 'cooperative') ofCooperative = Math.max(ofCooperative, regionOf(task));
    else ofNonPreemptive = Math.max(ofNonPreemptive, regionOf(task));
  }
  return blocking;
}
