/** What runs on a core in the nominal schedule: boxes of its tasks on one line. */
import type { CoreRun } from '../../analysis/schedulability/core-runs.ts';
import { formatNs } from '../../model/units.ts';
import { badge, group, label, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { TEXT, type RowContext } from './row-parts.ts';
import { hatch, type Stretch } from './hatch.ts';
import { taskBoxes } from './task-marks.ts';
import { placeOf } from './time-scale.ts';

/** More "!" on one line hide what runs. */
/** Marks that stand closer than this hide each other. */
const LEAST_GAP = 13;

/** Stretches in which a task runs, as far as they are seen and mean something. */
function stretches(rank: number, run: CoreRun, { range }: RowContext): readonly Stretch[] {
  const to = Math.min(range.toNs, run.untilNs);
  return run.schedule.segments
    .filter(({ task, start, end }) => task === rank && end > range.fromNs && start < to)
    .map(({ start, end }) => {
      const x = placeOf(range, start);
      return { x, width: Math.max(0.6, placeOf(range, Math.min(end, to)) - x) };
    });
}

/** Ends of jobs after their deadlines, as far as they are seen. */
function lateMarks(run: CoreRun, y: number, context: RowContext): readonly SceneNode[] {
  const { range, theme } = context;
  const ends = run.schedule.misses.flatMap((place) => {
    const job = run.jobs[place];
    const end = (job?.release ?? 0) + (run.schedule.responses[place] ?? 0);
    const isSeen = end >= range.fromNs && end <= Math.min(range.toNs, run.untilNs);
    const name = run.tasks[job?.task ?? -1]?.name ?? '';
    return job && isSeen
      ? [{ place, end, words: `${name}: ends ${formatNs(end - job.deadline)} after its deadline` }]
      : [];
  });
  let last = -Infinity;
  return ends
    .sort((a, b) => a.end - b.end)
    .flatMap(({ place, end, words }) => {
      const x = placeOf(range, end);
      if (x - last < LEAST_GAP) return [];
      last = x;
      return badge(`late-${place}`, x, y - 3, 6, 'error', words, theme);
    });
}

/** After what is simulated: there, empty does not mean idle. */
function beyond(run: CoreRun, y: number, height: number, { range, theme }: RowContext) {
  if (run.untilNs >= range.toNs) return [];
  const end = placeOf(range, run.untilNs);
  const right = range.x + range.width;
  const words = 'not simulated';
  return [
    hatch('beyond', [{ x: end, width: right - end }], y, height, {
      step: 9,
      stroke: theme.hairline,
      width: 1,
    }),
    right - end < textWidth(words, TEXT) + 12
      ? null
      : label('until', right - 6, y + height / 2, words, {
          room: right - end - 12,
          size: TEXT,
          fill: theme.textSoft,
          anchor: 'end',
        }),
  ];
}

/**
 * @param run the nominal schedule of one kernel on one core
 * @param y upper edge
 * @param height of the line
 * @param context the model, the time shown, the colours
 * @returns its boxes; the chosen task is filled
 * @cost O(segments)
 */
export function runLane(
  run: CoreRun,
  y: number,
  height: number,
  context: RowContext,
): readonly (SceneNode | null)[] {
  const { theme, model } = context;
  const { chosen } = model;
  return [
    ...run.tasks.map((task, rank) => {
      const boxes = stretches(rank, run, context);
      if (boxes.length === 0) return null;
      const isChosen = task.taskId === chosen?.taskId && task.placementId === chosen.placementId;
      return group(`task-${rank}-${task.taskId}`, [
        title(`${rank + 1} ${task.name} of ${task.applicationName}`),
        taskBoxes(boxes, rank, y, height, { isChosen, name: task.name }, theme),
      ]);
    }),
    ...beyond(run, y, height, context),
    ...lateMarks(run, y, context),
  ];
}

/**
 * @param key of the node
 * @param y upper edge
 * @param height of the line
 * @param context the time shown, the colours
 * @returns the empty line
 */
export function track(
  key: string,
  y: number,
  height: number,
  { range, theme }: RowContext,
): SceneNode {
  return rect(key, range.x, y, range.width, height, {
    fill: theme.paper,
    stroke: theme.hairline,
  });
}
