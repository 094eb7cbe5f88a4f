import { expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { compareLayouts } from './compare-layouts.ts';

const MIB = 1024 * 1024;

it('[COMPARE-10] an empty layout is better in nothing, and what it costs is a lower bound', () => {
  const plan = new PlanBuilder()
    .application('a', { memoryPrivateBytes: 40 * MIB, memorySharedBytes: 0 })
    .environment('os', 'os', null, {
      coreIds: ['c0', 'c1'],
      os: { family: 'linux', version: null, memoryBytes: 10 * MIB, memorySource: null },
    })
    .place('a', 'os');
  const empty = plan.plan();
  const second = { ...[...empty.layouts.values()][0]!, id: 'empty', name: 'Empty', order: 99 };
  const both = { ...empty, layouts: new Map([...empty.layouts, ['empty', second]]) };
  const { drivers } = compareLayouts(both, ['layout', 'empty'], catalogueOf());
  const better = drivers.filter(({ values }) => values[1]?.delta?.direction === 'better');
  expect(better.map(({ id }) => id)).toEqual([]);
  const memory = drivers.find(({ id }) => id === 'memory')?.values;
  expect(memory?.map(({ atLeast, state }) => [atLeast, state])).toEqual([
    [false, 'assessed'],
    [true, 'assessed'],
  ]);
  const cores = drivers.find(({ id }) => id === 'cores');
  expect([cores?.wish, cores?.values[0]?.typical]).toEqual(['none', 2]);
});
