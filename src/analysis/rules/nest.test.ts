import { describe, expect, it } from 'vitest';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

const catalogue = catalogueOf([
  technology({ id: 'jailhouse', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
  technology({ id: 'bao', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
  technology({ id: 'kvm-qemu', family: 'type1-general', kinds: ['hypervisor', 'vm'] }),
  technology({
    id: 'rhev',
    family: 'type1-general',
    kinds: ['hypervisor', 'vm'],
    inherits: 'kvm-qemu',
  }),
  technology({ id: 'firecracker', family: 'thin-vm', kinds: ['hypervisor', 'thin-vm'] }),
  technology({ id: 'unikraft', family: 'unikernel', kinds: ['thin-vm'] }),
  technology({ id: 'docker', family: 'container', kinds: ['container-engine', 'container'] }),
  technology({
    id: 'windows-container-process',
    family: 'container',
    kinds: ['container-engine', 'container'],
  }),
]);
const os = (family: string) => ({ family, version: null });

describe('nesting', () => {
  it('[NEST-1] a partition stands in a hypervisor', () => {
    const builder = new PlanBuilder()
      .environment('hv', 'hypervisor', null)
      .environment('p', 'partition', 'hv');
    expect(verdictsOf(builder.analyze(), 'NEST-1')).toEqual(['pass']);
    const [finding] = findingsOf(
      builder.environment('q', 'partition', null).analyze(),
      'NEST-1',
      'error',
    );
    expect(finding).toMatchObject({ limit: 'hypervisor', actual: 'the hardware' });
  });

  it('[NEST-1] parents that are missing or go in a circle are errors, not crashes', () => {
    const result = new PlanBuilder()
      .environment('lost', 'vm', 'nowhere')
      .environment('a', 'vm', 'b')
      .environment('b', 'vm', 'a')
      .application('x')
      .place('x', 'a')
      .analyze();
    const messages = findingsOf(result, 'NEST-1', 'error').map((each) => each.message);
    expect(messages).toEqual([
      '"lost" stands in an environment that does not exist',
      '"a" stands inside itself',
      '"b" stands inside itself',
    ]);
  });

  it('[NEST-2] the technology makes environments of the kind', () => {
    const on = (technologyId: string | null) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { technologyId: 'kvm-qemu' })
        .environment('vm', 'vm', 'hv', { technologyId })
        .analyze(catalogue);
    expect(verdictsOf(on('kvm-qemu'), 'NEST-2')).toEqual(['pass']);
    // Without one of its own it is of the hypervisor's technology.
    expect(verdictsOf(on(null), 'NEST-2')).toEqual(['pass']);
    expect(findingsOf(on('docker'), 'NEST-2', 'error')[0]?.subjects[0]?.id).toBe('vm');
    expect(verdictsOf(on('gone'), 'NEST-2')).toContain('not-assessed');
  });

  it('[NEST-2] a hypervisor without a technology is not assessed', () => {
    const result = new PlanBuilder().environment('hv', 'hypervisor', null).analyze(catalogue);
    expect(verdictsOf(result, 'NEST-2')).toEqual(['not-assessed']);
  });

  it.each([
    ['jailhouse', 'partition', 'jailhouse', ['pass']],
    ['jailhouse', 'partition', 'bao', ['error']],
    ['kvm-qemu', 'vm', 'rhev', ['pass']],
    ['kvm-qemu', 'thin-vm', 'unikraft', ['pass']],
    ['kvm-qemu', 'thin-vm', 'firecracker', ['pass']],
    ['jailhouse', 'thin-vm', 'firecracker', ['not-assessed']],
  ])('[NEST-3] in %s a %s of %s: %s', (host, kind, guest, verdicts) => {
    const result = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { technologyId: host })
      .environment('g', kind, 'hv', { technologyId: guest })
      .analyze(catalogue);
    expect(verdictsOf(result, 'NEST-3')).toEqual(verdicts);
  });

  it.each([
    ['docker', 'linux', ['pass']],
    ['docker', 'zephyr', ['error']],
    ['docker', 'library-os', ['error']],
    ['docker', 'vxworks', ['not-assessed']],
    ['windows-container-process', 'windows', ['pass']],
    ['windows-container-process', 'linux', ['error']],
  ])('[NEST-4] %s on %s: %s', (technologyId, family, verdicts) => {
    const result = new PlanBuilder()
      .environment('hv', 'hypervisor', null)
      .environment('vm', 'thin-vm', 'hv', { os: os(family) })
      .environment('ce', 'container-engine', 'vm', { technologyId })
      .analyze(catalogue);
    expect(verdictsOf(result, 'NEST-4')).toEqual(verdicts);
  });

  it('[THIN-1] a thin VM holds one application; a unikernel can hold no second one', () => {
    const two = (technologyId: string, count: number) => {
      const builder = new PlanBuilder()
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
        .environment('t', 'thin-vm', 'hv', { technologyId });
      for (let index = 0; index < count; index += 1) {
        builder.application(`a${index}`).place(`a${index}`, 't');
      }
      return builder.analyze(catalogue);
    };
    expect(verdictsOf(two('unikraft', 1), 'THIN-1')).toEqual(['pass']);
    expect(verdictsOf(two('firecracker', 2), 'THIN-1')).toEqual(['warning']);
    expect(findingsOf(two('unikraft', 2), 'THIN-1', 'error')[0]).toMatchObject({
      limit: '1 application',
      remainder: '-1',
    });
  });
});
