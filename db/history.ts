/**
 * Undo and redo as rows. Each step knows the state it starts from, and its own id names the state it leads to:
 * a state has one id for ever, so "as saved" is an equality of ids, and a restart changes nothing.
 */
import { decode, parseJson } from '../src/model/decode.ts';
import { invertDiff, type Diff } from '../src/model/diff.ts';
import { diffSchema } from '../src/model/diff-schema.ts';
import { ok, type Problem, type Result } from '../src/model/problem.ts';
import type { Db } from './connection.ts';
import { storageProblem } from './storage-problems.ts';

/** Steps that can be undone; the oldest go first. */
export const MAX_STEPS = 500;
/** Room that their diffs may take in the file, in characters. A change of one record takes about 1,000. */
export const MAX_HISTORY_LENGTH = 16 * 1024 * 1024;

/** Where the plan stands in its history. */
export interface Position {
  /** Counts every change, undo and redo included. */
  readonly revision: number;
  /** Identity of the state. */
  readonly stepId: number;
  /** Names of the steps that undo and redo would take. */
  readonly undo: string | null;
  readonly redo: string | null;
}

interface StepRow {
  readonly id: number;
  readonly parent_id: number;
  readonly name: string;
}

interface StateRow {
  readonly revision: number;
  readonly step_id: number;
}

export class History {
  readonly #db: Db;

  /** @param db a database of the current schema */
  constructor(db: Db) {
    this.#db = db;
  }

  /** Begins the history of a new plan. */
  start(): void {
    this.#db.prepare('INSERT INTO plan_state (id, revision, step_id) VALUES (1, 0, 0)').run();
  }

  position(): Position {
    const { revision, step_id: stepId } = this.#state();
    return {
      revision,
      stepId,
      undo: this.#undoStep()?.name ?? null,
      redo: this.#redoStep()?.name ?? null,
    };
  }

  /** @returns the diff that undoes the last step; null when there is none; a problem when it does not decode */
  undoable(): Result<Diff | null> {
    const decoded = this.#decoded(this.#undoStep());
    return decoded.ok && decoded.value ? ok(invertDiff(decoded.value)) : decoded;
  }

  /** @returns the diff that was undone last; null when there is none; a problem when it does not decode */
  redoable(): Result<Diff | null> {
    return this.#decoded(this.#redoStep());
  }

  /** Notes a step that was written. What was undone before it cannot be redone any more. */
  push(name: string, diff: Diff): void {
    const { step_id: parent } = this.#state();
    this.#db.prepare('DELETE FROM step WHERE id > ?').run(parent);
    const text = JSON.stringify(diff);
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO step (parent_id, name, length, diff) VALUES (?, ?, ?, ?)')
      .run(parent, name, text.length, text);
    this.#moveTo(Number(lastInsertRowid));
    this.#forgetOldest();
  }

  stepBack(): void {
    this.#moveTo(this.#undoStep()?.parent_id ?? null);
  }

  stepForward(): void {
    this.#moveTo(this.#redoStep()?.id ?? null);
  }

  /** @returns what is wrong with the bookkeeping in a file from outside */
  problems(): readonly Problem[] {
    const { count } = this.#db.prepare('SELECT count(*) AS count FROM plan_state').get() as {
      count: number;
    };
    return count === 1
      ? []
      : [storageProblem('plan-not-one', { found: String(count), words: { word: 'plan state' } })];
  }

  #state(): StateRow {
    return this.#db.prepare('SELECT revision, step_id FROM plan_state').get() as StateRow;
  }

  #undoStep(): StepRow | undefined {
    return this.#db
      .prepare('SELECT id, parent_id, name FROM step WHERE id = (SELECT step_id FROM plan_state)')
      .get() as StepRow | undefined;
  }

  #redoStep(): StepRow | undefined {
    // Steps after the present one form one line, so the first of them is the next.
    return this.#db
      .prepare(
        `SELECT id, parent_id, name FROM step
         WHERE id > (SELECT step_id FROM plan_state) ORDER BY id LIMIT 1`,
      )
      .get() as StepRow | undefined;
  }

  #decoded(row: StepRow | undefined): Result<Diff | null> {
    if (!row) return ok(null);
    const diff = this.#db.prepare('SELECT diff FROM step WHERE id = ?').pluck().get(row.id);
    const parsed = parseJson(String(diff));
    return parsed.ok ? decode(diffSchema, parsed.value, ['step', row.id, 'diff']) : parsed;
  }

  #moveTo(stepId: number | null): void {
    if (stepId === null) throw new Error('Bug in Partita: a step of the history that is not there');
    this.#db.prepare('UPDATE plan_state SET revision = revision + 1, step_id = ?').run(stepId);
  }

  #forgetOldest(): void {
    this.#db
      .prepare(
        `DELETE FROM step WHERE id <= (
           SELECT max(id) FROM (
             SELECT id, row_number() OVER newest AS steps, sum(length) OVER newest AS size
             FROM step WINDOW newest AS (ORDER BY id DESC)
           ) WHERE (steps > ? OR size > ?) AND steps > 1
         )`,
      )
      .run(MAX_STEPS, MAX_HISTORY_LENGTH);
  }
}
