/** Budgets of instances. */
import { budgetFormula } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import type { Budget } from '../result.ts';
import { ofEnvironment } from '../subjects.ts';
import { exactRange } from '../technology-figure.ts';
import { instanceCounts } from './instance-counts.ts';

const FORMULAS = {
  documented: 'copies of what stands in it, against the largest number that is documented',
  structural:
    'copies of what stands in it, against its cores / (cores that these take together / copies), rounded down',
} as const;

/**
 * @param facts the layout
 * @returns a budget for every hypervisor and engine whose number of instances is documented
 * @cost O(environments)
 */
export function instanceBudgets(facts: Facts): readonly Budget[] {
  return instanceCounts(facts).flatMap(({ host, guests, count, limit }): readonly Budget[] => {
    if (limit === null) return [];
    const numbers = {
      demand: exactRange(count),
      atLeast: false,
      capacity: limit.value,
      unit: 'count',
    };
    const parts = guests.map(({ name, copies }) => ({ name, value: copies }));
    return [
      {
        kind: 'instances',
        subject: ofEnvironment(host),
        ...numbers,
        formula: budgetFormula(FORMULAS[limit.kind], numbers, parts),
        verdict: count > limit.value ? 'over' : 'within',
        coreIds: [],
        figures: limit.figures,
      },
    ];
  });
}
