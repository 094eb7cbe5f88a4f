import { describe, expect, it } from 'vitest';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import {
  findingsOf,
  PlanBuilder,
  target,
  verdictsOf,
  type TargetSeed,
} from '../testing/plan-builder.ts';

const catalogue = catalogueOf([
  technology({
    id: 'xen-dom0less',
    name: 'Xen dom0less',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
    needsExtension: true,
  }),
  technology({ id: 'general', family: 'type1-general', kinds: ['hypervisor', 'thin-vm'] }),
  technology({ id: 'pikeos', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
  technology({
    id: 'kata',
    family: 'container-in-vm',
    kinds: ['container-engine', 'container'],
    needsExtension: true,
  }),
  technology({
    id: 'docker',
    family: 'container',
    kinds: ['container-engine', 'container'],
    needsExtension: false,
  }),
]);
const extension = (hypervisorExtension: boolean | null) => ({
  virtualization: { hypervisorExtension },
});

function partitions(seed: TargetSeed, technologyId: string, guests: readonly string[] = ['c0']) {
  const builder = new PlanBuilder(target(seed)).environment('hv', 'hypervisor', null, {
    technologyId,
    coreIds: [...new Set(guests)],
  });
  guests.forEach((core, index) => {
    builder.environment(`p${index}`, 'partition', 'hv', { coreIds: [core] });
  });
  return builder.analyze(catalogue);
}

describe('hardware for hypervisors', () => {
  it.each([
    [true, 'xen-dom0less', ['pass']],
    [false, 'xen-dom0less', ['error']],
    [null, 'xen-dom0less', ['not-assessed']],
    // Whether PikeOS needs it depends on its guests.
    [false, 'pikeos', ['not-assessed']],
  ])('[VIRT-1] extension %s under %s: %s', (has, technologyId, verdicts) => {
    expect(verdictsOf(partitions(extension(has), technologyId), 'VIRT-1')).toEqual(verdicts);
  });

  it('[VIRT-1] microcontroller cores have no hypervisor mode even beside cores that do', () => {
    const clusters = [
      { id: 'a', cores: 1 },
      { id: 'm', cores: 1, isa: 'armv7e-m', type: 'Cortex-M4F', role: 'realtime' },
      { id: 'r', cores: 1, isa: 'armv8-r', type: 'Cortex-R52', role: 'realtime' },
    ];
    const on = (core: string) =>
      partitions({ clusters, ...extension(true) }, 'xen-dom0less', [core]);
    expect(verdictsOf(on('c0'), 'VIRT-1')).toEqual(['pass']);
    const [finding] = findingsOf(on('c1'), 'VIRT-1', 'error');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['hv', 'c1']);
    expect(verdictsOf(on('c2'), 'VIRT-1')).toContain('not-assessed');
  });

  it('[VIRT-1] containers need no extension, containers in VMs do', () => {
    const engine = (technologyId: string) =>
      new PlanBuilder(target(extension(false)))
        .environment('os', 'os', null, { coreIds: ['c0'] })
        .environment('ce', 'container-engine', 'os', { technologyId })
        .analyze(catalogue);
    expect(verdictsOf(engine('docker'), 'VIRT-1')).toEqual(['not-applicable']);
    expect(verdictsOf(engine('kata'), 'VIRT-1')).toEqual(['error']);
  });

  it('[VIRT-2] no evidence found is a warning and never says unsupported', () => {
    const hypervisors = (caveat: string | null) => [
      { id: 'x', name: 'Xen', evidenceKind: 'in-tree-platform', evidence: 'a file', caveat },
    ];
    expect(
      verdictsOf(partitions({ hypervisors: hypervisors(null) }, 'xen-dom0less'), 'VIRT-2'),
    ).toEqual(['pass']);
    const [caveat] = findingsOf(
      partitions({ hypervisors: hypervisors('boots, but ...') }, 'xen-dom0less'),
      'VIRT-2',
      'warning',
    );
    expect(caveat?.message).toContain('boots, but ...');
    expect(caveat?.evidence[0]?.source).toBe('Reference manual');
    const [none] = findingsOf(
      partitions({ hypervisors: hypervisors(null) }, 'pikeos'),
      'VIRT-2',
      'warning',
    );
    expect(none?.message).toContain('no evidence found');
    expect(none?.message).not.toMatch(/support/);
  });

  it('[VIRT-2] says what is known of the instruction set', () => {
    const ports = [
      {
        ...{ technologyId: 'pikeos', isa: 'x86_64' as const, evidence: 'built' },
        ...{ sources: ['test'], targetId: null },
      },
    ];
    const of = (isa: string, technologyId = 'pikeos') => {
      const result = new PlanBuilder(target({ clusters: [{ id: 'a', cores: 2, isa }] }))
        .environment('hv', 'hypervisor', null, { technologyId, coreIds: ['c0', 'c1'] })
        .environment('a', 'partition', 'hv', { coreIds: ['c0'] })
        .analyze({ ...catalogue, ports });
      return findingsOf(result, 'VIRT-2', 'warning')[0]?.message;
    };
    expect(of('x86_64')).toContain('; it is known to run on x86_64');
    expect(of('aarch64')).toContain(', nor on aarch64; found on x86_64 only');
    expect(of('aarch64', 'xen-dom0less')).toContain('no source says on which instruction sets');
  });

  it('[VIRT-3] partitions with dedicated cores are at most as many as cores', () => {
    expect(verdictsOf(partitions({}, 'xen-dom0less', ['c0', 'c1']), 'VIRT-3')).toEqual(['pass']);
    const [finding] = findingsOf(
      partitions({}, 'xen-dom0less', ['c0', 'c1', 'c1']),
      'VIRT-3',
      'error',
    );
    expect(finding).toMatchObject({ limit: '2 cores', actual: '3 partitions', remainder: '-1' });
  });

  it('[VIRT-3] copies count, and so does a VM under a static partitioning hypervisor', () => {
    const guests = (kind: string, technologyId: string, copies: number) =>
      verdictsOf(
        new PlanBuilder(target())
          .environment('hv', 'hypervisor', null, { technologyId, coreIds: ['c0', 'c1'] })
          .environment('a', kind, 'hv', { coreIds: ['c0'], copies })
          .analyze(catalogue),
        'VIRT-3',
      );
    expect([2, 3].map((copies) => guests('partition', 'xen-dom0less', copies))).toEqual([
      ['pass'],
      ['error'],
    ]);
    expect(guests('thin-vm', 'xen-dom0less', 3)).toEqual(['error']);
    expect(guests('thin-vm', 'general', 3)).toEqual(['not-applicable']);
  });

  it('[VIRT-3] partitions that take turns by windows or enforced budgets are not counted, where a scheduler is', () => {
    const sharing = (
      technologyId: string | null,
      seed: Readonly<Record<string, unknown>>,
      how: { scheduler?: string; windows?: boolean } = {},
    ) => {
      const builder = new PlanBuilder(target())
        .environment('hv', 'hypervisor', null, {
          technologyId,
          coreIds: ['c0'],
          scheduler: how.scheduler ?? null,
        })
        .environment('a', 'partition', 'hv', seed)
        .environment('b', 'partition', 'hv', seed)
        .frame('frame', 10);
      if (how.windows) {
        builder.window('wa', 'frame', 'c0', 'a', 0, 5).window('wb', 'frame', 'c0', 'b', 5, 5);
      }
      return verdictsOf(builder.analyze(catalogue), 'VIRT-3');
    };
    const budget = (kind: string) => ({ server: { kind, budgetNs: 2, periodNs: 10 } });
    expect(sharing('pikeos', {})).toEqual(['error']);
    expect(sharing('pikeos', {}, { windows: true })).toEqual(['not-applicable']);
    // A hypervisor that no catalogue has, as VxWorks 653.
    expect(sharing(null, {}, { windows: true })).toEqual(['not-applicable']);
    expect(sharing('xen-dom0less', {}, { scheduler: 'windows' })).toEqual(['not-applicable']);
    expect(sharing('pikeos', budget('periodic'))).toEqual(['not-applicable']);
    expect(sharing('pikeos', budget('quota'))).toEqual(['error']);
    expect(sharing('bao', {}, { windows: true })).toEqual(['error']);
  });

  it('[VIRT-4] what needs the extension inside a VM is not assessed', () => {
    const inside = (technologyId: string) =>
      new PlanBuilder(target(extension(true)))
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'], technologyId: 'xen-dom0less' })
        .environment('vm', 'vm', 'hv')
        .environment('ce', 'container-engine', 'vm', { technologyId })
        .analyze(catalogue);
    expect(verdictsOf(inside('docker'), 'VIRT-4')).toEqual(['pass']);
    expect(findingsOf(inside('kata'), 'VIRT-4', 'not-assessed')[0]?.subjects[0]?.id).toBe('ce');
  });
});
