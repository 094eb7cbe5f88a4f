import { describe, expect, it } from 'vitest';
import { layoutTree } from '../../model/layout-tree.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { cacheSchema, type Target } from '../../model/target.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';
import { exposureOf, type Exposure } from './exposure.ts';

const D = { criticality: { scale: 'ASIL', level: 'D' } };
const QM = { criticality: { scale: 'ASIL', level: 'QM' } };

function exposure(plan: Plan): Exposure {
  const tree = layoutTree(plan, 'layout');
  if (!tree) throw new Error('no layout');
  return exposureOf(plan, tree, targetOf(plan));
}

function partOf(plan: Plan, name: string): readonly [number | null, number | null] {
  const part = exposure(plan).parts.find((each) => each.name === name);
  return [part?.low ?? null, part?.high ?? null];
}

const PROVENANCE = { sources: ['manual'], confidence: 'high' };

/** Four cores with DRAM, a cache that all share, and one that a core has for itself. */
function board(): Target {
  const plain = target({
    memories: [{ id: 'dram', name: 'DRAM', kind: 'dram', sizeBytes: 2 ** 30 }],
  });
  const all = plain.cores.map(({ id }) => id);
  const cache = (id: string, level: number, coreIds: readonly string[]) =>
    cacheSchema.parse({ id, level, kind: 'unified', coreIds, provenance: PROVENANCE });
  return { ...plain, caches: [cache('l2', 2, all), cache('l1', 1, ['c0'])] };
}

/** Two partitions of a core each, one application of each level in them. */
function partitions(controls: readonly string[] | null, seed: object = {}): PlanBuilder {
  return new PlanBuilder(board())
    .application('brake', { ...D, ...seed })
    .application('radio', { ...QM, ...seed })
    .environment('hv', 'hypervisor', null, { interferenceControls: controls })
    .environment('p', 'partition', 'hv', { coreIds: ['c0'], interferenceControls: [] })
    .environment('q', 'partition', 'hv', { coreIds: ['c1'], interferenceControls: [] })
    .place('brake', 'p')
    .place('radio', 'q');
}

