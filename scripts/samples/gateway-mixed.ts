/** Layout "Mixed with thin VMs": Xen without dom0, two thin VMs, and a container system inside a partition. */
import { EMMC, mixedImages } from './gateway-images.ts';
import {
  channel,
  grant,
  KIB,
  MIB,
  MS,
  place,
  SECOND,
  US,
  type EnvironmentInput,
  type LayoutInput,
  type RegionInput,
} from './author.ts';
import {
  BOOT,
  m4Environments,
  m4Grants,
  m4Placements,
  m4Regions,
  starts,
  LINUX_TASKS,
  schedules,
} from './gateway-m4.ts';

const L = 'mixed';
const WINDOWS = 0x9900_0000;

/** RAM that the hypervisor gives a domain at a fixed place. */
function ram(domain: string, base: number, sizeBytes: number): RegionInput {
  return {
    id: `${L}.ram-${domain}`,
    name: `RAM of ${domain}`,
    kind: 'private',
    environmentId: `${L}.${domain}`,
    memoryId: 'dram',
    base,
    sizeBytes,
    cacheable: true,
  };
}

function shared(word: string, offset: number, sizeBytes: number): RegionInput {
  return {
    id: `${L}.${word}`,
    name: word,
    kind: 'shared',
    memoryId: 'dram',
    base: WINDOWS + offset,
    sizeBytes,
    cacheable: true,
  };
}

function container(word: string, name: string): EnvironmentInput {
  return {
    id: `${L}.${word}`,
    parentId: `${L}.podman`,
    name,
    kind: 'container',
    technologyId: 'podman',
    startupReadBytes: 12 * MIB,
  };
}

const XEN = 'xen-evtchn-grant';

/** A window on the core that the cockpit and the services share. */
function window(domain: string, startNs: number, durationNs: number) {
  const ids = { id: `${L}.window-${domain}`, frameId: `${L}.frame`, coreId: 'a53.3' };
  return { ...ids, environmentId: `${L}.${domain}`, startNs, durationNs };
}

