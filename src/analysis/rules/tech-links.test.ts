import { expect, it } from 'vitest';
import {
  measuredHere,
  shippedCatalogue as catalogue,
} from '../../catalog/testing/shipped-catalogue.ts';
import {
  findingsOf,
  osOf,
  PlanBuilder,
  target,
  verdictsOf,
  type ClusterSeed,
} from '../testing/plan-builder.ts';

/** The user sets a figure of a mechanism for the plan. */
const set = (subjectId: string, parameter: string, value: number, unit: string) => ({
  id: `${subjectId}-${parameter}`,
  subjectKind: 'mechanism',
  subjectId,
  parameter,
  value,
  unit,
  reason: 'measured by us',
});

type Seed = Readonly<Record<string, unknown>>;

const CORES = ['c0', 'c1', 'c2', 'c3'];
const ASIL_B = { scale: 'ASIL', level: 'B' };
const QM = { scale: 'ASIL', level: 'QM' };

interface Wire {
  readonly link?: Seed;
  readonly kind?: string;
  readonly channel?: Seed;
  readonly from?: Seed;
  readonly to?: Seed;
}

/** A link from `x` to `y`, which stand in `a` and `b`. */
function wired(builder: PlanBuilder, { link = {}, kind = 'socket', channel = {}, from, to }: Wire) {
  return builder
    .application('x', from ?? {})
    .application('y', to ?? {})
    .place('x', 'a')
    .place('y', 'b')
    .link('l', 'x', 'y', link)
    .channel('l', kind, channel);
}

const partitions = (technologyId: string) =>
  new PlanBuilder()
    .environment('hv', 'hypervisor', null, { technologyId, coreIds: CORES })
    .environment('a', 'vm', 'hv', { coreIds: ['c0'], os: osOf('linux') })
    .environment('b', 'vm', 'hv', { coreIds: ['c1'], os: osOf('linux') });

const oneKernel = () =>
  new PlanBuilder()
    .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
    .environment('engine', 'container-engine', 'host', { technologyId: 'docker' })
    .environment('a', 'container', 'engine')
    .environment('b', 'container', 'engine');

const verdictOf = (builder: PlanBuilder, wire: Wire, rule: string, figures = catalogue) =>
  verdictsOf(wired(builder, wire).analyze(figures), rule);

it('[TECH-F1] a bounded link between guests goes through shared memory, or is quick enough', () => {
  const bound = { latencyBoundNs: 50_000 };
  const through = (channel: Seed, kind: string, link: Seed = bound) =>
    wired(partitions('kvm-qemu'), { link, kind, channel })
      .override(set('virtio-net', 'latency', 60_000, 'ns'))
      .analyze(catalogue);
  const [warning] = findingsOf(
    through({ mechanismId: 'virtio-net' }, 'virtio'),
    'TECH-F1',
    'warning',
  );
  expect(warning).toMatchObject({ limit: '50 µs', actual: '60 µs' });
  expect(warning?.remedy).toContain('ivshmem (QEMU)');
  const slow = through({ mechanismId: 'virtio-net' }, 'virtio', { latencyBoundNs: 60_000 });
  expect(verdictsOf(slow, 'TECH-F1')).toEqual(['pass']);
  const shared = through({ mechanismId: 'ivshmem-qemu' }, 'shared-memory');
  expect(verdictsOf(shared, 'TECH-F1')).toEqual(['pass']);
  expect(verdictsOf(through({}, 'socket'), 'TECH-F1')).toEqual(['warning']);
  expect(findingsOf(through({}, 'socket', {}), 'TECH-F1', 'not-applicable')[0]?.message).toContain(
    'no link',
  );
  // Nobody says on what the published 60 µs were measured: they do not pass.
  const published = wired(partitions('kvm-qemu'), {
    link: { latencyBoundNs: 60_000 },
    kind: 'virtio',
    channel: { mechanismId: 'virtio-net' },
  }).analyze(catalogue);
  expect(findingsOf(published, 'TECH-F1', 'warning')[0]?.actual).toBe('latency unknown here');
});

