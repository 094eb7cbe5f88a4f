/** LAT-1 to LAT-3: latency and throughput that somebody observed, against what links and applications need. */
import { formatBytesPerSecond, formatNs } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import { latencyVerdict } from '../ipc/channel-estimates.ts';
import { interruptDemands, type InterruptDemand } from '../overheads/overhead-estimates.ts';
import type { FigureUse } from '../result.ts';
import { ofApplication, ofEnvironment, ofLink } from '../subjects.ts';
import { counted } from '../wording.ts';
import { quotedEvidence, type StatedEvidence } from './evidence.ts';
import type { Report, Rule, Verdictable } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

const QUOTED = 12;
const ELSEWHERE =
  'It was observed on other hardware: measure it on the target, or choose a shorter way.';
const HERE = 'Choose a shorter way, or show on the target that it is shorter there.';
const SHOW =
  'An observation is no bound: measure it on the target and set the figure for this plan, or prove it.';

function evidenceOf(
  figures: readonly FigureUse[],
  applicability: string | null,
): readonly StatedEvidence[] {
  const list = quotedEvidence(figures, QUOTED, ({ value, unit }) =>
    typeof value !== 'number' ? 'unknown' : textOf(value, unit),
  );
  return applicability === null
    ? list
    : [...list, { name: 'how far the target is from it', value: applicability, source: null }];
}

function textOf(value: number, unit: string): string {
  return unit === 'bytes/s' ? formatBytesPerSecond(value) : formatNs(value);
}

/** What was observed here breaks a need; what was observed elsewhere makes it doubtful. */
function refute(holdsHere: boolean, report: Report, found: Verdictable): void {
  if (holdsHere) report.error({ ...found, remedy: HERE });
  else report.warning({ ...found, remedy: ELSEWHERE });
}

function checkLink(cost: ChannelCost, unknown: UnknownGroups, report: Report): void {
  const { link } = cost.facts;
  const { latency, carrier } = cost;
  const bound = link.latencyBoundNs;
  if (bound === null) return;
  const verdict = latencyVerdict(latency, bound);
  const { typical } = latency.range;
  if (verdict === 'within') report.pass(1, evidenceOf(latency.figures, null));
  else if (verdict === 'over' && typical !== null) {
    const by = carrier.mechanism?.name ?? `its ${carrier.channel.kind} channel`;
    refute(latency.applicability.holdsHere, report, {
      subjects: [ofLink(link)],
      message: `"${link.name}" must take at most ${formatNs(bound)}; ${by} was observed to take ${formatNs(typical)}`,
      evidence: evidenceOf(latency.figures, latency.applicability.text),
      limit: formatNs(bound),
      actual: formatNs(typical),
      remainder: `-${formatNs(typical - bound)}`,
    });
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
    'The observed latency of what carries a link is not above the bound of the link. Observations refute a bound and never prove it.',
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
  if (verdict === 'within') report.pass(1, evidenceOf(figures, null));
  else if (found) {
    const kind = found.alone ? 'interrupt-latency-max' : 'interrupt-latency-interference-max';
    const { holdsHere, text } = overheads.applicability[kind];
    const when = found.alone ? '' : ' while others load shared caches and memory';
    // Under interference it depends on what the others do: no more than a warning.
    refute(holdsHere && found.alone, report, {
      subjects: [ofApplication(application), ofEnvironment(overheads.environment)],
      message: `"${application.name}" stands ${formatNs(needNs)} of interrupt latency; in "${overheads.environment.name}" ${formatNs(found.ns)} was observed${when}`,
      evidence: evidenceOf(figures, text),
      limit: formatNs(needNs),
      actual: formatNs(found.ns),
      remainder: `-${formatNs(found.ns - needNs)}`,
    });
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
    'The largest observed interrupt latency of what an application stands in is not above what it stands. Observations refute a need and never prove it.',
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

function checkThroughput(cost: ChannelCost, unknown: UnknownGroups, report: Report): void {
  const { link } = cost.facts;
  if (link.payloadBytes === null || link.rateHz === null) return;
  const need = link.payloadBytes * link.rateHz;
  const { range, figures, applicability } = cost.throughput;
  const { low, typical } = range;
  if (low === null || typical === null) {
    unknown.add(
      'unknown',
      {
        message: (names) => `no throughput was found for what carries ${names}`,
        remedy: 'Choose a mechanism with a published throughput, or set the figure for this plan.',
      },
      ofLink(link),
    );
  } else if (need > typical) {
    const by = cost.carrier.mechanism?.name ?? 'its channel';
    refute(applicability.holdsHere, report, {
      subjects: [ofLink(link)],
      message: `"${link.name}" sends ${formatBytesPerSecond(need)}; ${by} was observed to carry ${formatBytesPerSecond(typical)}`,
      evidence: evidenceOf(figures, applicability.text),
      limit: formatBytesPerSecond(typical),
      actual: formatBytesPerSecond(need),
      remainder: `-${formatBytesPerSecond(need - typical)}`,
    });
  } else if (applicability.holdsHere && need <= low) {
    report.pass(1, evidenceOf(figures, null));
  } else {
    unknown.add(
      'observed',
      {
        message: (names) =>
          `observed throughput suffices for ${names}, but was observed on other hardware or under other conditions`,
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
  checks: 'Payload x rate of a link is not above the observed throughput of what carries it.',
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
