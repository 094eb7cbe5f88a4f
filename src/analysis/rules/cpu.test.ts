import { describe, expect, it } from 'vitest';
import type { LayoutResult } from '../result.ts';
import { findingsOf, GHZ, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

const MS = 1_000_000;

/** An OS on all four cores with three applications of one third of a core each, pinned to one core. */
function thirds(times = 3): PlanBuilder {
  const builder = new PlanBuilder().environment('os', 'os', null, {
    coreIds: ['c0', 'c1', 'c2', 'c3'],
  });
  for (let index = 0; index < times; index += 1) {
    builder
      .application(`third-${index}`)
      .task(`task-${index}`, `third-${index}`, 1 * MS, 3 * MS)
      .place(`third-${index}`, 'os', ['c0']);
  }
  return builder;
}

describe('core over capacity', () => {
  it('[CPU-1] takes three thirds of a core for exactly one core, which is legal', () => {
    const result = thirds().analyze();
    const budget = result.budgets.find((each) => each.subject.id === 'c0');
    expect(budget).toMatchObject({ demand: { high: 1 }, capacity: 1, verdict: 'within' });
    expect(verdictsOf(result, 'CPU-1')).toEqual(['pass']);
  });

  it('[CPU-1] does not call a core over that holds its load at its maximum clock alone: unknown', () => {
    const turbo = { id: 'xeon', cores: 1, clockHz: 2 * GHZ, baseClockHz: GHZ };
    const on = (share: number) =>
      new PlanBuilder(target({ clusters: [turbo] }))
        .application('a', { cpuLoad: { share, coreType: 'Cortex-A53', clockHz: GHZ } })
        .environment('os', 'os', null, { coreIds: ['c0'] })
        .place('a', 'os', ['c0'])
        .analyze();
    expect(verdictsOf(on(1), 'CPU-1')).toEqual(['pass']);
    expect(verdictsOf(on(1.5), 'CPU-1')).toEqual(['not-assessed']);
    expect(verdictsOf(on(2.5), 'CPU-1')).toEqual(['error']);
  });

  it('[CPU-1] counts the stated load of an application whose tasks have no times, and says at least', () => {
    const result = new PlanBuilder()
      .application('a', { cpuLoad: { share: 1.5, coreType: 'Cortex-A53', clockHz: GHZ } })
      .task('t', 'a', null, 10 * MS)
      .environment('os', 'os', null, { coreIds: ['c0'] })
      .place('a', 'os', ['c0'])
      .analyze();
    const budget = result.budgets.find((each) => each.subject.id === 'c0');
    expect(budget).toMatchObject({ demand: { high: 1.5 }, atLeast: true, verdict: 'over' });
  });

  it('[CPU-1] refuses a core that is over by one part in three hundred million', () => {
    const builder = thirds()
      .application('dust')
      .task('t', 'dust', 1, 300 * MS);
    const result = builder.place('dust', 'os', ['c0']).analyze();
    const [finding] = findingsOf(result, 'CPU-1', 'error');
    expect(finding?.subjects[0]).toEqual({ kind: 'core', id: 'c0', name: 'core 0' });
    expect(finding?.limit).toBe('100 % of one core');
    expect(finding?.actual).toBe('100.0000003 %');
    // Nothing is pinned to the three others: they are no passes.
    expect(verdictsOf(result, 'CPU-1')).toEqual(['error']);
  });

  it('[CPU-1] adds typed decimals as decimals: ten times 0.1 is one core', () => {
    const builder = new PlanBuilder().environment('os', 'os', null, { coreIds: ['c0'] });
    for (let index = 0; index < 10; index += 1) {
      builder
        .application(`a${index}`, { cpuLoad: { share: 0.1, coreType: 'Cortex-A53', clockHz: GHZ } })
        .place(`a${index}`, 'os');
    }
    expect(verdictsOf(builder.analyze(), 'CPU-1')).toEqual(['pass']);
  });

  it('[CPU-1] says that a core overloaded at worst-case times fits at average times', () => {
    const builder = new PlanBuilder().environment('os', 'os', null, { coreIds: ['c0'] });
    builder
      .application('control')
      .task('t', 'control', 12 * MS, 10 * MS, { acetNs: 6 * MS })
      .place('control', 'os');
    const [finding] = findingsOf(builder.analyze(), 'CPU-1', 'error');
    expect(finding).toMatchObject({ actual: '120 %', remainder: '-20 %' });
    expect(finding?.message).toContain('at average times it fits (60 %)');
  });

  it('[CPU-1] says that it fits at best-case times where no average is stated', () => {
    const builder = new PlanBuilder().environment('os', 'os', null, { coreIds: ['c0'] });
    builder
      .application('control')
      .task('t', 'control', 12 * MS, 10 * MS, { bcetNs: 4 * MS })
      .place('control', 'os');
    const [finding] = findingsOf(builder.analyze(), 'CPU-1', 'error');
    expect(finding?.message).toContain('at best-case times it fits (40 %)');
    expect(finding?.remedy).toContain('task "t" of "control"');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['c0', 'control', 't']);
  });

  it('[CPU-1] multiplies by the instances of the place', () => {
    const builder = new PlanBuilder().environment('os', 'os', null, { coreIds: ['c0'] });
    builder
      .application('worker', { instances: 3 })
      .task('t', 'worker', 4 * MS, 10 * MS)
      .place('worker', 'os', [], { instances: 3 });
    expect(findingsOf(builder.analyze(), 'CPU-1', 'error')[0]?.actual).toBe('120 %');
  });

  it('[CPU-1] is not assessed, and never passes, where demand on the only core is unknown', () => {
    const builder = new PlanBuilder(target({ clusters: [{ id: 'a53', cores: 1 }] }))
      .environment('os', 'os', null, { coreIds: ['c0'] })
      .application('mystery')
      .place('mystery', 'os');
    const result = builder.analyze();
    expect(verdictsOf(result, 'CPU-1')).toEqual(['not-assessed']);
    expect(result.budgets[0]).toMatchObject({
      demand: { low: null, typical: null, high: null },
      atLeast: true,
      verdict: 'unknown',
    });
  });
});

