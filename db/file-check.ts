/** Plan files are untrusted: what is checked in a database before anything in it is used. */
import Database from 'better-sqlite3';
import type { Problem } from '../src/model/problem.ts';
import type { Db } from './connection.ts';
import { migrate } from './migrations.ts';
import { storageProblem } from './storage-problems.ts';

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** ANALYZE writes these; they hold figures for the query planner and nothing else. */
const STATISTICS = /^sqlite_stat[134]$/;
/** More damage than this is not listed one by one. */
const MAX_DAMAGE_LISTED = 20;

function schemaOf(db: Db): readonly SchemaRow[] {
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema').all() as SchemaRow[];
  return rows.filter((row) => !STATISTICS.test(row.name));
}

const expectedByVersion = new Map<number, ReadonlySet<string>>();

function key(row: SchemaRow): string {
  return `${row.type} ${row.name} ${row.sql ?? ''}`;
}

function expectedSchema(version: number): ReadonlySet<string> {
  const known = expectedByVersion.get(version);
  if (known) return known;
  const db = new Database(':memory:');
  try {
    migrate(db, version);
    const expected = new Set(schemaOf(db).map(key));
    expectedByVersion.set(version, expected);
    return expected;
  } finally {
    db.close();
  }
}

/**
 * Compares the schema with what the migrations make. A trigger or a view of somebody else's would run inside
 * our statements, so none is accepted.
 *
 * @param db an open database that may hold anything
 * @param file the path to name in problems
 * @returns every difference
 */
export function checkSchema(db: Db, file: string): readonly Problem[] {
  const expected = expectedSchema(db.pragma('user_version', { simple: true }) as number);
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const row of schemaOf(db)) {
    const found = key(row);
    if (!expected.has(found) || seen.has(found)) {
      problems.push(
        storageProblem('plan-foreign-schema', {
          place: { file },
          found: `${row.type} ${row.name}`,
        }),
      );
    }
    seen.add(found);
  }
  for (const missing of expected) {
    if (seen.has(missing)) continue;
    const [type, name] = missing.split(' ', 2);
    problems.push(
      storageProblem('plan-damaged', { place: { file }, expected: `${type ?? ''} ${name ?? ''}` }),
    );
  }
  return problems;
}

/**
 * Reads every page: structure, types, CHECKs, indexes, and that each foreign key leads somewhere.
 *
 * @param db an open database whose schema was checked
 * @param file the path to name in problems
 * @returns what is damaged, at most a screenful
 */
export function checkIntegrity(db: Db, file: string): readonly Problem[] {
  // Not quick_check: an index that disagrees with its table would make us change nothing, or the wrong row.
  const lines = db.pragma(`integrity_check(${MAX_DAMAGE_LISTED})`) as { integrity_check: string }[];
  const damage = lines
    .map((line) => line.integrity_check)
    .filter((line) => line !== 'ok')
    .map((found) => storageProblem('plan-damaged', { place: { file }, found }));
  if (damage.length > 0) return damage;
  const dangling = db.pragma('foreign_key_check') as {
    table: string;
    rowid: number;
    parent: string;
  }[];
  return dangling.slice(0, MAX_DAMAGE_LISTED).map(({ table, rowid, parent }) =>
    storageProblem('plan-damaged-record', {
      place: { file, pointer: `/${table}/rowid ${rowid}` },
      found: `a reference that leads to no ${parent}`,
    }),
  );
}
