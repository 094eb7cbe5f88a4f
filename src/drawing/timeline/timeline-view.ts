/** Window tables to scale, and one schedule of a task's critical instant on the same axis. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { CriticalInstant } from '../../analysis/schedulability/critical-instant.ts';
import { policyWords } from '../../analysis/timing-words.ts';
import type { Id } from '../../model/fields.ts';
import { listNames } from '../../analysis/wording.ts';
import { infoOf, targetOf, type Plan } from '../../model/plan.ts';
import { formatNs } from '../../model/units.ts';
import { captionScene } from '../caption.ts';
import type { Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { legendLines } from '../legend.ts';
import { group, label, rect } from '../marks.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import type { SceneNode } from '../scene.ts';
import { themeOf, type Theme } from '../theme.ts';
import { coreRows } from './core-rows.ts';
import { instantRows, responseWords } from './instant-rows.ts';
import { frameEntries, instantEntries, runEntries } from './timeline-legend.ts';
import { shownRange, timelineOf, type CoreLine, type TimelineModel } from './timeline-model.ts';
import { PLOT, timeAxis, timeAxisFoot, type TimeRange } from './time-scale.ts';

const WIDTH = 1120;
const MARGIN = 24;
const SIZES = { title: 18, body: 12 } as const;
const HEADING = 44;
/** From this height on the times stand at the foot, too. */
const TALL = 320;
/** More partitions than this are not read out one by one. */
const MOST_SAID = 12;

/** What stands over the schedule. */
interface Heading {
  readonly first: string;
  readonly second: string;
}

/** Regions and locks are counted at their longest, as in the bound. */
function scheduleWords({ policy, blocking }: CriticalInstant): string {
  if (blocking)
    return 'As the bound counts it, perhaps later than any schedule: critical instant of';
  const what = policy === 'edf' ? 'all ready at once with' : 'critical instant of';
  return `One schedule, not a bound: ${what}`;
}

function headingOf(plan: Plan, { chosen, answer }: TimelineModel): Heading | null {
  if (!chosen || !answer) return null;
  const task = plan.tasks.get(chosen.taskId);
  const application = plan.applications.get(task?.applicationId ?? '');
  const name = `“${task?.name ?? 'deleted task'}” of ${application?.name ?? 'deleted application'}`;
  if (answer.kind === 'unknown') {
    return {
      first: `Critical instant of ${name}: unknown`,
      second: `No schedule can be shown: ${answer.reason}.`,
    };
  }
  const { instant } = answer;
  const core = targetOf(plan).cores.find(({ id }) => id === instant.coreId)?.name ?? '';
  return {
    first: `${scheduleWords(instant)} ${name}`,
    second: [
      `${instant.hostName} on ${core}`,
      policyWords(instant.policy, instant.preemptions),
      'every job at its WCET',
      instant.policy === 'edf' ? 'other releases may take longer' : '',
      instant.isPhased ? 'at the stated offsets, from the longest response by these on' : '',
      instant.service === null
        ? 'the core serves nobody else'
        : `begins ${formatNs(instant.atNs)} into the frame${instant.isPhased ? '' : ', where a window ends'}`,
    ]
      .filter((part) => part !== '')
      .join(' · '),
  };
}

/** A core without windows, for those who do not see it. */
function lineWords(line: CoreLine): readonly string[] {
  if (line.kind === 'windows') return [];
  if (line.kind === 'unknown') {
    return [`${listNames(line.coreNames)}: who runs when is unknown, ${line.reason}.`];
  }
  const { hostName, policy, preemptions, tasks } = line.run;
  const names = listNames(tasks.map(({ name }) => name));
  return [
    `${line.coreName}: ${hostName} by ${policyWords(policy, preemptions)}, one schedule of ${names}.`,
  ];
}

