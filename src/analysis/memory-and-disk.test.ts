/**
 * Memory and disk re-computed by hand, with the figures of the catalogue that ships: one case per estimate and family of
 * technologies. The arithmetic stands beside each case; nothing here calls the engine's own formulas.
 */
import { describe, expect, it } from 'vitest';
import { shippedCatalogue as catalogue } from '../catalog/testing/shipped-catalogue.ts';
import { GIB, KIB, MIB } from '../model/units.ts';
import type { Estimate, LayoutResult } from './result.ts';
import { PlanBuilder, target } from './testing/plan-builder.ts';

/** A page of tables, and a cluster of qcow2. */
const TABLE = 4 * KIB;
const CLUSTER = 64 * KIB;
const mib = (value: number) => Math.round(value * MIB);
const rtos = (memoryBytes: number) => ({ family: 'freertos', memoryBytes });
const linux = (memoryMib: number) => ({
  family: 'linux',
  version: '6.6',
  memoryBytes: memoryMib * MIB,
});
const board = () =>
  new PlanBuilder(
    target({ memories: [{ id: 'd', name: 'D', kind: 'dram', sizeBytes: 64 * GIB }] }),
  );

function estimateOf(result: LayoutResult, kind: string, id: string): Estimate {
  const found = result.estimates.find((each) => each.kind === kind && each.subject.id === id);
  if (!found) throw new Error(`no ${kind} of ${id}`);
  return found;
}

interface Expected {
  readonly kind: 'memory' | 'memory-deduplication' | 'disk' | 'disk-raw';
  readonly of: string;
  readonly low: number;
  readonly typical: number;
  readonly high: number;
  readonly atLeast: boolean;
}

interface Case {
  readonly name: string;
  readonly plan: () => PlanBuilder;
  readonly expected: readonly Expected[];
}

const STATIC_PARTITIONS: Case = {
  name: 'static partitions: Bao with an RTOS and a Linux',
  plan: () =>
    board()
      .environment('bao', 'hypervisor', null, { technologyId: 'bao', coreIds: ['c0', 'c1'] })
      .environment('rtos', 'partition', 'bao', { os: rtos(MIB), coreIds: ['c0'] })
      .environment('linux', 'partition', 'bao', { coreIds: ['c1'], memoryBytes: 256 * MIB })
      .application('control', {
        memoryPrivateBytes: 2 * MIB,
        memorySharedBytes: 5000,
        diskBytes: 300 * KIB,
      })
      .place('control', 'rtos'),
  expected: [
    {
      kind: 'memory',
      of: 'rtos',
      // OS 1 MiB + 2 MiB private + 5,000 B of text
      low: 3 * MIB + 5000,
      typical: 3 * MIB + 5000,
      high: 3 * MIB + 5000,
      atLeast: false,
    },
    {
      kind: 'memory',
      of: 'bao',
      // Bao 0.19 MiB (0.19 to 0.26); partitions of 3 MiB + 8 KiB (5,000 B rounded up to pages) and of 256 MiB.
      // Tables with pages: 2 last tables + 1 + 1 + 1, and 128 + 1 + 1 + 1; with blocks: 3 each.
      low: mib(0.19) + 259 * MIB + 8 * KIB + 6 * TABLE,
      typical: mib(0.19) + 259 * MIB + 8 * KIB + (5 + 131) * TABLE,
      high: mib(0.26) + 259 * MIB + 8 * KIB + (5 + 131) * TABLE,
      // What Bao adds per partition is unknown.
      atLeast: true,
    },
    {
      kind: 'disk',
      of: 'layout',
      // bao.bin 0.086 MiB (0.086 to 0.09) + 300 KiB of the application; partitions are unknown
      low: mib(0.086) + 300 * KIB,
      typical: mib(0.086) + 300 * KIB,
      high: mib(0.09) + 300 * KIB,
      atLeast: true,
    },
  ],
};

