/** Which layouts are held side by side: the options of the commands that compare. */
import { InvalidArgumentError } from 'commander';
import { compareResults } from '../analysis/compare/compare-layouts.ts';
import {
  DRIVER_IDS,
  FEWEST_LAYOUTS,
  MOST_LAYOUTS,
  type Comparison,
  type DriverId,
} from '../analysis/compare/comparison.ts';
import { FEWEST_AXES, MOST_AXES } from '../analysis/compare/pareto.ts';
import type { Layout } from '../model/layout.ts';
import { rows, type Plan } from '../model/plan.ts';
import { fail, inFile, ok, type Result } from '../model/problem.ts';
import { analysePlan, type Analysed } from './analyse-plan.ts';
import { chooseLayout } from './choose-layout.ts';
import { cliProblem } from './cli-problems.ts';
import type { Run } from './command.ts';

export interface ComparisonOptions {
  readonly layouts?: readonly string[];
  readonly reference?: string;
  readonly drivers?: readonly DriverId[];
}

/** @returns the words between the commas */
export function words(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** @returns two or three drivers */
export function driverIds(text: string): readonly DriverId[] {
  const ids = new Set(
    words(text).map((word) => {
      const id = DRIVER_IDS.find((each) => each === word);
      if (id === undefined)
        throw new InvalidArgumentError(`${word} is none of ${DRIVER_IDS.join(', ')}.`);
      return id;
    }),
  );
  if (ids.size < FEWEST_AXES || ids.size > MOST_AXES) {
    throw new InvalidArgumentError('Two or three different drivers are needed.');
  }
  return [...ids];
}

/** Every layout named; without names all, as long as they can stand side by side. */
function layoutsOf(plan: Plan, wanted: readonly string[] | undefined): Result<readonly Layout[]> {
  const chosen = new Set<Layout>();
  for (const name of wanted ?? []) {
    const layout = chooseLayout(plan, name);
    if (!layout.ok) return layout;
    chosen.add(layout.value[0]);
  }
  const layouts = wanted === undefined ? rows(plan.layouts).slice(0, MOST_LAYOUTS) : [...chosen];
  if (layouts.length >= FEWEST_LAYOUTS && layouts.length <= MOST_LAYOUTS) return ok(layouts);
  return fail(
    cliProblem('cli-layouts-to-compare', {
      found: String(layouts.length),
      expected: `${FEWEST_LAYOUTS} to ${MOST_LAYOUTS}`,
    }),
  );
}

/** A plan with layouts of it side by side. */
export interface Compared extends Analysed {
  readonly comparison: Comparison;
}

/**
 * @param run surroundings
 * @param file the plan, as the user named it
 * @param options which layouts, against which, by which drivers
 * @returns the comparison; a note goes to stderr where layouts were left out
 */
export async function comparePlan(
  run: Run,
  file: string,
  options: ComparisonOptions,
): Promise<Result<Compared>> {
  let all = 0;
  const analysed = await analysePlan(run, file, (plan) => {
    all = plan.layouts.size;
    return layoutsOf(plan, options.layouts);
  });
  if (!analysed.ok) return analysed;
  const { opened, results } = analysed.value;
  const reference =
    options.reference === undefined ? ok(null) : chooseLayout(opened.plan, options.reference);
  if (!reference.ok) return { ok: false, problems: inFile(reference.problems, file) };
  const referenceId = reference.value?.[0].id;
  if (referenceId !== undefined && !results.some(({ layout }) => layout.id === referenceId)) {
    const compared = results.map(({ layout }) => `${layout.id} ("${layout.name}")`).join(', ');
    return fail(
      cliProblem('cli-reference-not-compared', {
        found: options.reference ?? '',
        words: { layouts: compared },
      }),
    );
  }
  const catalogue = await run.session().catalogue();
  if (!catalogue.ok) return catalogue;
  run.progress.stage('Comparing');
  const comparison = compareResults(opened.plan, results, catalogue.value, {
    ...(referenceId === undefined ? {} : { referenceId }),
    ...(options.drivers === undefined ? {} : { axes: options.drivers }),
  });
  run.progress.end();
  if (options.layouts === undefined && all > results.length) {
    run.io.stderr(
      `note: the first ${results.length} of ${all} layouts; --layouts chooses others\n`,
    );
  }
  return ok({ opened, results, comparison });
}
