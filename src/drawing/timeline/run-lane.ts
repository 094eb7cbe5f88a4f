/** What runs on a core in the nominal schedule: boxes of its tasks on one line. */
import type { CoreRun } from '../../analysis/schedulability/core-runs.ts';
import type { DrawingItem } from '../drawing.ts';
import { group, label, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { TEXT, type RowContext } from './row-parts.ts';
import { hatch, type Stretch } from './hatch.ts';
import { jobItems } from './job-items.ts';
import { lateMarks, type LateEnd } from './late-marks.ts';
import { taskBoxes } from './task-marks.ts';
import { placeOf } from './time-scale.ts';
import { missKey } from './timeline-model.ts';

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
function lateEnds(run: CoreRun, { range, model }: RowContext): readonly LateEnd[] {
  return run.schedule.misses.flatMap((place): readonly LateEnd[] => {
    const job = run.jobs[place];
    const task = run.tasks[job?.task ?? -1];
    const end = (job?.release ?? 0) + (run.schedule.responses[place] ?? 0);
    const isSeen = end >= range.fromNs && end <= Math.min(range.toNs, run.untilNs);
    if (!job || !task || !isSeen) return [];
    const isProven = model.missing.has(missKey(task.placementId, task.taskId));
    const x = placeOf(range, end);
    return [{ place, x, name: task.name, lateNs: end - job.deadline, isProven }];
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

/** One line of a core. */
interface DrawnLane {
  readonly nodes: readonly (SceneNode | null)[];
  readonly texts: readonly SceneNode[];
  readonly items: readonly DrawingItem[];
}

/**
 * @param run the nominal schedule of one kernel on one core
 * @param y upper edge
 * @param height of the line
 * @param context the model, the time shown, the colours
 * @param key of the item of the core that it belongs to
 * @returns its boxes, of which the chosen task's are filled, their texts, and its jobs
 * @cost O(segments)
 */
export function runLane(
  run: CoreRun,
  y: number,
  height: number,
  context: RowContext,
  key: string,
): DrawnLane {
  const { theme, model, range } = context;
  const { chosen } = model;
  const texts: SceneNode[] = [];
  const tasks = run.tasks.map((task, rank) => {
    const boxes = stretches(rank, run, context);
    if (boxes.length === 0) return null;
    const isChosen = task.taskId === chosen?.taskId && task.placementId === chosen.placementId;
    const look = { isChosen, name: task.name };
    const drawn = taskBoxes(boxes, rank, y, height, look, theme);
    if (drawn.texts) texts.push(drawn.texts);
    return group(`task-${rank}-${task.taskId}`, [
      title(`${rank + 1} ${task.name} of ${task.applicationName}`),
      drawn.boxes,
    ]);
  });
  const row = { key, y, height, range, kind: 'nominal schedule, not a bound' };
  return {
    nodes: [...tasks, ...beyond(run, y, height, context)],
    texts: [
      group(`read-${run.hostId}`, [...texts, ...lateMarks(lateEnds(run, context), y - 3, theme)]),
    ],
    items: jobItems(run, () => true, row),
  };
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
