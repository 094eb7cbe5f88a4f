/** Gutters: the strips between lanes in which links rise. No application ever stands in one. */
import type { Floorplan } from '../floorplan.ts';
import type { Lane } from '../lanes.ts';

/** A strip of one row, free of applications from the cores to the top. */
export interface Gutter {
  readonly index: number;
  readonly row: number;
  readonly x: number;
  readonly right: number;
}

/**
 * @param floor the floorplan
 * @param lanes every lane of it, split or not
 * @returns gutters row by row, left to right, the two outermost included
 * @cost O(lanes)
 */
export function guttersOf(floor: Floorplan, lanes: readonly Lane[]): readonly Gutter[] {
  const gutters: Gutter[] = [];
  const { gutter } = floor.metrics;
  for (const row of floor.rows) {
    const leaves = lanes.filter((lane) => lane.row === row.index).flatMap((lane) => lane.leaves);
    let left = row.x - gutter;
    for (const leaf of leaves) {
      gutters.push({ index: gutters.length, row: row.index, x: left, right: leaf.x });
      left = leaf.right;
    }
    gutters.push({ index: gutters.length, row: row.index, x: left, right: left + gutter });
  }
  return gutters;
}

/** Gutters by row, for look-ups by x. */
export class GutterMap {
  readonly all: readonly Gutter[];
  readonly #rows: readonly (readonly Gutter[])[];

  constructor(gutters: readonly Gutter[], rows: number) {
    this.all = gutters;
    this.#rows = Array.from({ length: rows }, (_, row) =>
      gutters.filter((gutter) => gutter.row === row),
    );
  }

  /** The nearest gutter left of a box. */
  leftOf(row: number, x: number): Gutter | undefined {
    return this.#rows[row]?.findLast((gutter) => gutter.right <= x + 0.5);
  }

  /** The nearest gutter right of a box. */
  rightOf(row: number, right: number): Gutter | undefined {
    return this.#rows[row]?.find((gutter) => gutter.x >= right - 0.5);
  }

  /** Gutters strictly inside a box. */
  within(row: number, x: number, right: number): readonly Gutter[] {
    return (this.#rows[row] ?? []).filter((gutter) => gutter.x > x && gutter.right < right);
  }
}
