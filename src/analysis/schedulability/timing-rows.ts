/** Tasks, cores and schedules of a result. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import { rows } from '../../model/plan.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import { ShareSum, type Ratio } from '../cpu/exact-sum.ts';
import type { Facts } from '../facts.ts';
import type { CoreFacts } from '../hardware.ts';
import { UNKNOWN_RANGE, type CoreResult, type ExactRatio } from '../result.ts';
import type {
  FloatingDemand,
  ScheduleResult,
  TaskActivation,
  TaskEvent,
  TaskResult,
} from '../result.ts';
import { ofApplication, ofCore, ofEnvironment, ofLink, ofTask } from '../subjects.ts';
import { ratioOf } from '../timing/supply/exact-ratio.ts';
import { type MessageRelease, type MessageStream } from './activations.ts';
import { longRunDemand } from './arrivals.ts';
import { hostOf } from './host.ts';
import { timingKey, type CoreSchedule } from './schedulability-facts.ts';
import type { InterferedTiming } from './interference-bounds.ts';

/** Unlike terms that are still added without rounding: beyond, the whole numbers get thousands of digits. */
const MOST_TERMS = 200;

function ratioText(ratio: Ratio | null): ExactRatio | null {
  return ratio && { numerator: String(ratio.numerator), denominator: String(ratio.denominator) };
}

function whereFloating(load: Load): string {
  return load.cores.length === 0
    ? 'it has no core'
    : `it floats over ${load.cores.length} cores: response times are known for tasks with a core of their own`;
}

function eventResult(stream: MessageStream): TaskEvent {
  const { activation, jitterNs, copies } = stream;
  return {
    by: ofTask(activation.from.task),
    link: ofLink(activation.link),
    periodNs: stream.periodNs,
    ...(copies > 1 ? { copies } : {}),
    jitterNs: Number.isFinite(jitterNs) ? jitterNs : null,
    separationNs: stream.separationNs,
    delayNs: stream.delayNs,
  };
}

function activationResult(release: MessageRelease): TaskActivation {
  const also = release.others.map(eventResult);
  const first = eventResult(release);
  return also.length === 0 ? first : { ...first, also };
}

function taskResult(load: Load, timing: InterferedTiming | undefined): TaskResult | null {
  const { task, application, placement, share, cores } = load;
  if (!task) return null;
  const [core] = cores;
  const deadlineNs = task.deadlineNs ?? task.periodNs;
  const release = timing?.release ?? null;
  const responseTimeNs = (release ? timing?.fromActivationNs : timing?.responseTimeNs) ?? null;
  return {
    task: ofTask(task),
    application: ofApplication(application),
    placementId: placement.id,
    coreId: core && cores.length === 1 ? core.core.id : null,
    utilisation: {
      low: share.low?.value ?? null,
      typical: share.typical?.value ?? null,
      high: share.high?.value ?? null,
    },
    verdict: timing?.verdict ?? 'unknown',
    bound: timing?.bound ?? null,
    method: timing?.method ?? null,
    reason: timing ? timing.reason : whereFloating(load),
    assumptions: [
      ...(share.assumption === null ? [] : [share.assumption]),
      ...(timing?.assumptions ?? []),
    ],
    unstated: timing?.unstated.map(({ words }) => words) ?? [],
    wcetNs: timing?.of.wcetNs ?? null,
    deadlineNs,
    activation: release && activationResult(release),
    responseTimeNs,
    isolatedResponseTimeNs: timing?.isolatedResponseTimeNs ?? null,
    interference: timing?.interference ?? null,
    slackNs: responseTimeNs === null ? null : deadlineNs - responseTimeNs,
  };
}

/**
 * One row per task and place, and one for each task of an application without a place.
 *
 * @param facts the layout
 * @returns rows in the order of the tasks
 */
