/** Which layouts of a plan a command is about. */
import type { Layout } from '../model/layout.ts';
import { rows, type Plan } from '../model/plan.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import { cliProblem } from './cli-problems.ts';

const named = ({ id, name }: Layout) => `${id} ("${name}")`;

/**
 * @param plan the plan
 * @param wanted id or name that the user gave; undefined when none was given
 * @param what the command does with a layout, for the message
 * @returns the layout meant, or every layout of the plan
 */
export function chooseLayouts(
  plan: Plan,
  wanted: string | undefined,
  what: string,
): Result<readonly Layout[]> {
  const layouts = rows(plan.layouts);
  if (layouts.length === 0) return fail(cliProblem('cli-no-layouts', { words: { what } }));
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
export function chooseLayout(plan: Plan, wanted: string | undefined, what: string): Result<Layout> {
  const chosen = chooseLayouts(plan, wanted, what);
  if (!chosen.ok) return chosen;
  const [first] = chosen.value;
  return first ? ok(first) : fail(cliProblem('cli-no-layouts', { words: { what } }));
}
