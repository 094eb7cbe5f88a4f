/** `partita compare`: layouts side by side. */
import { Option } from 'commander';
import {
  DRIVER_IDS,
  type Comparison,
  type Driver,
  type DriverValue,
} from '../../analysis/compare/comparison.ts';
import {
  deltaWords,
  driverTitle,
  paretoWords,
  searchWords,
  sensitivityWords,
  unstatedWords,
  valueWords,
} from '../../analysis/compare/comparison-words.ts';
import { driverTable } from '../../analysis/compare/driver-table.ts';
import { writeTable } from '../../model/csv-text.ts';
import { examples, printJson, type AddCommand, type Outcome, type Run } from '../command.ts';
import { comparePlan, driverIds, words, type ComparisonOptions } from '../compare-plan.ts';
import { EXIT_OK } from '../exit-code.ts';
import { textTable } from '../text-table.ts';

interface CompareOptions extends ComparisonOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
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
    ...sensitivity.unstated.map((entry) => `  ${unstatedWords(comparison, entry)}`),
    '',
  ].join('\n');
}

async function compare(run: Run, file: string, options: CompareOptions): Promise<Outcome> {
  const compared = await comparePlan(run, file, options);
  if (!compared.ok) return compared.problems;
  const { comparison } = compared.value;
  if (options.json === true) printJson(run.io, comparison);
  else if (options.csv === true) {
    const { headers, cells } = driverTable(comparison);
    run.io.stdout(writeTable(headers, cells));
  } else run.io.stdout(comparisonText(comparison));
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
    .addOption(
      new Option('--csv', 'print the drivers as CSV: one row per driver and layout').conflicts(
        'json',
      ),
    )
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
