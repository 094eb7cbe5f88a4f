/** LAT-1 to LAT-3: latency and throughput that somebody observed, against what links and applications need. */
import { formatBytesPerSecond, formatNs } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import { latencyVerdict } from '../ipc/channel-estimates.ts';
import { interruptDemands, type InterruptDemand } from '../overheads/overhead-estimates.ts';
import { ofApplication, ofEnvironment, ofLink } from '../subjects.ts';
import { counted } from '../wording.ts';
import { measuredElsewhere, measuredEvidence } from './measured-elsewhere.ts';
import type { Report, Rule, Verdictable } from './rule.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

const HERE = 'Choose a shorter way, or show on the target that it is shorter there.';
const SHOW =
  'An observation is no bound: measure it on the target and set the figure for this plan, or prove it.';

function checkLink(cost: ChannelCost, unknown: UnknownGroups, report: Report): void {
  const { link } = cost.facts;
  const { latency, carrier } = cost;
  const bound = link.latencyBoundNs;
  if (bound === null) return;
  const verdict = latencyVerdict(latency, bound);
  const { typical } = latency.range;
  const elsewhere = measuredElsewhere(
    (names) => `latency of what carries ${names}`,
    latency.figures,
  );
  if (verdict === 'within') report.pass(1, measuredEvidence(latency.figures, null));
  else if (verdict === 'over' && typical !== null) {
    const by = carrier.mechanism?.name ?? `its ${carrier.channel.kind} channel`;
    report.error({
      subjects: [ofLink(link)],
      message: `"${link.name}" must take at most ${formatNs(bound)}; ${by} was observed to take ${formatNs(typical)}`,
      evidence: measuredEvidence(latency.figures, latency.applicability.text),
      limit: formatNs(bound),
      actual: formatNs(typical),
      remainder: `-${formatNs(typical - bound)}`,
      remedy: HERE,
    });
  } else if (elsewhere) {
    unknown.add(elsewhere.key, elsewhere.text, ofLink(link));
  } else if (typical === null) {
    unknown.add(
      'unknown',
      {
        message: (names) => `no latency was found for what carries ${names}`,
        remedy: 'Choose a mechanism with a published latency, or set the figure for this plan.',
      },
      ofLink(link),
    );
  } else {
    unknown.add(
      'observed',
      {
        message: (names) =>
          `observed latencies are below the bounds of ${names}; observed is no bound, so that nothing is proven`,
        remedy: SHOW,
      },
      ofLink(link),
    );
  }
}

const LINK_LATENCY: Rule = {
  id: 'LAT-1',
  title: 'Channel slower than the link allows',
  strength: 'strong',
  checks:
    'The latency of what carries a link, observed on the same core type, is not above the bound of the link. Observations refute a bound and never prove it; those made on other hardware do neither.',
  source: 'catalogue: latency of each IPC mechanism, formula notify-cost (rtas23-data, ipcbench)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no link with a bound and a latency that was set for this plan'
      : `latency set for this plan is within the bounds of ${counted(count, 'link')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const cost of facts.channelCosts) checkLink(cost, unknown, report);
    unknown.report(report);
  },
};

/** Largest observation that is above the need: alone, or only while others disturb. */
function refutation(
  demand: InterruptDemand,
): { readonly ns: number; readonly alone: boolean } | null {
  const { typical, high } = demand.demand;
  if (typical !== null && typical > demand.needNs) return { ns: typical, alone: true };
  return high !== null && high > demand.needNs ? { ns: high, alone: false } : null;
}

function checkInterrupt(demand: InterruptDemand, unknown: UnknownGroups, report: Report): void {
  const { application, overheads, needNs, verdict, figures } = demand;
  const found = refutation(demand);
  const elsewhere = measuredElsewhere(
    (names) => `interrupt latency of what ${names} stand in`,
    figures,
  );
  if (verdict === 'within') report.pass(1, measuredEvidence(figures, null));
  else if (found) {
    const kind = found.alone ? 'interrupt-latency-max' : 'interrupt-latency-interference-max';
    const { text } = overheads.applicability[kind];
    const when = found.alone ? '' : ' while others load shared caches and memory';
    const refuted: Verdictable = {
      subjects: [ofApplication(application), ofEnvironment(overheads.environment)],
      message: `"${application.name}" stands ${formatNs(needNs)} of interrupt latency; in "${overheads.environment.name}" ${formatNs(found.ns)} was observed${when}`,
      evidence: measuredEvidence(figures, text),
      limit: formatNs(needNs),
      actual: formatNs(found.ns),
      remainder: `-${formatNs(found.ns - needNs)}`,
      remedy: HERE,
    };
    // Under interference it depends on what the others do: no more than a warning.
    if (found.alone) report.error(refuted);
    else report.warning(refuted);
  } else if (elsewhere) {
    unknown.add(
      elsewhere.key,
      elsewhere.text,
      ofApplication(application),
      ofEnvironment(overheads.environment),
    );
  } else if (demand.demand.typical === null) {
    unknown.add(
      'unknown',
      {
        message: (names) => `no interrupt latency was found for what ${names} stand in`,
        remedy: 'Choose a technology with a published figure, or set the figure for this plan.',
      },
      ofApplication(application),
      ofEnvironment(overheads.environment),
    );
  } else {
    unknown.add(
      'observed',
      {
        message: (names) =>
          `observed interrupt latencies are below what ${names} stand; observed is no bound, so that nothing is proven`,
        remedy: SHOW,
      },
      ofApplication(application),
      ofEnvironment(overheads.environment),
    );
  }
}

const INTERRUPT_LATENCY: Rule = {
  id: 'LAT-2',
  title: 'Interrupt latency above what an application stands',
  strength: 'strong',
  checks:
    'The largest interrupt latency of what an application stands in, observed on the same core type, is not above what it stands. Observations refute a need and never prove it; those made on other hardware do neither.',
  source: 'catalogue: largest observed interrupt latencies (rtas23-data)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no application with a need and a latency that was set for this plan'
      : `interrupt latency set for this plan suffices for ${counted(count, 'application')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const demand of interruptDemands(facts)) checkInterrupt(demand, unknown, report);
    unknown.report(report);
  },
};

