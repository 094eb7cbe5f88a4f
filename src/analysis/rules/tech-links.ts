/** TECH-F1 to TECH-F5: whether a quicker mechanism carries a link where latency or rate asks for it. */
import type { Mechanism } from '../../catalog/technology.ts';
import { formatBytesPerSecond, formatNs } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import type { Carrier, EndPair, LinkFacts } from '../ipc/link-facts.ts';
import { reach } from '../ipc/reach.ts';
import { boundaryOf, type RelationKind } from '../isolation/boundaries.ts';
import type { FigureHere } from '../overheads/applicability.ts';
import type { Evidence, FigureUse, Subject } from '../result.ts';
import { ofChannel, ofEnvironment, ofLink } from '../subjects.ts';
import { mechanismFigure, type MechanismNumber } from '../technology-figure.ts';
import { counted } from '../wording.ts';
import { useEvidence, type StatedEvidence } from './evidence.ts';
import { mechanismHere, type MechanismHere } from '../ipc/mechanism-here.ts';
import { measuredElsewhere } from './measured-elsewhere.ts';
import type { Rule } from './rule.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { inUnit } from './tech-facts.ts';

/** One channel of a link between two places. */
export interface Carried {
  readonly facts: LinkFacts;
  readonly carrier: Carrier;
  readonly pair: EndPair;
}

/**
 * @param facts the layout
 * @param kinds how the ends stand to each other
 * @returns channels with ends that stand so, each with the first such pair
 * @cost O(links x pairs)
 */
export function carriedBetween(
  facts: Facts,
  ...kinds: readonly RelationKind[]
): readonly Carried[] {
  const carried: Carried[] = [];
  for (const link of facts.links) {
    const pair = link.pairs.find(({ relation }) => kinds.includes(relation.kind));
    if (!pair) continue;
    for (const carrier of link.carriers) carried.push({ facts: link, carrier, pair });
  }
  return carried;
}

/**
 * @param carried a channel
 * @returns its link, itself, and where the ends stand
 */
export function subjectsOf({ facts, carrier, pair }: Carried): readonly Subject[] {
  const ends = pair.from === pair.to ? [pair.from] : [pair.from, pair.to];
  return [ofLink(facts.link), ofChannel(carrier.channel, facts.link), ...ends.map(ofEnvironment)];
}

function asEvidence(use: FigureUse): Evidence {
  const value =
    typeof use.value === 'number' ? inUnit(use.value, use.unit) : (use.applies?.text ?? 'unknown');
  const bare = use.conditions === null || use.override !== null;
  return useEvidence(use, bare ? value : `${value} (${use.conditions ?? ''})`);
}

/** A figure as far as it counts on the cores of both ends. */
function figureAtEnds(
  facts: Facts,
  { from, to }: EndPair,
  mechanism: Mechanism | null,
  parameter: MechanismNumber,
): MechanismHere | null {
  const coreIds = [from, to].flatMap(({ id }) => facts.tree.coresOf.get(id) ?? []);
  return mechanism && mechanismHere(facts, coreIds, mechanism, parameter);
}

/** The value that holds here; an indication does not. */
function typicalHere(figure: FigureHere | null): number | null {
  return figure?.range && !figure.isIndication ? figure.range.typical : null;
}

/** A part of what is asked for has no high end. */
function highHere(figure: MechanismHere | null): number | null {
  const holds = figure?.range && !figure.isIndication && !figure.isPart;
  return holds ? figure.range.high : null;
}

/** Whether a mechanism is known to connect both ends: nothing else is recommended. */
function connects(facts: Facts, { carrier, pair }: Carried, mechanism: Mechanism): boolean {
  return reach(facts, carrier.channel, mechanism, pair).verdict === 'pass';
}

