/** Sets of cores by number, and which of them have a core in common. */
import type { Id } from '../../model/fields.ts';

const WORD = 32;

/** Numbers sets of cores; a set is one bit per core, so that two are compared in a few steps however many there are. */
export class CoreOverlap {
  readonly #placeOf = new Map<Id, number>();
  readonly #bits: Uint32Array[] = [];
  readonly #byList = new Map<readonly Id[], number>();
  readonly #byBits = new Map<string, number>();

  /**
   * @param coreIds in any order; none: nobody says where
   * @returns number of the set, the same for the same cores
   * @cost O(cores), and O(1) for a list that was asked for before
   */
  numberOf(coreIds: readonly Id[]): number {
    let number = this.#byList.get(coreIds);
    if (number !== undefined) return number;
    const bits = this.#bitsOf(coreIds);
    const key = bits.join(' ');
    number = this.#byBits.get(key);
    if (number === undefined) {
      number = this.#bits.push(bits) - 1;
      this.#byBits.set(key, number);
    }
    this.#byList.set(coreIds, number);
    return number;
  }

  /**
   * @param a number of a set
   * @param b number of a set
   * @returns whether they share a core: what may start on any core may meet every other
   * @cost O(cores / 32)
   */
  overlap(a: number, b: number): boolean {
    if (a === b) return true;
    const [cores, others] = [this.#bits[a], this.#bits[b]];
    if (!cores || !others || cores.length === 0 || others.length === 0) return true;
    const length = Math.min(cores.length, others.length);
    for (let at = 0; at < length; at += 1) {
      if (((cores[at] ?? 0) & (others[at] ?? 0)) !== 0) return true;
    }
    return false;
  }

  /** As many words as the last core of the set needs: equal sets have equal words. */
  #bitsOf(coreIds: readonly Id[]): Uint32Array {
    const places = coreIds.map((id) => this.#place(id));
    const bits = new Uint32Array(Math.ceil((Math.max(-1, ...places) + 1) / WORD));
    for (const place of places) {
      const at = Math.floor(place / WORD);
      bits[at] = (bits[at] ?? 0) | (1 << (place % WORD));
    }
    return bits;
  }

  #place(id: Id): number {
    let place = this.#placeOf.get(id);
    if (place === undefined) this.#placeOf.set(id, (place = this.#placeOf.size));
    return place;
  }
}
