/** A host for store tests: keeps a plan in memory and answers as the contract says. Test code only. */
import type { Call, Input, Method, Reply } from '../../host/contract.ts';
import { toSnapshot } from '../../model/diff-schema.ts';
import { applyDiff, invertDiff, type Diff } from '../../model/diff.ts';
import { infoOf, type Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Opened } from '../app/plan-store.svelte.ts';

interface Step {
  readonly name: string;
  readonly diff: Diff;
}

const refusal: Problem = {
  code: 'plan-conflict',
  message: 'the plan has changed meanwhile',
  place: {},
  found: null,
  expected: null,
  remedy: null,
};

export class MemoryHost {
  plan: Plan;
  revision = 0;
  saved = true;
  /** Methods as they came. */
  readonly calls: Method[] = [];
  /** Set to refuse the next edit. */
  refusesNext = false;
  /** Set to answer nothing any more. */
  isGone = false;
  readonly #undo: Step[] = [];
  readonly #redo: Step[] = [];

  constructor(plan: Plan) {
    this.plan = plan;
  }

  get position() {
    const history = {
      undo: this.#undo.at(-1)?.name ?? null,
      redo: this.#redo.at(-1)?.name ?? null,
    };
    return { revision: this.revision, history, saved: this.saved };
  }

  opened(): Opened {
    const snapshot = toSnapshot(this.plan);
    const planId = infoOf(this.plan).id;
    return { ...this.position, planId, path: null, readOnly: false, snapshot, notices: [] };
  }

  #apply(input: Input<'plan.apply'>): unknown {
    if (this.refusesNext || input.baseRevision !== this.revision) {
      this.refusesNext = false;
      return null;
    }
    const diff = input.diff as Diff;
    this.plan = applyDiff(this.plan, diff);
    this.revision += 1;
    this.saved = false;
    this.#undo.push({ name: input.step, diff });
    this.#redo.length = 0;
    return this.position;
  }

  #turn(from: Step[], to: Step[], backwards: boolean): unknown {
    const step = from.pop();
    if (!step) return null;
    const diff = backwards ? invertDiff(step.diff) : step.diff;
    this.plan = applyDiff(this.plan, diff);
    this.revision += 1;
    to.push(step);
    return { ...this.position, diff };
  }

  #answer(method: Method, input: unknown): unknown {
    switch (method) {
      case 'plan.apply':
        return this.#apply(input as Input<'plan.apply'>);
      case 'plan.undo':
        return this.#turn(this.#undo, this.#redo, true);
      case 'plan.redo':
        return this.#turn(this.#redo, this.#undo, false);
      case 'plan.load':
        return this.opened();
      case 'plan.save':
        this.saved = true;
        return { path: (input as Input<'plan.save'>).path ?? '/plans/here.partita' };
      default:
        return {};
    }
  }

  readonly call: Call = async <M extends Method>(method: M, input: Input<M>): Promise<Reply<M>> => {
    // A real host answers later: calls that do not wait for one another would show here.
    await new Promise((done) => setTimeout(done, 1));
    this.calls.push(method);
    const value = this.isGone ? null : this.#answer(method, input);
    return (value === null ? { ok: false, problems: [refusal] } : { ok: true, value }) as Reply<M>;
  };
}
