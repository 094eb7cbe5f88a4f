/**
 * Reaction by following releases.
 *
 * @source Kloda, Bertout, Sorel, "Latency analysis for data chains of real-time periodic tasks", ETFA 2018
 */
import { STEP_LIMIT, type StepLimit } from '../timing-task.ts';
import type { Chain } from './chain.ts';
import { longestWalk, releaseObstacle } from './known-releases.ts';
import {
  type Assumption,
  boundOf,
  type LatencyOutcome,
  notApplicable,
  type Obstacle,
  unknown,
} from './latency-bound.ts';
import { samplingTerm, type Stage, stagesOf } from './stages.ts';

const ASSUMED: readonly Assumption[] = [
  'response-times',
  'one-timebase',
  'known-releases',
  'producer-first',
];

/** What the paper asks for and the chain does not have. */
function klodaObstacle({ tasks, hops }: Chain, stages: readonly Stage[]): Obstacle | null {
  const [first] = tasks;
  if (tasks.some(({ core }) => core !== first?.core)) return { code: 'several-cores', task: null };
  if (hops.some(({ sharedScheduler }) => !sharedScheduler)) {
    return { code: 'not-fixed-priority', task: null };
  }
  const explicit = tasks.findIndex(({ communication }) => communication !== 'implicit');
  if (explicit >= 0) return { code: 'not-implicit', task: explicit };
  const loose = releaseObstacle(stages);
  if (loose) return loose;
  return stages.some(({ offset }) => offset !== stages[0]?.offset)
    ? { code: 'not-synchronous', task: null }
    : null;
}

/** T_1 and the longest way. */
function reactionAlong(
  chain: Chain,
  stages: readonly Stage[],
  assumed: readonly Assumption[],
  limit: StepLimit,
): LatencyOutcome {
  const walk = longestWalk(stages, 'onward', limit);
  if (walk.kind === 'unknown') return unknown(walk.obstacle);
  const sampling = stages.slice(0, chain.stimulus === 'arrival' ? 0 : 1).map(samplingTerm);
  return boundOf([...sampling, ...walk.terms], assumed);
}

/**
 * T_1 plus the largest, over all releases r_1 of the first task in one hyperperiod of the chain, of r_n + R_n - r_1, with r_(i+1)
 * the first release at or after r_i + (1 - P) R_i. One core, fixed priorities, synchronous release.
 *
 * @param chain tasks and hops
 * @param limit bounds the work
 * @returns a bound of the reaction, sufficient only
 * @cost tasks times the releases of the first task in one hyperperiod of the chain
 */
export function klodaReaction(chain: Chain, limit: StepLimit = STEP_LIMIT): LatencyOutcome {
  const cut = stagesOf(chain);
  if (cut.kind === 'unknown') return cut;
  const obstacle = klodaObstacle(chain, cut.stages);
  if (obstacle) return notApplicable(obstacle.code, obstacle.task);
  return reactionAlong(chain, cut.stages, ASSUMED, limit);
}

/**
 * The same recursion with known first releases, over several cores or windows of one clock and with LET tasks. Our extension: the
 * argument uses nothing but the releases and the time after which a newly released consumer is sure to read.
 *
 * @param chain tasks and hops
 * @param limit bounds the work
 * @returns a bound of the reaction, sufficient only
 * @cost as `klodaReaction`
 */
export function releasesReaction(chain: Chain, limit: StepLimit = STEP_LIMIT): LatencyOutcome {
  const cut = stagesOf(chain);
  if (cut.kind === 'unknown') return cut;
  const obstacle = releaseObstacle(cut.stages);
  if (obstacle) return notApplicable(obstacle.code, obstacle.task);
  return reactionAlong(chain, cut.stages, [...ASSUMED, 'own-extension'], limit);
}
