/** Heights of slices of an address space: to scale, but never too low to be read. */
import type { Slice } from './memory-map-model.ts';

/** A slice with its place in the picture, from the upper edge downwards. */
export interface ScaledSlice {
  readonly slice: Slice;
  readonly y: number;
  readonly height: number;
  /** Drawn higher than its size: the picture marks it. */
  readonly enlarged: boolean;
}

/**
 * Gives each slice its share of the height; those that would be lower than the least get the least, and the others
 * share what remains, so that these stay to scale with one another.
 *
 * @param slices lowest address first
 * @param height user units for all of them together; grows where the least heights alone need more
 * @param leastOf least height of a slice
 * @returns slices with y and height, lowest address on top
 * @cost O(slices^2) at worst
 */
export function scaleSlices(
  slices: readonly Slice[],
  height: number,
  leastOf: (slice: Slice) => number,
): readonly ScaledSlice[] {
  const enlarged = new Set<Slice>();
  let scale = 0;
  for (let changed = true; changed;) {
    changed = false;
    const fixed = [...enlarged].reduce((sum, slice) => sum + leastOf(slice), 0);
    const bytes = slices.reduce((sum, slice) => sum + (enlarged.has(slice) ? 0 : slice.size), 0);
    scale = bytes > 0 ? Math.max(0, height - fixed) / bytes : 0;
    for (const slice of slices) {
      if (!enlarged.has(slice) && slice.size * scale < leastOf(slice)) {
        enlarged.add(slice);
        changed = true;
      }
    }
  }
  let y = 0;
  return slices.map((slice) => {
    const own = enlarged.has(slice) ? leastOf(slice) : slice.size * scale;
    const scaled = { slice, y, height: own, enlarged: enlarged.has(slice) };
    y += own;
    return scaled;
  });
}
