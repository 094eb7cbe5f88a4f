/** Every core with its windows and the nominal schedule, a chain through it, and one schedule of a task's critical instant, on one axis. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { CriticalInstant } from '../../analysis/schedulability/critical-instant.ts';
import { policyWords } from '../../analysis/timing-words.ts';
import type { Id } from '../../model/fields.ts';
import { listNames } from '../../analysis/wording.ts';
import { infoOf, type Plan } from '../../model/plan.ts';
import { formatNs } from '../../model/units.ts';
import { captionScene } from '../caption.ts';
import type { Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { legendLines } from '../legend.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import type { SceneNode } from '../scene.ts';
import { themeOf, type Theme } from '../theme.ts';
import { chainWay } from './chain-way.ts';
import { coreRows } from './core-rows.ts';
import { TEXT } from './row-parts.ts';
import { instantRows } from './instant-rows.ts';
import { responseWords } from './response-words.ts';
import {
  chainWords,
  coresHeading,
  headingScene,
  instantHeading,
  type Heading,
} from './timeline-headings.ts';
import { chainEntries, frameEntries, instantEntries, runEntries } from './timeline-legend.ts';
import { shownRange, timelineOf, type CoreLine, type TimelineModel } from './timeline-model.ts';
import { PAPER_WIDTH, scaleOf, timeAxis, timeAxisFoot, type TimeScale } from './time-scale.ts';

const MARGIN = 24;
const SIZES = { title: 18, body: 12 } as const;
/** From this height on the times stand at the foot, too. */
const TALL = 320;
/** Drawings are never narrower: names and times would have no room. */
const LEAST_WIDTH = 480;
/** More partitions than this are not read out one by one. */
const MOST_SAID = 12;

/** What runs on a core, for those who do not see it. */
function lineWords(line: CoreLine): readonly string[] {
  if (line.kind === 'windows') {
    return line.runs.map(
      ({ hostName, tasks }) =>
        `${line.row.coreName}: in the windows of ${hostName} run ${listNames(tasks.map(({ name }) => name))}.`,
    );
  }
  if (line.kind === 'unknown') {
    return [`${listNames(line.coreNames)}: who runs when is unknown, ${line.reason}.`];
  }
  const { hostName, policy, preemptions, tasks } = line.run;
  const names = listNames(tasks.map(({ name }) => name));
  return [
    `${line.coreName}: ${hostName} by ${policyWords(policy, preemptions)}, nominal schedule of ${names}.`,
  ];
}

