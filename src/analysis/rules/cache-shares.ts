/** INT-1: shares of the last-level cache against what the target allows, each other, and what works in them. */
import { criticalityName } from '../../model/criticality.ts';
import type { Id } from '../../model/fields.ts';
import type { CacheMechanism } from '../../model/interference.ts';
import type { Environment } from '../../model/layout.ts';
import type { Cache } from '../../model/target.ts';
import { formatBytes } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { sharing } from '../isolation/interference-controls.ts';
import { ofEnvironment } from '../subjects.ts';
import {
  cacheColours,
  cacheShareFaults,
  type CacheShare,
  type MaskRules,
  type ShareFault,
} from '../timing/interference/cache-partitions.ts';
import { counted } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { criticalFacts, type Placed } from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

/** Granule of page colours: the smallest page of every instruction set that maps pages. */
const PAGE_BYTES = 4096;

/** The last cache on the way to memory that a core uses. */
function lastCaches(facts: Facts): ReadonlyMap<Id, Cache> {
  const last = new Map<Id, Cache>();
  for (const cache of facts.hardware.target.caches) {
    if (cache.kind === 'instruction') continue;
    for (const id of cache.coreIds) {
      if ((last.get(id)?.level ?? 0) < cache.level) last.set(id, cache);
    }
  }
  return last;
}

const WORDS: Readonly<Record<CacheMechanism, string>> = {
  colouring: 'colours',
  cat: 'ways (CAT)',
  mpam: 'portions (MPAM)',
};

/** Rules of a mechanism on one cache; a text: why they are unknown, or that there is none. */
function rulesOf(
  { hardware }: Facts,
  cache: Cache,
  mechanism: CacheMechanism,
): MaskRules | { readonly absent: boolean; readonly reason: string } {
  const unknown = (reason: string) => ({ absent: false, reason });
  const { virtualization, name } = hardware.target;
  const { partitioning, sizeBytes, ways, level } = cache;
  if (mechanism === 'colouring') {
    if (hardware.target.clusters.some(({ isa }) => isa === 'x86_64'))
      return unknown('where addresses are hashed over slices, colours are unknown');
    const colours =
      sizeBytes !== null && ways ? cacheColours({ bytes: sizeBytes, ways }, PAGE_BYTES) : null;
    return colours === null
      ? unknown(`size or ways of the L${level} cache are unknown`)
      : { length: colours, leastBits: 1, contiguous: false, classes: null };
  }
  const has =
    mechanism === 'mpam'
      ? virtualization.mpam
      : level === 2
        ? virtualization.l2CacheAllocation
        : virtualization.l3CacheAllocation;
  if (has === false) return { absent: true, reason: `${name} has none for its L${level} cache` };
  const { maskBits = null, closCount = null, leastBits = null, sparse = null } = partitioning ?? {};
  if (has === null && maskBits === null)
    return unknown(`whether the L${level} cache of ${name} can be divided is unknown`);
  if (maskBits === null) return unknown(`the mask length of the L${level} cache is unknown`);
  return {
    length: maskBits,
    leastBits: leastBits ?? 1,
    contiguous: mechanism === 'cat' && sparse !== true,
    classes: closCount,
  };
}

/** Who may fill a part of one cache: applications of one share, or of one level without any. */
interface Holder {
  readonly cache: Cache;
  /** Null: may fill all of it. */
  readonly share: Environment | null;
  readonly placed: Placed[];
}

function holdersOf(facts: Facts): readonly Holder[] {
  const last = lastCaches(facts);
  const holders = new Map<string, Holder>();
  for (const placed of criticalFacts(facts).placed) {
    const share = sharing(placed.layers.map(({ environment }) => environment));
    for (const cache of new Set(placed.coreIds.flatMap((id) => last.get(id) ?? []))) {
      const key = `${cache.id} ${share?.id ?? ''}`;
      const holder = holders.get(key);
      if (holder) holder.placed.push(placed);
      else holders.set(key, { cache, share, placed: [placed] });
    }
  }
  return [...holders.values()];
}

const levelsOf = ({ placed }: Holder) =>
  [
    ...new Set(placed.map(({ application }) => criticalityName(application.criticality))),
  ].toSorted();

function workingSetOf({ placed }: Holder): number | null {
  let sum = 0;
  for (const { application, placement } of placed) {
    const { cacheWorkingSetBytes } = application;
    if (cacheWorkingSetBytes === null) return null;
    sum += cacheWorkingSetBytes * placement.instances;
  }
  return sum;
}

const FAULT_WORDS: Readonly<Record<ShareFault['code'], string>> = {
  empty: 'is empty',
  outside: 'names what the cache does not have',
  'too-few-bits': 'has fewer bits than the hardware takes',
  'not-contiguous': 'has a gap, which the hardware refuses',
  'too-many-classes': 'needs one more class of service than there are',
  overlap: 'overlaps with a share of another level',
  'working-set-too-large': 'is smaller than what works in it',
  'working-set-unknown': '',
};

function amount({ code }: ShareFault, value: number | null): string | null {
  if (value === null) return null;
  return code === 'working-set-too-large' ? formatBytes(value) : String(value);
}