const GENERAL_VMS: Case = {
  name: 'general VMs: three copies under KVM on a chain of two images, KSM switched on',
  plan: () =>
    board()
      .environment('host', 'os', null, {
        os: linux(300),
        coreIds: ['c0'],
        deduplication: { mechanismId: 'ksm', low: 0.05, typical: 0.1, high: 0.3, source: 'user' },
      })
      .environment('kvm', 'hypervisor', 'host', { technologyId: 'kvm-qemu' })
      .environment('vm', 'vm', 'kvm', { os: linux(200), memoryBytes: GIB, copies: 3 })
      .application('web', {
        instances: 3,
        trust: 'own',
        memoryPrivateBytes: 100 * MIB,
        memorySharedBytes: 20 * MIB,
      })
      .place('web', 'vm')
      .image('host-root', 'raw', null, {
        environmentId: 'host',
        virtualBytes: 8 * GIB,
        contentBytes: 2 * GIB,
        growthBytes: GIB,
      })
      .image('base', 'qcow2', null, { virtualBytes: 8 * GIB, contentBytes: GIB })
      .image('web-disk', 'qcow2', 'base', {
        environmentId: 'vm',
        copies: 3,
        contentBytes: 0,
        growthBytes: 64 * MIB,
        updateBytes: 128 * MIB,
      }),
  expected: [
    {
      kind: 'memory',
      of: 'vm',
      // Linux 200 + 100 private + 20 text, of one copy
      low: 320 * MIB,
      typical: 320 * MIB,
      high: 320 * MIB,
      atLeast: false,
    },
    {
      kind: 'memory',
      of: 'kvm',
      // 3 x (1 GiB assigned + QEMU 131 MiB (131 to 148)); tables of 1 GiB: 512 + 1 + 1 + 1, low 0:
      // nobody says whether the published memory of QEMU holds them
      low: 3 * (GIB + 131 * MIB),
      typical: 3 * (GIB + 131 * MIB + 515 * TABLE),
      high: 3 * (GIB + 148 * MIB + 515 * TABLE),
      // The fixed part of KVM is unknown.
      atLeast: true,
    },
    {
      kind: 'memory',
      of: 'host',
      // Host Linux 300 + the above + KSM: 3 GiB / 4 KiB x 64 B = 48 MiB, whatever it saves
      low: 348 * MIB + 3 * (GIB + 131 * MIB),
      typical: 348 * MIB + 3 * (GIB + 131 * MIB + 515 * TABLE),
      high: 348 * MIB + 3 * (GIB + 148 * MIB + 515 * TABLE),
      atLeast: true,
    },
    {
      kind: 'memory-deduplication',
      of: 'host',
      // share x 2 GiB beyond the first copy, less 48 MiB: 102.4, 204.8 and 614.4 MiB less 48
      low: Math.floor(102.4 * MIB) - 48 * MIB,
      typical: Math.floor(204.8 * MIB) - 48 * MIB,
      high: Math.floor(614.4 * MIB) - 48 * MIB,
      atLeast: false,
    },
    {
      kind: 'disk',
      of: 'base',
      // 16,384 clusters, 2 tables (spread over the whole disk 16), header, refcount table, 1 block, 4 KiB of L1
      low: (16_384 + 2 + 3) * CLUSTER + 4 * KIB,
      typical: (16_384 + 2 + 3) * CLUSTER + 4 * KIB,
      high: (16_384 + 16 + 3) * CLUSTER + 4 * KIB,
      atLeast: false,
    },
    {
      kind: 'disk',
      of: 'web-disk',
      // Each: growth 1,024 clusters + 1 table; after the update 2,048 clusters and 1 table more; highest: 16 tables
      low: 3 * ((1024 + 1 + 3) * CLUSTER + 4 * KIB),
      typical: 3 * ((3072 + 2 + 3) * CLUSTER + 4 * KIB),
      high: 3 * ((3072 + 16 + 3) * CLUSTER + 4 * KIB),
      atLeast: false,
    },
    {
      kind: 'disk-raw',
      of: 'layout',
      // Host 3 GiB written of 8; three times 1,024 + 64 MiB written of 8 GiB
      low: 3 * GIB + 3 * (1024 + 64) * MIB,
      typical: 3 * GIB + 3 * (1024 + 64) * MIB,
      high: 4 * 8 * GIB,
      // KVM stands in the host, whose image holds it.
      atLeast: false,
    },
  ],
};