const NO_THROUGHPUT: UnknownText = {
  message: (names) => `no throughput was found for what carries ${names}`,
  remedy: 'Choose a mechanism with a published throughput, or set the figure for this plan.',
};

function checkThroughput(cost: ChannelCost, unknown: UnknownGroups, report: Report): void {
  const { link } = cost.facts;
  if (link.payloadBytes === null || link.rateHz === null) return;
  const need = link.payloadBytes * link.rateHz;
  const { range, figures, applicability } = cost.throughput;
  const { low, typical, high } = range;
  const elsewhere = measuredElsewhere((names) => `throughput of what carries ${names}`, figures);
  if (elsewhere) {
    unknown.add(elsewhere.key, elsewhere.text, ofLink(link));
  } else if (low === null || typical === null) {
    unknown.add('unknown', NO_THROUGHPUT, ofLink(link));
  } else if (need > typical && high !== null) {
    const by = cost.carrier.mechanism?.name ?? 'its channel';
    report.error({
      subjects: [ofLink(link)],
      message: `"${link.name}" sends ${formatBytesPerSecond(need)}; ${by} was observed to carry ${formatBytesPerSecond(typical)}`,
      evidence: measuredEvidence(figures, applicability.text),
      limit: formatBytesPerSecond(typical),
      actual: formatBytesPerSecond(need),
      remainder: `-${formatBytesPerSecond(need - typical)}`,
      remedy: HERE,
    });
  } else if (need <= low) {
    report.pass(1, measuredEvidence(figures, null));
  } else {
    unknown.add(
      high === null ? 'ping-pong' : 'observed',
      {
        message: (names) =>
          high === null
            ? `a stream may carry more than what was observed with an answer to every message, which is less than ${names} needs`
            : `the typical throughput observed suffices for ${names}, the lowest does not`,
        remedy: 'Measure it on the target and set the figure for this plan.',
      },
      ofLink(link),
    );
  }
}

function checkAllThroughput(facts: Facts, report: Report): void {
  const unknown = new UnknownGroups();
  for (const cost of facts.channelCosts) checkThroughput(cost, unknown, report);
  unknown.report(report);
}

const THROUGHPUT: Rule = {
  id: 'LAT-3',
  title: 'Channel narrower than the link needs',
  strength: 'strong',
  checks:
    'Payload x rate of a link is not above the throughput of what carries it, observed on the same core type.',
  source: 'catalogue: throughput of each IPC mechanism (nsdi20-data, vsock19, ipcbench)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no link whose throughput was observed on this type of core'
      : `throughput suffices for ${counted(count, 'link')}`,
  run: checkAllThroughput,
};

/** In the order in which they are listed. */
export const LATENCY_RULES: readonly Rule[] = [LINK_LATENCY, INTERRUPT_LATENCY, THROUGHPUT];
