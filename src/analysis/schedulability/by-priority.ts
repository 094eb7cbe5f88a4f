/** Response times of the tasks of one kernel on one core under fixed priorities. */
import { formatNs } from '../../model/units.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import {
  activationResponse,
  type ActivationResponse,
  type SpacedTask,
} from '../timing/chains/activation-responses.ts';
import { DEDICATED_CORE } from '../timing/supply/supply.ts';
import { regionBlocking } from '../timing/blocking.ts';
import { fixedPriorityResponse } from '../timing/fixed-priority.ts';
import type { SpinCost } from '../timing/locks.ts';
import { nonPreemptiveResponse } from '../timing/non-preemptive.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import type { ResponseBound, StepLimit, TimingTask, UnknownReason } from '../timing/timing-task.ts';
import { compareUtilisation } from '../timing/utilisation.ts';
import { suspendingResponses } from '../timing/suspension.ts';
import { fixedPriorityResponseInWindows } from '../timing/windows/response-in-windows.ts';
import type { SupplyAnswer } from './supply-answer.ts';
import { unsettledWords } from './activation-words.ts';
import { demandOf, isPlainDemand, whileOthersAreBusy, type ExecutionCosts } from './execution.ts';
import type { MessageRelease } from './activations.ts';
import type { SetTask, TaskSet } from './task-set.ts';
import { stepsFor, unknownTiming, type TaskTiming } from './task-timing.ts';

type KnownSupply = Exclude<SupplyAnswer, { kind: 'unknown' }>;

/** Everything that the tasks of a set have in common. */
export interface Setting {
  readonly set: TaskSet;
  readonly supply: KnownSupply;
  readonly costs: ExecutionCosts;
  /** What locks add to tasks. */
  readonly locks: ReadonlyMap<SetTask, SpinCost>;
  /** When messages activate tasks. */
  readonly releases: ReadonlyMap<Load, MessageRelease>;
  readonly preemptive: boolean;
  readonly assumptions: readonly string[];
}

/** How often a job suspends itself is not stated: the longest suspension in one piece. */
const SUSPENSIONS = 1;

const METHOD = 'response-time analysis, preemptive fixed priorities';
const SUSPENDING_METHOD = 'response-time analysis with self-suspension as jitter or execution';
const NON_PREEMPTIVE_METHOD = 'response-time analysis, non-preemptive fixed priorities';

/** A task ready for the theory. */
interface Ranked {
  readonly of: SetTask;
  readonly priority: number;
  readonly timing: SpacedTask;
  /** Null: not activated by messages. */
  readonly release: MessageRelease | null;
}

function timingOf(of: SetTask, setting: Setting, isInflated: boolean): SpacedTask | null {
  if (of.wcetNs === null) return null;
  const spin = setting.locks.get(of)?.spin ?? 0;
  const wcet = demandOf(of, setting.costs, isInflated) + spin;
  const release = setting.releases.get(of.load);
  const { periodNs: period, jitterNs: jitter } = release ?? of.task;
  if (wcet > LARGEST_TIME || jitter > LARGEST_TIME) return null;
  const separation = release?.separationNs ?? 0;
  return { wcet, period, deadline: of.deadlineNs, jitter, blocking: 0, separation };
}

/** The most urgent first; equal priorities stay in the user's order. */
function byPriority(set: TaskSet): readonly SetTask[] {
  return [...set.tasks].sort((a, b) => (b.task.priority ?? 0) - (a.task.priority ?? 0));
}

/**
 * @param order the most urgent first
 * @param costs of their host
 * @returns B of each, from regions that lower priorities do not leave; Infinity where one of them is unknown
 * @cost O(n)
 */
export function blockingOf(order: readonly SetTask[], costs: ExecutionCosts): readonly number[] {
  return regionBlocking(
    order.map((of) => ({
      preemption: of.task.preemption,
      wcet: demandOf(of, costs, true),
      longestRegion:
        of.regionNs === null ? null : whileOthersAreBusy(of.regionNs, of, costs) + costs.switchNs,
    })),
  );
}

