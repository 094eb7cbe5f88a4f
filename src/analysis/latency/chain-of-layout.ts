/** A chain of the plan, as the layout runs it: response times where its tasks stand, and how each hands data on. */
import type { Chain as PlanChain, Link, Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { ChainTransfer } from '../result.ts';
import { unsettledWords } from '../schedulability/activation-words.ts';
import { streamsOf, type MessageStream } from '../schedulability/activations.ts';
import { statedLatency, unboundedLatency } from '../schedulability/link-times.ts';
import type { Chain, ChainHop, ChainTask } from '../timing/chains/chain.ts';
import { transferOf, type Handover } from './chain-transfers.ts';
import { countsReads, isFewer } from './link-rates.ts';
import { visitsOf, type Place, type Station, type Visit } from './station.ts';

/** A part of a chain in which everything from task to task is known but for response times. */
export interface ChainSection {
  /** Place of its first task among the visits. */
  readonly at: number;
  readonly chain: Chain;
}

/** The chain as far as theories can take it. */
export interface LayoutChain {
  readonly visits: readonly Visit[];
  /** Of those tasks that have a place. */
  readonly stations: readonly Station[];
  /** As far as tasks of the chain have places. */
  readonly handovers: readonly Handover[];
  readonly transfers: readonly ChainTransfer[];
  /** Whether it goes on over a task that further events activate: its jobs for these may pass on older data of the chain. */
  readonly isMerged: boolean;
  /** Why nothing bounds the whole of it; null: the one section is the chain. */
  readonly reason: string | null;
  readonly sections: readonly ChainSection[];
}

/** What chains of one layout are looked up in. */
export interface ChainContext {
  readonly facts: LayoutFacts;
  readonly costOf: ReadonlyMap<Id, ChannelCost>;
  /** Links by the applications at their ends: `from to`. */
  readonly linksBetween: ReadonlyMap<string, readonly Link[]>;
  /** Schedules by task: one entry for each place of it that has a core of its own. */
  readonly stationsOf: ReadonlyMap<Id, readonly Place[]>;
  /** Tasks that events activate, of which nobody can say when, and why. */
  readonly stated: ReadonlyMap<Load, string>;
}

/** Where a visit happens, or why nobody knows. */
function stopOf(visit: Visit, context: ChainContext): Station | string {
  const { taskId } = visit;
  const name = context.facts.plan.tasks.get(taskId)?.name ?? taskId;
  const found = context.stationsOf.get(taskId) ?? [];
  const [only] = found;
  if (!only) return `task "${name}" has no core of its own in this layout`;
  if (found.length > 1 || only.timing.of.instances > 1) {
    return `task "${name}" runs at several places: which of them the chain passes is not stated`;
  }
  return { ...only, visit, stream: only.timing.release };
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
  if (to.stream?.activation.link.id === link.id) {
    return Number.isFinite(to.stream.jitterNs) ? null : unsettledWords(to.task.name);
  }
  if (to.task.kind !== 'sporadic') return null;
  const reason =
    link.toTaskId === null
      ? `link "${link.name}" does not say which task it activates`
      : stated.get(to.timing.of.load);
  return `how "${link.name}" activates "${to.task.name}" is unknown: ${reason ?? 'another event does'}`;
}

/** Why jobs of the sender pass nothing on, so that data waits for longer than a period; null: nothing says so. */
function skipped(link: Link, from: Station, to: Station, context: ChainContext): string | null {
  if (!isFewer(link, rootOf(from, context)) || countsReads({ link, from, to })) return null;
  return `link "${link.name}" states fewer transfers than "${from.task.name}" has jobs: which of them pass data on is unknown`;
}

/** Whether two runs of messages come the same way, from the task that time releases on. */
function isSameWay(a: MessageStream | null, b: MessageStream | null): boolean {
  if (!a || !b) return a === b;
  return (
    a.activation.link.id === b.activation.link.id &&
    a.activation.from.load === b.activation.from.load &&
    isSameWay(a.before, b.before)
  );
}

/** The run that goes on over a link; null: it activates nobody there. */
function streamOver(link: Link, from: Station, { timing }: Station): MessageStream | null {
  const streams = timing.release ? streamsOf(timing.release) : [];
  const isNext = ({ activation, before }: MessageStream) =>
    activation.link.id === link.id &&
    activation.from.task.id === from.task.id &&
    isSameWay(before, from.stream);
  return streams.find(isNext) ?? null;
}

/** Whether jobs of a task for other events come between those for the messages of the chain. */
function isMerged({ stream, timing: { release } }: Station, comesByMessage: boolean): boolean {
  if (!comesByMessage || !release || !stream) return false;
  return new Set(streamsOf(release).map(({ activation }) => activation)).size > 1;
}

/**
 * A job that another event activates either writes over what the messages of the chain brought, or passes the last of it on once more.
 * Message by message both readings have one bound; a register in between may never show the chain's own data in the first of them.
 */
function overwritten({ handovers, stations }: Pick<Open, 'handovers' | 'stations'>): string | null {
  const merged = stations.find((each, at) =>
    isMerged(each, handovers[at - 1]?.transport === 'queue'),
  );
  if (!merged) return null;
  const from = stations.indexOf(merged);
  const waits = stations.slice(from).find(({ visit }) => visit.nextJobs > 0);
  const sampled = handovers.slice(from).find(({ transport }) => transport === 'register');
  if (!waits && !sampled) return null;
  const where = sampled
    ? `before "${sampled.to.task.name}" reads it`
    : `before the next job of "${waits?.task.name ?? ''}"`;
  return `several events activate "${merged.task.name}": its job for another one may write over what this chain brought ${where}`;
}

/** How data goes on, or why that is unknown. */
type Hop =
  | { readonly kind: 'hop'; readonly handover: Handover; readonly reason: string | null }
  | { readonly kind: 'gap'; readonly reason: string };

function hopBetween(from: Station, stop: Station, context: ChainContext): Hop {
  const link = linkBetween(from.task, stop.task, context);
  if (!link && from.task.applicationId !== stop.task.applicationId) {
    return { kind: 'gap', reason: `no link leads from "${from.task.name}" to "${stop.task.name}"` };
  }
  const stream = link && streamOver(link, from, stop);
  const to = stream ? { ...stop, stream } : stop;
  const isWithin = !link || environmentOf(from) === environmentOf(to);
  const cost = isWithin ? undefined : context.costOf.get(link.id);
  const notificationNs = isWithin
    ? 0
    : (stream?.activation.notification.mostNs ?? notificationOf(link, cost));
  const silent = link?.kind === 'event' ? unfollowed(link, to, context) : null;
  const unbounded = link && notificationNs === null ? unboundedLatency(link) : null;
  return {
    kind: 'hop',
    reason: silent ?? unbounded ?? (link && skipped(link, from, to, context)),
    handover: {
      from,
      to,
      link,
      transport: stream ? 'queue' : 'register',
      notificationNs,
      cost: cost ?? null,
    },
  };
}

/** Where the run of messages begins that a station belongs to; itself where none activates it. */
function rootOf(station: Station, { stationsOf }: ChainContext): Place {
  const { stream } = station;
  return (stream && stationsOf.get(stream.root.task.id)?.[0]) ?? station;
}

/** Of several runs of messages that activate a task, that of the chain counts, unless the chain begins amid them. */
function responseOf({ timing, stream }: Station, leader: Station): number | null {
  const { release, responseTimeNs, fromActivationNs } = timing;
  const isOne = !release || release.others.length === 0;
  const isAmid = (leader.timing.release?.others.length ?? 0) > 0;
  if (isOne || isAmid || leader.timing === timing || !stream) return responseTimeNs;
  return fromActivationNs === null ? null : stream.jitterNs + fromActivationNs;
}

/** `leader`: the station of the chain with which the run begins that activates this one; itself where it samples. */
function chainTask(
  station: Station,
  leader: Station,
  chain: PlanChain,
  context: ChainContext,
): ChainTask {
  const { task, schedule, visit, stream } = station;
  const responseTimeNs = responseOf(station, leader);
  const root = rootOf(station, context);
  const period = root.task.periodNs;
  const isPeriodic = root.task.kind === 'periodic';
  const since = (stream?.delayNs ?? 0) - (leader.stream?.delayNs ?? 0);
  return {
    period,
    longestGap: isPeriodic ? period : null,
    offset: isPeriodic && !stream ? task.offsetNs : null,
    jitter: (stream?.jitterNs ?? task.jitterNs) + station.timing.of.latencyNs,
    responseTime:
      responseTimeNs === null ? null : responseTimeNs + (leader === station ? 0 : since),
    // Releases of two kernels have no known phase: not even windows of one frame release tasks.
    clock: root.schedule.set.host.id,
    core: schedule.set.core.core.id,
    priority: task.priority ?? 0,
    communication: chain.communication,
    orderInversions: visit.nextJobs,
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

/** Stations one after the other, with all hops between them, as the theories see them. */
function sectionOf(
  stations: readonly Station[],
  handovers: readonly Handover[],
  plan: PlanChain,
  context: ChainContext,
): Chain {
  const leaders = leadersOf(stations, handovers);
  return {
    tasks: stations.map((station, at) => chainTask(station, leaders[at] ?? station, plan, context)),
    hops: handovers.map(({ from, to, link, transport, notificationNs }): ChainHop => ({
      transport,
      notification: notificationNs ?? 0,
      copyTime: (link && from.timing.of.copies.get(link.id)) ?? 0,
      sharedScheduler: sharesScheduler(from, to),
    })),
    stimulus: stations[0]?.task.kind === 'sporadic' ? 'arrival' : 'sampled',
  };
}

/** Sections while they are put together: each begins after what is not known. */
interface Open {
  readonly at: number;
  readonly stations: Station[];
  readonly handovers: Handover[];
}

/**
 * @param plan a chain of the plan
 * @param context the layout
 * @returns the chain for the theories; an event that activates its receiver is a queue, every other link is sampled by the
 *   receiver's next job. Where a task or a hop is not known, the sections before and after it
 * @cost O(tasks of the chain x links between their applications)
 */
export function chainOfLayout(plan: PlanChain, context: ChainContext): LayoutChain {
  const visits = visitsOf(plan);
  const all: Station[] = [];
  const handovers: Handover[] = [];
  const open: Open[] = [];
  let reason: string | null = null;
  let from: Station | null = null;
  for (const [at, visit] of visits.entries()) {
    const stop = stopOf(visit, context);
    if (typeof stop === 'string') {
      reason ??= stop;
      from = null;
      continue;
    }
    const hop: Hop | null = from && hopBetween(from, stop, context);
    reason ??= hop?.reason ?? null;
    if (hop?.kind === 'hop') handovers.push(hop.handover);
    const station: Station = hop?.kind === 'hop' ? hop.handover.to : stop;
    const section = open.at(-1);
    if (section && hop?.kind === 'hop' && hop.reason === null) {
      section.stations.push(station);
      section.handovers.push(hop.handover);
    } else open.push({ at, stations: [station], handovers: [] });
    all.push(station);
    from = station;
  }
  const refusal = letRefusal(plan, all);
  const [whole] = open;
  if (reason === null && whole) reason = overwritten(whole);
  return {
    visits,
    stations: all,
    handovers,
    transfers: handovers.map(transferOf),
    isMerged: handovers.some(({ to, transport }) => isMerged(to, transport === 'queue')),
    reason: refusal ?? reason,
    sections: refusal
      ? []
      : open.map(({ at, stations, handovers: hops }) => ({
          at,
          chain: sectionOf(stations, hops, plan, context),
        })),
  };
}
