/** What was measured on other cores: shown as what it is, and ranked by nothing. */
import { describe, expect, it } from 'vitest';
import { duplicateLayout } from '../../model/commands/duplicate.ts';
import { applyDiff } from '../../model/diff.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { costsOf, type CostInput } from '../advisor/costs.ts';
import { analyze } from '../analyze.ts';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';
import { compareLayouts } from './compare-layouts.ts';
import { valueWords } from './comparison-words.ts';
import { paretoOf } from './pareto.ts';

const measured = (value: number) => ({
  value,
  unit: 'ns',
  conditions: 'on the Board',
  sources: ['test'],
  confidence: 'high',
});
const catalogue = catalogueOf([
  technology({
    id: 'hv',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
    figures: { interruptLatency: measured(900), interruptLatencyMax: measured(1000) },
  }),
]);

/** Two equal layouts of one application in a partition. */
function twice(type: string, isa: string): Plan {
  const plan = new PlanBuilder(target({ clusters: [{ id: 'x', cores: 4, type, isa }] }))
    .application('app')
    .environment('hv', 'hypervisor', null, { technologyId: 'hv' })
    .environment('cell', 'partition', 'hv', { coreIds: ['c0'] })
    .place('app', 'cell')
    .plan();
  let next = 0;
  const copy = duplicateLayout(plan, 'layout', (stem) => `copy-${stem}-${next++}`);
  if (!copy.ok) throw new Error('the edit was refused');
  return applyDiff(plan, copy.value);
}

function latency(type: string, isa: string) {
  const plan = twice(type, isa);
  const ids = [...plan.layouts.keys()];
  const { drivers } = compareLayouts(plan, ids, catalogue);
  const driver = drivers.find(({ id }) => id === 'interrupt-latency');
  const errors = drivers.find(({ id }) => id === 'error');
  const value = driver?.values[1];
  if (!driver || !errors || !value) throw new Error('no interrupt latency');
  const places = paretoOf([driver, errors], ids).places.map(({ status }) => status);
  return { words: valueWords(driver, value), value, places };
}

describe('interrupt latency in a comparison', () => {
  it('[COMPARE-1] observed on the same core type: a number', () => {
    const { words, value, places } = latency('Cortex-A53', 'aarch64');
    expect(words).toBe('1 µs');
    expect(value).toMatchObject({ isIndication: false, low: 1000, high: 1000 });
    expect(places).toEqual(['front', 'front']);
  });

  it('[OVER-5] on another core type: named an indication, and ranked by nothing', () => {
    const { words, value, places } = latency('Cortex-A72', 'aarch64');
    expect(words).toBe('indication: 1 µs');
    expect(value).toMatchObject({
      isIndication: true,
      low: null,
      high: null,
      delta: { direction: 'unclear' },
    });
    expect(places).toEqual(['open', 'open']);
  });

  it('[OVER-5] on another instruction set: unknown', () => {
    const { words, value, places } = latency('Cortex-M4F', 'armv7e-m');
    expect(words).toBe('unknown');
    expect(value).toMatchObject({ state: 'unknown', typical: null });
    expect(places).toEqual(['open', 'open']);
  });

  it('[OVER-5] the advisor says of a cost that it is an indication', () => {
    const plan = twice('Cortex-A72', 'aarch64');
    const inputs = [...plan.layouts.keys()].map((id): CostInput => {
      const tree = layoutTree(plan, id);
      if (!tree) throw new Error('no layout');
      return {
        plan,
        tree,
        result: analyze(plan, id, catalogue),
        applicationIds: new Set(['app']),
      };
    });
    const [before, after] = inputs;
    if (!before || !after) throw new Error('no layouts');
    const cost = costsOf(before, after).find(({ kind }) => kind === 'interrupt-latency');
    expect(cost).toMatchObject({
      isIndication: { before: true, after: true },
      difference: { low: null, typical: 0, high: null },
    });
  });
});
