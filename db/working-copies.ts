/**
 * Working copies: one folder per open plan with its database and where it came from. What is left when a
 * process dies is unsaved work, and is offered at the next start.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Plan } from '../src/model/plan.ts';
import { fail, ok, type Result } from '../src/model/problem.ts';
import { connect, sqliteCode } from './connection.ts';
import { ensurePrivateFolder } from './data-folder.ts';
import { refuseByHeader, refuseByLength } from './file-header.ts';
import { PlanDatabase } from './plan-database.ts';
import { fileState } from './save-file.ts';
import { problemOf, storageProblem } from './storage-problems.ts';

/** Largest plan file that is opened, in bytes. A plan of 2,000 applications takes about 10 million. */
export const MAX_PLAN_BYTES = 256 * 1024 ** 2;

const originSchema = z.strictObject({
  /** The user's file; null until the first save. */
  path: z.string().nullable(),
  /** SHA-256 of that file when it was read or written last. */
  hash: z.string().nullable(),
  /** State (step id) that would not be lost by closing: what the file holds, or a sample as it was shipped. */
  savedStepId: z.number().int().nullable(),
});
/** Where a working copy came from and what of it is safe. */
export type Origin = z.infer<typeof originSchema>;

/** An open working copy. */
export interface WorkingCopy {
  readonly id: string;
  readonly database: PlanDatabase;
  readonly plan: Plan;
  readonly origin: Origin;
}

/** Unsaved work of a process that is gone. */
export interface Recoverable {
  readonly id: string;
  readonly name: string;
  readonly path: string | null;
  /** Time of the last edit, ISO 8601. */
  readonly changedAt: string;
}

const ID = /^w-[0-9a-f]{16}$/;
const DATABASE = 'plan.sqlite';
const ORIGIN = 'origin.json';
/** A folder without a database may be one that another process is just making. */
const YOUNG_MS = 60 * 60 * 1000;

export class WorkingCopies {
  readonly #folder: string;

