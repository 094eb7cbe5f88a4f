/** Reads a file that the user names as input: UTF-8 text of a size that can be handled. */
import { openSync, closeSync, fstatSync, readFileSync } from 'node:fs';
import { problemOf, storageProblem } from '../../db/storage-problems.ts';
import { MAX_IMPORT_LENGTH } from '../host/contract.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import { cliProblem } from './cli-problems.ts';

/**
 * @param path absolute path
 * @param shown how problems call the file
 * @returns its text without a byte order mark
 */
export function readInput(path: string, shown: string): Result<string> {
  const place = { file: shown };
  try {
    const bytes = readBounded(path);
    if (bytes === 'folder') return fail(storageProblem('file-is-folder', { place }));
    if (bytes === 'too-large') {
      return fail(
        cliProblem('cli-too-large', { place, expected: `at most ${MAX_IMPORT_LENGTH} bytes` }),
      );
    }
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TypeError) return fail(cliProblem('cli-not-text', { place }));
    return fail(problemOf(error, shown));
  }
}

function readBounded(path: string): Uint8Array | 'folder' | 'too-large' {
  const file = openSync(path, 'r');
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) return 'folder';
    if (stat.size > MAX_IMPORT_LENGTH) return 'too-large';
    const bytes = readFileSync(file);
    // A pipe or a growing file says its size only when it is read.
    return bytes.length > MAX_IMPORT_LENGTH ? 'too-large' : bytes;
  } finally {
    closeSync(file);
  }
}
