/**
 * Age by following data intervals.
 *
 * @source Becker, Dasari, Mubeen, Behnam, Nolte, "End-to-end timing analysis of cause-effect chains in automotive embedded
 *   systems", Journal of Systems Architecture 80, 2017
 */
import { STEP_LIMIT, type StepLimit } from '../timing-task.ts';
import type { Chain } from './chain.ts';
import { longestWalk, releaseObstacle } from './known-releases.ts';
import {
  type Assumption,
  boundOf,
  type LatencyOutcome,
  notApplicable,
  unknown,
} from './latency-bound.ts';
import { type Counting, stagesOf } from './stages.ts';

function ageAlong(
  chain: Chain,
  counting: Counting,
  assumed: readonly Assumption[],
  limit: StepLimit,
): LatencyOutcome {
  const cut = stagesOf(chain, counting);
  if (cut.kind === 'unknown') return cut;
  const obstacle = releaseObstacle(cut.stages);
  if (obstacle) return notApplicable(obstacle.code, obstacle.task);
  const walk = longestWalk(cut.stages, 'back', limit);
  return walk.kind === 'unknown' ? unknown(walk.obstacle) : boundOf(walk.terms, assumed);
}

/**
 * No knowledge of the schedule. Job j reads within [j T, (j+1) T - C] and its data live within [j T + C, (j+2) T); the age is the
 * latest end of the last job less the earliest read of the oldest job whose data can reach it. The oldest job that a consumer
 * released at r can read from is the last one with (j+1) T <= r, whatever C is, so that executions shorter than C change nothing.
 *
 * @param chain tasks and hops
 * @param limit bounds the work
 * @returns a bound of the age when the output is written; needs R <= T of each task and nothing else of R
 * @cost tasks times the releases of the last task in one hyperperiod of the chain
 */
export function beckerAge(chain: Chain, limit: StepLimit = STEP_LIMIT): LatencyOutcome {
  return ageAlong(chain, 'intervals', ['within-period', 'one-timebase', 'known-releases'], limit);
}

/**
 * The same with known response times: data of job j live from j T + R at the latest; from the jitter where P = 1 (our extension).
 *
 * @param chain tasks and hops
 * @param limit bounds the work
 * @returns a bound of the age when the output is written, sufficient only
 * @cost as `beckerAge`
 */
export function beckerAgeWithResponses(
  chain: Chain,
  limit: StepLimit = STEP_LIMIT,
): LatencyOutcome {
  return ageAlong(
    chain,
    'responses',
    ['response-times', 'one-timebase', 'known-releases', 'producer-first', 'own-extension'],
    limit,
  );
}
