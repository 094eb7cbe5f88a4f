import { expect, it } from 'vitest';
import {
  measuredHere,
  shippedCatalogue as catalogue,
} from '../../catalog/testing/shipped-catalogue.ts';
import type { Target } from '../../model/target.ts';
import { findingsOf, osOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const CORES = ['c0', 'c1', 'c2', 'c3'];
const ASIL_B = { scale: 'ASIL', level: 'B' };
const QM = { scale: 'ASIL', level: 'QM' };

it('[TECH-D1] code of several owners on one kernel is a warning, a VM each is not', () => {
  const on = (first: Seed, second: Seed, apart: boolean) =>
    new PlanBuilder()
      .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
      .environment('engine', 'container-engine', 'host', {
        technologyId: apart ? 'kata' : 'podman',
      })
      .environment('a', 'container', 'engine', { os: apart ? osOf('linux') : null })
      .environment('b', 'container', 'engine', { os: apart ? osOf('linux') : null })
      .application('x', first)
      .application('y', second)
      .place('x', 'a')
      .place('y', 'b')
      .analyze(catalogue);
  const own = { trust: 'own' };
  const foreign = { trust: 'third-party', supplier: 'A' };
  expect(verdictsOf(on(own, own, false), 'TECH-D1')).toEqual(['pass']);
  expect(verdictsOf(on(foreign, { ...foreign }, false), 'TECH-D1')).toEqual(['pass']);
  const [warning] = findingsOf(on(own, foreign, false), 'TECH-D1', 'warning');
  expect(warning?.subjects.map(({ id }) => id)).toEqual(['y', 'host']);
  expect(verdictsOf(on({ ...foreign, supplier: 'B' }, foreign, false), 'TECH-D1')).toEqual([
    'warning',
  ]);
  expect(verdictsOf(on(own, foreign, true), 'TECH-D1')).toEqual(['not-applicable']);
  expect(verdictsOf(on(own, {}, false), 'TECH-D1')).toEqual(['not-assessed']);
});

it('[TECH-D1] foreign code on the kernel beneath guests of others has no wall either', () => {
  const of = (inContainer: Seed, inVm: Seed) =>
    verdictsOf(
      new PlanBuilder()
        .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
        .environment('engine', 'container-engine', 'host', { technologyId: 'podman' })
        .environment('a', 'container', 'engine')
        .environment('hv', 'hypervisor', 'host', { technologyId: 'kvm-qemu' })
        .environment('b', 'vm', 'hv', { os: osOf('linux') })
        .application('x', inContainer)
        .application('y', inVm)
        .place('x', 'a')
        .place('y', 'b')
        .analyze(catalogue),
      'TECH-D1',
    );
  const untrusted = { trust: 'untrusted' };
  expect(of(untrusted, { trust: 'own' })).toEqual(['warning']);
  expect(of({ trust: 'own' }, untrusted)).toEqual(['pass']);
  expect(of(untrusted, {})).toEqual(['not-assessed']);
});

const CACHE = {
  provenance: { sources: ['manual'], confidence: 'high' as const, userFields: [] },
  notes: null,
  kind: 'unified' as const,
  sizeBytes: null,
  lineBytes: null,
  ways: null,
  partitioning: null,
};

const NOT_DIVIDED = {
  maskBits: null,
  closCount: null,
  leastBits: null,
  sparse: null,
  shareableMask: null,
  note: null,
};

const CACHES = [
  { ...CACHE, id: 'l2a', level: 2, coreIds: ['c0', 'c1'] },
  { ...CACHE, id: 'l2b', level: 2, coreIds: ['c2', 'c3'] },
];

/** Two VMs of different owners; cores 0 and 1 share an L2 cache, cores 2 and 3 another. */
function neighbours(
  second: string,
  hypervisor: Seed,
  sideChannels: boolean | null,
  owner: Seed = { trust: 'untrusted' },
  caches: Target['caches'] = CACHES,
  board = target(),
) {
  return new PlanBuilder({ ...board, caches })
    .says({ sideChannels })
    .environment('hv', 'hypervisor', null, { technologyId: 'xen', coreIds: CORES, ...hypervisor })
    .environment('a', 'vm', 'hv', { coreIds: ['c0'] })
    .environment('b', 'vm', 'hv', { coreIds: [second] })
    .application('x', { trust: 'own' })
    .application('y', owner)
    .place('x', 'a')
    .place('y', 'b')
    .analyze(catalogue);
}

it('[TECH-D2] a shared core, cache or page counts only where side channels do', () => {
  const of = (...args: Parameters<typeof neighbours>) =>
    findingsOf(neighbours(...args), 'TECH-D2', 'warning').map(({ actual }) => actual);
  expect(of('c2', {}, true)).toEqual([]);
  expect(of('c1', {}, true)).toEqual(['L2', 'L2']);
  expect(of('c0', {}, true)).toEqual(['1 core, L2', '1 core, L2']);
  expect(of('c1', { interferenceControls: ['cache-colouring'] }, true)).toEqual([]);
  const deduplication = { mechanismId: 'ksm', low: 0, typical: 0, high: 0, source: 'estimate' };
  expect(of('c2', { deduplication }, true)).toEqual(['deduplicated memory', 'deduplicated memory']);
  expect(of('c0', { deduplication }, false)).toEqual([]);
});

it.each([
  [true, null, ['pass']],
  [false, null, ['warning']],
  [null, null, ['not-assessed']],
  // What is said of the cache itself stands above what is said of the level.
  [true, 'none', ['warning']],
  [null, 'Intel L2 CAT', ['pass']],
])(
  '[TECH-D2] cache allocation, of which the target says %s and the cache %s, divides it: %j',
  (l2CacheAllocation, mechanism, verdicts) => {
    const partitioning = mechanism === null ? null : { ...NOT_DIVIDED, mechanism };
    const board = target({
      clusters: [{ id: 'x', cores: 4, isa: 'x86_64' }],
      virtualization: { l2CacheAllocation },
    });
    const caches = CACHES.map((cache) => ({ ...cache, partitioning }));
    const controls = { interferenceControls: ['cache-allocation'] };
    const result = neighbours('c1', controls, true, { trust: 'untrusted' }, caches, board);
    expect(verdictsOf(result, 'TECH-D2')).toEqual(verdicts);
  },
);

it('[TECH-D2] deduplication among guests of one owner exposes nothing', () => {
  const deduplication = { mechanismId: 'ksm', low: 0, typical: 0, high: 0, source: 'estimate' };
  const result = neighbours('c2', { deduplication }, true, { trust: 'own' });
  expect(verdictsOf(result, 'TECH-D2')).toEqual(['pass']);
});

it('[TECH-D2] a cache shared with code of unknown owner, or caches nobody recorded, are no pass', () => {
  expect(verdictsOf(neighbours('c1', {}, true, {}), 'TECH-D2')).toEqual(['not-assessed']);
  expect(verdictsOf(neighbours('c2', {}, true, {}), 'TECH-D2')).toEqual(['pass']);
  const unrecorded = neighbours('c2', {}, true, { trust: 'untrusted' }, []);
  expect(verdictsOf(unrecorded, 'TECH-D2')).toEqual(['not-assessed']);
});

it('[TECH-D2] whether they count is asked by hand where owners differ, and nowhere else', () => {
  expect(verdictsOf(neighbours('c1', {}, null), 'TECH-D2')).toEqual(['manual']);
  expect(verdictsOf(neighbours('c1', {}, false), 'TECH-D2')).toEqual(['not-applicable']);
  expect(verdictsOf(new PlanBuilder().analyze(catalogue), 'TECH-D2')).toEqual(['not-applicable']);
});

it('[TECH-D3] a kernel per container of one domain is advice against', () => {
  const kata = (first: Seed, second: Seed) =>
    new PlanBuilder()
      .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
      .environment('engine', 'container-engine', 'host', { technologyId: 'kata' })
      .environment('a', 'container', 'engine', { os: osOf('linux') })
      .environment('b', 'container', 'engine', { os: osOf('linux') })
      .application('x', { trust: 'own', os: 'linux', ...first })
      .application('y', { trust: 'own', os: 'linux', ...second })
      .place('x', 'a')
      .place('y', 'b')
      .analyze(catalogue);
  expect(findingsOf(kata({}, {}), 'TECH-D3', 'warning')[0]?.message).toMatch(/^advice: /);
  expect(verdictsOf(kata({}, { trust: 'untrusted' }), 'TECH-D3')).toEqual(['pass']);
  expect(verdictsOf(kata({ criticality: ASIL_B }, { criticality: QM }), 'TECH-D3')).toEqual([
    'pass',
  ]);
  expect(verdictsOf(kata({ osVersion: '5.4' }, { osVersion: '5.4' }), 'TECH-D3')).toEqual(['pass']);
});

/** A guest with a network adapter; the adapter is served from the OS beneath. */
function nic(technologyId: string, mode: string, guest: Seed, application: Seed = {}) {
  return new PlanBuilder(target({ devices: [{ id: 'nic', name: 'NIC', class: 'ethernet' }] }))
    .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
    .environment('hv', 'hypervisor', 'host', { technologyId })
    .environment('a', 'vm', 'hv', guest)
    .grant('nic', 'a', mode, { backendEnvironmentId: 'host' })
    .application('app', application)
    .place('app', 'a');
}

it.each([
  ['kvm-qemu', ['virtio'], 'pass'],
  // Inherits from KVM.
  ['rhev', ['virtio'], 'pass'],
  ['kvm-qemu', [], 'error'],
  ['kvm-qemu', ['vmbus'], 'error'],
  ['hyper-v', ['vmbus'], 'pass'],
  ['xen', ['xen-pv'], 'pass'],
  ['xen', ['virtio'], 'error'],
  ['kvm-qemu', null, 'not-assessed'],
  ['esxi', ['vmware-pv'], 'not-assessed'],
  ['esxi', [], 'error'],
])('[TECH-E5] %s with the front ends %j: %s', (technologyId, frontEnds, verdict) => {
  const result = nic(technologyId, 'para-virtual', { frontEnds }).analyze(catalogue);
  expect(verdictsOf(result, 'TECH-E5')).toEqual([verdict]);
});

it('[TECH-E6] emulation is for guests without drivers', () => {
  const of = (guest: Seed, application: Seed = {}) =>
    nic('kvm-qemu', 'emulated', guest, application).analyze(catalogue);
  const [advice] = findingsOf(of({ frontEnds: ['virtio'] }), 'TECH-E6', 'warning');
  expect(advice?.message).toMatch(/^advice: .*each register access traps$/);
  expect(advice?.evidence[0]?.value).toContain('1027');
  expect(verdictsOf(of({ frontEnds: [] }), 'TECH-E6')).toEqual(['pass']);
  expect(verdictsOf(of({ frontEnds: ['virtio'] }, { legacyHardware: true }), 'TECH-E6')).toEqual([
    'pass',
  ]);
});

it.each([
  ['firecracker', 'thin-vm', 13_023, ['pass']],
  ['firecracker', 'thin-vm', 13_024, ['warning']],
  ['kvm-qemu', 'vm', 135_109, ['pass']],
  ['kvm-qemu', 'vm', 135_110, ['warning']],
])('[TECH-E7] %s (%s): %i operations a second give %j', (technologyId, kind, need, verdicts) => {
  const storage = (direct: boolean, figures = measuredHere) => {
    const builder = new PlanBuilder(target({ devices: [{ id: 'd', name: 'D', class: 'nvme' }] }))
      .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
      .environment('hv', 'hypervisor', 'host', { technologyId })
      .environment('a', kind, 'hv')
      .application('db', { storageOperationsPerSecond: need })
      .place('db', 'a');
    if (direct) builder.grant('d', 'a', 'pass-through');
    return builder.analyze(figures);
  };
  expect(verdictsOf(storage(false), 'TECH-E7')).toEqual(verdicts);
  expect(verdictsOf(storage(true), 'TECH-E7')).toEqual(['pass']);
  const [warning] = findingsOf(storage(false), 'TECH-E7', 'warning');
  if (warning) expect(warning.remainder).toBe('-1 operations/s');
  // As published, on a server, it says nothing of an Arm core.
  expect(verdictsOf(storage(false, catalogue), 'TECH-E7')).toEqual(['not-assessed']);
});

it('[TECH-E7] what the applications in one VM ask for adds up, in all containers of it', () => {
  const of = (first: string, second: string, copies: number) =>
    verdictsOf(
      new PlanBuilder()
        .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
        .environment('hv', 'hypervisor', 'host', { technologyId: 'kvm-qemu' })
        .environment('a', 'vm', 'hv', { copies: 4 })
        .environment('engine', 'container-engine', 'a', { technologyId: 'docker' })
        .environment('in-a', 'container', 'engine', { copies })
        .environment('b', 'vm', 'hv')
        .application('db', { storageOperationsPerSecond: 60_000 })
        .application('log', { storageOperationsPerSecond: 70_000 })
        .place('db', first)
        .place('log', second)
        .analyze(measuredHere),
      'TECH-E7',
    );
  // A VM of QEMU was seen to do 135,109; each copy of the VM has its own.
  expect(of('in-a', 'b', 1)).toEqual(['pass']);
  expect(of('in-a', 'in-a', 1)).toEqual(['pass']);
  expect(of('in-a', 'in-a', 2)).toEqual(['warning']);
  expect(of('in-a', 'b', 2)).toEqual(['pass']);
});

it('[TECH-E7] nobody measured the storage of other hypervisors', () => {
  const result = new PlanBuilder()
    .environment('hv', 'hypervisor', null, { technologyId: 'esxi', coreIds: CORES })
    .environment('a', 'vm', 'hv')
    .application('db', { storageOperationsPerSecond: 1 })
    .place('db', 'a')
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-E7')).toEqual(['not-assessed']);
});
