/** How each task of a chain hands data to the next one: what that takes for certain, and what was observed where nothing is. */
import type { Link } from '../../model/application.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import type { ChainTransfer, Range, TransferTime } from '../result.ts';
import { ofLink } from '../subjects.ts';
import type { Station } from './station.ts';

/** A hop with what is known of its times. */
export interface Handover {
  readonly from: Station;
  readonly to: Station;
  /** Null: data goes on inside one application, or nothing joins the tasks. */
  readonly link: Link | null;
  readonly transport: 'register' | 'queue';
  /** Longest time from the write until the receiver can read, or is activated; null: nothing bounds it. */
  readonly notificationNs: number | null;
  /** Null: both stand in one environment, or the link has no channel. */
  readonly cost: ChannelCost | null;
}

const SECOND_NS = 1_000_000_000;
const exactly = (ns: number): Range => ({ low: ns, typical: ns, high: ns });
const counted = (ns: number, basis: string): TransferTime => ({
  ...exactly(ns),
  standing: 'counted',
  basis,
});
const unknown = (basis: string): TransferTime => ({
  low: null,
  typical: null,
  high: null,
  standing: 'unknown',
  basis,
});

/** Bytes over a throughput: the most at the lowest rate. */
function copyRange(payloadBytes: number, { low, typical, high }: Range): Range {
  const over = (rate: number | null, round: (ns: number) => number) =>
    rate === null || rate <= 0 ? null : round((payloadBytes * SECOND_NS) / rate);
  return {
    low: over(high, Math.floor),
    typical: over(typical, Math.round),
    high: over(low, Math.ceil),
  };
}

function copyOf({ from, link, cost }: Handover): TransferTime {
  if (!link || !cost) return counted(0, 'within one environment nothing is copied on the way');
  const stated = from.timing.of.copies.get(link.id);
  if (stated !== undefined) {
    return counted(
      stated,
      'payload over the throughput that is set for the plan; part of the response time',
    );
  }
  const { payloadBytes } = link;
  const { range, isIndication } = cost.throughput;
  if (payloadBytes === null || range.typical === null) {
    return unknown(
      payloadBytes === null
        ? 'the payload is not stated; the WCET of the sender is taken to include copying'
        : 'no throughput is known; the WCET of the sender is taken to include copying',
    );
  }
  const where = isIndication ? 'observed on other hardware' : 'observed';
  return {
    ...copyRange(payloadBytes, range),
    standing: 'indication',
    basis: `payload over the throughput ${where}; the WCET of the sender is taken to include copying`,
  };
}

function notificationOf({ link, cost, notificationNs, transport }: Handover): TransferTime {
  if (!link || !cost) {
    return notificationNs === null
      ? unknown('the link has no channel in this layout')
      : counted(notificationNs, 'within one environment at once');
  }
  if (notificationNs !== null) {
    const isMemory = cost.carrier.channel.kind === 'shared-memory' && transport === 'register';
    return counted(
      notificationNs,
      isMemory && notificationNs === 0
        ? 'shared memory is read when the receiver runs'
        : 'set for the plan',
    );
  }
  const { range, formula, isIndication } = cost.latency;
  if (range.typical === null) return unknown(formula);
  const where = isIndication ? ', on other hardware' : '';
  return { ...range, standing: 'indication', basis: `${formula}${where}` };
}

/**
 * @param handover one hop
 * @returns its times as a result shows them: those that count in bounds, and indications that count nowhere
 * @rules LAT-ROW-6
 */
export function transferOf(handover: Handover): ChainTransfer {
  const { from, to, link, transport } = handover;
  return {
    fromTaskId: from.task.id,
    toTaskId: to.task.id,
    link: link && ofLink(link),
    transport,
    copy: copyOf(handover),
    notification: notificationOf(handover),
  };
}
