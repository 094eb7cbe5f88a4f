/**
 * Blocking by locks of one core: ceilings, and sections without preemption. Critical sections are not nested; a section within another
 * counts as part of the outer one, and the resources of both as one resource.
 *
 * @source Sha, Rajkumar, Lehoczky, IEEE Transactions on Computers 39(9), 1990 (priority ceilings); Baker, Real-Time Systems 3, 1991
 *   (stack resource policy); Spuri, INRIA RR 2772, 1996 (its blocking in the demand test); Mok,
 *   PhD thesis, MIT, 1983 (kernelized monitor: sections without preemption)
 */
import type { DeadlineBlocking } from './edf.ts';
import type { TimingTask } from './timing-task.ts';

/** How a task uses a resource that it shares. */
export interface CriticalSection {
  readonly resource: string;
  /** Longest execution time with the lock held, part of the task's WCET. */
  readonly length: number;
  /** How often a job takes the lock. */
  readonly requests: number;
}

export interface LockingTask {
  readonly sections: readonly CriticalSection[];
}

/**
 * @param task that may lock
 * @returns its sections that are ever entered
 */
export function usedSections({ sections }: LockingTask): readonly CriticalSection[] {
  return sections.filter(({ requests, length }) => requests > 0 && length > 0);
}

/**
 * @param tasks of one core by priority, the highest first
 * @returns resource -> place of its most urgent user
 * @cost O(sections)
 */
export function ceilingsOf(tasks: readonly LockingTask[]): ReadonlyMap<string, number> {
  const ceilings = new Map<string, number>();
  for (const [rank, task] of tasks.entries()) {
    for (const { resource } of usedSections(task)) {
      if (!ceilings.has(resource)) ceilings.set(resource, rank);
    }
  }
  return ceilings;
}

/**
 * Blocking under the immediate priority ceiling protocol, the stack resource policy or the priority ceiling protocol: the longest
 * section of a lower priority on a resource that this priority or a higher one uses too, once per busy period.
 *
 * @param tasks of one core by priority, the highest first, no two equal
 * @returns B of each, in the same order, for `TimingTask.blocking`
 * @cost O(n times sections)
 */
export function ceilingBlocking(tasks: readonly LockingTask[]): readonly number[] {
  const ceilings = ceilingsOf(tasks);
  return tasks.map((_, rank) => {
    let longest = 0;
    for (const task of tasks.slice(rank + 1)) {
      for (const { resource, length } of usedSections(task)) {
        if ((ceilings.get(resource) ?? Infinity) <= rank) longest = Math.max(longest, length);
      }
    }
    return longest;
  });
}

/**
 * Blocking where nobody is preempted while it holds a lock: the longest section of a lower priority, whoever else uses the resource,
 * once per busy period.
 *
 * @param tasks of one core by priority, the highest first, no two equal
 * @returns B of each, in the same order, for `TimingTask.blocking`; never less than `ceilingBlocking`
 * @cost O(sections)
 */
export function sectionBlocking(tasks: readonly LockingTask[]): readonly number[] {
  const blocking: number[] = [];
  let longest = 0;
  for (const task of tasks.toReversed()) {
    blocking.unshift(longest);
    longest = Math.max(longest, ...usedSections(task).map(({ length }) => length));
  }
  return blocking;
}

/**
 * Blocking under earliest deadline first with the stack resource policy, preemption levels by relative deadline: B(t) is the longest
 * section of a task with D > t on a resource whose ceiling, the least D of its users, keeps another task waiting that may be due
 * within t: D_j - J_j <= t and D_j >= ceiling. Without jitter that is another user of the resource; with jitter a job may have the
 * earlier deadline and the lower level, and waits for sections on resources that it does not use. Then this holds only where
 * the holder of a lock inherits the deadline of those that it keeps waiting; without, jobs due later may run in between.
 *
 * @param tasks of one core in any order
 * @returns B(t) for the demand test
 * @cost O(sections times n) once, O(sections) for each t
 */
export function stackResourceBlocking(
  tasks: readonly (Pick<TimingTask, 'deadline' | 'jitter'> & LockingTask)[],
): DeadlineBlocking {
  const ceilings = new Map<string, number>();
  for (const task of tasks) {
    for (const { resource } of usedSections(task)) {
      ceilings.set(resource, Math.min(task.deadline, ceilings.get(resource) ?? Infinity));
    }
  }
  const blocking = tasks.flatMap((task, at) =>
    usedSections(task).flatMap(({ resource, length }) => {
      const waiting = tasks.filter(
        ({ deadline }, other) => other !== at && deadline >= (ceilings.get(resource) ?? Infinity),
      );
      const from = Math.min(...waiting.map(({ deadline, jitter }) => deadline - jitter));
      return from < task.deadline ? [{ from, until: task.deadline, length }] : [];
    }),
  );
  return {
    at: (t) =>
      blocking.reduce(
        (longest, { from, until, length }) =>
          from <= t && t < until ? Math.max(longest, length) : longest,
        0,
      ),
    most: Math.max(0, ...blocking.map(({ length }) => length)),
  };
}