const THIN_VMS: Case = {
  name: 'thin VMs: fifty unikernels under Firecracker',
  plan: () =>
    board()
      .environment('host', 'os', null, { os: linux(100), coreIds: ['c0'] })
      .environment('fc', 'hypervisor', 'host', { technologyId: 'firecracker' })
      .environment('uk', 'thin-vm', 'fc', {
        technologyId: 'unikraft',
        os: { family: 'library-os', memoryBytes: 0 },
        copies: 50,
      })
      .application('cache', {
        instances: 50,
        memoryPrivateBytes: MIB,
        memorySharedBytes: MIB,
        diskBytes: 100 * KIB,
      })
      .place('cache', 'uk'),
  expected: [
    {
      kind: 'memory',
      of: 'uk',
      // 2 MiB of its own; the smallest Unikraft guest published is 5 MiB (2 to 7)
      low: 2 * MIB,
      typical: 5 * MIB,
      high: 7 * MIB,
      atLeast: false,
    },
    {
      kind: 'memory',
      of: 'fc',
      // 50 x (guest + Firecracker 2.5 MiB (2.5 to 5)), since Unikraft itself adds nothing that is published.
      // Tables: low 0, perhaps in what is published; with pages of 5 MiB 3 + 3, of 7 MiB 4 + 3.
      low: 50 * (2 * MIB + 2.5 * MIB),
      typical: 50 * (5 * MIB + 2.5 * MIB + 6 * TABLE),
      high: 50 * (7 * MIB + 5 * MIB + 7 * TABLE),
      atLeast: true,
    },
    {
      kind: 'disk',
      of: 'layout',
      // 50 x (image 1.56 MiB (0.2 to 1.75) + 100 KiB); the system of the host and Firecracker are unknown
      low: 50 * (mib(0.2) + 100 * KIB),
      typical: 50 * (mib(1.56) + 100 * KIB),
      high: 50 * (mib(1.75) + 100 * KIB),
      atLeast: true,
    },
  ],
};

const CONTAINERS: Case = {
  name: 'containers on one kernel: twenty of one image, text and layers once',
  plan: () =>
    board()
      .environment('os', 'os', null, { os: linux(150), coreIds: ['c0'] })
      .environment('docker', 'container-engine', 'os', { technologyId: 'docker' })
      .environment('box', 'container', 'docker', { technologyId: 'docker', copies: 20 })
      .application('api', {
        instances: 20,
        memoryPrivateBytes: 30 * MIB,
        memorySharedBytes: 12 * MIB,
      })
      .place('api', 'box')
      .image('root', 'volume', null, { environmentId: 'os', contentBytes: GIB, growthBytes: 0 })
      .image('alpine', 'container-layer', null, { contentBytes: 5 * MIB })
      .image('api', 'container-layer', 'alpine', {
        environmentId: 'box',
        copies: 20,
        contentBytes: 40 * MIB,
        growthBytes: 10 * MIB,
        writeBytes: 4 * KIB,
      }),
  expected: [
    {
      kind: 'memory',
      of: 'os',
      // Linux 150 + 20 x 30 private + 12 of text once; what Docker takes is unknown
      low: 762 * MIB,
      typical: 762 * MIB,
      high: 762 * MIB,
      atLeast: true,
    },
    {
      kind: 'disk',
      of: 'api',
      // Layer 40 once + 20 writable layers of 10; highest: all 45 MiB beneath copied up whole in each
      low: 240 * MIB,
      typical: 240 * MIB,
      high: (240 + 20 * 45) * MIB,
      atLeast: false,
    },
    {
      kind: 'disk-raw',
      of: 'api',
      // 20 x (5 + 40 + 10)
      low: 1100 * MIB,
      typical: 1100 * MIB,
      high: 1100 * MIB,
      atLeast: false,
    },
    {
      kind: 'disk',
      of: 'layout',
      // 1 GiB of the host + 5 + 240
      low: (1024 + 245) * MIB,
      typical: (1024 + 245) * MIB,
      high: (1024 + 245 + 900) * MIB,
      atLeast: false,
    },
  ],
};

