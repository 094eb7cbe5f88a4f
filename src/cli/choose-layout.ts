/** Which layouts of a plan a command is about. */
import type { Layout } from '../model/layout.ts';
import { rows, type Plan } from '../model/plan.ts';
import { fail, invariant, ok, type Result } from '../model/problem.ts';
import { cliProblem } from './cli-problems.ts';

const named = ({ id, name }: Layout) => `${id} ("${name}")`;

/**
 * @param plan a plan with at least one layout
 * @param wanted id or name that the user gave; undefined when none was given
 * @returns the layout meant, or every layout of the plan
 */
export function chooseLayouts(plan: Plan, wanted: string | undefined): Result<readonly Layout[]> {
  const layouts = rows(plan.layouts);
  if (wanted === undefined) return ok(layouts);
  const byId = layouts.find((layout) => layout.id === wanted);
  if (byId) return ok([byId]);
  const byName = layouts.filter((layout) => layout.name === wanted);
  if (byName.length === 1) return ok(byName);
  const code = byName.length === 0 ? 'cli-no-layout' : 'cli-ambiguous-layout';
  const candidates = byName.length === 0 ? layouts : byName;
  return fail(
    cliProblem(code, {
      found: wanted,
      words: { count: byName.length, layouts: candidates.map(named).join(', ') },
    }),
  );
}

/** As `chooseLayouts`, but the first layout stands for all when none was named. */
export function chooseLayout(plan: Plan, wanted: string | undefined): Result<readonly [Layout]> {
  const chosen = chooseLayouts(plan, wanted);
  if (!chosen.ok) return chosen;
  const [first] = chosen.value;
  invariant(first !== undefined, 'a command about layouts was given a plan without any');
  return ok([first]);
}