/** Shared memory with a doorbell that the hypervisor offers both ends. */
function sharedMemoryFor(facts: Facts, carried: Carried): Mechanism | null {
  const found = [...facts.catalogue.mechanisms.values()].find(
    (mechanism) =>
      mechanism.channelKinds.includes('shared-memory') &&
      mechanism.channelKinds.includes('notification') &&
      connects(facts, carried, mechanism),
  );
  return found ?? null;
}

function boundEvidence({ facts: { link } }: Carried): StatedEvidence {
  return {
    name: `latency bound of ${link.name}`,
    value: formatNs(link.latencyBoundNs),
    source: figureSource(link.sources, 'latencyBoundNs'),
  };
}

const PARTITIONS: Rule = {
  id: 'TECH-F1',
  title: 'Bounded link between partitions not through shared memory',
  strength: 'strong',
  checks:
    'A link with a latency bound between guests goes through shared memory and a doorbell where the hypervisor has it, unless the latency of its mechanism is known to meet the bound.',
  source: 'technology rule F1 (jailhouse-src ivshmem v2, ivshmem-qemu, rtas23-data): about one IPI',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no link with a latency bound between guests'
      : `${counted(count, 'bounded link')} through shared memory, quick enough, or without a quicker way`,
  run: (facts, report) => {
    for (const carried of carriedBetween(facts, 'guests')) {
      const { carrier, facts: of } = carried;
      const bound = of.link.latencyBoundNs;
      if (bound === null) continue;
      const latency = figureAtEnds(facts, carried.pair, carrier.mechanism, 'latency');
      const better = sharedMemoryFor(facts, carried);
      const [typical, high] = [typicalHere(latency), highHere(latency)];
      const quick = high !== null && high <= bound;
      if (carrier.channel.kind === 'shared-memory' || quick || !better) {
        report.pass(1, latency ? [asEvidence(latency.use)] : []);
        continue;
      }
      const name = carrier.mechanism?.name ?? carrier.channel.kind;
      const known = typical === null ? 'latency unknown here' : inUnit(typical, 'ns');
      report.warning({
        subjects: subjectsOf(carried),
        message: `"${of.link.name}" is bound to ${formatNs(bound)} and goes through ${name} (${known}); ${better.name} passes data without the hypervisor`,
        limit: formatNs(bound),
        actual: known,
        evidence: [
          ...(latency ? [asEvidence(latency.use)] : []),
          asEvidence(mechanismFigure(facts.catalogue, better, 'latency').use),
          boundEvidence(carried),
        ],
        remedy: `Carry it through ${better.name}.`,
      });
    }
  },
};

const WIDTH_UNKNOWN: UnknownText = {
  message: (names) => `no throughput was found for what carries ${names} between guest and host`,
  remedy: 'Choose a mechanism with a published throughput, or set the figure for this plan.',
};

const HOST_STREAM: Rule = {
  id: 'TECH-F2',
  title: 'Stream between guest and host over a slower network',
  strength: 'advice',
  checks:
    'A stream between a guest and its host whose rate exceeds what its mechanism was seen to carry, and not what vsock was, goes through vsock where the hypervisor is known to have it.',
  source: 'technology rule F2 (vsock19)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no stream of known rate between guest and host'
      : `mechanism wide enough for ${counted(count, 'stream')} between guest and host`,
  run: (facts, report) => {
    const vsock = facts.catalogue.mechanisms.get('virtio-vsock') ?? null;
    const unknown = new UnknownGroups();
    for (const carried of carriedBetween(facts, 'host-guest')) {
      const { link } = carried.facts;
      const { mechanism } = carried.carrier;
      if (link.kind !== 'stream' || link.payloadBytes === null || link.rateHz === null) continue;
      const rate = link.payloadBytes * link.rateHz;
      if (vsock && (mechanism === vsock || !connects(facts, carried, vsock))) {
        report.pass();
        continue;
      }
      const carries = figureAtEnds(facts, carried.pair, mechanism, 'throughput');
      const wide = figureAtEnds(facts, carried.pair, vsock, 'throughput');
      const [most, wideMost] = [highHere(carries), highHere(wide)];
      if (!carries || !wide || !vsock || most === null || wideMost === null) {
        const elsewhere = measuredElsewhere(
          (names) => `throughput of what carries ${names}, or of virtio-vsock,`,
          [carries, wide].flatMap((each) => each?.use ?? []),
        );
        unknown.add(elsewhere?.key ?? 'throughput', elsewhere?.text ?? WIDTH_UNKNOWN, ofLink(link));
        continue;
      }
      if (rate <= most || rate > wideMost) {
        report.pass(1, [asEvidence(carries.use), asEvidence(wide.use)]);
        continue;
      }
      report.advice({
        subjects: subjectsOf(carried),
        message: `"${link.name}" streams ${formatBytesPerSecond(rate)}; ${mechanism?.name ?? ''} was seen to carry ${formatBytesPerSecond(most)}, ${vsock.name} ${formatBytesPerSecond(wideMost)}`,
        limit: formatBytesPerSecond(most),
        actual: formatBytesPerSecond(rate),
        remainder: `-${formatBytesPerSecond(rate - most)}`,
        evidence: [asEvidence(carries.use), asEvidence(wide.use)],
        remedy: `Use ${vsock.name} where no IP is needed.`,
      });
    }
    unknown.report(report);
  },
};

