/** Where the tasks of chains run. */
import type { Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { CoreSchedule } from '../schedulability/schedulability-facts.ts';
import type { TaskTiming } from '../schedulability/task-timing.ts';

/** Where one task of a chain runs. */
export interface Station {
  readonly task: Task;
  readonly schedule: CoreSchedule;
  readonly timing: TaskTiming;
  /** Visits of the task one after the other beyond the first. */
  readonly repeats: number;
}

/**
 * @param schedules of a layout
 * @returns where each task runs
 * @cost O(tasks at places)
 */
export function stationsByTask(
  schedules: readonly CoreSchedule[],
): ReadonlyMap<Id, readonly Omit<Station, 'repeats'>[]> {
  const stations = new Map<Id, Omit<Station, 'repeats'>[]>();
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
