/** One schedule of a critical instant: a row for each task, what runs when, and how long the chosen task takes. */
import type {
  CriticalInstant,
  InstantTask,
} from '../../analysis/schedulability/critical-instant.ts';
import { TIMING_VERDICT_WORDS } from '../../analysis/timing-words.ts';
import { formatNs } from '../../model/units.ts';
import type { DrawingItem } from '../drawing.ts';
import { badge, group, label, line, path, rect, title } from '../marks.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import type { Theme } from '../theme.ts';
import type { Part } from './frame-rows.ts';
import { hatch, type Stretch } from './hatch.ts';
import { boxPath, SWATCH, taskSwatch } from './task-marks.ts';
import { placeOf, PLOT, type TimeRange } from './time-scale.ts';
import type { ChosenTask } from './timeline-model.ts';

const ROW = 30;
const BOX = 16;
/** Below the row of the chosen task: the bracket and its value. */
const BRACKET = 34;
const LABEL_X = 24;
const NAME_X = LABEL_X + SWATCH + 8;
/** Height of the bar of a job that waits. */
const WAIT = 4;
/** More "!" in one row hide what runs. */
const MOST_LATE = 3;
/** Rows of more tasks would be pages; the chosen one is always among them. */
export const MOST_ROWS = 40;
/** Closer together than this, in user units, arrows run into each other. */
const LEAST_ARROW_GAP = 7;

interface InstantContext {
  readonly instant: CriticalInstant;
  readonly chosen: ChosenTask;
  /** Number of each task on its core, from 0. */
  readonly ranks: readonly number[];
  readonly range: TimeRange;
  readonly theme: Theme;
}

const c = formatCoordinate;

/** Blocking is counted as the bound counts it, which may be more than ever happens: what is late then is not known to be. */
function isCertain({ instant, chosen }: InstantContext): boolean {
  return instant.blocking === null || chosen.result?.verdict === 'proven-miss';
}

function isSeenIn(range: TimeRange, at: number): boolean {
  return at >= range.fromNs && at <= range.toNs;
}

function stretch(range: TimeRange, start: number, end: number): Stretch {
  const x = placeOf(range, start);
  return { x, width: Math.max(0.6, placeOf(range, end) - x) };
}

/** Every stretch in which one task runs. */
function runs(rank: number, { instant, range }: InstantContext): readonly Stretch[] {
  const to = Math.min(range.toNs, instant.untilNs);
  return instant.schedule.segments
    .filter(({ task, start, end }) => task === rank && end > range.fromNs && start < to)
    .map(({ start, end }) => stretch(range, start, Math.min(end, to)));
}

/** From where a job is ready to where it ends: where it does not run in that time, it waits. */
function pendings(rank: number, { instant, range }: InstantContext): readonly Stretch[] {
  const to = Math.min(range.toNs, instant.untilNs);
  return instant.jobs.flatMap(({ task, ready, release }, place) => {
    const response = instant.schedule.responses[place] ?? null;
    const end = Math.min(to, response === null ? Infinity : release + response);
    return task === rank && ready < end && end > range.fromNs ? [stretch(range, ready, end)] : [];
  });
}

