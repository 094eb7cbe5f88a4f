/** What stands beneath the cores of one row and how high it is: caches, memories near these cores. */
import type { Budget } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import type { Cache, Memory, Target } from '../../model/target.ts';
import type { Column, FloorRow, Floorplan } from './floorplan.ts';

/** A cache, memory or floating load under neighbouring columns. */
export interface HardwareSpan<T> {
  readonly of: T;
  readonly x: number;
  readonly width: number;
  /** Line within its group, from the cores downwards. */
  readonly level: number;
  /** False for the further parts of something that goes on elsewhere. */
  readonly first: boolean;
}

/** Caches of one level that belong to one column only. */
export interface PrivateCaches {
  readonly column: Column;
  readonly level: number;
  readonly caches: readonly Cache[];
}

export interface RowHardware {
  readonly row: FloorRow;
  /** Levels of private caches, nearest first. */
  readonly privateLevels: readonly number[];
  readonly privateCaches: readonly PrivateCaches[];
  readonly floats: readonly HardwareSpan<Budget>[];
  readonly floatLevels: number;
  readonly sharedCaches: readonly HardwareSpan<Cache>[];
  readonly sharedLevels: number;
  readonly memories: readonly HardwareSpan<Memory>[];
  readonly memoryLevels: number;
}

function runsOfColumns(columns: readonly Column[]): readonly (readonly Column[])[] {
  const runs: Column[][] = [];
  for (const column of columns) {
    const last = runs.at(-1)?.at(-1);
    if (last && last.index + 1 === column.index) runs.at(-1)?.push(column);
    else runs.push([column]);
  }
  return runs;
}

/** Columns of some cores in hardware order, row by row. */
function columnsUnder(floor: Floorplan, coreIds: readonly Id[]): readonly Column[] {
  const found = new Set<Column>();
  for (const id of coreIds) {
    const column = floor.columnOf.get(id);
    if (column) found.add(column);
  }
  return [...found].sort((a, b) => a.index - b.index);
}

/** Puts spans into as few lines as do not overlap, in the order given. */
function spansIn<T>(
  floor: Floorplan,
  row: FloorRow,
  things: readonly { readonly of: T; readonly coreIds: readonly Id[] }[],
): readonly HardwareSpan<T>[] {
  const filled: number[][] = [];
  const spans: HardwareSpan<T>[] = [];
  for (const { of, coreIds } of things) {
    const columns = columnsUnder(floor, coreIds);
    const first = columns[0];
    for (const run of runsOfColumns(columns.filter((column) => column.row === row.index))) {
      const [from] = run;
      const to = run.at(-1);
      if (!from || !to) continue;
      const taken = run.map((column) => column.index);
      let level = filled.findIndex((line) => taken.every((index) => !line.includes(index)));
      if (level < 0) level = filled.push([]) - 1;
      filled[level]?.push(...taken);
      const width = to.x + to.width - from.x;
      spans.push({ of, x: from.x, width, level, first: from === first });
    }
  }
  return spans;
}

function levelsOf(spans: readonly HardwareSpan<unknown>[]): number {
  return spans.reduce((most, span) => Math.max(most, span.level + 1), 0);
}

/** Caches by whether all their cores stand in one column. */
function splitCaches(
  target: Target,
  floor: Floorplan,
): { own: Map<Column, Cache[]>; shared: Cache[] } {
  const own = new Map<Column, Cache[]>();
  const shared: Cache[] = [];
  for (const cache of target.caches) {
    const [column, ...others] = columnsUnder(floor, cache.coreIds);
    if (!column) continue;
    // A cache of several cores that share a column (collapsed) is still a shared one.
    if (others.length > 0 || cache.coreIds.length > 1) shared.push(cache);
    else own.set(column, [...(own.get(column) ?? []), cache]);
  }
  return { own, shared: shared.sort((a, b) => a.level - b.level) };
}

/**
 * @param floor the floorplan
 * @param coreSets budgets of core sets over which something floats
 * @returns what stands under each row
 * @cost O(caches + memories + core sets, each times its cores)
 */
export function hardwarePlan(
  floor: Floorplan,
  coreSets: readonly Budget[],
): readonly RowHardware[] {
  const { target } = floor;
  const { own, shared } = splitCaches(target, floor);
  const local = target.memories.filter(({ coreIds }) => isLocal(coreIds, target));
  return floor.rows.map((row): RowHardware => {
    const privateCaches = row.columns.flatMap((column) => {
      const byLevel = new Map<number, Cache[]>();
      for (const cache of own.get(column) ?? [])
        byLevel.set(cache.level, [...(byLevel.get(cache.level) ?? []), cache]);
      return [...byLevel].map(([level, caches]) => ({ column, level, caches }));
    });
    const levels = new Set([1, ...privateCaches.map(({ level }) => level)]);
    const floats = spansIn(
      floor,
      row,
      coreSets.map((of) => ({ of, coreIds: of.coreIds })),
    );
    const caches = spansIn(
      floor,
      row,
      shared.map((of) => ({ of, coreIds: of.coreIds })),
    );
    const memories = spansIn(
      floor,
      row,
      local.map((of) => ({ of, coreIds: of.coreIds })),
    );
    return {
      row,
      privateLevels: [...levels].sort((a, b) => a - b),
      privateCaches,
      floats,
      floatLevels: levelsOf(floats),
      sharedCaches: caches,
      sharedLevels: levelsOf(caches),
      memories,
      memoryLevels: levelsOf(memories),
    };
  });
}

/**
 * @param coreIds cores something is local to; none means all
 * @param target the hardware
 * @returns whether it belongs to a part of the cores
 */
export function isLocal(coreIds: readonly Id[], target: Target): boolean {
  return coreIds.length > 0 && coreIds.length < target.cores.length;
}
