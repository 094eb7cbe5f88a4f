/** SHM-1 to SHM-6: regions lie in memory, apart from each other, and hold their channels. */
import type { Region } from '../../model/layout.ts';
import type { Memory } from '../../model/target.ts';
import { formatAddress, formatBytes } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { hardwareSource } from '../hardware.ts';
import type { Carrier, LinkFacts } from '../ipc/link-facts.ts';
import { hasOwnKernel } from '../isolation/boundaries.ts';
import { MAPPING_GRANULE } from '../memory/memory-sum.ts';
import { joinRanges, type RegionUse } from '../memory/regions.ts';
import type { Subject } from '../result.ts';
import { ofChannel, ofEnvironment, ofLink, ofMemory, ofRegion } from '../subjects.ts';
import { counted } from '../wording.ts';
import { LEVEL_RULES } from './levels.ts';
import type { Report, Rule } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

/** A stretch of addresses; `end` is the first address after it. */
interface Stretch {
  readonly base: number;
  readonly end: number;
}

function stretchText({ base, end }: Stretch): string {
  return `${formatAddress(base)} to ${formatAddress(end - 1)}`;
}

const NOT_PLACED = {
  message: (names: string) => `no base address yet: ${names}`,
  remedy: 'Give it a base address.',
};

/** A region that only one kernel's content uses has its place chosen by that kernel. */
function placedByKernel({ region, countedIn }: RegionUse): boolean {
  return region.base === null && countedIn !== null && hasOwnKernel(countedIn);
}

/** Pairs of stretches that overlap: each with the one before it that reaches furthest. */
function overlaps<T extends Stretch>(list: readonly T[]): readonly (readonly [T, T])[] {
  const sorted = [...list].sort((a, b) => a.base - b.base || a.end - b.end);
  const pairs: [T, T][] = [];
  let furthest: T | null = null;
  for (const each of sorted) {
    if (furthest && each.base < furthest.end) pairs.push([furthest, each]);
    if (!furthest || each.end > furthest.end) furthest = each;
  }
  return pairs;
}

const APART: Rule = {
  id: 'SHM-1',
  title: 'Regions that overlap',
  strength: 'hard',
  checks: 'No two regions of a layout, shared, private or reserved, share an address.',
  source: 'definition; ISO 26262-6 D.2.3 (memory)',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no regions' : `${counted(count, 'region')} apart from the others`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const placed: (Stretch & { readonly region: Region })[] = [];
    for (const use of facts.memory.regions) {
      const { region } = use;
      if (placedByKernel(use)) report.pass();
      else if (region.base === null) unknown.add('base', NOT_PLACED, ofRegion(region));
      else placed.push({ base: region.base, end: region.base + region.sizeBytes, region });
    }
    const pairs = overlaps(placed);
    const wrong = new Set(pairs.flatMap(([a, b]) => [a.region, b.region]));
    report.pass(placed.length - wrong.size);
    for (const [a, b] of pairs) {
      const common = { base: Math.max(a.base, b.base), end: Math.min(a.end, b.end) };
      report.error({
        subjects: [ofRegion(b.region), ofRegion(a.region)],
        message: `${b.region.kind} region "${b.region.name}" overlaps ${a.region.kind} region "${a.region.name}" by ${formatBytes(common.end - common.base)}`,
        limit: '0 B in common',
        actual: `${formatBytes(common.end - common.base)} in common, ${stretchText(common)}`,
        remainder: `-${formatBytes(common.end - common.base)}`,
        evidence: [a, b].map((each) => ({
          name: each.region.name,
          value: stretchText(each),
          source: 'user',
        })),
        remedy: `Move "${b.region.name}" to ${formatAddress(roundUp(a.end))} or beyond, or make "${a.region.name}" smaller.`,
      });
    }
    unknown.report(report);
  },
};

function roundUp(address: number): number {
  return Math.ceil(address / MAPPING_GRANULE) * MAPPING_GRANULE;
}

const RANGES_UNKNOWN = {
  message: (names: string) => `the target does not say where its memory stands: ${names}`,
  remedy: "Add the address ranges of the memory to the plan's target.",
};

function checkInside(facts: Facts, use: RegionUse, unknown: UnknownGroups, report: Report): void {
  const { region, memory } = use;
  const { target } = facts.hardware;
  if (region.memoryId !== null && !memory) {
    report.error({
      subjects: [ofRegion(region)],
      message: `"${region.name}" lies in a memory that ${target.name} does not have`,
      actual: region.memoryId,
      remedy: 'Choose a memory of this target.',
    });
    return;
  }
  if (placedByKernel(use)) {
    report.pass();
    return;
  }
  if (region.base === null) {
    unknown.add('base', NOT_PLACED, ofRegion(region));
    return;
  }
  const memories: readonly Memory[] = memory ? [memory] : target.memories;
  const ranges = joinRanges(memories.flatMap((each) => each.ranges));
  const { base } = region;
  const end = base + region.sizeBytes;
  if (ranges.some((range) => base >= range.base && end <= range.base + range.size)) {
    report.pass();
    return;
  }
  if (memories.length === 0 || memories.some((each) => each.ranges.length === 0)) {
    unknown.add('ranges', RANGES_UNKNOWN, ofRegion(region));
    return;
  }
  const texts = ranges.map((range) =>
    stretchText({ base: range.base, end: range.base + range.size }),
  );
  report.error({
    subjects: [ofRegion(region), ...(memory ? [ofMemory(memory)] : [])],
    message: `"${region.name}" (${stretchText({ base, end })}) is not inside ${memory ? memory.name : 'the memory of the target'}`,
    limit: texts.join('; '),
    actual: stretchText({ base, end }),
    evidence: memories.map((each) => ({
      name: `address ranges of ${each.name}`,
      value: each.ranges
        .map((range) => stretchText({ base: range.base, end: range.base + range.size }))
        .join('; '),
      source: hardwareSource(target, each.provenance, 'ranges'),
    })),
    remedy: 'Move the region into one of the ranges.',
  });
}

