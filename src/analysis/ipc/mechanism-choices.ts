/** Mechanisms that a channel may choose from, those that reach both ends first. */
import type { Catalogue, Mechanism } from '../../catalog/technology.ts';
import type { Channel } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { layoutFacts } from '../layout-facts.ts';
import type { Verdict } from '../result.ts';
import { linkFacts } from './link-facts.ts';
import { worstReach } from './reach.ts';

/** One mechanism for one channel. */
export interface MechanismChoice {
  readonly mechanism: Mechanism;
  /** As LINK-3 would judge it; `pass` also where an end has no place yet. */
  readonly verdict: Verdict;
  /** What is wrong or unknown; empty for a pass. */
  readonly why: string;
}

const ORDER: readonly Verdict[] = [
  'pass',
  'not-applicable',
  'manual',
  'warning',
  'not-assessed',
  'error',
];

/**
 * @param plan the plan
 * @param channel a channel of it
 * @param catalogue technologies and mechanisms
 * @returns every mechanism that carries channels of this kind, the best verdict first, else in catalogue order
 * @cost O(links of the plan + mechanisms x places of the ends)
 * @rules LINK-3
 */
export function mechanismChoices(
  plan: Plan,
  channel: Channel,
  catalogue: Catalogue,
): readonly MechanismChoice[] {
  const facts = layoutFacts(plan, channel.layoutId, catalogue);
  const pairs = linkFacts(facts).find(({ link }) => link.id === channel.linkId)?.pairs ?? [];
  return [...catalogue.mechanisms.values()]
    .filter(({ channelKinds }) => channelKinds.includes(channel.kind))
    .map((mechanism) => {
      const worst = worstReach(facts, pairs, channel, mechanism);
      return { mechanism, verdict: worst?.verdict ?? 'pass', why: worst?.why() ?? '' };
    })
    .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}
