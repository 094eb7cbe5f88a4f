/** Machine-vision edge server: four alternatives. */
import { grant, MIB, type LayoutInput } from './author.ts';
import {
  ANALYSIS,
  CAMERAS,
  CONTROL,
  RECIPE,
  SERVICES,
  STAGES,
  WORKERS,
  type Group,
} from './vision-groups.ts';
import {
  chain,
  DRIVES,
  hostImage,
  layers,
  overlay,
  programsOf,
  SERVICE_WRITES,
  volumes,
  windowsImage,
} from './vision-images.ts';
import {
  carryAll,
  containers,
  host,
  inOne,
  inOwn,
  machine,
  rings,
  windows,
} from './vision-parts.ts';

const PIPELINE: readonly Group[] = [...CAMERAS, ...STAGES, ...WORKERS, ...ANALYSIS];
const LINUX_GROUPS: readonly Group[] = [...PIPELINE, CONTROL, ...SERVICES];
const ALL_DEVICES = ['nic0', 'nic1', 'nvme0', 'nvme1'];

/** Application -> name of what it belongs to; `rest` for what is not listed. */
function ownerBy(
  parts: readonly (readonly [owner: string, groups: readonly Group[]])[],
  rest: string,
): (applicationId: string) => string {
  const owners = new Map(
    parts.flatMap(([owner, groups]) =>
      groups.flatMap((group) => group.apps.map(({ app }) => [app, owner] as const)),
    ),
  );
  return (applicationId) => owners.get(applicationId) ?? rest;
}

const ON_HOST = 'host';

export const CONTAINERS: LayoutInput = {
  id: 'containers',
  name: 'Containers on one Linux host',
  description:
    'Everything in containers on the kernel of the host: least overhead, and pictures go from hand to hand in shared memory. The recipe manager exists for Windows only and has no place here, and the control loop depends on the one kernel that all the others use.',
  diskBytes: DRIVES,
  environments: [
    ...host('containers', false),
    ...containers('containers', 'containers.host', [...LINUX_GROUPS, RECIPE]),
  ],
  placements: inOwn('containers', [...LINUX_GROUPS, RECIPE]),
  regions: rings('containers'),
  grants: grant('containers', 'containers.host', 'pass-through', ALL_DEVICES),
  images: [
    ...hostImage('containers'),
    ...layers('containers', [...PIPELINE, CONTROL], [...SERVICES, RECIPE]),
    ...volumes('containers'),
  ],
  channels: carryAll('containers', { kernelOf: () => ON_HOST }),
};

export const CONTAINER_VM: LayoutInput = {
  id: 'container-vm',
  name: 'Container system in a VM',
  description:
    'The same containers, but on a kernel of their own inside one VM, and Windows in a second VM: the answer to a mixed set of kernels. The host keeps core 0 and can be updated without touching the containers.',
  diskBytes: DRIVES,
  environments: [
    ...host('container-vm', true),
    machine('container-vm', {
      word: 'worker',
      name: 'Container VM',
      groups: LINUX_GROUPS,
      memoryGib: 96,
    }),
    ...containers('container-vm', 'container-vm.worker', LINUX_GROUPS),
    windows('container-vm', RECIPE),
  ],
  placements: inOwn('container-vm', [...LINUX_GROUPS, RECIPE]),
  regions: rings('container-vm'),
  grants: [
    ...grant('container-vm', 'container-vm.worker', 'pass-through', ['nic0', 'nic1', 'nvme0']),
    ...grant('container-vm', 'container-vm.host', 'pass-through', ['nvme1']),
    ...grant('container-vm', 'container-vm.recipe', 'para-virtual', ['nvme1'], {
      backendEnvironmentId: 'container-vm.host',
    }),
  ],
  images: [
    ...hostImage('container-vm'),
    ...chain('container-vm', ['engine']),
    overlay('container-vm', 'worker', 'Container VM', 'engine', {
      contentBytes: 200 * MIB,
      growthBytes: 800 * MIB,
    }),
    windowsImage('container-vm'),
    ...layers('container-vm', [...PIPELINE, CONTROL], SERVICES),
    ...volumes('container-vm'),
  ],
  channels: carryAll('container-vm', {
    kernelOf: ownerBy([['recipe', [RECIPE]]], 'worker'),
  }),
};

const INGEST_A = [...CAMERAS.slice(0, 4), ...STAGES.slice(0, 2)];
const INGEST_B = [...CAMERAS.slice(4), ...STAGES.slice(2)];

