/** What a channel costs: latency and throughput of what carries a link, as far as somebody measured it. */
import type { Mechanism } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { Channel } from '../../model/layout.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import {
  applicabilityOf,
  figureHere,
  type Applicability,
  type FigureHere,
} from '../overheads/applicability.ts';
import type { Overheads, Quantity } from '../overheads/overhead-facts.ts';
import { UNKNOWN_RANGE, type FigureUse } from '../result.ts';
import { statedFigure, technologyFigure } from '../technology-figure.ts';
import { listNames } from '../wording.ts';
import { mechanismHere } from './mechanism-here.ts';
import type { Carrier, EndPair, LinkFacts } from './link-facts.ts';
import { reach } from './reach.ts';

/** A quantity with how it was come by. */
export interface ChannelQuantity extends Quantity {
  readonly formula: string;
  readonly applicability: Applicability;
}

/** One link with what its channel costs. */
export interface ChannelCost {
  readonly facts: LinkFacts;
  readonly carrier: Carrier;
  readonly latency: ChannelQuantity;
  readonly throughput: ChannelQuantity;
}

const PUBLISHED_LATENCY =
  'latency of the mechanism as published: observed, not a bound; of a round trip half, at most all of it';
const DOORBELL =
  'derived: notify-cost = latency of an inter-processor interrupt + interrupt latency of the receiving stack (means of observations; low: the inter-processor interrupt alone); moving the data comes on top';
const PUBLISHED_THROUGHPUT = 'throughput of the mechanism as published: observed, not a bound';

const PING_PONG = `${PUBLISHED_THROUGHPUT}; message and answer in turns: a stream carries no less`;

/** By environment; see `overheadFacts`. */
type OverheadTable = ReadonlyMap<Id, Overheads>;

interface Costed {
  readonly quantity: Quantity;
  readonly formula: string;
}

function noMechanism(unit: string): Quantity {
  return {
    range: UNKNOWN_RANGE,
    atLeast: true,
    isIndication: false,
    figures: [statedFigure('mechanism of the channel', null, unit, null)],
  };
}

const NO_LATENCY = noMechanism('ns');
const NO_THROUGHPUT = noMechanism('bytes/s');

function published(used: FigureHere): Quantity {
  return {
    range: used.range ?? UNKNOWN_RANGE,
    atLeast: used.range === null,
    isIndication: used.isIndication,
    figures: [used.use],
  };
}

/** Whether one transfer of the link is larger than the messages that the latency was measured with, or unknown. */
function isLargerThanMeasured(
  facts: LayoutFacts,
  { link }: LinkFacts,
  { conditions, override }: FigureUse,
): boolean {
  if (override !== null || conditions === null) return false;
  return facts.catalogue.readings.some(
    ({ phrase, payloadBytes }) =>
      payloadBytes !== null &&
      conditions.includes(phrase) &&
      (link.payloadBytes === null || link.payloadBytes > payloadBytes),
  );
}

/** Ends in two guests, or a guest and its host, of one hypervisor: an interrupt goes from one to the other. */
function ringsADoorbell(carrier: Carrier, pair: EndPair): boolean {
  const { kind } = carrier.channel;
  if (kind !== 'shared-memory' && kind !== 'notification') return false;
  const { kind: relation, common } = pair.relation;
  return (relation === 'guests' || relation === 'host-guest') && common?.kind === 'hypervisor';
}

function doorbellTo(facts: LayoutFacts, overheads: Overheads): Quantity {
  const [lowest] = overheads.layers;
  const receiving = overheads.quantities['interrupt-latency'];
  if (!lowest?.technology) {
    return {
      range: UNKNOWN_RANGE,
      atLeast: true,
      isIndication: false,
      figures: receiving.figures,
    };
  }
  const ipi = figureHere(
    facts,
    facts.tree.coresOf.get(overheads.environment.id) ?? [],
    technologyFigure(facts.catalogue, lowest.technology, 'ipiLatency'),
  );
  const figures = [ipi.use, ...receiving.figures];
  const { typical, high } = receiving.range;
  // Half of the sum would read like a latency.
  if (ipi.range === null || typical === null) {
    return { range: UNKNOWN_RANGE, atLeast: true, isIndication: false, figures };
  }
  return {
    range: {
      low: ipi.range.low,
      typical: ipi.range.typical + typical,
      high: ipi.range.high === null || high === null ? null : ipi.range.high + high,
    },
    atLeast: true,
    isIndication: ipi.isIndication || receiving.isIndication,
    figures,
  };
}

