import { describe, expect, it } from 'vitest';
import { GHZ, PlanBuilder } from '../testing/plan-builder.ts';

/** An OS on all cores: one application pinned to core 0, one floating over cores 0 to 2. */
function coresOf(floatingShare: number | null) {
  const load = (share: number | null) => ({
    cpuLoad: share === null ? null : { share, coreType: 'Cortex-A53', clockHz: GHZ },
  });
  const result = new PlanBuilder()
    .environment('os', 'os', null, { coreIds: ['c0', 'c1', 'c2', 'c3'] })
    .application('pinned', load(0.4))
    .application('floating', load(floatingShare))
    .place('pinned', 'os', ['c0'])
    .place('floating', 'os', ['c0', 'c1', 'c2'])
    .analyze();
  const budgets = result.budgets.filter(({ subject }) => subject.kind === 'core');
  return { result, budgets: new Map(budgets.map((budget) => [budget.subject.id, budget])) };
}

describe('a core over which something floats', () => {
  it('[CORE-LOAD-1] carries at least what is pinned to it, where the floating demand is unknown', () => {
    const { budgets, result } = coresOf(null);
    expect(budgets.get('c0')).toMatchObject({
      demand: { high: 0.4 },
      atLeast: true,
      verdict: 'unknown',
    });
    // Nothing is pinned to it: not 0 %, nobody knows.
    expect(budgets.get('c1')).toMatchObject({
      demand: { low: null, typical: null, high: null },
      atLeast: true,
      verdict: 'unknown',
    });
    expect(budgets.get('c1')?.formula).toContain('what floats over it may add to it');
    // Nothing floats over the last one.
    expect(budgets.get('c3')).toMatchObject({ demand: { high: 0 }, verdict: 'within' });
    expect(result.cores.map(({ atLeast }) => atLeast)).toEqual([true, true, true, false]);
  });

  it('[CORE-LOAD-1] is judged by what is pinned to it, and says so, where the floating demand is known', () => {
    const { budgets } = coresOf(0.5);
    expect(budgets.get('c0')).toMatchObject({ demand: { high: 0.4 }, verdict: 'within' });
    expect(budgets.get('c1')?.formula).toContain('counts with its set of cores');
    expect(budgets.get('c3')?.formula).not.toContain('floats');
  });
});