it('[TECH-F1] recommends what the hypervisor of both ends has, and nothing else', () => {
  const link = { latencyBoundNs: 50_000 };
  /** A container in each of two VMs on a host OS that has an entry of its own in the catalogue. */
  const inVms = (technologyId: string) =>
    wired(
      new PlanBuilder(
        target({ clusters: [{ id: 'x', cores: 4, type: 'Ice Lake-SP', isa: 'x86_64' }] }),
      )
        .environment('host', 'os', null, { technologyId: 'bare-metal', os: osOf('linux') })
        .environment('hv', 'hypervisor', 'host', { technologyId })
        .environment('one', 'vm', 'hv', { os: osOf('linux') })
        .environment('two', 'vm', 'hv', { os: osOf('linux') })
        .environment('e1', 'container-engine', 'one', { technologyId: 'docker' })
        .environment('e2', 'container-engine', 'two', { technologyId: 'docker' })
        .environment('a', 'container', 'e1')
        .environment('b', 'container', 'e2'),
      { link },
    ).analyze(catalogue);
  expect(findingsOf(inVms('kvm-qemu'), 'TECH-F1', 'warning')[0]?.remedy).toBe(
    'Carry it through ivshmem (QEMU).',
  );
  // Neither the mailbox of a TI part nor anything else that stands beneath is a mechanism of these.
  for (const technologyId of ['virtualbox', 'cloud-hypervisor', 'firecracker']) {
    expect(verdictsOf(inVms(technologyId), 'TECH-F1')).toEqual(['pass']);
  }
});

it('[TECH-F1] a mailbox rings and carries nothing: it is no shared memory between RTOS guests', () => {
  const guests = new PlanBuilder()
    .environment('hv', 'hypervisor', null, { technologyId: 'acrn', coreIds: CORES })
    .environment('a', 'vm', 'hv', { technologyId: 'freertos-guest', coreIds: ['c0'] })
    .environment('b', 'vm', 'hv', { technologyId: 'freertos-guest', coreIds: ['c1'] });
  expect(verdictOf(guests, { link: { latencyBoundNs: 50_000 } }, 'TECH-F1')).toEqual(['pass']);
});

it('[TECH-F3] recommends virtio-net only where the hypervisor is known to have it', () => {
  const builder = new PlanBuilder(
    target({ devices: [{ id: 'nic', name: 'NIC', class: 'ethernet' }] }),
  )
    .environment('hv', 'hypervisor', null, { technologyId: 'xen', coreIds: CORES })
    .environment('a', 'vm', 'hv', { coreIds: ['c0'] })
    .environment('b', 'vm', 'hv', { coreIds: ['c1'] })
    .grant('nic', 'b', 'emulated', { backendEnvironmentId: 'a' });
  const [advice] = findingsOf(wired(builder, {}).analyze(catalogue), 'TECH-F3', 'warning');
  expect(advice?.remedy).toBe(
    'Give the guest the para-virtual adapter of its hypervisor, or an adapter of its own.',
  );
});

it('[TECH-F2] a stream that only vsock is wide enough for is advised to use it', () => {
  const builder = () =>
    new PlanBuilder()
      .environment('a', 'os', null, { coreIds: CORES, os: osOf('linux') })
      .environment('hv', 'hypervisor', 'a', { technologyId: 'kvm-qemu' })
      .environment('b', 'vm', 'hv', { os: osOf('linux') });
  const at = (gigabits: number, mechanismId = 'virtio-net') =>
    wired(builder(), {
      link: { kind: 'stream', payloadBytes: 1_000_000, rateHz: (gigabits * 1e9) / 8 / 1e6 },
      kind: 'virtio',
      channel: { mechanismId },
    })
      .override({ ...set('virtio-net', 'throughput', 15.6, 'Gbit/s'), low: 14.2, high: 30.4 })
      .override({ ...set('virtio-vsock', 'throughput', 24.1, 'Gbit/s'), low: 1.43, high: 40.3 })
      .analyze(catalogue);
  expect(verdictsOf(at(30), 'TECH-F2')).toEqual(['pass']);
  const [advice] = findingsOf(at(35), 'TECH-F2', 'warning');
  expect(advice?.message ?? 'no advice').toMatch(/^advice: .*virtio-vsock/);
  expect(verdictsOf(at(35, 'virtio-vsock'), 'TECH-F2')).toEqual(['pass']);
  // As published, on a server or on nobody says what, the figures advise nothing here.
  const published = wired(builder(), {
    link: { kind: 'stream', payloadBytes: 1_000_000, rateHz: 4375 },
    kind: 'virtio',
    channel: { mechanismId: 'virtio-net' },
  }).analyze(catalogue);
  expect(findingsOf(published, 'TECH-F2', 'not-assessed')[0]?.message).toContain('not comparable');
  // Nobody has published what ivshmem carries.
  expect(verdictsOf(at(35, 'ivshmem-qemu'), 'TECH-F2')).toEqual(['not-assessed']);
});

