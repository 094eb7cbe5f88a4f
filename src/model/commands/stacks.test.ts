import { describe, expect, test } from 'vitest';
import { applyDiff } from '../diff.ts';
import { layoutTree } from '../layout-tree.ts';
import type { Plan } from '../plan.ts';
import { countingIds, smallPlan } from '../testing/small-plan.ts';
import { placeInStack, STACKS, type Stack, type StackArguments } from './stacks.ts';

const THREE = ['app-control', 'app-gateway', 'app-logger'];

function built(given: Partial<StackArguments>, plan: Plan = smallPlan()) {
  const args: StackArguments = {
    layoutId: 'layout-b',
    applicationIds: ['app-logger'],
    coreIds: ['big.1'],
    stack: 'partition',
    grouping: 'one-each',
    technologies: {},
    ...given,
  };
  const diff = placeInStack(plan, args, countingIds());
  if (!diff.ok) throw new Error(diff.problems.map(({ message }) => message).join());
  const tree = layoutTree(applyDiff(plan, diff.value), args.layoutId);
  if (!tree) throw new Error('no layout');
  return tree;
}

/** Application -> name of the environment that it stands in. */
function homes(tree: ReturnType<typeof built>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    THREE.map((id) => {
      const home = tree.placementsOf.get(id)?.[0]?.environmentId ?? '';
      return [id, tree.environmentById.get(home)?.name];
    }),
  );
}

const countOf = (tree: ReturnType<typeof built>, wanted: string) =>
  tree.environments.filter(({ kind }) => kind === wanted).length;

describe('[CMD-9] stacks on bare cores', () => {
  test.each(Object.keys(STACKS) as Stack[])(
    '[CMD-9] "%s" builds its whole stack on bare cores',
    (stack) => {
      const tree = built({ stack });
      const home = tree.placements[0]?.environmentId ?? '';
      expect(tree.pathOf.get(home)?.map(({ kind }) => kind)).toEqual(STACKS[stack]);
      expect(tree.coresOf.get(home)).toEqual(['big.1']);
    },
  );

  test('[CMD-10] a second partition stands on the same hypervisor', () => {
    const tree = built({ layoutId: 'layout-a' });
    expect(countOf(tree, 'hypervisor')).toBe(1);
    expect(tree.childrenOf.get('hv')?.map(({ name }) => name)).toEqual([
      'Gateway partition',
      'Logger',
    ]);
  });

  test.each(['partition', 'vm', 'thin-vm', 'container', 'container-in-vm', 'bare-metal'] as const)(
    '[CMD-19] "%s": each of several applications gets one of its own, under its name, on one stack',
    (stack) => {
      const tree = built({ applicationIds: THREE, stack });
      expect(homes(tree)).toEqual({
        'app-control': 'Control',
        'app-gateway': 'Gateway',
        'app-logger': 'Logger',
      });
      const beneath = STACKS[stack].slice(0, -1);
      expect(beneath.map((kind) => countOf(tree, kind))).toEqual(beneath.map(() => 1));
      expect(countOf(tree, STACKS[stack].at(-1)!)).toBe(3);
      const orders = [...tree.environments, ...tree.placements].map(({ id, order }) => [
        id.split('-')[0],
        order,
      ]);
      expect(new Set(orders.map(String)).size).toBe(orders.length);
    },
  );

  test('[CMD-19] each has the kernel that its application asks for', () => {
    const plan = smallPlan();
    const tree = built({ applicationIds: THREE }, plan);
    for (const id of THREE) {
      const home = tree.placementsOf.get(id)?.[0]?.environmentId ?? '';
      const kernel = tree.environmentById.get(home)?.os?.family ?? null;
      expect(kernel).toBe(plan.applications.get(id)?.os ?? null);
    }
  });

  test('[CMD-19] what several share is not called like one of them', () => {
    const tree = built({ applicationIds: THREE, grouping: 'together' });
    expect(new Set(Object.values(homes(tree)))).toEqual(new Set(['Static partition']));
    expect(homes(built({ grouping: 'together' }))['app-logger']).toBe('Logger');
  });

  test('[CMD-19] processes share their OS, whatever is asked', () => {
    const tree = built({ applicationIds: THREE, stack: 'shared-os' });
    expect(tree.environments.map(({ kind }) => kind)).toEqual(['os']);
  });

  test('[CMD-19] names stay free, also among those that come in one step', () => {
    const plan = smallPlan();
    const applications = new Map(plan.applications);
    applications.set('app-gateway', { ...applications.get('app-gateway')!, name: 'Hypervisor' });
    const tree = built({ applicationIds: THREE }, { ...plan, applications });
    expect(homes(tree)['app-gateway']).toBe('Hypervisor 2');
  });
});
