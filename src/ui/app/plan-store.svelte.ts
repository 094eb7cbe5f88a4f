/**
 * The open plan: immutable records, changed by commands. A diff acts on the screen at once and goes to the host in
 * order; what the host refuses is taken back by loading its state again.
 */
import type { Call, Output } from '../../host/contract.ts';
import { fromSnapshot } from '../../model/diff-schema.ts';
import { applyDiff, isEmptyDiff, type Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import type { NewId } from '../../model/commands/records.ts';
import { infoOf, type Plan } from '../../model/plan.ts';
import { defineProblems, fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { newId } from './new-id.ts';

export type Opened = Output<'plan.open'>;
type Position = Output<'plan.apply'>;

/** A command of the model, with its arguments bound. */
export type BoundCommand = (plan: Plan, newId: NewId) => Result<Diff> | Diff;

/** What the store tells the rest of the app. */
export interface PlanEvents {
  /** The plan changed by this diff; `null`: it was replaced as a whole. */
  readonly changed: (plan: Plan, diff: Diff | null) => void;
  readonly failed: (problems: readonly Problem[]) => void;
  readonly said: (text: string) => void;
}

/** Where saving stands; `lost`: the host cannot be reached, and what is on screen is the last that reached it. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'lost';

const problem = defineProblems({
  'edit-not-kept': {
    message: '"{step}" did not reach the program, and is taken back here',
    remedy: 'Everything before it is kept: start Partita again and continue from there.',
  },
});

export class PlanStore {
  readonly planId: Id;
  readonly readOnly: boolean;
  readonly #call: Call;
  readonly #events: PlanEvents;
  #plan: Plan = $state.raw(undefined as unknown as Plan);
  #revision = $state(0);
  #path: string | null = $state(null);
  #undoName: string | null = $state(null);
  #redoName: string | null = $state(null);
  #saved = $state(true);
  #isSaving = $state(false);
  /** Calls under way or waiting; the host sees them one after the other. */
  #pending = $state(0);
  #tail: Promise<unknown> = Promise.resolve();
  /** Undo and redo under way: their diff is known only when the host answers, so that edits wait for it. */
  #turning = 0;
  /** Counts replacements of the whole plan: what was queued for an earlier one is void. */
  #generation = 0;
  /** Why the host cannot be reached any more: edits would be lost, so none is taken. */
  #lost: readonly Problem[] = $state.raw([]);
  /** What the host is known to have. */
  #kept!: { readonly plan: Plan; readonly position: Position };

  constructor(call: Call, opened: Opened, events: PlanEvents) {
    this.#call = call;
    this.#events = events;
    this.planId = opened.planId;
    this.readOnly = opened.readOnly;
    this.#replace(opened);
  }

  get plan(): Plan {
    return this.#plan;
  }
  get name(): string {
    return infoOf(this.#plan).name;
  }
  get revision(): number {
    return this.#revision;
  }
  get path(): string | null {
    return this.#path;
  }
  get undoName(): string | null {
    return this.#undoName;
  }
  get redoName(): string | null {
    return this.#redoName;
  }
  get saveState(): SaveState {
    if (this.#lost.length > 0) return 'lost';
    if (this.#isSaving) return 'saving';
    return this.#saved ? 'saved' : 'unsaved';
  }
  /** Whether every edit has reached the disk. */
  get settled(): boolean {
    return this.#pending === 0;
  }

  /** Resolves when every call made so far has been answered. */
  async whenSettled(): Promise<void> {
    await this.#tail;
  }

  /**
   * Runs a command: shows its diff at once and hands it to the host.
   *
   * @param step name of the step as undo shows it, for example `move Logger`
   * @param command a command of the model
   * @returns the diff or the problems, which are also shown to the user
   */
  run(step: string, command: BoundCommand): Result<Diff | null> {
    if (this.#turning > 0) {
      void this.#tail.then(() => this.run(step, command));
      return ok(null);
    }
    if (this.#lost.length > 0) {
      this.#events.failed(this.#lost);
      return fail(...this.#lost);
    }
    const outcome = command(this.#plan, newId);
    const result: Result<Diff> = 'added' in outcome ? ok(outcome) : outcome;
    if (!result.ok) {
      this.#events.failed(result.problems);
      return result;
    }
    if (!isEmptyDiff(result.value)) this.#send(step.slice(0, 200), result.value);
    return result;
  }

  #send(step: string, diff: Diff): void {
    const baseRevision = this.#revision;
    this.#revision = baseRevision + 1;
    this.#undoName = step;
    this.#redoName = null;
    this.#saved = false;
    this.#plan = applyDiff(this.#plan, diff);
    this.#events.changed(this.#plan, diff);
    const generation = this.#generation;
    const edited = this.#plan;
    void this.#enqueue(async () => {
      if (generation !== this.#generation) return;
      const input = { planId: this.planId, baseRevision, step, diff };
      const reply = await this.#call('plan.apply', input);
      if (!reply.ok) return this.#recover(reply.problems, step);
      this.#kept = { plan: edited, position: reply.value };
      // A later edit has named its own step meanwhile.
      if (reply.value.revision === this.#revision) this.#follow(reply.value);
    });
  }

  /** The host refused: its state counts. Where it is gone, what it has is all that will be offered again. */
  async #recover(problems: readonly Problem[], step: string): Promise<void> {
    const reply = await this.#call('plan.load', { planId: this.planId });
    this.#generation += 1;
    if (reply.ok) {
      this.#events.failed(problems);
      this.#replace(reply.value);
    } else {
      this.#lost = reply.problems;
      this.#events.failed([problem('edit-not-kept', { words: { step } }), ...reply.problems]);
      this.#plan = this.#kept.plan;
      this.#follow(this.#kept.position);
    }
    this.#events.changed(this.#plan, null);
  }

  undo(): Promise<void> {
    return this.#turn('plan.undo', () => this.#undoName);
  }

  redo(): Promise<void> {
    return this.#turn('plan.redo', () => this.#redoName);
  }

  #turn(method: 'plan.undo' | 'plan.redo', stepNow: () => string | null): Promise<void> {
    if (stepNow() === null) return Promise.resolve();
    this.#turning += 1;
    return this.#enqueue(async () => {
      // A key held down asks more often than there are steps: who is first may have taken the last one.
      const step = stepNow();
      const reply = step === null ? null : await this.#call(method, { planId: this.planId });
      this.#turning -= 1;
      if (step === null || reply === null) return;
      if (!reply.ok) return this.#recover(reply.problems, step);
      const { diff, ...position } = reply.value;
      this.#plan = applyDiff(this.#plan, diff);
      this.#kept = { plan: this.#plan, position };
      this.#follow(position);
      this.#events.changed(this.#plan, diff);
      this.#events.said(`${method === 'plan.undo' ? 'Undone' : 'Done again'}: ${step}`);
    });
  }

  /**
   * Writes the user's file.
   *
   * @param path where to; null: where it was
   * @param overwrite set when the user confirmed that another file goes
   * @returns what stands in the way; empty when it was written
   */
  async save(path: string | null, overwrite = false): Promise<readonly Problem[]> {
    let problems: readonly Problem[] = [];
    await this.#enqueue(async () => {
      this.#isSaving = true;
      const revision = this.#revision;
      const reply = await this.#call('plan.save', { planId: this.planId, path, overwrite });
      this.#isSaving = false;
      if (!reply.ok) {
        problems = reply.problems;
        return;
      }
      this.#path = reply.value.path;
      this.#saved = this.#revision === revision;
      this.#events.said(`Saved to ${reply.value.path}`);
    });
    return problems;
  }

  #enqueue(job: () => Promise<unknown>): Promise<void> {
    this.#pending += 1;
    const done = this.#tail.then(job).then(() => {
      this.#pending -= 1;
    });
    // A bug in one job must not stop the ones behind it; whoever waits for this one still sees it.
    this.#tail = done.catch(() => {
      this.#pending -= 1;
    });
    return done;
  }

  #follow(position: Position): void {
    this.#revision = position.revision;
    this.#undoName = position.history.undo;
    this.#redoName = position.history.redo;
    this.#saved = position.saved;
  }

  #replace(opened: Opened): void {
    this.#generation += 1;
    this.#plan = fromSnapshot(opened.snapshot);
    this.#kept = { plan: this.#plan, position: opened };
    this.#path = opened.path;
    this.#follow(opened);
  }
}