it('[TECH-F3] a socket over an emulated adapter is advised against', () => {
  const nic = (mode: string) =>
    wired(
      new PlanBuilder(target({ devices: [{ id: 'nic', name: 'NIC', class: 'ethernet' }] }))
        .environment('hv', 'hypervisor', null, { technologyId: 'xen', coreIds: CORES })
        .environment('a', 'vm', 'hv', { coreIds: ['c0'] })
        .environment('b', 'vm', 'hv', { coreIds: ['c1'] })
        .grant('nic', 'b', mode, { backendEnvironmentId: mode === 'pass-through' ? null : 'a' }),
      {},
    ).analyze(catalogue);
  expect(verdictsOf(nic('emulated'), 'TECH-F3')).toEqual(['warning']);
  expect(verdictsOf(nic('para-virtual'), 'TECH-F3')).toEqual(['pass']);
});

it.each([
  // There and back: TCP loopback 14,241 ns, Unix socket 7,670 ns, FIFO 3,762 ns, shared memory 213 ns; one way half.
  ['tcp-loopback', 'socket', 7_121, ['pass']],
  ['tcp-loopback', 'socket', 7_120, ['warning']],
  ['shared-memory-posix', 'shared-memory', 213, ['pass']],
  // Nothing is quicker: not this rule's business.
  ['shared-memory-posix', 'shared-memory', 212, ['pass']],
])('[TECH-F4] %s (%s) within %i ns on one kernel: %j', (mechanismId, kind, bound, verdicts) => {
  const wire = { link: { latencyBoundNs: bound }, kind, channel: { mechanismId } };
  expect(verdictOf(oneKernel(), wire, 'TECH-F4', measuredHere)).toEqual(verdicts);
  // As published, on a desktop processor, they say nothing of an Arm core.
  expect(verdictOf(oneKernel(), wire, 'TECH-F4')).toEqual(['not-assessed']);
});

it('[TECH-F5] a latency bound over a NAT bridge is advised against', () => {
  const wire = (link: Seed) => ({ link, channel: { mechanismId: 'bridge-network' } });
  expect(verdictOf(oneKernel(), wire({ latencyBoundNs: 1_000_000 }), 'TECH-F5')).toEqual([
    'warning',
  ]);
  expect(verdictOf(oneKernel(), wire({}), 'TECH-F5')).toEqual(['pass']);
});

const UNLIKE = [
  { id: 'a', cores: 3 },
  { id: 'm', cores: 1, type: 'Cortex-M4F', isa: 'armv7e-m', role: 'realtime' },
];
const unlike = (
  vendor: string | null = null,
  to: Seed = {},
  clusters: readonly ClusterSeed[] = UNLIKE,
) =>
  new PlanBuilder({ ...target({ clusters }), vendor })
    .environment('a', 'bare-metal', null, { coreIds: ['c3'], os: osOf('freertos') })
    .environment('b', 'os', null, { coreIds: ['c0'], os: osOf('linux'), ...to });

it('[TECH-F6] unlike cores talk by RPMsg, mailbox or shared memory', () => {
  const of = (kind: string, mechanismId: string | null) =>
    verdictOf(unlike(), { kind, channel: { mechanismId } }, 'TECH-F6');
  expect(of('message', 'rpmsg-openamp')).toEqual(['pass']);
  expect(of('virtio', 'rpmsg-openamp')).toEqual(['pass']);
  expect(of('notification', 'ti-ipc-notify')).toEqual(['pass']);
  expect(of('shared-memory', null)).toEqual(['pass']);
  expect(of('socket', null)).toEqual(['warning']);
  expect(of('virtio', 'virtio-net')).toEqual(['warning']);
  // Between cores of one type it says nothing.
  const alike = unlike(null, { coreIds: ['c0'] }, [{ id: 'a', cores: 4 }]);
  expect(verdictOf(alike, { kind: 'socket' }, 'TECH-F6')).toEqual(['not-applicable']);
});

it('[LINK-3] mailboxes of one vendor and RPMsg are not offered where nobody documents them', () => {
  const X86 = [{ id: 'x', cores: 4, type: 'Tremont', isa: 'x86_64' }];
  const on = (vendor: string | null, kind: string, mechanismId: string | null, x86 = false) => {
    const clusters = x86 ? X86 : UNLIKE;
    const wire = { kind, channel: { mechanismId } };
    const { findings } = wired(unlike(vendor, {}, clusters), wire).analyze(catalogue);
    const [found] = findings.filter(({ rule }) => rule === 'LINK-3');
    return [found?.verdict, found?.remedy];
  };
  const arm = 'Choose RPMsg / OpenAMP, or shared memory at a fixed address.';
  const ti = 'Choose RPMsg / OpenAMP, or Mailbox notify, or shared memory at a fixed address.';
  const x86 = 'Choose shared memory at a fixed address.';
  expect(on('Texas Instruments', 'notification', 'ti-ipc-notify')[0]).toBe('pass');
  expect(on('Intel', 'notification', 'ti-ipc-notify', true)).toEqual(['error', x86]);
  expect(on('NXP', 'notification', 'ti-ipc-notify')).toEqual(['error', arm]);
  expect(on(null, 'notification', 'ti-ipc-notify')[0]).toBe('not-assessed');
  expect(on('NXP', 'message', 'rpmsg-openamp')[0]).toBe('pass');
  expect(on('Intel', 'message', 'rpmsg-openamp', true)).toEqual(['warning', x86]);
  // What is proposed where none is chosen.
  expect(on('Texas Instruments', 'message', null)).toEqual(['not-assessed', ti]);
  expect(on('Intel', 'message', null, true)).toEqual(['not-assessed', x86]);
});

