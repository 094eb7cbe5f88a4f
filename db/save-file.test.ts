import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { smallPlan } from '../src/model/testing/small-plan.ts';
import { sqliteCode } from './connection.ts';
import { PlanDatabase } from './plan-database.ts';
import { fileState, saveFile, type SaveRequest } from './save-file.ts';

let folder = '';
let database: PlanDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partita-save-'));
  chmodSync(folder, 0o755);
  database = PlanDatabase.create(join(folder, 'working.sqlite'), smallPlan());
  mkdirSync(join(folder, 'user'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const user = (name: string) => join(folder, 'user', name);
const names = () => readdirSync(join(folder, 'user')).toSorted();

function save(path: string, more: Partial<SaveRequest> = {}) {
  return saveFile({
    path,
    known: null,
    overwrite: false,
    write: (file) => database.writeTo(file),
    ...more,
  });
}

function codes(result: ReturnType<typeof save>): string[] {
  return result.ok ? ['ok'] : result.problems.map(({ code }) => code);
}

function firstSave(path: string) {
  const result = save(path);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value.state;
}

describe('saving', () => {
  test('[DB-20] a saved file is one SQLite file without side files that every tool reads', () => {
    const path = user('a.partita');
    firstSave(path);
    expect(names()).toEqual(['a.partita']);
    const content = readFileSync(path);
    expect(content.subarray(0, 15).toString()).toBe('SQLite format 3');
    // 1: rollback journal. A file in WAL mode could not be read from a read-only folder.
    expect([content[18], content[19]]).toEqual([1, 1]);
    expect(content.readUInt32BE(68)).toBe(0x50525441);
  });

  test('[DB-21] the former state stays beside it as one .bak', () => {
    const path = user('a.partita');
    const known = firstSave(path);
    const former = readFileSync(path);
    const info = [...smallPlan().info.values()][0];
    if (!info) throw new Error('no info');
    database.apply('rename', {
      added: {},
      updated: { info: [[info, { ...info, name: 'second' }]] },
      removed: {},
    });
    expect(codes(save(path, { known }))).toEqual(['ok']);
    expect(names()).toEqual(['a.partita', 'a.partita.bak']);
    expect(readFileSync(`${path}.bak`).equals(former)).toBe(true);
    expect(readFileSync(path).equals(former)).toBe(false);
    expect(codes(save(path, { known: fileState(readFileSync(path)) }))).toEqual(['ok']);
    expect(names()).toEqual(['a.partita', 'a.partita.bak']);
  });

  test('[DB-22] the mode of the file stays, and a symbolic link stays a link', () => {
    const path = user('a.partita');
    const known = firstSave(path);
    chmodSync(path, 0o666);
    symlinkSync(path, user('link.partita'));
    expect(codes(save(user('link.partita'), { known }))).toEqual(['ok']);
    expect(statSync(path).mode & 0o777).toBe(0o666);
    expect(names()).toEqual(['a.partita', 'a.partita.bak', 'link.partita']);
    expect(statSync(`${path}.bak`).mode & 0o777).toBe(0o666);
  });

  test('[DB-23] a file that another program changed is not replaced unless the user says so', () => {
    const path = user('a.partita');
    const known = firstSave(path);
    // Only looked at, or its time changed by a synchronising program: that is no change.
    utimesSync(path, new Date(), new Date(Date.now() + 60_000));
    expect(codes(save(path, { known }))).toEqual(['ok']);
    const again = fileState(readFileSync(path));
    const foreign = Buffer.concat([readFileSync(path), Buffer.from('x')]);
    writeFileSync(path, foreign);
    expect(codes(save(path, { known: again }))).toEqual(['file-changed']);
    expect(readFileSync(path).equals(foreign)).toBe(true);
    expect(codes(save(path, { known: again, overwrite: true }))).toEqual(['ok']);
    expect(readFileSync(`${path}.bak`).equals(foreign)).toBe(true);
  });

  test('[DB-24] another plan of that name is replaced only when confirmed; another kind of file never', () => {
    const path = user('a.partita');
    firstSave(path);
    expect(codes(save(path))).toEqual(['file-exists']);
    expect(codes(save(path, { overwrite: true }))).toEqual(['ok']);
    writeFileSync(user('thesis.odt'), 'years of work');
    expect(codes(save(user('thesis.odt'), { overwrite: true }))).toEqual(['file-not-replaced']);
    expect(readFileSync(user('thesis.odt'), 'utf8')).toBe('years of work');
    mkdirSync(user('folder.partita'));
    expect(codes(save(user('folder.partita'), { overwrite: true }))).toEqual(['file-is-folder']);
    expect(codes(save(join(folder, 'no', 'a.partita')))).toEqual(['file-no-folder']);
  });

  const failing: readonly (readonly [string, string, () => void])[] = [
    [
      'a full disk',
      'disk-full',
      () => {
        throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      },
    ],
    [
      'a failing disk',
      'file-failed',
      () => {
        throw Object.assign(new Error('bad'), { code: 'EIO' });
      },
    ],
  ];
  test.each(failing)(
    '[DB-25] %s leaves the file, its .bak and nothing else',
    (_what, code, write) => {
      const path = user('a.partita');
      const known = firstSave(path);
      save(path, { known });
      const before = readFileSync(path);
      const known2 = fileState(before);
      const partial = (file: string) => {
        writeFileSync(file, 'half');
        write();
      };
      expect(codes(save(path, { known: known2, write: partial }))).toEqual([code]);
      expect(names()).toEqual(['a.partita', 'a.partita.bak']);
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );

  test('[DB-26] what a save left that was killed is removed by the next one; what others left is not', () => {
    const path = user('a.partita');
    // No process has the number 2^22 + 1: Linux ends at 2^22.
    const dead = '.a.partita.4194305-0123456789ab.partita-tmp';
    const alive = `.a.partita.${process.pid}-0123456789ab.partita-tmp`;
    const other = '.b.partita.4194305-0123456789ab.partita-tmp';
    for (const name of [dead, `${dead}-journal`, alive, other]) writeFileSync(user(name), 'half');
    firstSave(path);
    expect(names()).toEqual([alive, other, 'a.partita'].toSorted());
  });

  test('[DB-27] a file with a second name keeps that name for its former state', () => {
    const path = user('a.partita');
    const known = firstSave(path);
    linkSync(path, user('second-name'));
    const former = readFileSync(path);
    writeFileSync(user('unrelated'), '');
    expect(codes(save(path, { known }))).toEqual(['ok']);
    expect(readFileSync(user('second-name')).equals(former)).toBe(true);
  });
});

/** Runs as a user without rights; nothing is forbidden to root. */
function asNobody(action: 'save' | 'open', path: string): string {
  const data = mkdtempSync(join(tmpdir(), 'partita-nobody-'));
  chmodSync(data, 0o777);
  try {
    return execFileSync(
      process.execPath,
      [join(import.meta.dirname, 'testing', 'save-as-nobody.ts'), action, path, data],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

describe('without the right to', () => {
  test('[DB-28] a read-only folder, a read-only file, an unreadable file: each is said, nothing is touched', () => {
    const path = user('a.partita');
    firstSave(path);
    const before = readFileSync(path);
    chmodSync(path, 0o644);
    chmodSync(join(folder, 'user'), 0o555);
    expect(asNobody('save', path)).toBe('file-read-only');
    expect(asNobody('save', user('new.partita'))).toBe('file-read-only');
    expect(asNobody('open', path)).toBe('ok');
    chmodSync(join(folder, 'user'), 0o777);
    chmodSync(path, 0o444);
    expect(asNobody('save', path)).toBe('file-read-only');
    chmodSync(path, 0o000);
    expect(asNobody('open', path)).toBe('file-no-permission');
    chmodSync(join(folder, 'user'), 0o755);
    expect(names()).toEqual(['a.partita']);
    chmodSync(path, 0o644);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

/** A file system of 256 KiB that is really full, where this machine lets us mount one. */
function tinyDisk(): string | null {
  const point = join(folder, 'tiny');
  mkdirSync(point);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', point], { stdio: 'ignore' });
    return point;
  } catch {
    return null;
  }
}

describe('a disk that is really full', () => {
  test('[DB-25] saving says so and leaves the former file', (context) => {
    const point = tinyDisk();
    if (point === null) {
      context.skip('mounting a tiny file system needs root and a kernel that allows it');
      return;
    }
    try {
      const path = join(point, 'a.partita');
      writeFileSync(path, '');
      writeFileSync(join(point, 'filler'), Buffer.alloc(200 * 1024));
      expect(codes(save(path))).toEqual(['file-exists']);
      expect(codes(save(path, { overwrite: true }))).toEqual(['disk-full']);
      expect(readdirSync(point).toSorted()).toEqual(['a.partita', 'filler']);
      expect(statSync(path).size).toBe(0);
    } finally {
      execFileSync('umount', [point]);
    }
  });

  test('[DB-25] an edit that finds no room is refused and changes nothing', () => {
    const file = join(folder, 'small.sqlite');
    const small = PlanDatabase.create(file, smallPlan());
    const before = small.position;
    small.limitTo(0);
    const info = [...smallPlan().info.values()][0];
    if (!info) throw new Error('no info');
    const text = 'x'.repeat(8000);
    let code: string | null = null;
    try {
      small.apply('grow', {
        added: {},
        updated: { info: [[info, { ...info, description: text }]] },
        removed: {},
      });
    } catch (error) {
      code = sqliteCode(error);
    }
    expect(code).toBe('SQLITE_FULL');
    expect(small.position).toEqual(before);
    expect(existsSync(file)).toBe(true);
    small.close();
  });
});
