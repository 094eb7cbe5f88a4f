/** One open plan: its working copy on disk and the same records in memory. */
import { extname } from 'node:path';
import { saveFile } from '../../db/save-file.ts';
import { problemOf, storageProblem } from '../../db/storage-problems.ts';
import type { Written } from '../../db/plan-database.ts';
import type { Origin, WorkingCopies, WorkingCopy } from '../../db/working-copies.ts';
import { applyDiff, type Diff } from '../model/diff.ts';
import type { Plan } from '../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import { checkReferences } from '../model/references.ts';
import { checkTarget } from '../model/target-check.ts';
import { checkDiff } from './diff-check.ts';
import type { Output } from './contract.ts';
import { hostProblem } from './host-problems.ts';

/** Where an open plan stands, as the contract says it. */
export type PlanPosition = Output<'plan.apply'>;

export const PLAN_EXTENSION = '.partita';

export class OpenPlan {
  readonly id: string;
  readonly #copies: WorkingCopies;
  readonly #copy: WorkingCopy;
  #plan: Plan;
  #origin: Origin;

  /** @param copy open for this process alone */
  constructor(copies: WorkingCopies, copy: WorkingCopy) {
    this.id = copy.id;
    this.#copies = copies;
    this.#copy = copy;
    this.#plan = copy.plan;
    this.#origin = copy.origin;
  }

  get plan(): Plan {
    return this.#plan;
  }

  get path(): string | null {
    return this.#origin.path;
  }

  get database(): WorkingCopy['database'] {
    return this.#copy.database;
  }

  get revision(): number {
    return this.#copy.database.position.revision;
  }

  position(): PlanPosition {
    const { revision, stepId, undo, redo } = this.#copy.database.position;
    return { revision, history: { undo, redo }, saved: stepId === this.#origin.savedStepId };
  }

  /**
   * Takes a step: everything is checked before, then it is one durable transaction.
   *
   * @param baseRevision the revision that the diff was made for
   */
  apply(baseRevision: number, step: string, diff: Diff): Result<PlanPosition> {
    const { revision } = this;
    if (baseRevision !== revision) {
      return fail(
        hostProblem('plan-conflict', {
          found: `a change for revision ${baseRevision}`,
          expected: `revision ${revision}`,
          words: { where: `revision ${revision}` },
        }),
      );
    }
    const taken = this.#take(diff, () => this.database.apply(step, diff));
    return taken.ok ? ok(this.position()) : taken;
  }

  undo(): Result<PlanPosition & { diff: Diff }> {
    return this.#travel(this.database.history.undoable(), 'plan-nothing-to-undo', (diff) =>
      this.database.undo(diff),
    );
  }

  redo(): Result<PlanPosition & { diff: Diff }> {
    return this.#travel(this.database.history.redoable(), 'plan-nothing-to-redo', (diff) =>
      this.database.redo(diff),
    );
  }

  /**
   * Writes the user's file.
   *
   * @param path null: where it was
   * @param overwrite the user confirmed that a file may be replaced
   */
  save(path: string | null, overwrite: boolean): Result<{ path: string }> {
    const wanted = path === null ? this.#origin.path : withExtension(path);
    if (wanted === null) return fail(hostProblem('plan-no-path'));
    const { stepId } = this.database.position;
    const saved = saveFile({
      path: wanted,
      known:
        wanted === this.#origin.path && this.#origin.hash !== null
          ? { hash: this.#origin.hash }
          : null,
      overwrite,
      write: (file) => this.database.writeTo(file),
    });
    if (!saved.ok) return saved;
    this.#origin = { path: wanted, hash: saved.value.state.hash, savedStepId: stepId };
    try {
      this.#copies.writeOrigin(this.id, this.#origin);
    } catch (error) {
      return fail(problemOf(error, wanted));
    }
    return ok({ path: wanted });
  }

  /** Closes it. Unsaved work stays on disk, for the start page to offer; without any the working copy goes. */
  close(): void {
    const { saved } = this.position();
    this.database.close();
    if (saved) this.#copies.remove(this.id);
  }

  #travel(
    step: Result<Diff | null>,
    nothing: 'plan-nothing-to-undo' | 'plan-nothing-to-redo',
    write: (diff: Diff) => Written,
  ): Result<PlanPosition & { diff: Diff }> {
    if (!step.ok) return fail(hostProblem('plan-history-unusable'), ...step.problems);
    const diff = step.value;
    if (diff === null) return fail(hostProblem(nothing));
    const taken = this.#take(diff, () => write(diff));
    if (!taken.ok) return fail(hostProblem('plan-history-unusable'), ...taken.problems);
    return ok({ ...this.position(), diff });
  }

  #take(diff: Diff, write: () => Written): Result<null> {
    const conflicts = checkDiff(this.#plan, diff);
    if (conflicts.length > 0) return fail(...conflicts);
    const next = applyDiff(this.#plan, diff);
    const problems = unsound(next, diff);
    if (problems.length > 0) return fail(...problems);
    try {
      if (write() === 'dangling-reference') return fail(...checkReferences(next, pointerOf));
    } catch (error) {
      return fail(problemOf(error, this.#origin.path ?? 'the working copy'));
    }
    this.#plan = next;
    return ok(null);
  }
}

function pointerOf(table: string, id: string): string {
  return `/${table}/${id}`;
}

/** What foreign keys do not find. Dangling references are left to them: they only look at what changed. */
function unsound(next: Plan, diff: Diff): readonly Problem[] {
  const problems: Problem[] = [];
  for (const table of ['info', 'target'] as const) {
    if (next[table].size === 1) continue;
    const word = table === 'info' ? 'plan record' : 'target';
    problems.push(
      storageProblem('plan-not-one', { found: String(next[table].size), words: { word } }),
    );
  }
  if (diff.added.target || diff.updated.target) {
    for (const target of next.target.values()) problems.push(...checkTarget(target, '/target'));
  }
  const nestingChanged =
    diff.added.environments !== undefined ||
    diff.updated.environments?.some(([from, to]) => from.parentId !== to.parentId) === true;
  return nestingChanged ? [...problems, ...checkReferences(next, pointerOf)] : problems;
}

function withExtension(path: string): string {
  return extname(path) === '' ? `${path}${PLAN_EXTENSION}` : path;
}
