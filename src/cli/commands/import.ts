/** `partita import`: hardware, tables and whole plans into a plan; all of a file or nothing of it. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { csvKindOf, detectFormat, IMPORT_FORMATS, isImportFormat } from '../../exchange/formats.ts';
import type { ImportFormat } from '../../exchange/formats.ts';
import { PLAIN_BASIS, type TableBasis } from '../../exchange/csv/merge.ts';
import { fail, namingChoices, ok, type Problem, type Result } from '../../model/problem.ts';
import { parseQuantity } from '../../model/units.ts';
import { cliProblem } from '../cli-problems.ts';
import { examples, printNotices, type AddCommand, type Outcome, type Run } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import { readInput } from '../read-input.ts';

const TIME_UNITS = ['ns', 'us', 'ms', 's'] as const;

interface ImportOptions {
  readonly format?: string;
  readonly dryRun?: boolean;
  readonly coreType?: string;
  readonly clock?: string;
  readonly timeUnit?: string;
  readonly urgentPriority?: string;
  readonly addAccessTimes?: boolean;
  readonly core?: string;
}

/** What is imported. */
interface Input {
  /** As the user named it. */
  readonly shown: string;
  readonly text: string;
  readonly format: ImportFormat | null;
  readonly tableBasis: TableBasis;
}

export const addImport: AddCommand = (program, runner) => {
  program
    .command('import')
    .description('import hardware (hwloc XML), tables (CSV) or a whole plan (JSON)')
    .argument('<file>', 'the plan; made when it is not there and the input is hardware or a plan')
    .argument('<input>', 'the file to import')
    .option(
      '--format <format>',
      `${IMPORT_FORMATS.map(({ id }) => id).join(', ')}; recognised when not given`,
    )
    .option(
      '--core-type <name>',
      'core type that times and loads are stated for, where the table does not say',
    )
    .option('--clock <rate>', 'clock of that core type, for example "200 MHz"')
    .option('--time-unit <unit>', 'unit of times that have none in the table: ns, us, ms or s')
    .option(
      '--urgent-priority <which>',
      'which priorities of the table are the most urgent: largest or smallest',
      'largest',
    )
    .option('--add-access-times', 'add the column label_access to the WCETs')
    .option('--core <core>', 'core that tasks are bound to, where the table does not say')
    .option('--dry-run', 'say what would change, and change nothing')
    .addHelpText(
      'after',
      `${examples(
        'import server.partita server.xml',
        'import cockpit.partita tasks.csv --core-type Cortex-A53 --clock "1.2 GHz"',
        'import book.partita set.csv --time-unit ms --urgent-priority smallest --core 0',
        'import copy.partita plan.json',
      )}
A table of tasks may bind them to cores with a column "core": they are bound where their application has its
first place, or in a new layout "Imported".
`,
    )
    .action(runner.action(importInto));
};

async function importInto(
  run: Run,
  file: string,
  shown: string,
  options: ImportOptions,
): Promise<Outcome> {
  const format = formatOf(options.format);
  if (!format.ok) return format.problems;
  const tableBasis = tableBasisOf(options);
  if (!tableBasis.ok) return tableBasis.problems;
  run.progress.stage(`Reading ${shown}`);
  const text = readInput(run.path(shown), shown);
  if (!text.ok) return text.problems;
  const input: Input = {
    shown,
    text: text.value,
    format: format.value,
    tableBasis: tableBasis.value,
  };
  return existsSync(run.path(file))
    ? change(run, file, input, options.dryRun === true)
    : create(run, file, input, options.dryRun === true);
}

function formatOf(text: string | undefined): Result<ImportFormat | null> {
  if (text === undefined) return ok(null);
  if (isImportFormat(text)) return ok(text);
  return fail(
    cliProblem('cli-unknown-format', {
      found: text,
      expected: IMPORT_FORMATS.map(({ id }) => id).join(', '),
    }),
  );
}

/** One word of an option, or what is allowed. */
function oneOf<T extends string>(option: string, text: string, words: readonly T[]): Result<T> {
  const word = words.find((each) => each === text);
  if (word !== undefined) return ok(word);
  const expected = words.join(', ');
  return fail(cliProblem('cli-unknown-word', { found: text, expected, words: { option } }));
}