describe('copies', () => {
  /** 3 VMs of one core's share each, with 2 containers each, with 2 instances of 1 ms in 50 ms: 2 %. */
  const copied = (timeShare: number | null, vms = 3) =>
    new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
      .environment('vm', 'vm', 'hv', { coreIds: ['c0'], copies: vms, timeShare })
      .environment('ce', 'container-engine', 'vm')
      .environment('c', 'container', 'ce', { copies: 2 })
      .application('a', { instances: 2 * 2 * vms })
      .task('t', 'a', MS, 50 * MS)
      .place('a', 'c', [], { instances: 2 })
      .analyze();
  const demandOf = (result: LayoutResult, id: string) =>
    result.budgets.find(({ kind, subject }) => kind === 'cpu' && subject.id === id)?.demand.high;

  it('[CPU-1] a core is asked for by all copies, an environment by one copy of it', () => {
    const result = copied(null);
    // core: 3 x 2 x 2 x 2 % = 24 %; one VM: 2 x 2 x 2 % = 8 %; one container: 2 x 2 % = 4 %
    expect(demandOf(result, 'c0')).toBeCloseTo(0.24, 12);
    expect(demandOf(result, 'hv')).toBeCloseTo(0.24, 12);
    expect(demandOf(result, 'vm')).toBeCloseTo(0.08, 12);
    expect(demandOf(result, 'c')).toBeCloseTo(0.04, 12);
    expect(result.tasks[0]?.utilisation.high).toBeCloseTo(0.24, 12);
    expect(verdictsOf(result, 'CPU-1')).toEqual(['pass']);
    // 13 x 8 % = 104 %
    expect(findingsOf(copied(null, 13), 'CPU-1', 'error')[0]?.actual).toBe('104 %');
  });

  it('[CPU-3] the time share of a VM is that of one copy', () => {
    // What stands in one copy asks for exactly 8 % of the core.
    expect(verdictsOf(copied(0.08), 'CPU-3')).toEqual(['pass']);
    expect(verdictsOf(copied(0.079), 'CPU-3')).toContain('error');
  });
});

