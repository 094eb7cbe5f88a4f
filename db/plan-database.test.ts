import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteWithDependents } from '../src/model/references.ts';
import { applyDiff, invertDiff, type Diff } from '../src/model/diff.ts';
import { toSnapshot } from '../src/model/diff-schema.ts';
import type { Plan } from '../src/model/plan.ts';
import { generatedPlan } from '../src/model/testing/generated-plan.ts';
import { smallPlan } from '../src/model/testing/small-plan.ts';
import { MAX_STEPS } from './history.ts';
import { PlanDatabase } from './plan-database.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partita-db-'));
  file = join(folder, 'plan.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function rename(plan: Plan, name: string): Diff {
  const info = [...plan.info.values()][0];
  if (!info) throw new Error('no info');
  return { added: {}, updated: { info: [[info, { ...info, name }]] }, removed: {} };
}

function opened(path = file) {
  const result = PlanDatabase.open(path, 'user.partita');
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.value;
}

function refusedCodes(): string[] {
  const result = PlanDatabase.open(file, 'user.partita');
  if (result.ok) result.value.database.close();
  expect(result.ok).toBe(false);
  return result.ok ? [] : [...new Set(result.problems.map(({ code }) => code))];
}

/** Changes a sound plan file the way somebody with an SQLite tool can. */
function tamper(sql: string): void {
  PlanDatabase.create(file, smallPlan()).close();
  const db = new Database(file);
  db.unsafeMode(true);
  db.pragma('foreign_keys = OFF');
  db.pragma('ignore_check_constraints = ON');
  db.exec(sql);
  db.close();
}

