/** What a generated window table would prove, before it stands in the plan. */
import type { Catalogue } from '../../catalog/technology.ts';
import { putGeneratedTable, type GeneratedTable } from '../../model/commands/generated-table.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { analyze } from '../analyze.ts';
import type { TaskResult } from '../result.ts';

/** A task in the table: plain data, so that another thread can be told. */
export type TrialRow = Pick<
  TaskResult,
  | 'task'
  | 'coreId'
  | 'placementId'
  | 'verdict'
  | 'reason'
  | 'responseTimeNs'
  | 'deadlineNs'
  | 'unstated'
>;

/**
 * Puts the table into a copy of the plan and analyses that as a whole, windows by their exact supply.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue as published
 * @param generated the table, and the budgets that come with it
 * @returns the tasks that run in its windows; null where the table cannot be put into the layout
 * @cost one analysis of the layout
 * @rules BUDGETS-1
 */
export function tryTable(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  generated: GeneratedTable,
): readonly TrialRow[] | null {
  let next = 0;
  const diff = putGeneratedTable(
    plan,
    layoutId,
    generated,
    (prefix) => `trial-${prefix}-${next++}`,
  );
  if (!diff.ok) return null;
  const tried = applyDiff(plan, diff.value);
  const tree = layoutTree(tried, layoutId);
  if (!tree) return null;
  const owners = new Set(generated.table.windows.map(({ environmentId }) => environmentId));
  const placed = new Set(
    tree.placements
      .filter(({ environmentId }) =>
        tree.pathOf.get(environmentId)?.some(({ id }) => owners.has(id)),
      )
      .map(({ id }) => id),
  );
  return analyze(tried, layoutId, catalogue)
    .tasks.filter(({ placementId }) => placementId !== null && placed.has(placementId))
    .map(
      ({ task, coreId, placementId, verdict, reason, responseTimeNs, deadlineNs, unstated }) => ({
        ...{ task, coreId, placementId, verdict, reason, responseTimeNs, deadlineNs, unstated },
      }),
    );
}
