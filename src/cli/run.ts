/** The command `partita`: reads the arguments, runs one command, never shows a stack trace. */
import { Command, CommanderError } from 'commander';
import { quote } from '../model/problem.ts';
import { addAnalyze } from './commands/analyze.ts';
import { addCheck } from './commands/check.ts';
import { addCompare } from './commands/compare.ts';
import { addDraw } from './commands/draw.ts';
import { addExport } from './commands/export.ts';
import { addImport } from './commands/import.ts';
import { addInfo } from './commands/info.ts';
import { addSamples, addTargets, addTechnologies } from './commands/lists.ts';
import { addNew } from './commands/new.ts';
import { addReport } from './commands/report.ts';
import { addServe } from './commands/serve.ts';
import { examples, Runner, type AddCommand } from './command.ts';
import { EXIT_OK, EXIT_UNUSABLE } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { programVersion } from './version.ts';

const COMMANDS: readonly AddCommand[] = [
  addNew,
  addTargets,
  addTechnologies,
  addSamples,
  addImport,
  addExport,
  addInfo,
  addAnalyze,
  addCheck,
  addCompare,
  addDraw,
  addReport,
  addServe,
];

const ENDS = `
Exit codes: 0 done (for check: no error findings), 1 check found errors, 2 the input or the call cannot be used.
Problems go to stderr, one per line: file:line:column: what is wrong; expected ...; found ...`;

/**
 * @param io where help and problems go
 * @param runner runs the command and keeps its exit code
 * @returns the program with all commands
 */
export function buildProgram(io: CliIo, runner: Runner): Command {
  const program = new Command('partita')
    .description('Plans which application of an embedded system runs on which core, in what.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText(
      'after',
      `${examples(
        'new cockpit.partita --target nxp-imx8qm',
        'check cockpit.partita',
        'serve cockpit.partita',
      )}${ENDS}`,
    );
  for (const add of COMMANDS) add(program, runner);
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError(
        `("partita ${command === program ? '' : `${command.name()} `}--help" explains it)`,
      )
      .configureOutput({
        writeOut: io.stdout,
        writeErr: io.stderr,
        getOutHasColors: () => io.colour,
        outputError: (text, write) => write(text.replace(/^error: /, 'partita: ')),
      });
  }
  return program;
}

/**
 * @param args what the user typed after `partita`
 * @param io the surroundings
 * @returns the exit code; never throws
 */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const runner = new Runner(io);
  try {
    await buildProgram(io, runner).parseAsync(args, { from: 'user' });
    return runner.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_UNUSABLE;
    return reportBug(error, io);
  }
}

/** A fault of our own: one line, and the whole story only for who asks for it. */
function reportBug(error: unknown, io: CliIo): number {
  const what = error instanceof Error ? error.message : String(error);
  const debug = (io.env['PARTITA_DEBUG'] ?? '') !== '';
  io.stderr(
    `partita: this is a mistake in Partita, not in your input: ${quote(what)}${debug ? '' : ' (PARTITA_DEBUG=1 shows where)'}\n`,
  );
  if (debug && error instanceof Error) io.stderr(`${error.stack ?? ''}\n`);
  return EXIT_UNUSABLE;
}
