import { expect, it } from 'vitest';
import { shippedCatalogue as catalogue } from '../../catalog/testing/shipped-catalogue.ts';
import { findingsOf, osOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const CORES = ['c0', 'c1', 'c2', 'c3'];

/** A hypervisor of a technology, on the hardware or on a Linux, with one guest on core 1. */
function guest(technologyId: string, kind: string, seed: Seed = {}, builder = new PlanBuilder()) {
  return builder
    .environment('host', 'os', null, { coreIds: ['c0'], os: osOf('linux') })
    .environment('hv', 'hypervisor', null, { technologyId, coreIds: ['c1', 'c2', 'c3'] })
    .environment('guest', kind, 'hv', { coreIds: ['c1'], ...seed });
}

const QM = { scale: 'ASIL', level: 'QM' };

function linux(builder = new PlanBuilder()) {
  return builder.environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') });
}

it('[TECH-A2] an OCI image outside a container, or in one on another kernel, is a warning', () => {
  const oci = (os: string) =>
    linux()
      .environment('podman', 'container-engine', 'host', { technologyId: 'podman' })
      .environment('box', 'container', 'podman', { technologyId: 'podman' })
      .application('app', { deliverable: 'oci-image', os });
  expect(verdictsOf(oci('linux').place('app', 'box').analyze(catalogue), 'TECH-A2')).toEqual([
    'pass',
  ]);
  const outside = oci('linux').place('app', 'host').analyze(catalogue);
  expect(findingsOf(outside, 'TECH-A2', 'warning')[0]?.message).toContain('which is no container');
  const windows = oci('windows').place('app', 'box').analyze(catalogue);
  const [finding] = findingsOf(windows, 'TECH-A2', 'warning');
  expect(finding?.message).toContain('an OCI image for Windows in a container on Linux');
  expect(finding?.remedy).toContain('Kata');
  // Windows on a Linux host is the error of OS-1, once.
  expect(findingsOf(windows, 'OS-1', 'error')).toHaveLength(1);
});

it('[TECH-A2] an image for a kernel that nobody names is not on the right one', () => {
  const result = linux()
    .environment('podman', 'container-engine', 'host', { technologyId: 'podman' })
    .environment('box', 'container', 'podman')
    .application('app', { deliverable: 'oci-image' })
    .place('app', 'box')
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-A2')).toEqual(['not-assessed']);
});

it('[TECH-A2] a container with its own kernel carries an OCI image for another one', () => {
  const result = linux()
    .environment('kata', 'container-engine', 'host', { technologyId: 'kata' })
    .environment('box', 'container', 'kata', { os: osOf('linux') })
    .application('app', { deliverable: 'oci-image', os: 'linux' })
    .place('app', 'box')
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-A2')).toEqual(['pass']);
});

it.each([
  ['jailhouse', 'partition', ['pass']],
  ['xen-dom0less', 'thin-vm', ['pass']],
  ['kvm-qemu', 'vm', ['warning']],
  ['virtualbox', 'vm', ['warning']],
])('[TECH-A3] FreeRTOS beside Linux under %s: %s %j', (technologyId, kind, verdicts) => {
  const result = guest(technologyId, kind, { os: osOf('freertos') })
    .application('rtos', { os: 'freertos' })
    .place('rtos', 'guest')
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-A3')).toEqual(verdicts);
});

it('[TECH-A3] a core of its own beside Linux is fine, and without Linux nothing is asked', () => {
  const image = (builder: PlanBuilder) =>
    builder
      .environment('m4', 'bare-metal', null, { coreIds: ['c3'], os: osOf('freertos') })
      .application('rtos', { os: 'freertos' })
      .place('rtos', 'm4')
      .analyze(catalogue);
  const host = new PlanBuilder().environment('host', 'os', null, {
    coreIds: ['c0'],
    os: osOf('linux'),
  });
  expect(findingsOf(image(host), 'TECH-A3', 'pass')[0]?.message).toContain('1 bare-metal');
  expect(findingsOf(image(new PlanBuilder()), 'TECH-A3', 'not-applicable')[0]?.message).toContain(
    'no ',
  );
});

it.each([
  ['kvm-qemu', 'vm', 'pass'],
  ['qnx-hypervisor', 'vm', 'pass'],
  ['jailhouse', 'partition', 'error'],
  ['bao', 'partition', 'error'],
  ['firecracker', 'thin-vm', 'error'],
  ['pikeos', 'partition', 'not-assessed'],
  // Inherits the I/O modes of KVM.
  ['rhev', 'vm', 'pass'],
])('[TECH-A4] an unmodified guest in %s (%s): %s', (technologyId, kind, verdict) => {
  const result = guest(technologyId, kind, { os: osOf('other') })
    .application('legacy', { legacyHardware: true, os: 'other' })
    .place('legacy', 'guest')
    .analyze(catalogue);
  const [finding] = findingsOf(result, 'TECH-A4', verdict as 'pass');
  expect(finding).toBeDefined();
  if (verdict === 'error') {
    expect(finding?.limit).toBe('emulated');
    expect(finding?.evidence[0]?.source).toBeTruthy();
  }
});

it.each([
  ['single', ['pass']],
  ['multiple', ['warning']],
  [null, ['not-assessed']],
])('[TECH-A5] processes of an application in a unikernel: %s gives %j', (processes, verdicts) => {
  const result = guest('kvm-qemu', 'thin-vm', { technologyId: 'unikraft' })
    .application('app', { processes })
    .place('app', 'guest')
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-A5')).toEqual(verdicts);
  for (const finding of findingsOf(result, 'TECH-A5', 'warning')) {
    expect(finding.message).toMatch(/^advice: /);
  }
});

it.each([
  [7, ['pass']],
  [8, ['warning']],
])('[TECH-A6] %i VMs with one like application each: %j', (count, verdicts) => {
  const builder = linux().environment('kvm', 'hypervisor', 'host', { technologyId: 'kvm-qemu' });
  for (let index = 0; index < count; index += 1) {
    builder
      .environment(`vm${index}`, 'vm', 'kvm', { os: osOf('linux') })
      .application(`app${index}`, { trust: 'own', os: 'linux', criticality: QM })
      .place(`app${index}`, `vm${index}`);
  }
  expect(verdictsOf(builder.analyze(catalogue), 'TECH-A6')).toEqual(verdicts);
});

it.each([
  [7, ['pass']],
  [8, ['warning']],
])('[TECH-A6] %i copies of a VM with one application: %j', (copies, verdicts) => {
  const result = linux()
    .environment('kvm', 'hypervisor', 'host', { technologyId: 'kvm-qemu' })
    .environment('vm', 'vm', 'kvm', { os: osOf('linux'), copies })
    .application('app', { trust: 'own', os: 'linux', criticality: QM })
    .place('app', 'vm')
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-A6')).toEqual(verdicts);
});

it('[TECH-A6] eight VMs with applications of different owners have their reason', () => {
  const builder = linux().environment('kvm', 'hypervisor', 'host', { technologyId: 'kvm-qemu' });
  for (let index = 0; index < 8; index += 1) {
    builder
      .environment(`vm${index}`, 'vm', 'kvm', { os: osOf('linux') })
      .application(`app${index}`, { trust: index % 2 === 0 ? 'own' : 'untrusted', os: 'linux' })
      .place(`app${index}`, `vm${index}`);
  }
  expect(verdictsOf(builder.analyze(catalogue), 'TECH-A6')).toEqual(['pass']);
});
