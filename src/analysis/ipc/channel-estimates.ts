/** Estimates of what channels cost, and budgets of links with a latency bound. */
import { budgetFormula, partsOf } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import { UNKNOWN_RANGE, type Budget, type BudgetVerdict, type Estimate } from '../result.ts';
import { ofLink } from '../subjects.ts';
import type { ChannelCost, ChannelQuantity } from './channel-cost.ts';

function estimate(
  kind: 'ipc-latency' | 'ipc-throughput',
  unit: string,
  cost: ChannelCost,
  { range, atLeast, isIndication, figures, formula, applicability }: ChannelQuantity,
): Estimate {
  return {
    kind,
    subject: ofLink(cost.facts.link),
    ...range,
    unit,
    // A throughput that nobody published is unknown, not a lower bound.
    atLeast,
    isIndication,
    formula,
    figures,
    applicability: applicability.text,
  };
}

/**
 * @param facts the layout
 * @returns latency and throughput of every link with a channel
 * @cost O(links)
 * @rules IPC-1, IPC-2, IPC-3
 */
export function channelEstimates(facts: Facts): readonly Estimate[] {
  return facts.channelCosts.flatMap((cost) => [
    estimate('ipc-latency', 'ns', cost, cost.latency),
    estimate('ipc-throughput', 'bytes/s', cost, cost.throughput),
  ]);
}

/**
 * What an observation says of a bound: on the same core type it can break it and never prove it, unless the user set
 * every figure; elsewhere it says nothing.
 *
 * @param latency of a channel
 * @param boundNs bound of the link
 * @returns `over` when even the typical observation is longer
 * @rules IPC-4, OVER-6
 */
export function latencyVerdict(latency: ChannelQuantity, boundNs: number): BudgetVerdict {
  if (latency.isIndication) return 'unknown';
  const { typical, high } = latency.range;
  if (typical !== null && typical > boundNs) return 'over';
  const settled =
    latency.figures.length > 0 && latency.figures.every((figure) => figure.override !== null);
  return settled && !latency.atLeast && high !== null && high <= boundNs ? 'within' : 'unknown';
}

/**
 * @param facts the layout
 * @returns a budget for every link with a channel and a latency bound
 */
export function channelBudgets(facts: Facts): readonly Budget[] {
  return facts.channelCosts.flatMap((cost) => {
    const { latency } = cost;
    const bound = cost.facts.link.latencyBoundNs;
    if (bound === null) return [];
    const verdict = latencyVerdict(latency, bound);
    const numbers = {
      demand: latency.isIndication ? UNKNOWN_RANGE : latency.range,
      // An observation leaves open what it did not see.
      atLeast: verdict !== 'within',
      capacity: bound,
      unit: 'ns',
    };
    return [
      {
        kind: 'ipc-latency',
        subject: ofLink(cost.facts.link),
        ...numbers,
        formula: budgetFormula(latency.formula, numbers, partsOf(latency.figures, 'ns')),
        verdict,
        coreIds: [],
        figures: latency.figures,
      },
    ];
  });
}
