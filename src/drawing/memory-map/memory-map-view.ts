/** The memory map: regions to scale, gaps, addresses per endpoint, and what has no address yet. */
import type { LayoutResult } from '../../analysis/result.ts';
import { withOverrides } from '../../catalog/override.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { infoOf, targetOf, type Plan } from '../../model/plan.ts';
import { formatBytes } from '../../model/units.ts';
import { captionScene } from '../caption.ts';
import type { Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { environmentMarks } from '../environment-marks.ts';
import { findingMarks } from '../finding-marks.ts';
import { legendLines, type LegendEntry } from '../legend.ts';
import { path, rect } from '../marks.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import type { SceneNode } from '../scene.ts';
import { themeOf, type Theme } from '../theme.ts';
import { looseScene } from './loose-scene.ts';
import { memoryMapOf, type MemoryMap } from './memory-map-model.ts';
import {
  breakMark,
  regionFill,
  reservedHatch,
  stretchScene,
  type MapContext,
} from './stretch-scene.ts';

const MARGIN = 28;
const SIZES = { title: 18, body: 12 } as const;
const LEAST_WIDTH = 760;
/** Two stretches beside each other; more go below. */
const PER_ROW = 2;
const COLUMN_GAP = 28;
const ROW_GAP = 26;

function legendEntries(theme: Theme): readonly LegendEntry[] {
  const box = (
    key: string,
    text: string,
    kind: 'shared' | 'private' | 'reserved',
  ): LegendEntry => ({
    key,
    text,
    width: 22,
    draw: (x, middle) => ({
      tag: 'g',
      key: 'sample',
      attributes: {},
      children: [
        rect('box', x, middle - 7, 22, 14, {
          fill: regionFill(kind, theme),
          stroke: theme.outline,
        }),
        ...(kind === 'reserved' ? [reservedHatch(x, middle - 7, 22, 14, theme)] : []),
      ],
    }),
  });
  return [
    box('shared', 'shared', 'shared'),
    box('private', 'private to one environment', 'private'),
    box('reserved', 'reserved', 'reserved'),
    {
      key: 'enlarged',
      text: 'drawn higher than its size; the rest of a bar is to scale',
      width: 12,
      draw: (x, middle) =>
        path('break', breakMark(x, middle), {
          stroke: theme.text,
          fill: 'none',
          'stroke-width': 1.2,
        }),
    },
  ];
}

function describe(map: MemoryMap, layout: string): string {
  const stretches = map.stretches.map(({ memory, range, regions, slices }) => {
    const free = slices
      .filter((slice) => slice.regions.length === 0)
      .reduce((sum, slice) => sum + slice.size, 0);
    const names = regions.map(({ region }) => `${region.name} ${formatBytes(region.sizeBytes)}`);
    return `${memory.name} from 0x${range.base.toString(16)}: ${names.join(', ')}; ${formatBytes(free)} free.`;
  });
  const loose = map.loose.length > 0 ? [`${map.loose.length} things have no address yet.`] : [];
  return [`Memory map of layout ${layout}.`, ...stretches, ...loose].join(' ');
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it, or null
 * @param options theme, catalogue, selection
 * @returns the map; of a layout that is not there, a drawing that says so
 * @cost O(regions^2 of one stretch + channels)
 * @rules DRAW-16
 */
export function memoryMapView(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions = {},
): Drawing {
  const tree = layoutTree(plan, layoutId);
  if (!tree) return emptyDrawing('There is no such layout in this plan.', options);
  const theme = themeOf(options.theme);
  const marks = environmentMarks(tree);
  const catalogue = options.catalogue ? withOverrides(options.catalogue, plan) : null;
  const map = memoryMapOf(plan, tree, marks, catalogue, result);
  const selection = options.selection ?? [];
  const context: MapContext = {
    theme,
    marks,
    tree,
    map,
    target: targetOf(plan),
    findings: findingMarks(result),
    isSelected: (kind, id) => selection.some((item) => item.kind === kind && item.id === id),
  };
  const captioned = options.caption !== false;
  const nodes: SceneNode[] = [];
  const items: DrawingItem[] = [];
  let y = captioned ? 84 : MARGIN;
  let right = LEAST_WIDTH - MARGIN;
  for (let at = 0; at < map.stretches.length; at += PER_ROW) {
    let x = MARGIN;
    let bottom = y;
    for (const stretch of map.stretches.slice(at, at + PER_ROW)) {
      const drawn = stretchScene(stretch, x, y, context);
      nodes.push(drawn.node);
      items.push(...drawn.items);
      x = drawn.right + COLUMN_GAP;
      right = Math.max(right, drawn.right);
      bottom = Math.max(bottom, drawn.bottom);
    }
    y = bottom + ROW_GAP;
  }
  const loose = looseScene(MARGIN, y, right, context);
  nodes.push(...loose.nodes);
  items.push(...loose.items);
  y = loose.bottom;
  const name = `${infoOf(plan).name}: memory map`;
  if (captioned) {
    const subtitle = `Layout “${tree.layout.name}” · ${context.target.name} · physical addresses, lowest on top`;
    const text = { title: name, subtitle };
    nodes.unshift(captionScene(text, MARGIN, 18, right - MARGIN, theme, SIZES).node);
    const legend = legendLines(legendEntries(theme), MARGIN, y + 4, right, theme, 10.5);
    nodes.push(legend.node);
    y = legend.bottom;
  }
  const width = right + MARGIN;
  const height = y + 18;
  const description = describe(map, tree.layout.name);
  return {
    scene: sceneRoot(width, height, name, description, nodes, theme),
    width,
    height,
    items,
    links: [],
    description,
    idiom: null,
    collapsed: [],
  };
}
