import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { smallPlan } from '../src/model/testing/small-plan.ts';
import { dataFolder } from './data-folder.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { saveFile } from './save-file.ts';
import { WorkingCopies, type WorkingCopy } from './working-copies.ts';

let folder = '';
let copies: WorkingCopies;
let open: WorkingCopy[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partita-copies-'));
  copies = new WorkingCopies(join(folder, 'data'));
  open = [];
});
afterEach(() => {
  for (const { database } of open) database.close();
  rmSync(folder, { recursive: true, force: true });
});

const NONE: ReadonlySet<string> = new Set();
const user = (name: string) => join(folder, name);

function keep<
  T extends { ok: true; value: WorkingCopy } | { ok: false; problems: readonly unknown[] },
>(result: T): WorkingCopy {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  open.push(result.value);
  return result.value;
}

/** Closes the database as the end of a process does, and leaves the folder. */
function leave(copy: WorkingCopy): void {
  copy.database.close();
  open = open.filter((other) => other !== copy);
}

function rename(copy: WorkingCopy, name: string): void {
  const info = [...copy.plan.info.values()][0];
  if (!info) throw new Error('no info');
  copy.database.apply('rename', {
    added: {},
    updated: { info: [[info, { ...info, name }]] },
    removed: {},
  });
}

function savedPlan(name: string): string {
  const copy = keep(copies.create(smallPlan(), null));
  const saved = saveFile({
    path: user(name),
    known: null,
    overwrite: false,
    write: (file) => copy.database.writeTo(file),
  });
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems));
  leave(copy);
  copies.remove(copy.id);
  return user(name);
}

function refusal(path: string) {
  const before = existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;
  const result = copies.open(path);
  expect(result.ok).toBe(false);
  if (before) expect(readFileSync(path).equals(before)).toBe(true);
  // Nothing of a refused file stays behind.
  const working = join(folder, 'data', 'working');
  expect(existsSync(working) ? readdirSync(working) : []).toEqual([]);
  return result.ok ? null : result.problems[0];
}

describe('opening', () => {
  test('[DB-30] the file of the user is only read: same bytes, no file beside it', () => {
    const path = savedPlan('a.partita');
    const before = readFileSync(path);
    const copy = keep(copies.open(path));
    rename(copy, 'changed');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['a.partita', 'data']);
    expect(statSync(join(folder, 'data', 'working', copy.id)).mode & 0o077).toBe(0);
  });

  test('[DB-31] what is not a plan is refused in words that fit', () => {
    writeFileSync(user('empty'), '');
    expect(refusal(user('empty'))).toMatchObject({
      code: 'plan-not-a-file-of-ours',
      found: 'an empty file',
    });
    writeFileSync(user('text'), '{"format": "partita-plan"}');
    expect(refusal(user('text'))?.found).toBe('text beginning "{"format": "partita-plan"');
    writeFileSync(user('zip'), Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)]));
    expect(refusal(user('zip'))).toMatchObject({
      code: 'plan-not-a-file-of-ours',
      found: 'other data',
    });
    expect(refusal(folder)?.code).toBe('file-is-folder');
    expect(refusal(user('missing'))?.code).toBe('file-missing');
    expect(refusal(join(user('text'), 'below'))?.code).toBe('file-missing');
    const other = new Database(user('other.sqlite'));
    other.exec('CREATE TABLE t (a)');
    other.close();
    expect(refusal(user('other.sqlite'))?.code).toBe('plan-other-database');
  });

  test('[DB-31] a pipe is refused instead of waited for', () => {
    execFileSync('mkfifo', [user('pipe')]);
    const result = copies.open(user('pipe'));
    expect(!result.ok && result.problems[0]?.code).toBe('plan-not-a-file-of-ours');
  });

  test('[DB-32] a file of a newer version is refused and says which', () => {
    const path = savedPlan('a.partita');
    const db = new Database(path);
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    expect(refusal(path)).toMatchObject({
      code: 'plan-newer-file',
      found: `version ${SCHEMA_VERSION + 1}`,
      expected: `at most version ${SCHEMA_VERSION}`,
    });
  });

  test('[DB-33] a file cut short is refused at whatever length', () => {
    const path = savedPlan('a.partita');
    const { size } = statSync(path);
    for (const length of [50, 100, 512, 4096, 5000, size - 4096, size - 1]) {
      const cut = user(`cut-${length}`);
      writeFileSync(cut, readFileSync(path));
      truncateSync(cut, length);
      expect(refusal(cut)?.code, `${length} bytes`).toMatch(/^plan-damaged/);
    }
  });

  test('[DB-34] what another program has not merged into the file yet is read too', () => {
    const path = savedPlan('a.partita');
    const db = new Database(path);
    db.pragma('journal_mode = WAL');
    db.exec("UPDATE plan SET name = 'edited elsewhere'");
    const copy = keep(copies.open(path));
    expect([...copy.plan.info.values()][0]?.name).toBe('edited elsewhere');
    db.close();
  });
});

