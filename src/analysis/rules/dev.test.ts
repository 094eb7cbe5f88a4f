import { describe, expect, it } from 'vitest';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

const figures = (value: readonly string[], confidence: string) => ({
  ioModes: { value, confidence, sources: ['test'] },
});
const catalogue = catalogueOf([
  technology({
    id: 'bao',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
    figures: figures(['pass-through', 'shared-memory'], 'high'),
  }),
  technology({
    id: 'xen-dom0less',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
    figures: figures(['pass-through'], 'medium'),
  }),
  technology({ id: 'zephyr-guest', family: 'thin-vm', kinds: ['thin-vm'] }),
]);

interface Iommu {
  readonly present?: boolean | null;
  readonly on?: boolean | null;
  readonly behind?: boolean | null;
  readonly device?: object;
  readonly units?: readonly object[];
}

/** Two partitions and an OS beside them; one Ethernet device. */
function board(iommu: Iommu = {}, technologyId = 'bao'): PlanBuilder {
  const { present = true, on = true, behind = true } = iommu;
  return new PlanBuilder(
    target({
      virtualization: { iommuPresent: present, iommuEnabled: on, iommuUnits: iommu.units ?? [] },
      devices: [
        { id: 'eth0', name: 'Ethernet 0', class: 'ethernet', behindIommu: behind, ...iommu.device },
        { id: 'can0', name: 'CAN 0', class: 'can' },
      ],
      absentDevices: [{ class: 'fpga' }],
    }),
  )
    .environment('hv', 'hypervisor', null, { coreIds: ['c0', 'c1'], technologyId })
    .environment('a', 'partition', 'hv', { coreIds: ['c0'] })
    .environment('b', 'partition', 'hv', { coreIds: ['c1'] })
    .environment('bm', 'bare-metal', null, { coreIds: ['c3'] });
}
const on = (builder: PlanBuilder) => builder.analyze(catalogue);

