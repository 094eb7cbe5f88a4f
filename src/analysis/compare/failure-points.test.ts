import { describe, expect, it } from 'vitest';
import { layoutTree } from '../../model/layout-tree.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';
import { failurePoints } from './failure-points.ts';

function points(builder: PlanBuilder): readonly (readonly [string, number])[] {
  const tree = layoutTree(builder.plan(), 'layout');
  if (!tree) throw new Error('no layout');
  const { dependencies } = builder.analyze();
  return failurePoints(tree, dependencies).map(({ environment, applications }) => [
    environment.id,
    applications,
  ]);
}

/** A hypervisor with three partitions, an application in each. */
function three(
  hardware = target({ devices: [{ id: 'eth', name: 'Ethernet', class: 'ethernet' }] }),
): PlanBuilder {
  return new PlanBuilder(hardware)
    .application('a')
    .application('b')
    .application('c')
    .environment('hv', 'hypervisor', null)
    .environment('p', 'partition', 'hv')
    .environment('q', 'partition', 'hv')
    .environment('r', 'partition', 'hv')
    .place('a', 'p')
    .place('b', 'q')
    .place('c', 'r');
}

describe('single points of failure', () => {
  it('[COMPARE-4] what all stand in takes all with it', () => {
    expect(points(three())).toEqual([['hv', 3]]);
  });

  it('[COMPARE-4] a back end takes its clients with it', () => {
    const builder = three()
      .grant('eth', 'q', 'para-virtual', { backendEnvironmentId: 'p' })
      .grant('eth', 'r', 'para-virtual', { backendEnvironmentId: 'p' });
    expect(points(builder)).toEqual([
      ['hv', 3],
      ['p', 2],
    ]);
  });

  it('[COMPARE-4] who serves a server takes its clients too, and what stands in them', () => {
    const builder = three()
      .application('d')
      .environment('inner', 'container-engine', 'r')
      .environment('x', 'container', 'inner')
      .place('d', 'x')
      .grant('eth', 'q', 'para-virtual', { backendEnvironmentId: 'p' })
      .grant('eth', 'r', 'para-virtual', { backendEnvironmentId: 'q' });
    expect(points(builder)).toEqual([
      ['hv', 4],
      ['p', 3],
      ['q', 2],
    ]);
  });

  it('[COMPARE-4] virtual functions stop with the driver of their physical function', () => {
    const nic = { id: 'nic', name: 'NIC', class: 'ethernet' };
    const ports = ['vf1', 'vf2'].map((id) => ({ ...nic, id, physicalFunctionId: 'nic' }));
    const builder = three(target({ devices: [nic, ...ports] }))
      .grant('nic', 'p', 'pass-through')
      .grant('vf1', 'q', 'virtual-function')
      .grant('vf2', 'r', 'virtual-function');
    expect(points(builder)).toEqual([
      ['hv', 3],
      ['p', 2],
    ]);
  });

  it('[COMPARE-4] who starts after it goes on without it', () => {
    const builder = three()
      .environment('s', 'partition', 'hv', { startAfterIds: ['p'] })
      .environment('t', 'partition', 'hv', { startAfterIds: ['p'] })
      .place('b', 's')
      .place('c', 't');
    expect(points(builder)).toEqual([['hv', 3]]);
  });

  it('[COMPARE-4] one client is not several', () => {
    const builder = three().grant('eth', 'q', 'para-virtual', { backendEnvironmentId: 'p' });
    expect(points(builder)).toEqual([['hv', 3]]);
  });

  it('[COMPARE-4] an application with a place elsewhere goes on', () => {
    const builder = three().environment('os', 'os', null).place('a', 'os').place('b', 'os');
    expect(points(builder)).toEqual([]);
  });

  it('[COMPARE-4] a container engine is none, the kernel beneath it is', () => {
    const builder = new PlanBuilder()
      .application('a')
      .application('b')
      .environment('os', 'os', null)
      .environment('engine', 'container-engine', 'os')
      .environment('x', 'container', 'engine')
      .environment('y', 'container', 'engine')
      .place('a', 'x')
      .place('b', 'y');
    expect(points(builder)).toEqual([['os', 2]]);
  });

  it('[COMPARE-4] back ends that serve each other end', () => {
    const builder = three()
      .grant('eth', 'p', 'para-virtual', { backendEnvironmentId: 'q' })
      .grant('eth', 'q', 'para-virtual', { backendEnvironmentId: 'p' });
    expect(points(builder)).toEqual([['hv', 3]]);
  });
});
