/** Budgets of instances. */
import type { Facts } from '../facts.ts';
import type { Budget } from '../result.ts';
import { ofEnvironment } from '../subjects.ts';
import { exactRange } from '../technology-figure.ts';
import { instanceCounts } from './instance-counts.ts';

/**
 * @param facts the layout
 * @returns a budget for every hypervisor and engine whose number of instances is documented
 * @cost O(environments)
 */
export function instanceBudgets(facts: Facts): readonly Budget[] {
  return instanceCounts(facts).flatMap(({ host, count, limit }) =>
    limit === null
      ? []
      : [
          {
            kind: 'instances',
            subject: ofEnvironment(host),
            demand: exactRange(count),
            atLeast: false,
            capacity: limit.value,
            unit: 'count',
            verdict: count > limit.value ? 'over' : 'within',
            coreIds: [],
            figures: limit.figures,
          },
        ],
  );
}
