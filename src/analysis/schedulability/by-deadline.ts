/** Response times of the tasks of one kernel on one core under earliest deadline first. */
import { formatNs } from '../../model/units.ts';
import { earliestDeadlineResponses, mergedTasks } from '../timing/edf-response.ts';
import { NO_BLOCKING, quickDemandTest, type DeadlineBlocking } from '../timing/edf.ts';
import { DEDICATED_CORE } from '../timing/supply/supply.ts';
import { compareUtilisation } from '../timing/utilisation.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import { stackResourceBlocking } from '../timing/locks.ts';
import type { ResponseBound, TimingTask } from '../timing/timing-task.ts';
import type { SupplyAnswer } from './supply-answer.ts';
import { demandOf, isPlainDemand, whileOthersAreBusy, type ExecutionCosts } from './execution.ts';
import type { SetTask, TaskSet } from './task-set.ts';
import { jobsFor, stepsFor, unknownTiming, type TaskTiming } from './task-timing.ts';

const METHOD = 'processor demand (QPA) and response times, earliest deadline first';

/** A step of this analysis against one under fixed priorities: it also looks for the next deadline, and divides twice as often. */
const STEP_WORK = 4;

/** Everything that the tasks of a set have in common. */
export interface DeadlineSetting {
  readonly set: TaskSet;
  readonly supply: Exclude<SupplyAnswer, { kind: 'unknown' }>;
  readonly costs: ExecutionCosts;
  readonly assumptions: readonly string[];
}

/** All instances of a task, with the task they stand for: as long as all of them, since each may be the last. */
interface Entry {
  readonly of: SetTask;
  readonly timing: TimingTask;
}

function entriesOf(setting: DeadlineSetting, isInflated: boolean): readonly Entry[] {
  return setting.set.tasks.map((of) => {
    const { periodNs, jitterNs, suspensionNs, blockingNs } = of.task;
    // Waiting counts as execution: safe under earliest deadline first, and more than what happens.
    const alone = demandOf(of, setting.costs, isInflated) + suspensionNs + (blockingNs ?? 0);
    const wcet = alone * of.instances;
    const jitter = jitterNs + setting.costs.latencyNs;
    return {
      of,
      timing: { wcet, period: periodNs, deadline: of.deadlineNs, jitter, blocking: 0 },
    };
  });
}

/** Under other protocols nobody waits for locks: they are regions, or no two tasks share any. */
function lockBlocking(
  entries: readonly Entry[],
  { costs, set }: DeadlineSetting,
): DeadlineBlocking {
  const { lockProtocol } = set.host;
  const hasCeilings = lockProtocol === null || lockProtocol === 'priority-ceiling';
  if (!hasCeilings || entries.every(({ of }) => of.task.criticalSections.length === 0)) {
    return NO_BLOCKING;
  }
  return stackResourceBlocking(
    entries.map(({ of, timing }) => ({
      ...timing,
      sections: of.sections.map(({ resource, lengthNs, count }) => ({
        resource,
        length: whileOthersAreBusy(lengthNs, of, costs),
        requests: count,
      })),
    })),
  );
}

/** Longest stretch for which a job keeps everybody waiting: a region, or a section with preemption off; null: it always gives way. */
function regionOf({ of, timing }: Entry, { costs, set }: DeadlineSetting): number | null {
  const { preemption } = of.task;
  if (preemption === 'non-preemptive') return timing.wcet;
  const sections = set.host.lockProtocol === 'non-preemptive' ? of.sections : [];
  const lengths = sections.map(({ lengthNs }) => whileOthersAreBusy(lengthNs, of, costs));
  if (preemption === 'cooperative') {
    lengths.push(
      of.regionNs === null
        ? timing.wcet
        : whileOthersAreBusy(of.regionNs, of, costs) + costs.switchNs,
    );
  }
  return lengths.length === 0 ? null : Math.min(timing.wcet, Math.max(...lengths));
}

/** B(t): the longest region of a task whose deadline is beyond t, which a shorter deadline has to wait for. */
function blockingOf(entries: readonly Entry[], setting: DeadlineSetting): DeadlineBlocking {
  const { costs } = setting;
  const regions = entries.flatMap((entry) => {
    const length = regionOf(entry, setting);
    return length === null ? [] : [{ until: entry.timing.deadline - entry.timing.jitter, length }];
  });
  const locks = lockBlocking(entries, setting);
  const once = costs.inflation?.onceNs ?? 0;
  if (regions.length === 0 && once === 0) return locks;
  const longest = (list: readonly { length: number }[]) =>
    list.reduce((most, { length }) => Math.max(most, length), 0);
  return {
    at: (t) => longest(regions.filter(({ until }) => until > t)) + locks.at(t) + once,
    most: longest(regions) + locks.most + once,
  };
}