describe('set of cores over capacity', () => {
  function floating(share: number): PlanBuilder {
    const builder = new PlanBuilder().environment('os', 'os', null, { coreIds: ['c0', 'c1'] });
    for (const id of ['a', 'b', 'c']) {
      builder
        .application(id, { cpuLoad: { share, coreType: 'Cortex-A53', clockHz: GHZ } })
        .place(id, 'os');
    }
    return builder;
  }

  it('[CPU-2] counts floating load against all cores of the set and splits nothing', () => {
    const result = floating(0.6).analyze();
    const set = result.budgets.find((each) => each.subject.kind === 'core-set');
    expect(set).toMatchObject({ capacity: 2, verdict: 'within', coreIds: ['c0', 'c1'] });
    // 3 x 0.6 = 1.8 of 2 cores; nothing is pinned, so that the cores themselves show 0.
    expect(set?.demand.high).toBeCloseTo(1.8, 12);
    const core = result.budgets.find((each) => each.subject.id === 'c0');
    expect(core?.demand.high).toBe(0);
    expect(verdictsOf(result, 'CPU-2')).toEqual(['pass']);
  });

  it('[CPU-2] adds what is pinned to the cores of the set', () => {
    const builder = floating(0.6)
      .application('pinned', { cpuLoad: { share: 0.3, coreType: 'Cortex-A53', clockHz: GHZ } })
      .place('pinned', 'os', ['c1']);
    const [finding] = findingsOf(builder.analyze(), 'CPU-2', 'error');
    // 1.8 + 0.3 = 2.1 of 2 cores
    expect(finding).toMatchObject({ limit: '200 % of one core', actual: '210 %' });
    expect(finding?.subjects.map((each) => each.id)).toContain('c1');
  });

  it('[CPU-2] joins sets that overlap: each fits alone, together they do not', () => {
    const load = { share: 1.8, coreType: 'Cortex-A53', clockHz: GHZ };
    const builder = new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0', 'c1', 'c2'] })
      .application('left', { cpuLoad: load })
      .place('left', 'os', ['c0', 'c1'])
      .application('right', { cpuLoad: load })
      .place('right', 'os', ['c1', 'c2']);
    const findings = findingsOf(builder.analyze(), 'CPU-2', 'error');
    // 3.6 of 3 cores
    expect(findings.map((each) => each.actual)).toEqual(['360 %']);
  });

  it('[CPU-2] finds two of three sets that do not fit, though each does and all together do', () => {
    const builder = new PlanBuilder().environment('os', 'os', null, {
      coreIds: ['c0', 'c1', 'c2', 'c3'],
    });
    const floats = [
      [1.5, ['c0', 'c1']],
      [1.7, ['c1', 'c2']],
      [0.1, ['c2', 'c3']],
    ] as const;
    floats.forEach(([share, cores], index) => {
      const cpuLoad = { share, coreType: 'Cortex-A53', clockHz: GHZ };
      builder.application(`a${index}`, { cpuLoad }).place(`a${index}`, 'os', cores);
    });
    // 1.5 + 1.7 = 3.2 of core 0 to core 2, and 3.3 of all 4.
    const findings = findingsOf(builder.analyze(), 'CPU-2', 'error');
    expect(findings.map(({ limit, actual }) => [limit, actual])).toEqual([
      ['300 % of one core', '320 %'],
    ]);
  });

  it('[CPU-2] is unknown between the fastest and the slowest kind of core', () => {
    const clusters = [
      { id: 'little', cores: 1, type: 'Cortex-A53' },
      { id: 'big', cores: 1, type: 'Cortex-A72' },
    ];
    const capacityFactors = [
      {
        id: 'f',
        fromCoreType: 'Cortex-A53',
        toCoreType: 'Cortex-A72',
        timeFactor: 0.5,
        source: 'user',
      },
    ];
    const on = (share: number) =>
      new PlanBuilder(target({ clusters, capacityFactors }))
        .environment('os', 'os', null, { coreIds: ['c0', 'c1'] })
        .application('a', { cpuLoad: { share, coreType: 'Cortex-A53', clockHz: GHZ } })
        .place('a', 'os')
        .analyze();
    expect(verdictsOf(on(2), 'CPU-2')).toEqual(['pass']);
    // 3 cores on the slow kind, 1.5 on the fast one, 2 there are.
    expect(verdictsOf(on(3), 'CPU-2')).toEqual(['not-assessed']);
    expect(verdictsOf(on(5), 'CPU-2')).toEqual(['error']);
  });
});

