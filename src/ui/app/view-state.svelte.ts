/** What of the plan is shown, and how. Never part of the undo history. */
import type { Id } from '../../model/fields.ts';

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

/** How links are drawn over the layout. */
export type LinkIdiom = 'lines' | 'bundled' | 'matrix' | 'none';
export const LINK_IDIOMS = ['lines', 'bundled', 'matrix', 'none'] as const satisfies LinkIdiom[];

export class ViewState {
  view: ViewId = $state('layout');
  #layoutId: Id | null = $state(null);
  /** null: chosen by the number of links. */
  linkIdiom: LinkIdiom | null = $state(null);
  leftPanel = $state(true);
  rightPanel = $state(true);

  get layoutId(): Id | null {
    return this.#layoutId;
  }

  showLayout(layoutId: Id | null): void {
    this.#layoutId = layoutId;
  }
}