describe('recovery', () => {
  test('[DB-35] unsaved work of a process that is gone is offered, and comes back whole', () => {
    const copy = keep(copies.open(savedPlan('a.partita')));
    rename(copy, 'unsaved');
    leave(copy);
    expect(copies.recoverable(NONE)).toEqual([
      {
        id: copy.id,
        name: 'unsaved',
        path: user('a.partita'),
        changedAt: expect.stringMatching(/Z$/),
      },
    ]);
    const again = keep(copies.recover(copy.id));
    expect([...again.plan.info.values()][0]?.name).toBe('unsaved');
    expect(again.database.position).toMatchObject({ revision: 1, undo: 'rename' });
    expect(again.origin.path).toBe(user('a.partita'));
  });

  test('[DB-36] a working copy that a running process has open is not offered, nor can it be taken or thrown away', () => {
    const copy = keep(copies.open(savedPlan('a.partita')));
    rename(copy, 'unsaved');
    const other = new WorkingCopies(join(folder, 'data'));
    expect(other.recoverable(NONE)).toEqual([]);
    expect(other.isOpenElsewhere(user('a.partita'), NONE)).toBe(true);
    const taken = other.recover(copy.id);
    expect(!taken.ok && taken.problems[0]?.code).toBe('working-copy-in-use');
    const discarded = other.discard(copy.id);
    expect(!discarded.ok && discarded.problems[0]?.code).toBe('working-copy-in-use');
    expect([...copy.plan.info.values()]).toHaveLength(1);
  });

  test('[DB-37] what would lose nothing is cleared away: a file as saved, a sample as shipped', () => {
    leave(keep(copies.open(savedPlan('a.partita'))));
    leave(keep(copies.create(smallPlan(), 0)));
    const made = keep(copies.create(smallPlan(), null));
    leave(made);
    expect(copies.recoverable(NONE).map(({ id }) => id)).toEqual([made.id]);
    expect(readdirSync(join(folder, 'data', 'working'))).toEqual([made.id]);
  });

  test('[DB-38] a damaged working copy is offered, not deleted, and its folder may hold anything', () => {
    const copy = keep(copies.create(smallPlan(), null));
    leave(copy);
    const file = join(folder, 'data', 'working', copy.id, 'plan.sqlite');
    writeFileSync(file, 'not a database at all, and long enough to look like a page'.repeat(200));
    writeFileSync(join(folder, 'data', 'working', copy.id, 'origin.json'), '{');
    mkdirSync(join(folder, 'data', 'working', 'w-0000000000000000'));
    mkdirSync(join(folder, 'data', 'working', 'something else'));
    expect(copies.recoverable(NONE).map(({ name }) => name)).toEqual(['(damaged)']);
    const recovered = copies.recover(copy.id);
    expect(!recovered.ok && recovered.problems[0]?.code).toBe('plan-damaged');
    expect(existsSync(file)).toBe(true);
    expect(copies.discard(copy.id).ok).toBe(true);
    expect(existsSync(file)).toBe(false);
    expect(copies.discard('../..').ok).toBe(false);
    expect(copies.recover('../..').ok).toBe(false);
  });

  test('[DB-39] every edit that was answered survives kill -9', async () => {
    const program = join(import.meta.dirname, 'testing', 'edit-until-killed.ts');
    const child = spawn(process.execPath, [program, join(folder, 'data')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.split('\n').length > 50) child.kill('SIGKILL');
    }
    const [id = '', edit = ''] =
      text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1)?.split(' ') ?? [];
    expect(copies.recoverable(NONE).map((found) => found.id)).toEqual([id]);
    const copy = keep(copies.recover(id));
    const name = [...copy.plan.info.values()][0]?.name ?? '';
    // The edit under way when it was killed may have been written without being answered.
    expect([`edit ${edit}`, `edit ${Number(edit) + 1}`]).toContain(name);
    expect(copy.database.position.revision).toBe(Number(name.split(' ')[1]));
  });
});

describe('data folder', () => {
  const of = (platform: NodeJS.Platform, env: Record<string, string>, home = '/home/u') =>
    dataFolder({ platform, env, home });

  test('[DB-40] follows PARTITA_DATA, then the custom of the system', () => {
    expect(of('linux', { PARTITA_DATA: '/x/y', XDG_DATA_HOME: '/z' })).toBe('/x/y');
    expect(of('linux', { XDG_DATA_HOME: '/z' })).toBe('/z/partita');
    expect(of('linux', { XDG_DATA_HOME: 'relative' })).toBe('/home/u/.local/share/partita');
    expect(of('darwin', {})).toBe('/home/u/Library/Application Support/Partita');
    expect(of('win32', { LOCALAPPDATA: '/local' })).toBe('/local/Partita');
  });
});
