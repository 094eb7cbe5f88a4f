/** Which tasks messages activate: sporadic tasks at the end of an event that says which task sends it. */
import type { Link } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import {
  eventsByReceiver,
  IN_A_CIRCLE,
  MOST_OF_A_JOB,
  MOST_STREAMS,
  TOO_MANY,
} from '../cpu/activation-rates.ts';
import type { CpuFacts, Load } from '../cpu/cpu-facts.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { notificationTimes, type TimeSpan } from './link-times.ts';
import type { LockingSet } from './locking.ts';
import type { SetTask } from './task-set.ts';

/** Each end of a job of `from` sends one message, and that activates the task once. */
export interface Activation {
  readonly link: Link;
  readonly from: SetTask;
  /** From that end until the task is ready. */
  readonly notification: TimeSpan;
}

/** What activates the tasks of a layout. */
export interface Activations {
  /** Each of them activates the task, and nothing else; senders before their receivers. */
  readonly of: ReadonlyMap<Load, readonly Activation[]>;
  /** Tasks with an event to them that cannot be followed, and why: they keep the activation that they state. */
  readonly stated: ReadonlyMap<Load, string>;
}

/** Activations of a task by one run of messages. The nominal ones are those of `root`, and `delayNs` later. */
export interface MessageStream {
  readonly activation: Activation;
  /** The stream of the sender that goes on here; null: time releases the sender. */
  readonly before: MessageStream | null;
  /** The task whose releases start the run of messages. */
  readonly root: SetTask;
  readonly periodNs: number;
  /** Latest activation after the nominal release; Infinity: the analysis did not settle. */
  readonly jitterNs: number;
  /** Least distance of two messages of the sender. */
  readonly separationNs: number;
  readonly delayNs: number;
  /** Messages in each period: those of all instances of the sender, for each that activates them. */
  readonly copies: number;
}

/** Releases of a task that messages activate: by one stream, and by all others that do so too. */
export interface MessageRelease extends MessageStream {
  readonly others: readonly MessageStream[];
}

/** By load of the task. */
export type MessageReleases = ReadonlyMap<Load, MessageRelease>;

/**
 * @param release of a task
 * @returns all streams that activate it, those of one sender over one link one after the other
 */
export function streamsOf(release: MessageRelease): readonly MessageStream[] {
  return release.others.length === 0 ? [release] : [release, ...release.others];
}

const NO_ACTIVATIONS: Activations = { of: new Map(), stated: new Map() };

const SECOND_NS = 1_000_000_000;
/** Gathers where tasks stand, and follows one event after the other. */
class Followed {
  readonly #placesOf = new Map<Id, (SetTask | null)[]>();
  readonly #facts: LayoutFacts;
  readonly #costOf: (linkId: Id) => ChannelCost | undefined;

  constructor(
    facts: LayoutFacts,
    cpu: CpuFacts,
    settings: readonly LockingSet[],
    costOf: (linkId: Id) => ChannelCost | undefined,
  ) {
    this.#facts = facts;
    this.#costOf = costOf;
    const byLoad = new Map<Load, SetTask>();
    for (const { set } of settings) for (const of of set.tasks) byLoad.set(of.load, of);
    for (const load of cpu.loads) {
      if (!load.task) continue;
      const places = this.#placesOf.get(load.task.id) ?? [];
      places.push(byLoad.get(load) ?? null);
      this.#placesOf.set(load.task.id, places);
    }
  }

  placesOf(taskId: Id): readonly SetTask[] {
    return (this.#placesOf.get(taskId) ?? []).flatMap((of) => of ?? []);
  }

  /** Where a task stands that sends, each with a core of its own; or why there is none. */
  #senders(taskId: Id): readonly SetTask[] | string {
    const places = this.#placesOf.get(taskId) ?? [];
    const known = places.filter((of) => of !== null);
    if (known.length > 0 && known.length === places.length) return known;
    const name = this.#facts.plan.tasks.get(taskId)?.name ?? taskId;
    return `"${name}" has no core of its own in this layout`;
  }

