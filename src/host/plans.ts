/** The plans that are open in this process. */
import { dirname, resolve } from 'node:path';
import { canWrite } from '../../db/save-file.ts';
import { WorkingCopies, type WorkingCopy } from '../../db/working-copies.ts';
import { toSnapshot } from '../model/diff-schema.ts';
import { infoOf, type Plan } from '../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import type { Output } from './contract.ts';
import { hostProblem } from './host-problems.ts';
import { OpenPlan } from './open-plan.ts';

export class Plans {
  readonly copies: WorkingCopies;
  readonly #open = new Map<string, OpenPlan>();

  /** @param dataFolder the user's data folder of this program */
  constructor(dataFolder: string) {
    this.copies = new WorkingCopies(dataFolder);
  }

  /**
   * @param plan records of a new plan
   * @param disposable whether closing it untouched loses nothing, as with a sample
   */
  create(plan: Plan, disposable: boolean): Result<OpenPlan> {
    return this.#register(this.copies.create(plan, disposable ? 0 : null));
  }

  /** Opens a file; one that is open here already stays the one that it is. */
  open(path: string): Result<OpenPlan> {
    const absolute = resolve(path);
    for (const open of this.#open.values()) if (open.path === absolute) return ok(open);
    return this.#register(this.copies.open(path));
  }

  recover(id: string): Result<OpenPlan> {
    const open = this.#open.get(id);
    return open ? ok(open) : this.#register(this.copies.recover(id));
  }

  get(id: string): Result<OpenPlan> {
    const open = this.#open.get(id);
    return open ? ok(open) : fail(hostProblem('plan-not-open', { found: id }));
  }

  ids(): ReadonlySet<string> {
    return new Set(this.#open.keys());
  }

  /** Closes a plan; unsaved work stays on disk. */
  close(id: string): Result<null> {
    const open = this.get(id);
    if (!open.ok) return open;
    this.#open.delete(id);
    open.value.close();
    return ok(null);
  }

  /** Leaves every plan as the program ends; unsaved work stays on disk. */
  leaveAll(): void {
    for (const open of this.#open.values()) open.close();
    this.#open.clear();
  }

  /** What the contract says of an opened plan. */
  opened(open: OpenPlan): Output<'plan.open'> {
    const { path } = open;
    const readOnly = path !== null && !(canWrite(path) && canWrite(dirname(path)));
    const notices: Problem[] = [];
    if (path !== null && readOnly) {
      notices.push(hostProblem('plan-read-only', { place: { file: path } }));
    }
    if (path !== null && this.copies.isOpenElsewhere(path, this.ids())) {
      notices.push(hostProblem('plan-open-elsewhere', { place: { file: path } }));
    }
    return {
      ...open.position(),
      planId: open.id,
      path,
      readOnly,
      snapshot: toSnapshot(open.plan),
      notices,
    };
  }

  #register(copy: Result<WorkingCopy>): Result<OpenPlan> {
    if (!copy.ok) return copy;
    const open = new OpenPlan(this.copies, copy.value);
    this.#open.set(open.id, open);
    return ok(open);
  }
}

/** @returns the name of an open plan */
export function nameOf(open: OpenPlan): string {
  return infoOf(open.plan).name;
}
