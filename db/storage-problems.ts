/** What can go wrong with files and databases, and what the user is told. */
import { defineProblems, type Problem } from '../src/model/problem.ts';
import { sqliteCode } from './connection.ts';

export const storageProblem = defineProblems({
  'file-missing': { message: 'there is no such file', remedy: 'Check the path.' },
  'file-is-folder': { message: 'this is a folder', remedy: 'Choose a file.' },
  'file-no-permission': {
    message: 'the system does not allow access to it',
    remedy: 'Change its permissions, or choose another place.',
  },
  'file-read-only': {
    message: 'the file or its folder cannot be written',
    remedy: 'Save the plan under another name or in another folder.',
  },
  'file-no-folder': {
    message: 'there is no folder to write it to',
    remedy: 'Create the folder, or choose another one.',
  },
  'file-too-large': { message: 'the file is larger than what is read' },
  'file-exists': {
    message: 'there is a file of this name already',
    remedy: 'Confirm that it is to be replaced, or choose another name.',
  },
  'file-not-replaced': {
    message: 'the file of this name is not a plan, so it is not replaced',
    remedy: 'Choose another name.',
  },
  'file-changed': {
    message: 'the file was changed by another program after it was opened here',
    remedy: 'Save under another name, or confirm that the change is to be replaced.',
  },
  'file-failed': { message: 'the system could not read or write it ({reason})' },
  'disk-full': {
    message: 'there is no room left on the disk',
    remedy: 'Free some room, or choose another place. Nothing was written.',
  },
  'plan-not-a-file-of-ours': {
    message: 'this is not a Partita plan',
    remedy: 'JSON, CSV and hwloc files are read with Import.',
  },
  'plan-other-database': {
    message: 'this is an SQLite database, but not a Partita plan',
  },
  'plan-newer-file': {
    message: 'this plan was written by a newer version of Partita',
    remedy: 'Open it with that version. The file is unchanged.',
  },
  'plan-damaged': {
    message: 'the file is damaged',
    remedy: 'Open the copy of its former state beside it (.bak). The file is unchanged.',
  },
  'plan-foreign-schema': {
    message: 'the database holds something that Partita does not put there',
    remedy: 'Remove it with an SQLite tool, or export the plan as JSON from where it was made.',
  },
  'plan-damaged-record': {
    message: 'a record of the plan does not have the form it should have',
    remedy: 'Correct it with an SQLite tool, or open the copy beside it (.bak).',
  },
  'plan-not-one': { message: 'a plan has exactly one {word}' },
  'working-copy-missing': {
    message: 'there is no unsaved work of that name',
    remedy: 'It was saved or discarded meanwhile.',
  },
  'working-copy-in-use': {
    message: 'this plan is being edited in another Partita that is running',
    remedy: 'Go on in that window, or close it there first.',
  },
});

const BY_SYSTEM_CODE: Readonly<Record<string, Parameters<typeof storageProblem>[0]>> = {
  ENOENT: 'file-missing',
  ENOTDIR: 'file-missing',
  EISDIR: 'file-is-folder',
  EACCES: 'file-no-permission',
  EPERM: 'file-no-permission',
  EROFS: 'file-read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  SQLITE_FULL: 'disk-full',
  SQLITE_CORRUPT: 'plan-damaged',
  SQLITE_NOTADB: 'plan-damaged',
  SQLITE_READONLY: 'file-read-only',
  SQLITE_CANTOPEN: 'file-failed',
  SQLITE_BUSY: 'working-copy-in-use',
  SQLITE_IOERR: 'file-failed',
};
const OTHER_SYSTEM_FAILURES =
  /^(E(IO|BUSY|MFILE|NFILE|NAMETOOLONG|LOOP|XDEV|TXTBSY|INVAL|FBIG)|SQLITE_)/;

/** Code that Node or SQLite puts on an error, for example `ENOSPC`; null for a fault of our own. */
function systemCode(error: unknown): string | null {
  const sqlite = sqliteCode(error);
  if (sqlite !== null) return sqlite;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code ?? null;
}

/**
 * Says what a failure of the outside world means.
 *
 * @param error what a file or SQLite operation threw
 * @param file the file that the user knows about
 * @returns the problem
 * @throws {unknown} the error itself, where it is no failure of the outside world but a bug
 */
export function problemOf(error: unknown, file: string): Problem {
  const code = systemCode(error);
  if (code === null) throw error;
  // Extended codes of SQLite say more after the base code: SQLITE_IOERR_FSYNC.
  const base = code.startsWith('SQLITE_') ? code.split('_').slice(0, 2).join('_') : code;
  const known = BY_SYSTEM_CODE[code] ?? BY_SYSTEM_CODE[base];
  if (known !== undefined) {
    return storageProblem(known, { place: { file }, words: { reason: code } });
  }
  if (!OTHER_SYSTEM_FAILURES.test(code)) throw error;
  if (base === 'SQLITE_CONSTRAINT' || base === 'SQLITE_MISUSE' || base === 'SQLITE_ERROR')
    throw error;
  return storageProblem('file-failed', { place: { file }, words: { reason: code } });
}