function describe(
  plan: Plan,
  model: TimelineModel,
  result: LayoutResult | null,
  heading: Heading | null,
): string {
  const { cores, lines, chosen, answer, tree, chain } = model;
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
    chain ? `${chainWords(chain, result)}.` : '',
    heading ? `${heading.first}. ${heading.second.replace(/\.$/, '')}.` : 'No task has a place.',
    chosen && answer?.kind === 'instant' ? `${responseWords(chosen, answer.instant)}.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Numbers of the tasks of a schedule: those that they have on the line of their core, where it has one. */
function ranksOf({ lines }: TimelineModel, { coreId, tasks }: CriticalInstant): readonly number[] {
  const all = lines
    .flatMap((line) =>
      line.kind === 'run' ? [line.run] : line.kind === 'windows' ? line.runs : [],
    )
    .filter((run) => run.coreId === coreId)
    .flatMap((run) => run.tasks.map((task, rank) => ({ ...task, rank })));
  const taken = new Set<number>();
  return tasks.map(({ taskId, placementId }, rank) => {
    const at = all.findIndex(
      (task, place) =>
        task.taskId === taskId && task.placementId === placementId && !taken.has(place),
    );
    taken.add(at);
    return all[at]?.rank ?? rank;
  });
}

/** What is drawn, and where it ends. */
interface Body {
  readonly nodes: readonly SceneNode[];
  readonly items: readonly DrawingItem[];
  readonly bottom: number;
}

/** The cores, with the way of the chain over them. */
function coresBody(
  model: TimelineModel,
  heading: Heading | null,
  top: number,
  range: Required<TimeScale>,
  options: DrawingOptions,
): Body & { readonly axisTop: number } {
  const theme = themeOf(options.theme);
  const context = { model, range, theme, windowId: options.timeline?.windowId ?? null };
  const room = range.x + range.width - MARGIN;
  const head = heading && headingScene('cores-heading', heading, MARGIN, top, room, theme);
  const axisTop = head ? head.bottom + 2 : top;
  const cores = coreRows(context, axisTop + 24);
  const way = model.chain?.way.kind === 'path' ? model.chain.way.path : null;
  const drawn = way && chainWay(way, cores.lanes, context);
  const nodes = [head?.node ?? null, cores.node, drawn].filter((node) => node !== null);
  return { nodes, items: cores.items, bottom: cores.bottom, axisTop };
}

/** Everything between caption and legend. */
function bodyOf(
  model: TimelineModel,
  headings: readonly [Heading | null, Heading | null],
  top: number,
  range: Required<TimeScale>,
  options: DrawingOptions,
): Body {
  const theme: Theme = themeOf(options.theme);
  const [coresHead, heading] = headings;
  const cores = coresBody(model, coresHead, top, range, options);
  const nodes: SceneNode[] = [...cores.nodes];
  const items: DrawingItem[] = [...cores.items];
  let { bottom } = cores;
  if (heading) {
    const room = range.x + range.width - MARGIN;
    const head = headingScene('heading', heading, MARGIN, bottom + 6, room, theme);
    nodes.push(head.node);
    ({ bottom } = head);
  }
  if (model.chosen && model.answer?.kind === 'instant') {
    const { instant } = model.answer;
    const ranks = ranksOf(model, instant);
    const rows = instantRows({ instant, chosen: model.chosen, ranks, range, theme }, bottom);
    nodes.push(rows.node);
    items.push(...rows.items);
    bottom = rows.bottom;
  }
  const again = bottom - top > TALL ? timeAxisFoot(range, bottom, theme, TEXT) : null;
  const axis = timeAxis(range, cores.axisTop, bottom, theme, TEXT);
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
 * @param options theme, selection, catalogue, caption, width, chain, and what of the time is shown
 * @returns every core with windows and what runs, the way of a chain, and the critical instant of a task; of a layout without windows and placed tasks, a drawing that says so
 * @cost O(windows + jobs that are seen), the simulation of one critical instant and of every core
 * @rules TIMELINE-1, TIMELINE-2, TIMELINE-3, TIMELINE-4, TIMELINE-5, TIMELINE-6, TIMELINE-7
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
  const width = Math.max(LEAST_WIDTH, options.timeline?.width ?? PAPER_WIDTH);
  const range = scaleOf(shownRange(model.first, options.timeline?.range), width);
  const heading = instantHeading(plan, model);
  const captioned = options.caption !== false;
  const body = bodyOf(
    model,
    [coresHeading(model, result), heading],
    captioned ? 68 : 12,
    range,
    options,
  );
  const nodes = [...body.nodes];
  let { bottom } = body;
  const right = range.x + range.width;
  if (captioned) {
    const subtitle = `Layout “${model.tree.layout.name}” · ${formatNs(range.fromNs)} to ${formatNs(range.toNs)}`;
    const room = width - 2 * MARGIN;
    nodes.push(captionScene({ title: name, subtitle }, MARGIN, 18, room, theme, SIZES).node);
  }
  const entries = [
    ...(model.cores.length > 0 ? frameEntries(theme) : []),
    ...(model.lines.some((line) => line.kind !== 'unknown') ? runEntries(theme) : []),
    ...(model.chain?.way.kind === 'path' ? chainEntries(theme) : []),
    ...(model.answer?.kind === 'instant' ? instantEntries(theme, model.answer.instant) : []),
  ];
  const legend = legendLines(entries, MARGIN, bottom + 10, right, theme, TEXT);
  nodes.push(legend.node);
  bottom = legend.bottom;
  const height = bottom + 16;
  const description = describe(plan, model, result, heading);
  return {
    scene: sceneRoot(width, height, name, description, nodes, theme),
    width,
    height,
    items: body.items,
    links: [],
    description,
    idiom: null,
    collapsed: [],
  };
}
