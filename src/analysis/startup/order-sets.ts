/** What comes before and after each environment in a start order, however far away. */
import type { Id } from '../../model/fields.ts';
import type { StartGraph } from './start-graph.ts';

const WORD = 32;

/** Sets of items, as bits by their place in a list. */
class ItemSets<T extends { readonly id: Id }> {
  readonly #items: readonly T[];
  readonly #place: ReadonlyMap<Id, number>;
  readonly #sets = new Map<Id, Uint32Array>();

  constructor(items: readonly T[]) {
    this.#items = items;
    this.#place = new Map(items.map(({ id }, index) => [id, index]));
  }

  /** Everything in the set of `from`, and `from` itself, belongs to the set of `to`. */
  inherit(to: Id, from: Id): void {
    const set = this.#of(to);
    this.#sets.get(from)?.forEach((word, index) => {
      set[index] = (set[index] ?? 0) | word;
    });
    const place = this.#place.get(from);
    if (place === undefined) return;
    const at = Math.floor(place / WORD);
    set[at] = (set[at] ?? 0) | (1 << (place % WORD));
  }

  forEach(id: Id, visit: (item: T) => void): void {
    this.#sets.get(id)?.forEach((word, index) => {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        const item = this.#items[index * WORD + 31 - Math.clz32(rest & -rest)];
        if (item) visit(item);
      }
    });
  }

  /** @returns the sum of a quantity over the items in the set of an environment */
  sum(id: Id, of: (item: T) => number): number {
    let sum = 0;
    this.forEach(id, (item) => {
      sum += of(item);
    });
    return sum;
  }

  #of(id: Id): Uint32Array {
    let set = this.#sets.get(id);
    if (!set) {
      set = new Uint32Array(Math.ceil(this.#items.length / WORD));
      this.#sets.set(id, set);
    }
    return set;
  }
}

/** Items by the environments that they come before or after. */
export interface OrderSets<T extends { readonly id: Id }> {
  readonly before: Pick<ItemSets<T>, 'forEach' | 'sum'>;
  readonly after: Pick<ItemSets<T>, 'forEach' | 'sum'>;
}

/**
 * @param graph what waits for what
 * @param items with the id of the environment that each belongs to
 * @returns of every environment, the items of those that are ready before it starts, and of those that start after it
 *   is ready; inside a circle and after one nothing is before or after anything
 * @cost O(edges x items / 32)
 */
export function orderSets<T extends { readonly id: Id }>(
  graph: StartGraph,
  items: readonly T[],
): OrderSets<T> {
  const before = new ItemSets(items);
  const after = new ItemSets(items);
  // Inside a circle everything would come before and after itself.
  const waits = (id: Id) =>
    graph.stuck.has(id)
      ? []
      : (graph.before.get(id) ?? []).filter((each) => !graph.stuck.has(each.id));
  for (const { id } of graph.order) {
    for (const each of waits(id)) before.inherit(id, each.id);
  }
  for (const { id } of [...graph.order].reverse()) {
    for (const each of waits(id)) after.inherit(each.id, id);
  }
  return { before, after };
}