/** What an interrupt to each environment costs, worked out once. */
class Doorbells {
  readonly #facts: LayoutFacts;
  readonly #overheads: OverheadTable;
  readonly #to = new Map<Id, Quantity>();

  constructor(facts: LayoutFacts, overheads: OverheadTable) {
    this.#facts = facts;
    this.#overheads = overheads;
  }

  /** Of the pair of ends whose receiver answers latest; null where no pair rings. */
  slowest({ pairs }: LinkFacts, carrier: Carrier): Quantity | null {
    let slowest: Quantity | null = null;
    for (const pair of pairs) {
      const quantity = ringsADoorbell(carrier, pair) ? this.#of(pair.to.id) : null;
      if (!quantity) continue;
      if (slowest === null || (quantity.range.typical ?? -1) > (slowest.range.typical ?? -1)) {
        slowest = quantity;
      }
    }
    return slowest;
  }

  #of(environmentId: Id): Quantity | null {
    const receiving = this.#overheads.get(environmentId);
    if (!receiving) return null;
    let quantity = this.#to.get(environmentId);
    if (!quantity) {
      quantity = doorbellTo(this.#facts, receiving);
      this.#to.set(environmentId, quantity);
    }
    return quantity;
  }
}

/** Mechanisms that would reach both ends of a link, in words; the same for every pair of ends that stand alike. */
class Alternatives {
  readonly #facts: LayoutFacts;
  readonly #known = new Map<string, string>();

  constructor(facts: LayoutFacts) {
    this.#facts = facts;
  }

  of({ pairs }: LinkFacts, channel: Channel): string {
    let key: string = channel.kind;
    for (const { likeness } of pairs) key += `\n${likeness}`;
    let words = this.#known.get(key);
    if (words === undefined) this.#known.set(key, (words = this.#words(pairs, channel)));
    return words;
  }

  #words(pairs: readonly EndPair[], channel: Channel): string {
    const reaching = [...this.#facts.catalogue.mechanisms.values()].filter(
      (mechanism) =>
        mechanism.channelKinds.includes(channel.kind) &&
        pairs.every((pair) => reach(this.#facts, channel, mechanism, pair).verdict === 'pass'),
    );
    if (reaching.length === 0) return 'none is known to reach';
    return `${listNames(reaching.map(({ name }) => name))} would reach`;
  }
}

/**
 * The user chooses a mechanism, nobody else: without one a latency is either that of the doorbell, which the technology
 * of the ends gives whatever the mechanism is, or unknown.
 */
function howChosen(alternatives: Alternatives, link: LinkFacts, { channel }: Carrier): string {
  if (channel.mechanismId !== null) return '';
  const would = alternatives.of(link, channel);
  return `; no mechanism is chosen for the channel, and none is assumed (${would} both ends)`;
}

/** What the links of a layout have in common. */
interface Common {
  readonly facts: LayoutFacts;
  readonly doorbells: Doorbells;
  readonly alternatives: Alternatives;
}

function latencyOf(
  { facts, doorbells, alternatives }: Common,
  link: LinkFacts,
  carrier: Carrier,
  coreIds: readonly Id[],
): Costed {
  const { mechanism } = carrier;
  const used = mechanism && mechanismHere(facts, coreIds, mechanism, 'latency');
  const own = used ? published(used) : NO_LATENCY;
  const known = used?.range ?? null;
  const partial = used !== null && known !== null && used.isPart;
  if (used !== null && known !== null && !partial) {
    const atLeast = isLargerThanMeasured(facts, link, used.use);
    return { quantity: { ...own, atLeast }, formula: PUBLISHED_LATENCY };
  }
  const doorbell = doorbells.slowest(link, carrier);
  const chosen = howChosen(alternatives, link, carrier);
  if (doorbell && doorbell.range.typical !== null) {
    const range = { ...doorbell.range, low: known?.low ?? doorbell.range.low };
    const figures = partial ? [...own.figures, ...doorbell.figures] : doorbell.figures;
    return {
      quantity: {
        range,
        atLeast: true,
        isIndication: doorbell.isIndication || own.isIndication,
        figures,
      },
      formula: `${DOORBELL}${chosen}`,
    };
  }
  const figures = doorbell ? [...own.figures, ...doorbell.figures] : own.figures;
  return {
    quantity: { ...own, atLeast: true, figures },
    formula: partial
      ? `${PUBLISHED_LATENCY}; its conditions call it a lower bound, or what one layer adds`
      : `${PUBLISHED_LATENCY}${chosen}`,
  };
}

/** One core of every type that an environment runs on: all that applicability asks for. */
class CoreTypes {
  readonly #facts: LayoutFacts;
  readonly #known = new Map<Id, readonly Id[]>();