it('[TECH-F7] between levels a section has one writer, and the reader is checked by hand', () => {
  const region = (second: Seed, levels: readonly [Seed, Seed]) =>
    wired(unlike().region('r', 0x1000, 8192), {
      kind: 'shared-memory',
      channel: { regionId: 'r', regionOffset: 0, sizeBytes: 4096 },
      from: { criticality: levels[0] },
      to: { criticality: levels[1] },
    })
      .link('back', 'y', 'x')
      .channel('back', 'shared-memory', { regionId: 'r', ...second })
      .analyze(catalogue);
  const apart = region({ regionOffset: 4096, sizeBytes: 4096 }, [ASIL_B, QM]);
  expect(verdictsOf(apart, 'TECH-F7')).toEqual(['manual', 'pass']);
  expect(findingsOf(apart, 'TECH-F7', 'manual')[0]?.subjects.map(({ id }) => id)).toEqual([
    'l',
    'back',
  ]);
  const over = region({ regionOffset: 4095, sizeBytes: 4096 }, [ASIL_B, QM]);
  expect(findingsOf(over, 'TECH-F7', 'warning')).toHaveLength(2);
  const same = region({ regionOffset: 4095, sizeBytes: 4096 }, [ASIL_B, ASIL_B]);
  expect(verdictsOf(same, 'TECH-F7')).toEqual(['not-applicable']);
});

it('[TECH-F7] between a level and an unknown one nobody can say whether levels are crossed', () => {
  const of = (from: Seed, to: Seed) =>
    verdictOf(
      unlike().region('r', 0x1000, 8192),
      { kind: 'shared-memory', channel: { regionId: 'r' }, from, to },
      'TECH-F7',
    );
  expect(of({ criticality: ASIL_B }, {})).toEqual(['not-assessed']);
  expect(of({}, {})).toEqual(['not-assessed']);
});

it('[TECH-F7] every one of many writers of one section is found', () => {
  const builder = unlike()
    .region('r', 0x1000, 8192)
    .application('x', { criticality: ASIL_B })
    .application('y', { criticality: QM })
    .place('x', 'a')
    .place('y', 'b');
  const section = (start: number, end: number) => ({
    regionId: 'r',
    regionOffset: start,
    sizeBytes: end - start,
  });
  builder.link('long', 'x', 'y').channel('long', 'shared-memory', section(0, 8192));
  builder.link('same', 'x', 'y').channel('same', 'shared-memory', section(10, 20));
  builder.link('back', 'y', 'x').channel('back', 'shared-memory', section(100, 200));
  builder.link('meets', 'x', 'y').channel('meets', 'shared-memory', section(150, 160));
  const found = findingsOf(builder.analyze(catalogue), 'TECH-F7', 'warning');
  expect(found.map(({ subjects }) => subjects[0]?.id)).toEqual(['long', 'back', 'meets']);
});

it.each([
  ['Texas Instruments', 512, ['pass']],
  ['Texas Instruments', 513, ['error']],
  ['Texas Instruments', null, ['not-assessed']],
  ['NXP', 513, ['not-applicable']],
  // Nobody says whose part it is: what fits everywhere passes.
  [null, 513, ['not-assessed']],
  [null, 512, ['pass']],
])('[TECH-F8] RPMsg with Linux on a part of %s, %s bytes: %j', (vendor, payloadBytes, verdicts) => {
  const wire = {
    link: { payloadBytes },
    kind: 'message',
    channel: { mechanismId: 'rpmsg-openamp' },
  };
  expect(verdictOf(unlike(vendor), wire, 'TECH-F8')).toEqual(verdicts);
  expect(verdictOf(unlike(vendor, { os: osOf('zephyr') }), wire, 'TECH-F8')).toEqual([
    'not-applicable',
  ]);
});
