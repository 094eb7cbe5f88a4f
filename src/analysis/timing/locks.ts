/**
 * Blocking by locks: ceilings on one core, spin locks between cores. Critical sections are not nested; a section within another
 * counts as part of the outer one, and the resources of both as one resource.
 *
 * @source Sha, Rajkumar, Lehoczky, IEEE Transactions on Computers 39(9), 1990 (priority ceilings); Baker, Real-Time Systems 3, 1991
 *   (stack resource policy); Spuri, INRIA RR 2772, 1996 (its blocking in the demand test); Gai, Lipari, Di Natale, RTSS 2001 (MSRP)
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

/** The sections that are ever entered. */
function usedSections({ sections }: LockingTask): readonly CriticalSection[] {
  return sections.filter(({ requests, length }) => requests > 0 && length > 0);
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
  const ceilings = new Map<string, number>();
  for (const [rank, task] of tasks.entries()) {
    for (const { resource } of usedSections(task)) {
      if (!ceilings.has(resource)) ceilings.set(resource, rank);
    }
  }
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

/** What spinning adds to a task. */
export interface SpinCost {
  /** Longest time for which a job spins, to be added to its WCET. */
  readonly spin: number;
  /** B: the longest that a lower priority of the same core spins and holds a lock, or holds one that only this core uses. */
  readonly blocking: number;
}

/** Longest section on each resource, core by core. */
function longestSections(core: readonly LockingTask[]): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const { resource, length } of core.flatMap(usedSections)) {
    longest.set(resource, Math.max(length, longest.get(resource) ?? 0));
  }
  return longest;
}

/**
 * First come, first served spin locks between cores (MSRP): a job that waits for a lock that several cores use spins and holds it
 * without being preempted, so that at most one request of each other core is before it. Locks of one core follow the ceilings.
 *
 * Holds only where a core that runs a holder goes on running it: not where a hypervisor or a window table may take the core away from
 * the holder of a lock.
 *
 * @param cores the tasks of each core by priority, the highest first
 * @returns what spinning adds to each task, in the same shape
 * @cost O(cores times sections) and `ceilingBlocking` for each core
 */
export function spinLockCosts(
  cores: readonly (readonly LockingTask[])[],
): readonly (readonly SpinCost[])[] {
  const longest = cores.map(longestSections);
  return cores.map((core, at) => {
    const elsewhere = longest.filter((_, other) => other !== at);
    const isShared = (resource: string) => elsewhere.some((lengths) => lengths.has(resource));
    const wait = (resource: string) =>
      elsewhere.reduce((sum, lengths) => sum + (lengths.get(resource) ?? 0), 0);
    const local = ceilingBlocking(
      core.map((task) => ({
        sections: task.sections.filter(({ resource }) => !isShared(resource)),
      })),
    );
    const regions = core.map((task) =>
      Math.max(
        0,
        ...usedSections(task)
          .filter(({ resource }) => isShared(resource))
          .map(({ resource, length }) => wait(resource) + length),
      ),
    );
    return core.map((task, rank) => ({
      spin: usedSections(task).reduce(
        (sum, { resource, requests }) => sum + requests * wait(resource),
        0,
      ),
      blocking: Math.max(local[rank] ?? 0, ...regions.slice(rank + 1)),
    }));
  });
}
