import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { parsePlan, toDocument } from '../src/model/interchange.ts';
import { connect, type Db } from './connection.ts';
import { APPLICATION_ID, migrate, MIGRATIONS, SCHEMA_VERSION } from './migrations.ts';
import { PlanDatabase } from './plan-database.ts';

const FROZEN = join(import.meta.dirname, 'fixtures');

function schema(db: Db): unknown[] {
  return db
    .prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name')
    .all();
}

describe('migrations', () => {
  test('[DB-17] versions count from 1 without a gap, and every file of the folder is in the list', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(
      MIGRATIONS.map((_, index) => index + 1),
    );
    const files = readdirSync(join(import.meta.dirname, 'migrations')).toSorted();
    expect(files).toEqual(
      MIGRATIONS.map(({ version, name }) => `${String(version).padStart(4, '0')}-${name}.ts`),
    );
  });

  test.each(MIGRATIONS)(
    '[DB-17] step $version alone leads from the step before it to its version',
    ({ version }) => {
      const alone = connect(':memory:');
      migrate(alone, version - 1);
      expect(alone.pragma('user_version', { simple: true })).toBe(version - 1);
      migrate(alone, version);
      expect(alone.pragma('user_version', { simple: true })).toBe(version);
      expect(alone.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
      const before = schema(alone);
      migrate(alone, version);
      expect(schema(alone)).toEqual(before);
      alone.close();
    },
  );

  test('[DB-17] a step that fails leaves the version before it', () => {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE channel (in_the_way)');
    expect(() => migrate(db)).toThrow(/already exists/);
    expect(db.pragma('user_version', { simple: true })).toBe(0);
    expect(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(1);
    db.close();
  });

  const versions = Array.from({ length: SCHEMA_VERSION }, (_, index) => index + 1);
  test.each(versions)(
    '[DB-18] a file that version %i wrote opens and holds the same plan',
    (version) => {
      const frozen = join(FROZEN, `v${version}.partita`);
      expect(existsSync(frozen), `${frozen} is made once, by the version that introduces it`).toBe(
        true,
      );
      const folder = mkdtempSync(join(tmpdir(), 'partita-frozen-'));
      try {
        const copy = join(folder, 'copy.sqlite');
        copyFileSync(frozen, copy);
        const opened = PlanDatabase.open(copy, frozen);
        if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
        const expected = parsePlan(readFileSync(join(FROZEN, `v${version}.json`), 'utf8'));
        if (!expected.ok) throw new Error(JSON.stringify(expected.problems));
        expect(toDocument(opened.value.plan)).toEqual(toDocument(expected.value));
        opened.value.database.close();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
