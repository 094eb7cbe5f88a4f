/** What stands in the rows of a critical instant: runs, waits, arrows, ends, the bracket of the response, time that does not count. */
import type { CriticalInstant } from '../../analysis/schedulability/critical-instant.ts';
import { badge, group, label, line, path, rect, title } from '../marks.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';
import { textWidth, wrapText } from '../text-metrics.ts';
import type { Theme } from '../theme.ts';
import { TEXT } from './row-parts.ts';
import { hatch, type Stretch } from './hatch.ts';
import { lateMarks } from './late-marks.ts';
import { responseWords } from './response-words.ts';
import { placeOf, type TimeRange, type TimeScale } from './time-scale.ts';
import { missKey, type ChosenTask } from './timeline-model.ts';

/** Height of the box of a job. */
export const BOX = 18;
/** Closer together than this, in user units, arrows run into each other. */
const LEAST_ARROW_GAP = 7;

/** What rows of a critical instant are drawn with. */
export interface InstantContext {
  readonly instant: CriticalInstant;
  readonly chosen: ChosenTask;
  /** Number of each task on its core, from 0. */
  readonly ranks: readonly number[];
  /** Tasks that are proven to miss their deadlines, by `missKey`. */
  readonly missing: ReadonlySet<string>;
  readonly range: Required<TimeScale>;
  readonly theme: Theme;
}

const c = formatCoordinate;

/** What a schedule shows is certain only where the engine has proven it: locks, factors and switches are counted as often as they may happen. */
function isProven({ instant, missing }: InstantContext, rank: number): boolean {
  const task = instant.tasks[rank];
  return task !== undefined && missing.has(missKey(task.placementId, task.taskId));
}

export function isSeenIn(range: TimeRange, at: number): boolean {
  return at >= range.fromNs && at <= range.toNs;
}

function stretch(range: TimeScale, start: number, end: number): Stretch {
  const x = placeOf(range, start);
  return { x, width: Math.max(0.6, placeOf(range, end) - x) };
}

/** Every stretch in which one task runs. */
export function runs(rank: number, { instant, range }: InstantContext): readonly Stretch[] {
  const to = Math.min(range.toNs, instant.untilNs);
  return instant.schedule.segments
    .filter(({ task, start, end }) => task === rank && end > range.fromNs && start < to)
    .map(({ start, end }) => stretch(range, start, Math.min(end, to)));
}

/** From where a job is ready to where it ends: where it does not run in that time, it waits. */
export function pendings(rank: number, { instant, range }: InstantContext): readonly Stretch[] {
  const to = Math.min(range.toNs, instant.untilNs);
  return instant.jobs.flatMap(({ task, ready, release }, place) => {
    const response = instant.schedule.responses[place] ?? null;
    const end = Math.min(to, response === null ? Infinity : release + response);
    return task === rank && ready < end && end > range.fromNs ? [stretch(range, ready, end)] : [];
  });
}

/** Where jobs end: a disc, and "!" for a late one. */
export function ends(
  rank: number,
  y: number,
  context: InstantContext,
): readonly (SceneNode | null)[] {
  const { instant, range, theme } = context;
  const seen = instant.jobs.flatMap(({ task, release, deadline }, place) => {
    const response = instant.schedule.responses[place] ?? null;
    const end = release + (response ?? Infinity);
    const isSeen = isSeenIn(range, end) && end <= instant.untilNs;
    return task === rank && isSeen ? [{ place, x: placeOf(range, end), late: end - deadline }] : [];
  });
  const dots = seen.length * LEAST_ARROW_GAP > range.width ? [] : seen;
  const radius = 2.6;
  const name = instant.tasks[rank]?.name ?? '';
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
    ...lateMarks(
      seen.flatMap(({ place, x, late }) =>
        late > 0 ? [{ place, x, name, lateNs: late, isProven: isProven(context, rank) }] : [],
      ),
      y - BOX - 5,
      theme,
    ),
  ];
}

