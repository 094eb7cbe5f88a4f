/** One plan in one database: its records, its history, its results. */
import type { Diff } from '../src/model/diff.ts';
import type { Plan } from '../src/model/plan.ts';
import { ok, fail, inFile, type Problem, type Result } from '../src/model/problem.ts';
import { checkReferences } from '../src/model/references.ts';
import { checkTarget } from '../src/model/target-check.ts';
import { connect, sqliteCode, type Db } from './connection.ts';
import { checkIntegrity, checkSchema } from './file-check.ts';
import { History, type Position } from './history.ts';
import { migrate } from './migrations.ts';
import { RecordStore } from './record-store.ts';
import { ResultStore } from './result-store.ts';
import { problemOf, storageProblem } from './storage-problems.ts';

/** Whether a step was taken: not, when it would leave a reference that leads nowhere. */
export type Written = 'written' | 'dangling-reference';

export class PlanDatabase {
  readonly results: ResultStore;
  readonly #db: Db;
  readonly #records: RecordStore;
  readonly #history: History;

  /** @param db a database of the current schema that holds one plan */
  constructor(db: Db) {
    this.#db = db;
    this.#records = new RecordStore(db);
    this.#history = new History(db);
    this.results = new ResultStore(db);
  }

  /**
   * Makes a database for a new plan.
   *
   * @param file path of a file that does not exist
   * @param plan its records; the history starts empty
   * @throws {Error} of the system or of SQLite
   */
  static create(file: string, plan: Plan): PlanDatabase {
    const db = connect(file);
    try {
      migrate(db);
      const database = new PlanDatabase(db);
      db.transaction(() => {
        database.#records.write({ added: recordLists(plan), updated: {}, removed: {} });
        database.#history.start();
      })();
      return database;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /**
   * Opens a copy of a file from outside, checks everything in it, and brings it to the current schema.
   *
   * @param file path of the copy
   * @param shown path that the user knows
   * @returns the database and its plan, or every problem
   */
  static open(file: string, shown: string): Result<{ database: PlanDatabase; plan: Plan }> {
    let db: Db | null = null;
    try {
      db = connect(file);
      const problems = [...checkSchema(db, shown), ...checkIntegrity(db, shown)];
      const opened = problems.length > 0 ? fail(...problems) : openChecked(db, shown);
      if (!opened.ok) db.close();
      return opened;
    } catch (error) {
      db?.close();
      return fail(openingProblem(error, shown));
    }
  }

  /** @returns every record, decoded */
  read(): Result<Plan> {
    return this.#records.read();
  }

  /**
   * Writes a step: records, history and revision in one transaction. Durable when it returns.
   *
   * @param name what the step is called
   * @param diff what it changes
   * @throws {Error} of SQLite; nothing is written then
   */
  apply(name: string, diff: Diff): Written {
    return this.#transact(diff, () => this.#history.push(name, diff));
  }

  /** Writes the way back from the last step. @param diff its inverse, from `history.undoable()` */
  undo(diff: Diff): Written {
    return this.#transact(diff, () => this.#history.stepBack());
  }

  /** Writes a step again that was undone. @param diff from `history.redoable()` */
  redo(diff: Diff): Written {
    return this.#transact(diff, () => this.#history.stepForward());
  }

  get position(): Position {
    return this.#history.position();
  }

  get history(): Pick<History, 'undoable' | 'redoable'> {
    return this.#history;
  }

  /** @returns what is wrong with the bookkeeping of steps; none in a sound plan */
  historyProblems(): readonly Problem[] {
    return this.#history.problems();
  }

  /**
   * Writes the whole database, history and results included, as one file without side files.
   *
   * @param file path of an empty file
   */
  writeTo(file: string): void {
    this.#db.prepare('VACUUM INTO ?').run(file);
  }

  /**
   * Lets the database grow by so many pages at most, so that a full disk can be tried on any machine.
   *
   * @param pages further pages of 4096 bytes
   */
  limitTo(pages: number): void {
    const used = this.#db.pragma('page_count', { simple: true }) as number;
    this.#db.pragma(`max_page_count = ${used + pages}`);
  }

  close(): void {
    this.#db.close();
  }

  #transact(diff: Diff, andThen: () => void): Written {
    try {
      this.#db.transaction(() => {
        this.#records.write(diff);
        andThen();
      })();
      return 'written';
    } catch (error) {
      if (sqliteCode(error) === 'SQLITE_CONSTRAINT_FOREIGNKEY') return 'dangling-reference';
      throw error;
    }
  }
}

function recordLists(plan: Plan): Diff['added'] {
  return Object.fromEntries(
    Object.entries(plan).map(([table, records]) => [
      table,
      [...(records as ReadonlyMap<string, unknown>).values()],
    ]),
  );
}

function openChecked(db: Db, shown: string): Result<{ database: PlanDatabase; plan: Plan }> {
  migrate(db);
  const database = new PlanDatabase(db);
  const plan = database.read();
  if (!plan.ok) return fail(...inFile(plan.problems, shown));
  const problems = [...notOne(plan.value), ...database.historyProblems()];
  if (problems.length === 0) problems.push(...unsound(plan.value));
  return problems.length > 0
    ? fail(...inFile(problems, shown))
    : ok({ database, plan: plan.value });
}

function notOne(plan: Plan): readonly Problem[] {
  return (['info', 'target'] as const)
    .filter((table) => plan[table].size !== 1)
    .map((table) =>
      storageProblem('plan-not-one', {
        found: String(plan[table].size),
        words: { word: table === 'info' ? 'plan record' : 'target' },
      }),
    );
}

/** What no foreign key can express: nesting in a circle, references inside the target. */
function unsound(plan: Plan): readonly Problem[] {
  const target = [...plan.target.values()].flatMap((one) => checkTarget(one, '/target'));
  return [...target, ...checkReferences(plan, (table, id) => `/${table}/${id}`)];
}

/** While a file is opened, whatever SQLite trips over is the file's fault. */
function openingProblem(error: unknown, shown: string): Problem {
  const code = sqliteCode(error);
  if (code === null) return problemOf(error, shown);
  const ofSystem = /^SQLITE_(FULL|BUSY|CANTOPEN|READONLY|IOERR)/.test(code);
  if (ofSystem) return problemOf(error, shown);
  return storageProblem('plan-damaged', {
    place: { file: shown },
    found: error instanceof Error ? error.message : code,
  });
}
