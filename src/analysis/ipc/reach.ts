/** Whether a channel can connect two environments. */
import { mechanismsFor, offers } from '../../catalog/lookup.ts';
import type { Catalogue, Mechanism, Technology } from '../../catalog/technology.ts';
import type { Channel, ChannelKind } from '../../model/layout.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { Verdict } from '../result.ts';
import { documentedHere } from './documented-hardware.ts';
import type { EndPair } from './link-facts.ts';

/** What can be said of one channel between two environments. */
export interface Reach {
  readonly verdict: Verdict;
  /** What is wrong or unknown, to follow the names of the ends; empty for a pass. Worded when asked: most answers are not. */
  readonly why: () => string;
  readonly remedy: string;
}

/** Nothing stands between. */
export const REACHES: Reach = { verdict: 'pass', why: () => '', remedy: '' };

/** Between whom a mechanism works. */
type MechanismScope = 'same-kernel' | 'guests' | 'unlike-kernels';

function scopeIn(catalogue: Catalogue, mechanism: Mechanism): MechanismScope {
  const families = new Set<string>(mechanism.families);
  for (const id of mechanism.technologyIds) {
    const family = catalogue.technologies.get(id)?.family;
    if (family) families.add(family);
  }
  if (families.has('container')) return 'same-kernel';
  return families.has('bare-metal') ? 'unlike-kernels' : 'guests';
}

/** A catalogue never changes; this is asked for every mechanism of every link. */
const scopes = new WeakMap<Catalogue, ReadonlyMap<Mechanism, MechanismScope>>();

/**
 * Read from the technologies that the catalogue lists for a mechanism: containers share a kernel, bare metal
 * means several images on one chip, anything else is a hypervisor.
 *
 * @param facts the layout, for its catalogue
 * @param mechanism one of the catalogue
 * @returns between whom it works
 * @cost O(1) after the first call for a catalogue
 */
function scopeOf({ catalogue }: LayoutFacts, mechanism: Mechanism): MechanismScope {
  let known = scopes.get(catalogue);
  if (!known) {
    const all = [...catalogue.mechanisms.values()];
    known = new Map(all.map((each) => [each, scopeIn(catalogue, each)]));
    scopes.set(catalogue, known);
  }
  return known.get(mechanism) ?? scopeIn(catalogue, mechanism);
}

const offersIt = (facts: LayoutFacts, mechanism: Mechanism, walls: readonly Technology[]) =>
  walls.some(({ id }) => offers(facts.catalogue, id, mechanism));

/** A hypervisor's own mechanism, or a standard such as virtio that others implement too. */
function isStandard(mechanism: Mechanism): boolean {
  return mechanism.channelKinds.includes('virtio');
}

function mechanismBetweenGuests(facts: LayoutFacts, mechanism: Mechanism, pair: EndPair): Reach {
  for (const { environment: end, walls } of pair.guests) {
    if (walls.length === 0) {
      return {
        verdict: 'not-assessed',
        why: () =>
          `no technology is chosen around "${end.name}", so that nothing says whether it offers ${mechanism.name}`,
        remedy: 'Choose the technology of the hypervisor.',
      };
    }
    if (offersIt(facts, mechanism, walls)) continue;
    const elsewhere = notDocumented(facts, mechanism, pair);
    if (elsewhere) return elsewhere;
    const names = () => walls.map((each) => each.name).join(', ');
    return isStandard(mechanism) || scopeOf(facts, mechanism) === 'unlike-kernels'
      ? {
          verdict: 'warning',
          why: () =>
            `no evidence found that ${names()} around "${end.name}" offers ${mechanism.name}`,
          remedy: 'Check with its documentation, or choose a mechanism that it is known to offer.',
        }
      : {
          verdict: 'error',
          why: () => `${mechanism.name} is not part of ${names()} around "${end.name}"`,
          remedy: 'Choose a mechanism of the hypervisor that carries both ends.',
        };
  }
  return REACHES;
}

const NETWORK: Reach = {
  verdict: 'warning',
  why: () =>
    'a socket between two kernels needs a network between them, which the layout does not show',
  remedy: 'Give both a network device, virtual or real, or choose another channel.',
};

const KIND_WORDS: Readonly<Record<ChannelKind, string>> = {
  'shared-memory': 'shared memory',
  message: 'messages',
  notification: 'notifications',
  socket: 'sockets',
  virtio: 'virtio',
};

/** Without a mechanism: whether the technologies around both ends offer any of the kind. */
function kindBetweenGuests(facts: LayoutFacts, kind: ChannelKind, pair: EndPair): Reach {
  if (kind === 'socket') return NETWORK;
  for (const { environment: end, walls } of pair.guests) {
    const offers = walls.some((technology) =>
      mechanismsFor(facts.catalogue, technology.id).some(
        ({ mechanism }) =>
          mechanism.channelKinds.includes(kind) && scopeOf(facts, mechanism) !== 'same-kernel',
      ),
    );
    if (offers) continue;
    return {
      verdict: 'not-assessed',
      why: () =>
        `the catalogue names no mechanism for ${KIND_WORDS[kind]} around "${end.name}", and none is chosen`,
      remedy: 'Choose the mechanism of the channel, or the technology of the hypervisor.',
    };
  }
  return REACHES;
}

