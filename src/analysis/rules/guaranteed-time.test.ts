import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const asil = (level: string) => ({ scale: 'ASIL', level });

/** Two partitions on one core, a task of 10 of 100 each; their hypervisor schedules as `hv` says. */
function partitions(hv: Seed, brake: Seed, radio: Seed, levels: readonly [unknown, unknown]) {
  return new PlanBuilder()
    .environment('hv', 'hypervisor', null, { coreIds: ['c0'], ...hv })
    .environment('brake', 'partition', 'hv', { coreIds: ['c0'], ...brake })
    .environment('radio', 'partition', 'hv', { coreIds: ['c0'], ...radio })
    .application('stop', { criticality: levels[0], realTime: 'none' })
    .application('play', { criticality: levels[1], realTime: 'none' })
    .task('loop', 'stop', 10, 100, { priority: 2 })
    .task('song', 'play', 10, 100, { priority: 1 })
    .place('stop', 'brake', ['c0'])
    .place('play', 'radio', ['c0']);
}
const budget = (budgetNs: number, priority: number) => ({
  server: { kind: 'periodic', budgetNs, periodNs: 50, priority },
});

describe('time that is certain', () => {
  const both: readonly [unknown, unknown] = [asil('D'), asil('QM')];

  it('[RT-10] a level beside a lower one has windows or a granted budget', () => {
    const by = { scheduler: 'fixed-priority' };
    const granted = partitions(by, budget(20, 2), budget(20, 1), both).analyze();
    expect(verdictsOf(granted, 'RT-10')).toEqual(['pass']);
    const windows = partitions({ scheduler: 'windows' }, {}, {}, both)
      .frame('frame', 100)
      .window('first', 'frame', 'c0', 'brake', 0, 50)
      .window('second', 'frame', 'c0', 'radio', 50, 50)
      .analyze();
    expect(verdictsOf(windows, 'RT-10')).toEqual(['pass']);
  });

  it('[RT-10] is broken where the lower one has no budget, and names who shares what', () => {
    const result = partitions({ scheduler: 'fixed-priority' }, budget(20, 2), {}, both).analyze();
    const [found, ...more] = findingsOf(result, 'RT-10', 'warning');
    expect(more).toEqual([]);
    expect(found?.subjects.map(({ id }) => id)).toEqual(['brake', 'c0', 'stop']);
    expect(found?.message).toContain('"brake" (ASIL D) shares core 0 with QM');
    expect(found?.actual).toContain('"radio" on this core has no budget');
  });

  it('[RT-10] equal levels and levels of different scales ask for nothing; an unknown one is not assessed', () => {
    const of = (...levels: readonly [unknown, unknown]) =>
      verdictsOf(partitions({}, {}, {}, levels).analyze(), 'RT-10');
    expect(of(asil('B'), asil('B'))).toEqual(['not-applicable']);
    expect(of(asil('D'), { scale: 'SIL', level: '1' })).toEqual(['not-applicable']);
    expect(of(asil('D'), null)).toEqual(['not-assessed']);
  });
});

describe('budgets', () => {
  const same: readonly [unknown, unknown] = [asil('B'), asil('B')];

  it('[RT-11] exactly what the tasks need is enough; one nanosecond less is not', () => {
    const of = (budgetNs: number) =>
      partitions({ scheduler: 'fixed-priority' }, budget(budgetNs, 2), budget(10, 1), same)
        .task('loop', 'stop', 20, 100, { priority: 2 })
        .analyze();
    expect(verdictsOf(of(10), 'RT-11')).toEqual(['pass']);
    const [found] = findingsOf(of(9), 'RT-11', 'error');
    expect(found).toMatchObject({ actual: '20 %', message: expect.stringContaining('"brake"') });
    expect(found?.limit).toContain('18 % of the core');
    expect(found?.subjects.map(({ id }) => id)).toEqual(['brake', 'c0', 'loop']);
  });

  it('[RT-11] windows are budgets too', () => {
    const of = (lengthNs: number) =>
      partitions({ scheduler: 'windows' }, {}, {}, same)
        .frame('frame', 100)
        .window('first', 'frame', 'c0', 'brake', 0, lengthNs)
        .window('second', 'frame', 'c0', 'radio', 50, 50)
        .analyze();
    expect(verdictsOf(of(10), 'RT-11')).toEqual(['pass']);
    expect(findingsOf(of(9), 'RT-11', 'error')[0]?.actual).toBe('10 %');
  });

  it('[RT-11] all budgets of a core are at most the core, switches included', () => {
    const of = (contextSwitchNs: number | null) =>
      partitions(
        { scheduler: 'fixed-priority', contextSwitchNs },
        budget(25, 2),
        budget(25, 1),
        same,
      ).analyze();
    expect(verdictsOf(of(null), 'RT-11')).not.toContain('error');
    const [found] = findingsOf(of(1), 'RT-11', 'error');
    expect(found?.message).toBe('budgets on core 0 add up to 108 % of it, switches included');
    expect(found?.subjects.map(({ id }) => id)).toEqual(['brake', 'radio', 'c0']);
  });

  it('[RT-11] an unknown WCET is not assessed', () => {
    const result = partitions({ scheduler: 'edf' }, budget(25, 2), budget(25, 1), same)
      .task('loop', 'stop', null, 100)
      .analyze();
    expect(findingsOf(result, 'RT-11', 'not-assessed')[0]?.subjects[0]?.id).toBe('loop');
  });
});

describe('supervision', () => {
  const of = (application: Seed) =>
    verdictsOf(
      new PlanBuilder()
        .environment('os', 'os', null, { coreIds: ['c0'] })
        .application('app', application)
        .place('app', 'os')
        .analyze(),
      'RT-12',
    );

  it('[RT-12] is checked by hand for what is critical, and for nothing else', () => {
    expect(of({ criticality: asil('B') })).toEqual(['manual']);
    expect(of({ realTime: 'hard' })).toEqual(['manual']);
    expect(of({ criticality: asil('QM'), realTime: 'none' })).toEqual(['not-applicable']);
    expect(of({})).toEqual(['not-assessed']);
  });
});
