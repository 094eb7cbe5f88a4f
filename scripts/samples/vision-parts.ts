/** Machine-vision edge server: environments, regions and channels that several layouts have in common. */
import {
  channel,
  GIB,
  MIB,
  place,
  type ChannelInput,
  type EnvironmentInput,
  type PlacementInput,
  type RegionInput,
} from './author.ts';
import { LINKS, PICTURE_RING, TENSOR_RING } from './vision-applications.ts';
import { ALL_CORES, type Group } from './vision-groups.ts';

const LINUX = {
  family: 'linux',
  version: '6.6',
  memoryBytes: 600 * MIB,
  memorySource: 'estimate: kernel, drivers and base services of a server installation',
} as const;

/** @returns the Linux on the hardware and, when asked, KVM in it */
export function host(layout: string, withKvm: boolean): EnvironmentInput[] {
  const os: EnvironmentInput = {
    id: `${layout}.host`,
    name: 'Host Linux',
    kind: 'os',
    technologyId: 'bare-metal',
    os: LINUX,
    coreIds: [...ALL_CORES],
  };
  const kvm: EnvironmentInput = {
    id: `${layout}.kvm`,
    parentId: `${layout}.host`,
    name: 'KVM',
    kind: 'hypervisor',
    technologyId: 'kvm-qemu',
  };
  return withKvm ? [os, kvm] : [os];
}

/** What a virtual machine of a layout differs in. */
export interface Machine {
  readonly word: string;
  readonly name: string;
  readonly groups: readonly Group[];
  readonly memoryGib: number;
  readonly os?: EnvironmentInput['os'];
  readonly notes?: string;
}

/** @returns a KVM machine on the cores of its groups */
export function machine(layout: string, what: Machine): EnvironmentInput {
  const ids = new Set(what.groups.flatMap((group) => group.cores));
  return {
    id: `${layout}.${what.word}`,
    parentId: `${layout}.kvm`,
    name: what.name,
    kind: 'vm',
    technologyId: 'kvm-qemu',
    os: what.os ?? LINUX,
    coreIds: ALL_CORES.filter((id) => ids.has(id)),
    memoryBytes: what.memoryGib * GIB,
    notes: what.notes ?? null,
  };
}

/** The machine for the tool that exists for Windows only. */
export function windows(layout: string, group: Group): EnvironmentInput {
  return machine(layout, {
    word: group.word,
    name: 'Windows VM',
    groups: [group],
    memoryGib: 8,
    os: {
      family: 'windows',
      version: null,
      memoryBytes: 2 * GIB,
      memorySource: 'estimate: system without applications',
    },
    notes: 'Disk: one qcow2 image of its own.',
  });
}

/** @returns a container engine in an environment, and a container for every group */
export function containers(
  layout: string,
  parentId: string,
  groups: readonly Group[],
): EnvironmentInput[] {
  const engine = `${parentId}.podman`;
  return [
    { id: engine, parentId, name: 'Podman', kind: 'container-engine', technologyId: 'podman' },
    ...groups.map((group): EnvironmentInput => ({
      id: `${layout}.${group.word}`,
      parentId: engine,
      name: group.name,
      kind: 'container',
      technologyId: 'podman',
    })),
  ];
}

/** @returns placements of the groups, each in the environment of its own name */
export function inOwn(layout: string, groups: readonly Group[]): PlacementInput[] {
  return groups.flatMap((group) => place(layout, `${layout}.${group.word}`, group.apps));
}

/** @returns placements of the groups, all in one environment */
export function inOne(
  layout: string,
  environmentId: string,
  groups: readonly Group[],
): PlacementInput[] {
  return groups.flatMap((group) => place(layout, environmentId, group.apps));
}

/** One ring per camera, and one region of two rings per pre-processing stage. */
export function rings(layout: string): RegionInput[] {
  const ring = (word: string, sizeBytes: number, notes: string): RegionInput => ({
    id: `${layout}.${word}`,
    name: word,
    kind: 'shared',
    memoryId: 'dram',
    sizeBytes,
    cacheable: true,
    notes,
  });
  return [
    ...Array.from({ length: 8 }, (_, index) =>
      ring(`pictures-${index + 1}`, PICTURE_RING, 'Eight pictures.'),
    ),
    ...Array.from({ length: 4 }, (_, index) =>
      ring(`tensors-${index + 1}`, 2 * TENSOR_RING, 'Two rings of eight tensors.'),
    ),
  ];
}

/** Where in a guest the windows of memory shared with other guests begin. */
const WINDOWS = 0x40_0000_0000;
/** Each region has a stretch of its own there, so that no guest sees two at one address. */
const STRETCH = 64 * MIB;

function windowOf(region: string): number {
  const number = Number(/\d+$/.exec(region)?.[0] ?? 0);
  return WINDOWS + (region.startsWith('pictures') ? number : number + 8) * STRETCH;
}

interface Carriers {
  /** Environment whose kernel an application runs on. */
  readonly kernelOf: (applicationId: string) => string;
}

/**
 * Carries every link: rings for pictures and tensors, sockets on one kernel, virtual network between kernels.
 *
 * @param layout prefix of the layout's ids
 * @param carriers whose kernel each application runs on
 */
export function carryAll(layout: string, carriers: Carriers): ChannelInput[] {
  const used = new Map<string, number>();
  return LINKS.map(({ id, fromApplicationId, toApplicationId, kind }) => {
    const oneKernel = carriers.kernelOf(fromApplicationId) === carriers.kernelOf(toApplicationId);
    const region = regionOf(id);
    if (region) {
      const size = region.startsWith('pictures') ? PICTURE_RING : TENSOR_RING;
      const offset = used.get(region) ?? 0;
      used.set(region, offset + size);
      return channel(layout, id, 'shared-memory', {
        mechanismId: oneKernel ? 'shared-memory-posix' : 'ivshmem-qemu',
        regionId: `${layout}.${region}`,
        regionOffset: offset,
        sizeBytes: size,
        ...(oneKernel
          ? {}
          : {
              fromAddress: windowOf(region) + offset,
              toAddress: windowOf(region) + offset,
            }),
      });
    }
    if (!oneKernel) return channel(layout, id, 'virtio', { mechanismId: 'virtio-net' });
    return kind === 'event' || kind === 'data'
      ? channel(layout, id, 'socket', { mechanismId: 'unix-socket' })
      : channel(layout, id, 'socket', { mechanismId: 'tcp-loopback' });
  });
}

function regionOf(link: string): string | null {
  if (link.startsWith('pictures-')) return link;
  const tensor = /^tensor-(\d)-\d$/.exec(link);
  return tensor ? `tensors-${tensor[1] ?? ''}` : null;
}
