/** LINK-1 to LINK-5: every link has ends, a carrier, and a carrier that reaches. */
import { formatBytes } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import type { Carrier, EndPair, LinkFacts } from '../ipc/link-facts.ts';
import { worstReach } from '../ipc/reach.ts';
import type { Subject } from '../result.ts';
import { ofApplication, ofChannel, ofEnvironment, ofLink, ofRegion } from '../subjects.ts';
import { counted } from '../wording.ts';
import { LEVEL_RULES } from './levels.ts';
import type { Report, Rule, Verdictable } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

function endsOf({ from, to }: LinkFacts): readonly Subject[] {
  const both = [from, to].flatMap((end) => (end ? [ofApplication(end)] : []));
  return both[0]?.id === both[1]?.id ? both.slice(0, 1) : both;
}

function crossesKernels({ relation: { kind } }: EndPair): boolean {
  return kind !== 'same-environment' && kind !== 'same-kernel';
}

const NO_PLACE = {
  message: (names: string) => `link with an end that has no place: ${names}`,
  remedy: 'Put both applications into environments.',
};

const ENDS: Rule = {
  id: 'LINK-1',
  title: 'Link with an end that has no place',
  strength: 'strong',
  checks: 'Both applications of a link have a place in the layout.',
  source: 'definition',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'the plan has no links' : `${counted(count, 'link')} with both ends placed`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const entry of facts.links) {
      if (entry.pairs.length > 0) report.pass();
      else unknown.add('place', NO_PLACE, ofLink(entry.link));
    }
    unknown.report(report);
  },
};

const CARRIED: Rule = {
  id: 'LINK-2',
  title: 'Link between environments without a channel',
  strength: 'hard',
  checks: 'A link whose ends stand in different environments has a channel.',
  source: 'definition',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no link with both ends placed'
      : `${counted(count, 'link')} local or carried by a channel`,
  run: (facts, report) => {
    for (const entry of facts.links) {
      if (entry.pairs.length === 0) continue;
      const apart = entry.pairs.find(({ relation }) => relation.kind !== 'same-environment');
      if (!apart || entry.carriers.length > 0) {
        report.pass();
        continue;
      }
      report.error({
        subjects: [ofLink(entry.link), ofEnvironment(apart.from), ofEnvironment(apart.to)],
        message: `nothing carries "${entry.link.name}" from "${apart.from.name}" to "${apart.to.name}"`,
        limit: '1 channel',
        actual: '0 channels',
        remainder: '-1',
        remedy: 'Add a channel, or put both ends into one environment.',
      });
    }
  },
};

function checkReach(facts: Facts, entry: LinkFacts, carrier: Carrier, report: Report): void {
  const found = worstReach(facts, entry.pairs, carrier.channel, carrier.mechanism);
  if (!found || found.verdict === 'pass') {
    report.pass();
    return;
  }
  const { pair, why, remedy, verdict } = found;
  const verdictable: Verdictable = {
    subjects: [
      ofLink(entry.link),
      ofChannel(carrier.channel, entry.link),
      ofEnvironment(pair.from),
      ofEnvironment(pair.to),
    ],
    message: `"${entry.link.name}" from "${pair.from.name}" to "${pair.to.name}": ${why()}`,
    actual: carrier.mechanism?.name ?? carrier.channel.kind,
    remedy,
  };
  if (verdict === 'error') report.error(verdictable);
  else if (verdict === 'warning') report.warning(verdictable);
  else report.notAssessed(verdictable);
}

const REACH: Rule = {
  id: 'LINK-3',
  title: 'Ends that the channel does not reach',
  strength: 'hard',
  checks:
    'The channel of a link can connect the two environments: one kernel, guests of one hypervisor that offers the mechanism, or separate images by fixed memory, RPMsg or mailbox.',
  source: 'catalogue: technologies of each IPC mechanism; technology rules F1 to F6',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no channel with both ends placed'
      : `both ends reached by ${counted(count, 'channel')}`,
  run: (facts, report) => {
    for (const entry of facts.links) {
      if (entry.pairs.length === 0) continue;
      for (const carrier of entry.carriers) checkReach(facts, entry, carrier, report);
    }
  },
};

const NO_MECHANISM = {
  message: (names: string) => `mechanism not in the catalogue: channel of ${names}`,
  remedy: 'Choose one of this catalogue.',
};
const NO_ADDRESS = {
  message: (names: string) =>
    `shared memory without an address at the sender or the receiver: ${names}`,
  remedy: 'State where each side maps the region.',
};

