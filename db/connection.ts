/** How every database of ours is opened: durable, strict, and distrustful of what is in the file. */
import Database from 'better-sqlite3';

export type Db = Database.Database;

/**
 * Opens a working copy (or an in-memory database) for this process alone.
 *
 * The exclusive lock says "this plan is open here"; the system gives it back when the process dies, however
 * it dies, so no lock file can be left behind.
 *
 * @param file path of an SQLite database of ours; created when missing
 * @returns the connection
 * @throws {Error} SqliteError: `SQLITE_BUSY` when another process has it, `SQLITE_NOTADB` for another format
 */
export function connect(file: string): Db {
  const db = new Database(file, { timeout: 0 });
  try {
    // Functions and tables with side effects cannot be called from a schema that came with the file.
    db.pragma('trusted_schema = OFF');
    // Finds damaged pages when they are read instead of reading past their end.
    db.pragma('cell_size_check = ON');
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    // FULL: a commit is on the disk when it returns, also after a power failure.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.exec('BEGIN IMMEDIATE; COMMIT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Code of an SQLite error, for example `SQLITE_FULL`; null for any other error. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Database.SqliteError ? error.code : null;
}
