/** The layout view: the textbook stack of the software on the target's real cores. */
import type { LayoutResult, SubjectKind } from '../../analysis/result.ts';
import { withOverrides } from '../../catalog/override.ts';
import type { Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import { infoOf, rows, targetOf, type Plan } from '../../model/plan.ts';
import { captionScene, type CaptionText } from '../caption.ts';
import type { Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { environmentMarks } from '../environment-marks.ts';
import { findingMarks } from '../finding-marks.ts';
import { legendLines } from '../legend.ts';
import { group, label } from '../marks.ts';
import { matrixOf } from '../matrix/matrix-model.ts';
import { matrixLegend } from '../matrix/matrix-view.ts';
import { matrixScene } from '../matrix/matrix-scene.ts';
import { replacedMarks } from '../replaced-marks.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';
import { themeOf } from '../theme.ts';
import { verdictWords } from '../verdict-words.ts';
import { boardScene } from './board-scene.ts';
import { dependenceMarks } from './dependence.ts';
import { describeLayout } from './describe-layout.ts';
import { barScene, frameScene } from './environment-scene.ts';
import { floorplanOf } from './floorplan.ts';
import { hardwarePlan } from './hardware-plan.ts';
import { rowScene } from './hardware-scene.ts';
import { legendScene } from './legend-scene.ts';
import { linkLayer, type LinkLayer } from './links/link-layer.ts';
import type { PaintedLinks } from './links/link-paint.ts';
import { loadsOf } from './loads.ts';
import { collapsedRuns } from './occupancy.ts';
import { stackItems } from './stack-items.ts';
import { tileScene } from './tile-scene.ts';
import { stackPlan } from './stack-plan.ts';
import { trayScene } from './tray-scene.ts';
import type { ViewContext } from './view-context.ts';

const COLUMNS_PER_ROW = 12;
/** Narrower drawings have no room for their own title. */
const LEAST_WIDTH = 760;
/** Free space above the first and below the last part, under the stacks, and between rows. */
const TOP = 18;
const CORE_GAP = 6;
const ROW_GAP = 10;
const MATRIX_TITLE = 'Links between environments: senders are rows, receivers are columns';

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
  const marks = environmentMarks(tree);
  const catalogue = options.catalogue ? withOverrides(options.catalogue, plan) : null;
  const chosen = selection.flatMap(({ kind, id }) => (kind === 'environment' ? id : []));
  return {
    plan,
    tree,
    result,
    catalogue,
    theme: themeOf(options.theme),
    metrics: floor.metrics,
    floor,
    stacks: stackPlan(plan, tree, floor, options.density),
    loads: loadsOf(target, result, tree),
    marks,
    findings: findingMarks(result),
    dependence: dependenceMarks(tree, result, marks, chosen),
    replaced: replacedMarks(tree, result, catalogue),
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

/** A group drawn around its own zero: when a row moves, only this number changes. */
function lowered(key: string, nodes: readonly SceneNode[], y: number): SceneNode {
  return group(key, nodes, { transform: `translate(0 ${formatCoordinate(y)})` });
}

/** Boxes of the stacks, each row around the lower edge of its stacks. */
function byRow<T extends { readonly row: number }>(
  key: string,
  boxes: readonly T[],
  bases: readonly number[],
  draw: (box: T) => SceneNode,
): SceneNode {
  const rowNodes: SceneNode[][] = bases.map(() => []);
  for (const box of boxes) rowNodes[box.row]?.push(draw(box));
  return group(
    key,
    rowNodes.map((nodes, row) => lowered(`${key}-${row}`, nodes, bases[row] ?? 0)),
  );
}

/** Puts the parts under each other, from the title to the legend. */
class Page {
  readonly context: ViewContext;
  readonly layer: LinkLayer;
  readonly nodes: SceneNode[] = [];
  readonly items: DrawingItem[] = [];
  readonly #captioned: boolean;
  #width: number;
  #y: number;

  constructor(context: ViewContext, options: DrawingOptions) {
    this.context = context;
    this.layer = linkLayer(context, options);
    this.#width = Math.max(LEAST_WIDTH, context.floor.right + context.metrics.margin);
    this.#captioned = options.caption !== false;
    this.#y = TOP;
  }

  get width(): number {
    return this.#width;
  }

  caption(): void {
    if (!this.#captioned) return;
    const { metrics, theme } = this.context;
    const room = this.#width - 2 * metrics.margin;
    const text = captionOf(this.context);
    const { node, bottom } = captionScene(text, metrics.margin, this.#y, room, theme, metrics);
    this.nodes.push(node);
    this.#y = bottom;
  }

  /** @returns lower edge of the stacks of each row */
  hardware(): readonly number[] {
    const { metrics, stacks, floor, loads } = this.context;
    const bases: number[] = [];
    const nodes: SceneNode[] = [];
    for (const row of hardwarePlan(floor, loads.coreSets)) {
      const { index } = row.row;
      const above = (this.layer.heights[index] ?? 0) + (stacks.heights[index] ?? 0);
      this.#y += above === 0 ? 0 : 2 * metrics.clearance + above;
      bases.push(this.#y);
      const painted = rowScene(row, CORE_GAP, this.context);
      nodes.push(lowered(`row-${index}`, painted.nodes, this.#y));
      for (const item of painted.items) this.items.push({ ...item, y: item.y + this.#y });
      this.#y += painted.bottom + ROW_GAP;
    }
    const board = boardScene(this.#y, this.context);
    nodes.push(group('board', board.nodes));
    this.items.push(...board.items);
    this.#y = board.bottom;
    this.nodes.push(group('hardware', nodes));
    return bases;
  }

  software(bases: readonly number[]): PaintedLinks {
    const { context } = this;
    const { frames, bars, tiles } = context.stacks;
    const links = this.layer.paint(bases);
    this.nodes.push(
      byRow('frames', frames, bases, (frame) => frameScene(frame, context)),
      byRow('bars', bars, bases, (bar) => barScene(bar, context)),
      links.hits,
      byRow('tiles', tiles, bases, (tile) => tileScene(tile, context)),
      links.ink,
      links.labels,
    );
    this.items.push(...stackItems(context, bases));
    return links;
  }

  /** Too many links to be read as lines: the numbers between environments stand beneath the picture. */
  #matrix(): void {
    const { plan, tree, theme, findings, result, selection, metrics, marks } = this.context;
    if (tree.placementsIn.size > MOST_HEADINGS) return;
    const matrix = matrixOf(plan, tree, marks, 'environment');
    if (matrix.headings.length === 0) return;
    const context = { matrix, tree, theme, findings, result, selection };
    const top = this.#y + 2 * ROW_GAP;
    const heading = label('matrix-title', metrics.margin, top, MATRIX_TITLE, {
      room: this.#width - 2 * metrics.margin,
      size: metrics.heading,
      weight: 'bold',
      fill: theme.text,
    });
    const drawn = matrixScene(context, metrics.margin, top + ROW_GAP);
    this.#width = Math.max(this.#width, drawn.width + 2 * metrics.margin);
    const legend = legendLines(
      matrixLegend(matrix, theme),
      metrics.margin,
      top + drawn.height + 2 * ROW_GAP,
      this.#width - metrics.margin,
      theme,
      metrics.small,
    );
    this.nodes.push(group('inset', [heading, drawn.node, legend.node]));
    this.items.push(...drawn.items);
    this.#y = legend.bottom + ROW_GAP;
  }

  /** @returns the lower edge of the page */
  end(): number {
    const { context, layer } = this;
    const tray = trayScene(this.#y + ROW_GAP, context);
    this.nodes.push(...tray.nodes);
    this.items.push(...tray.items);
    this.#y = tray.bottom;
    if (this.#captioned && layer.idiom === 'matrix') this.#matrix();
    if (this.#captioned) {
      const legend = legendScene(this.#y, this.#width - context.metrics.margin, layer, context);
      this.nodes.push(legend.node);
      this.#y = legend.bottom;
    }
    return this.#y + TOP;
  }
}

/** Above so many headings the inset would be larger than the layout: the matrix is a view of its own. */
const MOST_HEADINGS = 70;

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it, or null before the first analysis
 * @param options theme, idiom of links, selection ...
 * @returns the drawing; of a layout that is not there, one that only says so
 * @cost O(applications + cores), and the square of the links of one row for their tracks
 * @rules DRAW-6 to DRAW-14
 */
export function layoutView(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions = {},
): Drawing {
  const tree = layoutTree(plan, layoutId);
  if (!tree) return emptyDrawing('There is no such layout in this plan.', options);
  const context = contextOf(plan, tree, result, options);
  const page = new Page(context, options);
  page.caption();
  const links = page.software(page.hardware());
  const height = page.end();
  const description = describeLayout(context, page.layer);
  const { title } = captionOf(context);
  return {
    scene: sceneRoot(page.width, height, title, description, page.nodes, context.theme),
    width: page.width,
    height,
    items: page.items,
    links: links.routes,
    description,
    idiom: page.layer.idiom,
    collapsed: context.floor.collapsed,
  };
}
