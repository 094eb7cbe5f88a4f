/** The layout view: the textbook stack of the software on the target's real cores. */
import type { LayoutResult, SubjectKind } from '../../analysis/result.ts';
import type { Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { coresOfPlacement, layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import { infoOf, rows, targetOf, type Plan } from '../../model/plan.ts';
import { captionScene, type CaptionText } from '../caption.ts';
import type { Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { environmentMarks } from '../environment-marks.ts';
import { findingMarks } from '../finding-marks.ts';
import { group } from '../marks.ts';
import { sceneRoot } from '../scene-root.ts';
import type { SceneNode } from '../scene.ts';
import { themeOf } from '../theme.ts';
import { verdictWords } from '../verdict-words.ts';
import { boardScene } from './board-scene.ts';
import { floorplanOf } from './floorplan.ts';
import { hardwarePlan } from './hardware-plan.ts';
import { rowScene } from './hardware-scene.ts';
import { legendScene } from './legend-scene.ts';
import { linkLayer } from './links/link-layer.ts';
import { loadsOf } from './loads.ts';
import { collapsedRuns } from './occupancy.ts';
import { barScene, frameScene, stackItems, tileScene } from './stack-scene.ts';
import { stackPlan } from './stack-plan.ts';
import { trayScene } from './tray-scene.ts';
import type { ViewContext } from './view-context.ts';

const COLUMNS_PER_ROW = 12;
/** Narrower drawings have no room for their own title. */
const LEAST_WIDTH = 760;

function contextOf(
  plan: Plan,
  tree: LayoutTree,
  result: LayoutResult | null,
  options: DrawingOptions,
): ViewContext {
  const target = targetOf(plan);
  const collapsed = collapsedRuns(target, tree, options.collapsed ?? 'auto');
  const floor = floorplanOf(
    target,
    collapsed,
    options.columnsPerRow ?? COLUMNS_PER_ROW,
    options.textScale ?? 1,
    options.strokeScale ?? 1,
  );
  const selection = options.selection ?? [];
  const selected = new Set(selection.map(({ kind, id }) => `${kind}/${id}`));
  const tasksOf = new Map<Id, Task[]>();
  for (const task of rows(plan.tasks)) {
    const list = tasksOf.get(task.applicationId);
    if (list) list.push(task);
    else tasksOf.set(task.applicationId, [task]);
  }
  return {
    plan,
    tree,
    result,
    catalogue: options.catalogue ?? null,
    theme: themeOf(options.theme),
    metrics: floor.metrics,
    floor,
    stacks: stackPlan(plan, tree, floor),
    loads: loadsOf(target, result, (placement) => coresOfPlacement(tree, placement)),
    marks: environmentMarks(tree),
    findings: findingMarks(result),
    tasksOf,
    selection,
    isSelected: (kind: SubjectKind, id: Id) => selected.has(`${kind}/${id}`),
  };
}

function captionOf(context: ViewContext): CaptionText {
  return {
    title: infoOf(context.plan).name,
    subtitle: [
      `Layout “${context.tree.layout.name}”`,
      context.floor.target.name,
      ...verdictWords(context.findings, context.result),
    ].join(' · '),
  };
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it, or null before the first analysis
 * @param options theme, idiom of links, selection ...
 * @returns the drawing; of a layout that is not there, an empty one that says so
 * @cost O(applications + cores + links log links)
 * @rules DRAW-6 to DRAW-14
 */
export function layoutView(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions = {},
): Drawing {
  const tree = layoutTree(plan, layoutId);
  if (!tree) throw new Error('todo');
  const context = contextOf(plan, tree, result, options);
  const { metrics, floor, stacks } = context;
  const width = Math.max(LEAST_WIDTH, floor.right + metrics.margin);
  const nodes: SceneNode[] = [];
  const items: DrawingItem[] = [];
  let y = metrics.margin * 0.6;
  if (options.caption !== false) {
    const caption = captionScene(
      captionOf(context),
      metrics.margin,
      y,
      width - 2 * metrics.margin,
      context.theme,
      metrics,
    );
    nodes.push(caption.node);
    y = caption.bottom;
  }
  const layer = linkLayer(context, options);
  const hardware = hardwarePlan(floor, context.loads.coreSets);
  const bases: number[] = [];
  const hardwareNodes: SceneNode[] = [];
  for (const row of hardware) {
    y +=
      2 * metrics.clearance +
      (layer.heights[row.row.index] ?? 0) +
      (stacks.heights[row.row.index] ?? 0);
    bases.push(y);
    const painted = rowScene(row, y + 6, context);
    hardwareNodes.push(group(`row-${row.row.index}`, painted.nodes));
    items.push(...painted.items);
    y = painted.bottom + 10;
  }
  const board = boardScene(y, context);
  hardwareNodes.push(group('board', board.nodes));
  items.push(...board.items);
  y = board.bottom;
  nodes.push(group('hardware', hardwareNodes));
  const painted = layer.paint(bases);
  const drawAll = <T>(list: readonly T[], draw: (box: T) => SceneNode) => list.map(draw);
  nodes.push(
    group(
      'frames',
      drawAll(stacks.frames, (frame) => frameScene(frame, context, bases)),
    ),
    group(
      'bars',
      drawAll(stacks.bars, (bar) => barScene(bar, context, bases)),
    ),
    painted.hits,
    group(
      'tiles',
      drawAll(stacks.tiles, (tile) => tileScene(tile, context, bases)),
    ),
    painted.ink,
    painted.labels,
  );
  items.push(...stackItems(context, bases));
  const tray = trayScene(y + 6, context);
  nodes.push(...tray.nodes);
  items.push(...tray.items);
  y = tray.bottom;
  if (options.caption !== false) {
    const legend = legendScene(y + 4, width - metrics.margin, layer, context);
    nodes.push(legend.node);
    y = legend.bottom;
  }
  const height = y + 20;
  const description = 'todo';
  return {
    scene: sceneRoot(width, height, captionOf(context).title, description, nodes, context.theme),
    width,
    height,
    items,
    links: painted.routes,
    description,
    idiom: layer.idiom,
    collapsed: floor.collapsed,
  };
}
