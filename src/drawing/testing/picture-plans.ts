/** Small layouts, one per thing a drawing must show. Test code only; figures mean nothing. */
import { PlanBuilder, target } from '../../analysis/testing/plan-builder.ts';
import type { Plan } from '../../model/plan.ts';
import { GIB, KIB, MIB, MS, US } from '../../model/units.ts';

const A53 = { coreType: 'Cortex-A53', clockHz: 1_000_000_000 };
const LINUX = { family: 'linux', version: '6.6', memoryBytes: 120 * MIB };
const RTOS = { family: 'freertos', memoryBytes: 256 * KIB };

function asil(level: string) {
  return { scale: 'ASIL', level };
}

function load(share: number) {
  return { cpuLoad: { share, ...A53 }, memoryPrivateBytes: 24 * MIB };
}

/** Pinned and floating applications, containers in a partition, shared memory over a boundary, an overload. */
export function mixedPlan(): Plan {
  const board = target({
    clusters: [
      { id: 'a53', cores: 4 },
      { id: 'm4', cores: 1, type: 'Cortex-M4F', isa: 'armv7e-m', role: 'realtime', clockHz: null },
    ],
    memories: [
      {
        id: 'dram',
        name: 'DRAM',
        kind: 'dram',
        technologies: ['LPDDR4'],
        sizeBytes: GIB,
        ranges: [{ base: 0x8000_0000, size: GIB }],
      },
      { id: 'tcm', name: 'TCM', kind: 'tcm', sizeBytes: 128 * KIB, coreIds: ['c4'] },
    ],
    devices: [
      { id: 'eth0', name: 'Ethernet 0', class: 'ethernet', behindIommu: true },
      { id: 'can0', name: 'CAN 0', class: 'can' },
    ],
    virtualization: { iommuName: 'SMMU-500', iommuPresent: true, iommuEnabled: null },
  });
  return new PlanBuilder(board)
    .application('control', { name: 'Control loop', criticality: asil('D'), ...load(0.62) })
    .application('monitor', { name: 'Health monitor', criticality: asil('B'), ...load(0.5) })
    .application('gateway', { name: 'Gateway', criticality: asil('B'), ...load(0.4) })
    .application('diagnostics', { name: 'Diagnostics', criticality: asil('A'), ...load(0.3) })
    .application('logger', { name: 'Logger', criticality: asil('QM'), ...load(0.1) })
    .application('ota', { name: 'Over-the-air update', ...load(0.05) })
    .application('can', { name: 'CAN stack', criticality: asil('B') })
    .application('later', { name: 'Not placed yet', criticality: asil('QM') })
    .link('l1', 'control', 'gateway', { name: 'state', payloadBytes: 64 * KIB, rateHz: 1000 })
    .link('l2', 'gateway', 'logger', { name: 'trace', payloadBytes: 1024, rateHz: 10 })
    .link('l3', 'can', 'control', { name: 'frames', kind: 'message', payloadBytes: 64 })
    .link('l4', 'monitor', 'control', { name: 'beat', kind: 'event' })
    .link('l5', 'logger', 'ota', { name: 'statistics' })
    .environment('hv', 'hypervisor', null, {
      name: 'Hypervisor',
      coreIds: ['c0', 'c1', 'c2', 'c3'],
    })
    .environment('p1', 'partition', 'hv', {
      name: 'Control cell',
      os: RTOS,
      coreIds: ['c0'],
      memoryBytes: 16 * MIB,
    })
    .environment('p2', 'partition', 'hv', {
      name: 'Gateway cell',
      os: LINUX,
      coreIds: ['c1', 'c2', 'c3'],
      memoryBytes: 512 * MIB,
    })
    .environment('ce', 'container-engine', 'p2', { name: 'Podman' })
    .environment('k1', 'container', 'ce', { name: 'Logging' })
    .environment('k2', 'container', 'ce', { name: 'Updates' })
    .environment('m', 'bare-metal', null, { name: 'M4 image', os: RTOS, coreIds: ['c4'] })
    .place('control', 'p1', ['c0'])
    .place('monitor', 'p1', ['c0'])
    .place('gateway', 'p2', ['c1'])
    .place('diagnostics', 'p2', ['c1', 'c2', 'c3'])
    .place('logger', 'k1', [], { instances: 2 })
    .place('ota', 'k2')
    .place('can', 'm', ['c4'])
    .region('shm0', 0x9000_0000, 64 * KIB, { memoryId: 'dram' })
    .region('p1-ram', 0x8000_0000, 16 * MIB, {
      memoryId: 'dram',
      kind: 'private',
      environmentId: 'p1',
    })
    .region('secure', 0xbf00_0000, 16 * MIB, { memoryId: 'dram', kind: 'reserved' })
    .region('later', null, 4 * KIB)
    .grant('eth0', 'p2', 'pass-through')
    .channel('l1', 'shared-memory', {
      regionId: 'shm0',
      fromAddress: 0x1000,
      toAddress: 0x9000_0000,
    })
    .channel('l2', 'socket')
    .channel('l3', 'message')
    .channel('l4', 'notification')
    .plan();
}

