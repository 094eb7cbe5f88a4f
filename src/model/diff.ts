/** Record-level changes. The same diff updates the UI, is one SQLite transaction, and is the undo step. */
import type { Id } from './fields.ts';
import { TABLE_NAMES, type Plan, type Records, type Table, type TableName } from './plan.ts';
import { invariant } from './problem.ts';

/** Records per table; tables without a change are absent. */
export type RecordsByTable = { readonly [T in TableName]?: readonly Records[T][] };
/** Pairs [from, to] per table; both have the same id. */
export type PairsByTable = {
  readonly [T in TableName]?: readonly (readonly [from: Records[T], to: Records[T]])[];
};

/** One step of editing. */
export interface Diff {
  readonly added: RecordsByTable;
  readonly updated: PairsByTable;
  readonly removed: RecordsByTable;
}

type AnyRecord = Records[TableName];
type LooseTables = Record<string, ReadonlyMap<Id, AnyRecord>>;

/**
 * @param diff a diff
 * @returns true when it changes nothing
 */
export function isEmptyDiff(diff: Diff): boolean {
  return countChanges(diff).size === 0;
}

/**
 * Collects changes record by record, so that several steps on one record become one.
 * Within one draft the last state of a record wins; a record that ends as it began leaves no trace.
 */
export class DiffDraft {
  readonly #base: Plan;
  readonly #changed = new Map<TableName, Map<Id, AnyRecord | null>>();

  /** @param base the plan that the changes start from */
  constructor(base: Plan) {
    this.#base = base;
  }

  /**
   * @param table where to look
   * @param id which record
   * @returns the record with the changes so far, undefined when there is none
   */
  get<T extends TableName>(table: T, id: Id): Records[T] | undefined {
    const changed = this.#changed.get(table);
    if (changed?.has(id)) return (changed.get(id) ?? undefined) as Records[T] | undefined;
    return (this.#base[table] as Table<Records[T]>).get(id);
  }

  /**
   * Adds a record or replaces the one with its id.
   *
   * @param table where it belongs
   * @param record the new state
   */
  put<T extends TableName>(table: T, record: Records[T]): void {
    this.#of(table).set(record.id, record);
  }

  /**
   * @param table where it is
   * @param id which record goes
   */
  remove(table: TableName, id: Id): void {
    this.#of(table).set(id, null);
  }

  /**
   * @returns the changes against the base
   * @cost O(changed records)
   */
  diff(): Diff {
    const added: Record<string, AnyRecord[]> = {};
    const updated: Record<string, [AnyRecord, AnyRecord][]> = {};
    const removed: Record<string, AnyRecord[]> = {};
    for (const table of TABLE_NAMES) {
      for (const [id, to] of this.#changed.get(table) ?? []) {
        const from = (this.#base as unknown as LooseTables)[table]?.get(id);
        if (to === null && from) (removed[table] ??= []).push(from);
        else if (to !== null && !from) (added[table] ??= []).push(to);
        else if (to !== null && from && !sameRecord(from, to))
          (updated[table] ??= []).push([from, to]);
      }
    }
    return { added, updated, removed };
  }

  #of(table: TableName): Map<Id, AnyRecord | null> {
    let changed = this.#changed.get(table);
    if (!changed) this.#changed.set(table, (changed = new Map<Id, AnyRecord | null>()));
    return changed;
  }
}

/**
 * Whether two records hold the same values; key order does not matter.
 *
 * @param a any JSON value
 * @param b any JSON value
 * @returns true when equal by value
 * @cost O(size)
 */
export function sameRecord(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) &&
      sameRecord((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

/**
 * The plan after a diff. Tables without a change stay the same object, so that views can tell.
 *
 * @param plan the state that the diff was made for
 * @param diff what changes
 * @returns a new plan
 * @throws {Error} when the diff was made for another state (a bug, never user input)
 * @cost O(size of each changed table)
 */
export function applyDiff(plan: Plan, diff: Diff): Plan {
  const next: Record<string, ReadonlyMap<Id, AnyRecord>> = { ...plan };
  for (const table of TABLE_NAMES) {
    const added = diff.added[table] ?? [];
    const updated = diff.updated[table] ?? [];
    const removed = diff.removed[table] ?? [];
    if (added.length + updated.length + removed.length === 0) continue;
    const records = new Map<Id, AnyRecord>(plan[table] as ReadonlyMap<Id, AnyRecord>);
    for (const record of removed) {
      invariant(records.delete(record.id), `removed ${table} ${record.id} is not in the plan`);
    }
    for (const [from, to] of updated) {
      invariant(records.has(from.id), `updated ${table} ${from.id} is not in the plan`);
      if (to.id !== from.id) records.delete(from.id);
      records.set(to.id, to);
    }
    for (const record of added) {
      invariant(!records.has(record.id), `added ${table} ${record.id} is in the plan already`);
      records.set(record.id, record);
    }
    next[table] = records;
  }
  return next as unknown as Plan;
}

/**
 * The way back.
 *
 * @param diff a diff from a to b
 * @returns the diff from b to a
 */
export function invertDiff(diff: Diff): Diff {
  const updated: Record<string, unknown> = {};
  for (const [table, pairs] of Object.entries(diff.updated)) {
    updated[table] = pairs.map(([from, to]) => [to, from]);
  }
  return { added: diff.removed, updated: updated, removed: diff.added };
}

/**
 * How many records a diff touches, by table.
 *
 * @param diff a diff
 * @returns table -> number of records added, updated or removed
 */
export function countChanges(diff: Diff): ReadonlyMap<TableName, number> {
  const counts = new Map<TableName, number>();
  for (const table of TABLE_NAMES) {
    const total =
      (diff.added[table]?.length ?? 0) +
      (diff.updated[table]?.length ?? 0) +
      (diff.removed[table]?.length ?? 0);
    if (total > 0) counts.set(table, total);
  }
  return counts;
}
