/** `partita report`: the partition report of one layout, as HTML, PDF, Markdown or a folder of CSV tables. */
import { statSync } from 'node:fs';
import { extname } from 'node:path';
import type { Input } from '../../host/contract.ts';
import { fail, inFile, ok, type Result } from '../../model/problem.ts';
import { chooseLayout } from '../choose-layout.ts';
import { cliProblem } from '../cli-problems.ts';
import { examples, type AddCommand, type Outcome, type Run } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import { openWithLayout } from '../open-with-layout.ts';
import { writeFolder, writeOutput } from '../write-output.ts';

type Format = Input<'report.files'>['format'];

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  '.html': 'html',
  '.htm': 'html',
  '.pdf': 'pdf',
  '.md': 'md',
  '.markdown': 'md',
};
const FORMS =
  '.html, .pdf, .md, or a folder (a name without extension) for CSV tables and SVG drawings';

interface ReportOptions {
  readonly layout?: string;
  readonly output: string;
}

export const addReport: AddCommand = (program, runner) => {
  program
    .command('report')
    .description('write the report of one layout')
    .argument('<file>', 'the plan')
    .requiredOption('-o, --output <path>', `what to write: ${FORMS}`)
    .option('--layout <id or name>', 'which layout; the first one by default')
    .addHelpText(
      'after',
      `${examples(
        'report cockpit.partita -o cockpit.pdf',
        'report cockpit.partita --layout "Static partitions" -o review.html',
        'report cockpit.partita -o tables/',
      )}
A PDF is printed with the Chromium of this machine; PARTITA_CHROMIUM names another one.
`,
    )
    .action(runner.action(writeReport));
};

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function formatOf(output: string, path: string): Result<Format> {
  const extension = extname(output).toLowerCase();
  if (/[\\/]$/.test(output) || extension === '' || isFolder(path)) return ok('csv');
  const format = BY_EXTENSION[extension];
  return format === undefined
    ? fail(cliProblem('cli-unknown-extension', { found: output, words: { forms: FORMS } }))
    : ok(format);
}

async function writeReport(run: Run, file: string, options: ReportOptions): Promise<Outcome> {
  const path = run.path(options.output);
  const format = formatOf(options.output, path);
  if (!format.ok) return format.problems;
  run.progress.stage(`Opening ${file}`);
  const opened = await openWithLayout(run, file);
  if (!opened.ok) return opened.problems;
  const chosen = chooseLayout(opened.value.plan, options.layout);
  if (!chosen.ok) return inFile(chosen.problems, file);
  const [layout] = chosen.value;
  run.progress.stage(`Writing ${options.output}`);
  const made = await run.session().call('report.files', {
    planId: opened.value.planId,
    layoutId: layout.id,
    format: format.value,
  });
  if (!made.ok) return made.problems;
  const { files } = made.value;
  const [only] = files;
  const isOne = format.value !== 'csv' && only !== undefined;
  const written = isOne
    ? writeOutput(path, options.output, only)
    : writeFolder(path, options.output, files);
  if (!written.ok) return written.problems;
  const what = isOne ? options.output : `${files.length} files to ${options.output}`;
  run.io.stdout(`Wrote ${what}: layout "${layout.name}"\n`);
  return EXIT_OK;
}
