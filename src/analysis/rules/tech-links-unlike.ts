/** TECH-F6 to TECH-F8: unlike cores, shared memory across criticality, and the largest RPMsg message. */
import { criticalityStep, crossesCriticality } from '../../model/criticality.ts';
import type { Channel, Region } from '../../model/layout.ts';
import { formatBytes } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { figureSource, sameCoreType } from '../hardware.ts';
import { isPartOf } from '../ipc/documented-hardware.ts';
import { betweenImages } from '../ipc/reach.ts';
import { kernelEnvironment } from '../isolation/boundaries.ts';
import { ofChannel, ofLink, ofRegion } from '../subjects.ts';
import { counted } from '../wording.ts';
import type { Rule } from './rule.ts';
import { figureEvidence } from './tech-facts.ts';
import { carriedBetween, subjectsOf, type Carried } from './tech-links.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

/** Between images with nothing in common but the chip. */
const FIT: Readonly<Partial<Record<Channel['kind'], string>>> = {
  socket: 'a socket',
  virtio: 'virtio of a hypervisor',
};

/** Whether no core type is known to be on both sides: the rule is about unlike ones. */
function mayBeUnlike(facts: Facts, { pair }: Carried): boolean {
  const [from, to] = [pair.from, pair.to].map(({ id }) => {
    const cores = facts.cpu.coresOf(facts.tree.coresOf.get(id) ?? []);
    return cores.map(({ cluster }) => cluster?.coreType ?? null);
  });
  const known = (types: readonly (string | null)[] = []) =>
    types.flatMap((type) => (type === null ? [] : type));
  return !known(from).some((type) => known(to).some((other) => sameCoreType(type, other)));
}

const UNLIKE: Rule = {
  id: 'TECH-F6',
  title: 'Unlike cores without RPMsg, mailbox or shared memory',
  strength: 'strong',
  checks:
    'Between images on unlike cores and without a common hypervisor, messages go by RPMsg, notifications by mailbox and bulk data by shared memory, not by sockets or a virtio device.',
  source: 'technology rule F6 (ti-ipc, rpmsg-lite)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no channel between images on unlike cores without a common hypervisor'
      : `${counted(count, 'channel')} between images on unlike cores by RPMsg, mailbox or shared memory`,
  run: (facts, report) => {
    for (const carried of carriedBetween(facts, 'separate')) {
      if (!mayBeUnlike(facts, carried)) continue;
      const { channel, mechanism } = carried.carrier;
      const wrong = mechanism?.id === 'rpmsg-openamp' ? undefined : FIT[channel.kind];
      if (wrong === undefined) {
        report.pass();
        continue;
      }
      report.warning({
        subjects: subjectsOf(carried),
        message: `"${carried.facts.link.name}" joins "${carried.pair.from.name}" and "${carried.pair.to.name}" by ${wrong}, and no hypervisor or network carries both`,
        limit: 'RPMsg, mailbox or shared memory',
        actual: mechanism?.name ?? channel.kind,
        remedy: `Use ${betweenImages(facts, carried.pair)}.`,
      });
    }
  },
};

/** Part of a region that a channel takes; all of it where the channel does not say. */
function sectionOf(channel: Channel, region: Region): readonly [number, number] {
  const start = channel.regionOffset ?? 0;
  const whole = channel.regionOffset === null && channel.sizeBytes === null;
  return whole
    ? [0, region.sizeBytes]
    : [start, start + (channel.sizeBytes ?? region.sizeBytes - start)];
}

/** The kernel that writes: its applications share its mapping. */
function writerOf(facts: Facts, { pair }: Carried): string {
  return kernelEnvironment(facts.tree, pair.from.id)?.id ?? pair.from.id;
}

const VALIDATE: UnknownText = {
  message: (names) =>
    `shared memory from one criticality to another; check that the receiver validates what it reads: ${names}`,
  remedy: 'Review the receiving side: range checks, sequence counter, CRC, age.',
};

const LEVEL_UNKNOWN: UnknownText = {
  message: (names) => `shared memory with an end of unknown criticality: ${names}`,
  remedy: 'State the criticality of both ends.',
};

/** A channel with the part of its region that it takes. */
interface Section {
  readonly carried: Carried;
  readonly writer: string;
  readonly start: number;
  readonly end: number;
}

function sectionsOf(facts: Facts, list: readonly Carried[]): readonly Section[] {
  return list
    .flatMap((carried) => {
      const { channel, region } = carried.carrier;
      if (!region) return [];
      const [start, end] = sectionOf(channel, region);
      return [{ carried, writer: writerOf(facts, carried), start, end }];
    })
    .sort((a, b) => a.start - b.start);
}

/** By section: the next one, in the order given, of another writer. */
function nextOfOthers(sections: readonly Section[]): ReadonlyMap<Section, Section> {
  const next = new Map<Section, Section>();
  let following: Section | undefined;
  for (const section of sections.toReversed()) {
    const other = following?.writer === section.writer ? next.get(following) : following;
    if (other) next.set(section, other);
    following = section;
  }
  return next;
}

