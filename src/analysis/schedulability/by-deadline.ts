/** Response times of the tasks of one kernel on one core under earliest deadline first. */
import { formatNs } from '../../model/units.ts';
import { earliestDeadlineResponses, mergedTasks } from '../timing/edf-response.ts';
import {
  firstDue,
  NO_BLOCKING,
  quickDemandTest,
  type DeadlineBlocking,
  type DeadlineTask,
} from '../timing/edf.ts';
import { DEDICATED_CORE } from '../timing/supply/supply.ts';
import { compareUtilisation, type Rate } from '../timing/utilisation.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import { stackResourceBlocking } from '../timing/locks.ts';
import type { ResponseBound } from '../timing/timing-task.ts';
import { unsettledWords } from './activation-words.ts';
import { streamsOf, type MessageReleases } from './activations.ts';
import { isSettled } from './arrivals.ts';
import { missWords, type MissProof } from './miss-words.ts';
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
  /** When messages activate tasks. */
  readonly releases: MessageReleases;
  readonly assumptions: readonly string[];
}

/**
 * All instances of a task, with the task they stand for: as long as all of them, since each may be the last. One for each stream of
 * messages that activates it.
 */
interface Entry {
  readonly of: SetTask;
  readonly timing: DeadlineTask;
  /** What the response counted as the deadline is misses from the nominal release: lateness of the message. */
  readonly lateNs: number;
}

function entriesOf(setting: DeadlineSetting, isInflated: boolean): readonly Entry[] {
  return setting.set.tasks.flatMap((of): readonly Entry[] => {
    const { latencyNs } = of;
    const { periodNs: period, jitterNs, suspensionNs, blockingNs } = of.task;
    // Waiting counts as execution: safe under earliest deadline first, and more than what happens.
    const waiting = (suspensionNs > 0 ? suspensionNs + latencyNs : 0) + (blockingNs ?? 0);
    const alone = demandOf(of, setting.costs, isInflated) + waiting;
    const wcet = alone * of.instances;
    const common = { deadline: of.deadlineNs, blocking: 0 };
    const release = setting.releases.get(of.load);
    if (!release)
      return [{ of, timing: { ...common, wcet, period, jitter: jitterNs + latencyNs }, lateNs: 0 }];
    return streamsOf(release).map((stream) => ({
      of,
      timing: {
        ...common,
        wcet: wcet * stream.copies,
        period: stream.periodNs,
        jitter: stream.jitterNs + latencyNs,
        // The deadline counts from the message, which the scheduler learns of later.
        leastDue: of.deadlineNs - latencyNs,
      },
      lateNs: stream.jitterNs,
    }));
  });
}

/** Places of each task among its entries. */
function placesOf(entries: readonly Entry[]): ReadonlyMap<SetTask, readonly number[]> {
  const places = new Map<SetTask, number[]>();
  for (const [at, { of }] of entries.entries()) {
    const list = places.get(of);
    if (list) list.push(at);
    else places.set(of, [at]);
  }
  return places;
}

/** The longest of several responses. */
function longest(bounds: readonly ResponseBound[]): ResponseBound {
  const [first = UNANSWERED] = bounds;
  return bounds.reduce((worst, bound) => {
    if (worst.kind !== 'bounded') return worst;
    return bound.kind !== 'bounded' || bound.responseTime > worst.responseTime ? bound : worst;
  }, first);
}