const IN_MEMORY: Rule = {
  id: 'SHM-2',
  title: 'Region outside memory',
  strength: 'hard',
  checks:
    'Every region lies inside the address ranges of its memory, or of any memory where it names none.',
  source: 'address ranges of the target',
  onPlacement: false,
  passed: (count) => (count === 0 ? 'no regions' : `${counted(count, 'region')} inside memory`),
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const use of facts.memory.regions) checkInside(facts, use, unknown, report);
    unknown.report(report);
  },
};

const ALIGNED: Rule = {
  id: 'SHM-3',
  title: 'Region off the mapping granule',
  strength: 'hard',
  checks:
    'Base and mapped addresses are multiples of 4 KiB (error); so is the size (warning: it is rounded up).',
  source: 'smallest page of Armv8-A (4 KiB granule) and x86-64',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no regions' : `${counted(count, 'region')} and mapping aligned`,
  run: (facts, report) => {
    const granule = formatBytes(MAPPING_GRANULE);
    const off = (address: number | null) => address !== null && address % MAPPING_GRANULE !== 0;
    for (const { region } of facts.memory.regions) {
      const [base, size] = [region.base, region.sizeBytes];
      if (off(base)) {
        report.error({
          subjects: [ofRegion(region)],
          message: `the base of "${region.name}" is not a multiple of ${granule}`,
          limit: `multiple of ${granule}`,
          actual: formatAddress(base),
          remainder: `${(base ?? 0) % MAPPING_GRANULE} B`,
          remedy: `Move it to ${formatAddress(roundUp(base ?? 0))}.`,
        });
      } else if (off(size)) {
        report.warning({
          subjects: [ofRegion(region)],
          message: `the size of "${region.name}" is not a multiple of ${granule}: ${formatBytes(roundUp(size))} are mapped`,
          limit: `multiple of ${granule}`,
          actual: `${size} B`,
          remainder: `${roundUp(size) - size} B`,
          remedy: `Make it ${formatBytes(roundUp(size))}, or expect what follows it to be mapped too.`,
        });
      } else report.pass();
    }
    for (const mapping of mappings(facts)) {
      if (!off(mapping.base)) continue;
      report.error({
        subjects: [mapping.environment, ofLink(mapping.entry.link), ofRegion(mapping.region)],
        message: `"${mapping.region.name}" is mapped into "${mapping.environment.name}" at ${formatAddress(mapping.base)}, which is not a multiple of ${granule}`,
        limit: `multiple of ${granule}`,
        actual: formatAddress(mapping.base),
        remainder: `${mapping.base % MAPPING_GRANULE} B`,
        remedy: 'Map it at a multiple of the granule.',
      });
    }
  },
};

/** A region as one environment sees it. */
interface Mapping extends Stretch {
  readonly environment: Subject;
  readonly region: Region;
  readonly entry: LinkFacts;
}

/** Where environments map regions: the address of a channel's end, less its offset in the region. */
function mappings(facts: Facts): readonly Mapping[] {
  const found = new Map<string, Mapping>();
  for (const entry of facts.links) {
    for (const { channel, region } of entry.carriers) {
      if (!region) continue;
      for (const { from, to } of entry.pairs) {
        const ends = [
          { environment: from, address: channel.fromAddress },
          { environment: to, address: channel.toAddress },
        ];
        for (const { environment, address } of ends) {
          if (address === null) continue;
          const base = address - (channel.regionOffset ?? 0);
          const key = `${environment.id} ${region.id} ${base}`;
          const end = base + region.sizeBytes;
          found.set(key, { environment: ofEnvironment(environment), region, entry, base, end });
        }
      }
    }
  }
  return [...found.values()];
}

