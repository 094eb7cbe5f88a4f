/** Siblings of the processing tree never share a processing unit; a file in which they do was not written by hwloc. */
import { MAX_BIT } from './bit-set.ts';
import type { HwObject } from './hw-object.ts';

/** Finds siblings that overlap, in time proportional to their sets. */
export class OverlapFinder {
  /** Per unit: the family in which it was seen last. */
  readonly #seenIn = new Uint32Array(MAX_BIT + 1);
  #family = 0;

  /**
   * @param siblings objects of one parent
   * @returns the first that holds a unit which one before it holds too, or null
   * @cost O(units of all siblings)
   */
  find(siblings: readonly HwObject[]): HwObject | null {
    this.#family += 1;
    let isEndless = false;
    for (const sibling of siblings) {
      const { cpuset } = sibling;
      if (!cpuset) continue;
      if (cpuset.isEndless && isEndless) return sibling;
      isEndless ||= cpuset.isEndless;
      for (const unit of cpuset.bits()) {
        if (this.#seenIn[unit] === this.#family) return sibling;
        this.#seenIn[unit] = this.#family;
      }
    }
    return null;
  }
}
