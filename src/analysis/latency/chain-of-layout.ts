/** A chain of the plan, as the layout runs it: response times where its tasks stand, and how each hands data on. */
import type { Chain as PlanChain, Link, Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { ChainTransfer } from '../result.ts';
import { unsettledWords } from '../schedulability/activation-words.ts';
import { statedLatency, unboundedLatency } from '../schedulability/link-times.ts';
import type { Chain, ChainHop, ChainTask } from '../timing/chains/chain.ts';
import { transferOf, type Handover } from './chain-transfers.ts';
import type { Station } from './station.ts';

/** The chain ready for the theories, or why it is not. */
export type LayoutChain =
  | {
      readonly kind: 'chain';
      readonly chain: Chain;
      readonly stations: readonly Station[];
      readonly handovers: readonly Handover[];
      readonly transfers: readonly ChainTransfer[];
    }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** As far as tasks of the chain have places. */
      readonly transfers: readonly ChainTransfer[];
    };

/** What chains of one layout are looked up in. */
export interface ChainContext {
  readonly facts: LayoutFacts;
  readonly costOf: ReadonlyMap<Id, ChannelCost>;
  /** Links by the applications at their ends: `from to`. */
  readonly linksBetween: ReadonlyMap<string, readonly Link[]>;
  /** Schedules by task: one entry for each place of it that has a core of its own. */
  readonly stationsOf: ReadonlyMap<Id, readonly Omit<Station, 'repeats'>[]>;
  /** Tasks that events activate, of which nobody can say when, and why. */
  readonly stated: ReadonlyMap<Load, string>;
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
function notificationOf(link: Link, cost: ChannelCost | undefined): number | null {
  if (!cost) return null;
  if (cost.carrier.channel.kind === 'shared-memory' && link.kind !== 'event') return 0;
  return statedLatency(cost)?.mostNs ?? null;
}

/** Within one environment data stays where it is: its kernel, or an address space, is common. */
const environmentOf = ({ timing }: Station) => timing.of.load.placement.environmentId;

/** Why an event to a sporadic task, which would activate it, cannot be followed; null: it can, or does not activate anybody. */
function unfollowed(link: Link, to: Station, { stated }: ChainContext): string | null {
  const { release } = to.timing;
  if (release?.activation.link.id === link.id) {
    return Number.isFinite(release.jitterNs) ? null : unsettledWords(to.task.name);
  }
  if (to.task.kind !== 'sporadic') return null;
  const reason =
    link.toTaskId === null
      ? `link "${link.name}" does not say which task it activates`
      : stated.get(to.timing.of.load);
  return `how "${link.name}" activates "${to.task.name}" is unknown: ${reason ?? 'another event does'}`;
}

/** Rates are stated with two digits or more: 33 Hz for 30 ms. */
const LEAST_OF_A_JOB = 0.99;
const SECOND_NS = 1_000_000_000;

function isFewer({ rateHz }: Link, { task }: Pick<Station, 'task'>): boolean {
  if (rateHz === null || task.kind !== 'periodic') return false;
  return rateHz * task.periodNs < LEAST_OF_A_JOB * SECOND_NS;
}

/**
 * @param handover from one task of a chain to the next
 * @returns whether a link of sampled data states fewer transfers than its sender has jobs, and enough for each job of the
 *   receiver: a register is read that often, and written by every job
 */
export function countsReads({ link, from, to }: Pick<Handover, 'link' | 'from' | 'to'>): boolean {
  return (
    link?.kind === 'data' &&
    isFewer(link, from) &&
    to.task.kind === 'periodic' &&
    !isFewer(link, to)
  );
}

/** Why jobs of the sender pass nothing on, so that data waits for longer than a period; null: nothing says so. */
function skipped(link: Link, from: Station, to: Station, context: ChainContext): string | null {
  if (!isFewer(link, rootOf(from, context)) || countsReads({ link, from, to })) return null;
  return `link "${link.name}" states fewer transfers than "${from.task.name}" has jobs: which of them pass data on is unknown`;
}

/** How data goes on, or why that is unknown. */
type Hop =
  | { readonly kind: 'hop'; readonly handover: Handover; readonly reason: string | null }
  | { readonly kind: 'gap'; readonly reason: string };

function hopBetween(from: Station, to: Station, context: ChainContext): Hop {
  const link = linkBetween(from.task, to.task, context);
  if (!link && from.task.applicationId !== to.task.applicationId) {
    return { kind: 'gap', reason: `no link leads from "${from.task.name}" to "${to.task.name}"` };
  }
  const isWithin = !link || environmentOf(from) === environmentOf(to);
  const cost = isWithin ? undefined : context.costOf.get(link.id);
  const release = to.timing.release;
  const isActivated =
    link !== null &&
    release?.activation.link.id === link.id &&
    release.activation.from.task.id === from.task.id;
  const notificationNs = isWithin
    ? 0
    : isActivated
      ? release.activation.notification.mostNs
      : notificationOf(link, cost);
  const silent = link?.kind === 'event' ? unfollowed(link, to, context) : null;
  const unbounded = link && notificationNs === null ? unboundedLatency(link) : null;
  return {
    kind: 'hop',
    reason: silent ?? unbounded ?? (link && skipped(link, from, to, context)),
    handover: {
      from,
      to,
      link,
      transport: isActivated ? 'queue' : 'register',
      notificationNs,
      cost: cost ?? null,
    },
  };
}

/** Where the run of messages begins that a station belongs to; itself where none activates it. */
function rootOf(station: Station, { stationsOf }: ChainContext): Omit<Station, 'repeats'> {
  const { release } = station.timing;
  return (release && stationsOf.get(release.root.task.id)?.[0]) ?? station;
}

/** `leader`: the station of the chain with which the run begins that activates this one; itself where it samples. */
function chainTask(
  station: Station,
  leader: Station,
  chain: PlanChain,
  context: ChainContext,
): ChainTask {
  const { task, schedule, timing, repeats } = station;
  const { release, responseTimeNs } = timing;
  const root = rootOf(station, context);
  const period = root.task.periodNs;
  const isPeriodic = root.task.kind === 'periodic';
  const since = (release?.delayNs ?? 0) - (leader.timing.release?.delayNs ?? 0);
  return {
    period,
    longestGap: isPeriodic ? period : null,
    offset: isPeriodic && !release ? task.offsetNs : null,
    jitter: release?.jitterNs ?? task.jitterNs,
    responseTime:
      responseTimeNs === null ? null : responseTimeNs + (leader === station ? 0 : since),
    // Releases of two kernels have no known phase: not even windows of one frame release tasks.
    clock: root.schedule.set.host.id,
    core: schedule.set.core.core.id,
    priority: task.priority ?? 0,
    communication: chain.communication,
    orderInversions: repeats,
  };
}

/** For each station, the one with which its run of messages begins within the chain. */
function leadersOf(
  stations: readonly Station[],
  handovers: readonly Handover[],
): readonly Station[] {
  const leaders: Station[] = [];
  for (const [at, station] of stations.entries()) {
    const before = leaders.at(-1);
    leaders.push(before && handovers[at - 1]?.transport === 'queue' ? before : station);
  }
  return leaders;
}

/** Why logical execution time says nothing here; null: it may. */
function letRefusal(chain: PlanChain, stations: readonly Station[]): string | null {
  const activated = stations.find(({ timing }) => timing.release !== null);
  return chain.communication === 'let' && activated
    ? `"${activated.task.name}" is activated by messages, and logical execution time reads and writes at releases by time`
    : null;
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
  if (typeof stations === 'string') return { kind: 'unknown', reason: stations, transfers: [] };
  const handovers: Handover[] = [];
  let reason = letRefusal(chain, stations);
  for (const [at, to] of stations.slice(1).entries()) {
    const from = stations[at];
    const hop = from && hopBetween(from, to, context);
    if (hop?.kind === 'hop') handovers.push(hop.handover);
    reason ??= hop?.reason ?? null;
    if (hop?.kind === 'gap') break;
  }
  const transfers = handovers.map(transferOf);
  if (reason !== null) return { kind: 'unknown', reason, transfers };
  const leaders = leadersOf(stations, handovers);
  return {
    kind: 'chain',
    stations,
    handovers,
    transfers,
    chain: {
      tasks: stations.map((station, at) =>
        chainTask(station, leaders[at] ?? station, chain, context),
      ),
      hops: handovers.map(({ from, to, link, transport, notificationNs }): ChainHop => ({
        transport,
        notification: notificationNs ?? 0,
        copyTime: (link && from.timing.of.copies.get(link.id)) ?? 0,
        sharedScheduler: sharesScheduler(from, to),
      })),
      stimulus: stations[0]?.task.kind === 'sporadic' ? 'arrival' : 'sampled',
    },
  };
}
