/** `partita compare`: layouts side by side. */
import { InvalidArgumentError } from 'commander';
import { compareResults } from '../../analysis/compare/compare-layouts.ts';
import {
  DRIVER_IDS,
  FEWEST_LAYOUTS,
  MOST_LAYOUTS,
  type Comparison,
  type Driver,
  type DriverId,
  type DriverValue,
} from '../../analysis/compare/comparison.ts';
import {
  deltaWords,
  driverTitle,
  paretoWords,
  searchWords,
  sensitivityWords,
  valueWords,
} from '../../analysis/compare/comparison-words.ts';
import { FEWEST_AXES, MOST_AXES } from '../../analysis/compare/pareto.ts';
import type { Layout } from '../../model/layout.ts';
import { rows, type Plan } from '../../model/plan.ts';
import { fail, inFile, ok, type Result } from '../../model/problem.ts';
import { analysePlan } from '../analyse-plan.ts';
import { chooseLayout } from '../choose-layout.ts';
import { cliProblem } from '../cli-problems.ts';
import { examples, printJson, type AddCommand, type Outcome, type Run } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import { textTable } from '../text-table.ts';

interface CompareOptions {
  readonly layouts?: readonly string[];
  readonly reference?: string;
  readonly drivers?: readonly DriverId[];
  readonly json?: boolean;
}

function words(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function driverIds(text: string): readonly DriverId[] {
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

function tableText({ drivers, layouts, referenceId }: Comparison): string {
  const rowsOf = drivers.flatMap((driver) => {
    const values = [driver.title, ...driver.values.map((value) => markedWords(driver, value))];
    const deltas = driver.values.map((value) => deltaWords(driver, value.delta) ?? '');
    return deltas.every((delta) => delta === '' || delta === 'equal')
      ? [values]
      : [values, ['', ...deltas]];
  });
  const heads = layouts.map(({ id, name }) => ({
    head: `${name}${id === referenceId ? ' (reference)' : ''}`.toUpperCase(),
  }));
  const reasons = drivers.flatMap(({ values }) => values.flatMap(({ override }) => override ?? []));
  const notes = [...new Set(reasons)].map((reason) => `${REPLACED} figure set by you: ${reason}\n`);
  return `${textTable([{ head: 'DRIVER' }, ...heads], rowsOf)}${notes.join('')}`;
}

/** Behind a value that rests on a figure which the user replaced; the reasons stand below the table. */
const REPLACED = '*';

function markedWords(driver: Driver, value: DriverValue): string {
  return `${valueWords(driver, value)}${value.override === null ? '' : ` ${REPLACED}`}`;
}

function comparisonText(comparison: Comparison): string {
  const { plan, versions, pareto, sensitivity } = comparison;
  const axes = pareto.drivers.map((id) => driverTitle(comparison, id)).join(', ');
  const places = pareto.places.map((place) => `  ${paretoWords(comparison, place)}`);
  const flips = sensitivity.entries.map((entry) => `  ${sensitivityWords(comparison, entry)}`);
  return [
    `${plan.name}: layouts side by side (engine ${versions.engine}, catalogue ${versions.catalogue})`,
    '',
    tableText(comparison),
    `Trade-off of ${axes}:`,
    ...places,
    '',
    flips.length === 0
      ? 'No figure was found that would turn a ranking round.'
      : 'Figures that would turn a ranking round:',
    ...flips,
    searchWords(comparison),
    '',
  ].join('\n');
}

async function compare(run: Run, file: string, options: CompareOptions): Promise<Outcome> {
  let all = 0;
  const analysed = await analysePlan(run, file, (plan) => {
    all = plan.layouts.size;
    return layoutsOf(plan, options.layouts);
  });
  if (!analysed.ok) return analysed.problems;
  const { opened, results } = analysed.value;
  const reference =
    options.reference === undefined ? ok(null) : chooseLayout(opened.plan, options.reference);
  if (!reference.ok) return inFile(reference.problems, file);
  const referenceId = reference.value?.[0].id;
  if (referenceId !== undefined && !results.some(({ layout }) => layout.id === referenceId)) {
    const compared = results.map(({ layout }) => `${layout.id} ("${layout.name}")`).join(', ');
    return [
      cliProblem('cli-reference-not-compared', {
        found: options.reference ?? '',
        words: { layouts: compared },
      }),
    ];
  }
  const catalogue = await run.session().catalogue();
  if (!catalogue.ok) return catalogue.problems;
  run.progress.stage('Comparing');
  const comparison = compareResults(opened.plan, results, catalogue.value, {
    ...(referenceId === undefined ? {} : { referenceId }),
    ...(options.drivers === undefined ? {} : { axes: options.drivers }),
  });
  run.progress.end();
  if (options.json === true) printJson(run.io, comparison);
  else run.io.stdout(comparisonText(comparison));
  if (options.layouts === undefined && all > results.length) {
    run.io.stderr(
      `note: the first ${results.length} of ${all} layouts; --layouts chooses others\n`,
    );
  }
  return EXIT_OK;
}

export const addCompare: AddCommand = (program, runner) => {
  program
    .command('compare')
    .description('hold two to six layouts side by side')
    .argument('<file>', 'the plan')
    .option('--layouts <a,b,..>', 'ids or names of layouts; all of them by default', words)
    .option(
      '--reference <id or name>',
      'layout that the others are held against; the first by default',
    )
    .option('--drivers <a,b[,c]>', `drivers of the trade-off: ${DRIVER_IDS.join(', ')}`, driverIds)
    .option('--json', 'print JSON, and nothing else, on stdout')
    .addHelpText(
      'after',
      `${examples(
        'compare cockpit.partita',
        'compare cockpit.partita --layouts static,containers --drivers memory,startup --json',
      )}
The JSON has at its top level: plan, versions, referenceId, layouts, drivers, pareto, sensitivity, differences.
Its schema is resources/schemas/comparison.schema.json.
`,
    )
    .action(runner.action(compare));
};
