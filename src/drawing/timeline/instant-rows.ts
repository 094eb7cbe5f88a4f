/** One schedule of a critical instant: a row for each task, what runs when, and how long the chosen task takes. */
import type { CriticalInstant } from '../../analysis/schedulability/critical-instant.ts';
import type { InstantTask } from '../../analysis/schedulability/simulated-tasks.ts';
import { formatNs } from '../../model/units.ts';
import type { DrawingItem } from '../drawing.ts';
import { group, label, line, path, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { TEXT, type Part } from './row-parts.ts';
import { hatch, type Stretch } from './hatch.ts';
import {
  arrows,
  beyond,
  BOX,
  bracket,
  bracketHeight,
  ends,
  gaps,
  isSeenIn,
  pendings,
  runs,
  type InstantContext,
} from './instant-marks.ts';
import { jobItems } from './job-items.ts';
import { responseWords } from './response-words.ts';
import { boxPath, SWATCH, taskSwatch } from './task-marks.ts';
import { placeOf } from './time-scale.ts';

const ROW = 36;
const LABEL_X = 24;
const NAME_X = LABEL_X + SWATCH + 8;
/** Height of the bar of a job that waits. */
const WAIT = 4;
/** Rows of more tasks would be pages; the chosen one is always among them. */
export const MOST_ROWS = 40;

function rowWords(task: InstantTask, rank: number, { instant, chosen }: InstantContext): string {
  const count = instant.jobs.filter((job) => job.task === rank).length;
  const added = task.executionNs - task.wcetNs;
  return [
    `${task.name} of ${task.applicationName}`,
    `${count} ${count === 1 ? 'job' : 'jobs'} of ${formatNs(task.wcetNs)} each${added === 0 ? '' : `, and ${formatNs(added)} of switches, interference and spinning`}`,
    rank === instant.begun ? 'less urgent: it has just begun what it does not leave' : '',
    rank === instant.own ? responseWords(chosen, instant) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** WCET, and what is added to it. */
function timesWords({ wcetNs, executionNs }: InstantTask): string {
  return `C ${formatNs(wcetNs)}${executionNs === wcetNs ? '' : ` + ${formatNs(executionNs - wcetNs)}`}`;
}

/** Where the tasks have their line and their names. */
function ground(y: number, { range, theme }: InstantContext): SceneNode {
  const bottom = y + (ROW + BOX) / 2;
  return line('ground', range.x, bottom, range.x + range.width, bottom, {
    stroke: theme.hairline,
    'stroke-width': 0.8,
  });
}

function names(
  y: number,
  name: string,
  below: readonly string[],
  isOwn: boolean,
  context: InstantContext,
) {
  const { range, theme } = context;
  const room = range.x - NAME_X - 12;
  const style = { room, size: TEXT };
  const fitting = below.find((text) => textWidth(text, TEXT) <= room) ?? below.at(-1) ?? '';
  return [
    label('name', NAME_X, y + 11, name, {
      ...style,
      weight: isOwn ? 'bold' : 'regular',
      fill: theme.text,
    }),
    label('times', NAME_X, y + 26, fitting, { ...style, fill: theme.textSoft }),
  ];
}

/** What is less urgent and does not give way: dashed. */
function keeping(boxes: readonly Stretch[], top: number, { theme }: InstantContext) {
  if (boxes.length === 0) return null;
  return path('runs', boxPath(boxes, top, BOX), {
    fill: theme.paper,
    stroke: theme.outline,
    'stroke-dasharray': '4 2',
  });
}

/** A lock that a less urgent task holds. */
function blockingRow(y: number, context: InstantContext): SceneNode | null {
  const { blocking } = context.instant;
  if (blocking === null) return null;
  const words = `locks of lower priorities, at most ${formatNs(blocking.ns)} in the busy period, drawn from the instant on`;
  return group('blocking', [
    title(words),
    ground(y, context),
    ...names(y, 'locks below', [`B ${formatNs(blocking.ns)}, once`], false, context),
    keeping(runs(blocking.rank, context), y + (ROW - BOX) / 2, context),
  ]);
}

/** What runs, and what only waits. */
function taskBoxes(rank: number, y: number, context: InstantContext) {
  const { instant, theme } = context;
  const top = y + (ROW - BOX) / 2;
  const boxes = runs(rank, context);
  const waits = boxPath(pendings(rank, context), top + BOX - WAIT, WAIT);
  return [
    waits === ''
      ? null
      : path('waits', waits, { fill: theme.paper, stroke: theme.outline, 'stroke-width': 1 }),
    rank === instant.begun
      ? keeping(boxes, top, context)
      : boxes.length === 0
        ? null
        : path('runs', boxPath(boxes, top, BOX), {
            fill: rank === instant.own ? theme.bar : theme.barSoft,
            stroke: theme.outline,
            'stroke-width': 0.8,
          }),
    arrows(rank, top, context),
    ...ends(rank, top + BOX, context),
  ];
}

function taskRow(rank: number, y: number, context: InstantContext): Part {
  const { instant, theme, range } = context;
  const task = instant.tasks[rank] as InstantTask;
  const isOwn = rank === instant.own;
  const words = rowWords(task, rank, context);
  const key = `row-${rank}-${task.taskId}`;
  const times = timesWords(task);
  const below =
    rank === instant.begun
      ? [`${times}, below; has begun`, 'below; has begun']
      : [`${times}, ${task.applicationName}`, times, `${formatNs(task.executionNs)} a job`];
  const node = group(
    key,
    [
      title(words),
      ground(y, context),
      taskSwatch(LABEL_X, y + 13, context.ranks[rank] ?? rank, isOwn, theme),
      ...names(y, `${isOwn ? '→ ' : ''}${task.name}`, below, isOwn, context),
      ...taskBoxes(rank, y, context),
      isOwn ? bracket(y + ROW, context) : null,
    ],
    { 'data-kind': 'task', 'data-id': task.taskId },
  );
  const item: DrawingItem = {
    kind: 'task',
    id: task.taskId,
    key,
    part: 'bar',
    x: LABEL_X,
    y,
    width: range.x + range.width - LABEL_X,
    height: ROW + (isOwn ? bracketHeight(context) : 0),
    label: words,
    coreIds: [instant.coreId],
    environmentId: null,
    placementId: task.placementId,
  };
  const jobs = jobItems(instant, (other) => other === rank, {
    key,
    y,
    height: ROW,
    range,
    kind: 'one schedule, not a bound',
  });
  return { node, items: [item, ...jobs] };
}

/** The rows that are drawn: all, or the most urgent ones and the chosen one. */
function shownRanks({ tasks, own }: CriticalInstant): readonly number[] {
  const ranks = tasks.map((_, rank) => rank);
  if (ranks.length <= MOST_ROWS) return ranks;
  const first = ranks.slice(0, MOST_ROWS);
  return first.includes(own) ? first : [...first.slice(0, -1), own];
}

/**
 * @param context the schedule, whose it is, the time shown, colours
 * @param top upper edge
 * @returns the rows; the space in which the core serves others is hatched
 * @cost O(jobs + segments + windows that are seen)
 * @rules TIMELINE-3, TIMELINE-4
 */
export function instantRows(
  context: InstantContext,
  top: number,
): Part & { readonly bottom: number } {
  const { instant, range, theme } = context;
  const ranks = shownRanks(instant);
  const left = instant.tasks.length - ranks.length;
  const parts: Part[] = [];
  const blocking = blockingRow(top, context);
  let y = top + (blocking ? ROW : 0);
  for (const rank of ranks) {
    parts.push(taskRow(rank, y, context));
    y += ROW + (rank === instant.own ? bracketHeight(context) : 0);
  }
  const bottom = y + (left > 0 ? 18 : 4);
  const x = placeOf(range, instant.atNs);
  const node = group('schedule', [
    hatch('elsewhere', gaps(context), top, y - top, { step: 9, stroke: theme.hairline, width: 1 }),
    rect('edge', range.x, top, range.width, y - top, { fill: 'none', stroke: theme.hairline }),
    isSeenIn(range, instant.atNs)
      ? line('instant', x, top - 6, x, y, {
          stroke: theme.selection,
          'stroke-width': 1.6,
          'stroke-dasharray': '6 3',
        })
      : null,
    blocking,
    beyond(context, top, y - top),
    ...parts.map((part) => part.node),
    left > 0
      ? label('left', LABEL_X, y + 9, `${left} more tasks are simulated and not drawn`, {
          room: range.width,
          size: TEXT,
          fill: theme.textSoft,
        })
      : null,
  ]);
  return { node, items: parts.flatMap(({ items }) => items), bottom };
}
