/** What is certain to happen under fixed priorities: lower bounds of longest responses, which proofs of a miss rest on. */
import { nonPreemptiveResponse } from '../timing/non-preemptive.ts';
import { responseWithOffsets, type OffsetTask } from '../timing/offsets.ts';
import { DEDICATED_CORE } from '../timing/supply/supply.ts';
import { compareUtilisation } from '../timing/utilisation.ts';
import { isPlainDemand } from './execution.ts';
import { boundInSupply, limitOf, type Bound, type Ranked, type Setting } from './ranked.ts';
import { hasFixedPhases, isPhased, serviceOf } from './with-offsets.ts';

/** What jobs of a task may really take: its WCET alone, in whole nanoseconds, without switches, overhead, latency, waiting or spinning. */
function leastTiming({ of, timing }: Ranked): OffsetTask {
  const { periodNs: period, jitterNs: jitter } = of.task;
  const { deadline, offset } = timing;
  return { wcet: of.leastWcetNs, period, deadline, jitter, blocking: 0, offset };
}

/** Whether nothing but demand of higher priorities keeps the task waiting, and it gives way to all of it. */
function isPlainTask(own: Ranked, order: readonly Ranked[], { set, costs }: Setting): boolean {
  return (
    order.every(({ release }) => release === null) &&
    own.timing.blocking === 0 &&
    own.of.instances === 1 &&
    order.every((other) => other === own || other.priority !== own.priority) &&
    set.tasks.every(({ task }) => task.suspensionNs === 0 && task.criticalSections.length === 0) &&
    isPlainDemand(set.tasks, costs)
  );
}

/** As `certainResponse`, where phases are fixed: of the schedule that they give, without what comes at a time that is not known. */
function certainByPhase(own: Ranked, order: readonly Ranked[], { supply }: Setting): Bound | null {
  if (!isPhased(own)) return null;
  const higher = surelyAbove(own, order.filter(isPhased));
  const bound = responseWithOffsets(leastTiming(own), higher, serviceOf(supply), limitOf(order));
  return bound.kind !== 'bounded' || bound.isComplete ? bound : null;
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
 * @param order all tasks
 * @param setting what they have in common
 * @param isMet whether the bound proves the deadline: then fixed phases are not worth an analysis
 * @returns the lower bound, the bound itself where it is reached; null: nothing is certain
 * @cost one response-time analysis
 */
export function certainResponse(
  own: Ranked,
  bound: Bound,
  order: readonly Ranked[],
  setting: Setting,
  isMet: boolean,
): Bound | null {
  const { supply, preemptive } = setting;
  // Which of the times of its messages happens together with others is not known.
  if (own.release !== null) return null;
  if (supply.kind !== 'windows' && supply.supply !== DEDICATED_CORE) return null;
  const isFixed = hasFixedPhases(own, order, setting);
  const { preemption, criticalSections } = own.of.task;
  const givesWay = preemption === 'preemptive' && criticalSections.length === 0;
  const isPlain = isPlainTask(own, order, setting);
  const fits = isFixed ? 'instant' in bound && bound.isComplete && order.every(isPhased) : true;
  if (preemptive && givesWay && isPlain && fits) return bound;
  const task = leastTiming(own);
  const higher = surelyAbove(own, order);
  if (compareUtilisation([task, ...higher], supply.supply.rate) > 0) return { kind: 'unbounded' };
  if (isFixed) return preemptive && givesWay && !isMet ? certainByPhase(own, order, setting) : null;
  if (preemptive) return givesWay ? boundInSupply(task, higher, supply, limitOf(order)) : null;
  if (!isPlain || supply.kind === 'windows') return null;
  const lower = order.filter(({ priority }) => priority < own.priority);
  // The longest lower job began one nanosecond before.
  const blocking = Math.max(0, ...lower.map(({ of }) => of.leastWcetNs - 1));
  return nonPreemptiveResponse({ ...task, blocking }, higher, supply.supply, limitOf(order));
}
