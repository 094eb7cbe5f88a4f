/** How often jobs come in the long run: by their own period, or as often as the events that activate them. */
import type { Link, Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { copiesOf } from '../../model/layout-tree.ts';
import { rows } from '../../model/plan.ts';
import { formatNs } from '../../model/units.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { decimal, lowestTerms, plus, type Ratio } from './exact-sum.ts';

/** Jobs of one instance of a task in a nanosecond, in lowest terms: 3 / 20 are three in 20 ns. */
export interface JobRate {
  /** As often as all that activates it can send, whoever of several places or instances sends to whom. */
  readonly most: Ratio;
  /** What each instance gets for certain while everything comes as often as stated. */
  readonly least: Ratio;
  /** Whether events activate it, and not its own period. */
  readonly byEvents: boolean;
}

/** Rates of the tasks that events activate, by task; a text: why one is unknown. */
export type EventRates = ReadonlyMap<Id, JobRate | string>;

/** Ways of messages to one task: beyond, their sum is no longer worth its time. */
export const MOST_STREAMS = 64;
/** Why nothing is followed beyond that. */
export const TOO_MANY = `more than ${MOST_STREAMS} ways of messages lead to it`;
/** Why what activates itself has no beginning. */
export const IN_A_CIRCLE = 'the tasks that activate it are activated by each other in a circle';
/** Rates are stated with two digits or more: 16.7 Hz for 60 ms. */
export const MOST_OF_A_JOB = 1.01;

/** Beyond, a whole number of jobs in a time that nobody waits for says less than their average. */
const LONGEST_NAMED_NS = 60_000_000_000;
const SECOND_NS = 1_000_000_000;
const NEVER: Ratio = { numerator: 0n, denominator: 1n };

const times = ({ numerator, denominator }: Ratio, factor: number): Ratio =>
  lowestTerms({ numerator: numerator * BigInt(factor), denominator });
const added = (a: Ratio, b: Ratio): Ratio => lowestTerms(plus(a, b));
const isLess = (a: Ratio, b: Ratio) => a.numerator * b.denominator < b.numerator * a.denominator;
const valueOf = ({ numerator, denominator }: Ratio) => Number(numerator) / Number(denominator);

function perSecond(rateHz: number): Ratio {
  const { numerator, denominator } = decimal(rateHz);
  return lowestTerms({ numerator, denominator: denominator * BigInt(SECOND_NS) });
}

/**
 * @param facts the layout
 * @returns events by the sporadic task that they name. A periodic task is released by time, and finds the event when it runs
 * @cost linear in links
 */
export function eventsByReceiver({ plan }: LayoutFacts): ReadonlyMap<Id, readonly Link[]> {
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

/** Senders before receivers; what activates each other in a circle, and all behind it, is not among them. */
function inOrder(events: ReadonlyMap<Id, readonly Link[]>): readonly Id[] {
  const receivers = new Map<Id, Id[]>();
  const open = new Map<Id, number>();
  const order: Id[] = [];
  for (const [to, links] of events) {
    const senders = links.flatMap(({ fromTaskId: by }) => (by && events.has(by) ? [by] : []));
    open.set(to, senders.length);
    if (senders.length === 0) order.push(to);
    for (const by of senders) {
      const list = receivers.get(by);
      if (list) list.push(to);
      else receivers.set(by, [to]);
    }
  }
  for (const id of order) {
    for (const next of receivers.get(id) ?? []) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return order;
}

const byPeriod = ({ periodNs }: Task): Ratio => ({ numerator: 1n, denominator: BigInt(periodNs) });

/**
 * @param rate of a task
 * @returns for example `3 times every 20 ms`
 */
export function rateWords({ most }: JobRate): string {
  const [jobs, within] = [Number(most.numerator), Number(most.denominator)];
  if (jobs === 1) return `every ${formatNs(within)}`;
  return within <= LONGEST_NAMED_NS
    ? `${jobs} times every ${formatNs(within)}`
    : `every ${formatNs(Math.floor(1 / valueOf(most)))} on average`;
}

/** Adds up what sends, one task after the other. */
class Rates {
  readonly known = new Map<Id, JobRate | string>();
  readonly #facts: LayoutFacts;
  readonly #streams = new Map<Id, number>();
  readonly #instances = new Map<Id, number>();

  constructor(facts: LayoutFacts) {
    this.#facts = facts;
    for (const { applicationId, environmentId, instances } of facts.tree.placements) {
      const all = instances * copiesOf(facts.tree, environmentId);
      this.#instances.set(applicationId, (this.#instances.get(applicationId) ?? 0) + all);
    }
  }

  #instancesOf({ applicationId }: Task): number {
    return this.#instances.get(applicationId) ?? 0;
  }

  /** What all instances of the sender send over a link; a text: why that is unknown. */
  #sent({ name, fromTaskId, rateHz }: Link): Pick<JobRate, 'most' | 'least'> | string {
    const stated = rateHz === null ? null : perSecond(rateHz);
    const from = fromTaskId === null ? undefined : this.#facts.plan.tasks.get(fromTaskId);
    if (!from) {
      return stated
        ? { most: stated, least: stated }
        : `link "${name}" says neither which task sends it nor how often`;
    }
    const senders = this.#instancesOf(from);
    if (senders === 0) return `"${from.name}" has no place in this layout`;
    const own = rateOf(from, this.known);
    if (typeof own === 'string') return `how often "${from.name}" runs is unknown: ${own}`;
    const [most, least] = [times(own.most, senders), times(own.least, senders)];
    if (!stated) return { most, least };
    if (valueOf(stated) > MOST_OF_A_JOB * valueOf(most)) return { most: stated, least: stated };
    const isFewer = MOST_OF_A_JOB * valueOf(stated) < valueOf(least);
    return { most, least: isFewer && isLess(stated, least) ? stated : least };
  }

  add(to: Task, links: readonly Link[]): void {
    const streams = links.reduce(
      (sum, { fromTaskId }) => sum + ((fromTaskId && this.#streams.get(fromTaskId)) || 1),
      0,
    );
    this.#streams.set(to.id, streams);
    this.known.set(to.id, streams > MOST_STREAMS ? TOO_MANY : this.#rateOf(to, links));
  }

  #rateOf(to: Task, links: readonly Link[]): JobRate | string {
    // Which of several receivers a message goes to nobody states.
    const isAlone = this.#instancesOf(to) <= 1;
    let [most, least] = [NEVER, NEVER];
    for (const link of links) {
      const sent = this.#sent(link);
      if (typeof sent === 'string') return sent;
      most = added(most, sent.most);
      if (isAlone) least = added(least, sent.least);
    }
    return { most, least, byEvents: true };
  }
}

/**
 * @param facts the layout
 * @returns rates of all tasks that events activate: what their senders send, added up, and theirs again where events activate them
 * @cost linear in links; with such events linear in places too
 * @rules RATE-1, RATE-2
 */
export function eventRates(facts: LayoutFacts): EventRates {
  const events = eventsByReceiver(facts);
  if (events.size === 0) return new Map();
  const rates = new Rates(facts);
  const order = inOrder(events);
  for (const id of events.keys()) rates.known.set(id, IN_A_CIRCLE);
  for (const id of order) {
    const task = facts.plan.tasks.get(id);
    if (task) rates.add(task, events.get(id) ?? []);
  }
  return rates.known;
}

/**
 * @param task a task
 * @param rates of those that events activate
 * @returns how often each of its instances runs: its events, or its period, which for a sporadic one is its least distance; a text:
 *   why that is unknown
 * @cost O(1)
 */
export function rateOf(task: Task, rates: EventRates): JobRate | string {
  const known = rates.get(task.id);
  if (known !== undefined) return known;
  const most = byPeriod(task);
  return { most, least: most, byEvents: false };
}
