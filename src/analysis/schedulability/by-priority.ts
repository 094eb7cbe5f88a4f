/** Response times of the tasks of one kernel on one core under fixed priorities. */
import { formatNs } from '../../model/units.ts';
import { activationResponse, responseByStream } from '../timing/chains/activation-responses.ts';
import { regionBlocking } from '../timing/blocking.ts';
import { nonPreemptiveResponse } from '../timing/non-preemptive.ts';
import { suspendingResponses } from '../timing/suspension.ts';
import type { ResponseBound, UnknownReason } from '../timing/timing-task.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import { unsettledWords } from './activation-words.ts';
import { arrivalsOf, isSettled } from './arrivals.ts';
import { certainResponse } from './certain-response.ts';
import { demandOf, whileOthersAreBusy, type ExecutionCosts } from './execution.ts';
import {
  higherThan,
  limitOf,
  type Bound,
  type PriorityTask,
  type Ranked,
  type Setting,
} from './ranked.ts';
import { Ranking } from './ranking.ts';
import { missWords, type MissProof } from './miss-words.ts';
import type { SetTask, TaskSet } from './task-set.ts';
import { unknownTiming, type TaskTiming } from './task-timing.ts';
import { asksForPhase, boundByPhase, phaseAssumption, phaseOf } from './with-offsets.ts';

/** How often a job suspends itself is not stated: the longest suspension in one piece. */
const SUSPENSIONS = 1;

const METHOD = 'response-time analysis, preemptive fixed priorities';
const SUSPENDING_METHOD = 'response-time analysis with self-suspension as jitter or execution';
const OFFSET_METHOD = 'response-time analysis with offsets, preemptive fixed priorities';
const NON_PREEMPTIVE_METHOD = 'response-time analysis, non-preemptive fixed priorities';