/** Whether the only network that a guest has is an emulated adapter. */
function onlyEmulatedNetwork(facts: Facts, environmentId: string): boolean {
  const guest = boundaryOf(facts.tree, environmentId);
  const grants = (facts.tree.grantsTo.get(guest?.id ?? '') ?? []).filter(({ deviceId }) =>
    /ethernet|network|nic/i.test(facts.hardware.deviceById.get(deviceId)?.class ?? ''),
  );
  return grants.length > 0 && grants.every(({ mode }) => mode === 'emulated');
}

const NETWORK: Rule = {
  id: 'TECH-F3',
  title: 'IP between kernels over an emulated adapter',
  strength: 'advice',
  checks:
    'Sockets between guests, or guest and host, run over virtio-net or a real adapter, not over an emulated one.',
  source: 'technology rule F3 (nsdi20-data, fc-spec): 14 to 24 Gbit/s, +0.06 ms in Firecracker',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no socket between kernels'
      : `no emulated adapter under ${counted(count, 'socket')} between kernels`,
  run: (facts, report) => {
    const virtio = facts.catalogue.mechanisms.get('virtio-net') ?? null;
    for (const carried of carriedBetween(facts, 'guests', 'host-guest')) {
      if (carried.carrier.channel.kind !== 'socket') continue;
      const slow = [carried.pair.from, carried.pair.to].filter(({ id }) =>
        onlyEmulatedNetwork(facts, id),
      );
      if (slow.length === 0) {
        report.pass();
        continue;
      }
      const offered = virtio && connects(facts, carried, virtio) ? virtio : null;
      const figure = figureAtEnds(facts, carried.pair, offered, 'throughput');
      report.advice({
        subjects: subjectsOf(carried),
        message: `"${carried.facts.link.name}" is a socket over the emulated adapter of "${slow[0]?.name ?? ''}"`,
        limit: `${offered?.name ?? 'a para-virtual adapter'} or a real one`,
        actual: 'emulated adapter',
        evidence: figure ? [asEvidence(figure.use)] : [],
        remedy: `Give the guest ${offered?.name ?? 'the para-virtual adapter of its hypervisor'}, or an adapter of its own.`,
      });
    }
  },
};

/** A mechanism inside one kernel with its latency on the cores of both ends. */
interface Inside {
  readonly mechanism: Mechanism;
  readonly ns: number;
  readonly use: FigureUse;
}