describe('devices given', () => {
  it('[DEV-1] a device exists', () => {
    expect(verdictsOf(on(board().grant('eth0', 'a', 'pass-through')), 'DEV-1')).toEqual(['pass']);
    const [finding] = findingsOf(on(board().grant('gone', 'a', 'emulated')), 'DEV-1', 'error');
    expect(finding).toMatchObject({ actual: 'gone' });
  });

  it('[DEV-2] pass-through belongs to one environment', () => {
    const once = board().grant('eth0', 'a', 'pass-through');
    expect(verdictsOf(on(once), 'DEV-2')).toEqual(['pass']);
    const [finding] = findingsOf(on(once.grant('eth0', 'b', 'pass-through')), 'DEV-2', 'error');
    expect(finding?.subjects.map((each) => each.id).slice(0, 3)).toEqual(['eth0', 'a', 'b']);
    expect(finding).toMatchObject({ limit: '1 owner', actual: '2 environments', remainder: '-1' });
  });

  it('[DEV-2] the owner may serve others through a back end, nobody else may', () => {
    const served = (backendEnvironmentId: string) =>
      on(
        board()
          .grant('eth0', 'a', 'pass-through')
          .grant('eth0', 'b', 'para-virtual', { backendEnvironmentId }),
      );
    expect(verdictsOf(served('a'), 'DEV-2')).toEqual(['pass']);
    expect(verdictsOf(served('bm'), 'DEV-2')).toEqual(['error']);
  });

  it('[DEV-2] passed through and split into virtual functions is given twice', () => {
    const builder = board({ device: { virtualFunctions: 4 } })
      .grant('eth0', 'a', 'pass-through')
      .grant('eth0', 'b', 'virtual-function');
    expect(verdictsOf(on(builder), 'DEV-2')).toEqual(['error']);
  });

  it.each([
    [{}, ['pass']],
    [{ present: false, on: false, behind: false }, ['error']],
    [{ on: false }, ['error']],
    [{ behind: false }, ['error']],
    [{ present: null }, ['not-assessed']],
    [{ on: null }, ['not-assessed']],
    [{ behind: null }, ['not-assessed']],
  ])('[DEV-3] keeps three facts apart: %j gives %s', (iommu, verdicts) => {
    const result = on(board(iommu).grant('eth0', 'a', 'pass-through'));
    expect(verdictsOf(result, 'DEV-3')).toEqual(verdicts);
  });

  it('[DEV-3] says present but off as that, with all three facts as evidence', () => {
    const result = on(board({ on: false }).grant('eth0', 'a', 'pass-through'));
    const [finding] = findingsOf(result, 'DEV-3', 'error');
    expect(finding?.actual).toBe('the IOMMU is present but off');
    expect(finding?.evidence.map((each) => each.value)).toEqual(['yes', 'no', 'yes']);
  });

  it('[DEV-3] the unit that a device names decides whether it is on', () => {
    const units = [
      { name: 'SMMU A', base: 0x1000, enabled: true },
      { name: 'SMMU B', base: 0x2000, enabled: false },
    ];
    const behind = (iommuUnit: string) =>
      on(board({ on: null, units, device: { iommuUnit } }).grant('eth0', 'a', 'pass-through'));
    expect(verdictsOf(behind('SMMU A'), 'DEV-3')).toEqual(['pass']);
    expect(verdictsOf(behind('MMU-500 @0x2000'), 'DEV-3')).toEqual(['error']);
  });

  it.each([
    [['own', 'own'], ['warning']],
    [['own', 'third-party'], ['error']],
    [['own', null], ['not-assessed']],
    [[null, 'untrusted'], ['error']],
    [[], ['error']],
  ])('[DEV-3] without an IOMMU only own code may have the device: %j gives %j', (owners, given) => {
    const builder = board({ present: false }).grant('eth0', 'a', 'pass-through');
    owners.forEach((trust, index) =>
      builder.application(`app${index}`, { trust }).place(`app${index}`, 'a'),
    );
    expect(verdictsOf(on(builder), 'DEV-3')).toEqual(given);
  });

  it('[DEV-3] needs none without a VM or partition around the device', () => {
    const amp = board({ present: false }).grant('eth0', 'bm', 'pass-through');
    expect(verdictsOf(on(amp), 'DEV-3')).toEqual(['pass']);
  });

  it('[DEV-3] warns for a class that usually does no DMA', () => {
    const result = on(board({ present: false }).grant('can0', 'a', 'pass-through'));
    expect(verdictsOf(result, 'DEV-3')).toEqual(['warning']);
  });

  it.each([
    [2, ['pass']],
    [1, ['error']],
    [0, ['error']],
    [null, ['not-assessed']],
  ])('[DEV-4] two virtual functions of %s: %s', (virtualFunctions, verdicts) => {
    const result = on(
      board({ device: { virtualFunctions } })
        .grant('eth0', 'a', 'virtual-function')
        .grant('eth0', 'b', 'virtual-function'),
    );
    expect(verdictsOf(result, 'DEV-4')).toEqual(verdicts);
    const budget = result.budgets.find((each) => each.kind === 'device-functions');
    expect(budget).toMatchObject({ demand: { high: 2 }, capacity: virtualFunctions });
  });

  it('[DEV-4] every copy of an environment needs a function of its own', () => {
    const copies = (count: number) =>
      on(
        new PlanBuilder(
          target({
            devices: [{ id: 'eth0', name: 'Ethernet', class: 'ethernet', virtualFunctions: 3 }],
          }),
        )
          .environment('hv', 'hypervisor', null)
          .environment('a', 'vm', 'hv', { copies: count })
          .grant('eth0', 'a', 'virtual-function'),
      );
    expect(verdictsOf(copies(3), 'DEV-4')).toEqual(['pass']);
    expect(findingsOf(copies(4), 'DEV-4', 'error')[0]).toMatchObject({
      actual: '4 virtual functions',
      remainder: '-1',
    });
  });

  it('[DEV-2] a device cannot be passed into every copy of an environment', () => {
    const given = (count: number) =>
      on(
        new PlanBuilder(target({ devices: [{ id: 'gpu', name: 'GPU', class: 'gpu' }] }))
          .environment('hv', 'hypervisor', null)
          .environment('a', 'vm', 'hv', { copies: count })
          .grant('gpu', 'a', 'pass-through'),
      );
    expect(verdictsOf(given(1), 'DEV-2')).toEqual(['pass']);
    expect(verdictsOf(given(2), 'DEV-2')).toEqual(['error']);
  });

  it('[DEV-4] counts functions that the target lists as devices of their own', () => {
    const devices = [
      { id: 'pf', name: 'NIC', class: 'ethernet', virtualFunctions: 1 },
      { id: 'vf0', name: 'NIC VF 0', class: 'ethernet', physicalFunctionId: 'pf' },
      { id: 'vf1', name: 'NIC VF 1', class: 'ethernet', physicalFunctionId: 'pf' },
    ];
    const builder = new PlanBuilder(target({ devices }))
      .environment('a', 'bare-metal', null)
      .grant('vf0', 'a', 'virtual-function');
    expect(verdictsOf(builder.analyze(), 'DEV-4')).toEqual(['pass']);
    const [finding] = findingsOf(
      builder.grant('vf1', 'a', 'virtual-function').analyze(),
      'DEV-4',
      'error',
    );
    expect(finding).toMatchObject({ limit: '1 virtual function', remainder: '-1' });
  });

  it('[DEV-2] one virtual function is given once', () => {
    const devices = [
      { id: 'pf', name: 'NIC', class: 'ethernet', virtualFunctions: 4 },
      { id: 'vf0', name: 'NIC VF 0', class: 'ethernet', physicalFunctionId: 'pf' },
    ];
    const result = new PlanBuilder(target({ devices }))
      .environment('a', 'bare-metal', null)
      .environment('b', 'bare-metal', null)
      .grant('vf0', 'a', 'virtual-function')
      .grant('vf0', 'b', 'virtual-function')
      .analyze();
    expect(verdictsOf(result, 'DEV-2')).toContain('error');
  });
});

