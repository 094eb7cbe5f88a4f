/** The change between two states of one plan. */
import { DiffDraft, type Diff } from './diff.ts';
import type { Id } from './fields.ts';
import { TABLE_NAMES, type Plan, type Records, type TableName } from './plan.ts';

/**
 * What turns one state into another, record by record. Tables that are the same object are not looked into, so
 * that a few steps of editing cost what they changed.
 *
 * @param from a plan
 * @param to the same plan later
 * @returns the diff; empty where all records are equal by value
 * @cost O(records of the tables that changed)
 * @rules DIFF-1
 */
export function planDifference(from: Plan, to: Plan): Diff {
  const draft = new DiffDraft(from);
  for (const table of TABLE_NAMES) collect(draft, table, from, to);
  return draft.diff();
}

function collect<T extends TableName>(draft: DiffDraft, table: T, from: Plan, to: Plan): void {
  if ((from[table] as unknown) === to[table]) return;
  const before = from[table] as ReadonlyMap<Id, Records[T]>;
  const after = to[table] as ReadonlyMap<Id, Records[T]>;
  for (const id of before.keys()) if (!after.has(id)) draft.remove(table, id);
  for (const [id, record] of after) if (before.get(id) !== record) draft.put(table, record);
}
