/** Writes what a command made: a file whole or not at all, a folder file by file. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { problemOf, storageProblem } from '../../db/storage-problems.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import { cliProblem } from './cli-problems.ts';

/** One file as the host hands it over. */
export interface OutputFile {
  readonly name: string;
  readonly encoding: 'utf8' | 'base64';
  readonly content: string;
}

/** The first bytes of every plan; no output replaces one. */
const SQLITE_HEADER = 'SQLite format 3\0';

/** @returns whether there is a database, and so perhaps somebody's plan, in the place of an output */
function isDatabase(path: string): boolean {
  try {
    return (
      readFileSync(path).subarray(0, SQLITE_HEADER.length).toString('latin1') === SQLITE_HEADER
    );
  } catch {
    return false;
  }
}

function kindOf(path: string): 'file' | 'folder' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

/**
 * @param path absolute path
 * @param shown as the user named it
 * @param file what to write
 * @returns nothing, or why it was not written; a file that was there is replaced unless it is a database
 */
export function writeOutput(path: string, shown: string, file: OutputFile): Result<null> {
  const place = { file: shown };
  if (kindOf(path) === 'folder') return fail(storageProblem('file-is-folder', { place }));
  if (isDatabase(path)) return fail(cliProblem('cli-output-is-plan', { place }));
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  try {
    writeFileSync(temporary, file.content, { encoding: file.encoding, flag: 'wx' });
    renameSync(temporary, path);
    return ok(null);
  } catch (error) {
    rmSync(temporary, { force: true });
    const problem = problemOf(error, shown);
    // A file that is to be made cannot be missing: its folder is.
    return fail(
      problem.code === 'file-missing' ? storageProblem('file-no-folder', { place }) : problem,
    );
  }
}

/**
 * @param path absolute path of the folder; made when it is not there
 * @param shown as the user named it
 * @param files with names of their own
 * @returns nothing, or why a file was not written
 */
export function writeFolder(
  path: string,
  shown: string,
  files: readonly OutputFile[],
): Result<null> {
  const place = { file: shown };
  if (kindOf(path) === 'file') return fail(cliProblem('cli-output-no-folder', { place }));
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    return fail(problemOf(error, shown));
  }
  for (const file of files) {
    const written = writeOutput(join(path, file.name), join(shown, file.name), file);
    if (!written.ok) return written;
  }
  return ok(null);
}
