import { expect, test } from 'vitest';
import { layoutTree } from '../../model/layout-tree.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { environmentLines, unplacedApplications } from './environment-lines.ts';

const plan = smallPlan();
const tree = layoutTree(plan, 'layout-a')!;

test('[UI-7] environments as they nest, applications in them', () => {
  const lines = environmentLines(plan, tree, new Set());
  expect(lines.map(({ level, title, expanded }) => [level, title, expanded])).toEqual([
    [1, 'Hypervisor', true],
    [2, 'Gateway partition', true],
    [3, 'Gateway', undefined],
    [1, 'M4', true],
    [2, 'Control', undefined],
  ]);
});

test('[UI-7] what is closed hides its content', () => {
  const lines = environmentLines(plan, tree, new Set(['hv']));
  expect(lines.map(({ title }) => title)).toEqual(['Hypervisor', 'M4', 'Control']);
});

test('[UI-7] the tray holds what has no place', () => {
  expect(unplacedApplications(plan, tree).map(({ name }) => name)).toEqual(['Logger']);
});
