/** What the advisor would build, worked out beside the window: the newest question counts, and only for the plan it was about. */
import { fail, type Result } from '../../model/problem.ts';
import { commandProblem } from '../../model/commands/records.ts';
import type { Diff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { BuildQuestion, Built } from './build-protocol.ts';

/** Something built, and the plan that its diff applies to. */
export interface BuiltOn extends Built {
  readonly base: Plan;
}

export class BuildState {
  readonly #session: PlanSession;
  #built: BuiltOn | null = $state.raw(null);
  #busy = $state(false);
  #failure: string | null = $state(null);
  #cancel: (() => void) | null = null;

  constructor(session: PlanSession) {
    this.#session = session;
  }

  /** The answer to the newest question; null while it is worked out, and when the plan has changed since. */
  get built(): BuiltOn | null {
    return this.#built?.base === this.#session.plan ? this.#built : null;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** Text of a fault of our own; null as long as it works. */
  get failure(): string | null {
    return this.#failure;
  }

  /**
   * Asks anew; an earlier question is void.
   *
   * @param question what to build
   * @param done called with the answer, if no other question came first
   */
  ask(question: BuildQuestion, done?: (built: BuiltOn) => void): void {
    this.cancel();
    const base = this.#session.plan;
    this.#busy = true;
    this.#cancel = this.#session.analysis.build(question, (built, failure) => {
      this.#busy = false;
      this.#failure = failure;
      this.#built = built && { ...built, base };
      if (this.#built) done?.(this.#built);
    });
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#busy = false;
    this.#built = null;
    this.#failure = null;
  }
}

/**
 * @param plan the plan as it is
 * @param built something that was built
 * @returns its diff; a problem when the plan is not the one that it was built on
 */
export function diffOn(plan: Plan, built: BuiltOn): Result<Diff> {
  if (plan === built.base) return { ok: true, value: built.diff };
  const reason = 'the plan changed while this was worked out; ask again';
  return fail(commandProblem('command-not-possible', { words: { reason } }));
}
