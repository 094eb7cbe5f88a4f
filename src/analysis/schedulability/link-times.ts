/** Times of links that count in bounds: those that the user stated. What somebody observed bounds nothing. */
import type { Link } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { rows } from '../../model/plan.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { mechanismFigure } from '../technology-figure.ts';
import type { SetTask } from './task-set.ts';

/** Whole nanoseconds, from the least to the most. */
export interface TimeSpan {
  readonly leastNs: number;
  readonly mostNs: number;
}

const AT_ONCE: TimeSpan = { leastNs: 0, mostNs: 0 };

/** Without data of its own, or data that the producer puts in place: what is missing of a doorbell is no part of its way. */
const RINGS: ReadonlySet<string> = new Set(['shared-memory', 'notification']);

/**
 * @param cost of a channel
 * @returns how long it takes from the write to the receiver, where the user set every figure of it; a figure without a low end
 *   says how long at most; null: the user did not, and observations bound nothing
 * @rules LAT-ROW-2
 */
export function statedLatency({ latency, carrier }: ChannelCost): TimeSpan | null {
  const { range, atLeast, isIndication, figures } = latency;
  const isStated = figures.length > 0 && figures.every(({ override }) => override !== null);
  const isWhole = !atLeast || RINGS.has(carrier.channel.kind);
  if (!isStated || !isWhole || isIndication || range.high === null) return null;
  const mostNs = Math.ceil(range.high);
  const low = Math.floor(range.low ?? 0);
  return { leastNs: low < mostNs ? low : 0, mostNs };
}

/**
 * @param link a link
 * @returns why nothing bounds its latency
 */
export function unboundedLatency(link: Link): string {
  return `how long link "${link.name}" takes at most is unknown: there are observations at best, and they bound nothing; set the latency of its mechanism for the plan`;
}

/**
 * @param link an event
 * @param from who sends it
 * @param to whom it activates
 * @param costOf cost of its channel
 * @returns from the end of the sender until the receiver is ready: at once within one environment; or why that is unknown
 */
export function notificationTimes(
  link: Link,
  from: SetTask,
  to: SetTask,
  costOf: (linkId: Id) => ChannelCost | undefined,
): TimeSpan | string {
  if (from.load.placement.environmentId === to.load.placement.environmentId) return AT_ONCE;
  const cost = costOf(link.id);
  return (cost && statedLatency(cost)) ?? unboundedLatency(link);
}

const SECOND_NS = 1_000_000_000;

/** bytes / throughput for each transfer of a job, rounded up; null: the user stated no throughput of the channel. */
function copyNs(facts: LayoutFacts, link: Link, periodNs: number): number | null {
  const channel = facts.tree.channels.findLast(({ linkId }) => linkId === link.id);
  const mechanism = facts.catalogue.mechanisms.get(channel?.mechanismId ?? '');
  if (!mechanism || link.payloadBytes === null) return null;
  const { range, use } = mechanismFigure(facts.catalogue, mechanism, 'throughput');
  if (use.override === null || range === null || range.low <= 0) return null;
  const transfers = Math.max(1, Math.ceil(((link.rateHz ?? 0) * periodNs) / SECOND_NS));
  return transfers * Math.ceil((link.payloadBytes * SECOND_NS) / range.low);
}

/**
 * Time that tasks spend on copying into channels whose throughput the user set for the plan: bytes / bandwidth on top of the WCET.
 * Other copying is taken to be part of the WCET.
 *
 * @param facts the layout
 * @returns for a load, the time of one job by link; nothing within one environment
 * @cost linear in links x channels where the plan replaces a throughput, else O(1)
 * @rules SCHED-17
 */
export function statedCopies(facts: LayoutFacts): (load: Load) => ReadonlyMap<Id, number> {
  const isReplaced = [...facts.catalogue.overrides.keys()].some((key) =>
    key.endsWith('/throughput'),
  );
  const bySender = isReplaced
    ? Map.groupBy(rows(facts.plan.links), ({ fromTaskId }) => fromTaskId)
    : new Map<Id | null, Link[]>();
  return ({ task, placement }) => {
    const copies = new Map<Id, number>();
    for (const link of (task && bySender.get(task.id)) ?? []) {
      const receivers = facts.tree.placementsOf.get(link.toApplicationId) ?? [];
      const leaves = receivers.some(
        ({ environmentId }) => environmentId !== placement.environmentId,
      );
      const ns = leaves && task ? copyNs(facts, link, task.periodNs) : null;
      if (ns !== null && ns > 0) copies.set(link.id, ns);
    }
    return copies;
  };
}
