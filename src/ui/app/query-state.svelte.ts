/** One question to the worker and its answer: the newest question counts, and only for the plan it was about. */
import type { Plan } from '../../model/plan.ts';
import type { PlanSession } from './plan-session.svelte.ts';
import type { About, Given, Topic } from './topics.ts';

/** An answer, and the plan that it is about. */
export interface Answered<T extends Topic> {
  readonly value: Given<T>;
  readonly base: Plan;
}

export class QueryState<T extends Topic> {
  readonly #session: PlanSession;
  readonly #topic: T;
  #answered: Answered<T> | null = $state.raw(null);
  #busy = $state(false);
  #failure: string | null = $state(null);
  #cancel: (() => void) | null = null;

  constructor(session: PlanSession, topic: T) {
    this.#session = session;
    this.#topic = topic;
  }

  /** The answer to the newest question; null while it is worked out, and when the plan has changed since. */
  get answered(): Answered<T> | null {
    return this.#busy ? null : this.last;
  }
  /** The newest answer that there is for this plan: to be looked at while a newer question is worked out, never to be acted on. */
  get last(): Answered<T> | null {
    return this.#answered?.base === this.#session.plan ? this.#answered : null;
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
   * @param about what is asked
   * @param done called with the answer, if no other question came first
   */
  ask(about: About<T>, done?: (answered: Answered<T>) => void): void {
    this.#cancel?.();
    const base = this.#session.plan;
    this.#busy = true;
    this.#cancel = this.#session.analysis.question(this.#topic, about, (value, failure) => {
      this.#busy = false;
      this.#failure = failure;
      this.#answered = value && { value, base };
      if (this.#answered) done?.(this.#answered);
    });
  }

  /**
   * Asks once so much time has passed without a newer question: for what takes many analyses.
   *
   * @param about what is asked
   * @param delayMs how long it waits
   */
  askSoon(about: About<T>, delayMs: number): void {
    this.#cancel?.();
    // An effect that asks so asks anew when the plan changes, as with `ask`.
    void this.#session.plan;
    this.#busy = true;
    const timer = setTimeout(() => this.ask(about), delayMs);
    this.#cancel = () => clearTimeout(timer);
  }

  /** Forgets question and answer. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#busy = false;
    this.#answered = null;
    this.#failure = null;
  }
}
