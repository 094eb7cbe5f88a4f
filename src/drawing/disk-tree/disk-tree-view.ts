/** Disk images as a tree with sizes to scale, beside one raw image per instance. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { infoOf, type Plan } from '../../model/plan.ts';
import { captionScene } from '../caption.ts';
import type { Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { findingMarks } from '../finding-marks.ts';
import { legendLines, type LegendEntry } from '../legend.ts';
import { group, line, rect } from '../marks.ts';
import { replacedLegend } from '../replaced-legend.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import type { SceneNode } from '../scene.ts';
import { themeOf, type Theme } from '../theme.ts';
import { byteAxis, byteScale } from './byte-axis.ts';
import { diskTreeOf, type DiskTree } from './disk-tree-model.ts';
import { imageRowScene, ROW, type Columns } from './image-row-scene.ts';
import { partFills, sizeText } from './size-bar.ts';
import { replacedWordsOf, totalsScene } from './totals-scene.ts';

const WIDTH = 1120;
const MARGIN = 28;
const SIZES = { title: 18, body: 12 } as const;
const BARS = { x: 330, width: 380 } as const;
const NUMBERS = BARS.x + BARS.width + 34;

function largestOf({ rows }: DiskTree): number {
  // Volumes would leave nothing to see of the rest: they may leave the scale, unless they are all there is.
  const sharing = rows.filter(({ image }) => image.format !== 'volume');
  const scaled = sharing.length > 0 ? sharing : rows;
  const sizes = scaled.flatMap(({ image, size, raw, content, growth }) => [
    // So may the high end of a raw image, its virtual size.
    (image.format === 'raw' ? size?.typical : size?.high) ?? (content ?? 0) + (growth ?? 0),
    raw?.typical ?? 0,
  ]);
  return Math.max(1, ...sizes);
}

function legendOf(theme: Theme): LegendEntry[] {
  const fills = partFills(theme);
  const box = (key: string, text: string, fill: string, dash = ''): LegendEntry => ({
    key,
    text,
    width: 22,
    draw: (x, middle) =>
      rect('box', x, middle - 5, 22, 10, {
        fill,
        stroke: theme.outline,
        ...(dash === '' ? {} : { 'stroke-dasharray': dash }),
      }),
  });
  const range: LegendEntry = {
    key: 'range',
    text: 'lowest to highest; arrow: beyond the scale',
    width: 26,
    draw: (x, middle) => {
      const stroke = { stroke: theme.text, 'stroke-width': 1.2 };
      return group('range', [
        line('line', x, middle, x + 26, middle, stroke),
        line('low', x, middle - 4, x, middle + 4, stroke),
        line('high', x + 26, middle - 4, x + 26, middle + 4, stroke),
      ]);
    },
  };
  return [
    box('content', 'content', fills.content),
    box('growth', 'growth', fills.growth),
    box('rest', 'whole clusters, tables, one update', fills.rest),
    box('raw', 'with one raw image per instance, blocks written', theme.paper, '4 2'),
    range,
  ];
}

function describe(tree: DiskTree, layout: string): string {
  const images = tree.rows
    .slice(0, 12)
    .map(({ image, size, depth }) => `${image.name} at level ${depth + 1}: ${sizeText(size)}.`);
  return [
    `Disk images of layout ${layout}: ${tree.rows.length}.`,
    `All of it ${sizeText(tree.total)}; without volumes ${sizeText(tree.shared)}, as one raw image per instance ${sizeText(tree.sharedRaw)}.`,
    replacedWordsOf(tree) === null ? '' : `All of it ${replacedWordsOf(tree) ?? ''}.`,
    ...images,
    tree.rows.length > images.length ? `And ${tree.rows.length - images.length} more.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function imagesScene(
  tree: DiskTree,
  y: number,
  columns: Columns,
  theme: Theme,
  result: LayoutResult | null,
  { selection = [] }: DrawingOptions,
): readonly { readonly node: SceneNode; readonly item: DrawingItem }[] {
  const selected = new Set(selection.filter(({ kind }) => kind === 'image').map(({ id }) => id));
  const context = {
    columns,
    theme,
    findings: findingMarks(result),
    isSelected: (id: Id) => selected.has(id),
  };
  return tree.rows.map((row, index) => imageRowScene(row, y + index * ROW, context));
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it, or null: only stated sizes are drawn then
 * @param options theme, selection, caption
 * @returns the tree with a bar for each image, and the sums; of a layout without images, a drawing that says so
 * @cost O(images x depth)
 * @rules DISKTREE-1, DISKTREE-2
 */
export function diskTreeView(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions = {},
): Drawing {
  const layout = layoutTree(plan, layoutId);
  if (!layout) return emptyDrawing('There is no such layout in this plan.', options);
  const tree = diskTreeOf(layout, result);
  const name = `${infoOf(plan).name}: disk images`;
  if (tree.rows.length === 0) {
    const total = `all that is stored: ${sizeText(tree.total)}`;
    const caption = { title: name, subtitle: `Layout “${layout.layout.name}” · ${total}` };
    return emptyDrawing('This layout has no disk images.', options, caption);
  }
  const theme = themeOf(options.theme);
  const columns: Columns = {
    left: MARGIN,
    scale: byteScale(largestOf(tree), BARS.x, BARS.width),
    numbers: NUMBERS,
    right: WIDTH - MARGIN,
  };
  const captioned = options.caption !== false;
  const nodes: SceneNode[] = [];
  const axisTop = captioned ? 76 : MARGIN;
  const first = axisTop + 20;
  const last = first + tree.rows.length * ROW;
  nodes.push(byteAxis(columns.scale, axisTop, last, theme));
  const images = imagesScene(tree, first, columns, theme, result, options);
  nodes.push(
    group(
      'images',
      images.map(({ node }) => node),
    ),
  );
  const totals = totalsScene(tree, last + 26, columns, theme);
  let bottom = last + 12;
  if (totals) {
    nodes.push(totals.node);
    bottom = totals.bottom;
  }
  if (captioned) {
    const subtitle = [
      `Layout “${layout.layout.name}”`,
      `${tree.rows.length} images`,
      `all of it ${sizeText(tree.total)}`,
    ].join(' · ');
    const room = WIDTH - 2 * MARGIN;
    nodes.push(captionScene({ title: name, subtitle }, MARGIN, 18, room, theme, SIZES).node);
    const entries = legendOf(theme);
    if (replacedWordsOf(tree) !== null) entries.push(replacedLegend(theme));
    const legend = legendLines(entries, MARGIN, bottom + 12, WIDTH - MARGIN, theme, 10.5);
    nodes.push(legend.node);
    bottom = legend.bottom;
  }
  const height = bottom + 18;
  const description = describe(tree, layout.layout.name);
  return {
    scene: sceneRoot(WIDTH, height, name, description, nodes, theme),
    width: WIDTH,
    height,
    items: images.map(({ item }) => item),
    links: [],
    description,
    idiom: null,
    collapsed: [],
  };
}
