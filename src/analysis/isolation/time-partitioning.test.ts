import { expect, it } from 'vitest';
import { layoutTree } from '../../model/layout-tree.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { isSeparatedInTime } from './time-partitioning.ts';

type Seed = Readonly<Record<string, unknown>>;
const BUDGET = { kind: 'periodic', budgetNs: 2, periodNs: 10 };
const QUOTA = { kind: 'quota', budgetNs: 2, periodNs: 10 };

function two(a: Seed, b: Seed, technologyId = 'pikeos', windows = false): boolean {
  const builder = new PlanBuilder()
    .environment('hv', 'hypervisor', null, { technologyId, coreIds: ['c0', 'c1'] })
    .environment('a', 'partition', 'hv', a)
    .environment('b', 'partition', 'hv', b)
    .frame('frame', 10);
  if (windows)
    builder.window('wa', 'frame', 'c0', 'a', 0, 5).window('wb', 'frame', 'c0', 'b', 5, 5);
  const tree = layoutTree(builder.plan(), 'layout');
  const environment = tree?.environmentById.get('a');
  if (!tree || !environment) throw new Error('no such environment');
  return isSeparatedInTime(tree, environment);
}

it('[TIME-1] windows separate, also on cores that are handed down, under whoever has a scheduler', () => {
  expect(two({}, {})).toBe(false);
  expect(two({}, {}, 'pikeos', true)).toBe(true);
  expect(two({ coreIds: ['c0'] }, { coreIds: ['c0'] }, 'pikeos', true)).toBe(true);
  expect(two({}, {}, 'bao', true)).toBe(false);
  expect(two({}, {}, 'jailhouse', true)).toBe(false);
});

it('[TIME-1] a core of its own list without a window is not separated', () => {
  expect(two({ coreIds: ['c0', 'c1'] }, { coreIds: ['c0', 'c1'] }, 'pikeos', true)).toBe(false);
});

it('[TIME-1] budgets separate where they are enforced and everybody on the core has one', () => {
  expect(two({ server: BUDGET }, { server: BUDGET })).toBe(true);
  expect(two({ server: BUDGET }, {})).toBe(false);
  expect(two({ server: BUDGET, coreIds: ['c0'] }, { coreIds: ['c1'] })).toBe(true);
  expect(two({ server: BUDGET }, { server: QUOTA })).toBe(false);
  expect(two({ server: QUOTA }, { server: QUOTA })).toBe(false);
});
