/** Opens a plan and runs the engine over some of its layouts, for the commands that need results. */
import { analyze } from '../analysis/analyze.ts';
import { catalogueChange } from '../analysis/catalogue-change.ts';
import type { LayoutResult } from '../analysis/result.ts';
import type { Catalogue } from '../catalog/technology.ts';
import type { Layout } from '../model/layout.ts';
import { infoOf, type Plan } from '../model/plan.ts';
import { inFile, ok, type Result } from '../model/problem.ts';
import type { Run } from './command.ts';
import { openWithLayout } from './open-with-layout.ts';
import type { OpenedPlan } from './session.ts';

/** A plan with the results of the layouts asked for. */
export interface Analysed {
  readonly opened: OpenedPlan;
  readonly results: readonly LayoutResult[];
}

/**
 * @param run surroundings
 * @param file the plan, as the user named it
 * @param choose which layouts
 * @returns the plan and a result per layout, in the order chosen
 */
export async function analysePlan(
  run: Run,
  file: string,
  choose: (plan: Plan) => Result<readonly Layout[]>,
): Promise<Result<Analysed>> {
  run.progress.stage(`Opening ${file}`);
  const opened = await openWithLayout(run, file);
  if (!opened.ok) return opened;
  const layouts = choose(opened.value.plan);
  if (!layouts.ok) return { ok: false, problems: inFile(layouts.problems, file) };
  const catalogue = await run.session().catalogue();
  if (!catalogue.ok) return catalogue;
  noteOtherCatalogue(run, file, opened.value.plan, catalogue.value);
  const results = layouts.value.map((layout) => {
    run.progress.stage(`Analysing "${layout.name}"`);
    return analyze(opened.value.plan, layout.id, catalogue.value);
  });
  run.progress.end();
  return ok({ opened: opened.value, results });
}

/** A plan whose user accepted other figures than those of today is analysed with those of today, and told so. */
function noteOtherCatalogue(run: Run, file: string, plan: Plan, catalogue: Catalogue): void {
  const { catalogueVersion } = infoOf(plan);
  if (catalogueVersion === null || catalogueVersion === catalogue.version) return;
  const change = catalogueChange(plan, catalogue);
  const what = change?.isKnown
    ? `${change.figures.length} of the figures that it uses have changed since`
    : 'what has changed since is not known here';
  run.io.stderr(
    `note: ${file}: the plan was made with catalogue ${catalogueVersion}, the results are those of ${catalogue.version}; ${what}. Open it in the window to see old and new results, and to accept them.\n`,
  );
}
