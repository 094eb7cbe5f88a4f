/**
 * Sum of periods and response times: for any cores, schedulers, clocks and arrivals.
 *
 * @source Davare, Zhu, Di Natale, Pinello, Kanajan, Sangiovanni-Vincentelli, "Period Optimization for Hard Real-time Distributed
 *   Automotive Systems", DAC 2007
 */
import type { Chain, LatencyKind } from './chain.ts';
import { boundOf, type LatencyOutcome, unknown } from './latency-bound.ts';
import { type Counting, gapObstacles, samplingTerm, stagesOf } from './stages.ts';

/**
 * Reaction and age: sum over all tasks of T + R, and of the notification of every hop; with the longest gap for T where a task is
 * sporadic, and without the first T where the stimulus releases the first task (reaction only: its value stays until the next one).
 *
 * @param chain tasks and hops
 * @param latency which of the two
 * @param counting 'intervals': T in place of R, the closed form for logical execution time
 * @returns a bound, sufficient only; unknown without a response time or a longest gap
 * @cost O(tasks)
 */
export function davareBound(
  chain: Chain,
  latency: LatencyKind,
  counting: Counting = 'responses',
): LatencyOutcome {
  const cut = stagesOf(chain, counting);
  if (cut.kind === 'unknown') return cut;
  const arrives = latency === 'reaction' && chain.stimulus === 'arrival';
  const sampling = cut.stages.slice(arrives ? 1 : 0);
  const missing = gapObstacles(sampling);
  if (missing.length > 0) return unknown(...missing);
  const terms = cut.stages.flatMap((stage, at) => [
    ...(at === 0 && arrives ? [] : [samplingTerm(stage)]),
    ...stage.output,
    ...stage.notification,
  ]);
  return boundOf(terms, ['response-times', 'longest-gaps', 'one-timebase']);
}