/** Two VMs that share a core in time, a third on cores that are not neighbours, and two on the same two cores. */
export function sharedCoresPlan(): Plan {
  return new PlanBuilder(target({ clusters: [{ id: 'a53', cores: 6 }] }))
    .application('a', { name: 'Planner', criticality: asil('B'), ...load(0.4) })
    .application('b', { name: 'Viewer', criticality: asil('QM'), ...load(0.2) })
    .application('c', { name: 'Recorder', ...load(0.2) })
    .application('d', { name: 'Trainer', ...load(0.3) })
    .application('e', { name: 'Tester', ...load(0.3) })
    .application('f', { name: 'Archive', ...load(0.1) })
    .link('ab', 'a', 'b')
    .link('cd', 'c', 'd')
    .channel('ab', 'virtio')
    .environment('hv', 'hypervisor', null)
    .environment('v1', 'vm', 'hv', { name: 'Planning', coreIds: ['c0'], timeShare: 0.7, os: LINUX })
    .environment('v2', 'vm', 'hv', { name: 'Viewing', coreIds: ['c0'], timeShare: 0.3, os: LINUX })
    .environment('v3', 'vm', 'hv', { name: 'Recording', coreIds: ['c1', 'c3'], os: LINUX })
    .environment('v4', 'vm', 'hv', { name: 'Training', coreIds: ['c4', 'c5'], timeShare: 0.5 })
    .environment('v5', 'vm', 'hv', { name: 'Testing', coreIds: ['c4', 'c5'], timeShare: 0.5 })
    .place('a', 'v1')
    .place('b', 'v2')
    .place('c', 'v3', ['c1'])
    .place('f', 'v3', ['c3'])
    .place('d', 'v4')
    .place('e', 'v5')
    .plan();
}

/** Names that try to become markup, to rearrange the text around them, or to hold what XML cannot. */
export const HOSTILE_NAMES = [
  '<script>alert(1)</script>',
  '"]]>&<![CDATA[',
  '\u202egnp.exe\u2066',
  "' onload='alert(1)",
  'שלום עולם مرحبا',
  '😀👩‍👩‍👧‍👦 family',
  'a\u0301\u0301\u0301\u0301\u0301',
  'W'.repeat(120),
] as const;

