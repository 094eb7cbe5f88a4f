/** Looks into a plan file, or changes it behind our back, as somebody with an SQLite tool can. Test code only. */
import Database from 'better-sqlite3';

/** @returns the rows of a query */
export function queryFile(file: string, sql: string): unknown[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

/** Runs statements that no program of ours would. */
export function changeFile(file: string, sql: string): void {
  const db = new Database(file);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}
