/** Carrying the links of what moved: the old channel where it still reaches, else the best one that does. */
import type { Mechanism } from '../../catalog/technology.ts';
import type { Link } from '../../model/application.ts';
import { MAPPING_GRANULE_BYTES } from '../../model/commands/channels.ts';
import { applyDiff, DiffDraft } from '../../model/diff.ts';
import { MAX_NAME_LENGTH, type Id } from '../../model/fields.ts';
import {
  channelSchema,
  regionSchema,
  type Channel,
  type ChannelKind,
  type Environment,
  type Region,
} from '../../model/layout.ts';
import { nextOrder, type Plan } from '../../model/plan.ts';
import { linkFacts, type EndPair, type LinkFacts } from '../ipc/link-facts.ts';
import { reach, REACHES, type Reach } from '../ipc/reach.ts';
import { kernelEnvironment } from '../isolation/boundaries.ts';
import { layoutFacts, type LayoutFacts } from '../layout-facts.ts';
import { ofLink, ofRegion } from '../subjects.ts';
import type { Conversion } from './conversion.ts';

/** Kinds of channel that suit a kind of link, best first. */
const SUITABLE: Readonly<Record<Link['kind'], readonly ChannelKind[]>> = {
  data: ['shared-memory', 'message', 'socket', 'virtio'],
  message: ['message', 'socket', 'virtio', 'shared-memory'],
  event: ['notification', 'message', 'shared-memory', 'socket', 'virtio'],
  stream: ['socket', 'virtio', 'shared-memory', 'message'],
};

/** Word of a kind of channel in a sentence. */
const KIND_WORDS: Readonly<Record<ChannelKind, string>> = {
  'shared-memory': 'shared memory',
  message: 'messages',
  notification: 'notifications',
  socket: 'a socket',
  virtio: 'virtio',
};

const RANK = {
  pass: 0,
  'not-applicable': 0,
  manual: 1,
  warning: 2,
  'not-assessed': 3,
  error: 4,
} as const;

/** One way to carry a link. */
interface Choice {
  readonly kind: ChannelKind;
  readonly mechanism: Mechanism | null;
  readonly reach: Reach;
}

/** Regions have a physical address only where memory is given once: partitions and images on the hardware. */
const FIXED: ReadonlySet<Environment['kind']> = new Set<Environment['kind']>([
  'partition',
  'bare-metal',
  'os',
]);

class LinkCarrier {
  readonly #conversion: Conversion;
  readonly #plan: Plan;
  readonly #facts: LayoutFacts;
  readonly #draft: DiffDraft;
  readonly #mechanisms: readonly Mechanism[];
  #channelOrder: number;
  #regionOrder: number;

  constructor(conversion: Conversion, plan: Plan) {
    this.#conversion = conversion;
    this.#plan = plan;
    this.#facts = layoutFacts(plan, conversion.args.layoutId, conversion.catalogue);
    this.#draft = new DiffDraft(plan);
    this.#mechanisms = [...conversion.catalogue.mechanisms.values()];
    this.#channelOrder = nextOrder(plan.channels);
    this.#regionOrder = nextOrder(plan.regions);
  }

