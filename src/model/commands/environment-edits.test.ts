import { describe, expect, test } from 'vitest';
import { applyDiff } from '../diff.ts';
import { layoutTree } from '../layout-tree.ts';
import { countingIds, smallPlan } from '../testing/small-plan.ts';
import { duplicateEnvironment, nestEnvironment } from './environment-edits.ts';

describe('[CMD-16] copying an environment', () => {
  test('[CMD-16] the copy has all that nests in it, no application and no device', () => {
    const plan = smallPlan();
    const diff = duplicateEnvironment(plan, 'hv', countingIds());
    if (!diff.ok) throw new Error('refused');
    const next = applyDiff(plan, diff.value);
    const tree = layoutTree(next, 'layout-a');
    const copy = tree?.environments.find(({ name }) => name === 'Hypervisor 2');
    expect(tree?.childrenOf.get(copy?.id ?? '')?.map(({ name }) => name)).toEqual([
      'Gateway partition 2',
    ]);
    expect([next.placements.size, next.grants.size]).toEqual([
      plan.placements.size,
      plan.grants.size,
    ]);
  });

  test('[CMD-16] what is gone is refused', () => {
    const result = duplicateEnvironment(smallPlan(), 'nowhere', countingIds());
    expect(result.ok ? '' : result.problems[0]?.code).toBe('command-no-record');
  });
});

describe('[CMD-17] standing an environment elsewhere', () => {
  test('[CMD-17] what nests in reality may, and keeps its content', () => {
    const plan = smallPlan();
    const os = { ...plan.environments.get('m4')!, id: 'os', kind: 'os' as const, name: 'Host' };
    const withOs = { ...plan, environments: new Map(plan.environments).set('os', os) };
    const diff = nestEnvironment(withOs, 'hv', 'os');
    if (!diff.ok) throw new Error('refused');
    const tree = layoutTree(applyDiff(withOs, diff.value), 'layout-a');
    expect(tree?.pathOf.get('p1')?.map(({ id }) => id)).toEqual(['os', 'hv', 'p1']);
  });

  test.each([
    ['p1', null, 'a static partition cannot stand on the hardware itself'],
    ['m4', 'hv', 'a bare metal / amp image cannot stand in "Hypervisor"'],
  ])('[CMD-17] %s in %s is refused in words', (id, parentId, message) => {
    const result = nestEnvironment(smallPlan(), id, parentId);
    expect(result.ok ? '' : result.problems[0]?.message).toBe(message);
  });

  test('[CMD-17] never in itself, however deep', () => {
    const plan = smallPlan();
    const hv = plan.environments.get('hv')!;
    const environments = new Map(plan.environments)
      .set('os', { ...hv, id: 'os', kind: 'os', name: 'Host', parentId: null })
      .set('hv', { ...hv, parentId: 'os' })
      .set('inner', { ...hv, id: 'inner', kind: 'os', name: 'Inner', parentId: 'hv' });
    const result = nestEnvironment({ ...plan, environments }, 'hv', 'inner');
    expect(result.ok ? '' : result.problems[0]?.message).toBe(
      '"Hypervisor" cannot stand inside itself',
    );
  });
});
