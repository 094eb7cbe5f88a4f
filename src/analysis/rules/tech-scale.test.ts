import { expect, it } from 'vitest';
import {
  measuredHere,
  shippedCatalogue as catalogue,
} from '../../catalog/testing/shipped-catalogue.ts';
import { findingsOf, osOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const CORES = ['c0', 'c1', 'c2', 'c3'];
const ASIL_B = { scale: 'ASIL', level: 'B' };
const QM = { scale: 'ASIL', level: 'QM' };

const MS = 1_000_000;

const NO_TECHNOLOGY = null;

/** A guest of a hypervisor on a Linux. */
function vm(technologyId: string | null, kind: string, seed: Seed = {}) {
  return new PlanBuilder()
    .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
    .environment('hv', 'hypervisor', 'host', { technologyId })
    .environment('a', kind, 'hv', { os: osOf('linux'), ...seed });
}

function container(technologyId: string, board = target()) {
  return new PlanBuilder(board)
    .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
    .environment('engine', 'container-engine', 'host', { technologyId })
    .environment('a', 'container', 'engine');
}

it.each([
  ['kvm-qemu', 'vm', 99, ['pass']],
  ['kvm-qemu', 'vm', 100, ['warning']],
  ['firecracker', 'thin-vm', 1000, ['not-applicable']],
])('[TECH-C2] %s: %s x %i gives %j', (technologyId, kind, copies, verdicts) => {
  const result = vm(technologyId, kind, { copies }).analyze(catalogue);
  expect(verdictsOf(result, 'TECH-C2')).toEqual(verdicts);
  if (copies === 100) {
    expect(findingsOf(result, 'TECH-C2', 'warning')[0]).toMatchObject({
      actual: '100 VMs',
      remainder: '-1',
    });
  }
});

const start = (builder: PlanBuilder, startupNeedNs: number) =>
  builder.application('app', { startupNeedNs }).place('app', 'a').analyze(measuredHere);

it('[TECH-C4] a need of 10 ms: a unikernel is quick enough, a micro-VM is not', () => {
  const unikernel = vm('firecracker', 'thin-vm', { technologyId: 'unikraft' });
  expect(verdictsOf(start(unikernel, 10 * MS), 'TECH-C4')).toEqual(['pass']);
  // Firecracker: 110 ms at best.
  const [warning] = findingsOf(start(vm('firecracker', 'thin-vm'), 10 * MS), 'TECH-C4', 'warning');
  expect(warning).toMatchObject({
    limit: '10 ms',
    actual: 'at least 110 ms',
    remainder: '-100 ms',
  });
  expect(verdictsOf(start(vm('firecracker', 'thin-vm'), 10 * MS + 1), 'TECH-C4')).toEqual([
    'not-applicable',
  ]);
});

it('[TECH-C4] what starts with the machine has no start on request', () => {
  const partition = new PlanBuilder()
    .environment('hv', 'hypervisor', null, { technologyId: 'bao', coreIds: CORES })
    .environment('a', 'partition', 'hv', { coreIds: ['c0'] });
  expect(verdictsOf(start(partition, 10 * MS), 'TECH-C4')).toEqual(['pass']);
});

it('[TECH-C5] a need of 150 ms: a micro-VM and a low-level runtime are quick enough, Kata is not', () => {
  expect(verdictsOf(start(vm('firecracker', 'thin-vm'), 150 * MS), 'TECH-C5')).toEqual(['pass']);
  // Nobody says on what crun was measured.
  expect(verdictsOf(start(container('podman'), 150 * MS), 'TECH-C5')).toEqual(['not-assessed']);
  expect(verdictsOf(start(container('kata'), 150 * MS), 'TECH-C5')).toEqual(['warning']);
  expect(verdictsOf(start(container('rund'), 150 * MS), 'TECH-C5')).toEqual(['not-assessed']);
});

it('[TECH-C6] a need of 700 ms: Kata is quick enough, LXC is not, and that is advice', () => {
  expect(verdictsOf(start(container('kata'), 700 * MS), 'TECH-C6')).toEqual(['pass']);
  const [advice] = findingsOf(start(container('lxc'), 700 * MS), 'TECH-C6', 'warning');
  expect(advice?.message).toMatch(/^advice: .*at best$/);
  expect(advice?.remainder).toBe('-100 ms');
});

it('[TECH-C6] a container in a VM waits for both', () => {
  const both = vm('kvm-qemu', 'vm')
    .environment('engine', 'container-engine', 'a', { technologyId: 'lxc' })
    .environment('box', 'container', 'engine')
    .application('app', { startupNeedNs: 1000 * MS })
    .place('app', 'box')
    .analyze(measuredHere);
  // 214 ms and 800 ms at best.
  expect(findingsOf(both, 'TECH-C6', 'warning')[0]?.actual).toBe('at least 1.014 s');
});

it.each([
  ['TECH-C4', 10],
  ['TECH-C5', 150],
  ['TECH-C6', 600],
])(
  '[OVER-6] %s: a start measured on a server neither meets nor misses %i ms here',
  (rule, needMs) => {
    const xeon = target({ clusters: [{ id: 'x', cores: 4, type: 'Ice Lake-SP', isa: 'x86_64' }] });
    for (const board of [target(), xeon]) {
      for (const engine of ['docker', 'lxc']) {
        const result = container(engine, board)
          .application('app', { startupNeedNs: needMs * MS })
          .place('app', 'a')
          .analyze(catalogue);
        const [found] = findingsOf(result, rule, 'not-assessed');
        expect(found?.message).toContain('was measured elsewhere only: ');
        expect(found?.evidence[0]?.name).toMatch(/^start-up time of/);
      }
    }
  },
);

it.each([
  ['docker', 'parallel', 15, ['pass']],
  ['docker', 'parallel', 16, ['warning']],
  ['docker', 'serial', 16, ['pass']],
  ['podman', 'parallel', 16, ['not-applicable']],
])('[TECH-C7] %s, %s, %i containers: %j', (technologyId, startMode, copies, verdicts) => {
  const result = new PlanBuilder()
    .layout({ startMode })
    .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
    .environment('engine', 'container-engine', 'host', { technologyId })
    .environment('box', 'container', 'engine', { copies })
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-C7')).toEqual(verdicts);
  const [advice] = findingsOf(result, 'TECH-C7', 'warning');
  if (advice) expect(advice.evidence[1]?.value).toContain('8.5 s mean at 16-way');
});

const GIB = 2 ** 30;

it('[TECH-C8] copies of a raw image are advice against, a base with overlays is not', () => {
  const whole = (copies: number) =>
    vm('kvm-qemu', 'vm', { copies })
      .image('disk', 'raw', null, { environmentId: 'a', virtualBytes: 8 * GIB, copies })
      .analyze(catalogue);
  expect(findingsOf(whole(3), 'TECH-C8', 'warning')[0]).toMatchObject({
    actual: '3 whole images',
    remainder: '-2',
  });
  expect(verdictsOf(whole(1), 'TECH-C8')).toEqual(['pass']);
  const chain = vm('kvm-qemu', 'vm', { copies: 3 })
    .image('base', 'raw', null, { virtualBytes: 8 * GIB })
    .image('overlay', 'qcow2', 'base', { environmentId: 'a', copies: 3 })
    .analyze(catalogue);
  expect(verdictsOf(chain, 'TECH-C8')).toEqual(['pass']);
});

it.each([
  [4096, 100 * 4096, ['warning']],
  [65536, 100 * 4096, ['pass']],
  [null, 100 * 4096, ['pass']],
  [4096, 0, ['pass']],
])('[TECH-C9] writes of %s, growth %i: %j', (writeBytes, growthBytes, verdicts) => {
  const result = vm('kvm-qemu', 'vm')
    .image('disk', 'qcow2', null, { environmentId: 'a', writeBytes, growthBytes })
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-C9')).toEqual(verdicts);
  const [advice] = findingsOf(result, 'TECH-C9', 'warning');
  if (advice) expect(advice.message).toContain('up to 16 times');
});

it('[TECH-C9] a write of 8 KiB may lie across two clusters: 16 times as well', () => {
  const result = vm('kvm-qemu', 'vm')
    .image('disk', 'qcow2', null, { environmentId: 'a', writeBytes: 8192, growthBytes: 8192 })
    .analyze(catalogue);
  expect(findingsOf(result, 'TECH-C9', 'warning')[0]?.message).toContain('up to 16 times');
});

it.each([
  [900, ['pass']],
  [1000, ['pass']],
  [1001, ['warning']],
])(
  '[TECH-C10] a writable layer that grows to %i over 1000 bytes of layers: %j',
  (growth, verdicts) => {
    const result = container('podman')
      .image('os', 'container-layer', null, { contentBytes: 600 })
      .image('stack', 'container-layer', 'os', { contentBytes: 400 })
      .image('own', 'container-layer', 'stack', {
        environmentId: 'a',
        contentBytes: 0,
        growthBytes: growth,
      })
      .analyze(catalogue);
    expect(verdictsOf(result, 'TECH-C10')).toEqual(verdicts);
  },
);

/** Two VMs under a hypervisor that keeps equal pages once. */
function merged(technologyId: string, choice: Seed, first: Seed, second: Seed) {
  const deduplication = {
    mechanismId: 'ksm',
    low: 0.05,
    typical: 0.1,
    high: 0.3,
    source: 'estimate',
  };
  return new PlanBuilder()
    .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
    .environment('hv', 'hypervisor', 'host', {
      technologyId,
      deduplication: { ...deduplication, ...choice },
    })
    .environment('a', 'vm', 'hv', { os: osOf('linux') })
    .environment('b', 'vm', 'hv', { os: osOf('linux') })
    .application('x', first)
    .application('y', second)
    .place('x', 'a')
    .place('y', 'b')
    .analyze(catalogue);
}

it('[TECH-C11] a saving above the published 30 % is advice', () => {
  expect(verdictsOf(merged('kvm-qemu', {}, {}, {}), 'TECH-C11')).toEqual(['pass']);
  const much = merged('kvm-qemu', { typical: 0.4, high: 0.69 }, {}, {});
  expect(findingsOf(much, 'TECH-C11', 'warning')[0]).toMatchObject({
    limit: '30 %',
    actual: '40 %',
    remainder: '-10 %',
  });
});

it('[TECH-C12] one trust and one criticality pass, several are an error, unknown is not assessed', () => {
  const own = { trust: 'own', criticality: QM };
  const of = (first: Seed, second: Seed) =>
    verdictsOf(merged('kvm-qemu', {}, first, second), 'TECH-C12');
  expect(of(own, own)).toEqual(['pass']);
  expect(of(own, { ...own, trust: 'untrusted' })).toEqual(['error']);
  expect(of(own, { ...own, criticality: ASIL_B })).toEqual(['error']);
  expect(of(own, { trust: 'own' })).toEqual(['not-assessed']);
  expect(of(own, {})).toEqual(['not-assessed']);
});

it('[TECH-C13] deduplication under real time is a warning', () => {
  const of = (realTime: string) =>
    verdictsOf(merged('kvm-qemu', {}, { realTime }, { realTime: 'none' }), 'TECH-C13');
  expect([of('none'), of('soft'), of('hard')]).toEqual([['pass'], ['warning'], ['warning']]);
});

it('[TECH-C14] a static partitioning hypervisor has nothing to deduplicate', () => {
  expect(verdictsOf(merged('kvm-qemu', {}, {}, {}), 'TECH-C14')).toEqual(['pass']);
  const [error] = findingsOf(merged('bao', {}, {}, {}), 'TECH-C14', 'error');
  expect(error?.limit).toBe('0 B saved');
  expect(error?.evidence[0]?.value).toContain('statically assigned');
});

it('[TECH-C2] hundreds of VMs on a hypervisor that nobody has chosen are no pass', () => {
  const of = (copies: number) =>
    verdictsOf(vm(NO_TECHNOLOGY, 'vm', { copies }).analyze(catalogue), 'TECH-C2');
  expect([of(99), of(100)]).toEqual([['pass'], ['not-assessed']]);
});

it.each([
  ['TECH-C4', 10],
  ['TECH-C5', 150],
  ['TECH-C6', 1000],
])(
  '[TECH-C4] and what shares it, %s: a technology that is not chosen starts at a time that nobody knows',
  (rule, need) => {
    const result = start(vm(NO_TECHNOLOGY, 'vm'), need * MS);
    expect(verdictsOf(result, rule)).toEqual(['not-assessed']);
  },
);

it('[TECH-C7] containers in groups that start after each other do not start at once', () => {
  const of = (startAfterIds: readonly string[]) =>
    container('docker')
      .environment('first', 'container', 'engine', { copies: 10 })
      .environment('second', 'container', 'engine', { copies: 10, startAfterIds })
      .analyze(catalogue);
  expect(findingsOf(of([]), 'TECH-C7', 'warning')[0]?.actual).toBe('21 starts');
  expect(verdictsOf(of(['first']), 'TECH-C7')).toEqual(['pass']);
});

it('[TECH-C10] content of the image itself is a layer too, and unknown sizes are no pass', () => {
  const of = (contentBytes: number | null, growthBytes: number | null) =>
    verdictsOf(
      container('podman')
        .image('own', 'container-layer', null, { environmentId: 'a', contentBytes, growthBytes })
        .analyze(catalogue),
      'TECH-C10',
    );
  expect([of(1000, 1000), of(1000, 1001)]).toEqual([['pass'], ['warning']]);
  expect([of(null, 1), of(1000, null)]).toEqual([['not-assessed'], ['not-assessed']]);
});

it('[TECH-C12] third parties of different names do not trust each other', () => {
  const of = (supplier: string | null) =>
    verdictsOf(
      merged(
        'kvm-qemu',
        {},
        { trust: 'third-party', supplier: 'A' },
        { trust: 'third-party', supplier },
      ),
      'TECH-C12',
    );
  expect([of('A'), of('B')]).toEqual([['pass'], ['error']]);
});

it('[TECH-C13] where nobody says whether an application is real time, that is no pass', () => {
  const result = merged('kvm-qemu', {}, { realTime: 'none' }, {});
  expect(verdictsOf(result, 'TECH-C13')).toEqual(['not-assessed']);
});

it('[TECH-C14] static partitions beneath an OS that deduplicates save nothing either', () => {
  const deduplication = { mechanismId: 'ksm', low: 0, typical: 0.1, high: 0.3, source: 'estimate' };
  const of = (technologyId: string | null) =>
    verdictsOf(
      new PlanBuilder()
        .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux'), deduplication })
        .environment('hv', 'hypervisor', 'host', { technologyId })
        .environment('a', 'vm', 'hv', { os: osOf('linux') })
        .analyze(catalogue),
      'TECH-C14',
    );
  expect([of('kvm-qemu'), of('jailhouse'), of(null)]).toEqual([
    ['pass'],
    ['error'],
    ['not-assessed'],
  ]);
});