function reportFault(
  found: ShareFault,
  own: Holder,
  other: Holder | undefined,
  report: Report,
): void {
  if (!own.share) return;
  const { cache, share } = own;
  const mask = `${share.cacheShare?.mask ?? ''}`;
  report.error({
    subjects: [share, ...(other?.share ? [other.share] : [])].map(ofEnvironment),
    message: `share ${mask} of "${share.name}" in the L${cache.level} cache ${FAULT_WORDS[found.code]}${other ? `: ${other.share ? `"${other.share.name}"` : 'what has no share fills all of it'} (${levelsOf(other).join(', ')}) against ${levelsOf(own).join(', ')}` : ''}`,
    limit: amount(found, found.allowed),
    actual: amount(found, found.found),
    evidence: [
      { name: 'mask', value: mask, source: share.regulationSource ?? 'user' },
      {
        name: `L${cache.level} cache`,
        value: cache.sizeBytes === null ? 'unknown' : formatBytes(cache.sizeBytes),
        source: null,
      },
    ],
    remedy:
      found.code === 'working-set-too-large'
        ? 'Give it more of the cache, or state memory accesses that were measured with this share.'
        : 'Change the mask so that it is allowed, and apart from those of other levels.',
  });
}

const LEVEL_UNKNOWN: UnknownText = {
  message: (names) =>
    `overlaps with what another environment may fill, and whether their levels differ is unknown: ${names}`,
  remedy: 'State the criticality of the applications in them.',
};

const hasUnknownLevel = ({ placed }: Holder) =>
  placed.some(({ application }) => application.criticality === null);

/** As the theory takes it: whose level is unknown stands alone, and who has no share may fill everything. */
function shareOf(holder: Holder, at: number, length: number, isSized: boolean): CacheShare {
  const { share } = holder;
  return {
    group: hasUnknownLevel(holder) ? `unknown ${at}` : levelsOf(holder).join(' '),
    mask: share?.cacheShare ? BigInt(share.cacheShare.mask) : (1n << BigInt(length)) - 1n,
    workingSetBytes: !share ? 0 : isSized ? workingSetOf(holder) : null,
  };
}

/** A share of what nobody states a working set for says nothing about accesses. */
const SET_UNKNOWN: UnknownText = {
  message: (names) =>
    `whether the cache share is large enough for what works in it is unknown: ${names}`,
  remedy: 'State the cache working set of each application.',
};

function checkShares(
  cache: Cache,
  holders: readonly Holder[],
  facts: Facts,
  report: Report,
  unknown: UnknownGroups,
): void {
  const shares = holders.filter((each) => each.share);
  const mechanisms = new Set(shares.flatMap(({ share }) => share?.cacheShare?.mechanism ?? []));
  const [mechanism] = mechanisms;
  if (mechanism === undefined) return;
  const rules =
    mechanisms.size > 1
      ? { absent: false, reason: 'several mechanisms divide one cache' }
      : rulesOf(facts, cache, mechanism);
  if ('reason' in rules) {
    const found = {
      subjects: shares.flatMap(({ share }) => share ?? []).map(ofEnvironment),
      message: `shares of the L${cache.level} cache by ${WORDS[mechanism]}: ${rules.reason}`,
      remedy: rules.absent
        ? 'Use page colours, or budget for interference.'
        : "State it in the plan's target.",
    };
    if (rules.absent) report.error(found);
    else report.notAssessed(found);
    return;
  }
  const faults = cacheShareFaults(
    holders.map((each, at) => shareOf(each, at, rules.length, cache.sizeBytes !== null)),
    rules,
    cache.sizeBytes ?? 0,
  );
  const wrong = new Set<number>();
  for (const found of faults) {
    wrong.add(found.share);
    const [own, other] = [holders[found.share], holders[found.other ?? -1]];
    if (!own?.share) continue;
    if (found.code === 'working-set-unknown') {
      unknown.add('working set', SET_UNKNOWN, ofEnvironment(own.share));
    } else if (other && [own, other].some(hasUnknownLevel)) {
      unknown.add('level', LEVEL_UNKNOWN, ofEnvironment(own.share));
    } else reportFault(found, own, other, report);
  }
  report.pass(shares.filter((each) => !wrong.has(holders.indexOf(each))).length);
}

export const CACHE_SHARE_RULE: Rule = {
  id: 'INT-1',
  title: 'Share of the last-level cache with a fault',
  strength: 'hard',
  checks:
    'Masks of colours, ways or portions are what the cache of the target allows, apart between levels of criticality, and as large as what works in them.',
  source:
    'Intel SDM volume 3B (cache allocation), Arm MPAM (DDI 0598), Kessler and Hill 1992 (page colours); CAST-32A, AMC 20-193',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no environment with applications has a share of the cache of its own'
      : `${counted(count, 'share')} of the last-level cache allowed, apart and large enough`,
  run: (facts, report) => {
    if (facts.tree.environments.every(({ cacheShare }) => cacheShare === null)) return;
    const unknown = new UnknownGroups();
    for (const [cache, holders] of Map.groupBy(holdersOf(facts), (each) => each.cache)) {
      // Shares first: a fault is theirs to mend, and one that fills everything comes last.
      const order = holders.toSorted((a, b) => Number(a.share !== null) - Number(b.share !== null));
      checkShares(cache, order, facts, report, unknown);
    }
    unknown.report(report);
  },
};