/** The quickest mechanism inside one kernel of those with a latency that holds on the cores of both ends. */
function quickestInside(facts: Facts, carried: Carried): Inside | null {
  const known = [...facts.catalogue.mechanisms.values()].flatMap((mechanism): Inside[] => {
    if (!connects(facts, carried, mechanism)) return [];
    const figure = figureAtEnds(facts, carried.pair, mechanism, 'latency');
    const ns = typicalHere(figure);
    return figure && ns !== null ? [{ mechanism, ns, use: figure.use }] : [];
  });
  return known.reduce<Inside | null>(
    (best, each) => (!best || each.ns < best.ns ? each : best),
    null,
  );
}

const SAME_KERNEL: Rule = {
  id: 'TECH-F4',
  title: 'Slow mechanism on one kernel',
  strength: 'advice',
  checks:
    'Where the latency of a mechanism on one kernel exceeds the bound of its link and that of a quicker one does not, the quicker one is used.',
  source: 'technology rule F4 (ipcbench): shared memory, then FIFO and pipe, Unix socket, TCP',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no bounded link on one kernel with a mechanism of known latency'
      : `mechanism quick enough for ${counted(count, 'bounded link')} on one kernel`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const carried of carriedBetween(facts, 'same-environment', 'same-kernel')) {
      const bound = carried.facts.link.latencyBoundNs;
      const latency = figureAtEnds(facts, carried.pair, carried.carrier.mechanism, 'latency');
      if (bound === null || !latency) continue;
      const elsewhere = measuredElsewhere(
        (names) => `latency of what carries ${names}`,
        [latency.use],
      );
      if (elsewhere) unknown.add(elsewhere.key, elsewhere.text, ofLink(carried.facts.link));
      const typical = typicalHere(latency);
      if (typical === null) continue;
      const quicker = quickestInside(facts, carried);
      if (typical <= bound || !quicker || quicker.ns > bound) {
        report.pass(1, [asEvidence(latency.use)]);
        continue;
      }
      report.advice({
        subjects: subjectsOf(carried),
        message: `"${carried.facts.link.name}" is bound to ${formatNs(bound)}; ${carried.carrier.mechanism?.name ?? ''} takes ${inUnit(typical, 'ns')}, ${quicker.mechanism.name} ${inUnit(quicker.ns, 'ns')}`,
        limit: formatNs(bound),
        actual: inUnit(typical, 'ns'),
        remainder: `-${inUnit(typical - bound, 'ns')}`,
        evidence: [asEvidence(latency.use), asEvidence(quicker.use), boundEvidence(carried)],
        remedy: `Use ${quicker.mechanism.name}.`,
      });
    }
    unknown.report(report);
  },
};

const BRIDGE: Rule = {
  id: 'TECH-F5',
  title: 'Bounded link over a bridge with address translation',
  strength: 'advice',
  checks:
    'A link with a latency bound does not cross a container bridge with NAT; where it does, up to twice the round trip is budgeted.',
  source: 'technology rule F5 (engine-note: Felter 2014; khan26 saw +0.05 ms only)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no link over a container bridge'
      : `no latency bound on ${counted(count, 'link')} over a container bridge`,
  run: (facts, report) => {
    for (const carried of carriedBetween(
      facts,
      'same-environment',
      'same-kernel',
      'guests',
      'host-guest',
    )) {
      if (carried.carrier.mechanism?.id !== 'bridge-network') continue;
      const { link } = carried.facts;
      if (link.latencyBoundNs === null) {
        report.pass();
        continue;
      }
      report.advice({
        subjects: subjectsOf(carried),
        message: `"${link.name}" is bound to ${formatNs(link.latencyBoundNs)} and crosses a bridge with NAT: budget up to twice the round trip`,
        limit: 'host network or shared memory',
        actual: carried.carrier.mechanism.name,
        evidence: [boundEvidence(carried)],
        remedy: 'Use the host network or shared memory, or measure it.',
      });
    }
  },
};

/** In the order in which they are listed. */
export const TECH_LINK_RULES: readonly Rule[] = [
  PARTITIONS,
  HOST_STREAM,
  NETWORK,
  SAME_KERNEL,
  BRIDGE,
];