/** What is missing from a channel; null when it is complete. */
function incomplete(entry: LinkFacts, carrier: Carrier): Partial<Verdictable> | null {
  const { channel, mechanism, region } = carrier;
  if (mechanism && !mechanism.channelKinds.includes(channel.kind)) {
    return {
      message: `the channel of "${entry.link.name}" is of kind ${channel.kind}; ${mechanism.name} carries ${mechanism.channelKinds.join(', ')}`,
      limit: mechanism.channelKinds.join(', '),
      actual: channel.kind,
      remedy: 'Change the kind of the channel, or its mechanism.',
    };
  }
  if (channel.kind !== 'shared-memory') return null;
  if (region && region.kind !== 'shared') {
    return {
      message: `the channel of "${entry.link.name}" lies in "${region.name}", which is ${region.kind}`,
      limit: 'a shared region',
      actual: `a ${region.kind} region`,
      remedy: 'Choose a shared region, or make this one shared.',
    };
  }
  if (!region && entry.pairs.some(crossesKernels)) {
    return {
      message: `the shared memory of "${entry.link.name}" has no region, and its ends run on different kernels`,
      limit: '1 region',
      actual: 'none',
      remedy: 'Choose or add a shared region.',
    };
  }
  return null;
}

const COMPLETE: Rule = {
  id: 'LINK-4',
  title: 'Channel incomplete',
  strength: 'hard',
  checks:
    'A channel is of a kind that its mechanism carries; shared memory between kernels names a shared region and an address per end.',
  source: 'definition',
  onPlacement: true,
  passed: (count) => (count === 0 ? 'no channels' : `${counted(count, 'channel')} complete`),
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const addresses = new UnknownGroups();
    for (const entry of facts.links) {
      for (const carrier of entry.carriers) {
        const { channel, region } = carrier;
        const fault = incomplete(entry, carrier);
        const crosses = entry.pairs.some(crossesKernels);
        const unaddressed = channel.fromAddress === null || channel.toAddress === null;
        if (channel.mechanismId !== null && !carrier.mechanism) {
          unknown.add('mechanism', NO_MECHANISM, ofLink(entry.link));
        } else if (fault) {
          report.error({
            message: '',
            ...fault,
            subjects: [
              ofLink(entry.link),
              ofChannel(channel, entry.link),
              ...(region ? [ofRegion(region)] : []),
            ],
          });
        } else if (channel.kind === 'shared-memory' && crosses && unaddressed) {
          addresses.add('address', NO_ADDRESS, ofLink(entry.link));
        } else report.pass();
      }
    }
    unknown.report(report);
    addresses.report(report, 'warning');
  },
};

const SINGLE: Rule = {
  id: 'LINK-5',
  title: 'Several channels for one link',
  strength: 'advice',
  checks: 'A link has one channel; drawings and estimates use the last one.',
  source: 'rule of the house',
  onPlacement: false,
  passed: (count) => (count === 0 ? 'no channels' : `${counted(count, 'link')} with one channel`),
  run: (facts, report) => {
    for (const entry of facts.links) {
      if (entry.carriers.length === 1) report.pass();
      if (entry.carriers.length < 2) continue;
      report.warning({
        subjects: [
          ofLink(entry.link),
          ...entry.carriers.map(({ channel }) => ofChannel(channel, entry.link)),
        ],
        message: `"${entry.link.name}" has ${counted(entry.carriers.length, 'channel')}`,
        limit: '1 channel',
        actual: counted(entry.carriers.length, 'channel'),
        remainder: String(1 - entry.carriers.length),
        remedy: 'Keep one, or split the link.',
      });
    }
  },
};

/** How large a channel is, and why that is known. */
function channelSize({ channel, region }: Carrier): number | null {
  if (channel.sizeBytes !== null) return channel.sizeBytes;
  return region ? region.sizeBytes - (channel.regionOffset ?? 0) : null;
}

const PAYLOAD: Rule = {
  id: 'LINK-6',
  title: 'Payload larger than the channel',
  strength: 'hard',
  checks: 'One transfer of a link fits into the shared memory that carries it.',
  source: 'definition',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no payload in shared memory of known size'
      : `room for ${counted(count, 'payload')}`,
  run: (facts, report) => {
    for (const entry of facts.links) {
      for (const carrier of entry.carriers) {
        const payload = entry.link.payloadBytes;
        const size = channelSize(carrier);
        if (carrier.channel.kind !== 'shared-memory' || payload === null || size === null) continue;
        if (payload <= size) {
          report.pass();
          continue;
        }
        const exactly = (bytes: number) =>
          formatBytes(payload) === formatBytes(size) ? `${bytes} B` : formatBytes(bytes);
        report.error({
          subjects: [ofLink(entry.link), ofChannel(carrier.channel, entry.link), ...endsOf(entry)],
          message: `one transfer of "${entry.link.name}" is ${exactly(payload)}; its channel holds ${exactly(Math.max(0, size))}`,
          limit: exactly(Math.max(0, size)),
          actual: exactly(payload),
          remainder: `-${formatBytes(payload - Math.max(0, size))}`,
          evidence: [
            {
              name: `payload of ${entry.link.name}`,
              value: `${payload} B`,
              source: figureSource(entry.link.sources, 'payloadBytes'),
            },
          ],
          remedy: 'Make the channel larger, or transfer in parts.',
        });
      }
    }
  },
};

/** In the order in which they are listed. */
export const LINK_RULES: readonly Rule[] = [
  ENDS,
  CARRIED,
  REACH,
  COMPLETE,
  SINGLE,
  PAYLOAD,
  LEVEL_RULES.link,
];