  run(): Plan {
    const moved = new Set(this.#conversion.args.applicationIds);
    for (const entry of linkFacts(this.#facts)) {
      const { fromApplicationId, toApplicationId } = entry.link;
      if (!moved.has(fromApplicationId) && !moved.has(toApplicationId)) continue;
      if (entry.pairs.length === 0) this.#dropUnplaced(entry);
      else this.#carry(entry);
    }
    const plan = applyDiff(this.#plan, this.#draft.diff());
    return this.#settleRegions(plan);
  }

  /** What has an end without a place is carried by nothing. */
  #dropUnplaced(entry: LinkFacts): void {
    for (const { channel } of entry.carriers) {
      this.#draft.remove('channels', channel.id);
      this.#conversion.note('lost', ofLink(entry.link), 'one of its ends has no place any more');
    }
  }

  #worst(entry: LinkFacts, channel: Channel, mechanism: Mechanism | null): Reach {
    let worst = REACHES;
    for (const pair of entry.pairs) {
      const answer = reach(this.#facts, channel, mechanism, pair);
      if (RANK[answer.verdict] > RANK[worst.verdict]) worst = answer;
    }
    return worst;
  }

  #carry(entry: LinkFacts): void {
    const [old] = entry.carriers;
    const together = entry.pairs.every(({ relation }) => relation.kind === 'same-environment');
    if (!old && together) return;
    if (old && old.mechanism === null && old.channel.mechanismId !== null) return;
    if (old && RANK[this.#worst(entry, old.channel, old.mechanism).verdict] === RANK.pass) {
      this.#keep(entry, old.channel);
      return;
    }
    const best = this.#best(entry, old?.channel ?? null);
    if (!best) this.#refuse(entry, old?.channel ?? null);
    else this.#change(entry, old?.channel ?? null, best);
  }

  /** Reachable choices, best verdict first, then the kind it had, then the quickest published one. */
  #best(entry: LinkFacts, old: Channel | null): Choice | null {
    const suitable = SUITABLE[entry.link.kind];
    const kinds = old ? [old.kind, ...suitable.filter((kind) => kind !== old.kind)] : suitable;
    let best: Choice | null = null;
    for (const kind of kinds) {
      const carrying = this.#mechanisms.filter(({ channelKinds }) => channelKinds.includes(kind));
      const sorted = carrying.toSorted((a, b) => latencyOf(a) - latencyOf(b));
      for (const mechanism of [...sorted, null]) {
        const channel = this.#channel(entry.link, old, { kind, mechanism });
        const choice = { kind, mechanism, reach: this.#worst(entry, channel, mechanism) };
        if (choice.reach.verdict === 'error') continue;
        if (!best || RANK[choice.reach.verdict] < RANK[best.reach.verdict]) best = choice;
      }
      if (best?.reach.verdict === 'pass') return best;
    }
    return best;
  }

  #refuse(entry: LinkFacts, old: Channel | null): void {
    const why = this.#whyNot(entry, old);
    for (const { channel } of entry.carriers) this.#draft.remove('channels', channel.id);
    const what = old
      ? `${this.#words(old)} cannot carry it here, and nothing else can`
      : 'nothing carries it';
    this.#conversion.note('lost', ofLink(entry.link), `${what}: ${why}`);
  }

  #whyNot(entry: LinkFacts, old: Channel | null): string {
    if (old) {
      const mechanism = this.#conversion.catalogue.mechanisms.get(old.mechanismId ?? '') ?? null;
      return this.#worst(entry, old, mechanism).why();
    }
    const kind = SUITABLE[entry.link.kind][0] ?? 'message';
    return this.#worst(
      entry,
      this.#channel(entry.link, null, { kind, mechanism: null }),
      null,
    ).why();
  }

  #change(entry: LinkFacts, old: Channel | null, choice: Choice): void {
    const crosses = entry.pairs.some(crossesKernels);
    let channel = this.#channel(entry.link, old, choice);
    if (choice.kind === 'shared-memory' && crosses && channel.regionId === null) {
      channel = { ...channel, regionId: this.#newRegion(entry.link) };
    }
    if (!crosses) channel = { ...channel, fromAddress: null, toAddress: null };
    this.#draft.put('channels', channel);
    for (const { channel: other } of entry.carriers) {
      if (other.id !== channel.id) this.#draft.remove('channels', other.id);
    }
    const now = choice.mechanism?.name ?? KIND_WORDS[choice.kind];
    const before = old ? this.#words(old) : 'nothing';
    const doubt = choice.reach.verdict === 'pass' ? '' : `; ${choice.reach.why()}`;
    const isSame = old !== null && before === now && doubt === '';
    if (isSame) return;
    const reason = `carried by ${now} instead of ${before}${doubt}`;
    this.#conversion.note('changed', ofLink(entry.link), reason);
  }

  #words({ kind, mechanismId }: Channel): string {
    const mechanism = this.#conversion.catalogue.mechanisms.get(mechanismId ?? '');
    return mechanism?.name ?? KIND_WORDS[kind];
  }

  /** A channel that still reaches: on one kernel its ends need no address. */
  #keep(entry: LinkFacts, channel: Channel): void {
    if (entry.pairs.some(crossesKernels)) return;
    if (channel.fromAddress === null && channel.toAddress === null) return;
    this.#draft.put('channels', { ...channel, fromAddress: null, toAddress: null });
  }

  #channel(link: Link, old: Channel | null, choice: Omit<Choice, 'reach'>): Channel {
    const { kind, mechanism } = choice;
    const sameKind = old !== null && old.kind === kind;
    return channelSchema.parse({
      ...(sameKind ? old : { notes: old?.notes ?? null }),
      id: old?.id ?? this.#idFor(link),
      order: old?.order ?? this.#channelOrder,
      layoutId: this.#conversion.args.layoutId,
      linkId: link.id,
      kind,
      mechanismId: mechanism?.id ?? null,
    });
  }

  readonly #ids = new Map<Id, Id>();
  /** One id for each link that gets its first channel, however many choices are looked at. */
  #idFor(link: Link): Id {
    const known = this.#ids.get(link.id);
    if (known !== undefined) return known;
    const id = this.#conversion.newId('chan');
    this.#ids.set(link.id, id);
    this.#channelOrder += 1;
    return id;
  }

  #newRegion(link: Link): Id {
    const granules = Math.max(1, Math.ceil((link.payloadBytes ?? 0) / MAPPING_GRANULE_BYTES));
    const region = regionSchema.parse({
      id: this.#conversion.newId('region'),
      order: this.#regionOrder++,
      layoutId: this.#conversion.args.layoutId,
      name: `shm ${link.name}`.slice(0, MAX_NAME_LENGTH),
      sizeBytes: granules * MAPPING_GRANULE_BYTES,
    });
    this.#draft.put('regions', region);
    return region.id;
  }

  /** Shared regions go with their last channel, and lose their address where nothing fixes it any more. */
  #settleRegions(plan: Plan): Plan {
    const { before, args } = this.#conversion;
    const draft = new DiffDraft(plan);
    const usedBefore = new Set([...before.channels.values()].map(({ regionId }) => regionId));
    const facts = layoutFacts(plan, args.layoutId, this.#conversion.catalogue);
    const fixed = new Map<Id, boolean>();
    for (const entry of linkFacts(facts)) {
      for (const { region } of entry.carriers) {
        if (!region) continue;
        const isFixed = entry.pairs.some(
          (pair) => crossesKernels(pair) && isPinnedDown(facts, pair),
        );
        fixed.set(region.id, (fixed.get(region.id) ?? false) || isFixed);
      }
    }
    for (const region of facts.tree.regions) {
      if (region.kind === 'shared') this.#settleRegion(draft, region, usedBefore, fixed);
    }
    return applyDiff(plan, draft.diff());
  }

  #settleRegion(
    draft: DiffDraft,
    region: Region,
    usedBefore: ReadonlySet<Id | null>,
    fixed: ReadonlyMap<Id, boolean>,
  ): void {
    const isFixed = fixed.get(region.id);
    if (isFixed === undefined && usedBefore.has(region.id)) {
      draft.remove('regions', region.id);
      this.#conversion.note('lost', ofRegion(region), 'no channel lies in it any more');
    } else if (isFixed === false && region.base !== null) {
      draft.put('regions', { ...region, base: null });
      const reason = 'keeps its size; nothing fixes its physical address any more';
      this.#conversion.note('changed', ofRegion(region), reason);
    }
  }
}

function crossesKernels({ relation }: EndPair): boolean {
  return relation.kind !== 'same-environment' && relation.kind !== 'same-kernel';
}

function isPinnedDown({ tree }: LayoutFacts, pair: EndPair): boolean {
  const kernels = [pair.from, pair.to].map(({ id }) => kernelEnvironment(tree, id));
  return kernels.some((kernel) => kernel !== null && FIXED.has(kernel.kind));
}

/** Mechanisms without a published latency come last. */
function latencyOf(mechanism: Mechanism): number {
  return mechanism.figures.latency.value ?? Number.MAX_VALUE;
}

/**
 * Carries every link of the moved applications again.
 *
 * @param conversion what is converted; what changes is noted
 * @param plan the plan with the new environments
 * @returns the plan with channels that reach their ends, or none where nothing does
 * @cost O(links x mechanisms)
 * @rules CONVERT-4
 */
export function carryLinksOver(conversion: Conversion, plan: Plan): Plan {
  return new LinkCarrier(conversion, plan).run();
}
