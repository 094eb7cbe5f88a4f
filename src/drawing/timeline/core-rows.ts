/** Every core that somebody uses: its windows, one schedule of all that runs on it, or why none can be shown. */
import type { CoreRun } from '../../analysis/schedulability/core-runs.ts';
import { policyWords } from '../../analysis/timing-words.ts';
import { listNames } from '../../analysis/wording.ts';
import { formatNs } from '../../model/units.ts';
import type { DrawingItem } from '../drawing.ts';
import { badge, group, label, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { WINDOW_ROW, windowRow, type Part, type RowContext } from './frame-rows.ts';
import { hatch, type Stretch } from './hatch.ts';
import { taskBoxes } from './task-marks.ts';
import type { ChosenTask, CoreLine } from './timeline-model.ts';
import { placeOf, PLOT } from './time-scale.ts';

const LABEL_X = 24;
const RUN_ROW = 44;
const RUN_BOX = 26;
const REASON_ROW = 42;
const REASON_BOX = 26;
/** More "!" on one line hide what runs. */
const MOST_LATE = 3;
/** Tasks that a line names to a pointer or a screen reader. */
const MOST_NAMED = 12;
/** Of two lines of text in a label. */
const LABEL = { name: 12, below: 10.5 } as const;

type Run = Extract<CoreLine, { kind: 'run' }>;
type Unknown = Extract<CoreLine, { kind: 'unknown' }>;

const room = PLOT.x - LABEL_X - 12;

function labels(name: string, below: string, y: number, { theme }: RowContext) {
  return [
    label('core', LABEL_X, y + 8, name, {
      room,
      size: LABEL.name,
      weight: 'bold',
      fill: theme.text,
    }),
    label('below', LABEL_X, y + 23, below, { room, size: LABEL.below, fill: theme.textSoft }),
  ];
}

function coreItem(
  key: string,
  coreIds: readonly string[],
  y: number,
  height: number,
  words: string,
) {
  const item: DrawingItem = {
    kind: 'core',
    id: coreIds[0] ?? '',
    key,
    part: 'core',
    x: LABEL_X,
    y,
    width: PLOT.x + PLOT.width - LABEL_X,
    height,
    label: words,
    coreIds,
    environmentId: null,
    placementId: null,
  };
  return item;
}

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

const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

function isChosen(run: CoreRun, rank: number, chosen: ChosenTask | null): boolean {
  const task = run.tasks[rank];
  return task?.taskId === chosen?.taskId && task?.placementId === chosen?.placementId;
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
  return ends
    .slice(0, MOST_LATE)
    .map(({ place, end, words }) =>
      badge(`late-${place}`, placeOf(range, end), y - 3, 6, 'error', words, theme),
    );
}

function runRow({ coreName, run }: Run, at: number, y: number, context: RowContext): Part {
  const { range, theme, model } = context;
  const key = `core-${at}-${run.coreId}`;
  const seen = run.schedule.misses.filter(
    (place) => (run.jobs[place]?.deadline ?? Infinity) < run.untilNs,
  ).length;
  const words = [
    `${coreName} · everything on it ready at once, one schedule, not a bound`,
    `${run.hostName}, ${policyWords(run.policy, run.preemptions)}`,
    run.preemptions.some((kind) => kind !== 'preemptive')
      ? 'drawn as if every task gave way at once'
      : '',
    ...run.tasks.slice(0, MOST_NAMED).map(({ name }, rank) => `${rank + 1} ${name}`),
    run.tasks.length > MOST_NAMED ? `and ${run.tasks.length - MOST_NAMED} more tasks` : '',
    seen > 0
      ? `${counted(seen, 'job ends', 'jobs end')} after the deadline before ${formatNs(run.untilNs)}`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
  const end = placeOf(range, run.untilNs);
  const isCut = run.untilNs < range.toNs;
  const node = group(key, [
    title(words),
    rect('track', PLOT.x, y, PLOT.width, RUN_BOX, { fill: theme.paper, stroke: theme.hairline }),
    ...labels(
      coreName,
      `${run.hostName}: ${counted(run.tasks.length, 'task', 'tasks')}`,
      y,
      context,
    ),
    ...run.tasks.map((task, rank) => {
      const boxes = stretches(rank, run, context);
      if (boxes.length === 0) return null;
      return group(`task-${rank}-${task.taskId}`, [
        title(`${rank + 1} ${task.name} of ${task.applicationName}`),
        taskBoxes(boxes, rank, y, RUN_BOX, isChosen(run, rank, model.chosen), theme),
      ]);
    }),
    isCut
      ? hatch('beyond', [{ x: end, width: PLOT.x + PLOT.width - end }], y, RUN_BOX, {
          step: 9,
          stroke: theme.hairline,
          width: 1,
        })
      : null,
    isCut
      ? label('until', PLOT.x + PLOT.width - 6, y + RUN_BOX / 2, 'not simulated', {
          room: Math.max(0, PLOT.x + PLOT.width - end - 12),
          size: 10,
          fill: theme.textSoft,
          anchor: 'end',
        })
      : null,
    ...lateMarks(run, y, context),
  ]);
  return { node, items: [coreItem(key, [run.coreId], y, RUN_BOX + 4, words)] };
}

function reasonRow(line: Unknown, at: number, y: number, context: RowContext): Part {
  const { coreIds, coreNames, hostName, reason } = line;
  const { theme } = context;
  const key = `core-${at}-${coreIds[0] ?? ''}`;
  const [first = '', last = ''] = [coreNames.at(0), coreNames.at(-1)];
  const name = coreNames.length > 1 ? `${first} to ${last}` : first;
  const why = `who runs when is unknown: ${reason}`;
  const words = `${listNames(coreNames)} · ${hostName} · ${why}`;
  const node = group(key, [
    title(words),
    ...labels(name, hostName, y, context),
    label('reason', PLOT.x + 6, y + REASON_BOX / 2, `? ${why}`, {
      room: PLOT.width - 12,
      size: 11,
      fill: theme.textSoft,
    }),
    rect('track', PLOT.x, y, PLOT.width, REASON_BOX, {
      fill: 'none',
      stroke: theme.hairline,
      'stroke-dasharray': '4 3',
    }),
  ]);
  return { node, items: [coreItem(key, coreIds, y, REASON_BOX + 4, words)] };
}

/**
 * @param context the model, the time shown, the colours, the window with a ring
 * @param top upper edge
 * @returns one row for each core that somebody uses; cores about which the same is unknown share one
 * @cost O(windows and jobs that are seen)
 * @rules TIMELINE-1, TIMELINE-2, TIMELINE-6
 */
export function coreRows(context: RowContext, top: number): Part & { readonly bottom: number } {
  const parts: Part[] = [];
  let y = top;
  for (const [at, line] of context.model.lines.entries()) {
    if (line.kind === 'windows') parts.push(windowRow(line.row, at, y, context));
    else if (line.kind === 'run') parts.push(runRow(line, at, y, context));
    else parts.push(reasonRow(line, at, y, context));
    y += line.kind === 'windows' ? WINDOW_ROW : line.kind === 'run' ? RUN_ROW : REASON_ROW;
  }
  return {
    node: group(
      'cores',
      parts.map(({ node }) => node),
    ),
    items: parts.flatMap(({ items }) => items),
    bottom: y,
  };
}
