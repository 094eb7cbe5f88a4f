/** Where the ends of each link stand, how they stand to each other, and what carries the link. */
import type { Mechanism } from '../../catalog/technology.ts';
import type { Application, Link } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Channel, Environment, Region } from '../../model/layout.ts';
import { rows } from '../../model/plan.ts';
import { relationOf, type Relation } from '../isolation/boundaries.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { guestEnds, type GuestEnd } from './walls.ts';

/** Two environments that a link connects. */
export interface EndPair {
  readonly from: Environment;
  readonly to: Environment;
  readonly relation: Relation;
  /** The ends behind walls of their own. */
  readonly guests: readonly GuestEnd[];
  /** Relation and walls as text: the same mechanisms reach pairs of which it is equal. */
  readonly likeness: string;
}

/** What carries a link. */
export interface Carrier {
  readonly channel: Channel;
  /** Null when none is chosen, or the catalogue does not have it. */
  readonly mechanism: Mechanism | null;
  readonly region: Region | null;
}

/** One link of the plan as this layout carries it. */
export interface LinkFacts {
  readonly link: Link;
  readonly from: Application | null;
  readonly to: Application | null;
  /** Every distinct pair of environments of the two ends; empty when an end has no place. */
  readonly pairs: readonly EndPair[];
  /** True when there are more pairs than were looked at. */
  readonly morePairs: boolean;
  readonly carriers: readonly Carrier[];
}

/** Pairs of environments looked at per link: an application spread wider repeats itself. */
const MOST_PAIRS = 64;

/**
 * @param facts the layout
 * @returns every link of the plan, in the user's order
 * @cost O(links x pairs of environments, at most 64 each)
 */
export function linkFacts(facts: LayoutFacts): readonly LinkFacts[] {
  const { plan, tree, catalogue } = facts;
  const regions = new Map(tree.regions.map((region) => [region.id, region]));
  const channels = Map.groupBy(tree.channels, (channel) => channel.linkId);
  const environments = environmentsByApplication(facts);
  const known = new Map<Environment, Map<Environment, EndPair>>();
  const pairOf = (from: Environment, to: Environment): EndPair => {
    let ends = known.get(from);
    if (!ends) known.set(from, (ends = new Map<Environment, EndPair>()));
    let pair = ends.get(to);
    if (!pair) {
      const relation = relationOf(tree, from.id, to.id);
      const guests = guestEnds(facts, from, to, relation);
      pair = { from, to, relation, guests, likeness: likenessOf(relation, guests) };
      ends.set(to, pair);
    }
    return pair;
  };
  return rows(plan.links).map((link) => {
    const pairs: EndPair[] = [];
    const from = environments.get(link.fromApplicationId) ?? [];
    const to = environments.get(link.toApplicationId) ?? [];
    for (const a of from) {
      for (const b of to) {
        if (pairs.length < MOST_PAIRS) pairs.push(pairOf(a, b));
      }
    }
    return {
      link,
      from: plan.applications.get(link.fromApplicationId) ?? null,
      to: plan.applications.get(link.toApplicationId) ?? null,
      pairs,
      morePairs: from.length * to.length > pairs.length,
      carriers: (channels.get(link.id) ?? []).map((channel) => ({
        channel,
        mechanism: catalogue.mechanisms.get(channel.mechanismId ?? '') ?? null,
        region: regions.get(channel.regionId ?? '') ?? null,
      })),
    };
  });
}

function likenessOf({ kind }: Relation, guests: readonly GuestEnd[]): string {
  let text: string = kind;
  for (const { walls } of guests) {
    text += '|';
    for (const { id } of walls) text += `${id} `;
  }
  return text;
}

function environmentsByApplication(facts: LayoutFacts): ReadonlyMap<Id, readonly Environment[]> {
  const { tree } = facts;
  const found = new Map<Id, Environment[]>();
  for (const [applicationId, placements] of tree.placementsOf) {
    const distinct = new Set(placements.map((placement) => placement.environmentId));
    // Environments that hang in a circle have no path, and nothing can be said of them.
    const list = [...distinct].flatMap((id) => {
      const environment = tree.environmentById.get(id);
      return environment && tree.pathOf.has(id) ? [environment] : [];
    });
    found.set(applicationId, list);
  }
  return found;
}