function timingOf(of: SetTask, setting: Setting, isInflated: boolean): PriorityTask | null {
  if (of.wcetNs === null) return null;
  const { costs, locks, releases } = setting;
  const wcet = demandOf(of, costs, isInflated) + (locks.get(of)?.execution ?? 0);
  const release = releases.get(of.load) ?? null;
  const arrivals = arrivalsOf(of, release);
  if (wcet > LARGEST_TIME || arrivals.jitter > LARGEST_TIME) return null;
  const offset = phaseOf(of, release);
  return { ...arrivals, wcet, deadline: of.deadlineNs, blocking: 0, offset };
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

/** Why an analysis that ended without an answer did. */
const UNANSWERED: Readonly<Record<UnknownReason, string>> = {
  steps: 'the analysis did not converge within its steps',
  overflow: 'the analysis leaves the range of exact numbers',
  method: 'no method bounds its response time',
};

const NO_RESPONSE = { responseTimeNs: null, fromActivationNs: null } as const;

/** From the message on, which the scheduler learns of later; of theories that count from the nominal release, which is no later, that. */
function sinceActivation(bound: Bound, { of }: Ranked): number | null {
  if (bound.kind !== 'bounded') return null;
  return 'fromActivation' in bound ? bound.fromActivation + of.latencyNs : bound.responseTime;
}

/** What is certain to be late. */
type Late = MissProof['certain'];

function isLate(certain: Bound, deadline: number): certain is Bound & Late {
  return (
    certain.kind === 'unbounded' || (certain.kind === 'bounded' && certain.responseTime > deadline)
  );
}

function missReason(
  own: Ranked,
  { pattern, certain }: Pick<MissProof, 'pattern' | 'certain'>,
  ranking: Ranking,
): string {
  return missWords({
    pattern,
    jobs: certain.kind === 'bounded' ? certain.jobs : null,
    jitterNs: own.timing.jitter,
    certain,
    demanding:
      ranking.levels[0]?.[0]?.priority === own.priority
        ? 'its own jobs'
        : 'it and everything of higher priority',
    share: ranking.excessOf(own),
    rate: ranking.setting.supply.supply.rate,
    isWcetAlone: !ranking.isPlain(own),
    deadlineNs: own.timing.deadline,
  });
}

/** Which of two tasks of one priority comes first nobody says: with orders of their own both answers would be certain. */
function tieWords(own: Ranked, { tasks }: Ranking): string {
  const tied = tasks.filter((each) => each !== own && each.priority === own.priority);
  const [first, ...rest] = tied.map(({ of }) => `"${of.task.name}"`);
  if (first === undefined) return '';
  const who = rest.length === 0 ? first : `${first} and ${rest.length} more`;
  return `: it has the same priority as ${who}; priorities of their own would tell who comes first (Assign priorities)`;
}

function judge(
  own: Ranked,
  bound: Bound,
  ranking: Ranking,
): Pick<TaskTiming, 'verdict' | 'bound' | 'responseTimeNs' | 'fromActivationNs' | 'reason'> {
  const { deadline } = own.timing;
  if (bound.kind === 'unknown') {
    const reason = UNANSWERED[bound.reason];
    return { verdict: 'unknown', bound: null, ...NO_RESPONSE, reason };
  }
  const responseTimeNs = bound.kind === 'bounded' ? bound.responseTime : null;
  const fromActivationNs = own.release ? sinceActivation(bound, own) : null;
  const times = { responseTimeNs, fromActivationNs };
  // A message is what the deadline of its task counts from.
  const counted = own.release ? fromActivationNs : responseTimeNs;
  const isMet = counted !== null && counted <= deadline;
  const certain = certainResponse(own, bound, ranking, isMet);
  const sure = certain?.bound;
  const isReached = sure?.kind === 'bounded' && sure.responseTime === responseTimeNs;
  const found = responseTimeNs === null ? null : isReached ? 'exact' : 'sufficient';
  if (isMet) {
    return { verdict: 'proven-ok', bound: found, ...times, reason: null };
  }
  if (sure && isLate(sure, deadline)) {
    const { pattern } = certain;
    const reason = missReason(own, { pattern, certain: sure }, ranking);
    return { verdict: 'proven-miss', bound: found, ...times, reason };
  }
  const said =
    counted === null
      ? 'demand of its priority and above exceeds the supply'
      : `responds within ${formatNs(counted)}; its deadline is ${formatNs(deadline)}`;
  const reason = `${said}, by a bound that is only sufficient here${tieWords(own, ranking)}`;
  return { verdict: 'unknown', bound: found, ...times, reason };
}

/**
 * What keeps a task from an answer: a plain lock, a higher or equal one whose demand is unknown, or a lower one that it cannot preempt. A
 * cooperative task in between is kept waiting itself, and passes that on.
 */
function culprits(
  order: readonly SetTask[],
  blocking: readonly number[],
  setting: Setting,
): (of: SetTask) => string | null {
  const isSilent = (each: SetTask) =>
    demandOf(each, setting.costs, true) * each.instances > LARGEST_TIME;
  const unsettled = ({ load }: SetTask) => {
    const release = setting.releases.get(load);
    return release !== undefined && !isSettled(release);
  };
  const suspects = order.filter((each) => isSilent(each) || unsettled(each));
  const blocked = new Set(order.filter((_, at) => setting.preemptive && blocking[at] === Infinity));
  return (of) => {
    const unbounded = setting.locks.get(of)?.unbounded ?? null;
    if (unbounded !== null) return unbounded;
    const own = of.task.priority ?? 0;
    const isBlocked = blocked.has(of);
    const silent = suspects.find(
      ({ task }) =>
        !setting.preemptive ||
        (task.priority ?? 0) >= own ||
        (isBlocked && task.preemption !== 'preemptive'),
    );
    if (silent && unsettled(silent)) return unsettledWords(silent.task.name);
    if (silent) return `the WCET of task "${silent.task.name}" on this core is unknown`;
    return isBlocked ? 'the longest region of a lower priority is unknown' : null;
  };
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
    const stated = of.task.blockingNs ?? 0;
    const own = (setting.preemptive ? (blocking[at] ?? 0) + lock : 0) + once + stated;
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
      // What ends the waiting reaches the scheduler as late as a release does.
      suspension: of.task.suspensionNs === 0 ? 0 : of.task.suspensionNs + of.latencyNs,
      suspensions: of.task.suspensionNs === 0 ? 0 : SUSPENSIONS,
    })),
    setting.supply.supply,
    limitOf(order),
  );
  return new Map(order.flatMap((own, at) => (bounds[at] ? [[own, bounds[at]]] : [])));
}

