import { describe, expect, it } from 'vitest';
import { addFrame, replaceTable } from '../../model/commands/windows.ts';
import { applyDiff } from '../../model/diff.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { analyze } from '../analyze.ts';
import { PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';
import { budgetNeeds, tableForBudgets, type TableWish } from './table-for-budgets.ts';

type Seed = Readonly<Record<string, unknown>>;
const budget = (budgetNs: number, periodNs: number, seed: Seed = {}) => ({
  server: { kind: 'periodic', budgetNs, periodNs, ...seed },
});
const WISH: TableWish = {
  ...{ frameId: null, tickNs: 1, switchNs: 1, shape: 'even', leastWindowNs: 0, coreName: String },
};

/** 3 of 10 and 8 of 20 on one core, 10 of 20 on another. */
function partitions(a: Seed = budget(3, 10)): PlanBuilder {
  return new PlanBuilder()
    .environment('hv', 'hypervisor', null, { coreIds: ['c0', 'c1'] })
    .environment('a', 'partition', 'hv', { coreIds: ['c0'], ...a })
    .environment('b', 'partition', 'hv', { coreIds: ['c0'], ...budget(8, 20) })
    .environment('c', 'partition', 'hv', { coreIds: ['c1'], ...budget(10, 20) });
}

function tree(builder: PlanBuilder) {
  const found = layoutTree(builder.plan(), 'layout');
  if (!found) throw new Error('no layout');
  return found;
}

describe('window tables for budgets', () => {
  it('[TABLE-1] every budget is served after switches, as the rule on tables finds too', () => {
    const made = tableForBudgets(tree(partitions()), WISH);
    if (made.kind !== 'table') throw new Error(made.reason);
    expect(made.lengthNs).toBe(20);
    expect(new Set(made.windows.map(({ coreId }) => coreId))).toEqual(new Set(['c0', 'c1']));
    const plan = partitions().plan();
    let next = 0;
    const id = (prefix: string) => `${prefix}-${next++}`;
    const framed = addFrame(plan, 'layout', { lengthNs: 1, tickNs: 1, switchNs: 1 }, id);
    if (!framed.ok) throw new Error('refused');
    const withFrame = applyDiff(plan, framed.value);
    const put = replaceTable(withFrame, 'frame-0', made, {}, id);
    if (!put.ok) throw new Error('refused');
    const result = analyze(applyDiff(withFrame, put.value), 'layout', catalogueOf());
    expect(verdictsOf(result, 'RT-7')).toEqual(['pass']);
  });

  it('[TABLE-2] says why there is none', () => {
    const reason = (builder: PlanBuilder, wish: Partial<TableWish> = {}) => {
      const made = tableForBudgets(tree(builder), { ...WISH, ...wish });
      return made.kind === 'none' ? made.reason : null;
    };
    expect(reason(partitions(budget(7, 10)))).toContain('more than the core');
    expect(reason(partitions(), { tickNs: 4 })).toContain('no multiple of the tick');
    expect(reason(partitions(), { switchNs: 5 })).toContain('comes too late');
    expect(reason(new PlanBuilder())).toContain('no partition has a periodic budget');
    // 12 of 30 find room beside 4 of 10 in two pieces of 7, switches included, and not of 8.
    const late = partitions(budget(4, 10)).environment('b', 'partition', 'hv', {
      coreIds: ['c0'],
      ...budget(12, 30),
    });
    expect(reason(late, { leastWindowNs: 7 })).toBeNull();
    expect(reason(late, { leastWindowNs: 8 })).toContain('windows below 8 ns were left out');
    expect(reason(late, { leastWindowNs: null })).toContain('below 10 ns were left out');
    expect(reason(partitions(budget(1, 9_007_199_254_740_881)))).toContain('divide one another');
  });

  it('[TABLE-2] names the budgets that windows do not serve', () => {
    const left = (seed: Seed) => budgetNeeds(tree(partitions(seed)), null).leftOut;
    expect(left(budget(3, 10, { kind: 'quota' }))).toEqual([
      '"a": its budget is not a periodic one',
    ]);
    expect(left({ ...budget(3, 10), copies: 2 })).toEqual(['"a": it has several copies']);
    expect(left(budget(11, 10))).toEqual(['"a": its budget is longer than its period']);
  });
});
