/**
 * Blocking by locks where the holder inherits the priority of whom it keeps waiting, and by plain ones. Critical sections are not
 * nested: a section within another counts as part of the outer one, and the resources of both as one resource.
 *
 * @source Sha, Rajkumar, Lehoczky, IEEE Transactions on Computers 39(9), 1990, section III (basic priority inheritance: a job is blocked
 *   at most once by each lower task and once by each semaphore); Buttazzo, Hard Real-Time Computing Systems, 2011, section 7.6
 */
import { ceilingsOf, usedSections, type LockingTask } from './locks.ts';

/** Longest of each key. */
function longestBy(entries: readonly (readonly [string | number, number])[]): number[] {
  const longest = new Map<string | number, number>();
  for (const [key, length] of entries) {
    longest.set(key, Math.max(length, longest.get(key) ?? 0));
  }
  return [...longest.values()];
}

const sumOf = (lengths: readonly number[]) => lengths.reduce((sum, length) => sum + length, 0);

/**
 * Blocking under basic priority inheritance: sections of lower priorities on resources that this priority or a higher one uses too,
 * the longest of each lower task or the longest on each resource, whichever adds up to less. All of them had begun before the busy
 * period: within it a lower task runs at an inherited priority only, to the end of its section. So it counts once per busy period,
 * and for jobs that no lock of their own keeps waiting (push-through) as for the others.
 *
 * @param tasks of one core by priority, the highest first, no two equal
 * @returns B of each, in the same order, for `TimingTask.blocking`; never less than `ceilingBlocking`
 * @cost O(n times sections)
 */
export function inheritanceBlocking(tasks: readonly LockingTask[]): readonly number[] {
  const ceilings = ceilingsOf(tasks);
  return tasks.map((_, rank) => {
    const keeping = tasks.flatMap((task, at) =>
      at <= rank
        ? []
        : usedSections(task)
            .filter(({ resource }) => (ceilings.get(resource) ?? Infinity) <= rank)
            .map(({ resource, length }) => ({ task: at, resource, length })),
    );
    const byTask = longestBy(keeping.map(({ task, length }) => [task, length]));
    const byResource = longestBy(keeping.map(({ resource, length }) => [resource, length]));
    return Math.min(sumOf(byTask), sumOf(byResource));
  });
}

/**
 * How often a job finds a lock held by a lower priority: each time the core is switched to the holder and back. With ceilings and
 * non-preemptive sections it never does.
 *
 * @param tasks of one core by priority, the highest first, no two equal
 * @param inherits whether holders inherit priorities: then at most once by each lower task and once on each resource; with plain locks
 *   at every request
 * @returns waits of a job of each task, in the same order
 * @cost O(n times sections)
 */
export function lockWaits(tasks: readonly LockingTask[], inherits: boolean): readonly number[] {
  return tasks.map((task, rank) => {
    const lower = tasks.slice(rank + 1);
    const contended = usedSections(task).filter(({ resource }) =>
      lower.some((other) => usedSections(other).some((section) => section.resource === resource)),
    );
    const requests = sumOf(contended.map((section) => section.requests));
    if (!inherits) return requests;
    const resources = new Set(contended.map(({ resource }) => resource));
    const holders = lower.filter((other) =>
      usedSections(other).some(({ resource }) => resources.has(resource)),
    );
    return Math.min(requests, resources.size, holders.length);
  });
}
