/** Several commands as one undoable step. */
import { applyDiff, DiffDraft, type Diff } from '../diff.ts';
import type { Plan, TableName, Records } from '../plan.ts';
import { ok, type Result } from '../problem.ts';

/** A command with its arguments bound. */
export type PlanCommand = (plan: Plan) => Result<Diff> | Diff;

function collect(draft: DiffDraft, diff: Diff): void {
  const each = (
    part: Readonly<Partial<Record<TableName, readonly unknown[]>>>,
    take: (table: TableName, entry: unknown) => void,
  ): void => {
    for (const [table, entries] of Object.entries(part))
      for (const entry of entries ?? []) take(table as TableName, entry);
  };
  each(diff.removed, (table, record) => draft.remove(table, (record as { id: string }).id));
  each(diff.updated, (table, pair) => {
    const [from, to] = pair as readonly [Records[TableName], Records[TableName]];
    if (from.id !== to.id) draft.remove(table, from.id);
    draft.put(table, to);
  });
  each(diff.added, (table, record) => draft.put(table, record as Records[TableName]));
}

/**
 * Runs commands one after the other, each on what the ones before left.
 *
 * @param plan where they start
 * @param commands what to do
 * @returns one diff from the plan to the end, or the problems of the first command that failed
 */
export function combined(plan: Plan, commands: readonly PlanCommand[]): Result<Diff> {
  const draft = new DiffDraft(plan);
  let at = plan;
  for (const command of commands) {
    const outcome = command(at);
    const result: Result<Diff> = 'added' in outcome ? ok(outcome) : outcome;
    if (!result.ok) return result;
    collect(draft, result.value);
    at = applyDiff(at, result.value);
  }
  return ok(draft.diff());
}
