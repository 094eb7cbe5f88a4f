/** Deleting shows first what goes with it. */
import type { SubjectKind } from '../../analysis/result.ts';
import type { Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { TABLE_NAMES, TABLE_WORDS, type Plan, type TableName } from '../../model/plan.ts';
import { deleteWithDependents } from '../../model/references.ts';
import { nameOf } from '../app/records.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { Selected } from '../app/selection.svelte.ts';
import { countOf, listNames } from '../app/words.ts';
import ConfirmDialog from '../components/ConfirmDialog.svelte';

const TABLE_OF: Readonly<Partial<Record<SubjectKind, TableName>>> = {
  application: 'applications',
  task: 'tasks',
  link: 'links',
  chain: 'chains',
  layout: 'layouts',
  environment: 'environments',
  placement: 'placements',
  region: 'regions',
  grant: 'grants',
  channel: 'channels',
  image: 'images',
};
const KIND_OF = new Map(
  Object.entries(TABLE_OF).map(([kind, table]) => [table, kind as SubjectKind]),
);

/** Records to delete, by table. Parts of the target are not deleted here. */
export function deletable(
  items: readonly Selected[],
): Readonly<Partial<Record<TableName, readonly Id[]>>> {
  const ids: Partial<Record<TableName, Id[]>> = {};
  for (const { kind, id } of items) {
    const table = TABLE_OF[kind];
    if (table) (ids[table] ??= []).push(id);
  }
  return ids;
}

/**
 * What a deletion does beyond what was asked for.
 *
 * @param plan the plan before
 * @param diff the deletion
 * @param asked what the user selected
 * @returns a line per kind: what goes too, and what loses a reference
 */
export function consequences(
  plan: Plan,
  diff: Diff,
  asked: readonly Selected[],
): readonly string[] {
  const requested = new Set(asked.map(({ id }) => id));
  const lines: string[] = [];
  for (const table of TABLE_NAMES) {
    const kind = KIND_OF.get(table);
    if (!kind) continue;
    const named = (id: Id): string => nameOf(plan, { kind, id });
    const gone = (diff.removed[table] ?? []).filter(({ id }) => !requested.has(id));
    const changed = diff.updated[table] ?? [];
    if (gone.length > 0) {
      const names = listNames(gone.map(({ id }) => named(id)));
      lines.push(`${countOf(gone.length, TABLE_WORDS[table])} will go too: ${names}`);
    }
    if (changed.length > 0) {
      const names = listNames(changed.map(([from]) => named(from.id)));
      lines.push(`${countOf(changed.length, TABLE_WORDS[table])} will lose a reference: ${names}`);
    }
  }
  return lines;
}

/** Deletes what is selected: at once when nothing else is touched, else after showing what goes with it. */
export function confirmDeletion(session: PlanSession, items: readonly Selected[]): void {
  const ids = deletable(items);
  const asked = items.filter(({ kind }) => TABLE_OF[kind] !== undefined);
  const [first] = asked;
  if (!first) return;
  const diff = deleteWithDependents(session.plan, ids);
  const what = asked.length === 1 ? `“${nameOf(session.plan, first)}”` : `${asked.length} records`;
  const remove = (): void => {
    session.run(`delete ${what}`, (plan) => deleteWithDependents(plan, ids));
    session.offerUndo(`Deleted ${what}`);
  };
  const details = consequences(session.plan, diff, asked);
  if (details.length === 0) return remove();
  session.dialogs.show(ConfirmDialog, {
    title: `Delete ${what}?`,
    text: 'One undo brings all of it back.',
    details,
    action: 'Delete',
    onconfirm: remove,
  });
}
