/** What of the catalogue is on screen. Kept while other views are shown, never part of the undo history. */
import type { Id } from '../../model/fields.ts';
import { NO_FILTER, type TechnologyFilter } from './catalogue-filter.ts';

export const CATALOGUE_TABS = [
  'technologies',
  'mechanisms',
  'io',
  'deduplication',
  'disk',
  'replaced',
] as const;
export type CatalogueTab = (typeof CATALOGUE_TABS)[number];

/** Columns that stay readable side by side. */
export const MOST_COMPARED = 5;

export class CatalogueState {
  tab: CatalogueTab = $state('technologies');
  filter: TechnologyFilter = $state.raw(NO_FILTER);
  mechanismText = $state('');
  /** null: the first one found. */
  technologyId: Id | null = $state(null);
  mechanismId: Id | null = $state(null);
  /** Ticked for comparison, in the order of ticking. */
  compared: readonly Id[] = $state.raw([]);
  comparing = $state(false);

  /** Ticks or unticks; a sixth is not taken. */
  toggleCompared(id: Id): void {
    if (this.compared.includes(id)) {
      this.compared = this.compared.filter((other) => other !== id);
      if (this.compared.length < 2) this.comparing = false;
    } else if (this.compared.length < MOST_COMPARED) this.compared = [...this.compared, id];
  }

  /** Shows one technology, whatever was filtered. */
  showTechnology(id: Id): void {
    this.tab = 'technologies';
    this.filter = NO_FILTER;
    this.comparing = false;
    this.technologyId = id;
  }

  showMechanism(id: Id): void {
    this.tab = 'mechanisms';
    this.mechanismText = '';
    this.mechanismId = id;
  }
}
