/** What of the comparison is on screen. Kept while other views are shown, never part of the undo history. */
import { FEWEST_LAYOUTS, MOST_LAYOUTS, type DriverId } from '../../analysis/compare/comparison.ts';
import type { Id } from '../../model/fields.ts';

export class CompareState {
  /** Layouts that were ticked; null: nobody has, so the first ones of the plan. */
  #ticked: readonly Id[] | null = $state.raw(null);
  #referenceId: Id | null = $state(null);
  /** Drivers of the trade-off; null: chosen by what is known. */
  axes: readonly DriverId[] | null = $state.raw(null);

  /**
   * @param all layouts of the plan, in the user's order
   * @returns those that are compared, in the same order
   */
  chosen(all: readonly Id[]): readonly Id[] {
    const ticked = this.#ticked;
    if (ticked === null) return all.slice(0, MOST_LAYOUTS);
    return all.filter((id) => ticked.includes(id));
  }

  /** Ticks or unticks a layout; a seventh is not taken. */
  toggle(all: readonly Id[], id: Id): void {
    const chosen = this.chosen(all);
    if (chosen.includes(id)) this.#ticked = chosen.filter((other) => other !== id);
    else if (chosen.length < MOST_LAYOUTS) this.#ticked = [...chosen, id];
  }

  /** @returns the layout that the others are held against; null while there are too few */
  reference(chosen: readonly Id[]): Id | null {
    if (chosen.length < FEWEST_LAYOUTS) return null;
    return chosen.find((id) => id === this.#referenceId) ?? chosen[0] ?? null;
  }

  holdAgainst(id: Id): void {
    this.#referenceId = id;
  }
}
