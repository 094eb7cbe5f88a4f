/** Layout "Containers on one Linux": Podman on one kernel over all Cortex-A cores. */
import { EMMC, containerImages } from './gateway-images.ts';
import {
  channel,
  grant,
  KIB,
  MIB,
  MS,
  place,
  type EnvironmentInput,
  type LayoutInput,
} from './author.ts';
import { BOOT, m4Environments, m4Grants, m4Placements, m4Regions, starts } from './gateway-m4.ts';

const L = 'containers';
/** A carve-out in low DRAM that Linux leaves to the talk with the Cortex-M4F. */
const CARVE_OUT = 0x9000_0000;

function container(word: string, name: string, notes: string | null = null): EnvironmentInput {
  return {
    id: `${L}.${word}`,
    parentId: `${L}.podman`,
    name,
    kind: 'container',
    technologyId: 'podman',
    startupReadBytes: 12 * MIB,
    notes,
  };
}

export const CONTAINERS: LayoutInput = {
  ...BOOT,
  id: L,
  name: 'Containers on one Linux',
  description:
    'One Linux over all Cortex-A cores, one container per supplier. Least memory and quickest to update, and cores help each other. What it breaks is the point of this layout: an RTOS image and Android need a kernel of their own, which a container cannot give them, and one kernel fault stops everything.',
  diskBytes: EMMC,
  images: containerImages(L),
  environments: [
    ...m4Environments(L),
    {
      id: `${L}.linux`,
      name: 'Linux',
      kind: 'os',
      technologyId: 'bare-metal',
      os: {
        family: 'linux',
        version: '6.6 PREEMPT_RT',
        memoryBytes: 160 * MIB,
        memorySource: 'estimate: kernel, drivers, graphics stack, base services',
        ...starts(260 * MS),
      },
      startupReadBytes: 16 * MIB,
      coreIds: ['a53.0', 'a53.1', 'a53.2', 'a53.3', 'a72.0', 'a72.1'],
    },
    {
      id: `${L}.podman`,
      parentId: `${L}.linux`,
      name: 'Podman',
      kind: 'container-engine',
      technologyId: 'podman',
    },
    container('gateway', 'Gateway'),
    container('security', 'Security'),
    container('services', 'Services'),
    container('telemetry', 'Telemetry'),
    container('cockpit', 'Cockpit'),
    container('camera', 'Camera and audio'),
    container(
      'telltale',
      'Telltale',
      'FreeRTOS image: it cannot run on the Linux kernel beneath. Kept to show what this layout breaks.',
    ),
    container(
      'infotainment',
      'Infotainment',
      'Android needs its own build of the kernel. Kept to show what this layout breaks.',
    ),
  ],
  placements: [
    ...m4Placements(L),
    ...place(L, `${L}.gateway`, [{ app: 'gateway-routing', cores: ['a53.0'] }]),
    ...place(L, `${L}.security`, [{ app: 'firewall-ids', cores: ['a53.1'] }]),
    ...place(L, `${L}.services`, [
      { app: 'diagnostics', cores: ['a53.1'] },
      { app: 'data-logger', cores: ['a53.1'] },
      { app: 'ota-agent', cores: ['a53.1'] },
    ]),
    ...place(L, `${L}.telemetry`, [{ app: 'telemetry', cores: ['a53.1'] }]),
    ...place(L, `${L}.cockpit`, [{ app: 'cluster-hmi', cores: ['a72.0'] }]),
    ...place(L, `${L}.camera`, [
      { app: 'rear-camera', cores: ['a53.3'] },
      { app: 'audio-mixer', cores: ['a53.3'] },
    ]),
    ...place(L, `${L}.telltale`, [{ app: 'telltale-guard', cores: ['a53.2'] }]),
    ...place(L, `${L}.infotainment`, [{ app: 'infotainment', cores: ['a72.1'] }]),
  ],
  regions: [
    ...m4Regions(L),
    {
      id: `${L}.shm-vehicle`,
      name: 'shm-vehicle',
      memoryId: 'dram',
      base: CARVE_OUT,
      sizeBytes: 256 * KIB,
      cacheable: false,
    },
    {
      id: `${L}.shm-control`,
      name: 'shm-control',
      memoryId: 'dram',
      base: CARVE_OUT + 256 * KIB,
      sizeBytes: 64 * KIB,
      cacheable: false,
    },
    {
      id: `${L}.shm-warnings`,
      name: 'shm-warnings',
      memoryId: 'dram',
      base: CARVE_OUT + 320 * KIB,
      sizeBytes: 64 * KIB,
      cacheable: false,
    },
    {
      id: `${L}.pictures`,
      name: 'picture-buffers',
      sizeBytes: 6 * MIB,
      cacheable: true,
      notes: 'Three camera pictures; Linux chooses the address.',
    },
    {
      id: `${L}.signals`,
      name: 'signal-ring',
      sizeBytes: 256 * KIB,
      cacheable: true,
      notes: 'POSIX shared memory; Linux chooses the address.',
    },
  ],
  grants: [
    ...m4Grants(L),
    ...grant(L, `${L}.linux`, 'pass-through', [
      'ethernet0',
      'ethernet1',
      'sdhci0',
      'sdhci1',
      'gpu0',
      'gpu1',
      'pcie0',
      'uart0',
    ]),
  ],
  channels: [
    channel(L, 'vehicle-state', 'shared-memory', {
      regionId: `${L}.shm-vehicle`,
      regionOffset: 0,
      sizeBytes: 192 * KIB,
      fromAddress: CARVE_OUT,
      toAddress: CARVE_OUT,
    }),
    channel(L, 'body-commands', 'message', {
      mechanismId: 'rpmsg-openamp',
      notes: 'RPMsg through the Linux kernel.',
    }),
    channel(L, 'setpoints', 'shared-memory', {
      regionId: `${L}.shm-control`,
      regionOffset: 0,
      fromAddress: CARVE_OUT + 256 * KIB,
      toAddress: CARVE_OUT + 256 * KIB,
    }),
    channel(L, 'warnings', 'shared-memory', {
      regionId: `${L}.shm-warnings`,
      regionOffset: 0,
      fromAddress: CARVE_OUT + 320 * KIB,
      toAddress: CARVE_OUT + 320 * KIB,
    }),
    channel(L, 'cluster-signals', 'shared-memory', {
      mechanismId: 'shared-memory-posix',
      regionId: `${L}.signals`,
      regionOffset: 0,
    }),
    channel(L, 'frame-signatures', 'socket', { mechanismId: 'unix-socket' }),
    channel(L, 'camera-frames', 'shared-memory', {
      mechanismId: 'shared-memory-posix',
      regionId: `${L}.pictures`,
      regionOffset: 0,
    }),
    channel(L, 'chimes', 'socket', { mechanismId: 'unix-socket' }),
    channel(L, 'heartbeat', 'message', { mechanismId: 'rpmsg-openamp' }),
    channel(L, 'vehicle-api', 'socket', { mechanismId: 'bridge-network' }),
    channel(L, 'alarms', 'socket', { mechanismId: 'unix-socket' }),
    channel(L, 'uplink', 'socket', { mechanismId: 'bridge-network' }),
  ],
};
