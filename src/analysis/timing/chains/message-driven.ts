/**
 * Latency of a chain in which each message activates the next task.
 *
 * @source Tindell, Clark, "Holistic schedulability analysis for distributed hard real-time systems", Microprocessing and
 *   Microprogramming 40, 1994
 */
import type { Chain, LatencyKind } from './chain.ts';
import { boundOf, type LatencyOutcome, notApplicable, unknown } from './latency-bound.ts';
import { gapObstacles, samplingTerm, stagesOf } from './stages.ts';

/**
 * Nobody samples but the first task: the age is the latency L of the run, from the first nominal release to the last end; the
 * reaction is T_1 + L, or L where the stimulus releases the first task.
 *
 * @param chain tasks with the response times that `propagateJitter` gives, and hops
 * @param latency reaction or age
 * @returns a bound, sufficient only
 * @cost O(tasks)
 */
export function messageDrivenBound(chain: Chain, latency: LatencyKind): LatencyOutcome {
  const sampling = chain.hops.findIndex(({ transport }) => transport !== 'queue');
  if (sampling >= 0) return notApplicable('not-queue', sampling + 1);
  if (chain.tasks.length < 2) return notApplicable('not-queue');
  const cut = stagesOf(chain);
  if (cut.kind === 'unknown') return cut;
  const sampled = cut.stages.slice(
    0,
    latency === 'reaction' && chain.stimulus === 'sampled' ? 1 : 0,
  );
  const missing = gapObstacles(sampled);
  if (missing.length > 0) return unknown(...missing);
  const terms = [...sampled.map(samplingTerm), ...cut.stages.flatMap(({ output }) => output)];
  return boundOf(terms, ['response-times', 'queues-in-order', 'one-timebase']);
}