function boundOf(own: Ranked, ranking: Ranking): Bound {
  const { tasks, limit, hasMessages } = ranking;
  const { preemptive, supply } = ranking.setting;
  if (!hasMessages) return ranking.response(own);
  const higher = higherThan(own, tasks);
  const isSpaced =
    own.release !== null || higher.some(({ separation, sources }) => separation > 0 || sources);
  if (preemptive && isSpaced) return activationResponse(own.timing, higher, supply.supply, limit);
  if (preemptive) return ranking.response(own);
  const blocking = ranking.longestBelow(own) + own.timing.blocking;
  const isActivated = own.release !== null;
  return responseByStream({ ...own.timing, blocking }, higher, (task, above) =>
    nonPreemptiveResponse(task, above, supply.supply, limit, isActivated),
  );
}

/** The bound that holds for any offsets, or that by the stated ones: it knows phases, and no least distances of messages. */
function responseOf(own: Ranked, ranking: Ranking): Bound {
  const bound = boundOf(own, ranking);
  if (!asksForPhase(bound, own, ranking.setting.supply)) return bound;
  const byPhase = boundByPhase(own, ranking);
  if (byPhase?.kind !== 'bounded') return bound;
  const isLater = bound.kind === 'bounded' && bound.responseTime < byPhase.responseTime;
  return isLater ? bound : byPhase;
}

/** Where no theory covers what tasks of the set do together; null: one does. */
function refusal({ set, preemptive, releases }: Setting): string | null {
  const waits = set.tasks.find(({ task }) => task.suspensionNs > 0);
  if (!waits) return null;
  const priorities = new Set(set.tasks.map(({ task }) => task.priority));
  const isPlain =
    priorities.size === set.tasks.length && set.tasks.every(({ instances }) => instances === 1);
  if (!preemptive || !isPlain)
    return `"${waits.task.name}" suspends itself: bounded for preemptive tasks with priorities of their own, one instance each`;
  const together = set.tasks.find((of) => arrivalsOf(of, releases.get(of.load) ?? null).sources);
  if (!together) return null;
  return `"${waits.task.name}" suspends itself: not bounded beside "${together.task.name}", which several senders activate`;
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
  const ranking = new Ranking(inflated, setting);
  const alone = isolated && new Ranking(isolated, setting);
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
  const aloneOf = new Map(isolated?.map((each) => [each.of, each]));
  const culpritOf = culprits(order, blocking, setting);
  return setting.set.tasks.map((of) => {
    const own = byTask.get(of);
    const culprit = culpritOf(of);
    if (!own || culprit) return unknownTiming(of, culprit ?? 'its WCET is unknown', assumptions);
    const isolatedOwn = aloneOf.get(of);
    const aloneBound =
      isolatedOwn && alone && late.size === 0 ? responseOf(isolatedOwn, alone) : null;
    const counted = aloneBound?.kind === 'bounded' ? aloneBound.responseTime : null;
    const bound = late.get(own) ?? responseOf(own, ranking);
    const isByPhase = 'instant' in bound;
    const phases = isByPhase ? [phaseAssumption(setting.supply)] : [];
    return {
      of,
      unstated: [],
      method: isByPhase ? OFFSET_METHOD : late.size > 0 ? SUSPENDING_METHOD : method,
      assumptions: [...assumptions, ...phases],
      phases,
      release: null,
      isolatedResponseTimeNs:
        own.release && aloneBound ? sinceActivation(aloneBound, own) : counted,
      ...judge(own, bound, ranking),
    };
  });
}
