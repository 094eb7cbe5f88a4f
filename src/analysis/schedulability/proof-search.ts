/** How far a number of a plan may move while every deadline and every limit of a chain that is proven now stays proven. */
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import { MAX_WHOLE } from '../../model/units.ts';
import { cpuFacts } from '../cpu/cpu-facts.ts';
import { provenChains } from '../latency/proven-chains.ts';
import { layoutFacts } from '../layout-facts.ts';
import { schedulabilityFacts, timingKey } from './schedulability-facts.ts';

/** A layout, and what its times are worked out with. */
export interface ProofQuestion {
  readonly plan: Plan;
  readonly layoutId: Id;
  readonly catalogue: Catalogue;
}

/** How far it goes. */
export interface ProofEdge {
  /** Tasks, at their places, that are proven to meet their deadlines now. */
  readonly proven: number;
  /** Chains that are proven to keep their limits now. */
  readonly provenChains: number;
  /** Steps after which all of those are still proven, one more and they are not; null: none is proven, or no step breaks a proof. */
  readonly steps: number | null;
  /** Tasks whose proof is lost one step further. */
  readonly lost: readonly Id[];
  /** Chains whose proof is lost there. */
  readonly lostChains: readonly Id[];
}

/** What is proven: of a task at a place, or of a chain. */
interface Proof {
  readonly of: 'task' | 'chain';
  readonly id: Id;
}

/** All that is proven, by keys; response times and chains only, nothing else of the layout. */
function provenIn({ plan, layoutId, catalogue }: ProofQuestion): ReadonlyMap<string, Proof> {
  const layout = layoutFacts(plan, layoutId, withOverrides(catalogue, plan));
  const schedulability = schedulabilityFacts(layout, cpuFacts(layout));
  const proven = new Map<string, Proof>();
  for (const { verdict, of } of schedulability.timings.values()) {
    if (verdict !== 'proven-ok') continue;
    proven.set(timingKey(of.load.placement.id, of.task.id), { of: 'task', id: of.task.id });
  }
  for (const id of provenChains(layout, schedulability)) {
    proven.set(`chain ${id}`, { of: 'chain', id });
  }
  return proven;
}

const countOf = (proofs: Iterable<Proof>, kind: Proof['of']): number =>
  [...proofs].filter(({ of }) => of === kind).length;

/**
 * The largest whole number that keeps a promise which larger numbers only make harder.
 *
 * @param from a number that keeps it
 * @param keeps whether a number does
 * @param limit largest number that is tried
 * @returns the largest; null: even the limit keeps it
 * @cost 2 log2(limit - from) questions
 */
export function largestThat(
  from: number,
  keeps: (value: number) => boolean,
  limit = MAX_WHOLE,
): number | null {
  let [good, step] = [from, 1];
  while (good + step < limit && keeps(good + step)) {
    good += step;
    step *= 2;
  }
  let bad = Math.min(good + step, limit);
  if (bad === limit && keeps(limit)) return null;
  while (bad - good > 1) {
    const middle = good + Math.floor((bad - good) / 2);
    if (keeps(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/**
 * @param question the plan as it is, and which layout of it
 * @param changed the plan so many steps further; null: a plan cannot hold that
 * @param limit most steps that are tried
 * @returns where the first proof is lost
 * @cost about 2 log2(steps) response-time analyses of the layout, with the chains that have limits
 * @rules WHATIF-2, WHATIF-3
 */
export function proofEdge(
  question: ProofQuestion,
  changed: (steps: number) => Plan | null,
  limit: number,
): ProofEdge {
  const today = provenIn(question);
  const counts = {
    proven: countOf(today.values(), 'task'),
    provenChains: countOf(today.values(), 'chain'),
  };
  const nothing: ProofEdge = { ...counts, steps: null, lost: [], lostChains: [] };
  if (today.size === 0 || limit < 1) return nothing;
  const provenAt = (steps: number) => {
    const plan = changed(steps);
    return plan && provenIn({ ...question, plan });
  };
  const keys = [...today.keys()];
  const steps = largestThat(
    0,
    (value) => {
      const then = provenAt(value);
      return then !== null && keys.every((key) => then.has(key));
    },
    limit,
  );
  const then = steps === null ? null : provenAt(steps + 1);
  // A plan holds nothing beyond: that is the end of the numbers, not of the proof.
  if (steps === null || then === null) return nothing;
  const lost = [...today].filter(([key]) => !then.has(key)).map(([, proof]) => proof);
  const idsOf = (kind: Proof['of']) => [
    ...new Set(lost.filter(({ of }) => of === kind).map(({ id }) => id)),
  ];
  return { ...counts, steps, lost: idsOf('task'), lostChains: idsOf('chain') };
}
