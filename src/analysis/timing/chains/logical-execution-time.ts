/**
 * Latency under logical execution time: data is read at releases and appears one period later, whatever the schedule.
 *
 * @source Henzinger, Horowitz, Kirsch, "Giotto: a time-triggered language for embedded programming", EMSOFT 2001; enumeration as
 *   in Becker et al., Journal of Systems Architecture 80, 2017
 */
import { STEP_LIMIT, type StepLimit } from '../timing-task.ts';
import type { Chain, LatencyKind } from './chain.ts';
import { davareBound } from './davare.ts';
import { longestWalk, releaseObstacle } from './known-releases.ts';
import { type Assumption, boundOf, type LatencyOutcome, notApplicable } from './latency-bound.ts';
import { samplingTerm, stagesOf } from './stages.ts';

const ASSUMED: readonly Assumption[] = ['within-period', 'let-outputs', 'one-timebase'];

/**
 * Every instant is known, so that the longest latency is found among the releases of one hyperperiod of the chain. Where releases
 * are not known against each other, or too many, the closed form stands in: sum over all tasks of 2 T.
 *
 * @param chain tasks and hops
 * @param latency reaction or age
 * @param limit bounds the work of the enumeration
 * @returns exact from the enumeration where hops notify at once, sufficient otherwise; needs R <= T of each task
 * @cost tasks times the releases of one hyperperiod of the chain
 */
export function letBound(
  chain: Chain,
  latency: LatencyKind,
  limit: StepLimit = STEP_LIMIT,
): LatencyOutcome {
  const other = chain.tasks.findIndex(({ communication }) => communication !== 'let');
  if (other >= 0) return notApplicable('not-let', other);
  const cut = stagesOf(chain, 'intervals');
  if (cut.kind === 'unknown') return cut;
  if (releaseObstacle(cut.stages) === null) {
    const walk = longestWalk(cut.stages, latency === 'reaction' ? 'onward' : 'back', limit);
    const samples = latency === 'reaction' && chain.stimulus === 'sampled';
    const sampling = cut.stages.slice(0, samples ? 1 : 0).map(samplingTerm);
    if (walk.kind === 'walk') {
      return boundOf([...sampling, ...walk.terms], [...ASSUMED, 'known-releases']);
    }
  }
  const closed = davareBound(chain, latency, 'intervals');
  return closed.kind === 'bounded'
    ? { ...closed, assumptions: [...ASSUMED, 'longest-gaps', 'closed-form'] }
    : closed;
}