/** Copies of further instances, and all of equal or higher priority: each of them may run first. */
function higherThan(order: readonly Ranked[], own: Ranked, withEqual: boolean): SpacedTask[] {
  const higher: SpacedTask[] = [];
  for (const other of order) {
    const counts = withEqual ? other.priority >= own.priority : other.priority > own.priority;
    if (!counts) continue;
    // Equal tasks with one period are one task as long as all of them: the same interference.
    const times = other.of.instances - (other === own ? 1 : 0);
    // Copies of thousands of tasks for each of them would be most of the work.
    if (times === 1) higher.push(other.timing);
    else if (times > 0) higher.push({ ...other.timing, wcet: other.timing.wcet * times });
  }
  return higher;
}

/** Most tasks with short responses converge within so many. */
const LEAST_STEPS = 50;

/** Each of them is analysed, in steps of as many terms as there are tasks. */
const limitOf = (order: readonly Ranked[]): StepLimit =>
  stepsFor(order.length, order.length, LEAST_STEPS);

function respond(
  task: TimingTask,
  higher: readonly TimingTask[],
  supply: KnownSupply,
  limit: StepLimit,
): ResponseBound {
  return supply.kind === 'windows'
    ? fixedPriorityResponseInWindows(task, higher, supply.frame.lengthNs, supply.windows, limit)
    : fixedPriorityResponse(task, higher, supply.supply, limit);
}

