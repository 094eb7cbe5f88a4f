/** Setting, restoring and explaining facts of the plan's target. */
import type { TargetSpot } from '../../model/commands/target.ts';
import { editTarget, putTarget } from '../../model/commands/target.ts';
import { createContext } from 'svelte';
import type { Target } from '../../model/target.ts';
import { targetOf } from '../../model/plan.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { combined } from '../../model/commands/combined.ts';
import { recordAt, restored, type UserFact } from './user-facts.ts';

export class FactEditing {
  readonly session: PlanSession;
  /** The target as the catalogue has it; null for imported and unknown ones, and before it is there. */
  original: Target | null = $state.raw(null);

  constructor(session: PlanSession) {
    this.session = session;
  }

  get target(): Target {
    return this.session.target;
  }

  async loadOriginal(): Promise<void> {
    const reply = await this.session.call('targets.list', {});
    if (!reply.ok) return this.session.notices.problems(reply.problems);
    this.original = reply.value.targets.find(({ id }) => id === this.target.id) ?? null;
  }

  /** Sets one fact of several records alike, as one step. */
  set(spots: readonly TargetSpot[], label: string, field: string, value: unknown): boolean {
    return this.session.run(`set ${label.toLowerCase()} of the target`, (plan) =>
      combined(
        plan,
        spots.map((spot) => (at) => editTarget(at, spot, { [field]: value })),
      ),
    );
  }

  /** The catalogue's value of a fact; undefined where the catalogue has no such record. */
  originalOf(spot: TargetSpot, field: string): unknown {
    return this.original ? recordAt(this.original, spot)?.[field] : undefined;
  }

  restore(spots: readonly TargetSpot[], label: string, field: string): void {
    const { original } = this;
    if (!original) return;
    this.session.run(`restore ${label.toLowerCase()} of the target`, (plan) => {
      const target = spots.reduce<Target>(
        (at, spot) => restored(at, original, spot, field) ?? at,
        targetOf(plan),
      );
      return putTarget(plan, target);
    });
  }

  restoreFact(fact: UserFact): void {
    this.restore([fact.spot], fact.label, fact.field);
  }

  /** Changes the target as a whole, for lists that grow and shrink. */
  change(step: string, change: (target: Target) => Target): boolean {
    return this.session.run(step, (plan) => putTarget(plan, change(targetOf(plan))));
  }
}

export const [getFactEditing, setFactEditing] = createContext<FactEditing>();
