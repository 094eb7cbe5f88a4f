/** What of the plan is shown, and how. Never part of the undo history. */
import type { DrawnLinkIdiom, MatrixAxis } from '../../drawing/drawing.ts';
import type { Id } from '../../model/fields.ts';
import { CanvasState } from '../scene/canvas-state.svelte.ts';

export const VIEWS = [
  { id: 'layout', title: 'Layout', key: '1' },
  { id: 'matrix', title: 'IPC matrix', key: '2' },
  { id: 'memory', title: 'Memory map', key: '3' },
  { id: 'table', title: 'Tables', key: '4' },
  { id: 'findings', title: 'Findings', key: '5' },
  { id: 'target', title: 'Target', key: '6' },
  { id: 'report', title: 'Report', key: '7' },
] as const;
export type ViewId = (typeof VIEWS)[number]['id'];

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
  };
  leftPanel = $state(true);
  rightPanel = $state(true);

  get layoutId(): Id | null {
    return this.#layoutId;
  }

  showLayout(layoutId: Id | null): void {
    this.#layoutId = layoutId;
  }
}
