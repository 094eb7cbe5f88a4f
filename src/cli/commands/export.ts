/** `partita export`: the whole plan as one JSON document, or every table as CSV. */
import { examples, type AddCommand, type Outcome, type Run } from '../command.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import { cliProblem } from '../cli-problems.ts';
import { EXIT_OK } from '../exit-code.ts';
import { writeFolder, writeOutput } from '../write-output.ts';

const FORMATS = ['json', 'csv'] as const;
type Format = (typeof FORMATS)[number];

interface ExportOptions {
  readonly format: string;
  readonly output: string;
}

export const addExport: AddCommand = (program, runner) => {
  program
    .command('export')
    .description('write a plan as JSON (one file) or CSV (a folder with a file per table)')
    .argument('<file>', 'the plan')
    .requiredOption('--format <format>', FORMATS.join(' or '))
    .requiredOption('-o, --output <path>', 'file for JSON, folder for CSV')
    .addHelpText(
      'after',
      `${examples(
        'export cockpit.partita --format json -o cockpit.json',
        'export cockpit.partita --format csv -o tables/',
      )}
The JSON is documented in resources/schemas/plan.schema.json; importing it again gives the same plan.
`,
    )
    .action(runner.action(exportPlan));
};

function formatOf(text: string): Result<Format> {
  const format = FORMATS.find((each) => each === text);
  if (format !== undefined) return ok(format);
  return fail(cliProblem('cli-unknown-format', { found: text, expected: FORMATS.join(', ') }));
}

async function exportPlan(run: Run, file: string, options: ExportOptions): Promise<Outcome> {
  const format = formatOf(options.format);
  if (!format.ok) return format.problems;
  const session = run.session();
  const opened = await session.open(run.path(file));
  if (!opened.ok) return opened.problems;
  run.progress.stage(`Writing ${options.output}`);
  const { planId } = opened.value;
  const made = await session.call('export.files', { planId, format: format.value });
  if (!made.ok) return made.problems;
  const { files } = made.value;
  const path = run.path(options.output);
  const [only] = files;
  const written =
    format.value === 'json' && only !== undefined
      ? writeOutput(path, options.output, only)
      : writeFolder(path, options.output, files);
  if (!written.ok) return written.problems;
  const what =
    format.value === 'json' ? options.output : `${files.length} files to ${options.output}`;
  run.io.stdout(`Wrote ${what}\n`);
  return EXIT_OK;
}