export const SR_IOV: LayoutInput = {
  id: 'sr-iov',
  name: 'VMs with SR-IOV network',
  description:
    'Every VM has a virtual function of the network adapter, so that camera streams reach it without passing the host. Pictures cross between VMs in shared memory. More kernels, more memory, and a fault stays in its VM.',
  diskBytes: DRIVES,
  environments: [
    ...host('sr-iov', true),
    machine('sr-iov', {
      word: 'ingest-a',
      name: 'Ingest VM A',
      groups: INGEST_A,
      memoryGib: 10,
    }),
    machine('sr-iov', {
      word: 'ingest-b',
      name: 'Ingest VM B',
      groups: INGEST_B,
      memoryGib: 10,
    }),
    machine('sr-iov', {
      word: 'inference',
      name: 'Inference VM',
      groups: [...WORKERS, ...ANALYSIS],
      memoryGib: 48,
    }),
    machine('sr-iov', { word: 'control', name: 'Control VM', groups: [CONTROL], memoryGib: 2 }),
    machine('sr-iov', {
      word: 'services',
      name: 'Services VM',
      groups: SERVICES,
      memoryGib: 24,
    }),
    ...containers('sr-iov', 'sr-iov.services', SERVICES),
    windows('sr-iov', RECIPE),
  ],
  placements: [
    ...inOne('sr-iov', 'sr-iov.ingest-a', INGEST_A),
    ...inOne('sr-iov', 'sr-iov.ingest-b', INGEST_B),
    ...inOne('sr-iov', 'sr-iov.inference', [...WORKERS, ...ANALYSIS]),
    ...inOwn('sr-iov', [CONTROL, ...SERVICES, RECIPE]),
  ],
  regions: rings('sr-iov'),
  grants: [
    ...grant('sr-iov', 'sr-iov.ingest-a', 'virtual-function', ['nic0']),
    ...grant('sr-iov', 'sr-iov.ingest-b', 'virtual-function', ['nic0']),
    ...grant('sr-iov', 'sr-iov.inference', 'virtual-function', ['nic0']),
    ...grant('sr-iov', 'sr-iov.control', 'virtual-function', ['nic1']),
    ...grant('sr-iov', 'sr-iov.services', 'virtual-function', ['nic1']),
    ...grant('sr-iov', 'sr-iov.recipe', 'virtual-function', ['nic1']),
    ...grant('sr-iov', 'sr-iov.services', 'pass-through', ['nvme0']),
    ...grant('sr-iov', 'sr-iov.host', 'pass-through', ['nvme1']),
  ],
  images: [
    ...hostImage('sr-iov'),
    ...chain('sr-iov', ['vision', 'engine']),
    ...(['ingest-a', 'ingest-b'] as const).map((word, index) =>
      overlay('sr-iov', word, `Ingest VM ${index === 0 ? 'A' : 'B'}`, 'vision', {
        contentBytes: 700 * MIB,
        growthBytes: 500 * MIB,
      }),
    ),
    overlay('sr-iov', 'inference', 'Inference VM', 'vision', {
      contentBytes: [...WORKERS, ...ANALYSIS].reduce((sum, group) => sum + programsOf(group), 0),
      growthBytes: 600 * MIB,
    }),
    overlay('sr-iov', 'control', 'Control VM', 'base', {
      contentBytes: 180 * MIB,
      growthBytes: 100 * MIB,
    }),
    overlay('sr-iov', 'services', 'Services VM', 'engine', SERVICE_WRITES),
    windowsImage('sr-iov'),
    ...layers('sr-iov', [], SERVICES),
    ...volumes('sr-iov'),
  ],
  channels: carryAll('sr-iov', {
    kernelOf: ownerBy(
      [
        ['ingest-a', INGEST_A],
        ['ingest-b', INGEST_B],
        ['inference', [...WORKERS, ...ANALYSIS]],
        ['control', [CONTROL]],
        ['recipe', [RECIPE]],
      ],
      'services',
    ),
  }),
};

const HOST_GROUPS = [...PIPELINE, ...SERVICES];

export const REAL_TIME_VM: LayoutInput = {
  id: 'real-time-vm',
  name: 'Containers beside a real-time VM',
  description:
    'Containers on the host as in the first layout, but control has a VM with a real-time kernel and a core of its own, and Windows has its VM. Only what must not wait pays for a kernel of its own.',
  diskBytes: DRIVES,
  environments: [
    ...host('real-time-vm', true),
    ...containers('real-time-vm', 'real-time-vm.host', HOST_GROUPS),
    machine('real-time-vm', {
      word: 'control',
      name: 'Real-time VM',
      groups: [CONTROL],
      memoryGib: 2,
      os: {
        family: 'linux',
        version: '6.6 PREEMPT_RT',
        memoryBytes: 200 * 1024 * 1024,
        memorySource: 'estimate: kernel and base services, no desktop',
      },
      notes: 'Core 23 isolated on the host, memory locked, no memory deduplication.',
    }),
    windows('real-time-vm', RECIPE),
  ],
  placements: inOwn('real-time-vm', [...HOST_GROUPS, CONTROL, RECIPE]),
  regions: rings('real-time-vm'),
  grants: [
    ...grant('real-time-vm', 'real-time-vm.host', 'pass-through', ['nic0', 'nvme0', 'nvme1']),
    ...grant('real-time-vm', 'real-time-vm.control', 'virtual-function', ['nic1']),
    ...grant('real-time-vm', 'real-time-vm.host', 'virtual-function', ['nic1']),
    ...grant('real-time-vm', 'real-time-vm.recipe', 'virtual-function', ['nic1']),
  ],
  images: [
    ...hostImage('real-time-vm'),
    ...chain('real-time-vm', []),
    overlay('real-time-vm', 'control', 'Control VM', 'base', {
      contentBytes: 180 * MIB,
      growthBytes: 100 * MIB,
    }),
    windowsImage('real-time-vm'),
    ...layers('real-time-vm', PIPELINE, SERVICES),
    ...volumes('real-time-vm'),
  ],
  channels: carryAll('real-time-vm', {
    kernelOf: ownerBy(
      [
        ['control', [CONTROL]],
        ['recipe', [RECIPE]],
      ],
      ON_HOST,
    ),
  }),
};
