import { describe, expect, it } from 'vitest';
import type { LayoutResult } from '../result.ts';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const asil = (level: string) => ({ scale: 'ASIL', level });
const sil = (level: string) => ({ scale: 'SIL', level });
const linux = { family: 'linux', version: null, memoryBytes: null, memorySource: null };

describe('levels beneath', () => {
  const on = (kernel: unknown, application: unknown) =>
    new PlanBuilder()
      .environment('kernel', 'os', null, { coreIds: ['c0'], os: linux, criticality: kernel })
      .application('app', { criticality: application })
      .place('app', 'kernel')
      .analyze();

  it('[NEST-5] a kernel of the level passes, one below it is an error that names both', () => {
    expect(verdictsOf(on(asil('B'), asil('B')), 'NEST-5')).toEqual(['pass']);
    const [found] = findingsOf(on(asil('QM'), asil('B')), 'NEST-5', 'error');
    expect(found).toMatchObject({ limit: 'ASIL B', actual: 'QM' });
    expect(found?.subjects.map(({ id }) => id)).toEqual(['kernel', 'app']);
  });

  it('[NEST-5] an unstated level, or one of another scale, is not assessed', () => {
    expect(verdictsOf(on(null, asil('B')), 'NEST-5')).toEqual(['not-assessed']);
    expect(verdictsOf(on(sil('4'), asil('A')), 'NEST-5')).toEqual(['not-assessed']);
    expect(verdictsOf(on(asil('D'), null), 'NEST-5')).toEqual(['not-assessed']);
    expect(verdictsOf(on(null, asil('QM')), 'NEST-5')).toEqual(['not-applicable']);
  });

  it('[NEST-5] a partition without an OS has no software of its own, its hypervisor has', () => {
    const result = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], criticality: asil('A') })
      .environment('cell', 'partition', 'hv', { coreIds: ['c0'], criticality: asil('QM') })
      .application('app', { criticality: asil('B') })
      .place('app', 'cell')
      .analyze();
    const found = findingsOf(result, 'NEST-5', 'error');
    expect(found.map(({ subjects }) => subjects[0]?.id)).toEqual(['hv']);
  });
});

describe('images on one chip', () => {
  const beside = (one: unknown, two: unknown) =>
    verdictsOf(
      new PlanBuilder()
        .environment('one', 'bare-metal', null, { coreIds: ['c0'] })
        .environment('two', 'bare-metal', null, { coreIds: ['c1'] })
        .application('a', { criticality: one })
        .application('b', { criticality: two })
        .place('a', 'one')
        .place('b', 'two')
        .analyze(),
      'SHM-7',
    );

  it('[SHM-7] of different levels are checked by hand; of one level they pass', () => {
    expect(beside(asil('D'), asil('QM'))).toEqual(['manual', 'pass']);
    expect(beside(asil('B'), asil('B'))).toEqual(['pass']);
    expect(beside(asil('B'), sil('0'))).toEqual(['pass']);
    expect(beside(asil('B'), null)).toEqual(['not-assessed', 'pass']);
  });

  it('[SHM-7] below a hypervisor there is one image', () => {
    const result = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0', 'c1'] })
      .environment('one', 'partition', 'hv', { coreIds: ['c0'] })
      .environment('two', 'partition', 'hv', { coreIds: ['c1'] })
      .application('a', { criticality: asil('D') })
      .application('b', { criticality: asil('QM') })
      .place('a', 'one')
      .place('b', 'two')
      .analyze();
    expect(verdictsOf(result, 'SHM-7')).toEqual(['not-applicable']);
  });
});

describe('links upwards', () => {
  const between = (from: unknown, to: unknown, channel = 'socket') =>
    verdictsOf(
      new PlanBuilder()
        .environment('os', 'os', null, { coreIds: ['c0'] })
        .application('a', { criticality: from })
        .application('b', { criticality: to })
        .place('a', 'os')
        .place('b', 'os')
        .link('link', 'a', 'b')
        .channel('link', channel)
        .analyze(),
      'LINK-7',
    );

  it('[LINK-7] to a higher level is checked by hand; to the same or a lower one it passes', () => {
    expect(between(asil('QM'), asil('B'))).toEqual(['manual']);
    expect(between(asil('B'), asil('B'))).toEqual(['pass']);
    expect(between(asil('B'), asil('QM'))).toEqual(['pass']);
  });

  it('[LINK-7] between scales, to what is raised, is checked by hand; an unknown end is not assessed', () => {
    expect(between(sil('4'), asil('A'))).toEqual(['manual']);
    expect(between(null, asil('A'))).toEqual(['not-assessed']);
    expect(between(asil('A'), null)).toEqual(['not-assessed']);
    expect(between(null, asil('QM'))).toEqual(['pass']);
  });

  it('[LINK-7] shared memory is left to TECH-F7', () => {
    expect(between(asil('QM'), asil('B'), 'shared-memory')).toEqual(['not-applicable']);
  });
});

describe('partners', () => {
  const twoClusters = target({
    clusters: [
      { id: 'big', cores: 2 },
      { id: 'small', cores: 2, type: 'Cortex-R5' },
    ],
  });
  const doubled = (seed: Seed, second: readonly [string, string]) =>
    new PlanBuilder(twoClusters)
      .environment('one', 'bare-metal', null, { coreIds: ['c0', 'c1'] })
      .environment('two', 'bare-metal', null, { coreIds: ['c2'] })
      .application('app', { instances: 2, ...seed })
      .place('app', 'one', ['c0'])
      .place('app', second[0], [second[1]], { id: 'again' })
      .analyze();
  const message = (result: LayoutResult) => findingsOf(result, 'PLACE-5', 'manual')[0]?.message;

  it('[PLACE-5] names what instances of a raised level have in common, for a person to judge', () => {
    const level = { criticality: asil('D') };
    expect(message(doubled(level, ['one', 'c1']))).toContain('the environment, the cluster "big"');
    expect(message(doubled(level, ['one', 'c0']))).toContain('core 0');
    expect(message(doubled(level, ['two', 'c2']))).toContain('no environment, core or cluster');
  });

  it('[PLACE-5] asks nothing of a lowest level or a single instance, and cannot ask of an unknown one', () => {
    const of = (seed: Seed) => verdictsOf(doubled(seed, ['two', 'c2']), 'PLACE-5');
    expect(of({ criticality: asil('QM') })).toEqual(['not-applicable']);
    expect(of({ criticality: asil('D'), instances: 1 })).toEqual(['not-applicable']);
    expect(of({})).toEqual(['not-assessed']);
  });
});