describe('history', () => {
  test('[DB-7] undo and redo give every state back, also after a restart in between', () => {
    const plan = generatedPlan({ applications: 12, cores: 4, links: 12, seed: 1 });
    let at = 0;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('edit', 'delete', 'undo', 'redo', 'restart'), { maxLength: 25 }),
        (actions) => {
          const path = join(folder, `${(at += 1)}.sqlite`);
          let database = PlanDatabase.create(path, plan);
          let states = [plan];
          let now = 0;
          for (const [step, action] of actions.entries()) {
            const state = states[now] ?? plan;
            const revision = database.position.revision;
            if (action === 'restart') {
              database.close();
              database = opened(path).database;
              expect(database.position.revision).toBe(revision);
            } else if (action === 'undo' || action === 'redo') {
              const diff = database.history[action === 'undo' ? 'undoable' : 'redoable']();
              expect(diff.ok && diff.value !== null).toBe(
                action === 'undo' ? now > 0 : now < states.length - 1,
              );
              if (diff.ok && diff.value) {
                expect(database[action](diff.value)).toBe('written');
                now += action === 'undo' ? -1 : 1;
                expect(database.position.revision).toBe(revision + 1);
              }
            } else {
              const first = [...state.applications.keys()][0];
              const diff =
                action === 'delete' && first
                  ? deleteWithDependents(state, { applications: [first] })
                  : rename(state, `name ${step}`);
              expect(database.apply(action, diff)).toBe('written');
              states = [...states.slice(0, now + 1), applyDiff(state, diff)];
              now += 1;
              expect(database.position).toMatchObject({ undo: action, redo: null });
            }
            const read = database.read();
            expect(read.ok && sorted(read.value)).toEqual(sorted(states[now] ?? plan));
          }
          database.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  test('[DB-7] what was undone before another edit cannot come back by redo', () => {
    const database = PlanDatabase.create(file, smallPlan());
    const first = rename(smallPlan(), 'first');
    const second = rename(smallPlan(), 'second');
    database.apply('first', first);
    database.undo(invertDiff(first));
    database.apply('second', second);
    database.undo(invertDiff(second));
    expect(database.position.redo).toBe('second');
    expect(database.history.redoable()).toEqual({ ok: true, value: second });
    database.close();
  });

  test('[DB-8] the same state has the same id: undo after saving is "as saved" again, another edit is not', () => {
    const database = PlanDatabase.create(file, smallPlan());
    const start = database.position.stepId;
    const diff = rename(smallPlan(), 'other');
    database.apply('rename', diff);
    const changed = database.position.stepId;
    expect(changed).not.toBe(start);
    database.undo(invertDiff(diff));
    expect(database.position.stepId).toBe(start);
    database.redo(diff);
    expect(database.position.stepId).toBe(changed);
    database.undo(invertDiff(diff));
    database.apply('rename again', diff);
    expect(database.position.stepId).not.toBe(changed);
    database.close();
  });

  test('[DB-9] the history keeps the newest steps; what is older cannot be undone any more', () => {
    const database = PlanDatabase.create(file, smallPlan());
    let plan = smallPlan();
    for (let step = 0; step < MAX_STEPS + 3; step += 1) {
      const diff = rename(plan, `name ${step}`);
      database.apply(`step ${step}`, diff);
      plan = applyDiff(plan, diff);
    }
    let undone = 0;
    for (;;) {
      const diff = database.history.undoable();
      if (!diff.ok || diff.value === null) break;
      database.undo(diff.value);
      undone += 1;
    }
    expect(undone).toBe(MAX_STEPS);
    const read = database.read();
    expect(read.ok && [...read.value.info.values()][0]?.name).toBe('name 2');
    database.close();
  });

  test('[DB-10] a step that would leave a dangling reference is not written, nor noted', () => {
    const database = PlanDatabase.create(file, smallPlan());
    const control = smallPlan().applications.get('app-control');
    if (!control) throw new Error('no application');
    const diff = { added: {}, updated: {}, removed: { applications: [control] } };
    expect(database.apply('delete', diff)).toBe('dangling-reference');
    expect(database.position).toEqual({ revision: 0, stepId: 0, undo: null, redo: null });
    const read = database.read();
    expect(read.ok && sorted(read.value)).toEqual(sorted(smallPlan()));
    database.close();
  });
});

describe('files from outside', () => {
  const hostile: readonly (readonly [string, string, string])[] = [
    [
      'a trigger',
      'CREATE TRIGGER t AFTER UPDATE ON plan BEGIN DELETE FROM application; END',
      'plan-foreign-schema',
    ],
    ['a view', 'CREATE VIEW v AS SELECT * FROM plan', 'plan-foreign-schema'],
    ['a table', 'CREATE TABLE notes (text)', 'plan-foreign-schema'],
    ['an index', 'CREATE INDEX i ON application (name)', 'plan-foreign-schema'],
    ['a missing table', 'DROP TABLE channel', 'plan-damaged'],
    ['another definition', 'ALTER TABLE layout ADD COLUMN colour TEXT', 'plan-foreign-schema'],
    [
      'a view of ours replaced',
      "DROP VIEW core; CREATE VIEW core AS SELECT load_extension('x')",
      'plan-foreign-schema',
    ],
    ['a dangling reference', "UPDATE task SET application_id = 'nobody'", 'plan-damaged-record'],
    ['a value out of range', 'UPDATE application SET instances = 0', 'plan-damaged'],
    ['text that is not JSON', "UPDATE application SET isas = '['", 'plan-damaged'],
    ['JSON of another form', `UPDATE application SET isas = '{"a":1}'`, 'plan-damaged-record'],
    [
      'an unknown core kind inside the target',
      `UPDATE target SET clusters = '[]'`,
      'plan-damaged-record',
    ],
    [
      'two plan records',
      "INSERT INTO plan (id, name, status) VALUES ('p2', 'B', 'draft')",
      'plan-not-one',
    ],
    ['no target', 'DELETE FROM target', 'plan-not-one'],
    ['no state', 'DELETE FROM plan_state', 'plan-not-one'],
    [
      'environments in a circle',
      "UPDATE environment SET parent_id = 'p1' WHERE id = 'hv'",
      'plan-environment-cycle',
    ],
    [
      'a core of no cluster',
      `UPDATE target SET cores = json_set(cores, '$[0].clusterId', 'x')`,
      'target-dangling-reference',
    ],
  ];

  test.each(hostile)('[DB-11] %s is refused', (_what, sql, code) => {
    tamper(sql);
    const codes = refusedCodes();
    if (code === 'plan-damaged') expect(codes[0]).toMatch(/^plan-damaged/);
    else expect(codes).toContain(code);
  });

  test('[DB-11] statistics of ANALYZE are no reason to refuse a plan', () => {
    tamper('ANALYZE');
    opened().database.close();
  });

  test('[DB-12] damage anywhere is refused in words or harmless to reading, never a crash', () => {
    PlanDatabase.create(file, smallPlan()).close();
    const sound = readFileSync(file);
    fc.assert(
      fc.property(
        fc.nat(sound.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        (at, bytes) => {
          const damaged = Buffer.from(sound);
          damaged.set(bytes.subarray(0, sound.length - at), at);
          writeFileSync(file, damaged);
          for (const side of ['-wal', '-journal', '-shm'])
            rmSync(`${file}${side}`, { force: true });
          const result = PlanDatabase.open(file, 'user.partita');
          if (!result.ok) {
            expect(result.problems.length).toBeGreaterThan(0);
            return;
          }
          // Bytes nobody uses, or letters of a text: SQLite has no checksum. What is read still is a plan.
          expect(result.value.plan.target.size).toBe(1);
          expect(result.value.database.read().ok).toBe(true);
          result.value.database.close();
        },
      ),
      { numRuns: 200 },
    );
  });

  test('[DB-13] a history that does not decode refuses undo and nothing else', () => {
    const database = PlanDatabase.create(file, smallPlan());
    database.apply('rename', rename(smallPlan(), 'other'));
    database.close();
    const db = new Database(file);
    db.exec(`UPDATE step SET diff = '{"added":{"applications":[{"id":1}]}}'`);
    db.close();
    const again = opened().database;
    const diff = again.history.undoable();
    expect(diff.ok).toBe(false);
    expect(again.position.undo).toBe('rename');
    again.close();
  });
});

function sorted(plan: Plan): unknown {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return Object.fromEntries(
    Object.entries(toSnapshot(plan)).map(([table, records]) => [
      table,
      [...(records as readonly { id: string }[])].sort(byId),
    ]),
  );
}
