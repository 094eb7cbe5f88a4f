/** Every core with its windows and the nominal schedule, a chain through it, and one schedule of a task's critical instant, on one axis. */
import type { LayoutResult } from '../../analysis/result.ts';
import { policyWords } from '../../analysis/timing-words.ts';
import type { Id } from '../../model/fields.ts';
import { listNames } from '../../analysis/wording.ts';
import { infoOf, type Plan } from '../../model/plan.ts';
import { formatNs } from '../../model/units.ts';
import { captionScene } from '../caption.ts';
import type { Drawing, DrawingOptions } from '../drawing.ts';
import { legendLines } from '../legend.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import { themeOf } from '../theme.ts';
import { bodyOf, MARGIN } from './timeline-body.ts';
import { TEXT } from './row-parts.ts';
import { responseWords } from './response-words.ts';
import { chainWords, coresHeading, instantHeading, type Heading } from './timeline-headings.ts';
import {
  chainEntries,
  frameEntries,
  instantEntries,
  lateEntries,
  runEntries,
} from './timeline-legend.ts';
import {
  instantRange,
  missKey,
  shownRange,
  timelineOf,
  type CoreLine,
  type TimelineModel,
} from './timeline-model.ts';
import { PAPER_WIDTH, scaleOf } from './time-scale.ts';

const SIZES = { title: 18, body: 12 } as const;
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

/** Kinds of late ends that there are, also where they are not seen. */
function lateKinds({ lines, answer, missing }: TimelineModel) {
  const runs = lines.flatMap((line) =>
    line.kind === 'run' ? [line.run] : line.kind === 'windows' ? line.runs : [],
  );
  const schedules = answer?.kind === 'instant' ? [...runs, answer.instant] : runs;
  const late = schedules.flatMap(({ schedule, jobs, tasks }) =>
    schedule.misses.flatMap((place) => tasks[jobs[place]?.task ?? -1] ?? []),
  );
  const proven = late.map(({ placementId, taskId }) => missing.has(missKey(placementId, taskId)));
  return { isProven: proven.includes(true), isOpen: proven.includes(false) };
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
  return timelineDrawing(plan, model, result, options);
}

/**
 * Another stretch of time, width or theme is another drawing of the same model: nothing is simulated anew.
 *
 * @param plan the plan
 * @param model what a timeline of it shows
 * @param result what the model was made with
 * @param options theme, caption, width, the window with a ring, and what of the time is shown
 * @returns as `timelineView`
 * @cost O(windows + jobs that are seen)
 */
export function timelineDrawing(
  plan: Plan,
  model: TimelineModel,
  result: LayoutResult | null,
  options: DrawingOptions,
): Drawing {
  const name = `${infoOf(plan).name}: timeline`;
  if (model.lines.length === 0 && !model.chosen) {
    const subtitle = `Layout “${model.tree.layout.name}”`;
    const nothing = 'This layout has neither windows nor tasks.';
    return emptyDrawing(nothing, options, { title: name, subtitle });
  }
  const theme = themeOf(options.theme);
  const width = Math.max(LEAST_WIDTH, options.timeline?.width ?? PAPER_WIDTH);
  const shown = shownRange(model.first, options.timeline?.range);
  const range = scaleOf(shown, width);
  const own = instantRange(model, shown);
  const scales = { range, near: own === shown ? range : scaleOf(own, width) };
  const heading = instantHeading(plan, model, own !== shown);
  const captioned = options.caption !== false;
  const body = bodyOf(
    model,
    [coresHeading(model, result), heading],
    captioned ? 68 : 12,
    scales,
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
    ...lateEntries(theme, lateKinds(model)),
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
