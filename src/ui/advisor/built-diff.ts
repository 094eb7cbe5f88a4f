/** Whether what the worker built still fits the plan. */
import { commandProblem } from '../../model/commands/records.ts';
import type { Diff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { fail, type Result } from '../../model/problem.ts';
import type { Answered } from '../app/query-state.svelte.ts';

/**
 * @param plan the plan as it is
 * @param built something that was built
 * @returns its diff; a problem when the plan is not the one that it was built on
 */
export function diffOn(plan: Plan, built: Answered<'build'>): Result<Diff> {
  if (plan === built.base) return { ok: true, value: built.value.diff };
  const reason = 'the plan changed while this was worked out; ask again';
  return fail(commandProblem('command-not-possible', { words: { reason } }));
}
