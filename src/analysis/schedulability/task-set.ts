/** The tasks that one kernel schedules on one core, with their times in whole nanoseconds. */
import type { Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { CriticalSection } from '../../model/scheduling.ts';
import { ceilTerm, floorTerm } from '../cpu/exact-sum.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import { isUnknown, scaleTo, spanOf } from '../cpu/scaling.ts';
import type { CoreFacts, Hardware } from '../hardware.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import type { Surcharge } from './surcharge.ts';

/** One task at one place. */
export interface SetTask extends Surcharge {
  readonly load: Load;
  readonly task: Task;
  /**
   * Longest execution on this core with its copying, without context switches and interference, rounded up; measured at a slower clock,
   * as measured: memory does not get faster. Null: unknown.
   */
  readonly wcetNs: number | null;
  /** What a job may really take, rounded down; measured at a faster clock, as measured. 0 where it is unknown. */
  readonly leastWcetNs: number;
  /** Shortest execution on this core, rounded down; 0 where nobody states one. */
  readonly bcetNs: number;
  /** Time of one job for copying into channels whose throughput the user stated, by link; within the WCET. */
  readonly copies: ReadonlyMap<Id, number>;
  readonly deadlineNs: number;
  /** Longest stretch without preemption, on this core; null: unknown, at most the WCET. */
  readonly regionNs: number | null;
  /** Most accesses of one job to main memory on this core type; null: unknown. */
  readonly memoryAccesses: number | null;
  /** Critical sections with their lengths on this core; Infinity: unknown. */
  readonly sections: readonly CriticalSection[];
  /** Equal tasks of further instances. */
  readonly instances: number;
  /** Whether a chain or an event goes on from it, so that its response counts also where its deadline is met. */
  readonly isFollowed: boolean;
}

/** What one kernel schedules on one core. */
export interface TaskSet {
  readonly host: Environment;
  /** Whose scheduler counts: the host, or the kernel beneath it. */
  readonly scheduler: Environment;
  /** Whose lock protocols count: the host, or the kernel beneath it. */
  readonly locker: Environment;
  readonly core: CoreFacts;
  readonly tasks: readonly SetTask[];
  /** What else takes time on the core and is no task with a known core: names, empty where there is nothing. */
  readonly strangers: readonly string[];
}

/** A part of the execution, stated where the WCET was, on the core of a load; null: not to be scaled. */
function partOn(hardware: Hardware, { cores }: Load, task: Task, ns: number): number | null {
  const cluster = cores[0]?.cluster;
  const scale = cluster ? scaleTo(hardware, task, cluster) : null;
  if (!scale || isUnknown(scale)) return null;
  return ceilTerm(spanOf(ns, scale).most);
}

const NO_COPIES: ReadonlyMap<Id, number> = new Map();

/** What a core type misses in its caches another does not: only what is stated for this one counts. */
function accessesOn(task: Task, coreType: string | null): number | null {
  if (coreType === null) return null;
  if (task.coreType === coreType) return task.memoryAccesses;
  return task.wcetOn.find((each) => each.coreType === coreType)?.memoryAccesses ?? null;
}

/**
 * Parts of the execution (regions, sections) scale as the WCET does; where nobody says how, one is at most the whole WCET.
 *
 * @param hardware the target
 * @param load a task at a place
 * @param task its task
 * @param surcharge what environments add to it themselves
 * @param copies time of one job for copying, by link, on top of the stated WCET
 * @param isFollowed whether a chain or an event goes on from it
 * @returns the task with its WCET on the slowest of its cores
 */
export function setTask(
  hardware: Hardware,
  load: Load,
  task: Task,
  surcharge: Surcharge,
  copies: ReadonlyMap<Id, number> = NO_COPIES,
  isFollowed = false,
): SetTask {
  const { wcet = null, bcet = null } = load.times ?? {};
  const ceiling = wcet && ceilTerm(wcet.most);
  const copying = [...copies.values()].reduce((sum, ns) => sum + ns, 0);
  const isKnown = ceiling !== null && ceiling + copying <= LARGEST_TIME;
  const wcetNs = isKnown ? ceiling + copying : null;
  const region = task.longestRegionNs;
  return {
    load,
    task,
    ...surcharge,
    wcetNs,
    leastWcetNs: wcet && wcetNs !== null ? (floorTerm(wcet.least) ?? 0) : 0,
    // A best case stated above the worst is none.
    bcetNs: Math.min((bcet && floorTerm(bcet)) ?? 0, (wcet && floorTerm(wcet.least)) ?? Infinity),
    copies,
    deadlineNs: task.deadlineNs ?? task.periodNs,
    regionNs: region === null ? null : (partOn(hardware, load, task, region) ?? wcetNs),
    memoryAccesses: accessesOn(task, load.cores[0]?.cluster?.coreType ?? null),
    sections: task.criticalSections.map((section) => ({
      ...section,
      lengthNs: partOn(hardware, load, task, section.lengthNs) ?? wcetNs ?? Infinity,
    })),
    instances: load.placement.instances,
    isFollowed,
  };
}
