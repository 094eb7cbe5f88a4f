/** The views by name: for the command line, the report and the UI. */
import type { View } from './drawing.ts';
import { chainLatencyView } from './chain-latency/chain-latency-view.ts';
import { diskTreeView } from './disk-tree/disk-tree-view.ts';
import { layoutView } from './layout-view/layout-view.ts';
import { matrixView } from './matrix/matrix-view.ts';
import { memoryMapView } from './memory-map/memory-map-view.ts';
import { floorplanView } from './target-floorplan/target-floorplan.ts';
import { timelineView } from './timeline/timeline-view.ts';

export const VIEW_NAMES = [
  'layout',
  'matrix',
  'memory',
  'disk',
  'timeline',
  'chains',
  'floorplan',
] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** What a view is called and how it is drawn. */
export interface ViewEntry {
  readonly title: string;
  readonly draw: View;
}

export const VIEWS: Readonly<Record<ViewName, ViewEntry>> = {
  layout: { title: 'Layout', draw: layoutView },
  matrix: { title: 'IPC matrix', draw: matrixView },
  memory: { title: 'Memory map', draw: memoryMapView },
  disk: { title: 'Disk images', draw: diskTreeView },
  timeline: { title: 'Timeline', draw: timelineView },
  chains: { title: 'Chains', draw: chainLatencyView },
  floorplan: { title: 'Target', draw: floorplanView },
};
