/** What theories say of the stretches of a chain between what is not known of it. */
import type { StepLimit } from '../timing-task.ts';
import { latencyBounds } from './chain-bounds.ts';
import type { Chain, LatencyKind } from './chain.ts';
import type { LatencyTerm } from './latency-bound.ts';

/** A stretch of a longer chain. */
interface Stretch {
  /** Place of its first task in the longer chain. */
  readonly at: number;
  readonly chain: Chain;
}

/** Cuts out the tasks without a response time, and those that messages of a task cut out activate. */
function stretchesOf({ tasks, hops, stimulus }: Chain): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let from: number | null = null;
  const close = (end: number) => {
    if (from === null) return;
    stretches.push({
      at: from,
      chain: {
        tasks: tasks.slice(from, end),
        hops: hops.slice(from, end - 1),
        stimulus: from === 0 ? stimulus : 'sampled',
      },
    });
    from = null;
  };
  for (const [at, { responseTime }] of tasks.entries()) {
    if (responseTime === null) close(at);
    else if (from === null && (at === 0 || hops[at - 1]?.transport !== 'queue')) from = at;
  }
  close(tasks.length);
  return stretches;
}

/**
 * @param chain a chain, or a section of one, that no theory bounds as a whole
 * @param latency reaction or age
 * @param limit bounds the work of each theory
 * @returns by theory, the parts of its bounds on the stretches that are known; places are those in `chain`. Each stretch is bounded
 *   by itself, so that their sum is less than a bound of the chain would be
 * @cost that of all theories on each stretch
 */
export function knownParts(
  chain: Chain,
  latency: LatencyKind,
  limit: StepLimit,
): ReadonlyMap<string, readonly LatencyTerm[]> {
  const parts = new Map<string, LatencyTerm[]>();
  for (const { at, chain: stretch } of stretchesOf(chain)) {
    for (const { theory, outcome } of latencyBounds(stretch, latency, limit)) {
      if (outcome.kind !== 'bounded') continue;
      const list = parts.get(theory) ?? [];
      list.push(...outcome.terms.map((term) => ({ ...term, task: term.task + at })));
      parts.set(theory, list);
    }
  }
  return parts;
}