describe('time share of an environment', () => {
  function partition(share: number): PlanBuilder {
    return new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0', 'c1'] })
      .environment('p', 'partition', 'hv', { coreIds: ['c0', 'c1'], timeShare: 0.5 })
      .application('a', { cpuLoad: { share, coreType: 'Cortex-A53', clockHz: GHZ } });
  }

  it('[CPU-3] holds floating content against share times cores', () => {
    expect(verdictsOf(partition(1).place('a', 'p').analyze(), 'CPU-3')).toEqual(['pass']);
    const [finding] = findingsOf(partition(1.1).place('a', 'p').analyze(), 'CPU-3', 'error');
    expect(finding).toMatchObject({
      limit: '100 % of one core',
      actual: '110 %',
      remainder: '-10 %',
    });
    expect(finding?.subjects[0]?.id).toBe('p');
  });

  it('[CPU-3] holds what is pinned against the share of its core', () => {
    const [finding] = findingsOf(
      partition(0.6).place('a', 'p', ['c1']).analyze(),
      'CPU-3',
      'error',
    );
    expect(finding).toMatchObject({ limit: '50 % of one core', actual: '60 %' });
    expect(finding?.subjects.map((each) => each.id)).toEqual(['p', 'c1', 'a']);
  });
});

describe('demand known', () => {
  const CLUSTERS = [
    { id: 'little', cores: 1, type: 'Cortex-A53' },
    { id: 'big', cores: 1, type: 'Cortex-A72', clockHz: 2 * GHZ },
    { id: 'm', cores: 1, type: 'Cortex-M4F', clockHz: null, isa: 'armv7e-m' },
  ];
  const on = (core: string, seed: object = {}) =>
    new PlanBuilder(target({ clusters: CLUSTERS }))
      .environment('os', 'os', null, { coreIds: ['c0', 'c1', 'c2'] })
      .application('a')
      .task('t', 'a', 4 * MS, 10 * MS, { ...seed })
      .place('a', 'os', [core])
      .analyze();

  it('[CPU-4] scales by clock within a core type', () => {
    // 4 ms at 500 MHz are 2 ms at 1 GHz: 20 %
    const result = on('c0', { clockHz: GHZ / 2 });
    expect(result.tasks[0]?.utilisation.high).toBe(0.2);
    expect(result.tasks[0]?.assumptions[0]).toBe(
      'execution time is inversely proportional to the clock: expected at a faster clock, and no bound, since memory does not get faster',
    );
    expect(verdictsOf(result, 'CPU-4')).toEqual(['pass']);
  });

  it('[CPU-4] does not scale to another type without a factor, and says what would help', () => {
    const result = on('c1');
    expect(result.tasks[0]?.utilisation.high).toBeNull();
    const [finding] = findingsOf(result, 'CPU-4', 'not-assessed');
    expect(finding?.message).toContain('nothing says how fast Cortex-A72 is against Cortex-A53');
    expect(finding?.remedy).toContain('capacity factor from Cortex-A53 to Cortex-A72');
  });

  it('[CPU-4] uses a WCET stated for the other type', () => {
    const wcetOn = [{ coreType: 'Cortex-A72', clockHz: 2 * GHZ, wcetNs: 1 * MS }];
    expect(on('c1', { wcetOn }).tasks[0]?.utilisation.high).toBe(0.1);
  });

  it.each([
    ['c0', { clockHz: null }, 'stated without a clock'],
    ['c0', { coreType: null }, 'without the core type'],
    ['c2', { coreType: 'Cortex-M4F' }, 'the clock of Cortex-M4F on this target is unknown'],
    ['c0', { wcetNs: null }, 'no worst-case execution time'],
  ])('[CPU-4] on %s with %j: %s', (core, seed, words) => {
    expect(findingsOf(on(core, seed), 'CPU-4', 'not-assessed')[0]?.message).toContain(words);
  });
});
