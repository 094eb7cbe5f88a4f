/** Where the tasks of chains run. */
import type { Chain, Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { MessageStream } from '../schedulability/activations.ts';
import type { CoreSchedule } from '../schedulability/schedulability-facts.ts';
import type { TaskTiming } from '../schedulability/task-timing.ts';

/** Where one task of a chain runs. */
export interface Station {
  readonly task: Task;
  readonly schedule: CoreSchedule;
  readonly timing: TaskTiming;
  readonly visit: Visit;
  /** The run of messages that brings the chain here; where it samples or begins, the first that activates the task; null: none does. */
  readonly stream: MessageStream | null;
}

/** Steps of a chain in a row that are runnables of one task. */
export interface Visit {
  readonly taskId: Id;
  /** Of those steps, how many wait for the next job: they go to an earlier runnable, or nobody says that they do not. */
  readonly nextJobs: number;
  /** How many of these are counted because positions are not stated. */
  readonly unordered: number;
  /** Steps to a later runnable of the same job, by the positions stated. */
  readonly sameJobs: number;
}

/** Where a task runs, whatever chain passes it. */
export type Place = Omit<Station, 'visit' | 'stream'>;

/**
 * @param chain a chain of the plan
 * @returns its tasks in order, steps in a row within one task as one visit. Under logical execution time nothing is handed on
 *   within a job
 * @rules LAT-ROW-4
 */
export function visitsOf({ taskIds, runnablePositions, communication }: Chain): readonly Visit[] {
  // Positions that do not go with the path are those of another one.
  const goes = runnablePositions.length === taskIds.length && communication !== 'let';
  const positions = goes ? runnablePositions : [];
  const visits: Visit[] = [];
  for (const [at, taskId] of taskIds.entries()) {
    const last = visits.at(-1);
    if (last?.taskId !== taskId) {
      visits.push({ taskId, nextJobs: 0, unordered: 0, sameJobs: 0 });
      continue;
    }
    const [from, to] = [positions[at - 1] ?? null, positions[at] ?? null];
    const isStated = from !== null && to !== null;
    const isLater = isStated && to > from;
    visits[visits.length - 1] = {
      taskId,
      nextJobs: last.nextJobs + (isLater ? 0 : 1),
      unordered: last.unordered + (isStated ? 0 : 1),
      sameJobs: last.sameJobs + (isLater ? 1 : 0),
    };
  }
  return visits;
}

/**
 * @param schedules of a layout
 * @returns where each task runs
 * @cost O(tasks at places)
 */
export function stationsByTask(
  schedules: readonly CoreSchedule[],
): ReadonlyMap<Id, readonly Place[]> {
  const stations = new Map<Id, Place[]>();
  for (const schedule of schedules) {
    for (const timing of schedule.timings) {
      const { task } = timing.of;
      const list = stations.get(task.id) ?? [];
      list.push({ task, schedule, timing });
      stations.set(task.id, list);
    }
  }
  return stations;
}
