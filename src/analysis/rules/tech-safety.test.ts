import { expect, it } from 'vitest';
import { shippedCatalogue as catalogue } from '../../catalog/testing/shipped-catalogue.ts';
import { findingsOf, osOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const CORES = ['c0', 'c1', 'c2', 'c3'];
const ASIL_B = { scale: 'ASIL', level: 'B' };
const ASIL_D = { scale: 'ASIL', level: 'D' };
const QM = { scale: 'ASIL', level: 'QM' };

/** One application in a guest of a hypervisor on the hardware, or on an OS. */
function in1(technologyId: string, kind: string, seed: Seed, host: string | null = null) {
  const builder = new PlanBuilder();
  if (host !== null) builder.environment('host', 'os', null, { coreIds: CORES, os: osOf(host) });
  return builder
    .environment('hv', 'hypervisor', host === null ? null : 'host', {
      technologyId,
      coreIds: CORES,
    })
    .environment('a', kind, 'hv', { coreIds: ['c0'], os: osOf('linux') })
    .application('app', seed)
    .place('app', 'a');
}

it.each([
  ['qnx-hypervisor', 'ISO 26262 ASIL D', 'pass'],
  ['qnx-hypervisor', 'ISO 26262 ASIL B', 'pass'],
  ['qnx-hypervisor', 'IEC 61508 SIL 3', 'pass'],
  ['qnx-hypervisor', 'EN 50128 SIL 4', 'error'],
  // Validated per ISO 26262, but the catalogue names no ASIL.
  ['pikeos', 'ISO 26262 ASIL D', 'manual'],
  ['pikeos', 'EN 50128 SIL 4', 'pass'],
  ['pikeos', 'DO-178C', 'pass'],
  ['xen-dom0less', 'ISO 26262 ASIL B', 'error'],
  ['jailhouse', 'ISO 26262 ASIL B', 'error'],
  ['sel4-vmm', 'ISO 26262 ASIL D', 'error'],
  ['acrn', 'ISO 26262 ASIL B', 'not-assessed'],
  // Not a standard that is known here: a person compares.
  ['qnx-hypervisor', 'own company scheme', 'manual'],
])('[TECH-B4] %s where %s is needed: %s', (technologyId, certificate, verdict) => {
  const result = in1(technologyId, 'partition', { certificate }).analyze(catalogue);
  expect(verdictsOf(result, 'TECH-B4')).toEqual([verdict]);
  const [error] = findingsOf(result, 'TECH-B4', 'error');
  if (error) {
    expect(error.limit).toBe(certificate);
    expect(error.evidence[0]?.source).toBeTruthy();
  }
});

it('[TECH-B4] without a technology the certificate is a check by hand, none is nothing to check, and not stated is not assessed', () => {
  const bare = new PlanBuilder()
    .environment('m4', 'bare-metal', null, { coreIds: ['c0'] })
    .application('app', { certificate: 'ISO 26262 ASIL B' })
    .place('app', 'm4')
    .analyze(catalogue);
  expect(verdictsOf(bare, 'TECH-B4')).toEqual(['manual']);
  const needs = (certificate: string | null) =>
    verdictsOf(in1('bao', 'partition', { certificate }).analyze(catalogue), 'TECH-B4');
  expect(needs('none')).toEqual(['not-applicable']);
  expect(needs(null)).toEqual(['not-assessed']);
});

it('[TECH-B5] seL4 asks for a look at its configuration, others do not', () => {
  const [item] = findingsOf(
    in1('sel4-vmm', 'partition', {}).analyze(catalogue),
    'TECH-B5',
    'manual',
  );
  expect(item?.subjects[0]?.id).toBe('hv');
  expect(item?.evidence[0]?.value).toContain('formal proofs');
  expect(verdictsOf(in1('bao', 'partition', {}).analyze(catalogue), 'TECH-B5')).toEqual([
    'not-applicable',
  ]);
});

it.each([
  ['bao', 'partition', ['pass']],
  // The largest of the static ones is the limit itself.
  ['xen-dom0less', 'partition', ['pass']],
  ['kvm-qemu', 'vm', ['warning']],
  ['acrn', 'partition', ['not-assessed']],
])('[TECH-B6] trusted base of %s (%s) under the highest criticality: %j', (id, kind, verdicts) => {
  const result = in1(id, kind, { criticality: ASIL_B }).analyze(catalogue);
  expect(verdictsOf(result, 'TECH-B6')).toEqual(verdicts);
  const [advice] = findingsOf(result, 'TECH-B6', 'warning');
  if (advice) {
    expect(advice).toMatchObject({
      limit: '50000 SLOC (Xen dom0less (static partitioning))',
      actual: '1520000 SLOC',
      remainder: '-1470000 SLOC',
    });
  }
});

it('[TECH-B6] what is not critical may trust as much as it likes', () => {
  const result = in1('kvm-qemu', 'vm', { criticality: QM }).analyze(catalogue);
  expect(verdictsOf(result, 'TECH-B6')).toEqual(['not-applicable']);
});

it.each([
  ['bao', null, 'pass'],
  ['xen-dom0less', null, 'pass'],
  ['jailhouse', null, 'warning'],
  ['kvm-qemu', 'linux', 'warning'],
  ['pikeos', null, 'not-assessed'],
])('[TECH-B7] a critical guest of %s on %s: %s', (technologyId, host, verdict) => {
  const seed = { criticality: ASIL_D };
  const result = in1(technologyId, host === null ? 'partition' : 'vm', seed, host);
  expect(verdictsOf(result.analyze(catalogue), 'TECH-B7')).toEqual([verdict]);
});

it('[TECH-B7] names the Linux that has to be up, and spares what runs in it', () => {
  const cells = new PlanBuilder()
    .environment('hv', 'hypervisor', null, { technologyId: 'jailhouse', coreIds: CORES })
    .environment('root', 'partition', 'hv', { role: 'control', os: osOf('linux'), coreIds: ['c0'] })
    .environment('cell', 'partition', 'hv', { os: osOf('freertos'), coreIds: ['c1'] })
    .application('brake', { criticality: ASIL_B })
    .application('logger', { criticality: ASIL_B })
    .place('brake', 'cell')
    .place('logger', 'root')
    .analyze(catalogue);
  const warnings = findingsOf(cells, 'TECH-B7', 'warning');
  expect(warnings.map(({ subjects }) => subjects.map(({ id }) => id))).toEqual([
    ['brake', 'cell', 'root'],
  ]);
});

it.each([
  ['qnx-hypervisor', 'pass'],
  ['xen-dom0less', 'warning'],
  ['jailhouse', 'manual'],
])('[TECH-B8] restart of one guest alone under %s: %s', (technologyId, verdict) => {
  const result = in1(technologyId, 'partition', { restartAlone: true }).analyze(catalogue);
  expect(verdictsOf(result, 'TECH-B8')).toEqual([verdict]);
  const [warning] = findingsOf(result, 'TECH-B8', 'warning');
  if (warning)
    expect(warning.evidence[0]?.value).toContain('the whole platform should be rebooted');
});

it.each([
  ['rktlet', 'error'],
  ['podman', 'pass'],
])('[TECH-G1] a container engine of %s: %s', (technologyId, verdict) => {
  const result = new PlanBuilder()
    .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
    .environment('engine', 'container-engine', 'host', { technologyId })
    .analyze(catalogue);
  expect(findingsOf(result, 'TECH-G1', verdict as 'pass')).toHaveLength(1);
});

it('[TECH-G1] what nobody maintains is a warning, a vendor life cycle a check by hand', () => {
  const rump = in1('kvm-qemu', 'thin-vm', {})
    .environment('b', 'thin-vm', 'hv', { technologyId: 'rumprun' })
    .analyze(catalogue);
  expect(findingsOf(rump, 'TECH-G1', 'warning')[0]?.subjects[0]?.id).toBe('b');
  expect(verdictsOf(in1('rhev', 'vm', {}).analyze(catalogue), 'TECH-G1')).toEqual(['manual']);
});

it('[TECH-G2] memory sharing of Xen is advice against, its scheduler a check by hand', () => {
  const deduplication = { low: 0, typical: 0.1, high: 0.2, source: 'estimate' };
  const xen = (mechanismId: string | null) =>
    new PlanBuilder()
      .environment('hv', 'hypervisor', null, {
        technologyId: 'xen',
        coreIds: CORES,
        deduplication: mechanismId === null ? null : { mechanismId, ...deduplication },
      })
      .analyze(catalogue);
  expect(verdictsOf(xen(null), 'TECH-G2')).toEqual(['manual', 'pass']);
  expect(verdictsOf(xen('xen-sharing'), 'TECH-G2')).toEqual(['manual', 'warning']);
  expect(verdictsOf(in1('bao', 'partition', {}).analyze(catalogue), 'TECH-G2')).toEqual([
    'not-applicable',
  ]);
});

it('[TECH-B6] what needs a general-purpose OS beneath it trusts that too', () => {
  // 50,000 lines like Xen, and KVM and Linux beneath them.
  const result = in1('firecracker', 'thin-vm', { criticality: ASIL_B }, 'linux').analyze(catalogue);
  const [advice] = findingsOf(result, 'TECH-B6', 'warning');
  expect(advice?.actual ?? 'passed').toBe('at least 50000 SLOC, and the kernel of "host"');
  expect(advice?.remainder).toBeNull();
});
