/** Which tasks of a core take the time until the deadline of one of them. */
import type { Id } from '../../model/fields.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import { ceilDivide, LARGEST_TIME } from '../timing/whole-numbers.ts';
import type { MessageRelease } from './activations.ts';
import { arrivalsOf, isSettled } from './arrivals.ts';
import { demandOf } from './execution.ts';
import type { LockingSet } from './locking.ts';
import type { SetTask } from './task-set.ts';

/** Time of the jobs of one task. */
export interface Taker {
  readonly taskId: Id;
  readonly name: string;
  readonly jobs: number;
  readonly ns: number;
}

/** All that may run before a job ends, from its release to its deadline. */
export interface TimeTaken {
  readonly withinNs: number;
  /** Processor time that this long is certain to bring. */
  readonly suppliedNs: number;
  /** The task itself, and what comes before it, most time first; switches and interference of other cores counted. */
  readonly takers: readonly Taker[];
  readonly totalNs: number;
}

/** Most jobs of a task that come before one of `own` which is released with all of them: by priority, or by deadline. */
function jobsBefore(own: SetTask, other: SetTask, jitter: number, isByDeadline: boolean): number {
  const { deadlineNs } = own;
  const { periodNs } = other.task;
  if (!isByDeadline) return ceilDivide(deadlineNs + jitter, periodNs);
  const last = deadlineNs + jitter - other.deadlineNs;
  return last < 0 ? 0 : Math.floor(last / periodNs) + 1;
}

/**
 * @param own a task of the set
 * @param setting tasks of one kernel on one core, and what serves them
 * @param releases what messages activate
 * @returns the time until its deadline by task; null: policy, supply or a time of it is not known, or messages activate one of them
 * @cost O(n log n)
 * @rules REMEDY-2
 */
export function timeTakenBefore(
  own: SetTask,
  { set, policy, supply, costs }: LockingSet,
  releases: ReadonlyMap<Load, MessageRelease>,
): TimeTaken | null {
  if (policy.kind === 'unknown' || supply.kind === 'unknown') return null;
  const isByDeadline = policy.policy === 'edf';
  const takers: Taker[] = [];
  for (const other of set.tasks) {
    const isBefore = isByDeadline || (other.task.priority ?? 0) >= (own.task.priority ?? 0);
    if (!isBefore) continue;
    const release = releases.get(other.load) ?? null;
    const { sources, jitter } = arrivalsOf(other, release);
    if (sources || (release && !isSettled(release))) return null;
    const most = jobsBefore(own, other, jitter, isByDeadline);
    const jobs = most * other.instances;
    const ns = jobs * demandOf(other, costs, true);
    if (!(ns <= LARGEST_TIME)) return null;
    if (jobs > 0) takers.push({ taskId: other.task.id, name: other.task.name, jobs, ns });
  }
  return {
    withinNs: own.deadlineNs,
    suppliedNs: supply.supply.supplyBound(own.deadlineNs),
    takers: takers.sort((a, b) => b.ns - a.ns),
    totalNs: takers.reduce((sum, { ns }) => sum + ns, 0),
  };
}
