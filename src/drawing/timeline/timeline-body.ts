/** The parts of a timeline between caption and legend: cores with the way of a chain, and the critical instant of a task. */
import type { CriticalInstant } from '../../analysis/schedulability/critical-instant.ts';
import type { DrawingItem, DrawingOptions } from '../drawing.ts';
import { group } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { themeOf, type Theme } from '../theme.ts';
import { chainWay } from './chain-way.ts';
import { coreRows } from './core-rows.ts';
import { instantRows } from './instant-rows.ts';
import { TEXT } from './row-parts.ts';
import { headingScene, type Heading } from './timeline-headings.ts';
import type { TimelineModel } from './timeline-model.ts';
import { timeAxis, timeAxisFoot, type TimeScale } from './time-scale.ts';

/** Air around the drawing. */
export const MARGIN = 24;
/** From this height on the times stand at the foot, too. */
const TALL = 320;
/** Height of the times above a part. */
const AXIS = 24;

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

/** The scale of the cores, and that of the critical instant: the same object where they share one. */
export interface Scales {
  readonly range: Required<TimeScale>;
  readonly near: Required<TimeScale>;
}

/** What is drawn, and where it ends. */
export interface Body {
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
  const cores = coreRows(context, axisTop + AXIS);
  const way = model.chain?.way.kind === 'path' ? model.chain.way.path : null;
  const drawn = way && chainWay(way, cores.lanes, context);
  // The line of a chain hides no letter, and no line its numbers.
  const parts = [head?.node, cores.node, drawn?.line, group('texts', cores.texts), drawn?.steps];
  const nodes = parts.flatMap((node) => node ?? []);
  return { nodes, items: cores.items, bottom: cores.bottom, axisTop };
}

/** The times above a part, and below it where it is tall. */
function withAxis(
  { nodes, items, bottom }: Body,
  top: number,
  range: Required<TimeScale>,
  theme: Theme,
): Body {
  const again = bottom - top > TALL ? timeAxisFoot(range, bottom, theme, TEXT) : null;
  const axis = timeAxis(range, top, bottom, theme, TEXT);
  return {
    nodes: again ? [axis, ...nodes, again.node] : [axis, ...nodes],
    items,
    bottom: again?.bottom ?? bottom,
  };
}

/** The critical instant with what stands over it. */
function instantBody(
  model: TimelineModel,
  heading: Heading | null,
  top: number,
  range: Required<TimeScale>,
  theme: Theme,
  isApart: boolean,
): Body & { readonly axisTop: number } {
  if (!heading) return { nodes: [], items: [], bottom: top, axisTop: top };
  const room = range.x + range.width - MARGIN;
  const head = headingScene('heading', heading, MARGIN, top + 6, room, theme);
  const axisTop = head.bottom;
  if (!model.chosen || model.answer?.kind !== 'instant')
    return { nodes: [head.node], items: [], bottom: axisTop, axisTop };
  const { instant } = model.answer;
  const { chosen, missing } = model;
  const ranks = ranksOf(model, instant);
  // Room for the times above, where they are not those of the cores.
  const rows = instantRows(
    { instant, chosen, ranks, missing, range, theme },
    axisTop + (isApart ? AXIS : 0),
  );
  return { nodes: [head.node, rows.node], items: rows.items, bottom: rows.bottom, axisTop };
}

/**
 * @param model what a timeline shows
 * @param headings what stands over cores and critical instant
 * @param top upper edge
 * @param scales of the two
 * @param options colours, and the window with a ring
 * @returns everything between caption and legend
 * @cost O(windows + jobs that are seen)
 */
export function bodyOf(
  model: TimelineModel,
  headings: readonly [Heading | null, Heading | null],
  top: number,
  scales: Scales,
  options: DrawingOptions,
): Body {
  const theme: Theme = themeOf(options.theme);
  const { range, near } = scales;
  const [coresHead, heading] = headings;
  const cores = coresBody(model, coresHead, top, range, options);
  const isApart = near !== range;
  const above = isApart ? withAxis(cores, cores.axisTop, range, theme) : cores;
  const below = instantBody(model, heading, above.bottom, near, theme, isApart);
  if (!isApart) {
    const both = {
      nodes: [...cores.nodes, ...below.nodes],
      items: [...cores.items, ...below.items],
      bottom: below.bottom,
    };
    return withAxis(both, cores.axisTop, range, theme);
  }
  const hasRows = model.answer?.kind === 'instant';
  const drawn = hasRows ? withAxis(below, below.axisTop, near, theme) : below;
  return {
    nodes: [group('cores-part', above.nodes), group('instant-part', drawn.nodes)],
    items: [...above.items, ...drawn.items],
    bottom: drawn.bottom,
  };
}
