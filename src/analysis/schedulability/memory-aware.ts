/** Response times of all cores together: each window suffers what its own accesses can meet, or what others can ask, if that is less. */
import { formatNs } from '../../model/units.ts';
import type { InterferenceBound } from '../result.ts';
import { memoryAwareResponses } from '../timing/interference/memory-aware-responses.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import { demandOf } from './execution.ts';
import type { InterferedTiming } from './interference-bounds.ts';
import type { LockingSet } from './locking.ts';
import type { SharedMemory } from './shared-memory.ts';
import type { SetTask } from './task-set.ts';

const METHOD = 'memory-aware';
const THEORY =
  'memory-aware response-time analysis of all cores together, preemptive fixed priorities';

/** A set with its answers so far. */
export interface Answered extends LockingSet {
  readonly timings: readonly InterferedTiming[];
}

/** What keeps one set from being analysed together with the others; null: nothing. */
function refusalOf({ set, policy, supply }: LockingSet): string | null {
  const where = `"${set.host.name}" on ${set.core.core.name}`;
  if (policy.kind === 'unknown' || policy.policy !== 'fixed-priority')
    return `${where} is not scheduled by preemptive fixed priorities`;
  if (supply.kind !== 'core' || !supply.isWhole) return `${where} does not have its core to itself`;
  const [stranger] = set.strangers;
  if (stranger !== undefined) return `when "${stranger}" asks for memory is unknown`;
  const priorities = new Set(set.tasks.map(({ task }) => task.priority));
  if (priorities.size < set.tasks.length) return `tasks of ${where} share a priority`;
  for (const { task, wcetNs, memoryAccesses, instances } of set.tasks) {
    const name = `"${task.name}"`;
    if (memoryAccesses === null) return `memory accesses of task ${name} are unknown`;
    if (wcetNs === null) return `the WCET of task ${name} is unknown`;
    if (task.preemption !== 'preemptive') return `task ${name} is not preemptive`;
    if (task.suspensionNs > 0) return `task ${name} suspends itself`;
    if (task.criticalSections.length > 0) return `task ${name} takes locks`;
    if (task.blockingNs !== null) return `blocking is stated of task ${name}`;
    if (instances > 1) return `task ${name} has several instances`;
  }
  return null;
}

function refusal(
  sets: readonly Answered[],
  memory: SharedMemory,
  hasActivations: boolean,
): string | null {
  const slot = memory.number('slotNs');
  if (slot.kind === 'unknown') return slot.reason;
  if (memory.admission.kind !== 'none') return 'memory budgets stall cores, which it leaves out';
  if (hasActivations) return 'messages activate tasks of this layout';
  const [homeless] = memory.homeless;
  if (homeless !== undefined) return `where "${homeless}" asks for memory is unknown`;
  const analysed = new Map(sets.map(({ set }) => [set.core.core.id, set.host]));
  for (const [coreId, hosts] of memory.hostsOn) {
    const silent = [...hosts].find((host) => analysed.get(coreId) !== host);
    if (silent) return `what "${silent.name}" asks of memory is unknown`;
  }
  for (const each of sets) {
    const reason = refusalOf(each);
    if (reason !== null) return reason;
  }
  return null;
}

const ranked = ({ set }: LockingSet): readonly SetTask[] =>
  [...set.tasks].sort((a, b) => (b.task.priority ?? 0) - (a.task.priority ?? 0));

function responsesOf(
  sets: readonly Answered[],
  memory: SharedMemory,
  slotNs: number,
): ReadonlyMap<SetTask, number | null> {
  const orders = sets.map(ranked);
  const responses = memoryAwareResponses(
    orders.map((order, at) => ({
      regulation: null,
      tasks: order.map((of) => ({
        wcet: demandOf(of, (sets[at] as Answered).costs, false),
        period: of.task.periodNs,
        deadline: of.deadlineNs,
        jitter: of.task.jitterNs + of.latencyNs,
        blocking: 0,
        accesses: of.memoryAccesses ?? 0,
      })),
    })),
    { perOwnRequest: (memory.hostsOn.size - 1) * slotNs, perOtherRequest: slotNs },
  );
  return new Map(
    orders.flatMap((order, at) =>
      order.map((of, place) => [of, responses[at]?.[place] ?? null] as const),
    ),
  );
}

function withBound(
  timing: InterferedTiming,
  bound: InterferenceBound,
  assumptions: readonly string[],
): InterferedTiming {
  const { interference, of, verdict } = timing;
  const bounds = [...interference.bounds, bound];
  const { responseTimeNs } = bound;
  const isTighter = responseTimeNs !== null && responseTimeNs < (timing.responseTimeNs ?? Infinity);
  // A time from nowhere is no interference: without an inflation, the answer so far has none in it.
  if (responseTimeNs === null || (interference.method !== null && !isTighter)) {
    return { ...timing, interference: { ...interference, bounds } };
  }
  const isMet = responseTimeNs <= of.deadlineNs;
  const said = `responds within ${formatNs(responseTimeNs)}; its deadline is ${formatNs(of.deadlineNs)}, by a bound that is only sufficient here`;
  return {
    ...timing,
    verdict: isMet ? 'proven-ok' : verdict === 'proven-miss' ? verdict : 'unknown',
    bound: 'sufficient',
    method: THEORY,
    responseTimeNs,
    reason: isMet ? null : verdict === 'proven-miss' ? timing.reason : said,
    assumptions: [...timing.assumptions, ...assumptions],
    unstated: timing.unstated.filter(({ kind }) => kind !== 'interference'),
    interference: { method: METHOD, inflatedWcetNs: null, reason: null, bounds },
  };
}

/**
 * @param sets everything that is scheduled in the layout, answered core by core
 * @param memory as the layout shares it
 * @param hasActivations whether messages activate tasks
 * @returns the same with this bound beside the others, used where it is the tightest
 * @cost nothing where no task states its accesses; else rounds over all cores
 */
export function memoryAware<T extends Answered>(
  sets: readonly T[],
  memory: SharedMemory,
  hasActivations: boolean,
): readonly T[] {
  const isStated = sets.some(({ set }) =>
    set.tasks.some(({ memoryAccesses }) => memoryAccesses !== null),
  );
  if (!isStated) return sets;
  const slot = memory.number('slotNs');
  const refused = refusal(sets, memory, hasActivations);
  const responses =
    refused === null && slot.kind === 'known' ? responsesOf(sets, memory, slot.value) : null;
  const beyond = 'no bound within its period: more than one of its jobs would have to be looked at';
  const assumptions = [
    'a window waits for one request of each other core per access of its own, or once for each request that other cores can make in it, whichever is less',
  ];
  return sets.map((each) => ({
    ...each,
    timings: each.timings.map((timing) => {
      const found = responses?.get(timing.of) ?? null;
      const responseTimeNs = found !== null && found <= LARGEST_TIME ? found : null;
      const reason = responseTimeNs === null ? (refused ?? beyond) : null;
      const bound = { method: METHOD, inflatedWcetNs: null, responseTimeNs, reason } as const;
      return withBound(timing, bound, assumptions);
    }),
  }));
}
