/** A chain of the plan, as the layout runs it: response times where its tasks stand, and how each hands data on. */
import type { Chain as PlanChain, Link, Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { CoreSchedule } from '../schedulability/schedulability-facts.ts';
import type { TaskTiming } from '../schedulability/task-timing.ts';
import type { Chain, ChainHop, ChainTask } from '../timing/chains/chain.ts';

/** Where one task of a chain runs. */
export interface Station {
  readonly task: Task;
  readonly schedule: CoreSchedule;
  readonly timing: TaskTiming;
  /** Visits of the task one after the other beyond the first. */
  readonly repeats: number;
}

/** The chain ready for the theories, or why it is not. */
export type LayoutChain =
  | {
      readonly kind: 'chain';
      readonly chain: Chain;
      readonly stations: readonly Station[];
      /** Names of links whose messages may queue up. */
      readonly queued: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What chains of one layout are looked up in. */
export interface ChainContext {
  readonly facts: LayoutFacts;
  readonly costOf: ReadonlyMap<Id, ChannelCost>;
  /** Links by the applications at their ends: `from to`. */
  readonly linksBetween: ReadonlyMap<string, readonly Link[]>;
  /** Schedules by task: one entry for each place of it that has a core of its own. */
  readonly stationsOf: ReadonlyMap<Id, readonly Omit<Station, 'repeats'>[]>;
}

/**
 * @param schedules of a layout
 * @returns where each task runs
 * @cost O(tasks at places)
 */
export function stationsByTask(
  schedules: readonly CoreSchedule[],
): ReadonlyMap<Id, readonly Omit<Station, 'repeats'>[]> {
  const stations = new Map<Id, Omit<Station, 'repeats'>[]>();
  for (const schedule of schedules) {
    for (const timing of schedule.timings) {
      const { task } = timing.of;
      const list = stations.get(task.id) ?? [];
      list.push({ task, schedule, timing });
      stations.set(task.id, list);
    }
  }
  return stations;
}

function stationsOf(chain: PlanChain, context: ChainContext): readonly Station[] | string {
  const stations: Station[] = [];
  for (const id of chain.taskIds) {
    const last = stations.at(-1);
    if (last?.task.id === id) {
      stations[stations.length - 1] = { ...last, repeats: last.repeats + 1 };
      continue;
    }
    const name = context.facts.plan.tasks.get(id)?.name ?? id;
    const found = context.stationsOf.get(id) ?? [];
    const [only] = found;
    if (!only) return `task "${name}" has no core of its own in this layout`;
    if (found.length > 1 || only.timing.of.instances > 1) {
      return `task "${name}" runs at several places: which of them the chain passes is not stated`;
    }
    stations.push({ ...only, repeats: 0 });
  }
  return stations;
}

function linkBetween(from: Task, to: Task, { linksBetween }: ChainContext): Link | null {
  const between = linksBetween.get(`${from.applicationId} ${to.applicationId}`) ?? [];
  const fits = (link: Link) =>
    (link.fromTaskId === null || link.fromTaskId === from.id) &&
    (link.toTaskId === null || link.toTaskId === to.id);
  const exact = between.find((link) => link.fromTaskId === from.id && link.toTaskId === to.id);
  return exact ?? between.find(fits) ?? null;
}

/** One preemptive or non-preemptive scheduler by priority that lets the producer write before the consumer starts. */
function sharesScheduler(from: Station, to: Station): boolean {
  const { policy } = from.schedule;
  const isPlain = ({ task }: Station) =>
    task.preemption === 'preemptive' && task.suspensionNs === 0;
  return (
    from.schedule === to.schedule &&
    policy.kind === 'policy' &&
    policy.policy !== 'edf' &&
    from.task.priority !== to.task.priority &&
    isPlain(from) &&
    isPlain(to)
  );
}

/** How long the channel takes at most; null: only observations, which are no bound. */
function notificationOf(link: Link, context: ChainContext): number | null {
  const cost = context.costOf.get(link.id);
  if (!cost) return null;
  if (cost.carrier.channel.kind === 'shared-memory' && link.kind !== 'event') return 0;
  const { range, atLeast, isIndication, figures } = cost.latency;
  const isStated = figures.length > 0 && figures.every(({ override }) => override !== null);
  return isStated && !atLeast && !isIndication ? range.high : null;
}

/** Within one environment data stays where it is: its kernel, or an address space, is common. */
const environmentOf = ({ timing }: Station) => timing.of.load.placement.environmentId;

function hopBetween(from: Station, to: Station, context: ChainContext): ChainHop | string {
  const plain = { copyTime: 0, notification: 0, sharedScheduler: sharesScheduler(from, to) };
  const link = linkBetween(from.task, to.task, context);
  if (!link && from.task.applicationId !== to.task.applicationId) {
    return `no link leads from "${from.task.name}" to "${to.task.name}"`;
  }
  const transport = link?.kind === 'event' ? 'queue' : 'register';
  if (!link || environmentOf(from) === environmentOf(to)) return { ...plain, transport };
  const notification = notificationOf(link, context);
  if (notification === null) {
    return `how long link "${link.name}" takes at most is unknown: there are observations at best, and they bound nothing`;
  }
  return { ...plain, notification: Math.ceil(notification), transport };
}

/** Links of messages on the way: the theories sample the newest value. */
function queuedBetween(stations: readonly Station[], context: ChainContext): readonly string[] {
  return stations.slice(1).flatMap((to, at) => {
    const from = stations[at];
    const link = from ? linkBetween(from.task, to.task, context) : null;
    return link?.kind === 'message' || link?.kind === 'stream' ? [link.name] : [];
  });
}

function chainTask({ task, schedule, timing, repeats }: Station, chain: PlanChain): ChainTask {
  const isPeriodic = task.kind === 'periodic';
  return {
    period: task.periodNs,
    longestGap: isPeriodic ? task.periodNs : null,
    offset: isPeriodic ? task.offsetNs : null,
    jitter: task.jitterNs,
    responseTime: timing.responseTimeNs,
    // Releases of two kernels have no known phase: not even windows of one frame release tasks.
    clock: schedule.set.host.id,
    core: schedule.set.core.core.id,
    priority: task.priority ?? 0,
    communication: chain.communication,
    orderInversions: repeats,
  };
}

/**
 * @param chain a chain of the plan
 * @param context the layout
 * @returns the chain for the theories; an event that activates its receiver is a queue, every other link is sampled by the
 *   receiver's next job
 * @cost O(tasks of the chain x links between their applications)
 */
export function chainOfLayout(chain: PlanChain, context: ChainContext): LayoutChain {
  const stations = stationsOf(chain, context);
  if (typeof stations === 'string') return { kind: 'unknown', reason: stations };
  const hops: ChainHop[] = [];
  for (const [at, to] of stations.slice(1).entries()) {
    const from = stations[at];
    if (!from) continue;
    const hop = hopBetween(from, to, context);
    if (typeof hop === 'string') return { kind: 'unknown', reason: hop };
    if (hop.transport === 'queue') {
      const reason = `"${to.task.name}" is activated by an event of "${from.task.name}": chains of activations are not analysed for layouts yet`;
      return { kind: 'unknown', reason };
    }
    hops.push(hop);
  }
  return {
    kind: 'chain',
    stations,
    queued: queuedBetween(stations, context),
    chain: {
      tasks: stations.map((station) => chainTask(station, chain)),
      hops,
      stimulus: stations[0]?.task.kind === 'sporadic' ? 'arrival' : 'sampled',
    },
  };
}
