/** Runs commands in this process on real files. Test code only. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliIo } from '../io.ts';
import { run } from '../run.ts';

/** What one command did. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own with a command line in it. */
export interface CliFolder {
  readonly path: string;
  readonly file: (name: string) => string;
  readonly partita: (...args: readonly string[]) => Promise<CliRun>;
  /** As `partita`, with surroundings of the test's own. */
  readonly partitaWith: (io: Partial<CliIo>, ...args: readonly string[]) => Promise<CliRun>;
  readonly remove: () => void;
}

/** @returns a new, empty folder; remove it at the end */
export function cliFolder(): CliFolder {
  const path = mkdtempSync(join(tmpdir(), 'partita-cli-'));
  const partitaWith = async (own: Partial<CliIo>, ...args: readonly string[]): Promise<CliRun> => {
    const out: string[] = [];
    const err: string[] = [];
    const io: CliIo = {
      stdout: (text) => void out.push(text),
      stderr: (text) => void err.push(text),
      cwd: path,
      env: {},
      colour: false,
      openBrowser: () => Promise.resolve(true),
      stopped: () => Promise.resolve(),
      ...own,
    };
    const code = await run(args, io);
    return { code, stdout: out.join(''), stderr: err.join('') };
  };
  return {
    path,
    file: (name) => join(path, name),
    partita: (...args) => partitaWith({}, ...args),
    partitaWith,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