function tableBasisOf(options: ImportOptions): Result<TableBasis> {
  const { clock, timeUnit, urgentPriority = PLAIN_BASIS.urgentPriority } = options;
  const unit = timeUnit === undefined ? ok(null) : oneOf('--time-unit', timeUnit, TIME_UNITS);
  if (!unit.ok) return unit;
  const urgent = oneOf('--urgent-priority', urgentPriority, ['largest', 'smallest']);
  if (!urgent.ok) return urgent;
  const clockHz = clock === undefined ? null : parseQuantity(clock, 'rate');
  if (clock !== undefined && (clockHz === null || clockHz <= 0)) {
    const detail = { found: clock, expected: 'a rate such as 200 MHz' };
    return fail(cliProblem('cli-unknown-word', { ...detail, words: { option: '--clock' } }));
  }
  return ok({
    coreType: options.coreType ?? null,
    clockHz,
    timeUnit: unit.value,
    urgentPriority: urgent.value,
    addsAccessTimes: options.addAccessTimes === true,
    core: options.core ?? null,
  });
}

/** What can be chosen about a table, as this door names it. */
const OPTIONS = {
  format: '--format csv-tasks, csv-links, csv-chains or csv-applications',
  timeUnit: '--time-unit ms',
  coreType: '--core-type and --clock',
  urgentPriority: '--urgent-priority smallest',
  addsAccessTimes: '--add-access-times',
} as const;

/** Problems name the file as the user did; the plan's sources name it without its folders. */
function asShown(problems: readonly Problem[], shown: string): readonly Problem[] {
  return problems.map((problem) =>
    namingChoices({ ...problem, place: { ...problem.place, file: shown } }, OPTIONS),
  );
}

async function create(run: Run, file: string, input: Input, dryRun: boolean): Promise<Outcome> {
  const { shown, text } = input;
  const format = input.format ?? detectFormat(shown, text);
  if (format !== null && csvKindOf(format) !== null) {
    return [cliProblem('cli-import-needs-plan', { place: { file } })];
  }
  const session = run.session();
  const made = await session.call('plan.create', {
    name: null,
    from: { kind: 'import', fileName: basename(shown).slice(0, 400), text },
  });
  if (!made.ok) return asShown(made.problems, shown);
  if (dryRun) {
    run.io.stdout(`Would make ${file} from ${shown}\n`);
    return EXIT_OK;
  }
  const saved = await session.call('plan.save', {
    planId: made.value.planId,
    path: run.path(file),
  });
  if (!saved.ok) return saved.problems;
  run.io.stdout(`Made ${saved.value.path} from ${shown}\n`);
  return EXIT_OK;
}

async function change(run: Run, file: string, input: Input, dryRun: boolean): Promise<Outcome> {
  const { shown, text, format, tableBasis } = input;
  const session = run.session();
  const opened = await session.open(run.path(file));
  if (!opened.ok) return opened.problems;
  const { planId, revision, notices } = opened.value;
  printNotices(run.io, notices);
  const fileName = basename(shown).slice(0, 400);
  const reply = await session.call('import.preview', {
    planId,
    fileName,
    text,
    format,
    tableBasis,
  });
  if (!reply.ok) return asShown(reply.problems, shown);
  const preview = reply.value;
  printNotices(run.io, asShown(preview.warnings, shown));
  if (preview.diff === null) return asShown(preview.problems, shown);
  const summary = preview.summary.map((line) => `  ${line}\n`).join('');
  if (dryRun) {
    run.io.stdout(`Would import ${shown} into ${file}:\n${summary}`);
    return EXIT_OK;
  }
  const applied = await session.call('plan.apply', {
    planId,
    baseRevision: revision,
    step: `Import ${fileName}`.slice(0, 200),
    diff: preview.diff,
  });
  if (!applied.ok) return applied.problems;
  const saved = await session.call('plan.save', { planId, path: null });
  if (!saved.ok) return saved.problems;
  run.io.stdout(`Imported ${shown} into ${file}:\n${summary}`);
  return EXIT_OK;
}
