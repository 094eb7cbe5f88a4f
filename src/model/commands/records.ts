/** Create, edit, delete and duplicate records of any table. */
import { decode } from '../decode.ts';
import { DiffDraft, type Diff } from '../diff.ts';
import { MAX_NAME_LENGTH, type Id } from '../fields.ts';
import {
  nextOrder,
  recordSchemas,
  TABLE_WORDS,
  type Plan,
  type Records,
  type TableName,
} from '../plan.ts';
import { defineProblems, fail, ok, type Result } from '../problem.ts';

/** Gives a fresh id; the caller owns randomness so that commands stay pure. `prefix` only helps reading. */
export type NewId = (prefix: string) => Id;

export const commandProblem = defineProblems({
  'command-no-record': {
    message: 'the {word} no longer exists',
    remedy: 'Select another one; it may have been deleted by undo.',
  },
  'command-not-possible': { message: '{reason}' },
});

/** Tables whose records have an order and can be created freely. */
export type ListedTable = Exclude<TableName, 'info' | 'target'>;

/** What a new record is made from: order, and fields with a default, may be left out. */
export type RecordSeed<T extends ListedTable> = Partial<Records[T]> & { readonly id: Id };

/**
 * Adds one record at the end of its table.
 *
 * @param plan the plan
 * @param table where it goes
 * @param seed its fields; absent ones get their default
 * @returns the diff, or what is wrong with the fields
 */
export function addRecord<T extends ListedTable>(
  plan: Plan,
  table: T,
  seed: RecordSeed<T>,
): Result<Diff> {
  const order = nextOrder(plan[table]);
  const record = decode(recordSchemas[table], { order, ...seed });
  if (!record.ok) return record;
  const draft = new DiffDraft(plan);
  draft.put(table, record.value as Records[T]);
  return ok(draft.diff());
}

/**
 * Changes fields of records. Editing a field by hand makes the user its source.
 *
 * @param plan the plan
 * @param table where the records are
 * @param ids which records
 * @param fields new values of some fields, the same for all
 * @returns the diff, or what is wrong
 */
export function updateRecords<T extends TableName>(
  plan: Plan,
  table: T,
  ids: readonly Id[],
  fields: Partial<Records[T]>,
): Result<Diff> {
  const draft = new DiffDraft(plan);
  for (const id of ids) {
    const from = draft.get(table, id);
    if (!from)
      return fail(commandProblem('command-no-record', { words: { word: TABLE_WORDS[table] } }));
    const to = decode(recordSchemas[table], { ...from, ...fields, id });
    if (!to.ok) return to;
    draft.put(table, to.value as Records[T]);
  }
  return ok(draft.diff());
}

/** Table records to add, ids decided: the outcome of an import or of a paste. */
export type Additions = { readonly [T in TableName]?: readonly Records[T][] };

/**
 * Adds or replaces records as an importer made them.
 *
 * @param plan the plan
 * @param additions decoded records
 * @returns the diff
 */
export function putRecords(plan: Plan, additions: Additions): Diff {
  const draft = new DiffDraft(plan);
  for (const [table, records] of Object.entries(additions)) {
    for (const record of records) draft.put(table as TableName, record);
  }
  return draft.diff();
}

/**
 * A name that no other record of the list has: "Logger", "Logger 2", "Logger 3" ...
 *
 * @param wanted the name wished for
 * @param taken names in use
 * @returns `wanted` itself where it is free
 * @cost O(taken)
 */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  if (!used.has(wanted)) return wanted;
  // Room for the number: a name has at most MAX_NAME_LENGTH characters.
  const stem = wanted.replace(/ \d+$/, '').slice(0, MAX_NAME_LENGTH - 8);
  let number = 2;
  while (used.has(`${stem} ${number}`)) number += 1;
  return `${stem} ${number}`;
}