  /** @param dataFolder the user's data folder of this program */
  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'working');
  }

  /**
   * Makes a working copy of a new plan.
   *
   * @param plan its records
   * @param savedStepId 0 where closing it untouched loses nothing (a sample), else null
   */
  create(plan: Plan, savedStepId: number | null): Result<WorkingCopy> {
    return this.#inNewFolder((id, file) => {
      const database = PlanDatabase.create(file, plan);
      const origin: Origin = { path: null, hash: null, savedStepId };
      this.writeOrigin(id, origin);
      return ok({ id, database, plan, origin });
    }, this.#folder);
  }

  /**
   * Makes a working copy of the user's file. The file itself is only read, and never by SQLite.
   *
   * @param path the user's file
   */
  open(path: string): Result<WorkingCopy> {
    const absolute = resolve(path);
    const read = readUserFile(absolute, path);
    if (!read.ok) return read;
    const content = read.value;
    const refused = refuseByHeader(content, path) ?? refuseByLength(content, path);
    if (refused) return fail(refused);
    return this.#inNewFolder((id, file) => {
      writeFileSync(file, content, { mode: 0o600 });
      copySideFiles(absolute, file);
      const opened = PlanDatabase.open(file, path);
      if (!opened.ok) return opened;
      const { database, plan } = opened.value;
      const savedStepId = database.position.stepId;
      const origin: Origin = { path: absolute, hash: fileState(content).hash, savedStepId };
      this.writeOrigin(id, origin);
      return ok({ id, database, plan, origin });
    }, path);
  }

  /** Opens the working copy of a process that is gone. @param id from `recoverable` */
  recover(id: string): Result<WorkingCopy> {
    const file = join(this.#folder, id, DATABASE);
    if (!ID.test(id) || !existsSync(file)) return fail(storageProblem('working-copy-missing'));
    const origin = this.#readOrigin(id);
    const opened = PlanDatabase.open(file, origin.path ?? file);
    return opened.ok ? ok({ id, ...opened.value, origin }) : opened;
  }

  /** @param open ids of the working copies of this process */
  recoverable(open: ReadonlySet<string>): readonly Recoverable[] {
    if (!existsSync(this.#folder)) return [];
    const list = readdirSync(this.#folder).flatMap((id) => {
      if (!ID.test(id) || open.has(id)) return [];
      const found = this.#inspect(id);
      return found ? [found] : [];
    });
    return list.sort((a, b) => b.changedAt.localeCompare(a.changedAt));
  }

  /**
   * @param path a user's file
   * @param open ids of the working copies of this process
   * @returns whether another process that is running has it open
   */
  isOpenElsewhere(path: string, open: ReadonlySet<string>): boolean {
    if (!existsSync(this.#folder)) return false;
    return readdirSync(this.#folder).some((id) => {
      if (!ID.test(id) || open.has(id) || this.#readOrigin(id).path !== resolve(path)) return false;
      return probeCopy(join(this.#folder, id, DATABASE)) === 'in-use';
    });
  }

  /** Deletes a working copy that no process has open. @param id of the working copy */
  discard(id: string): Result<null> {
    const folder = join(this.#folder, id);
    if (!ID.test(id) || !existsSync(folder)) return fail(storageProblem('working-copy-missing'));
    const probe = probeCopy(join(folder, DATABASE));
    if (probe === 'in-use') return fail(storageProblem('working-copy-in-use'));
    this.remove(id);
    return ok(null);
  }

  /** Deletes the folder of a working copy that this process has closed. */
  remove(id: string): void {
    rmSync(join(this.#folder, id), { recursive: true, force: true });
  }

  /** Notes where the plan is saved, durably and in one step. */
  writeOrigin(id: string, origin: Origin): void {
    const file = join(this.#folder, id, ORIGIN);
    const next = `${file}.next`;
    const descriptor = openSync(next, 'w', 0o600);
    try {
      writeFileSync(descriptor, `${JSON.stringify(origin)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(next, file);
  }

  #readOrigin(id: string): Origin {
    try {
      const text = readFileSync(join(this.#folder, id, ORIGIN), 'utf8');
      return originSchema.parse(JSON.parse(text));
    } catch {
      // Without it the work is still there; only where it came from is lost.
      return { path: null, hash: null, savedStepId: null };
    }
  }

  #inspect(id: string): Recoverable | null {
    const folder = join(this.#folder, id);
    const file = join(folder, DATABASE);
    if (!existsSync(file)) {
      if (Date.now() - statSync(folder).mtimeMs > YOUNG_MS) this.remove(id);
      return null;
    }
    const changedAt = lastChange(file);
    const probe = probeCopy(file);
    if (probe === 'in-use') return null;
    const origin = this.#readOrigin(id);
    const nothingToLose = probe !== 'damaged' && probe.stepId === origin.savedStepId;
    if (nothingToLose) {
      this.remove(id);
      return null;
    }
    const name = probe === 'damaged' ? '(damaged)' : probe.name;
    return { id, name, path: origin.path, changedAt };
  }

  #inNewFolder(
    make: (id: string, file: string) => Result<WorkingCopy>,
    shown: string,
  ): Result<WorkingCopy> {
    const id = `w-${randomBytes(8).toString('hex')}`;
    try {
      const folder = ensurePrivateFolder(join(this.#folder, id));
      const made = make(id, join(folder, DATABASE));
      if (!made.ok) this.remove(id);
      return made;
    } catch (error) {
      this.remove(id);
      return fail(problemOf(error, shown));
    }
  }
}

function readUserFile(file: string, shown: string): Result<Buffer> {
  const place = { file: shown };
  try {
    // Before it is opened: opening a pipe would wait for somebody to write to it.
    const stat = statSync(file);
    if (stat.isDirectory()) return fail(storageProblem('file-is-folder', { place }));
    if (!stat.isFile()) return fail(storageProblem('plan-not-a-file-of-ours', { place }));
    if (stat.size > MAX_PLAN_BYTES) {
      return fail(
        storageProblem('file-too-large', {
          place,
          found: `${stat.size} bytes`,
          expected: `at most ${MAX_PLAN_BYTES} bytes`,
        }),
      );
    }
    return ok(readFileSync(file));
  } catch (error) {
    return fail(problemOf(error, shown));
  }
}

/** What another program had not written into the file itself yet; SQLite puts it together in our copy. */
function copySideFiles(from: string, to: string): void {
  for (const suffix of ['-wal', '-journal']) {
    const side = `${from}${suffix}`;
    if (existsSync(side)) writeFileSync(`${to}${suffix}`, readFileSync(side), { mode: 0o600 });
  }
}

function lastChange(file: string): string {
  const times = [file, `${file}-wal`].filter((path) => existsSync(path));
  return new Date(Math.max(...times.map((path) => statSync(path).mtimeMs))).toISOString();
}

/** Name and state of a working copy that no process has open. */
function probeCopy(file: string): 'in-use' | 'damaged' | { name: string; stepId: number } {
  if (!existsSync(file)) return 'damaged';
  try {
    const db = connect(file);
    try {
      const name = db.prepare('SELECT name FROM plan').pluck().get();
      const stepId = db.prepare('SELECT step_id FROM plan_state').pluck().get();
      return typeof name === 'string' && typeof stepId === 'number' ? { name, stepId } : 'damaged';
    } finally {
      db.close();
    }
  } catch (error) {
    return sqliteCode(error)?.startsWith('SQLITE_BUSY') === true ? 'in-use' : 'damaged';
  }
}
