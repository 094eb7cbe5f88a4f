/** The tasks that one kernel schedules on one core, with their times in whole nanoseconds. */
import type { Task } from '../../model/application.ts';
import type { Environment } from '../../model/layout.ts';
import { ceilTerm } from '../cpu/exact-sum.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import type { CoreFacts } from '../hardware.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';

/** One task at one place. */
export interface SetTask {
  readonly load: Load;
  readonly task: Task;
  /** Longest execution on this core, without context switches and interference; null: unknown. */
  readonly wcetNs: number | null;
  readonly deadlineNs: number;
  /** Equal tasks of further instances. */
  readonly instances: number;
}

/** What one kernel schedules on one core. */
export interface TaskSet {
  readonly host: Environment;
  readonly core: CoreFacts;
  readonly tasks: readonly SetTask[];
  /** What else takes time on the core and is no task with a known core: names, empty where there is nothing. */
  readonly strangers: readonly string[];
}

/**
 * @param load a task at a place
 * @param task its task
 * @returns the task with its WCET on the slowest of its cores
 */
export function setTask(load: Load, task: Task): SetTask {
  const wcet = load.times?.high ? ceilTerm(load.times.high) : null;
  return {
    load,
    task,
    wcetNs: wcet !== null && wcet <= LARGEST_TIME ? wcet : null,
    deadlineNs: task.deadlineNs ?? task.periodNs,
    instances: load.placement.instances,
  };
}
