import { describe, expect, it } from 'vitest';
import { layoutTree } from '../../model/layout-tree.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { boundaryOf, kernelEnvironment, relationOf } from './boundaries.ts';

const linux = { family: 'linux' };

/** Linux with two containers, a Kata container, and a hypervisor with two VMs; partitions; bare metal. */
function tree() {
  const plan = new PlanBuilder()
    .environment('linux', 'os', null)
    .environment('ce', 'container-engine', 'linux')
    .environment('x', 'container', 'ce')
    .environment('y', 'container', 'ce')
    .environment('kata', 'container', 'ce', { os: linux })
    .environment('kata2', 'container', 'ce', { os: linux })
    .environment('kvm', 'hypervisor', 'linux')
    .environment('vm', 'vm', 'kvm')
    .environment('inner', 'container-engine', 'vm')
    .environment('z', 'container', 'inner')
    .environment('vm2', 'vm', 'kvm')
    .environment('hv', 'hypervisor', null)
    .environment('p', 'partition', 'hv')
    .environment('q', 'partition', 'hv')
    .environment('hv2', 'hypervisor', null)
    .environment('bm', 'bare-metal', null)
    .plan();
  const built = layoutTree(plan, 'layout');
  if (!built) throw new Error('no layout');
  return built;
}

describe('what separates environments', () => {
  it.each([
    ['x', 'linux', null],
    ['kata', 'kata', 'kata'],
    ['z', 'vm', 'vm'],
    ['p', 'p', 'p'],
    ['bm', 'bm', null],
    ['hv', null, null],
    ['kvm', 'linux', null],
  ])('[ISOLATION-1] %s runs on the kernel of %s, walled in by %s', (id, kernel, boundary) => {
    expect(kernelEnvironment(tree(), id)?.id ?? null).toBe(kernel);
    expect(boundaryOf(tree(), id)?.id ?? null).toBe(boundary);
  });

  it.each([
    ['x', 'x', 'same-environment', 'x'],
    ['x', 'y', 'same-kernel', 'ce'],
    ['x', 'linux', 'same-kernel', 'linux'],
    ['z', 'vm', 'same-kernel', 'vm'],
    ['x', 'vm', 'host-guest', 'linux'],
    ['z', 'y', 'host-guest', 'linux'],
    ['kata', 'x', 'host-guest', 'ce'],
    ['kata', 'kata2', 'guests', 'ce'],
    ['vm', 'vm2', 'guests', 'kvm'],
    ['z', 'vm2', 'guests', 'kvm'],
    ['p', 'q', 'guests', 'hv'],
    ['p', 'bm', 'separate', null],
    ['x', 'p', 'separate', null],
    // Hypervisors have no kernel; having none is nothing in common.
    ['hv', 'bm', 'separate', null],
    ['hv', 'hv2', 'separate', null],
  ])('[ISOLATION-2] %s and %s: %s through %s, both ways', (a, b, kind, common) => {
    for (const relation of [relationOf(tree(), a, b), relationOf(tree(), b, a)]) {
      expect([relation.kind, relation.common?.id ?? null]).toEqual([kind, common]);
    }
  });
});