const CONTAINERS_IN_VMS: Case = {
  name: 'containers with a kernel each: ten of Kata',
  plan: () =>
    board()
      .environment('os', 'os', null, { os: linux(150), coreIds: ['c0'] })
      .environment('kata', 'container-engine', 'os', { technologyId: 'kata' })
      .environment('pod', 'container', 'kata', { technologyId: 'kata', os: linux(60), copies: 10 })
      .application('job', {
        instances: 10,
        memoryPrivateBytes: 40 * MIB,
        memorySharedBytes: 8 * MIB,
      })
      .place('job', 'pod'),
  expected: [
    {
      kind: 'memory',
      of: 'pod',
      // kernel 60 + 40 private + 8 of text, in every pod
      low: 108 * MIB,
      typical: 108 * MIB,
      high: 108 * MIB,
      atLeast: false,
    },
    {
      kind: 'memory',
      of: 'kata',
      // 10 x (108 + pod overhead 160 MiB (71 to 160)), tables of 108 MiB: 54 + 1 + 1 + 1, low 0:
      // nobody says whether the overhead holds them; the engine itself is unknown
      low: 10 * (108 + 71) * MIB,
      typical: 10 * ((108 + 160) * MIB + 57 * TABLE),
      high: 10 * ((108 + 160) * MIB + 57 * TABLE),
      atLeast: true,
    },
  ],
};

describe.each([STATIC_PARTITIONS, GENERAL_VMS, THIN_VMS, CONTAINERS, CONTAINERS_IN_VMS])(
  'by hand, $name',
  ({ plan, expected }) => {
    const result = plan().analyze(catalogue);

    it.each(expected)('[ANALYZE-9] $kind of $of', ({ kind, of, low, typical, high, atLeast }) => {
      const estimate = estimateOf(result, kind, of);
      expect(estimate).toMatchObject({ low, typical, high, atLeast, unit: 'bytes' });
    });

    it('[ANALYZE-9] every known figure names who says so', () => {
      for (const { of, kind } of expected) {
        for (const { name, value, source } of estimateOf(result, kind, of).figures) {
          expect(source === null, name).toBe(value === null);
        }
      }
    });
  },
);

describe('by hand, A and B', () => {
  it('[ANALYZE-9] both slots are on the disk, layers once in each', () => {
    const result = board()
      .image('root', 'raw', null, {
        slots: 2,
        virtualBytes: 4 * GIB,
        contentBytes: GIB,
        growthBytes: 100 * MIB,
      })
      .image('layer', 'container-layer', null, {
        slots: 2,
        copies: 3,
        contentBytes: 50 * MIB,
        growthBytes: 4 * MIB,
      })
      .analyze(catalogue);
    // 2 x 1,124 MiB written of 2 x 4 GiB; 2 x (50 + 3 x 4)
    expect(estimateOf(result, 'disk', 'root')).toMatchObject({
      low: 2 * 1124 * MIB,
      typical: 2 * 1124 * MIB,
      high: 8 * GIB,
    });
    expect(estimateOf(result, 'disk', 'layer').typical).toBe(124 * MIB);
  });
});