/** Channels that another writer's section overlaps, each with one such channel. */
function overlapped(facts: Facts, all: readonly Carried[]): ReadonlyMap<Carried, Carried> {
  const found = new Map<Carried, Carried>();
  const byRegion = Map.groupBy(all, ({ carrier }) => carrier.region?.id ?? '');
  for (const list of byRegion.values()) {
    const sections = sectionsOf(facts, list);
    const next = nextOfOthers(sections);
    // Of what began before: the section that ends last, and the one of another writer that does.
    let last: Section | null = null;
    let other: Section | null = null;
    for (const section of sections) {
      const before: Section | null = last?.writer === section.writer ? other : last;
      const after = next.get(section);
      if (before && before.end > section.start) found.set(section.carried, before.carried);
      else if (after && after.start < section.end) found.set(section.carried, after.carried);
      if (last === null || section.end > last.end) {
        if (last && last.writer !== section.writer) other = last;
        last = section;
      } else if (section.writer !== last.writer && section.end > (other?.end ?? 0)) other = section;
    }
  }
  return found;
}

const ONE_WRITER: Rule = {
  id: 'TECH-F7',
  title: 'Shared memory between criticality levels with several writers',
  strength: 'strong',
  checks:
    'Shared memory between levels of criticality has one writer per section; that the reader validates what it reads is checked by hand.',
  source: 'technology rule F7 (jailhouse-src: ivshmem v2 output sections)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no shared memory between levels of criticality'
      : `one writer per section in ${counted(count, 'channel')} between levels of criticality`,
  run: (facts, report) => {
    const validate = new UnknownGroups();
    const unknown = new UnknownGroups();
    const all = carriedBetween(facts, 'guests', 'host-guest', 'separate', 'same-kernel').filter(
      ({ carrier }) => carrier.channel.kind === 'shared-memory',
    );
    const clash = overlapped(facts, all);
    for (const carried of all) {
      const { from, to, link } = carried.facts;
      const levels = [from?.criticality ?? null, to?.criticality ?? null] as const;
      // Both ends in one application are of one level, whichever it is.
      if (levels.includes(null) && from !== to) {
        unknown.add('level', LEVEL_UNKNOWN, ofLink(link));
        continue;
      }
      if (!crossesCriticality(...levels)) continue;
      validate.add('validate', VALIDATE, ofLink(link));
      const other = clash.get(carried);
      if (!other) {
        report.pass();
        continue;
      }
      const { region } = carried.carrier;
      report.warning({
        subjects: [
          ...subjectsOf(carried),
          ofLink(other.facts.link),
          ofChannel(other.carrier.channel, other.facts.link),
          ...(region ? [ofRegion(region)] : []),
        ],
        message: `"${link.name}" (${criticalityStep(...levels)}) shares its section of "${region?.name ?? ''}" with another writer: "${other.facts.link.name}"`,
        limit: '1 writer per section',
        actual: '2 writers',
        remainder: '-1',
        remedy: 'Give each writer a section of its own, mapped read-only elsewhere.',
      });
    }
    validate.report(report, 'manual');
    unknown.report(report);
  },
};

const MESSAGE_SIZE: Rule = {
  id: 'TECH-F8',
  title: 'RPMsg message too large for Linux on TI parts',
  strength: 'hard',
  checks:
    'A message by RPMsg to or from Linux on a part of TI is at most as large as documented (512 bytes).',
  source: 'technology rule F8 (ti-ipc)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no RPMsg with Linux on a part of TI'
      : `${counted(count, 'RPMsg message')} of at most the documented size`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const carried of carriedBetween(facts, 'separate', 'guests', 'host-guest')) {
      const { mechanism } = carried.carrier;
      const ends = [carried.pair.from, carried.pair.to];
      const limit = mechanism?.messageLimits.find(
        ({ vendors, os }) =>
          isPartOf(facts.hardware.target, vendors) !== false &&
          ends.some(({ id }) => kernelEnvironment(facts.tree, id)?.os?.family === os),
      );
      if (!mechanism || !limit) continue;
      const { bytes } = limit;
      const { link } = carried.facts;
      const payload = link.payloadBytes;
      if (payload === null) unknown.add('payload', PAYLOAD_UNKNOWN, ofLink(link));
      else if (payload <= bytes) report.pass();
      else if (facts.hardware.target.vendor === null) {
        unknown.add('vendor', VENDOR_UNKNOWN, ofLink(link));
      } else {
        report.error({
          subjects: subjectsOf(carried),
          message: `"${link.name}" sends ${payload} B by RPMsg; with Linux on ${facts.hardware.target.name} a message holds ${bytes} B`,
          limit: `${bytes} B`,
          actual: formatBytes(payload),
          remainder: `-${formatBytes(payload - bytes)}`,
          evidence: [
            figureEvidence(facts, `limits of ${mechanism.name}`, mechanism.figures.needs),
            {
              name: `payload of ${link.name}`,
              value: `${payload} B`,
              source: figureSource(link.sources, 'payloadBytes'),
            },
          ],
          remedy: 'Send it in parts, or pass bulk data through shared memory.',
        });
      }
    }
    unknown.report(report);
  },
};

const VENDOR_UNKNOWN: UnknownText = {
  message: (names) =>
    `RPMsg with Linux, larger than parts of TI carry, and nobody says whose part the target is: ${names}`,
  remedy: 'State the vendor of the target.',
};

const PAYLOAD_UNKNOWN: UnknownText = {
  message: (names) => `RPMsg with Linux on a part of TI, and of unknown payload: ${names}`,
  remedy: 'State the payload.',
};

/** In the order in which they are listed. */
export const TECH_UNLIKE_RULES: readonly Rule[] = [UNLIKE, ONE_WRITER, MESSAGE_SIZE];
