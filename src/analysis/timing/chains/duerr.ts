/**
 * Sums that know which producer goes before its consumer: for any cores, clocks and arrivals.
 *
 * @source Dürr, von der Brüggen, Chen, Chen, "End-to-End Timing Analysis of Sporadic Cause-Effect Chains in Distributed Systems",
 *   ACM TECS 18(5s), 2019
 */
import type { Chain } from './chain.ts';
import {
  type Assumption,
  boundOf,
  type LatencyOutcome,
  type LatencyTerm,
  totalOf,
  unknown,
} from './latency-bound.ts';
import { gapObstacles, samplingTerm, type Stage, stagesOf } from './stages.ts';

const ASSUMED: readonly Assumption[] = [
  'response-times',
  'longest-gaps',
  'one-timebase',
  'producer-first',
];

/**
 * T_1 + R_n + sum over i < n of max(R_i, T_(i+1) + V_i). V_i is the time after which a newly released consumer is sure to read:
 * R_i and the notification of the hop; or J_i where P = 1 (the paper has no jitter: 0).
 *
 * @param chain tasks and hops
 * @returns a bound of the reaction, sufficient only
 * @cost O(tasks)
 */
export function duerrReaction(chain: Chain): LatencyOutcome {
  const cut = stagesOf(chain);
  if (cut.kind === 'unknown') return cut;
  const { stages } = cut;
  const arrives = chain.stimulus === 'arrival';
  const missing = gapObstacles(stages.slice(arrives ? 1 : 0));
  if (missing.length > 0) return unknown(...missing);
  const terms: LatencyTerm[] = [];
  for (const [at, stage] of stages.entries()) {
    const before = stages[at - 1];
    if (before) terms.push(...hopTerms(before, stage));
    else if (!arrives) terms.push(samplingTerm(stage));
  }
  return boundOf([...terms, ...(stages.at(-1)?.output ?? [])], ASSUMED);
}

/** The larger of the producer's output, and of waiting for a consumer that is sure to read. */
function hopTerms(producer: Stage, consumer: Stage): readonly LatencyTerm[] {
  const waiting = [...producer.visible, samplingTerm(consumer)];
  return totalOf(producer.output) > totalOf(waiting) ? producer.output : waiting;
}

/**
 * R_n + sum over i < n of (T_i + V_i), with V_i as in the reaction.
 *
 * @param chain tasks and hops
 * @returns a bound of the age of the first task's input when the output is written, sufficient only
 * @cost O(tasks)
 */
export function duerrAge(chain: Chain): LatencyOutcome {
  const cut = stagesOf(chain);
  if (cut.kind === 'unknown') return cut;
  const producers = cut.stages.slice(0, -1);
  const missing = gapObstacles(producers);
  if (missing.length > 0) return unknown(...missing);
  const terms = producers.flatMap((stage) => [samplingTerm(stage), ...stage.visible]);
  return boundOf([...terms, ...(cut.stages.at(-1)?.output ?? [])], ASSUMED);
}
