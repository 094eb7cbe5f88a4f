/** Jobs of a schedule as stops of the keyboard, with a text alternative each. */
import type { InstantTask } from '../../analysis/schedulability/simulated-tasks.ts';
import type { Schedule, SimulatedJob } from '../../analysis/timing/schedule-simulation.ts';
import { formatNs } from '../../model/units.ts';
import type { Id } from '../../model/fields.ts';
import type { DrawingItem } from '../drawing.ts';
import { placeOf, type TimeScale } from './time-scale.ts';

/** A schedule, as far as its jobs are told. */
interface ToldSchedule {
  readonly coreId: Id;
  readonly tasks: readonly InstantTask[];
  readonly jobs: readonly SimulatedJob[];
  readonly schedule: Schedule;
  /** What happens after this is not simulated. */
  readonly untilNs: number;
}

/** Where jobs of a schedule are drawn. */
interface JobRow {
  /** Key of the item that they are jobs of. */
  readonly key: string;
  readonly y: number;
  readonly height: number;
  readonly range: Required<TimeScale>;
  /** Which schedule it is, last in the text of each. */
  readonly kind: string;
}

function endWords({ release, deadline }: SimulatedJob, response: number | null, untilNs: number) {
  const end = response === null ? Infinity : release + response;
  if (end > untilNs) return [`has not ended at ${formatNs(untilNs)}, where the simulation ends`];
  const late = end - deadline;
  return [
    `ends ${formatNs(end)}, ${formatNs(response)} after its release`,
    late > 0 ? `late by ${formatNs(late)}` : 'in time',
  ];
}

/**
 * @param told the schedule
 * @param accepts which of its tasks stand in the row, by rank
 * @param row where
 * @returns an item for each job that is seen to run, by time: from where it begins to where it ends
 * @cost O(jobs + segments); texts are made when they are read
 */
export function jobItems(
  told: ToldSchedule,
  accepts: (rank: number) => boolean,
  { key, y, height, range, kind }: JobRow,
): readonly DrawingItem[] {
  const { coreId, tasks, jobs, schedule, untilNs } = told;
  const to = Math.min(range.toNs, untilNs);
  const spans = new Map<number, { start: number; end: number }>();
  for (const { job, task, start, end } of schedule.segments) {
    const span = spans.get(job);
    if (span) span.end = end;
    else if (accepts(task)) spans.set(job, { start, end });
  }
  const counts = new Map<number, number>();
  const numbers = jobs.map(({ task }) => {
    const number = (counts.get(task) ?? 0) + 1;
    counts.set(task, number);
    return number;
  });
  const items: DrawingItem[] = [];
  for (const [place, { start, end }] of [...spans].sort(([, a], [, b]) => a.start - b.start)) {
    const job = jobs[place];
    const task = tasks[job?.task ?? -1];
    if (!job || !task || end <= range.fromNs || start >= to) continue;
    const x = placeOf(range, start);
    items.push({
      kind: 'task',
      id: task.taskId,
      key: `${key}-job-${place}`,
      row: key,
      part: 'bar',
      x,
      y,
      width: Math.max(1, placeOf(range, Math.min(end, to)) - x),
      height,
      get label() {
        const response = schedule.responses[place] ?? null;
        const late = job.ready - job.release;
        return [
          `${task.name} of ${task.applicationName}, job ${numbers[place] ?? 0}`,
          `released ${formatNs(job.release)}${late > 0 ? `, ready ${formatNs(late)} later` : ''}`,
          `starts ${formatNs(start)}`,
          ...endWords(job, response, untilNs),
          Number.isFinite(job.deadline) ? `deadline at ${formatNs(job.deadline)}` : '',
          kind,
        ]
          .filter((part) => part !== '')
          .join(' · ');
      },
      coreIds: [coreId],
      environmentId: null,
      placementId: task.placementId,
    });
  }
  return items;
}