const MAPPED_APART: Rule = {
  id: 'SHM-4',
  title: 'Addresses that overlap inside an environment',
  strength: 'hard',
  checks: 'What an environment maps at its channel ends does not overlap in its own address space.',
  source: 'definition',
  onPlacement: true,
  passed: (count) => (count === 0 ? 'no mapped addresses' : `${counted(count, 'mapping')} apart`),
  run: (facts, report) => {
    const groups = Map.groupBy(mappings(facts), ({ environment }) => environment.id);
    for (const inOne of groups.values()) {
      const pairs = overlaps(inOne);
      report.pass(inOne.length - new Set(pairs.flat()).size);
      for (const [a, b] of pairs) {
        const common = { base: Math.max(a.base, b.base), end: Math.min(a.end, b.end) };
        const same =
          a.region === b.region
            ? 'twice, at different addresses that overlap'
            : `over "${a.region.name}"`;
        report.error({
          subjects: [b.environment, ofRegion(b.region), ofRegion(a.region), ofLink(b.entry.link)],
          message: `"${b.environment.name}" maps "${b.region.name}" ${same}`,
          limit: '0 B in common',
          actual: `${formatBytes(common.end - common.base)} in common, ${stretchText(common)}`,
          remainder: `-${formatBytes(common.end - common.base)}`,
          evidence: [a, b].map((each) => ({
            name: `${each.region.name} in ${each.environment.name}`,
            value: stretchText(each),
            source: 'user',
          })),
          remedy: `Map "${b.region.name}" at ${formatAddress(roundUp(a.end))} or beyond.`,
        });
      }
    }
  },
};

/** A channel's part of its region. */
interface Part extends Stretch {
  readonly entry: LinkFacts;
  readonly carrier: Carrier;
  readonly region: Region;
  /** False when the channel takes all that follows its offset because nothing else is stated. */
  readonly stated: boolean;
}

function parts(facts: Facts): readonly Part[] {
  return facts.links.flatMap((entry) =>
    entry.carriers.flatMap((carrier) => {
      const { channel, region } = carrier;
      if (!region || channel.kind !== 'shared-memory') return [];
      const base = channel.regionOffset ?? 0;
      const end =
        channel.sizeBytes === null ? Math.max(base, region.sizeBytes) : base + channel.sizeBytes;
      const stated = channel.sizeBytes !== null && channel.regionOffset !== null;
      return [{ entry, carrier, region, base, end, stated }];
    }),
  );
}

const FITS: Rule = {
  id: 'SHM-5',
  title: 'Channel larger than its region',
  strength: 'hard',
  checks: 'A channel, from its offset on, ends inside its region.',
  source: 'definition',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no channel in a region' : `${counted(count, 'channel')} inside the region`,
  run: (facts, report) => {
    for (const { entry, carrier, region, base, end } of parts(facts)) {
      // A channel that starts where the region ends holds nothing.
      if (end <= region.sizeBytes && base < region.sizeBytes) {
        report.pass();
        continue;
      }
      report.error({
        subjects: [ofChannel(carrier.channel, entry.link), ofLink(entry.link), ofRegion(region)],
        message: `the channel of "${entry.link.name}" ends at ${end} B of "${region.name}", which has ${region.sizeBytes} B`,
        limit: `${region.sizeBytes} B`,
        actual: `${end} B`,
        remainder: `${region.sizeBytes - end} B`,
        remedy: `Make "${region.name}" at least ${formatBytes(roundUp(end))}, or the channel smaller.`,
      });
    }
  },
};

const SHARED_PART: Rule = {
  id: 'SHM-6',
  title: 'Channels that overlap in a region',
  strength: 'hard',
  checks:
    'Channels of one region take different parts of it. Overlapping stated parts are an error; a channel that states no part takes all, which is a warning.',
  source: 'definition; technology rule F7 (one writer per section)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no channel in a region'
      : `${counted(count, 'channel')} with a part of the region of its own`,
  run: (facts, report) => {
    const groups = Map.groupBy(parts(facts), ({ region }) => region);
    for (const [region, inOne] of groups) {
      const pairs = overlaps(inOne);
      report.pass(inOne.length - new Set(pairs.flat()).size);
      const stated = pairs.filter(([a, b]) => a.stated && b.stated);
      for (const [a, b] of stated) {
        const bytes = Math.min(a.end, b.end) - Math.max(a.base, b.base);
        report.error({
          subjects: [ofLink(b.entry.link), ofLink(a.entry.link), ofRegion(region)],
          message: `"${b.entry.link.name}" and "${a.entry.link.name}" overlap in "${region.name}" by ${formatBytes(bytes)}`,
          limit: '0 B in common',
          actual: `${formatBytes(bytes)} in common`,
          remainder: `-${formatBytes(bytes)}`,
          remedy: `Start the channel of "${b.entry.link.name}" at offset ${a.end}.`,
        });
      }
      const loose = new Set(pairs.filter((pair) => !stated.includes(pair)).flat());
      if (loose.size === 0) continue;
      report.warning({
        subjects: [ofRegion(region), ...[...loose].map(({ entry }) => ofLink(entry.link))],
        message: `${counted(loose.size, 'channel')} of "${region.name}" overlap, since not all state which part of the region they take`,
        limit: '1 channel per part',
        actual: counted(loose.size, 'channel'),
        remedy: 'State offset and size of each channel.',
      });
    }
  },
};

/** In the order in which they are listed. */
export const SHM_RULES: readonly Rule[] = [
  APART,
  IN_MEMORY,
  ALIGNED,
  MAPPED_APART,
  FITS,
  SHARED_PART,
  LEVEL_RULES.shm,
];