  #followOne(to: SetTask, link: Link): readonly Activation[] | string {
    if (link.fromTaskId === null) return `link "${link.name}" does not say which task sends it`;
    const senders = this.#senders(link.fromTaskId);
    if (typeof senders === 'string') return senders;
    const activations: Activation[] = [];
    const count = senders.reduce((sum, { instances }) => sum + instances, 0);
    for (const from of senders) {
      if ((link.rateHz ?? 0) * from.task.periodNs > count * MOST_OF_A_JOB * SECOND_NS) {
        return `link "${link.name}" sends more often than "${from.task.name}" is released`;
      }
      const notification = notificationTimes(link, from, to, this.#costOf);
      if (typeof notification === 'string') return notification;
      activations.push({ link, from, notification });
    }
    return activations;
  }

  /** Where several places send or receive, each of them may send to each: no more than all can come. */
  follow(to: SetTask, events: readonly Link[]): readonly Activation[] | string {
    const activations: Activation[] = [];
    for (const link of events) {
      const found = this.#followOne(to, link);
      if (typeof found === 'string') return found;
      activations.push(...found);
    }
    return activations;
  }
}

/** Activated tasks, senders before receivers; what activates each other in a circle, and all behind it, is not among them. */
function inOrder(of: ReadonlyMap<Load, readonly Activation[]>): readonly Load[] {
  const receivers = new Map<Load, Load[]>();
  const open = new Map<Load, number>();
  const order: Load[] = [];
  for (const [load, activations] of of) {
    const activated = activations.filter(({ from }) => of.has(from.load));
    open.set(load, activated.length);
    if (activated.length === 0) order.push(load);
    for (const { from } of activated) {
      const list = receivers.get(from.load);
      if (list) list.push(load);
      else receivers.set(from.load, [load]);
    }
  }
  for (const load of order) {
    for (const next of receivers.get(load) ?? []) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return order;
}

/** Puts senders first, and leaves out what has no beginning or too many. */
function ordered(
  of: ReadonlyMap<Load, readonly Activation[]>,
  stated: Map<Load, string>,
): ReadonlyMap<Load, readonly Activation[]> {
  const streams = new Map<Load, number>();
  const kept = new Map<Load, readonly Activation[]>();
  for (const load of inOrder(of)) {
    const activations = of.get(load) ?? [];
    const count = activations.reduce((sum, { from }) => sum + (streams.get(from.load) ?? 1), 0);
    if (count > MOST_STREAMS) stated.set(load, TOO_MANY);
    else kept.set(load, activations);
    streams.set(load, count > MOST_STREAMS ? 1 : count);
  }
  for (const load of of.keys()) {
    if (!kept.has(load) && !stated.has(load)) stated.set(load, IN_A_CIRCLE);
  }
  return kept;
}

/**
 * @param facts the layout
 * @param cpu its loads
 * @param settings everything that is scheduled in it
 * @param costOf what the channel of a link costs; asked where an event leaves its environment
 * @returns for each sporadic task that events name, which tasks' ends activate it, or why that is not known
 * @cost linear in links; with such events linear in loads and in pairs of places that they lead between, too
 * @rules SCHED-15, SCHED-16
 */
export function activationsOf(
  facts: LayoutFacts,
  cpu: CpuFacts,
  settings: readonly LockingSet[],
  costOf: (linkId: Id) => ChannelCost | undefined,
): Activations {
  const events = eventsByReceiver(facts);
  if (events.size === 0) return NO_ACTIVATIONS;
  const followed = new Followed(facts, cpu, settings, costOf);
  const of = new Map<Load, readonly Activation[]>();
  const stated = new Map<Load, string>();
  for (const [taskId, links] of events) {
    for (const to of followed.placesOf(taskId)) {
      const found = followed.follow(to, links);
      if (typeof found === 'string') stated.set(to.load, found);
      else of.set(to.load, found);
    }
  }
  return { of: ordered(of, stated), stated };
}
