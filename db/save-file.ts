/** Replaces the user's file in one step that either happened or did not, and keeps the former state beside it. */
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, ok, type Problem, type Result } from '../src/model/problem.ts';
import { HEADER_BYTES, refuseByHeader } from './file-header.ts';
import { problemOf, storageProblem } from './storage-problems.ts';

/** What the user's file was when we last read or wrote it. */
export interface FileState {
  /** SHA-256 of its content, hexadecimal. */
  readonly hash: string;
}

/** How a plan is saved. */
export interface SaveRequest {
  /** Where the user wants it. */
  readonly path: string;
  /** State of that file when it was opened; null when it was not this file that was opened. */
  readonly known: FileState | null;
  /** The user said that a file of that name may be replaced. */
  readonly overwrite: boolean;
  /** Writes the content to an empty file. */
  readonly write: (file: string) => void;
}

/** @returns the state of a file by its content */
export function fileState(content: Buffer): FileState {
  return { hash: createHash('sha256').update(content).digest('hex') };
}

/**
 * Saves. Until the rename the user's file is untouched, whatever fails.
 *
 * @param request what to write and where
 * @returns the real path and its new state, or why it was not written
 */
export function saveFile(request: SaveRequest): Result<{ path: string; state: FileState }> {
  let temporary: string | null = null;
  try {
    const file = realPath(request.path);
    const refused = refuse(file, request);
    if (refused) return fail(refused);
    removeStale(file);
    temporary = temporaryBeside(file);
    const mode = existsSync(file) ? statSync(file).mode & 0o777 : null;
    // Made here first, so that the content is never readable by more people than the file was.
    closeSync(openSync(temporary, 'wx', mode ?? 0o666));
    request.write(temporary);
    if (mode !== null) chmodSync(temporary, mode);
    const state = fileState(readFileSync(temporary));
    synchronise(temporary);
    if (mode !== null) keepBackup(file);
    renameSync(temporary, file);
    temporary = null;
    synchroniseFolder(dirname(file));
    return ok({ path: file, state });
  } catch (error) {
    return fail(problemOf(error, request.path));
  } finally {
    if (temporary !== null) removeTemporary(temporary);
  }
}

/** The file itself where the path is a symbolic link, so that the link stays one. */
function realPath(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const folder = dirname(absolute);
  return existsSync(folder) ? join(realpathSync(folder), basename(absolute)) : absolute;
}

function refuse(file: string, { path, known, overwrite }: SaveRequest): Problem | null {
  const place = { file: path };
  const folder = dirname(file);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return storageProblem('file-no-folder', { place });
  }
  if (!canWrite(folder)) return storageProblem('file-read-only', { place });
  if (!existsSync(file)) return null;
  const stat = statSync(file);
  if (stat.isDirectory()) return storageProblem('file-is-folder', { place });
  if (!canWrite(file)) return storageProblem('file-read-only', { place });
  const notPlan = !stat.isFile() || refuseByHeader(headOf(file), path) !== null;
  if (stat.size > 0 && notPlan) return storageProblem('file-not-replaced', { place });
  if (overwrite) return null;
  if (known === null) return storageProblem('file-exists', { place });
  const changed = fileState(readFileSync(file)).hash !== known.hash;
  return changed ? storageProblem('file-changed', { place }) : null;
}

/** @returns whether this process may write there */
export function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns the first bytes of a file, fewer when it is shorter */
export function headOf(file: string): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    return head.subarray(0, readSync(descriptor, head, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}

const TEMPORARY = /^\.(.+)\.(\d+)-[0-9a-f]{12}\.partita-tmp(-journal|-wal)?$/;

function temporaryBeside(file: string): string {
  const name = `.${basename(file)}.${process.pid}-${randomBytes(6).toString('hex')}.partita-tmp`;
  return join(dirname(file), name);
}

/** What a process left that was killed while it saved this file. */
function removeStale(file: string): void {
  const folder = dirname(file);
  for (const name of readdirSync(folder)) {
    const match = TEMPORARY.exec(name);
    if (match?.[1] !== basename(file) || isAlive(Number(match[2]))) continue;
    rmSync(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function removeTemporary(temporary: string): void {
  for (const suffix of ['', '-journal', '-wal']) rmSync(`${temporary}${suffix}`, { force: true });
}

function keepBackup(file: string): void {
  const next = `${temporaryBeside(file)}`;
  try {
    linkSync(file, next);
  } catch {
    // File systems without hard links (FAT, some network shares).
    copyFileSync(file, next);
    synchronise(next);
  }
  try {
    renameSync(next, `${file}.bak`);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

function synchronise(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function synchroniseFolder(folder: string): void {
  // Windows cannot open folders; there the rename itself is written through.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