  constructor(facts: LayoutFacts) {
    this.#facts = facts;
  }

  of(environmentId: Id): readonly Id[] {
    let ids = this.#known.get(environmentId);
    if (!ids) {
      const { tree, hardware } = this.#facts;
      const byType = new Map<string | null, Id>();
      for (const id of tree.coresOf.get(environmentId) ?? []) {
        byType.set(hardware.coreById.get(id)?.cluster?.coreType ?? null, id);
      }
      this.#known.set(environmentId, (ids = [...byType.values()]));
    }
    return ids;
  }
}

/** One core of every type that an end of a link runs on. */
function coresOfEnds({ pairs }: LinkFacts, types: CoreTypes): readonly Id[] {
  const found = new Set<Id>();
  for (const { from, to } of pairs) {
    for (const id of types.of(from.id)) found.add(id);
    for (const id of types.of(to.id)) found.add(id);
  }
  return [...found];
}

function withApplicability({ quantity, formula }: Costed): ChannelQuantity {
  return { ...quantity, formula, applicability: applicabilityOf(quantity.figures) };
}

function throughputOf(
  facts: LayoutFacts,
  mechanism: Mechanism | null,
  coreIds: readonly Id[],
): Costed {
  const used = mechanism && mechanismHere(facts, coreIds, mechanism, 'throughput');
  const quantity = used ? published(used) : NO_THROUGHPUT;
  return used?.range && used.isPart
    ? { quantity: { ...quantity, atLeast: true }, formula: PING_PONG }
    : { quantity, formula: PUBLISHED_THROUGHPUT };
}

/**
 * Latency and throughput of every link that has a channel and both ends in place. A link with several channels
 * counts with the last one (LINK-5).
 *
 * @param facts the layout
 * @param links its links
 * @param overheads what the environments cost
 * @returns in the order of the links
 * @cost O(links x pairs of environments, at most 64 each), times the mechanisms where none is chosen
 * @source catalogue: figures of mechanisms; formula notify-cost
 * @rules IPC-1, IPC-2, IPC-3
 */
export function channelCosts(
  facts: LayoutFacts,
  links: readonly LinkFacts[],
  overheads: OverheadTable,
): readonly ChannelCost[] {
  const types = new CoreTypes(facts);
  const common = {
    facts,
    doorbells: new Doorbells(facts, overheads),
    alternatives: new Alternatives(facts),
  };
  return links.flatMap((link) => {
    const carrier = link.carriers.at(-1);
    if (!carrier || link.pairs.length === 0) return [];
    const coreIds = coresOfEnds(link, types);
    return [
      {
        facts: link,
        carrier,
        latency: withApplicability(latencyOf(common, link, carrier, coreIds)),
        throughput: withApplicability(throughputOf(facts, carrier.mechanism, coreIds)),
      },
    ];
  });
}