const UNANSWERED: ResponseBound = { kind: 'unknown', reason: 'method' };

function judge(
  bound: ResponseBound,
  deadline: number,
  isExact: boolean,
  isOverloaded: boolean,
): Pick<TaskTiming, 'verdict' | 'responseTimeNs' | 'reason'> {
  if (bound.kind === 'unknown') {
    const reason =
      bound.reason === 'steps'
        ? 'the analysis did not converge within its steps'
        : 'the analysis leaves the range of exact numbers';
    return { verdict: 'unknown', responseTimeNs: null, reason };
  }
  if (bound.kind === 'unbounded') {
    return isOverloaded
      ? {
          verdict: 'proven-miss',
          responseTimeNs: null,
          reason:
            'demand exceeds the supply: under earliest deadline first every task falls behind',
        }
      : {
          verdict: 'unknown',
          responseTimeNs: null,
          reason:
            'demand exceeds the supply only by what may stay away: switches, interference, waiting, or a budget that may give more',
        };
  }
  const { responseTime } = bound;
  if (responseTime <= deadline)
    return { verdict: 'proven-ok', responseTimeNs: responseTime, reason: null };
  const said = `responds within ${formatNs(responseTime)}; its deadline is ${formatNs(deadline)}`;
  return isExact
    ? { verdict: 'proven-miss', responseTimeNs: responseTime, reason: said }
    : {
        verdict: 'unknown',
        responseTimeNs: responseTime,
        reason: `${said}, by a bound that is only sufficient here`,
      };
}

/**
 * @param setting tasks, and what serves them
 * @returns one timing per task, in the order of the set. Where the demand of the whole set is proven to fit, every task keeps its
 *   deadline, also one whose response time has no bound below it
 * @cost one demand test, and one walk through the busy period, two where an interference factor is stated
 * @rules RT-1
 */
export function timingsByDeadline(setting: DeadlineSetting): readonly TaskTiming[] {
  const { set, supply, costs, assumptions } = setting;
  const inflated = entriesOf(setting, true);
  const silent = inflated.find(({ timing }) => timing.wcet > LARGEST_TIME);
  if (silent) {
    const reason = `the WCET of task "${silent.of.task.name}" on this core is unknown`;
    return set.tasks.map((of) => unknownTiming(of, reason, assumptions));
  }
  const isolated = costs.inflation === null ? null : entriesOf(setting, false);
  const blocking = blockingOf(inflated, setting);
  const served = { supply: supply.supply, blocking };
  const limit = stepsFor(set.tasks.length, STEP_WORK);
  const timings = inflated.map(({ timing }) => timing);
  const test = quickDemandTest(mergedTasks(timings), { ...served, limit });
  const fits = test.verdict.kind === 'schedulable';
  const hasOffsets = set.tasks.some(({ task }) => task.offsetNs !== null);
  const suspends = set.tasks.some(({ task }) => task.suspensionNs > 0);
  if (suspends && blocking.most > 0) {
    const reason =
      'a task suspends itself, and others cannot be preempted: how often they block it is not bounded under earliest deadline first';
    return set.tasks.map((of) => unknownTiming(of, reason, assumptions));
  }
  const isExactSupply = supply.kind === 'windows' || supply.supply === DEDICATED_CORE;
  const isExact =
    supply.supply === DEDICATED_CORE &&
    blocking.most === 0 &&
    !hasOffsets &&
    !suspends &&
    set.tasks.every(({ task }) => task.blockingNs === null) &&
    isPlainDemand(set.tasks, costs);
  const isOverloaded =
    isExactSupply &&
    compareUtilisation(
      set.tasks.map(({ task, leastWcetNs, instances }) => ({
        wcet: leastWcetNs * instances,
        period: task.periodNs,
      })),
      supply.supply.rate,
    ) > 0;
  const walk = jobsFor(set.tasks.length);
  const bounds = earliestDeadlineResponses(timings, { ...served, limit: walk });
  const alone = isolated?.map(({ timing }) => timing);
  const aloneBounds =
    alone && earliestDeadlineResponses(alone, { supply: supply.supply, limit: walk });
  return set.tasks.map((of, at) => {
    const answer = judge(bounds[at] ?? UNANSWERED, of.deadlineNs, isExact, isOverloaded);
    const aloneBound = aloneBounds?.[at];
    return {
      of,
      bound: answer.responseTimeNs === null ? null : isExact ? ('exact' as const) : 'sufficient',
      method: METHOD,
      assumptions,
      unstated: [],
      fromActivationNs: null,
      release: null,
      isolatedResponseTimeNs: aloneBound?.kind === 'bounded' ? aloneBound.responseTime : null,
      ...answer,
      ...(fits && answer.verdict === 'unknown'
        ? { verdict: 'proven-ok' as const, reason: null }
        : {}),
    };
  });
}
