/** What is selected, shared by every view. */
import type { SubjectKind } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import { keySet } from './key-set.ts';

/** One selected thing. Applications are selected as `application`, never as their placement. */
export interface Selected {
  readonly kind: SubjectKind;
  readonly id: Id;
}

const keyOf = ({ kind, id }: Selected): string => `${kind}/${id}`;

function same(a: Selected, b: Selected): boolean {
  return a.kind === b.kind && a.id === b.id;
}

export class Selection {
  #items: readonly Selected[] = $state.raw([]);
  readonly #keys = $derived(keySet(this.#items, keyOf));

  get items(): readonly Selected[] {
    return this.#items;
  }

  /** The last one selected: the inspector shows it. */
  get primary(): Selected | null {
    return this.#items.at(-1) ?? null;
  }

  has(kind: SubjectKind, id: Id): boolean {
    return this.#keys.has(keyOf({ kind, id }));
  }

  /** Ids of one kind, in the order in which they were selected. */
  idsOf(kind: SubjectKind): readonly Id[] {
    return this.#items.filter((item) => item.kind === kind).map(({ id }) => id);
  }

  set(...items: readonly Selected[]): void {
    if (items.length === this.#items.length && items.every((item) => this.has(item.kind, item.id)))
      return;
    this.#items = items;
  }

  toggle(item: Selected): void {
    this.#items = this.has(item.kind, item.id)
      ? this.#items.filter((other) => !same(other, item))
      : [...this.#items, item];
  }

  clear(): void {
    if (this.#items.length > 0) this.#items = [];
  }

  /** Forgets what is no longer there. */
  keep(exists: (item: Selected) => boolean): void {
    if (!this.#items.every(exists)) this.#items = this.#items.filter(exists);
  }
}