/** Every record has one of the hostile names. */
export function hostilePlan(): Plan {
  const name = (index: number) => ({ name: HOSTILE_NAMES[index % HOSTILE_NAMES.length] });
  const builder = new PlanBuilder(target({ clusters: [{ id: 'x', cores: 8 }] })).environment(
    'hv',
    'hypervisor',
    null,
    name(0),
  );
  HOSTILE_NAMES.forEach((_, index) => {
    builder
      .application(`a${index}`, { ...name(index), criticality: asil('B') })
      .environment(`p${index}`, 'partition', 'hv', { ...name(index + 1), coreIds: [`c${index}`] })
      .place(`a${index}`, `p${index}`, [`c${index}`])
      .region(`r${index}`, 0x1000 * index, 0x1000, name(index + 2))
      .link(`l${index}`, `a${index}`, `a${(index + 1) % HOSTILE_NAMES.length}`, name(index + 3))
      .channel(`l${index}`, 'shared-memory', { regionId: `r${index}` });
  });
  return builder.plan();
}

/** A target and nothing else. */
export function barePlan(): Plan {
  return new PlanBuilder(target({ clusters: [{ id: 'a53', cores: 2 }] })).plan();
}

/** A chain of three with four overlays of two kinds, layers of containers, A and B, a volume, unknown sizes. */
export function imagesPlan(): Plan {
  return new PlanBuilder(target({ clusters: [{ id: 'a53', cores: 4 }] }))
    .environment('host', 'os', null, { name: 'Host', os: LINUX, coreIds: ['c0', 'c1'] })
    .environment('hv', 'hypervisor', 'host', { name: 'KVM' })
    .environment('web', 'vm', 'hv', { name: 'Web', os: LINUX, copies: 3 })
    .environment('db', 'vm', 'hv', { name: 'Database', os: LINUX })
    .environment('ce', 'container-engine', 'host', { name: 'Podman' })
    .environment('box', 'container', 'ce', { name: 'Boxes', copies: 4 })
    .layout({ diskBytes: 64 * GIB })
    .image('root', 'raw', null, {
      name: 'Host system',
      environmentId: 'host',
      slots: 2,
      virtualBytes: 4 * GIB,
      contentBytes: 900 * MIB,
      growthBytes: 300 * MIB,
    })
    .image('base', 'qcow2', null, {
      name: 'Base system',
      virtualBytes: 16 * GIB,
      contentBytes: 1200 * MIB,
    })
    .image('stack', 'qcow2', 'base', { name: '+ database', contentBytes: 700 * MIB })
    .image('data', 'qcow2', 'stack', {
      name: 'Database',
      environmentId: 'db',
      contentBytes: 60 * MIB,
      growthBytes: 128 * MIB,
      writeBytes: 16 * KIB,
      updateBytes: 400 * MIB,
    })
    .image('pages', 'qcow2', 'base', {
      name: 'Web servers',
      environmentId: 'web',
      copies: 3,
      contentBytes: 80 * MIB,
      growthBytes: 150 * MIB,
      updateBytes: 1000 * MIB,
    })
    .image('later', 'qcow2', 'base', { name: 'Size not known yet' })
    .image('layer', 'container-layer', null, { name: 'Base layer', contentBytes: 90 * MIB })
    .image('boxes', 'container-layer', 'layer', {
      name: 'Boxes',
      environmentId: 'box',
      copies: 4,
      contentBytes: 220 * MIB,
      growthBytes: 50 * MIB,
      writeBytes: 4 * KIB,
    })
    .image('archive', 'volume', null, {
      name: 'Archive',
      contentBytes: 0,
      growthBytes: 40 * GIB,
    })
    .plan();
}

/** Every image has one of the hostile names. */
export function hostileImagesPlan(): Plan {
  const builder = new PlanBuilder();
  HOSTILE_NAMES.forEach((name, index) => {
    builder.image(`i${index}`, 'qcow2', index === 0 ? null : `i${index - 1}`, {
      name,
      contentBytes: MIB * (index + 1),
    });
  });
  return builder.plan();
}

