/** Steps that make and copy applications, tasks, links and chains. */
import { duplicateApplications } from '../../model/commands/duplicate.ts';
import {
  addRecord,
  freeName,
  putRecords,
  type NewId,
  type RecordSeed,
} from '../../model/commands/records.ts';
import type { Id } from '../../model/fields.ts';
import { nextOrder, type Plan, type Table } from '../../model/plan.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { FigureTable } from './record-form.svelte.ts';

/** Kinds that have a form. */
export type FormKind = 'application' | 'task' | 'link' | 'chain';
const TABLE_OF: Readonly<Record<FormKind, FigureTable>> = {
  application: 'applications',
  task: 'tasks',
  link: 'links',
  chain: 'chains',
};
type Listed = { readonly id: Id; readonly name: string; readonly order: number };

/** Selects the record that a step has added, if it has. */
function selectAdded(session: PlanSession, kind: FormKind, before: ReadonlySet<Id>): void {
  const table = session.plan[TABLE_OF[kind]] as Table<Listed>;
  const id = [...table.keys()].find((key) => !before.has(key));
  if (id !== undefined) session.selection.set({ kind, id });
}

/**
 * Adds a record and selects it.
 *
 * @param session the open plan
 * @param kind what it is
 * @param seed its fields without id; a name that is taken gets a number
 */
export function createRecord<K extends FormKind>(
  session: PlanSession,
  kind: K,
  seed: { readonly name: string; readonly [field: string]: unknown },
): void {
  const table = TABLE_OF[kind];
  const before = new Set((session.plan[table] as Table<Listed>).keys());
  const done = session.run(`new ${kind} ${seed.name}`, (plan, newId) => {
    const record = { ...seed, id: newId(kind) };
    return addRecord(plan, table, record as unknown as RecordSeed<typeof table>);
  });
  if (done) selectAdded(session, kind, before);
}

/** Copies a record to the end of its table and selects the copy. */
export function duplicateRecord(session: PlanSession, kind: FormKind, id: Id): void {
  const table = TABLE_OF[kind];
  const records = session.plan[table] as Table<Listed>;
  const original = records.get(id);
  if (!original) return;
  const before = new Set(records.keys());
  const done = session.run(`duplicate ${original.name}`, (plan: Plan, newId: NewId) => {
    if (kind === 'application') return duplicateApplications(plan, [id], newId);
    const all = plan[table] as Table<Listed>;
    const name = freeName(
      original.name,
      [...all.values()].map((record) => record.name),
    );
    const copy = { ...original, id: newId(kind), name, order: nextOrder(all) };
    return putRecords(plan, { [table]: [copy] });
  });
  if (done) selectAdded(session, kind, before);
}