/** Under other protocols nobody waits for locks: they are regions, or no two tasks share any. */
function lockBlocking(
  entries: readonly Entry[],
  { costs, set }: DeadlineSetting,
): DeadlineBlocking {
  const { lockProtocol } = set.locker;
  const hasCeilings = lockProtocol === null || lockProtocol === 'priority-ceiling';
  if (!hasCeilings || entries.every(({ of }) => of.task.criticalSections.length === 0)) {
    return NO_BLOCKING;
  }
  return stackResourceBlocking(
    entries.map(({ of, timing }) => ({
      ...timing,
      // Nothing that messages activate is due earlier than that after it may wait.
      jitter: timing.deadline - firstDue(timing),
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
  const sections = set.locker.lockProtocol === 'non-preemptive' ? of.sections : [];
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
    return length === null ? [] : [{ until: firstDue(entry.timing), length }];
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

/** What of a set is certain to happen. */
interface Certainty {
  /** Whether the longest response is one that happens. */
  readonly isExact: boolean;
  /** What WCETs alone ask for of the core, rounded, where that exceeds the supply; null: it does not. */
  readonly excess: number | null;
  readonly isPlain: boolean;
  readonly rate: Rate;
}

const WORST_RELEASE =
  'released at the worst instant of a busy period in which all others are ready at once';

function missReason(
  certain: MissProof['certain'],
  { deadlineNs, task }: SetTask,
  { excess, isPlain, rate }: Certainty,
): string {
  const demanding = 'all tasks of its kernel on this core';
  const isWcetAlone = certain.kind === 'unbounded' && !isPlain;
  const job = { pattern: WORST_RELEASE, jobs: null, jitterNs: task.jitterNs, deadlineNs };
  return missWords({ ...job, certain, demanding, rate, isWcetAlone, share: excess });
}

function judge(
  bound: ResponseBound,
  of: SetTask,
  certainty: Certainty,
): Pick<TaskTiming, 'verdict' | 'responseTimeNs' | 'reason'> {
  if (bound.kind === 'unknown') {
    const reason =
      bound.reason === 'steps'
        ? 'the analysis did not converge within its steps'
        : 'the analysis leaves the range of exact numbers';
    return { verdict: 'unknown', responseTimeNs: null, reason };
  }
  if (bound.kind === 'unbounded') {
    return certainty.excess !== null
      ? {
          verdict: 'proven-miss',
          responseTimeNs: null,
          reason: `${missReason(bound, of, certainty)}, under earliest deadline first that of every task`,
        }
      : {
          verdict: 'unknown',
          responseTimeNs: null,
          reason:
            'demand exceeds the supply only by what may stay away: switches, interference, waiting, or a budget that may give more',
        };
  }
  const { responseTime } = bound;
  const deadline = of.deadlineNs;
  if (responseTime <= deadline)
    return { verdict: 'proven-ok', responseTimeNs: responseTime, reason: null };
  const said = `responds within ${formatNs(responseTime)}; its deadline is ${formatNs(deadline)}`;
  return certainty.isExact
    ? {
        verdict: 'proven-miss',
        responseTimeNs: responseTime,
        reason: missReason(bound, of, certainty),
      }
    : {
        verdict: 'unknown',
        responseTimeNs: responseTime,
        reason: `${said}, by a bound that is only sufficient here`,
      };
}

/** Whose demand keeps everybody from an answer; null: nobody's. */
function culpritOf(entries: readonly Entry[], { set, releases }: DeadlineSetting): string | null {
  const silent = entries.find(({ timing }) => timing.wcet > LARGEST_TIME);
  if (silent) return `the WCET of task "${silent.of.task.name}" on this core is unknown`;
  if (releases.size === 0) return null;
  const unsettled = set.tasks.find(({ load }) => {
    const release = releases.get(load);
    return release && !isSettled(release);
  });
  return unsettled ? unsettledWords(unsettled.task.name) : null;
}

function certaintyOf(
  { set, supply, costs, releases }: DeadlineSetting,
  blocking: DeadlineBlocking,
  suspends: boolean,
): Certainty {
  // Which of the times of its messages happens together with others is not known.
  const timed = set.tasks.filter(({ load }) => !releases.has(load));
  const isExactSupply = supply.kind === 'windows' || supply.supply === DEDICATED_CORE;
  const isPlain = isPlainDemand(set.tasks, costs);
  const isExact =
    supply.supply === DEDICATED_CORE &&
    blocking.most === 0 &&
    set.tasks.every(({ task }) => task.offsetNs === null && task.blockingNs === null) &&
    !suspends &&
    timed.length === set.tasks.length &&
    isPlain;
  const { rate } = supply.supply;
  const least = timed.map(({ task, leastWcetNs, instances }) => ({
    wcet: leastWcetNs * instances,
    period: task.periodNs,
  }));
  const isOverloaded = isExactSupply && compareUtilisation(least, rate) > 0;
  const excess = isOverloaded
    ? least.reduce((sum, { wcet, period }) => sum + wcet / period, 0)
    : null;
  return { isExact, excess, isPlain, rate };
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
  const culprit = culpritOf(inflated, setting);
  if (culprit !== null) return set.tasks.map((of) => unknownTiming(of, culprit, assumptions));
  const isolated = costs.inflation === null ? null : entriesOf(setting, false);
  const blocking = blockingOf(inflated, setting);
  const served = { supply: supply.supply, blocking };
  const limit = stepsFor(set.tasks.length, STEP_WORK);
  const timings = inflated.map(({ timing }) => timing);
  const test = quickDemandTest(mergedTasks(timings), { ...served, limit });
  const fits = test.verdict.kind === 'schedulable';
  const suspends = set.tasks.some(({ task }) => task.suspensionNs > 0);
  if (suspends && blocking.most > 0) {
    const reason =
      'a task suspends itself, and others cannot be preempted: how often they block it is not bounded under earliest deadline first';
    return set.tasks.map((of) => unknownTiming(of, reason, assumptions));
  }
  const certainty = certaintyOf(setting, blocking, suspends);
  const walk = jobsFor(set.tasks.length);
  const bounds = earliestDeadlineResponses(timings, { ...served, limit: walk });
  const alone = isolated?.map(({ timing }) => timing);
  const aloneBounds =
    alone && earliestDeadlineResponses(alone, { supply: supply.supply, limit: walk });
  const places = placesOf(inflated);
  return set.tasks.map((of) => {
    const own = places.get(of) ?? [];
    const among = (all: readonly ResponseBound[]) =>
      longest(own.map((at) => all[at] ?? UNANSWERED));
    const answer = judge(among(bounds), of, certainty);
    const aloneBound = aloneBounds && among(aloneBounds);
    const lateNs = Math.max(0, ...own.map((at) => inflated[at]?.lateNs ?? 0));
    const counted = answer.responseTimeNs;
    return {
      of,
      bound: counted === null ? null : certainty.isExact ? ('exact' as const) : 'sufficient',
      method: METHOD,
      assumptions,
      phases: [],
      unstated: [],
      release: null,
      isolatedResponseTimeNs: aloneBound?.kind === 'bounded' ? aloneBound.responseTime : null,
      ...answer,
      responseTimeNs: counted === null ? null : counted + lateNs,
      fromActivationNs: setting.releases.has(of.load) ? counted : null,
      ...(fits && answer.verdict === 'unknown'
        ? { verdict: 'proven-ok' as const, reason: null }
        : {}),
    };
  });
}
