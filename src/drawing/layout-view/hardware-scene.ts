/** Draws the cores of a row and what stands beneath them. */
import type { DrawingItem } from '../drawing.ts';
import type { SceneNode } from '../scene.ts';
import { privateScene, sharedScene } from './cache-scene.ts';
import { clusterScene } from './cluster-scene.ts';
import { coreScene, floatScene } from './core-scene.ts';
import type { Painted, Placed } from './hardware-item.ts';
import type { RowHardware } from './hardware-plan.ts';
import { memoryScene } from './memory-scene.ts';
import type { ViewContext } from './view-context.ts';

/**
 * Draws one row of hardware.
 *
 * @param hardware what stands in it
 * @param y upper edge of the cores
 * @param context the view
 * @returns nodes back to front, and where the row ends
 */
export function rowScene(hardware: RowHardware, y: number, context: ViewContext): Painted {
  const { metrics } = context;
  const { row } = hardware;
  const nodes: SceneNode[] = [];
  const items: DrawingItem[] = [];
  const add = ({ node, item }: Placed) => {
    nodes.push(node);
    items.push(item);
  };
  for (const column of row.columns) add(coreScene(column, y, context));
  let at = y + metrics.core + 3;
  for (const span of hardware.floats)
    nodes.push(floatScene(span, at + span.level * metrics.cache, context));
  at += hardware.floatLevels * metrics.cache;
  const found = new Map(
    hardware.privateCaches.map((own) => [`${own.column.index}/${own.level}`, own]),
  );
  for (const level of hardware.privateLevels) {
    for (const column of row.columns) {
      const node = privateScene(column, level, found.get(`${column.index}/${level}`), at, context);
      if (node) nodes.push(node);
    }
    at += metrics.cache;
  }
  for (const span of hardware.sharedCaches)
    add(sharedScene(span, at + span.level * (metrics.cache + 2), context));
  at += hardware.sharedLevels * (metrics.cache + 2);
  for (const span of hardware.memories)
    add(memoryScene(span, at + span.level * metrics.memory, context));
  at += hardware.memoryLevels * metrics.memory;
  const bottom = at + 2 * metrics.cache + 2;
  const clusters = row.clusters.flatMap((span) => clusterScene(span, y, bottom, context) ?? []);
  return {
    nodes: [...clusters.map(({ plate }) => plate), ...nodes, ...clusters.map(({ words }) => words)],
    items,
    bottom: bottom + 4,
  };
}