/** Arrows where jobs are released (up) and where they are due (down). */
export function arrows(rank: number, y: number, context: InstantContext): SceneNode | null {
  const { instant, range, theme } = context;
  const own = instant.jobs.filter(({ task }) => task === rank);
  const period = (own[1]?.release ?? Infinity) - (own[0]?.release ?? 0);
  const isDense = placeOf(range, range.fromNs + period) - range.x < LEAST_ARROW_GAP;
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

/** Of the words below the bracket. */
const LINE = 16;
const MOST_LINES = 4;

/** The words below the bracket, in as many lines as they need. */
function bracketLines({ chosen, instant, range }: InstantContext): readonly string[] {
  return wrapText(responseWords(chosen, instant), range.width - 30, TEXT, MOST_LINES, 'bold');
}

/** Height of the bracket with its words. */
export function bracketHeight(context: InstantContext): number {
  return 18 + bracketLines(context).length * LINE;
}

/** From release to end of the job that takes longest. */
export function bracket(y: number, context: InstantContext): SceneNode {
  const { instant, range, theme } = context;
  const { longest, schedule, jobs } = instant;
  const job = longest === null ? undefined : jobs[longest];
  const response = longest === null ? null : (schedule.responses[longest] ?? null);
  const from = job?.release ?? instant.atNs;
  const to = from + (response ?? 0);
  const [x, right] = [placeOf(range, from), placeOf(range, to)];
  const isLate = job !== undefined && to > job.deadline && isProven(context, instant.own);
  const stroke = { stroke: isLate ? theme.violation : theme.text, 'stroke-width': 1.6 };
  const lines = bracketLines(context);
  const width = Math.max(...lines.map((text) => textWidth(text, TEXT, 'bold'))) + 0.01;
  const lead = isLate ? 20 : 4;
  const end = range.x + range.width - width - lead - 2;
  const start = Math.max(range.x, Math.min(x, end));
  const isShown = response !== null && to > range.fromNs && from < range.toNs;
  return group('response', [
    isShown ? line('span', x, y + 6, right, y + 6, stroke) : null,
    isShown && isSeenIn(range, from) ? line('from', x, y + 1, x, y + 11, stroke) : null,
    isShown && isSeenIn(range, to) ? line('to', right, y + 1, right, y + 11, stroke) : null,
    rect('paper', start + 2, y + 13, width + lead, lines.length * LINE, { fill: theme.paper }),
    ...lines.map((text, at) =>
      label(`value-${at}`, start + lead, y + 21 + at * LINE, text, {
        room: width,
        size: TEXT,
        weight: 'bold',
        fill: isLate ? theme.violation : theme.text,
      }),
    ),
    isLate ? badge('late', start + 11, y + 21, 6.5, 'error', lines.join(' '), theme) : null,
  ]);
}

/** Where the core serves others: hatched over all rows. */
export function gaps({ instant, range }: InstantContext): readonly Stretch[] {
  const { service } = instant;
  if (service === null) return [];
  // A frame that is as thin as a line would be hatched all over.
  if ((service.frame / (range.toNs - range.fromNs)) * range.width < 4) return [];
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
export function beyond({ instant, range, theme }: InstantContext, y: number, height: number) {
  const x = placeOf(range, instant.untilNs);
  const width = range.x + range.width - x;
  if (width < 1) return null;
  return group('beyond', [
    title('not simulated'),
    rect('paper', x, y, width, height, { fill: theme.paper, 'fill-opacity': 0.6 }),
    hatch('lines', [{ x, width }], y, height, { step: 5, stroke: theme.hairline, width: 1 }),
    line('until', x, y, x, y + height, { stroke: theme.outline, 'stroke-dasharray': '2 2' }),
    width < 100
      ? null
      : label('words', x + 5, y + 9, 'not simulated', {
          room: width - 8,
          size: TEXT,
          fill: theme.textSoft,
        }),
  ]);
}
