/** Draws the plate behind the cores of a cluster, with its type and clock. */
import { clockText } from '../../model/clock.ts';
import { group, label, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { ClusterSpan } from './floorplan.ts';
import type { ViewContext } from './view-context.ts';

function clusterWords(span: ClusterSpan, context: ViewContext): readonly [string, string] {
  const { cluster } = span;
  if (!cluster) return ['unknown cluster', ''];
  const { cores } = context.floor.target;
  const count = cores.filter(({ clusterId }) => clusterId === cluster.id).length;
  const clock = clockText(cluster);
  const lockstep = cluster.lockstep === 'fixed' ? ' · lockstep' : '';
  const part = span.parts > 1 ? ` · row ${span.part} of ${span.parts}` : '';
  return [cluster.coreType + (count > 1 ? ` × ${count}` : ''), `${clock}${lockstep}${part}`];
}

/** The plate, and the words to put on top of what stands on it. */
export interface ClusterScene {
  readonly plate: SceneNode;
  readonly words: SceneNode;
}

/**
 * @param span neighbouring columns of one cluster
 * @param top upper edge of the cores
 * @param bottom lower edge of the row
 * @param context the view
 * @returns plate and words; null for a span without columns
 */
export function clusterScene(
  span: ClusterSpan,
  top: number,
  bottom: number,
  context: ViewContext,
): ClusterScene | null {
  const { theme, metrics } = context;
  const [first] = span.columns;
  const last = span.columns.at(-1);
  if (!first || !last) return null;
  const width = last.x + last.width - first.x;
  const middle = first.x + width / 2;
  const [type, clock] = clusterWords(span, context);
  const style = { room: width, anchor: 'middle' as const };
  const data = span.cluster ? { 'data-kind': 'cluster', 'data-id': span.cluster.id } : {};
  return {
    plate: rect(`plate-${first.index}`, first.x - 6, top - 6, width + 12, bottom - top + 8, {
      rx: 6,
      fill: theme.cluster,
      stroke: theme.hairline,
    }),
    words: group(
      `cluster-${first.index}`,
      [
        title(`${type} ${clock}`),
        label('type', middle, bottom - metrics.cache * 1.45, type, {
          ...style,
          size: metrics.heading,
          weight: 'bold',
          fill: theme.text,
        }),
        label('clock', middle, bottom - metrics.cache * 0.55, clock, {
          ...style,
          size: metrics.small,
          fill: theme.textSoft,
        }),
      ],
      { ...data, 'data-part': 'bar' },
    ),
  };
}