/** Where jobs end: a disc, and "!" for a late one. */
function ends(rank: number, y: number, context: InstantContext): readonly (SceneNode | null)[] {
  const { instant, range, theme } = context;
  const seen = instant.jobs.flatMap(({ task, release, deadline }, place) => {
    const response = instant.schedule.responses[place] ?? null;
    const end = release + (response ?? Infinity);
    const isSeen = isSeenIn(range, end) && end <= instant.untilNs;
    return task === rank && isSeen ? [{ place, x: placeOf(range, end), late: end - deadline }] : [];
  });
  const dots = seen.length * LEAST_ARROW_GAP > PLOT.width ? [] : seen;
  const radius = 2.6;
  const disc = (x: number) =>
    `M${c(x - radius)} ${c(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
  return [
    dots.length > 0
      ? path('ends', dots.map(({ x }) => disc(x)).join(''), {
          fill: theme.paper,
          stroke: theme.text,
          'stroke-width': 1.2,
        })
      : null,
    ...seen
      .filter(({ late }) => late > 0 && isCertain(context))
      .slice(0, MOST_LATE)
      .map(({ place, x, late }) =>
        badge(`late-${place}`, x, y - BOX - 5, 5.5, 'error', `ends ${formatNs(late)} late`, theme),
      ),
  ];
}

/** Arrows where jobs are released (up) and where they are due (down). */
function arrows(rank: number, y: number, context: InstantContext): SceneNode | null {
  const { instant, range, theme } = context;
  const own = instant.jobs.filter(({ task }) => task === rank);
  const period = (own[1]?.release ?? Infinity) - (own[0]?.release ?? 0);
  const isDense = placeOf(range, range.fromNs + period) - PLOT.x < LEAST_ARROW_GAP;
  const head = (at: number, up: boolean) => {
    const x = placeOf(range, at);
    const [tail, tip] = up ? [y + BOX + 3, y - 5] : [y - 5, y + BOX + 3];
    const back = up ? 4 : -4;
    const shaft = `M${c(x)} ${c(tail)}V${c(tip)}`;
    return isDense ? shaft : `${shaft}m-3 ${back}l3 ${-back}l3 ${back}`;
  };
  const releases = own.filter(({ release }) => isSeenIn(range, release));
  const deadlines = own.filter(({ deadline }) => isSeenIn(range, deadline));
  const stroke = { fill: 'none', 'stroke-width': 1.3 };
  return group('arrows', [
    releases.length > 0
      ? path('releases', releases.map(({ release }) => head(release, true)).join(''), {
          ...stroke,
          stroke: theme.text,
        })
      : null,
    deadlines.length > 0
      ? path('deadlines', deadlines.map(({ deadline }) => head(deadline, false)).join(''), {
          ...stroke,
          stroke: theme.textSoft,
          'stroke-dasharray': '3 2',
        })
      : null,
  ]);
}

/**
 * @param chosen the chosen task
 * @param instant its schedule
 * @returns response in this schedule, and what is proven
 */
export function responseWords({ result }: ChosenTask, instant: CriticalInstant): string {
  const { longest, schedule, jobs } = instant;
  const response = longest === null ? null : (schedule.responses[longest] ?? null);
  const job = longest === null ? undefined : jobs[longest];
  const late = job && response !== null ? job.release + response - job.deadline : 0;
  const bound = result?.responseTimeNs ?? null;
  const verdict =
    result &&
    `${result.verdict === 'unknown' ? 'verdict ' : ''}${TIMING_VERDICT_WORDS[result.verdict]}`;
  return [
    verdict ?? '',
    response === null
      ? `it does not end within ${formatNs(instant.untilNs - instant.atNs)} in this schedule`
      : `response ${formatNs(response)}`,
    job ? `deadline ${formatNs(job.deadline - job.release)}` : '',
    late > 0 ? `late by ${formatNs(late)}` : '',
    bound === null
      ? 'proven bound: unknown'
      : `proven bound ${formatNs(bound)} (${result?.bound ?? ''}${(result?.unstated.length ?? 0) > 0 ? ', under assumptions' : ''})`,
    bound !== null && response !== null && response < bound ? 'this schedule stays below it' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** From release to end of the job that takes longest. */
function bracket(y: number, context: InstantContext): SceneNode {
  const { instant, chosen, range, theme } = context;
  const { longest, schedule, jobs } = instant;
  const job = longest === null ? undefined : jobs[longest];
  const response = longest === null ? null : (schedule.responses[longest] ?? null);
  const from = job?.release ?? instant.atNs;
  const to = from + (response ?? 0);
  const [x, right] = [placeOf(range, from), placeOf(range, to)];
  const isLate = job !== undefined && to > job.deadline && isCertain(context);
  const stroke = { stroke: isLate ? theme.violation : theme.text, 'stroke-width': 1.6 };
  const words = responseWords(chosen, instant);
  const width = Math.min(textWidth(words, 11, 'bold') + 0.01, PLOT.width - (isLate ? 24 : 6));
  const start = Math.max(PLOT.x, Math.min(x, PLOT.x + PLOT.width - width - 6));
  const isShown = response !== null && to > range.fromNs && from < range.toNs;
  return group('response', [
    isShown ? line('span', x, y + 6, right, y + 6, stroke) : null,
    isShown && isSeenIn(range, from) ? line('from', x, y + 1, x, y + 11, stroke) : null,
    isShown && isSeenIn(range, to) ? line('to', right, y + 1, right, y + 11, stroke) : null,
    rect('paper', start + 3, y + 13, width + (isLate ? 20 : 3), 16, { fill: theme.paper }),
    label('value', start + (isLate ? 20 : 4), y + 21, words, {
      room: width,
      size: 11,
      weight: 'bold',
      fill: isLate ? theme.violation : theme.text,
    }),
    isLate ? badge('late', start + 11, y + 21, 6.5, 'error', words, theme) : null,
  ]);
}

/** Where the core serves others: hatched over all rows. */
function gaps({ instant, range }: InstantContext): readonly Stretch[] {
  const { service } = instant;
  if (service === null) return [];
  // A frame that is as thin as a line would be hatched all over.
  if ((service.frame / (range.toNs - range.fromNs)) * PLOT.width < 4) return [];
  const list: Stretch[] = [];
  let at = range.fromNs;
  const put = (end: number) => {
    const [x, right] = [placeOf(range, at), placeOf(range, end)];
    if (right - x > 0.5) list.push({ x, width: right - x });
  };
  const first = Math.floor(range.fromNs / service.frame) * service.frame;
  for (let frame = first; frame < range.toNs && list.length < 1000; frame += service.frame) {
    for (const { start, length } of service.windows) {
      if (frame + start > at) put(Math.min(frame + start, range.toNs));
      at = Math.max(at, frame + start + length);
    }
  }
  if (at < range.toNs) put(range.toNs);
  return list;
}

/** After the time that is simulated: there, empty does not mean idle. */
function beyond({ instant, range, theme }: InstantContext, y: number, height: number) {
  const x = placeOf(range, instant.untilNs);
  const width = PLOT.x + PLOT.width - x;
  if (width < 1) return null;
  return group('beyond', [
    title('not simulated'),
    rect('paper', x, y, width, height, { fill: theme.paper, 'fill-opacity': 0.6 }),
    hatch('lines', [{ x, width }], y, height, { step: 5, stroke: theme.hairline, width: 1 }),
    line('until', x, y, x, y + height, { stroke: theme.outline, 'stroke-dasharray': '2 2' }),
    width < 90
      ? null
      : label('words', x + 5, y + height - 8, 'not simulated', {
          room: width - 8,
          size: 10,
          fill: theme.textSoft,
        }),
  ]);
}

function rowWords(task: InstantTask, rank: number, { instant, chosen }: InstantContext): string {
  const count = instant.jobs.filter((job) => job.task === rank).length;
  const added = task.executionNs - task.wcetNs;
  return [
    `${task.name} of ${task.applicationName}`,
    `${count} ${count === 1 ? 'job' : 'jobs'} of ${formatNs(task.wcetNs)} each${added === 0 ? '' : `, and ${formatNs(added)} of switches, interference and spinning`}`,
    rank === instant.own ? responseWords(chosen, instant) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** WCET, and what is added to it. */
function timesWords({ wcetNs, executionNs }: InstantTask): string {
  return `C ${formatNs(wcetNs)}${executionNs === wcetNs ? '' : ` + ${formatNs(executionNs - wcetNs)}`}`;
}

/** What less urgent tasks take before they give way. */
function blockingRow(y: number, context: InstantContext): SceneNode | null {
  const { blocking } = context.instant;
  if (blocking === null) return null;
  const { theme } = context;
  const top = y + (ROW - BOX) / 2;
  const boxes = runs(blocking.rank, context);
  const room = PLOT.x - NAME_X - 12;
  const words = `regions and locks of lower priorities, at most ${formatNs(blocking.ns)} in the busy period, drawn from the instant on`;
  return group('blocking', [
    title(words),
    line('ground', PLOT.x, top + BOX, PLOT.x + PLOT.width, top + BOX, {
      stroke: theme.hairline,
      'stroke-width': 0.8,
    }),
    label('name', NAME_X, y + 10, 'blocking', { room, size: 11.5, fill: theme.text }),
    label('times', NAME_X, y + 23, `B ${formatNs(blocking.ns)}, once`, {
      room,
      size: 10,
      fill: theme.textSoft,
    }),
    boxes.length === 0
      ? null
      : path('runs', boxPath(boxes, top, BOX), {
          fill: theme.paper,
          stroke: theme.outline,
          'stroke-dasharray': '4 2',
        }),
  ]);
}

function taskRow(rank: number, y: number, context: InstantContext): Part {
  const { instant, theme } = context;
  const task = instant.tasks[rank] as InstantTask;
  const isOwn = rank === instant.own;
  const top = y + (ROW - BOX) / 2;
  const boxes = runs(rank, context);
  const waits = boxPath(pendings(rank, context), top + BOX - WAIT, WAIT);
  const number = context.ranks[rank] ?? rank;
  const words = rowWords(task, rank, context);
  const key = `row-${rank}-${task.taskId}`;
  const room = PLOT.x - NAME_X - 12;
  const node = group(
    key,
    [
      title(words),
      line('ground', PLOT.x, top + BOX, PLOT.x + PLOT.width, top + BOX, {
        stroke: theme.hairline,
        'stroke-width': 0.8,
      }),
      taskSwatch(LABEL_X, y + 12, number, isOwn, theme),
      label('name', NAME_X, y + 10, `${isOwn ? '→ ' : ''}${task.name}`, {
        room,
        size: 11.5,
        weight: isOwn ? 'bold' : 'regular',
        fill: theme.text,
      }),
      label('times', NAME_X, y + 23, `${timesWords(task)}, ${task.applicationName}`, {
        room,
        size: 10,
        fill: theme.textSoft,
      }),
      waits === ''
        ? null
        : path('waits', waits, { fill: theme.paper, stroke: theme.outline, 'stroke-width': 1 }),
      boxes.length === 0
        ? null
        : path('runs', boxPath(boxes, top, BOX), {
            fill: isOwn ? theme.bar : theme.barSoft,
            stroke: theme.outline,
            'stroke-width': 0.8,
          }),
      arrows(rank, top, context),
      ...ends(rank, top + BOX, context),
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
    width: PLOT.x + PLOT.width - LABEL_X,
    height: ROW + (isOwn ? BRACKET : 0),
    label: words,
    coreIds: [instant.coreId],
    environmentId: null,
    placementId: task.placementId,
  };
  return { node, items: [item] };
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
    y += ROW + (rank === instant.own ? BRACKET : 0);
  }
  const bottom = y + (left > 0 ? 18 : 4);
  const x = placeOf(range, instant.atNs);
  const node = group('schedule', [
    hatch('elsewhere', gaps(context), top, y - top, { step: 9, stroke: theme.hairline, width: 1 }),
    rect('edge', PLOT.x, top, PLOT.width, y - top, { fill: 'none', stroke: theme.hairline }),
    isSeenIn(range, instant.atNs)
      ? line('instant', x, top - 6, x, y, {
          stroke: theme.selection,
          'stroke-width': 1.6,
          'stroke-dasharray': '6 3',
        })
      : null,
    blocking,
    ...parts.map((part) => part.node),
    beyond(context, top, y - top),
    left > 0
      ? label('left', LABEL_X, y + 9, `${left} more tasks are simulated and not drawn`, {
          room: PLOT.width,
          size: 10.5,
          fill: theme.textSoft,
        })
      : null,
  ]);
  return { node, items: parts.flatMap(({ items }) => items), bottom };
}
