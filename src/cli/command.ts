/** What every command shares: its surroundings, the host, and how its end is said. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatProblem, type Problem } from '../model/problem.ts';
import { EXIT_OK, EXIT_UNUSABLE } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { Progress } from './progress.ts';
import { Session } from './session.ts';

/** What a command gets. */
export interface Run {
  readonly io: CliIo;
  readonly progress: Progress;
  /** The host; started when first asked for. */
  readonly session: () => Session;
  /** @returns a path as the user meant it */
  readonly path: (given: string) => string;
}

/** A command's end: an exit code, or why it could not do its work. */
export type Outcome = number | readonly Problem[];

/** Runs commands one after the other and keeps the exit code of the last. */
export class Runner {
  exitCode = EXIT_OK;
  readonly #io: CliIo;

  constructor(io: CliIo) {
    this.#io = io;
  }

  /**
   * @param work the command
   * @returns what commander calls with the arguments and options of the command
   */
  action<A extends readonly unknown[]>(
    work: (run: Run, ...args: A) => Promise<Outcome> | Outcome,
  ): (...args: A) => Promise<void> {
    return async (...args) => {
      const io = this.#io;
      const progress = new Progress(io);
      let session: Session | null = null;
      try {
        const run: Run = {
          io,
          progress,
          session: () => (session ??= new Session(io)),
          path: (given) => resolve(io.cwd, given),
        };
        const outcome = await work(run, ...args);
        progress.end();
        this.exitCode = typeof outcome === 'number' ? outcome : printProblems(io, outcome);
      } finally {
        progress.end();
        closeSession(session);
      }
    };
  }
}

function closeSession(session: Session | null): void {
  session?.close();
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, runner: Runner) => void;

/** A path may hold anything; what drives a terminal does not reach it. */
function oneLine(problem: Problem): string {
  return formatProblem(problem).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}

/**
 * @param io where to
 * @param problems all of them, one line each, so that each can be found and read by itself
 * @returns the exit code for them
 */
export function printProblems(io: CliIo, problems: readonly Problem[]): number {
  for (const problem of problems) io.stderr(`${oneLine(problem)}\n`);
  return EXIT_UNUSABLE;
}

/** @param notices what the user should know although the work was done */
export function printNotices(io: CliIo, notices: readonly Problem[]): void {
  for (const notice of notices) io.stderr(`note: ${oneLine(notice)}\n`);
}

/** @param value anything of plain data, as the only thing on stdout */
export function printJson(io: CliIo, value: unknown): void {
  io.stdout(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * @param examples lines that a user can type
 * @returns text for the end of a command's help
 */
export function examples(...lines: readonly string[]): string {
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ partita ${line}`).join('\n')}\n`;
}
