/** What is known of each link of a layout: its ends on the drawing, how it is carried, how much goes over it. */
import type { Link } from '../../../model/application.ts';
import type { Id } from '../../../model/fields.ts';
import type { Channel, Region } from '../../../model/layout.ts';
import { rows } from '../../../model/plan.ts';
import { formatBytesPerSecond, formatHz } from '../../../model/units.ts';
import {
  criticalityName,
  criticalityStep,
  crossesCriticality,
} from '../../../model/criticality.ts';
import { bandwidthOf, linkStyleOf, widthStep, type LinkStyle } from '../../link-words.ts';
import { shortBytes } from '../loads.ts';
import type { TileBox } from '../stack-boxes.ts';
import type { ViewContext } from '../view-context.ts';

export interface LinkFacts {
  readonly link: Link;
  readonly channel: Channel | null;
  readonly region: Region | null;
  readonly from: TileBox;
  readonly to: TileBox;
  readonly style: LinkStyle;
  /** Null when payload or rate is unknown. */
  readonly bytesPerSecond: number | null;
  /** 1 to 4, by log2 of bandwidth. */
  readonly step: number;
  /** Whether both ends have a known criticality and not the same. */
  readonly crossing: boolean;
}

/** Links of a layout, drawable or not. */
export interface LayoutLinks {
  /** Both ends stand on the drawing, at different places. */
  readonly drawn: readonly LinkFacts[];
  /** Between tasks of one application. */
  readonly inside: ReadonlyMap<Id, readonly Link[]>;
  /** An end has no place. */
  readonly hidden: readonly Link[];
}

/**
 * @param context the view
 * @returns every link of the plan, by whether it can be drawn in this layout
 * @cost O(links + tiles)
 */
export function layoutLinks(context: ViewContext): LayoutLinks {
  const { plan, tree, stacks } = context;
  const tileOf = new Map<Id, TileBox>();
  for (const tile of stacks.tiles) {
    if (!tileOf.has(tile.application.id)) tileOf.set(tile.application.id, tile);
  }
  const regionOf = new Map(tree.regions.map((region) => [region.id, region]));
  const drawn: LinkFacts[] = [];
  const inside = new Map<Id, Link[]>();
  const hidden: Link[] = [];
  for (const link of rows(plan.links)) {
    const from = tileOf.get(link.fromApplicationId);
    const to = tileOf.get(link.toApplicationId);
    if (!from || !to) hidden.push(link);
    else if (from === to) {
      const list = inside.get(link.fromApplicationId);
      if (list) list.push(link);
      else inside.set(link.fromApplicationId, [link]);
    } else {
      const channel = tree.channelOfLink.get(link.id) ?? null;
      const bytesPerSecond = bandwidthOf(link);
      drawn.push({
        link,
        channel,
        region: channel?.regionId ? (regionOf.get(channel.regionId) ?? null) : null,
        from,
        to,
        style: linkStyleOf(channel),
        bytesPerSecond,
        step: widthStep(bytesPerSecond),
        crossing: crossesCriticality(from.application.criticality, to.application.criticality),
      });
    }
  }
  return { drawn, inside, hidden };
}

/** Size a channel takes of its region, or the region. */
function carriedBytes(facts: LinkFacts): number | null {
  return facts.channel?.sizeBytes ?? facts.region?.sizeBytes ?? null;
}

/**
 * @param facts a link
 * @returns texts for its label, longest first; the region's name and size stay longest
 */
export function linkLabels(facts: LinkFacts): readonly string[] {
  const { link, region, style, from, to } = facts;
  const rate = link.rateHz === null ? '' : formatHz(link.rateHz);
  const step = facts.crossing
    ? criticalityStep(from.application.criticality, to.application.criticality)
    : '';
  const join = (...parts: string[]) => parts.filter((part) => part !== '').join(' · ');
  if (style === 'shared-memory') {
    const name = region?.name ?? 'no region';
    const size = shortBytes(region?.sizeBytes ?? null);
    return [join(`${name} ${size}`, rate, step), join(`${name} ${size}`, step), `${name} ${size}`];
  }
  const name = style === 'none' ? `${link.name}: no channel` : link.name;
  return [join(name, rate, step), join(name, step), name];
}

/**
 * @param facts a link
 * @returns everything of it in one sentence
 */
export function linkTitle(facts: LinkFacts): string {
  const { link, channel, region, from, to } = facts;
  const kind = channel ? channel.kind.replace('-', ' ') : 'no channel in this layout';
  const size = carriedBytes(facts);
  return [
    `${link.name}: ${from.application.name} → ${to.application.name}`,
    `${link.kind}, ${kind}`,
    region ? `region ${region.name} ${shortBytes(region.sizeBytes)}` : '',
    region && channel?.sizeBytes ? `of which ${shortBytes(size)}` : '',
    `payload ${shortBytes(link.payloadBytes)}`,
    `rate ${formatHz(link.rateHz)}`,
    `bandwidth ${formatBytesPerSecond(facts.bytesPerSecond)}`,
    !facts.crossing
      ? ''
      : `crosses from ${criticalityName(from.application.criticality)} to ${criticalityName(to.application.criticality)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