function describe(plan: Plan, model: TimelineModel, heading: Heading | null): string {
  const { cores, lines, chosen, answer, tree } = model;
  const windows = cores.flatMap((row) => row.windows.map((drawn) => ({ row, drawn })));
  const said = windows.slice(0, MOST_SAID).map(({ row, drawn: { window, faults } }) => {
    const name = tree.environmentById.get(window.environmentId)?.name ?? 'a deleted partition';
    const fault = faults.length > 0 ? `; ${faults.join('; ')}` : '';
    const end = window.startNs + window.durationNs;
    return `${row.coreName}: ${name} from ${formatNs(window.startNs)} to ${formatNs(end)}${fault}.`;
  });
  const frames = new Map(cores.map(({ table }) => [table.frame.id, table.frame]));
  return [
    `Timeline of layout ${tree.layout.name} in plan ${infoOf(plan).name}.`,
    cores.length === 0 ? 'It has no window tables.' : '',
    ...[...frames.values()].map(
      (frame) => `Frame ${frame.name} lasts ${formatNs(frame.lengthNs)}.`,
    ),
    ...said,
    windows.length > said.length ? `And ${windows.length - said.length} more windows.` : '',
    ...lines.slice(0, MOST_SAID).flatMap(lineWords),
    heading ? `${heading.first}. ${heading.second.replace(/\.$/, '')}.` : 'No task has a place.',
    chosen && answer?.kind === 'instant' ? `${responseWords(chosen, answer.instant)}.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function headingScene({ first, second }: Heading, y: number, theme: Theme): SceneNode {
  const room = WIDTH - 2 * MARGIN;
  return group('heading', [
    // Grid lines end above it and begin anew below.
    rect('paper', MARGIN, y, room, HEADING - 6, { fill: theme.paper }),
    label('first', MARGIN, y + 12, first, { room, size: 13, weight: 'bold', fill: theme.text }),
    label('second', MARGIN, y + 29, second, { room, size: 11, fill: theme.textSoft }),
  ]);
}

/** Numbers of the tasks of a schedule: those that they have on the line of their core, where it has one. */
function ranksOf({ lines }: TimelineModel, { coreId, tasks }: CriticalInstant): readonly number[] {
  const line = lines.find((each) => each.kind === 'run' && each.run.coreId === coreId);
  const all = line?.kind === 'run' ? line.run.tasks : tasks;
  const taken = new Set<number>();
  return tasks.map(({ taskId, placementId }, rank) => {
    const at = all.findIndex(
      (task, place) =>
        task.taskId === taskId && task.placementId === placementId && !taken.has(place),
    );
    taken.add(at);
    return at < 0 ? rank : at;
  });
}

/** Everything between caption and legend. */
function bodyOf(
  model: TimelineModel,
  heading: Heading | null,
  top: number,
  range: TimeRange,
  options: DrawingOptions,
): { nodes: readonly SceneNode[]; items: readonly DrawingItem[]; bottom: number } {
  const theme = themeOf(options.theme);
  const windowId = options.timeline?.windowId ?? null;
  const cores = coreRows({ model, range, theme, windowId }, top + 24);
  const nodes: SceneNode[] = [cores.node];
  let { bottom } = cores;
  const items: DrawingItem[] = [...cores.items];
  if (heading) {
    nodes.push(headingScene(heading, bottom + 6, theme));
    bottom += 6 + HEADING;
  }
  if (model.chosen && model.answer?.kind === 'instant') {
    const { instant } = model.answer;
    const ranks = ranksOf(model, instant);
    const context = { instant, chosen: model.chosen, ranks, range, theme };
    const rows = instantRows(context, bottom);
    nodes.push(rows.node);
    items.push(...rows.items);
    bottom = rows.bottom;
  }
  const again = bottom - top > TALL ? timeAxisFoot(range, bottom, theme) : null;
  const axis = timeAxis(range, top, bottom, theme);
  return {
    nodes: again ? [axis, ...nodes, again.node] : [axis, ...nodes],
    items,
    bottom: again?.bottom ?? bottom,
  };
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it, or null: no bound stands beside the schedule then
 * @param options theme, selection, catalogue, caption, and what of the time is shown
 * @returns the windows of each core, and a schedule; of a layout without windows and placed tasks, a drawing that says so
 * @cost O(windows + jobs that are seen) and the simulation of one critical instant
 * @rules TIMELINE-1, TIMELINE-2, TIMELINE-3, TIMELINE-4, TIMELINE-5, TIMELINE-6
 */
export function timelineView(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions = {},
): Drawing {
  const model = timelineOf(plan, layoutId, result, options);
  if (!model) return emptyDrawing('There is no such layout in this plan.', options);
  const name = `${infoOf(plan).name}: timeline`;
  if (model.lines.length === 0 && !model.chosen) {
    const subtitle = `Layout “${model.tree.layout.name}”`;
    const nothing = 'This layout has neither windows nor tasks.';
    return emptyDrawing(nothing, options, { title: name, subtitle });
  }
  const theme = themeOf(options.theme);
  const range = shownRange(model.whole, options.timeline?.range);
  const heading = headingOf(plan, model);
  const captioned = options.caption !== false;
  const body = bodyOf(model, heading, captioned ? 68 : 12, range, options);
  const nodes = [...body.nodes];
  let { bottom } = body;
  const right = PLOT.x + PLOT.width;
  if (captioned) {
    const subtitle = `Layout “${model.tree.layout.name}” · ${formatNs(range.fromNs)} to ${formatNs(range.toNs)}`;
    const room = WIDTH - 2 * MARGIN;
    nodes.push(captionScene({ title: name, subtitle }, MARGIN, 18, room, theme, SIZES).node);
  }
  const entries = [
    ...(model.cores.length > 0 ? frameEntries(theme) : []),
    ...(model.lines.some(({ kind }) => kind === 'run') ? runEntries(theme) : []),
    ...(model.answer?.kind === 'instant'
      ? instantEntries(
          theme,
          model.answer.instant.service !== null,
          model.answer.instant.blocking !== null,
          model.answer.instant.isPhased,
        )
      : []),
  ];
  const legend = legendLines(entries, MARGIN, bottom + 10, right, theme, 10.5);
  nodes.push(legend.node);
  bottom = legend.bottom;
  const height = bottom + 16;
  const description = describe(plan, model, heading);
  return {
    scene: sceneRoot(WIDTH, height, name, description, nodes, theme),
    width: WIDTH,
    height,
    items: body.items,
    links: [],
    description,
    idiom: null,
    collapsed: [],
  };
}
