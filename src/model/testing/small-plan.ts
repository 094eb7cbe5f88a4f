/** A small sound plan for tests: two clusters, three applications, two layouts. Test code only. */
import { fromDocument } from '../interchange.ts';
import type { Plan } from '../plan.ts';

const provenance = { sources: ['board'], confidence: 'high' as const };

/** The same as an interchange document, to be changed by tests of readers. */
export function smallDocument() {
  return {
    format: 'partita-plan',
    version: 1,
    plan: { id: 'plan-1', name: 'Small plan' },
    target: {
      id: 'board-1',
      name: 'Board',
      category: 'custom',
      provenance,
      clusters: [
        {
          id: 'big',
          provenance,
          name: 'Big cluster',
          role: 'application',
          coreType: 'Cortex-A72',
          isa: 'aarch64',
          maxClockHz: 1_600_000_000,
        },
        {
          id: 'small',
          provenance,
          name: 'Small cluster',
          role: 'realtime',
          coreType: 'Cortex-M4F',
          isa: 'armv7e-m',
        },
      ],
      cores: [
        { id: 'big.0', name: 'core 0', clusterId: 'big', hwIds: ['0x0'] },
        { id: 'big.1', name: 'core 1', clusterId: 'big', hwIds: ['0x1'] },
        { id: 'small.0', name: 'core 2', clusterId: 'small', hwIds: [] },
      ],
      caches: [
        {
          id: 'l2',
          provenance,
          level: 2,
          kind: 'unified',
          sizeBytes: 1_048_576,
          coreIds: ['big.0', 'big.1'],
        },
      ],
      memories: [
        {
          id: 'dram',
          provenance,
          name: 'LPDDR4',
          kind: 'dram',
          sizeBytes: 1_073_741_824,
          ranges: [{ base: 0x8000_0000, size: 1_073_741_824 }],
        },
      ],
      devices: [{ id: 'can0', provenance, name: 'can0', class: 'can' }],
      virtualization: { provenance, hypervisorExtension: true, extensionName: 'EL2' },
      sources: { board: { title: 'Board manual' } },
    },
    applications: [
      {
        id: 'app-control',
        name: 'Control',
        os: 'freertos',
        isas: ['armv7e-m'],
        memoryPrivateBytes: 65_536,
      },
      {
        id: 'app-gateway',
        name: 'Gateway',
        os: 'linux',
        isas: ['aarch64'],
        memoryPrivateBytes: 8_388_608,
      },
      { id: 'app-logger', name: 'Logger', os: 'linux', isas: ['aarch64'] },
    ],
    tasks: [
      {
        id: 'task-loop',
        applicationId: 'app-control',
        name: 'Control loop',
        periodNs: 1_000_000,
        wcetNs: 200_000,
        coreType: 'Cortex-M4F',
      },
      {
        id: 'task-route',
        applicationId: 'app-gateway',
        name: 'Route',
        periodNs: 5_000_000,
        wcetNs: 1_000_000,
        coreType: 'Cortex-A72',
        clockHz: 1_600_000_000,
      },
    ],
    links: [
      {
        id: 'link-state',
        name: 'state',
        fromApplicationId: 'app-control',
        toApplicationId: 'app-gateway',
        fromTaskId: 'task-loop',
        toTaskId: 'task-route',
        payloadBytes: 256,
        rateHz: 1000,
      },
      {
        id: 'link-log',
        name: 'log',
        fromApplicationId: 'app-gateway',
        toApplicationId: 'app-logger',
        kind: 'stream',
      },
    ],
    chains: [{ id: 'chain-1', name: 'Sense to route', taskIds: ['task-loop', 'task-route'] }],
    layouts: [
      {
        id: 'layout-a',
        name: 'Static',
        environments: [
          { id: 'hv', name: 'Hypervisor', kind: 'hypervisor', technologyId: 'jailhouse' },
          {
            id: 'p1',
            parentId: 'hv',
            name: 'Gateway partition',
            kind: 'partition',
            os: { family: 'linux' },
            coreIds: ['big.0'],
            memoryBytes: 268_435_456,
          },
          {
            id: 'm4',
            name: 'M4',
            kind: 'bare-metal',
            os: { family: 'freertos' },
            coreIds: ['small.0'],
          },
        ],
        placements: [
          {
            id: 'place-1',
            applicationId: 'app-control',
            environmentId: 'm4',
            coreIds: ['small.0'],
            taskCores: [{ taskId: 'task-loop', coreId: 'small.0' }],
          },
          { id: 'place-2', applicationId: 'app-gateway', environmentId: 'p1' },
        ],
        regions: [
          { id: 'shm0', name: 'shm0', sizeBytes: 4096, memoryId: 'dram', base: 0x8000_0000 },
        ],
        grants: [{ id: 'grant-1', deviceId: 'can0', environmentId: 'm4', mode: 'pass-through' }],
        channels: [
          {
            id: 'chan-1',
            linkId: 'link-state',
            kind: 'shared-memory',
            regionId: 'shm0',
            fromAddress: 0x1000,
          },
        ],
      },
      { id: 'layout-b', name: 'Shared' },
    ],
  };
}

/** @returns the small plan; a new object at every call */
export function smallPlan(): Plan {
  const plan = fromDocument(smallDocument());
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems, null, 2));
  return plan.value;
}

/** @returns an id factory that counts: `app-n1`, `app-n2` ... */
export function countingIds(): (prefix: string) => string {
  let next = 0;
  return (prefix) => `${prefix}-n${(next += 1)}`;
}
