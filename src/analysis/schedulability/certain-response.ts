/** What is certain to happen under fixed priorities: lower bounds of longest responses, which proofs of a miss rest on. */
import { responseWithOffsets, type OffsetTask } from '../timing/offsets.ts';
import { DEDICATED_CORE } from '../timing/supply/supply.ts';
import { formatNs } from '../../model/units.ts';
import { leastTiming, type Bound, type Ranked } from './ranked.ts';
import type { Ranking } from './ranking.ts';
import { hasFixedPhases, isPhased, phaseSteps, serviceOf } from './with-offsets.ts';

/** What is certain to happen, and the release pattern in which it does. */
export interface Certain {
  readonly bound: Bound;
  /** The beginning of a sentence. */
  readonly pattern: string;
}

/** Everything above is ready with the task: what of it comes at a time that is not known is left out. */
function atOnce(own: Ranked, { levels, setting, hasMessages }: Ranking): string {
  const windowed = setting.supply.kind === 'windows' ? ' as a window ends' : '';
  if (levels[0]?.[0]?.priority === own.priority)
    return windowed === '' ? 'by itself' : `ready${windowed}`;
  const timed = hasMessages ? ' that time releases' : '';
  return `ready at once with everything of higher priority${timed}${windowed}`;
}

/** What cannot be preempted has begun a moment before. */
function afterLower(own: Ranked, { levels }: Ranking): string {
  const higher =
    levels[0]?.[0]?.priority === own.priority ? '' : ', at once with everything of higher priority';
  return `ready just after the longest job of a lower priority has begun${higher}`;
}

function patternOf(bound: Bound, own: Ranked, ranking: Ranking): string {
  return 'instant' in bound
    ? `at the stated offsets, in the busy period that begins at ${formatNs(bound.instant)}`
    : atOnce(own, ranking);
}

/** As `certainResponse`, where phases are fixed: of the schedule that they give, without what comes at a time that is not known. */
function certainByPhase(own: Ranked, ranking: Ranking): Certain | null {
  if (!isPhased(own)) return null;
  const higher = surelyAbove(own, ranking.tasks.filter(isPhased));
  const service = serviceOf(ranking.setting.supply);
  const bound = responseWithOffsets(leastTiming(own), higher, service, phaseSteps(ranking));
  const isCertain = bound.kind !== 'bounded' || bound.isComplete;
  return isCertain ? { bound, pattern: patternOf(bound, own, ranking) } : null;
}

/** What runs before a task in any case. */
function surelyAbove(own: Ranked, order: readonly Ranked[]): readonly OffsetTask[] {
  return order
    .filter(({ priority, release }) => priority > own.priority && release === null)
    .map((other) => {
      const timing = leastTiming(other);
      return { ...timing, wcet: timing.wcet * other.of.instances };
    });
}

/**
 * A lower bound of the longest response: of a release pattern that the plan allows, with the whole supply against it. Blocking, equal
 * priorities, messages, switches, interference and spinning may stay away, and do not count; what is stated not to give way may be
 * over before it has to. With fixed phases it is that of the schedule they give.
 *
 * @param own a task
 * @param bound upper bound of its longest response
 * @param ranking all tasks
 * @param isMet whether the bound proves the deadline: then fixed phases are not worth an analysis
 * @returns the lower bound, the bound itself where it is reached, with the pattern that reaches it; null: nothing is certain
 * @cost one response-time analysis
 */
export function certainResponse(
  own: Ranked,
  bound: Bound,
  ranking: Ranking,
  isMet: boolean,
): Certain | null {
  const { supply, preemptive } = ranking.setting;
  // Which of the times of its messages happens together with others is not known.
  if (own.release !== null) return null;
  if (supply.kind !== 'windows' && supply.supply !== DEDICATED_CORE) return null;
  const isFixed = hasFixedPhases(own, ranking);
  const { preemption, criticalSections } = own.of.task;
  const givesWay = preemption === 'preemptive' && criticalSections.length === 0;
  const isPlain = ranking.isPlain(own);
  const fits = isFixed
    ? 'instant' in bound && bound.isComplete && ranking.tasks.every(isPhased)
    : true;
  // Offsets that may count from the frame allow one phase to it, and nobody says which.
  const isOpen = supply.kind === 'windows' && !supply.isPhaseStated && ranking.hasOffsets;
  if (preemptive && givesWay && isPlain && fits && !isOpen)
    return { bound, pattern: patternOf(bound, own, ranking) };
  const pattern = atOnce(own, ranking);
  if (ranking.excessOf(own) !== null) return { bound: { kind: 'unbounded' }, pattern };
  if (isOpen) return null;
  if (isFixed) {
    const isHopeless = isMet || ('instant' in bound && !bound.isComplete);
    return preemptive && givesWay && !isHopeless ? certainByPhase(own, ranking) : null;
  }
  if (preemptive) return givesWay ? { bound: ranking.certainResponse(own), pattern } : null;
  if (!isPlain || supply.kind === 'windows') return null;
  const isBlocked = ranking.leastLongestBelow(own) > 0;
  return {
    bound: ranking.certainResponse(own),
    pattern: isBlocked ? afterLower(own, ranking) : pattern,
  };
}