describe('interference exposure', () => {
  it('[COMPARE-3] partitions on cores of their own share cache and memory controller', () => {
    expect(exposure(partitions([]).plan())).toMatchObject({ low: 2, high: 2, unknown: 0 });
  });

  it('[COMPARE-3] shares of the cache count where they are apart, memory budgets where both have one, throttles never', () => {
    const own = (p: object, q: object) =>
      new PlanBuilder(board())
        .application('brake', D)
        .application('radio', QM)
        .environment('hv', 'hypervisor', null, { interferenceControls: [] })
        .environment('p', 'partition', 'hv', { coreIds: ['c0'], interferenceControls: [], ...p })
        .environment('q', 'partition', 'hv', { coreIds: ['c1'], interferenceControls: [], ...q })
        .place('brake', 'p')
        .place('radio', 'q')
        .plan();
    const share = (mask: string) => ({ cacheShare: { mechanism: 'cat', mask } });
    expect(partOf(own(share('0xf0'), share('0xf')), 'cache')).toEqual([0, 0]);
    expect(partOf(own(share('0xf0'), share('0xf')), 'memory controller')).toEqual([1, 1]);
    expect(partOf(own(share('0xf0'), share('0x1f')), 'cache')).toEqual([1, 1]);
    expect(partOf(own(share('0xf0'), share('0xf0')), 'cache')).toEqual([1, 1]);
    expect(partOf(own(share('0xf0'), {}), 'cache')).toEqual([1, 1]);
    const budget = { memoryBudget: { accesses: 10, periodNs: 1000 } };
    expect(partOf(own(budget, budget), 'memory controller')).toEqual([0, 0]);
    expect(partOf(own(budget, {}), 'memory controller')).toEqual([1, 1]);
    const throttle = {
      bandwidthThrottle: { mechanism: 'mba', mostPercent: 10, leastPercent: null },
    };
    expect(partOf(own(throttle, throttle), 'memory controller')).toEqual([1, 1]);
  });

  it.each([
    ['cache-colouring', 'cache'],
    ['cache-allocation', 'cache'],
    ['bandwidth-regulation', 'memory controller'],
  ])('[COMPARE-3] %s controls the %s, and nothing else', (control, kind) => {
    const plan = partitions([control]).plan();
    expect(partOf(plan, kind)).toEqual([0, 0]);
    expect(exposure(plan).high).toBe(1);
  });

  it('[COMPARE-3] a control that nobody has stated is off at high and on at low', () => {
    const plan = partitions(null).plan();
    expect(partOf(plan, 'cache')).toEqual([0, 1]);
    expect(partOf(plan, 'memory controller')).toEqual([0, 1]);
  });

  it('[COMPARE-3] a control does not keep apart what stands in one environment', () => {
    const plan = partitions(['cache-colouring']).application('tuner', QM).place('tuner', 'p');
    expect(partOf(plan.plan(), 'cache')).toEqual([1, 1]);
    expect(partOf(plan.plan(), 'core')).toEqual([1, 1]);
    expect(partOf(plan.plan(), 'kernel')).toEqual([1, 1]);
  });

  it.each([
    [0.5, 0.5, 0],
    [0.5, null, 1],
    [null, null, 1],
  ])('[COMPARE-3] shares %s and %s of one core: %i pair', (first, second, pairs) => {
    const plan = new PlanBuilder()
      .application('brake', D)
      .application('radio', QM)
      .environment('hv', 'hypervisor', null)
      .environment('v', 'vm', 'hv', { coreIds: ['c0'], timeShare: first })
      .environment('w', 'vm', 'hv', { coreIds: ['c0'], timeShare: second })
      .place('brake', 'v')
      .place('radio', 'w')
      .plan();
    expect(partOf(plan, 'core')).toEqual([pairs, pairs]);
  });

  it('[COMPARE-3] equal levels are no pair, levels of different scales are', () => {
    const plan = (level: object) =>
      new PlanBuilder()
        .application('a', D)
        .application('b', { criticality: level })
        .environment('os', 'os', null, { coreIds: ['c0'] })
        .place('a', 'os')
        .place('b', 'os')
        .plan();
    expect(partOf(plan(D.criticality), 'kernel')).toEqual([0, 0]);
    expect(partOf(plan({ scale: 'SIL', level: '4' }), 'kernel')).toEqual([1, 1]);
  });

  it('[COMPARE-3] who has no level is counted as unknown, not as a pair', () => {
    const plan = partitions([]).application('x').place('x', 'p').plan();
    expect(exposure(plan)).toMatchObject({ high: 2, unknown: 1 });
  });

  it('[COMPARE-3] a target without records of caches and memories says nothing of them', () => {
    const plan = new PlanBuilder()
      .application('a', D)
      .environment('os', 'os', null, { coreIds: ['c0'] })
      .place('a', 'os')
      .plan();
    expect([partOf(plan, 'cache'), partOf(plan, 'memory controller')]).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('[COMPARE-3] an image that lies in its own memory on the chip uses no memory controller', () => {
    const chip = { id: 'tcm', name: 'TCM', kind: 'tcm', sizeBytes: 65536 };
    const dram = { id: 'dram', name: 'DRAM', kind: 'dram', sizeBytes: 2 ** 30 };
    const plan = (memoryId: string) =>
      new PlanBuilder(target({ memories: [dram, chip] }))
        .application('brake', D)
        .application('radio', QM)
        .environment('image', 'bare-metal', null, { coreIds: ['c0'], memoryBytes: 65536 })
        .environment('os', 'os', null, { coreIds: ['c1'] })
        .region('image-ram', 0, 65536, { kind: 'private', environmentId: 'image', memoryId })
        .place('brake', 'image')
        .place('radio', 'os')
        .plan();
    expect(partOf(plan('tcm'), 'memory controller')).toEqual([0, 0]);
    expect(partOf(plan('dram'), 'memory controller')).toEqual([1, 1]);
  });

  it.each([
    ['para-virtual', 1],
    ['virtual-function', 0],
  ])('[COMPARE-3] one device given to both as %s: %i pair', (mode, pairs) => {
    const withDevice = target({ devices: [{ id: 'eth', name: 'Ethernet', class: 'ethernet' }] });
    const needs = { devices: [{ class: 'ethernet' }] };
    const plan = new PlanBuilder(withDevice)
      .application('brake', { ...D, ...needs })
      .application('radio', { ...QM, ...needs })
      .environment('hv', 'hypervisor', null)
      .environment('v', 'vm', 'hv', { coreIds: ['c0'] })
      .environment('w', 'vm', 'hv', { coreIds: ['c1'] })
      .grant('eth', 'v', mode)
      .grant('eth', 'w', mode)
      .place('brake', 'v')
      .place('radio', 'w')
      .plan();
    expect(partOf(plan, 'device')).toEqual([pairs, pairs]);
  });
});
