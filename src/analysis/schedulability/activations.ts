/** Which tasks messages activate: sporadic tasks at the end of an event that says which task sends it. */
import type { Link } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { rows } from '../../model/plan.ts';
import type { CpuFacts, Load } from '../cpu/cpu-facts.ts';
import { channelCosts, type ChannelCost } from '../ipc/channel-cost.ts';
import { linkFacts } from '../ipc/link-facts.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { overheadFacts } from '../overheads/overhead-facts.ts';
import { listNames } from '../wording.ts';
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
  readonly of: ReadonlyMap<Load, Activation>;
  /** Tasks with an event to them that cannot be followed, and why: they keep the activation that they state. */
  readonly stated: ReadonlyMap<Load, string>;
}

/** Releases of a task that messages activate. The nominal one is that of `root`, and `delayNs` later. */
export interface MessageRelease {
  readonly activation: Activation;
  /** The task whose releases start the run of messages. */
  readonly root: SetTask;
  readonly periodNs: number;
  /** Latest activation after the nominal release; Infinity: the analysis did not settle. */
  readonly jitterNs: number;
  /** Least distance of two activations. */
  readonly separationNs: number;
  readonly delayNs: number;
}

/** By load of the task. */
export type MessageReleases = ReadonlyMap<Load, MessageRelease>;

const NO_ACTIVATIONS: Activations = { of: new Map(), stated: new Map() };

/** Events by the sporadic task that they name. A periodic task is released by time, and finds the event when it runs. */
function eventsByReceiver({ plan }: LayoutFacts): ReadonlyMap<Id, readonly Link[]> {
  const events = new Map<Id, Link[]>();
  for (const link of rows(plan.links)) {
    const { kind, toTaskId } = link;
    if (kind !== 'event' || toTaskId === null) continue;
    if (plan.tasks.get(toTaskId)?.kind !== 'sporadic') continue;
    const list = events.get(toTaskId);
    if (list) list.push(link);
    else events.set(toTaskId, [link]);
  }
  return events;
}

const SECOND_NS = 1_000_000_000;

/** Gathers where tasks stand, and follows one event after the other. */
class Followed {
  readonly #settingOf = new Map<SetTask, LockingSet>();
  readonly #placesOf = new Map<Id, (SetTask | null)[]>();
  readonly #facts: LayoutFacts;
  /** Asked for where an event leaves its environment. */
  #costs: ReadonlyMap<Id, ChannelCost> | null = null;

  constructor(facts: LayoutFacts, cpu: CpuFacts, settings: readonly LockingSet[]) {
    this.#facts = facts;
    const byLoad = new Map<Load, SetTask>();
    for (const setting of settings) {
      for (const of of setting.set.tasks) {
        byLoad.set(of.load, of);
        this.#settingOf.set(of, setting);
      }
    }
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

  /** The one place of a task, or why there is none. */
  #only(taskId: Id): SetTask | string {
    const name = this.#facts.plan.tasks.get(taskId)?.name ?? taskId;
    const places = this.#placesOf.get(taskId) ?? [];
    const [only] = places;
    if (places.length > 1 || (only && only.instances > 1)) {
      return `"${name}" runs at several places: which of them sends to which is not stated`;
    }
    return only ?? `"${name}" has no core of its own in this layout`;
  }

  #costOf(linkId: Id): ChannelCost | undefined {
    this.#costs ??= new Map(
      channelCosts(this.#facts, linkFacts(this.#facts), overheadFacts(this.#facts)).map((cost) => [
        cost.facts.link.id,
        cost,
      ]),
    );
    return this.#costs.get(linkId);
  }

  follow(taskId: Id, events: readonly Link[]): Activation | string {
    const [link, another] = events;
    if (!link || another)
      return `${listNames(events.map(({ name }) => name))} activate it together`;
    if (link.fromTaskId === null) return `link "${link.name}" does not say which task sends it`;
    const to = this.#only(taskId);
    if (typeof to === 'string') return to;
    const from = this.#only(link.fromTaskId);
    if (typeof from === 'string') return from;
    const policy = this.#settingOf.get(to)?.policy;
    if (policy?.kind === 'policy' && policy.policy === 'edf') {
      return 'activations by messages are not analysed under earliest deadline first';
    }
    if ((link.rateHz ?? 0) * from.task.periodNs > SECOND_NS) {
      return `link "${link.name}" sends more often than "${from.task.name}" is released`;
    }
    const notification = notificationTimes(link, from, to, (id) => this.#costOf(id));
    return typeof notification === 'string' ? notification : { link, from, notification };
  }
}

/** Tasks that activate each other without a beginning. */
function circlesIn(activations: ReadonlyMap<Load, Activation>): readonly Load[] {
  return [...activations.keys()].filter((load) => {
    let at: Load | undefined = load;
    for (let hop = 0; at && hop <= activations.size; hop += 1) at = activations.get(at)?.from.load;
    return at !== undefined;
  });
}

/**
 * @param facts the layout
 * @param cpu its loads
 * @param settings everything that is scheduled in it
 * @returns for each sporadic task that an event names, which task's ends activate it, or why that is not known
 * @cost linear in links; with such events linear in loads, too, and the square of the length of runs of messages
 * @rules SCHED-15, SCHED-16
 */
export function activationsOf(
  facts: LayoutFacts,
  cpu: CpuFacts,
  settings: readonly LockingSet[],
): Activations {
  const events = eventsByReceiver(facts);
  if (events.size === 0) return NO_ACTIVATIONS;
  const followed = new Followed(facts, cpu, settings);
  const of = new Map<Load, Activation>();
  const stated = new Map<Load, string>();
  for (const [taskId, links] of events) {
    const found = followed.follow(taskId, links);
    for (const { load } of followed.placesOf(taskId)) {
      if (typeof found === 'string') stated.set(load, found);
      else of.set(load, found);
    }
  }
  for (const load of circlesIn(of)) {
    of.delete(load);
    stated.set(load, 'the tasks that activate it are activated by each other, and by nothing else');
  }
  return { of, stated };
}