describe('devices served and needed', () => {
  it.each([
    [null, ['error']],
    // A sibling partition without the device cannot serve it.
    ['b', ['error']],
    // The client cannot serve itself.
    ['a', ['error']],
    ['bm', ['pass']],
  ])('[DEV-5] para-virtual with back end %s: %s', (backendEnvironmentId, verdicts) => {
    const result = on(board().grant('eth0', 'a', 'para-virtual', { backendEnvironmentId }));
    expect(verdictsOf(result, 'DEV-5')).toEqual(verdicts);
  });

  it('[DEV-5] a back end that is given the device serves it', () => {
    const result = on(
      board()
        .grant('eth0', 'b', 'pass-through')
        .grant('eth0', 'a', 'para-virtual', { backendEnvironmentId: 'b' }),
    );
    expect(verdictsOf(result, 'DEV-5')).toEqual(['pass']);
  });

  it.each([
    ['bao', 'pass-through', ['pass']],
    ['bao', 'virtual-function', ['pass']],
    ['bao', 'para-virtual', ['error']],
    // The fact base is not sure of this one.
    ['xen-dom0less', 'para-virtual', ['warning']],
  ])('[DEV-6] %s gives %s: %s', (technologyId, mode, verdicts) => {
    const result = on(
      board({}, technologyId).grant('eth0', 'a', mode, { backendEnvironmentId: 'bm' }),
    );
    expect(verdictsOf(result, 'DEV-6')).toEqual(verdicts);
  });

  it('[DEV-6] a technology without I/O modes of its own offers those it inherits', () => {
    const inherited = catalogueOf([
      ...catalogue.technologies.values(),
      technology({ id: 'fork', family: 'type1-static', kinds: ['hypervisor'], inherits: 'bao' }),
    ]);
    const given = (mode: string) =>
      verdictsOf(board({}, 'fork').grant('eth0', 'a', mode).analyze(inherited), 'DEV-6');
    expect([given('pass-through'), given('emulated')]).toEqual([['pass'], ['error']]);
  });

  it('[DEV-6] asks the hypervisor where the guest says nothing of devices', () => {
    const builder = board()
      .environment('rtos', 'thin-vm', 'hv', { technologyId: 'zephyr-guest' })
      .grant('eth0', 'rtos', 'emulated');
    expect(verdictsOf(on(builder), 'DEV-6')).toEqual(['error']);
  });

  const needs = (seed: object) => [{ class: 'Ethernet', count: 1, access: 'any', ...seed }];

  it('[DEV-7] a partition reaches only what it is given', () => {
    const builder = board()
      .application('x', { devices: needs({}) })
      .place('x', 'a');
    const [finding] = findingsOf(on(builder), 'DEV-7', 'error');
    expect(finding).toMatchObject({ actual: '0 Ethernet devices', remainder: '-1' });
    expect(verdictsOf(on(builder.grant('eth0', 'a', 'emulated')), 'DEV-7')).toEqual(['pass']);
  });

  it('[DEV-7] for itself it needs more than an emulated one', () => {
    const result = on(
      board()
        .application('x', { devices: needs({ access: 'exclusive' }) })
        .place('x', 'a')
        .grant('eth0', 'a', 'emulated'),
    );
    expect(verdictsOf(result, 'DEV-7')).toEqual(['error']);
  });

  it('[DEV-7] on bare hardware it reaches what nobody else was given', () => {
    const builder = board()
      .application('x', { devices: needs({}) })
      .place('x', 'bm');
    expect(verdictsOf(on(builder), 'DEV-7')).toEqual(['pass']);
    const taken = on(builder.grant('eth0', 'a', 'pass-through'));
    expect(verdictsOf(taken, 'DEV-7')).toEqual(['error']);
  });

  it('[DEV-7] a class that the data does not know is not assessed, one known to be absent is an error', () => {
    const needing = (deviceClass: string) =>
      on(
        board()
          .application('x', { devices: needs({ class: deviceClass }) })
          .place('x', 'bm'),
      );
    expect(verdictsOf(needing('radar'), 'DEV-7')).toEqual(['not-assessed']);
    const [finding] = findingsOf(needing('FPGA'), 'DEV-7', 'error');
    expect(finding?.message).toContain('Test board has none');
  });

  it('[DEV-8] two applications cannot have the only device for themselves', () => {
    const builder = board()
      .grant('eth0', 'a', 'pass-through')
      .application('x', { devices: needs({ access: 'exclusive' }) })
      .place('x', 'a');
    expect(verdictsOf(on(builder), 'DEV-8')).toEqual(['pass']);
    builder.application('y', { devices: needs({ access: 'exclusive' }) }).place('y', 'a');
    expect(verdictsOf(on(builder), 'DEV-7')).toEqual(['pass']);
    expect(findingsOf(on(builder), 'DEV-8', 'error')[0]).toMatchObject({
      limit: '1 ethernet device',
      actual: '2 ethernet devices',
      remainder: '-1',
    });
  });
});
