/** What of the plan is shown, and how. Never part of the undo history. */
import type { DrawnLinkIdiom, MatrixAxis } from '../../drawing/drawing.ts';
import type { Id } from '../../model/fields.ts';
import { CatalogueState } from '../catalogue/catalogue-state.svelte.ts';
import { CompareState } from '../compare/compare-state.svelte.ts';
import { CanvasState } from '../scene/canvas-state.svelte.ts';
import { TimelineState } from '../timeline/timeline-state.svelte.ts';
import { TimingState } from '../timing/timing-state.svelte.ts';

export const VIEWS = [
  { id: 'layout', title: 'Layout', key: '1' },
  { id: 'matrix', title: 'IPC matrix', key: '2' },
  { id: 'memory', title: 'Memory map', key: '3' },
  { id: 'disk', title: 'Disk images', key: '8' },
  { id: 'table', title: 'Tables', key: '4' },
  { id: 'findings', title: 'Findings', key: '5' },
  { id: 'timing', title: 'Timing', key: 'R' },
  { id: 'timeline', title: 'Timeline', key: 'W' },
  { id: 'catalogue', title: 'Catalogue', key: '9' },
  { id: 'compare', title: 'Compare', key: 'C' },
  { id: 'target', title: 'Target', key: '6' },
  { id: 'report', title: 'Report', key: '7' },
] as const;
export type ViewId = (typeof VIEWS)[number]['id'];

/** From here on there is room for both side panels beside a readable drawing, in CSS pixels. */
const WIDE_PX = 1500;
/** Below, panels lie over the view (as at 200 % zoom) and start closed. */
const NARROW_PX = 961;

export class ViewState {
  view: ViewId = $state('layout');
  #layoutId: Id | null = $state(null);
  /** null: chosen by the number of links. */
  linkIdiom: DrawnLinkIdiom | null = $state(null);
  /** Headings of the matrix; null: environments. */
  matrixAxis: MatrixAxis | null = $state(null);
  /** Runs of equal empty cores take one column. */
  collapsesEmpty = $state(true);
  /** Pan and zoom of each drawing, kept while other views are shown. */
  readonly canvases = {
    layout: new CanvasState(),
    matrix: new CanvasState(),
    memory: new CanvasState(),
    disk: new CanvasState(),
    timeline: new CanvasState({ toWidth: true }),
  };
  readonly catalogue = new CatalogueState();
  readonly compare = new CompareState();
  readonly timing = new TimingState();
  readonly timeline = new TimelineState();
  /** On small windows the drawing comes first; the drawing has a tray of its own. */
  leftPanel = $state(globalThis.innerWidth >= WIDE_PX);
  rightPanel = $state(globalThis.innerWidth >= NARROW_PX);

  get layoutId(): Id | null {
    return this.#layoutId;
  }

  showLayout(layoutId: Id | null): void {
    this.#layoutId = layoutId;
  }
}
