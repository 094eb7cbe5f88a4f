import { describe, expect, it } from 'vitest';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

const LINUX = { family: 'linux', version: '6.6.32-rt32' };
const linux = (version: string | null = LINUX.version) =>
  new PlanBuilder().environment('linux', 'os', null, {
    coreIds: ['c0'],
    os: { family: 'linux', version },
  });

describe('OS beneath an application', () => {
  it.each([
    ['linux', ['pass']],
    ['qnx', ['error']],
    ['android', ['error']],
    ['none', ['error']],
    [null, ['not-assessed']],
  ])('[OS-1] needs %s on Linux: %s', (os, verdicts) => {
    const result = linux().application('a', { os }).place('a', 'linux').analyze();
    expect(verdictsOf(result, 'OS-1')).toEqual(verdicts);
  });

  it('[OS-1] a container shares the kernel beneath, and the finding names that kernel', () => {
    const result = linux()
      .environment('ce', 'container-engine', 'linux')
      .environment('x', 'container', 'ce')
      .application('a', { os: 'windows' })
      .place('a', 'x')
      .analyze();
    const [finding] = findingsOf(result, 'OS-1', 'error');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['a', 'x', 'linux']);
    expect(finding).toMatchObject({ limit: 'Windows', actual: 'Linux' });
  });

  it('[OS-1] bare metal without a stated OS has none; a VM without one is not assessed', () => {
    const builder = new PlanBuilder()
      .environment('bm', 'bare-metal', null, { coreIds: ['c0'] })
      .environment('hv', 'hypervisor', null, { coreIds: ['c1'] })
      .environment('vm', 'vm', 'hv')
      .application('none', { os: 'none' })
      .application('linux', { os: 'linux' });
    expect(verdictsOf(builder.place('none', 'bm').analyze(), 'OS-1')).toEqual(['pass']);
    const result = builder.place('linux', 'vm').analyze();
    expect(findingsOf(result, 'OS-1', 'not-assessed')[0]?.message).toContain('"vm"');
  });

  it.each([
    ['6.6', '6.6.32-rt32', ['pass']],
    ['6.6', '6.6', ['pass']],
    ['6.6', '6.60', ['error']],
    ['6.6', '5.15', ['error']],
    ['6.6.40', '6.6', ['not-assessed']],
    ['6.6', null, ['not-assessed']],
    [null, '5.15', ['not-applicable']],
  ])('[OS-2] needs release %s on %s: %s', (osVersion, version, verdicts) => {
    const builder = linux(version).application('a', { os: 'linux', osVersion });
    expect(verdictsOf(builder.place('a', 'linux').analyze(), 'OS-2')).toEqual(verdicts);
  });

  it('[OS-3] a container states an OS only where its technology gives it a kernel', () => {
    const figures = (value: boolean) => ({ ownKernel: { value, sources: ['test'] } });
    const kinds = ['container-engine', 'container'] as const;
    const catalogue = catalogueOf([
      technology({ id: 'podman', family: 'container', kinds: [...kinds], figures: figures(false) }),
      technology({
        id: 'kata',
        family: 'container-in-vm',
        kinds: [...kinds],
        figures: figures(true),
      }),
    ]);
    const on = (technologyId: string | null, os: object | null) =>
      linux()
        .environment('ce', 'container-engine', 'linux', { technologyId })
        .environment('x', 'container', 'ce', { os })
        .analyze(catalogue);
    expect(verdictsOf(on('podman', null), 'OS-3')).toEqual(['pass']);
    expect(verdictsOf(on('kata', LINUX), 'OS-3')).toEqual(['pass']);
    expect(verdictsOf(on('kata', null), 'OS-3')).toEqual(['not-assessed']);
    expect(verdictsOf(on(null, LINUX), 'OS-3')).toEqual(['not-assessed']);
    const [finding] = findingsOf(on('podman', LINUX), 'OS-3', 'error');
    expect(finding?.evidence[0]?.source).toBe('Test data');
  });
});

describe('builds of an application', () => {
  const clusters = [
    { id: 'a', cores: 1, isa: 'aarch64' },
    { id: 'm', cores: 1, isa: 'armv7e-m', type: 'Cortex-M4F' },
  ];
  const built = (isas: readonly string[], cores: readonly string[]) =>
    new PlanBuilder(target({ clusters }))
      .environment('os', 'os', null, { coreIds: ['c0', 'c1'] })
      .application('a', { isas })
      .place('a', 'os', cores)
      .analyze();

  it.each([
    [['aarch64'], ['c0'], ['pass']],
    [['x86_64'], ['c0'], ['error']],
    // Floating over both, it must be built for both.
    [['aarch64'], ['c0', 'c1'], ['error']],
    [['aarch64', 'armv7e-m'], ['c0', 'c1'], ['pass']],
    [[], ['c0'], ['not-assessed']],
    // 32-bit code runs on some Armv8-A cores; the data does not say on which.
    [['armv7-a'], ['c0'], ['not-assessed']],
    [['armv6-m'], ['c1'], ['not-assessed']],
  ])('[ISA-1] built for %j on %j: %s', (isas, cores, verdicts) => {
    expect(verdictsOf(built(isas, cores), 'ISA-1')).toEqual(verdicts);
  });

  it('[ISA-1] names the application and the cores without a build', () => {
    const [finding] = findingsOf(built(['aarch64'], ['c0', 'c1']), 'ISA-1', 'error');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['a', 'c1']);
  });
});
