/**
 * Spin locks between cores.
 *
 * @source Gai, Lipari, Di Natale, RTSS 2001 (MSRP)
 */
import { ceilingBlocking, sectionBlocking, usedSections, type LockingTask } from './locks.ts';
import { inheritanceBlocking } from './priority-inheritance.ts';

/** What keeps tasks of one core apart that lock the same resource. */
export type LockProtocol = 'priority-ceiling' | 'priority-inheritance' | 'non-preemptive';

const BLOCKING: Readonly<Record<LockProtocol, typeof ceilingBlocking>> = {
  'priority-ceiling': ceilingBlocking,
  'priority-inheritance': inheritanceBlocking,
  'non-preemptive': sectionBlocking,
};

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
 * without being preempted, so that at most one request of each other core is before it. Locks of one core follow its own protocol; where
 * holders inherit priorities, one lower task may spin or hold and others hold locks of the core: both count.
 *
 * Holds only where a core that runs a holder goes on running it: not where a hypervisor or a window table may take the core away from
 * the holder of a lock.
 *
 * @param cores the tasks of each core by priority, the highest first
 * @param protocols of the locks of each core alone; without one, priority ceilings
 * @returns what spinning adds to each task, in the same shape
 * @cost O(cores times sections) and the blocking of each core
 */
export function spinLockCosts(
  cores: readonly (readonly LockingTask[])[],
  protocols: readonly LockProtocol[] = [],
): readonly (readonly SpinCost[])[] {
  const longest = cores.map(longestSections);
  return cores.map((core, at) => {
    const elsewhere = longest.filter((_, other) => other !== at);
    const isShared = (resource: string) => elsewhere.some((lengths) => lengths.has(resource));
    const wait = (resource: string) =>
      elsewhere.reduce((sum, lengths) => sum + (lengths.get(resource) ?? 0), 0);
    const protocol = protocols[at] ?? 'priority-ceiling';
    const local = BLOCKING[protocol](
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
    return core.map((task, rank) => {
      const ofCore = local[rank] ?? 0;
      const region = Math.max(0, ...regions.slice(rank + 1));
      return {
        spin: usedSections(task).reduce(
          (sum, { resource, requests }) => sum + requests * wait(resource),
          0,
        ),
        blocking: protocol === 'priority-inheritance' ? ofCore + region : Math.max(ofCore, region),
      };
    });
  });
}