/** One core, six VMs that share it without a guarantee, one application in each. */
export function oneCorePlan(): Plan {
  const builder = new PlanBuilder(target({ clusters: [{ id: 'a53', cores: 1 }] })).environment(
    'hv',
    'hypervisor',
    null,
  );
  for (let index = 0; index < 6; index += 1) {
    builder
      .application(`a${index}`, { name: `Service ${index}`, ...load(0.1) })
      .environment(`v${index}`, 'thin-vm', 'hv', { coreIds: ['c0'], name: `Guest ${index}` })
      .place(`a${index}`, `v${index}`);
  }
  return builder.link('l', 'a0', 'a5').plan();
}

/** A driver domain that serves two guests, one of which serves a third; another only starts after it. */
export function servedPlan(): Plan {
  const devices = [
    { id: 'nic', name: 'Ethernet 0', class: 'ethernet' },
    { id: 'disk', name: 'NVMe 0', class: 'nvme' },
  ];
  const builder = new PlanBuilder(target({ devices })).environment('hv', 'hypervisor', null, {
    name: 'Hypervisor',
  });
  const guests = ['I/O domain', 'Gateway domain', 'Web domain', 'Logger'];
  ['io', 'gateway', 'web', 'logger'].forEach((id, index) => {
    builder
      .environment(id, index === 0 ? 'partition' : 'vm', 'hv', {
        name: guests[index],
        coreIds: [`c${index}`],
        os: LINUX,
        ...(id === 'logger' ? { startAfterIds: ['io'] } : {}),
      })
      .application(`app-${id}`, { name: `${guests[index]} service`, ...load(0.2) })
      .place(`app-${id}`, id);
  });
  return builder
    .environment('engine', 'container-engine', 'web', { name: 'Podman' })
    .environment('shop', 'container', 'engine', { name: 'Shop' })
    .application('shop', { name: 'Shop', ...load(0.1) })
    .place('shop', 'shop')
    .grant('nic', 'io', 'pass-through')
    .grant('nic', 'gateway', 'para-virtual', { backendEnvironmentId: 'io' })
    .grant('disk', 'gateway', 'pass-through')
    .grant('disk', 'web', 'para-virtual', { backendEnvironmentId: 'gateway' })
    .plan();
}

/** Chains inside one kernel, over shared memory to another one, and through a task that floats. */
export function chainsPlan(): Plan {
  return new PlanBuilder()
    .application('drive', { name: 'Drive' })
    .application('display', { name: 'Display' })
    .application('roaming', { name: 'Roaming' })
    .task('sense', 'drive', 800 * US, 5 * MS, { name: 'Sense', priority: 9, offsetNs: 0 })
    .task('fuse', 'drive', 3 * MS, 10 * MS, { name: 'Fuse', priority: 7, offsetNs: 0 })
    .task('act', 'drive', 2 * MS, 20 * MS, { name: 'Act', priority: 5, offsetNs: 0 })
    .task('show', 'display', 4 * MS, 40 * MS, { name: 'Show', priority: 3 })
    .task('roam', 'roaming', 1 * MS, 10 * MS, { name: 'Roam', priority: 1 })
    .environment('image', 'bare-metal', null, { name: 'Control image', coreIds: ['c0'] })
    .environment('screen', 'bare-metal', null, { name: 'Screen image', coreIds: ['c1'] })
    .environment('smp', 'bare-metal', null, { name: 'Two cores', coreIds: ['c2', 'c3'] })
    .place('drive', 'image', ['c0'])
    .place('display', 'screen', ['c1'])
    .place('roaming', 'smp')
    .link('picture', 'drive', 'display', { name: 'picture', payloadBytes: 4 * KIB })
    .channel('picture', 'shared-memory')
    .chain('steering', ['sense', 'fuse', 'act'], { name: 'Steering', latencyBoundNs: 40 * MS })
    .chain('picture', ['fuse', 'show'], {
      name: 'Picture',
      latencyKind: 'age',
      latencyBoundNs: 50 * MS,
    })
    .chain('lost', ['sense', 'roam'], { name: 'Lost', latencyBoundNs: 30 * MS })
    .plan();
}
