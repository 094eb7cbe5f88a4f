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
 * B of each task: the longest region of a lower priority that it waits for, or that a task of a higher priority waits for, once per
 * busy period. A non-preemptive task keeps everybody waiting, a cooperative one those up to the highest priority of the
 * cooperative tasks.
 *
 * That is so where the cooperative tasks share an internal resource, at whose ceiling they run (OSEK, AUTOSAR), and also where
 * preemptive tasks may preempt cooperative ones anywhere (the engine-control workload of WATERS 2017, Amalthea), if the highest
 * priority that is ready runs at every change of tasks. There a preemptive task with all cooperative ones below it is never
 * blocked; one in between is: a cooperative task above it, kept waiting by a region below it, comes later and nearer to its own
 * next job.
 *
 * @param tasks by priority, the highest first, no two equal
 * @returns one blocking time per task, in the same order, for `TimingTask.blocking`
 * @cost O(n)
 */
export function regionBlocking(tasks: readonly PreemptionMode[]): readonly number[] {
  const ceiling = tasks.findIndex(({ preemption }) => preemption === 'cooperative');
  const blocking: number[] = [];
  let ofNonPreemptive = 0;
  let ofCooperative = 0;
  for (const [rank, task] of [...tasks.entries()].reverse()) {
    blocking.unshift(Math.max(ofNonPreemptive, rank >= ceiling ? ofCooperative : 0));
    if (task.preemption === 'cooperative') ofCooperative = Math.max(ofCooperative, regionOf(task));
    else ofNonPreemptive = Math.max(ofNonPreemptive, regionOf(task));
  }
  return blocking;
}