export const MIXED: LayoutInput = {
  ...BOOT,
  id: L,
  name: 'Mixed with thin VMs',
  description:
    'Xen started without a control domain gives every domain its cores and memory at boot. The two applications that must not wait run as thin VMs: the telltale guard on FreeRTOS, the routing on a stripped Linux. What changes often runs in containers, in one partition of its own. The audio mixer left the kernel of the cockpit: its domain and the cockpit take turns on one core, in windows of a frame, so that neither delays the other; how long both take to start beside each other is then unknown. Android keeps its own kernel.',
  diskBytes: EMMC,
  images: mixedImages(L),
  environments: [
    ...m4Environments(L),
    {
      id: `${L}.xen`,
      name: 'Xen (dom0less)',
      kind: 'hypervisor',
      technologyId: 'xen-dom0less',
      coreIds: ['a53.0', 'a53.1', 'a53.2', 'a53.3', 'a72.0', 'a72.1'],
    },
    {
      id: `${L}.gateway`,
      parentId: `${L}.xen`,
      name: 'Gateway thin VM',
      kind: 'thin-vm',
      technologyId: 'stripped-linux',
      os: {
        family: 'linux',
        version: '6.6, stripped',
        memoryBytes: 30 * MIB,
        memorySource:
          'estimate, above the 21 MiB that the catalogue has for a stripped Linux guest',
        ...starts(180 * MS),
      },
      startupReadBytes: 8 * MIB,
      ...LINUX_TASKS,
      coreIds: ['a53.0'],
      memoryBytes: 128 * MIB,
      notes: 'One application; files are served by the services domain.',
    },
    {
      id: `${L}.telltale`,
      parentId: `${L}.xen`,
      name: 'Telltale thin VM',
      kind: 'thin-vm',
      technologyId: 'freertos-guest',
      os: {
        family: 'freertos',
        version: null,
        memoryBytes: 256 * KIB,
        memorySource: 'estimate',
        ...starts(4 * MS),
      },
      startupReadBytes: 2 * MIB,
      ...schedules('fixed-priority', 1 * US, 'priorities of FreeRTOS'),
      coreIds: ['a53.2'],
      memoryBytes: 16 * MIB,
      criticality: { scale: 'ASIL', level: 'B' },
    },
    {
      id: `${L}.services`,
      parentId: `${L}.xen`,
      name: 'Services domain',
      kind: 'partition',
      technologyId: 'xen-dom0less',
      role: 'service',
      os: {
        family: 'linux',
        version: '6.6',
        memoryBytes: 140 * MIB,
        memorySource: 'estimate: kernel, drivers and base services',
        ...starts(400 * MS),
      },
      startupReadBytes: 30 * MIB,
      ...LINUX_TASKS,
      coreIds: ['a53.1', 'a53.3'],
      memoryBytes: 768 * MIB,
      notes: 'Serves files to the gateway thin VM.',
    },
    {
      id: `${L}.podman`,
      parentId: `${L}.services`,
      name: 'Podman',
      kind: 'container-engine',
      technologyId: 'podman',
    },
    container('security', 'Security'),
    container('vehicle-services', 'Vehicle services'),
    container('telemetry', 'Telemetry'),
    {
      id: `${L}.cockpit`,
      parentId: `${L}.xen`,
      name: 'Cockpit domain',
      kind: 'partition',
      technologyId: 'xen-dom0less',
      os: {
        family: 'linux',
        version: '6.6',
        memoryBytes: 120 * MIB,
        memorySource: 'estimate: kernel, graphics stack, base services',
        ...starts(500 * MS),
      },
      startupReadBytes: 60 * MIB,
      ...LINUX_TASKS,
      coreIds: ['a53.3', 'a72.0'],
      memoryBytes: 768 * MIB,
    },
    {
      id: `${L}.infotainment`,
      parentId: `${L}.xen`,
      name: 'Infotainment domain',
      kind: 'partition',
      technologyId: 'xen-dom0less',
      os: {
        family: 'android',
        version: null,
        memoryBytes: 420 * MIB,
        memorySource: 'estimate: kernel and system services before the first app',
        ...starts(9 * SECOND),
      },
      startupReadBytes: 900 * MIB,
      coreIds: ['a72.1'],
      memoryBytes: 2560 * MIB,
    },
  ],
  placements: [
    ...m4Placements(L),
    ...place(L, `${L}.gateway`, [
      { app: 'gateway-routing', cores: ['a53.0'], reason: 'Own core and own kernel.' },
    ]),
    ...place(L, `${L}.telltale`, [
      { app: 'telltale-guard', cores: ['a53.2'], reason: 'Own core; starts beside the others.' },
    ]),
    ...place(L, `${L}.security`, [{ app: 'firewall-ids', cores: ['a53.1'] }]),
    ...place(L, `${L}.vehicle-services`, [
      { app: 'diagnostics', cores: ['a53.1'] },
      { app: 'data-logger', cores: ['a53.1'] },
      { app: 'ota-agent', cores: ['a53.1'] },
    ]),
    ...place(L, `${L}.telemetry`, [{ app: 'telemetry', cores: ['a53.1'] }]),
    ...place(L, `${L}.cockpit`, [
      { app: 'cluster-hmi', cores: ['a72.0'] },
      { app: 'rear-camera', cores: ['a53.3'] },
    ]),
    ...place(L, `${L}.services`, [
      { app: 'audio-mixer', cores: ['a53.3'], reason: 'Windows of its own, away from the camera.' },
    ]),
    ...place(L, `${L}.infotainment`, [{ app: 'infotainment', cores: ['a72.1'] }]),
  ],
  frames: [
    {
      id: `${L}.frame`,
      name: 'Camera and audio',
      lengthNs: 10 * MS,
      switchNs: 50 * US,
      tickNs: 1 * MS,
      notes:
        'Estimate of this sample: a pool of one core under the ARINC 653 scheduler of Xen. The mixer needs 1.8 ms every 10 ms, the camera 7 ms every 33 ms.',
    },
  ],
  windows: [window('cockpit', 0, 6 * MS), window('services', 6 * MS, 4 * MS)],
  regions: [
    ...m4Regions(L),
    ram('gateway', 0x9000_0000, 128 * MIB),
    ram('telltale', 0x9800_0000, 16 * MIB),
    shared('shm-vehicle', 0, 256 * KIB),
    shared('shm-control', 256 * KIB, 64 * KIB),
    shared('shm-warnings', 320 * KIB, 64 * KIB),
    shared('shm-chimes', 896 * KIB, 64 * KIB),
    shared('shm-frames', 384 * KIB, 64 * KIB),
    shared('shm-cluster', 512 * KIB, 256 * KIB),
    shared('shm-beat', 768 * KIB, 4 * KIB),
    shared('shm-api', 1 * MIB, 1 * MIB),
    ram('services', 0x8_8000_0000, 768 * MIB),
    ram('cockpit', 0x8_b000_0000, 768 * MIB),
    ram('infotainment', 0x8_e000_0000, 2560 * MIB),
    {
      id: `${L}.pictures`,
      name: 'picture-buffers',
      sizeBytes: 6 * MIB,
      cacheable: true,
      notes: 'Three camera pictures, inside the cockpit kernel; Linux chooses the address.',
    },
  ],
  grants: [
    ...m4Grants(L),
    ...grant(L, `${L}.gateway`, 'pass-through', ['ethernet0']),
    ...grant(L, `${L}.services`, 'pass-through', ['ethernet1', 'sdhci0', 'uart0']),
    ...grant(L, `${L}.telltale`, 'pass-through', ['uart1']),
    ...grant(L, `${L}.cockpit`, 'pass-through', ['gpu0']),
    ...grant(L, `${L}.infotainment`, 'pass-through', ['gpu1', 'pcie0', 'sdhci1']),
  ],
  channels: [
    channel(L, 'vehicle-state', 'shared-memory', {
      regionId: `${L}.shm-vehicle`,
      regionOffset: 0,
      sizeBytes: 192 * KIB,
      fromAddress: WINDOWS,
      toAddress: 0x4000_0000,
      notes: 'Static shared memory of Xen, seen by the M4F as plain DRAM.',
    }),
    channel(L, 'body-commands', 'shared-memory', {
      regionId: `${L}.shm-vehicle`,
      regionOffset: 192 * KIB,
      sizeBytes: 64 * KIB,
      fromAddress: 0x4003_0000,
      toAddress: WINDOWS + 192 * KIB,
    }),
    channel(L, 'setpoints', 'shared-memory', {
      regionId: `${L}.shm-control`,
      regionOffset: 0,
      fromAddress: WINDOWS + 256 * KIB,
      toAddress: WINDOWS + 256 * KIB,
    }),
    channel(L, 'warnings', 'shared-memory', {
      regionId: `${L}.shm-warnings`,
      regionOffset: 0,
      fromAddress: WINDOWS + 320 * KIB,
      toAddress: 0x4000_0000,
    }),
    channel(L, 'cluster-signals', 'shared-memory', {
      mechanismId: XEN,
      regionId: `${L}.shm-cluster`,
      regionOffset: 0,
      fromAddress: 0x4010_0000,
      toAddress: 0x1_0000_0000,
    }),
    channel(L, 'frame-signatures', 'shared-memory', {
      mechanismId: XEN,
      regionId: `${L}.shm-frames`,
      regionOffset: 0,
      fromAddress: 0x1_0010_0000,
      toAddress: 0x4010_0000,
    }),
    channel(L, 'camera-frames', 'shared-memory', {
      mechanismId: 'shared-memory-posix',
      regionId: `${L}.pictures`,
      regionOffset: 0,
    }),
    channel(L, 'chimes', 'shared-memory', {
      mechanismId: XEN,
      regionId: `${L}.shm-chimes`,
      regionOffset: 0,
      fromAddress: 0x1_0020_0000,
      toAddress: 0x4050_0000,
    }),
    channel(L, 'heartbeat', 'shared-memory', {
      regionId: `${L}.shm-beat`,
      regionOffset: 0,
      fromAddress: 0x4020_0000,
      toAddress: WINDOWS + 768 * KIB,
    }),
    channel(L, 'vehicle-api', 'shared-memory', {
      mechanismId: XEN,
      regionId: `${L}.shm-api`,
      regionOffset: 0,
      fromAddress: 0x4030_0000,
      toAddress: 0x1_0000_0000,
    }),
    channel(L, 'alarms', 'socket', { mechanismId: 'unix-socket' }),
    channel(L, 'uplink', 'socket', { mechanismId: 'bridge-network' }),
  ],
};
