/** Lanes: the strips in which a stack grows. One per column; cores shared in time split theirs. */
import type { Id } from '../../model/fields.ts';
import type { Column, Floorplan } from './floorplan.ts';

/** Horizontal extent of a tile that stands in a lane. */
interface TileSpan {
  readonly x: number;
  readonly right: number;
}

/** A strip of one row that is filled upwards. Heights count up from the cores. */
export class Lane {
  readonly column: Column;
  readonly row: number;
  readonly x: number;
  readonly width: number;
  /** Position among all lanes: neighbours touch. */
  readonly from: number;
  readonly to: number;
  readonly #tiles: TileSpan[] = [];
  #coreIds: readonly Id[] | null = null;
  #height = 0;
  #parts: readonly Lane[] = [];

  constructor(column: Column, x: number, width: number, from: number, to: number) {
    this.column = column;
    this.row = column.row;
    this.x = x;
    this.width = width;
    this.from = from;
    this.to = to;
  }

  get coreIds(): readonly Id[] {
    return (this.#coreIds ??= this.column.cores.map(({ id }) => id));
  }

  get right(): number {
    return this.x + this.width;
  }

  /** How far it is filled. */
  get height(): number {
    let height = this.#height;
    for (const part of this.#parts) height = Math.max(height, part.height);
    return height;
  }

  get leaves(): readonly Lane[] {
    return this.#parts.length === 0 ? [this] : this.#parts.flatMap((part) => part.leaves);
  }

  /** Whether any application stands in it, at whatever height. */
  get occupied(): boolean {
    return this.#tiles.length > 0 || this.#parts.some((part) => part.occupied);
  }

  raise(height: number): void {
    this.#height = Math.max(this.height, height);
  }

  noteTile(span: TileSpan): void {
    this.#tiles.push(span);
  }

  /** Whether a tile over this extent leaves every tile beneath a free gutter at both of its sides. */
  admits(span: TileSpan): boolean {
    return (
      this.#tiles.every((tile) => tile.x <= span.x && tile.right >= span.right) &&
      this.#parts.every((part) => part.admits(span))
    );
  }

  /** Splits it into lanes side by side, each starting at the present height. */
  split(shares: readonly number[], gutter: number): readonly Lane[] {
    const total = shares.reduce((sum, share) => sum + share, 0);
    const room = this.width - gutter * (shares.length - 1);
    const base = this.height;
    let x = this.x;
    let from = this.from;
    this.#parts = shares.map((share, index) => {
      const width = (room * share) / total;
      const to =
        index === shares.length - 1 ? this.to : from + (this.to - this.from) / shares.length;
      const part = new Lane(this.column, x, width, from, to);
      part.raise(base);
      x += width + gutter;
      from = to;
      return part;
    });
    return this.#parts;
  }
}

/** Lanes side by side without another's between them. */
export interface Run {
  readonly row: number;
  readonly lanes: readonly Lane[];
  readonly x: number;
  readonly width: number;
  readonly coreIds: readonly Id[];
}

/**
 * @param plan the floorplan
 * @returns one lane per column, in hardware order
 */
export function lanesOf(plan: Floorplan): readonly Lane[] {
  return plan.columns.map(
    (column) => new Lane(column, column.x, column.width, column.index, column.index + 1),
  );
}

/**
 * @param lanes some lanes, in any order
 * @returns them in runs, left to right and row by row
 */
export function runsOf(lanes: readonly Lane[]): readonly Run[] {
  if (lanes.length === 1) return [runOf(lanes)];
  const sorted = [...lanes].sort((a, b) => a.from - b.from);
  const groups: Lane[][] = [];
  for (const lane of sorted) {
    const last = groups.at(-1)?.at(-1);
    if (last?.row === lane.row && Math.abs(last.to - lane.from) < 1e-6) groups.at(-1)?.push(lane);
    else groups.push([lane]);
  }
  return groups.map(runOf);
}

function coresUnder(lanes: readonly Lane[]): readonly Id[] {
  const [only] = lanes;
  if (lanes.length === 1 && only) return only.coreIds;
  return [...new Set(lanes.flatMap((lane) => lane.coreIds))];
}

function runOf(lanes: readonly Lane[]): Run {
  const first = lanes[0];
  const last = lanes.at(-1);
  const x = first?.x ?? 0;
  return {
    row: first?.row ?? 0,
    lanes,
    x,
    width: (last?.right ?? x) - x,
    coreIds: coresUnder(lanes),
  };
}

/**
 * @param lanes some lanes
 * @returns the height of the highest
 */
export function topOf(lanes: readonly Lane[]): number {
  let top = 0;
  for (const lane of lanes) top = Math.max(top, lane.height);
  return top;
}

/**
 * @param lanes some lanes
 * @param height to which all of them are filled at least
 */
export function raiseAll(lanes: readonly Lane[], height: number): void {
  for (const lane of lanes) lane.raise(height);
}

/**
 * @param lanes at least one lane, in hardware order
 * @returns the least filled one; the first of equals
 */
export function lowestOf(lanes: readonly Lane[]): Lane | undefined {
  let lowest = lanes[0];
  for (const lane of lanes) if (lowest && lane.height < lowest.height) lowest = lane;
  return lowest;
}

/**
 * Divides lanes among members in order, each at least one, by weight (largest remainders).
 *
 * @param lanes at least as many as weights
 * @param weights positive numbers
 * @param most most lanes a member can use, each; Infinity where it takes what it gets
 * @returns lanes per member, neighbours where lanes are neighbours
 */
export function divideLanes(
  lanes: readonly Lane[],
  weights: readonly number[],
  most: readonly number[],
): readonly (readonly Lane[])[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = lanes.length - weights.length;
  const ideal = weights.map((weight) => (spare * weight) / total);
  const counts = ideal.map((extra) => 1 + Math.floor(extra));
  const left = lanes.length - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = ideal
    .map((extra, index) => ({ index, rest: extra - Math.floor(extra) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) counts[index] = (counts[index] ?? 0) + 1;
  let at = 0;
  return counts.map((count, index) => {
    const taken = lanes.slice(at, at + Math.min(count, most[index] ?? count));
    at += Math.min(count, most[index] ?? count);
    return taken;
  });
}