export function taskResults(facts: Facts): readonly TaskResult[] {
  const placed = new Map<string, TaskResult[]>();
  for (const load of facts.cpu.loads) {
    const key = load.task && timingKey(load.placement.id, load.task.id);
    const result = taskResult(load, facts.schedulability.timings.get(key ?? ''));
    if (!result) continue;
    const list = placed.get(result.task.id);
    if (list) list.push(result);
    else placed.set(result.task.id, [result]);
  }
  return rows(facts.plan.tasks).flatMap((task) => {
    const application = facts.plan.applications.get(task.applicationId);
    return (
      placed.get(task.id) ?? {
        task: ofTask(task),
        application: application
          ? ofApplication(application)
          : { kind: 'application' as const, id: task.applicationId, name: task.applicationId },
        placementId: null,
        coreId: null,
        utilisation: UNKNOWN_RANGE,
        verdict: 'not-assessed' as const,
        bound: null,
        method: null,
        reason: 'its application has no place',
        assumptions: [],
        unstated: [],
        wcetNs: null,
        deadlineNs: task.deadlineNs ?? task.periodNs,
        activation: null,
        responseTimeNs: null,
        isolatedResponseTimeNs: null,
        interference: null,
        slackNs: null,
      }
    );
  });
}

/**
 * @param facts the layout
 * @returns worst-case utilisation of what is bound to each core, in hardware order, without rounding: tasks as often as events activate
 *   them, with the stated growth of WCETs; at least that, where something of unknown demand is bound to it or floats over it
 */
export function coreResults(facts: Facts): readonly CoreResult[] {
  return facts.cpu.cores.map(({ core, pinned, floating }) => ({
    core: ofCore(core.core),
    utilisation: ratioText(pinned.exactHigh(MOST_TERMS)),
    atLeast: pinned.atLeast || floating === 'unknown',
  }));
}

function demandOf({ set }: CoreSchedule): ExactRatio | null {
  const sum = new ShareSum();
  for (const of of set.tasks) {
    const demand = longRunDemand(of);
    if (demand === null) return null;
    sum.add(demand);
  }
  return ratioText(sum.ratio(MOST_TERMS));
}

/** What floats in each environment that schedules, once for each set of cores. */
function floatingDemands({ cpu, tree }: Facts): ReadonlyMap<Id, readonly FloatingOver[]> {
  const lists = new Map<Environment, Map<readonly CoreFacts[], Load[]>>();
  for (const load of cpu.loads) {
    if (load.cores.length < 2) continue;
    const host = hostOf(tree.pathOf.get(load.placement.environmentId) ?? []);
    if (!host) continue;
    let sets = lists.get(host);
    if (!sets) lists.set(host, (sets = new Map<readonly CoreFacts[], Load[]>()));
    const list = sets.get(load.cores);
    if (list) list.push(load);
    else sets.set(load.cores, [load]);
  }
  return new Map(
    [...lists].map(([{ id }, sets]) => {
      // Lists of the same cores are one set.
      const same = Map.groupBy(sets, ([cores]) => cores.map(({ index }) => index).join());
      return [id, [...same.values()].map(floatingOver)];
    }),
  );
}

/** A set of cores, and what floats over it. */
interface FloatingOver {
  readonly cores: ReadonlySet<CoreFacts>;
  readonly floating: FloatingDemand;
}

function floatingOver(
  sets: readonly (readonly [readonly CoreFacts[], readonly Load[]])[],
): FloatingOver {
  const cores = new Set(sets[0]?.[0]);
  const loads = sets.flatMap(([, list]) => list);
  const sum = new ShareSum();
  for (const { share } of loads) if (share.high) sum.add(share.high);
  const isKnown = loads.every(({ share }) => share.high !== null);
  const demand = isKnown ? ratioText(sum.ratio(MOST_TERMS)) : null;
  return { cores, floating: { cores: cores.size, loads: loads.length, demand } };
}

/**
 * @param facts the layout
 * @returns what every environment schedules on every core, by core
 */
export function scheduleResults(facts: Facts): readonly ScheduleResult[] {
  const floating = floatingDemands(facts);
  return facts.schedulability.schedules.map((schedule) => {
    const { set, policy, supply } = schedule;
    const certain = supply.kind === 'unknown' ? null : supply.supply.rate;
    return {
      environment: ofEnvironment(set.host),
      core: ofCore(set.core.core),
      policy: policy.kind === 'policy' ? policy.policy : null,
      demand: demandOf(schedule),
      floating: (floating.get(set.host.id) ?? []).flatMap((each) =>
        each.cores.has(set.core) ? each.floating : [],
      ),
      supply: certain && ratioText(ratioOf(BigInt(certain.budget), BigInt(certain.period))),
      supplyWords: supply.kind === 'unknown' ? null : supply.words,
      reason:
        supply.kind === 'unknown'
          ? supply.reason
          : policy.kind === 'unknown'
            ? policy.reason
            : null,
      taskIds: set.tasks.map(({ task }) => task.id),
    };
  });
}
