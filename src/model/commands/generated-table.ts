/** A generated window table with the budgets that it was made for, as one step. */
import type { Diff } from '../diff.ts';
import type { Id } from '../fields.ts';
import type { Environment } from '../layout.ts';
import type { Plan } from '../plan.ts';
import { fail, type Result } from '../problem.ts';
import type { Frame, Server } from '../scheduling.ts';
import { combined } from './combined.ts';
import { commandProblem, updateRecords, type NewId } from './records.ts';
import { addFrame, replaceTable, type WindowTable } from './windows.ts';

/** A periodic budget that an environment is given. */
export interface PeriodicBudget extends Pick<Server, 'periodNs' | 'budgetNs'> {
  readonly environmentId: Id;
}

/** What is put into a layout. */
export interface GeneratedTable {
  /** Whose windows are replaced; null: of a new frame. */
  readonly frameId: Id | null;
  readonly settings: Partial<Pick<Frame, 'switchNs' | 'tickNs'>>;
  readonly table: WindowTable;
  /** Budgets that were proposed and taken over. */
  readonly budgets: readonly PeriodicBudget[];
}

const PROPOSED = 'budget: proposed from the demand of its tasks';

/** What states budget, scheduler and switch; it says so of the budget, and keeps what it said of the others. */
function sourceOf({ timingSource }: Environment): string {
  const isSaid = timingSource === null || timingSource.includes(PROPOSED);
  const whole = `${timingSource ?? ''}; ${PROPOSED}`;
  return isSaid || whole.length > 400 ? PROPOSED : whole;
}

/**
 * @param plan the plan
 * @param budgets of environments of it
 * @returns the diff that states them, as proposed
 */
export function setProposedBudgets(plan: Plan, budgets: readonly PeriodicBudget[]): Result<Diff> {
  return combined(
    plan,
    budgets.map(({ environmentId, periodNs, budgetNs }) => (at) => {
      const environment = at.environments.get(environmentId);
      if (!environment)
        return fail(commandProblem('command-no-record', { words: { word: 'environment' } }));
      const server = {
        kind: 'periodic' as const,
        periodNs,
        budgetNs,
        deadlineNs: null,
        priority: null,
      };
      const timingSource = sourceOf(environment);
      return updateRecords(at, 'environments', [environmentId], { server, timingSource });
    }),
  );
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param generated budgets, and the table for them
 * @param newId gives ids
 * @returns the diff, or what is wrong with it
 * @cost O(windows)
 */
export function putGeneratedTable(
  plan: Plan,
  layoutId: Id,
  { frameId, settings, table, budgets }: GeneratedTable,
  newId: NewId,
): Result<Diff> {
  let into = frameId ?? '';
  const { lengthNs } = table;
  return combined(plan, [
    (at) => setProposedBudgets(at, budgets),
    (at) =>
      frameId === null
        ? addFrame(at, layoutId, { lengthNs }, (prefix) => (into = newId(prefix)))
        : { added: {}, updated: {}, removed: {} },
    (at) => replaceTable(at, into, table, settings, newId),
  ]);
}
