/** Runs the engine and puts its results into the plan file: one engine, and no results from anybody else. */
import { analyze } from '../analysis/analyze.ts';
import type { Id } from '../model/fields.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import { describeError } from './dispatch.ts';
import type { HostParts } from './host-parts.ts';
import { hostProblem } from './host-problems.ts';
import type { OpenPlan } from './open-plan.ts';
import { problemOf } from '../../db/storage-problems.ts';

/**
 * Analyses one layout of an open plan as it is, and stores the result.
 *
 * @param revision the revision that the caller looks at
 */
export function storeResult(
  { catalogue }: HostParts,
  open: OpenPlan,
  layoutId: Id,
  revision: number,
): Result<null> {
  if (revision !== open.revision) {
    return fail(
      hostProblem('plan-other-revision', {
        found: `revision ${revision}`,
        expected: `revision ${open.revision}`,
      }),
    );
  }
  if (!open.plan.layouts.has(layoutId))
    return fail(hostProblem('plan-no-layout', { found: layoutId }));
  const result = analyze(open.plan, layoutId, catalogue.technologies());
  try {
    open.database.results.store(revision, result);
    return ok(null);
  } catch (error) {
    return fail(problemOf(error, open.path ?? 'the working copy'));
  }
}

/**
 * Stores the results of every layout before a file is written, so that it always says what the engine says of
 * it. A fault in the engine, or no room for results, must not keep the user from saving.
 */
export function storeAllResults(parts: HostParts, open: OpenPlan): void {
  for (const layoutId of open.plan.layouts.keys()) {
    try {
      const stored = storeResult(parts, open, layoutId, open.revision);
      if (!stored.ok) return;
    } catch (error) {
      parts.log(`partita: bug in results of layout ${layoutId}: ${describeError(error)}`);
    }
  }
}