function onOneKernel(facts: LayoutFacts, channel: Channel, mechanism: Mechanism | null): Reach {
  const scope = mechanism ? scopeOf(facts, mechanism) : null;
  if (scope === 'same-kernel' || (scope === null && channel.kind !== 'virtio')) return REACHES;
  return {
    verdict: 'error',
    why: () => `${mechanism?.name ?? 'virtio'} connects kernels, and both ends run on one`,
    remedy: 'Choose shared memory, a message queue or a socket of the kernel.',
  };
}

/**
 * @param facts the layout
 * @param pair where the ends of a link stand
 * @returns what to choose between images with nothing in common but the chip: mechanisms that are documented for the target
 *   and the cores of both ends, and shared memory
 */
export function betweenImages(facts: LayoutFacts, pair: EndPair): string {
  const names = [...facts.catalogue.mechanisms.values()]
    .filter((each) => scopeOf(facts, each) === 'unlike-kernels')
    .filter((each) => documentedHere(facts, each, pair).kind === 'here')
    .map(({ name }) => name.replace(/ \(.*\)$/, ''));
  return [...names, 'shared memory at a fixed address'].join(', or ');
}

/** A mechanism that nobody documents for this hardware. */
function notDocumented(facts: LayoutFacts, mechanism: Mechanism, pair: EndPair): Reach | null {
  const here = documentedHere(facts, mechanism, pair);
  const remedy = () => `Choose ${betweenImages(facts, pair)}.`;
  const target = facts.hardware.target.name;
  switch (here.kind) {
    case 'here':
      return null;
    case 'other-part':
      return {
        verdict: 'error',
        why: () => `${mechanism.name} exists on parts of ${here.vendor}, and ${target} is none`,
        remedy: remedy(),
      };
    case 'unsaid':
      return {
        verdict: 'not-assessed',
        why: () =>
          `${mechanism.name} exists on parts of ${here.vendor}, and nobody says whose part ${target} is`,
        remedy: 'State the vendor of the target.',
      };
    case 'other-isa':
      return {
        verdict: 'warning',
        why: () => `no evidence found of ${mechanism.name} on ${here.isas.join(', ')}`,
        remedy: remedy(),
      };
  }
}

function betweenSeparate(
  facts: LayoutFacts,
  channel: Channel,
  mechanism: Mechanism | null,
  pair: EndPair,
): Reach {
  const scope = mechanism ? scopeOf(facts, mechanism) : null;
  if (mechanism && scope === 'guests') {
    return {
      verdict: 'error',
      why: () =>
        `${mechanism.name} is a mechanism of a hypervisor, and no hypervisor carries both ends`,
      remedy: `Choose ${betweenImages(facts, pair)}.`,
    };
  }
  if (mechanism && scope === 'unlike-kernels') {
    return notDocumented(facts, mechanism, pair) ?? REACHES;
  }
  if (channel.kind === 'shared-memory') return REACHES;
  if (channel.kind === 'socket') return NETWORK;
  return {
    verdict: 'not-assessed',
    why: () =>
      `nothing beneath carries both ends, and no mechanism for ${KIND_WORDS[channel.kind]} is chosen`,
    remedy: `Choose ${betweenImages(facts, pair)}.`,
  };
}

/**
 * Whether a channel can connect two environments.
 *
 * @param facts the layout
 * @param channel how a link is carried
 * @param mechanism of the channel, null when none is chosen
 * @param pair where its ends stand
 * @returns `error` where it cannot, `warning` where something more is needed or no evidence was found,
 *   `not-assessed` where it is unknown
 * @source catalogue: technologies of each IPC mechanism; technology rules F1 to F6
 * @rules LINK-3
 */
export function reach(
  facts: LayoutFacts,
  channel: Channel,
  mechanism: Mechanism | null,
  pair: EndPair,
): Reach {
  const { kind } = pair.relation;
  if (kind === 'same-environment' || kind === 'same-kernel') {
    return onOneKernel(facts, channel, mechanism);
  }
  if (mechanism && scopeOf(facts, mechanism) === 'same-kernel') {
    return {
      verdict: 'error',
      why: () => `${mechanism.name} works on one kernel, and the ends run on two`,
      remedy: 'Choose a mechanism of the hypervisor, a network, or put both on one kernel.',
    };
  }
  if (kind === 'separate') return betweenSeparate(facts, channel, mechanism, pair);
  return mechanism
    ? mechanismBetweenGuests(facts, mechanism, pair)
    : kindBetweenGuests(facts, channel.kind, pair);
}

const WORST = {
  error: 3,
  'not-assessed': 2,
  warning: 1,
  pass: 0,
  manual: 0,
  'not-applicable': 0,
} as const;

/** What can be said of a channel over all places of its ends. */
export interface WorstReach extends Reach {
  /** Where that is so. */
  readonly pair: EndPair;
}

/**
 * @param facts the layout
 * @param pairs where the ends of the link stand
 * @param channel how it is carried
 * @param mechanism of the channel, null when none is chosen
 * @returns the worst answer of all pairs; null when there is no pair
 * @cost O(pairs)
 */
export function worstReach(
  facts: LayoutFacts,
  pairs: readonly EndPair[],
  channel: Channel,
  mechanism: Mechanism | null,
): WorstReach | null {
  let worst: Reach | null = null;
  let where: EndPair | null = null;
  for (const pair of pairs) {
    const answer = reach(facts, channel, mechanism, pair);
    if (worst && WORST[answer.verdict] <= WORST[worst.verdict]) continue;
    worst = answer;
    where = pair;
  }
  return worst && where && { pair: where, ...worst };
}
