/** Plans without a layout: commands that are about layouts assume an empty one, and say so. */
import { addRecord } from '../model/commands/records.ts';
import { applyDiff } from '../model/diff.ts';
import { ok, type Result } from '../model/problem.ts';
import { cliProblem } from './cli-problems.ts';
import { printNotices, type Run } from './command.ts';
import type { OpenedPlan } from './session.ts';

/**
 * Opens a plan for a command that needs a layout. The assumed one stands only in this run's working copy.
 *
 * @param run surroundings
 * @param file the plan, as the user named it
 * @returns the plan with at least one layout
 */
export async function openWithLayout(run: Run, file: string): Promise<Result<OpenedPlan>> {
  const session = run.session();
  const opened = await session.open(run.path(file));
  if (!opened.ok) return opened;
  const { plan, planId, revision, notices } = opened.value;
  printNotices(run.io, notices);
  if (plan.layouts.size > 0) return opened;
  const diff = addRecord(plan, 'layouts', { id: 'none', name: 'No layout yet' });
  if (!diff.ok) return diff;
  const applied = await session.call('plan.apply', {
    planId,
    baseRevision: revision,
    step: 'Assume an empty layout',
    diff: diff.value,
  });
  if (!applied.ok) return applied;
  printNotices(run.io, [cliProblem('cli-no-layouts', { place: { file } })]);
  return ok({ ...opened.value, plan: applyDiff(plan, diff.value) });
}