/** What jobs of a task may really take: its WCET alone, in whole nanoseconds, without switches, waiting or spinning. */
function leastTiming({ of }: Ranked): TimingTask {
  const { periodNs, jitterNs } = of.task;
  const wcet = of.leastWcetNs;
  return { wcet, period: periodNs, deadline: of.deadlineNs, jitter: jitterNs, blocking: 0 };
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

/**
 * A lower bound of the longest response: of a release pattern that the plan allows, with the whole supply against it. Blocking, equal
 * priorities, messages, switches, interference and spinning may stay away, and do not count; what is stated not to give way may be
 * over before it has to. With stated offsets no pattern is certain, only that backlog grows. Null: nothing is certain.
 */
function certainResponse(
  own: Ranked,
  bound: ResponseBound,
  order: readonly Ranked[],
  setting: Setting,
): ResponseBound | null {
  const { supply, preemptive } = setting;
  // Which of the times of its messages happens together with others is not known.
  if (own.release !== null) return null;
  if (supply.kind !== 'windows' && supply.supply !== DEDICATED_CORE) return null;
  const hasOffsets = order.some(({ of }) => of.task.offsetNs !== null);
  const { preemption, criticalSections } = own.of.task;
  const givesWay = preemption === 'preemptive' && criticalSections.length === 0;
  const isPlain = isPlainTask(own, order, setting);
  if (preemptive && givesWay && isPlain && !hasOffsets) return bound;
  const task = leastTiming(own);
  const higher = order
    .filter(({ priority, release }) => priority > own.priority && release === null)
    .map((other) => {
      const timing = leastTiming(other);
      return { ...timing, wcet: timing.wcet * other.of.instances };
    });
  if (compareUtilisation([task, ...higher], supply.supply.rate) > 0) return { kind: 'unbounded' };
  if (hasOffsets) return null;
  if (preemptive) return givesWay ? respond(task, higher, supply, limitOf(order)) : null;
  if (!isPlain || supply.kind === 'windows') return null;
  const lower = order.filter(({ priority }) => priority < own.priority);
  // The longest lower job began one nanosecond before.
  const blocking = Math.max(0, ...lower.map(({ of }) => of.leastWcetNs - 1));
  return nonPreemptiveResponse({ ...task, blocking }, higher, supply.supply, limitOf(order));
}

/** Why an analysis that ended without an answer did. */
const UNANSWERED: Readonly<Record<UnknownReason, string>> = {
  steps: 'the analysis did not converge within its steps',
  overflow: 'the analysis leaves the range of exact numbers',
  method: 'no method bounds its response time',
};

const NO_RESPONSE = { responseTimeNs: null, fromActivationNs: null } as const;

/** From the message on; of theories that only count from the nominal release, which is no later, that. */
function sinceActivation(bound: ResponseBound | ActivationResponse): number | null {
  if (bound.kind !== 'bounded') return null;
  return 'fromActivation' in bound ? bound.fromActivation : bound.responseTime;
}

function judge(
  own: Ranked,
  bound: ResponseBound,
  order: readonly Ranked[],
  setting: Setting,
): Pick<TaskTiming, 'verdict' | 'bound' | 'responseTimeNs' | 'fromActivationNs' | 'reason'> {
  const { deadline } = own.timing;
  if (bound.kind === 'unknown') {
    const reason = UNANSWERED[bound.reason];
    return { verdict: 'unknown', bound: null, ...NO_RESPONSE, reason };
  }
  const responseTimeNs = bound.kind === 'bounded' ? bound.responseTime : null;
  const fromActivationNs = own.release ? sinceActivation(bound) : null;
  const times = { responseTimeNs, fromActivationNs };
  // A message is what the deadline of its task counts from.
  const counted = own.release ? fromActivationNs : responseTimeNs;
  const certain = certainResponse(own, bound, order, setting);
  const isReached = certain?.kind === 'bounded' && certain.responseTime === responseTimeNs;
  const found = responseTimeNs === null ? null : isReached ? 'exact' : 'sufficient';
  if (counted !== null && counted <= deadline) {
    return { verdict: 'proven-ok', bound: found, ...times, reason: null };
  }
  const said =
    counted === null
      ? 'demand of its priority and above exceeds the supply'
      : `responds within ${formatNs(counted)}; its deadline is ${formatNs(deadline)}`;
  const happens =
    certain?.kind === 'unbounded' ||
    (certain?.kind === 'bounded' && certain.responseTime > deadline);
  return happens
    ? { verdict: 'proven-miss', bound: found, ...times, reason: said }
    : {
        verdict: 'unknown',
        bound: found,
        ...times,
        reason: `${said}, by a bound that is only sufficient here`,
      };
}

/**
 * What keeps a task from an answer: a higher or equal one whose demand is unknown, or a lower one that it cannot preempt. A
 * cooperative task in between is kept waiting itself, and passes that on.
 */
function culpritOf(
  of: SetTask,
  order: readonly SetTask[],
  blocking: readonly number[],
  setting: Setting,
): string | null {
  const own = of.task.priority ?? 0;
  const isSilent = (each: SetTask) =>
    demandOf(each, setting.costs, true) * each.instances > LARGEST_TIME;
  const isBlocked = setting.preemptive && blocking[order.indexOf(of)] === Infinity;
  const unsettled = ({ load }: SetTask) => setting.releases.get(load)?.jitterNs === Infinity;
  const silent = order.find(
    (other) =>
      (isSilent(other) || unsettled(other)) &&
      (!setting.preemptive ||
        (other.task.priority ?? 0) >= own ||
        (isBlocked && other.task.preemption !== 'preemptive')),
  );
  if (silent && unsettled(silent)) return unsettledWords(silent.task.name);
  if (silent) return `the WCET of task "${silent.task.name}" on this core is unknown`;
  return isBlocked ? 'the longest region of a lower priority is unknown' : null;
}

/** Delay of a busy window, whoever runs in it. */
function onceOf({ costs }: Setting): number {
  return costs.inflation?.onceNs ?? 0;
}

function rank(
  order: readonly SetTask[],
  blocking: readonly number[],
  setting: Setting,
  isInflated: boolean,
): readonly Ranked[] {
  return order.flatMap((of, at) => {
    const timing = timingOf(of, setting, isInflated);
    // A section and a region of two lower priorities may follow each other.
    const lock = setting.locks.get(of)?.blocking ?? 0;
    const once = isInflated ? onceOf(setting) : 0;
    const own = (setting.preemptive ? (blocking[at] ?? 0) + lock : 0) + once;
    return timing
      ? [
          {
            of,
            priority: of.task.priority ?? 0,
            timing: { ...timing, blocking: own },
            release: setting.releases.get(of.load) ?? null,
          },
        ]
      : [];
  });
}

/** Bounds where some task suspends itself, by task; an empty map where none does. */
function suspended(order: readonly Ranked[], setting: Setting): ReadonlyMap<Ranked, ResponseBound> {
  if (order.every(({ of }) => of.task.suspensionNs === 0)) return new Map();
  const bounds = suspendingResponses(
    order.map(({ of, timing }) => ({
      ...timing,
      suspension: of.task.suspensionNs,
      suspensions: of.task.suspensionNs === 0 ? 0 : SUSPENSIONS,
    })),
    setting.supply.supply,
    limitOf(order),
  );
  return new Map(order.flatMap((own, at) => (bounds[at] ? [[own, bounds[at]]] : [])));
}

function boundOf(
  own: Ranked,
  order: readonly Ranked[],
  setting: Setting,
): ResponseBound | ActivationResponse {
  const higher = higherThan(order, own, true);
  const isSpaced = own.release !== null || higher.some(({ separation }) => separation > 0);
  if (setting.preemptive && isSpaced)
    return activationResponse(own.timing, higher, setting.supply.supply, limitOf(order));
  if (setting.preemptive) return respond(own.timing, higher, setting.supply, limitOf(order));
  const lower = order.filter(({ priority }) => priority < own.priority);
  const blocking = Math.max(0, ...lower.map(({ timing }) => timing.wcet));
  return nonPreemptiveResponse(
    { ...own.timing, blocking: blocking + own.timing.blocking },
    higher,
    setting.supply.supply,
    limitOf(order),
  );
}

/** Where no theory covers what tasks of the set do together; null: one does. */
function refusal({ set, preemptive }: Setting): string | null {
  const waits = set.tasks.find(({ task }) => task.suspensionNs > 0);
  if (!waits) return null;
  const priorities = new Set(set.tasks.map(({ task }) => task.priority));
  const isPlain =
    priorities.size === set.tasks.length && set.tasks.every(({ instances }) => instances === 1);
  if (preemptive && isPlain) return null;
  return `"${waits.task.name}" suspends itself: bounded for preemptive tasks with priorities of their own, one instance each`;
}

/**
 * @param setting tasks that all have a priority, and what serves them
 * @returns one timing per task, in the order of the set
 * @cost one response-time analysis per task, two where an interference factor is stated
 * @rules RT-1
 */
export function timingsByPriority(setting: Setting): readonly TaskTiming[] {
  const order = byPriority(setting.set);
  const refused = refusal(setting);
  if (refused !== null) return setting.set.tasks.map((of) => unknownTiming(of, refused));
  const blocking = blockingOf(order, setting.costs);
  const inflated = rank(order, blocking, setting, true);
  const isolated = setting.costs.inflation === null ? null : rank(order, blocking, setting, false);
  const late = suspended(inflated, setting);
  const method = setting.preemptive ? METHOD : NON_PREEMPTIVE_METHOD;
  const assumptions = [
    ...setting.assumptions,
    ...(order.some(({ task }) => task.preemption === 'cooperative')
      ? [
          'tasks above all cooperative ones preempt these anywhere; at every change the highest ready priority runs',
        ]
      : []),
    ...(late.size > 0 ? ['a job that suspends itself does so in one piece'] : []),
  ];
  const byTask = new Map(inflated.map((each) => [each.of, each]));
  return setting.set.tasks.map((of) => {
    const own = byTask.get(of);
    const culprit = culpritOf(of, order, blocking, setting);
    if (!own || culprit) return unknownTiming(of, culprit ?? 'its WCET is unknown', assumptions);
    const alone = isolated?.find((each) => each.of === of);
    const aloneBound =
      alone && isolated && late.size === 0 ? boundOf(alone, isolated, setting) : null;
    const counted = aloneBound?.kind === 'bounded' ? aloneBound.responseTime : null;
    return {
      of,
      unstated: [],
      method: late.size > 0 ? SUSPENDING_METHOD : method,
      assumptions,
      release: null,
      isolatedResponseTimeNs: own.release && aloneBound ? sinceActivation(aloneBound) : counted,
      ...judge(own, late.get(own) ?? boundOf(own, inflated, setting), inflated, setting),
    };
  });
}
