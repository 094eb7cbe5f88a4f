/** Which of many comes next: a binary heap. */

/** Numbered things by a key, the least key first; equal keys in any order. */
export class LeastFirst {
  readonly #heap: number[] = [];
  readonly #keys: number[] = [];

  /** The least key; Infinity where nothing is left. */
  get leastKey(): number {
    const [top] = this.#heap;
    return top === undefined ? Infinity : (this.#keys[top] ?? Infinity);
  }

  /** What has the least key; undefined where nothing is left. */
  get least(): number | undefined {
    return this.#heap[0];
  }

  /**
   * @param item a whole number, 0 or more, that is not in it
   * @param key what it is ordered by
   * @cost O(log n)
   */
  add(item: number, key: number): void {
    this.#keys[item] = key;
    let at = this.#heap.length;
    this.#heap.push(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#keyAt(above) <= key) break;
      this.#heap[at] = this.#heap[above] ?? item;
      at = above;
    }
    this.#heap[at] = item;
  }

  /**
   * Gives the first one another key; Infinity: takes it away.
   *
   * @cost O(log n)
   */
  rekeyLeast(key: number): void {
    let [item] = this.#heap;
    if (item === undefined) return;
    if (key === Infinity) {
      const last = this.#heap.pop();
      if (last === undefined || this.#heap.length === 0) return;
      item = last;
    } else {
      this.#keys[item] = key;
    }
    this.#sink(item);
  }

  #keyAt(place: number): number {
    return this.#keys[this.#heap[place] ?? -1] ?? Infinity;
  }

  /** Puts an item that is wanted at the top where it belongs. */
  #sink(item: number): void {
    const key = this.#keys[item] ?? Infinity;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (this.#keyAt(below + 1) < this.#keyAt(below)) below += 1;
      if (!(this.#keyAt(below) < key)) break;
      this.#heap[at] = this.#heap[below] ?? item;
      at = below;
    }
    this.#heap[at] = item;
  }
}
