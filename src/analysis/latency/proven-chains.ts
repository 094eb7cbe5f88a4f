/** Which chains of a layout are proven to keep their limits: the question that sensitivity asks many times. */
import { rows } from '../../model/plan.ts';
import type { Id } from '../../model/fields.ts';
import { channelCosts } from '../ipc/channel-cost.ts';
import { linkFacts } from '../ipc/link-facts.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { overheadFacts } from '../overheads/overhead-facts.ts';
import type { SchedulabilityFacts } from '../schedulability/schedulability-facts.ts';
import { keepsLimit } from '../timing/chains/chain-bounds.ts';
import type { Chain } from '../timing/chains/chain.ts';
import { chainOfLayout } from './chain-of-layout.ts';
import { CHAIN_STEPS, chainContext } from './chain-rows.ts';

/**
 * @param layout the layout
 * @param schedulability the response times of its tasks
 * @returns chains whose verdict is `proven-ok`
 * @cost nothing without limits; else the theories, the cheap ones first, until one keeps the limit
 */
export function provenChains(
  layout: LayoutFacts,
  schedulability: SchedulabilityFacts,
): readonly Id[] {
  const limited = rows(layout.plan.chains).filter(({ latencyBoundNs }) => latencyBoundNs !== null);
  if (limited.length === 0) return [];
  const costs = channelCosts(layout, linkFacts(layout), overheadFacts(layout));
  const context = chainContext({ ...layout, channelCosts: costs, schedulability });
  return limited.flatMap((plan) => {
    const { reason, sections, isMerged } = chainOfLayout(plan, context);
    const [whole] = sections;
    if (reason !== null || !whole) return [];
    const allowed = plan.latencyBoundNs ?? 0;
    const isReplaced = isMerged && plan.latencyKind === 'age';
    const chain: Chain = isReplaced ? { ...whole.chain, stimulus: 'sampled' } : whole.chain;
    const latency = isReplaced ? 'reaction' : plan.latencyKind;
    return keepsLimit(chain, latency, allowed, CHAIN_STEPS) ? plan.id : [];
  });
}
