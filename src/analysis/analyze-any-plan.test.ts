import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Technology } from '../catalog/technology.ts';
import type { Id } from '../model/fields.ts';
import { schedulerSchema, serverKindSchema } from '../model/scheduling.ts';
import { emptyPlan, recordSchemas, type Plan, type TableName } from '../model/plan.ts';
import { analyze } from './analyze.ts';
import { catalogueOf, mechanism, technology as made } from './testing/catalogue-builder.ts';
import { PlanBuilder } from './testing/plan-builder.ts';
import { faultsOf } from './testing/sane-result.ts';

// Any plan whose records decode, however senseless: ids that lead nowhere, circles, null everywhere.

/** Few ids, so that records meet; `gone` never exists. */
const ids = (prefix: string, count = 4): fc.Arbitrary<Id> =>
  fc.constantFrom(...Array.from({ length: count }, (_, index) => `${prefix}${index}`), 'gone');
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });

const core = ids('core', 6);
const application = ids('app', 5);
const environment = ids('env', 6);
const coreType = fc.constantFrom('Cortex-A53', 'Cortex-A72', 'Cortex-M4F');
const clock = fc.constantFrom(2e8, 1e9, 1.596e9, 333333333.25);
const bytes = fc.constantFrom(0, 1, 4096, 5000, 2 ** 20, 2 ** 31, Number.MAX_SAFE_INTEGER);
const ns = fc.constantFrom(0, 1, 3, 1000, 999_999_937, Number.MAX_SAFE_INTEGER);
const period = fc.constantFrom(1, 3, 1000, 999_999_929, Number.MAX_SAFE_INTEGER);
const isa = fc.constantFrom('aarch64', 'armv7e-m', 'armv8-r', 'x86_64', 'other');
const provenance = fc.constant({ sources: ['s', 'toString'], confidence: null });
const technology = optional(
  fc.constantFrom(
    'jailhouse',
    'bao',
    'kvm-qemu',
    'firecracker',
    'unikraft',
    'podman',
    'kata',
    'gone',
  ),
);
const os = optional(
  fc.record({
    family: fc.constantFrom('none', 'linux', 'windows', 'library-os', 'other'),
    version: optional(fc.constantFrom('6.6', '6.6.1', 'x')),
    memoryBytes: optional(bytes),
    startupNs: optional(ns),
  }),
);
const deviceClass = fc.constantFrom('ethernet', 'can', 'toString', 'GPU');

const target = fc.record({
  id: fc.constant('target'),
  name: fc.constant('T'),
  category: fc.constant('custom'),
  provenance,
  clusters: fc.array(
    fc.record({
      id: ids('cluster', 3),
      provenance,
      name: fc.constant('C'),
      role: fc.constantFrom('application', 'realtime'),
      coreType,
      isa,
      maxClockHz: optional(clock),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  cores: fc.array(
    fc.record({
      id: core,
      name: fc.constant('core'),
      clusterId: ids('cluster', 3),
      hwIds: fc.constant([]),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  caches: fc.constant([]),
  memories: few(
    fc.record({
      id: ids('memory'),
      provenance,
      name: fc.constant('M'),
      kind: fc.constantFrom('dram', 'sram', 'persistent'),
      sizeBytes: optional(bytes),
      ranges: few(fc.record({ base: bytes, size: fc.constantFrom(1, 4096, 2 ** 31) })),
    }),
  ),
  devices: few(
    fc.record({
      id: ids('device'),
      provenance,
      name: fc.constant('D'),
      class: deviceClass,
      behindIommu: optional(fc.boolean()),
      iommuUnit: optional(fc.constantFrom('U', 'SMMU @0x1000')),
      physicalFunctionId: optional(ids('device')),
      virtualFunctions: optional(fc.nat(3)),
    }),
  ),
  absentDevices: few(fc.record({ class: deviceClass, provenance })),
  virtualization: fc.record({
    provenance,
    hypervisorExtension: optional(fc.boolean()),
    iommuPresent: optional(fc.boolean()),
    iommuEnabled: optional(fc.boolean()),
    iommuUnits: few(
      fc.record({
        name: fc.constant('U'),
        base: optional(fc.constant(4096)),
        enabled: optional(fc.boolean()),
      }),
    ),
  }),
  capacityFactors: few(
    fc.record({
      id: ids('factor'),
      fromCoreType: coreType,
      toCoreType: coreType,
      timeFactor: fc.constantFrom(0.1, 0.5, 2, 1e-9),
      source: fc.constant('user'),
    }),
  ),
  sources: fc.constant({}),
});

const order = fc.integer({ min: -3, max: 3 });
const layoutId = fc.constantFrom('layout', 'gone');
const placed = { order, layoutId };

const tables: Readonly<Partial<Record<TableName, fc.Arbitrary<object>>>> = {
  applications: fc.record({
    id: application,
    order,
    name: fc.constantFrom('A', '<b>"&', '=1+1'),
    os: optional(fc.constantFrom('none', 'linux', 'library-os', 'other')),
    osVersion: optional(fc.constantFrom('6.6', 'y')),
    isas: few(isa),
    cpuLoad: optional(
      fc.record({ share: fc.constantFrom(0, 0.1, 1, 4096), coreType, clockHz: optional(clock) }),
    ),
    memoryPrivateBytes: optional(bytes),
    memorySharedBytes: optional(bytes),
    startupNs: optional(ns),
    startupNeedNs: optional(ns),
    interruptLatencyNs: optional(period),
    instances: fc.constantFrom(1, 2, 100_000),
    devices: few(
      fc.record({
        class: deviceClass,
        count: fc.integer({ min: 1, max: 3 }),
        access: fc.constantFrom('any', 'exclusive'),
      }),
    ),
  }),
  tasks: fc.record({
    id: ids('task', 6),
    order,
    applicationId: application,
    name: fc.constant('T'),
    periodNs: period,
    deadlineNs: optional(period),
    wcetNs: optional(ns),
    acetNs: optional(ns),
    bcetNs: optional(ns),
    coreType: optional(coreType),
    clockHz: optional(clock),
    wcetOn: few(fc.record({ coreType, clockHz: optional(clock), wcetNs: ns })),
    jitterNs: ns,
    offsetNs: optional(ns),
    priority: optional(fc.nat(3)),
    preemption: fc.constantFrom('preemptive', 'cooperative', 'non-preemptive'),
    longestRegionNs: optional(ns),
    suspensionNs: fc.constantFrom(0, 0, 0, 1000, Number.MAX_SAFE_INTEGER),
    criticalSections: few(
      fc.record({
        resource: fc.constantFrom('r', 'toString'),
        lengthNs: period,
        count: fc.constantFrom(1, 1_000_000),
      }),
    ),
  }),
  links: fc.record({
    id: ids('link'),
    order,
    name: fc.constant('L'),
    fromApplicationId: application,
    toApplicationId: application,
    rateHz: optional(clock),
    latencyBoundNs: optional(period),
    payloadBytes: optional(bytes),
  }),
  chains: fc.record({
    id: ids('chain', 2),
    order,
    name: fc.constant('Ch'),
    taskIds: fc.array(ids('task', 6), { minLength: 1, maxLength: 3 }),
    latencyBoundNs: optional(period),
    latencyKind: fc.constantFrom('reaction', 'age'),
    communication: fc.constantFrom('implicit', 'let'),
  }),
  environments: fc.record({
    id: environment,
    ...placed,
    parentId: optional(environment),
    name: fc.constant('E'),
    kind: fc.constantFrom(
      'bare-metal',
      'os',
      'hypervisor',
      'partition',
      'vm',
      'thin-vm',
      'container-engine',
      'container',
    ),
    technologyId: technology,
    role: fc.constantFrom('guest', 'control'),
    os,
    coreIds: few(core),
    timeShare: optional(fc.constantFrom(0.1, 0.5, 1)),
    scheduler: optional(fc.constantFrom(...schedulerSchema.options)),
    server: optional(
      fc.record({
        kind: fc.constantFrom(...serverKindSchema.options),
        budgetNs: period,
        periodNs: period,
        deadlineNs: optional(period),
        priority: optional(fc.nat(3)),
      }),
    ),
    contextSwitchNs: optional(ns),
    interferenceFactor: optional(fc.constantFrom(1, 1.5, 1000)),
    memoryBytes: optional(bytes),
    startAfterIds: few(environment),
    startupReadBytes: optional(bytes),
    copies: fc.constantFrom(1, 2, 100_000),
    interferenceControls: optional(fc.constantFrom([], ['cache-colouring'])),
    deduplication: optional(
      fc.record({
        mechanismId: fc.constantFrom('ksm', 'xen-sharing', 'gone'),
        low: fc.constantFrom(0, 0.05),
        typical: fc.constantFrom(0.05, 0.1),
        high: fc.constantFrom(0.3, 1),
        source: fc.constant('user'),
      }),
    ),
  }),
  images: fc.record({
    id: ids('image', 6),
    ...placed,
    parentId: optional(ids('image', 6)),
    name: fc.constantFrom('I', '<b>"&'),
    format: fc.constantFrom('raw', 'qcow2', 'container-layer', 'volume'),
    environmentId: optional(environment),
    copies: fc.constantFrom(1, 3, 100_000),
    slots: fc.constantFrom(1, 2),
    virtualBytes: optional(fc.constantFrom(1, 2 ** 30, 2 ** 36, Number.MAX_SAFE_INTEGER)),
    contentBytes: optional(bytes),
    growthBytes: optional(bytes),
    writeBytes: optional(fc.constantFrom(1, 4096, 100_000, Number.MAX_SAFE_INTEGER)),
    updateBytes: optional(bytes),
  }),
  frames: fc.record({
    id: ids('frame', 3),
    ...placed,
    name: fc.constant('F'),
    lengthNs: period,
    switchNs: optional(ns),
    tickNs: optional(period),
  }),
  windows: fc.record({
    id: ids('window', 8),
    ...placed,
    frameId: ids('frame', 3),
    coreId: core,
    environmentId: environment,
    startNs: ns,
    durationNs: period,
  }),
  placements: fc.record({
    id: ids('placement', 8),
    ...placed,
    applicationId: application,
    environmentId: environment,
    coreIds: few(core),
    taskCores: few(fc.record({ taskId: ids('task', 6), coreId: core })),
    instances: fc.constantFrom(1, 3, 100_000),
  }),
  regions: fc.record({
    id: ids('region'),
    ...placed,
    name: fc.constant('R'),
    kind: fc.constantFrom('shared', 'private', 'reserved'),
    environmentId: optional(environment),
    memoryId: optional(ids('memory')),
    base: optional(bytes),
    sizeBytes: fc.constantFrom(1, 4096, 5000, Number.MAX_SAFE_INTEGER),
  }),
  grants: fc.record({
    id: ids('grant'),
    ...placed,
    deviceId: ids('device'),
    environmentId: environment,
    mode: fc.constantFrom('pass-through', 'virtual-function', 'para-virtual', 'emulated'),
    backendEnvironmentId: optional(environment),
  }),
  channels: fc.record({
    id: ids('channel', 6),
    ...placed,
    linkId: ids('link'),
    kind: fc.constantFrom('shared-memory', 'message', 'notification', 'socket', 'virtio'),
    mechanismId: optional(fc.constantFrom('ivshmem', 'vsock', 'posix', 'rpmsg', 'gone')),
    regionId: optional(ids('region')),
    regionOffset: optional(bytes),
    sizeBytes: optional(fc.constantFrom(1, 4096, Number.MAX_SAFE_INTEGER)),
    fromAddress: optional(bytes),
    toAddress: optional(bytes),
  }),
};

const bootTimes = fc.record({
  startMode: fc.constantFrom('parallel', 'serial'),
  bootRomNs: optional(ns),
  bootLoaderNs: optional(ns),
  storageBytesPerSecond: optional(fc.constantFrom(1, 2.5e8, Number.MAX_SAFE_INTEGER)),
});

/** A plan with one layout, `layout`; no reference is certain to lead anywhere. */
const arbitraryPlan: fc.Arbitrary<Plan> = fc
  .record({
    target,
    boot: bootTimes,
    ...Object.fromEntries(
      Object.entries(tables).map(([table, record]) => [table, fc.array(record, { maxLength: 8 })]),
    ),
  })
  .map((seed) => {
    const {
      target: hardware,
      boot,
      ...lists
    } = seed as { target: object; boot: object } & Record<string, object[]>;
    const info = recordSchemas.info.parse({ id: 'plan', name: 'P' });
    const plan = emptyPlan(info, recordSchemas.target.parse(hardware));
    const loose = plan as unknown as Record<string, Map<Id, unknown>>;
    const layout = recordSchemas.layouts.parse({
      id: 'layout',
      order: 1,
      name: 'L',
      ...boot,
    });
    loose['layouts']?.set('layout', layout);
    for (const [table, records] of Object.entries(lists)) {
      for (const record of records) {
        const decoded = recordSchemas[table as TableName].parse(record);
        loose[table]?.set(decoded.id, decoded);
      }
    }
    return plan;
  });

type Kinds = Technology['environmentKinds'];
const hypervisors: Kinds = ['hypervisor', 'partition', 'vm'];
const containers: Kinds = ['container-engine', 'container'];
const nanoseconds = (value: number) => ({ value, unit: 'ns', confidence: 'low' });
const mib = (value: number) => ({ value, low: 1, high: 2 * value, unit: 'MiB' });

const catalogue = catalogueOf(
  [
    made({
      id: 'jailhouse',
      family: 'type1-static',
      kinds: hypervisors,
      needsExtension: true,
      needsControl: true,
      figures: { interruptLatency: nanoseconds(1094), ipiLatency: nanoseconds(2319) },
    }),
    made({ id: 'bao', family: 'type1-static', kinds: hypervisors }),
    made({
      id: 'kvm-qemu',
      family: 'type1-general',
      kinds: hypervisors,
      needsExtension: true,
      figures: {
        memoryOverheadPerInstance: mib(131),
        startupTime: { value: 244, low: 214, high: 332, unit: 'ms' },
        ioModes: { value: ['emulated', 'pass-through'], confidence: 'high' },
      },
    }),
    made({ id: 'firecracker', family: 'thin-vm', kinds: ['hypervisor', 'thin-vm'] }),
    made({
      id: 'unikraft',
      family: 'unikernel',
      kinds: ['thin-vm'],
      figures: { minGuestMemory: mib(5) },
    }),
    made({
      id: 'podman',
      family: 'container',
      kinds: containers,
      needsExtension: false,
      figures: { ownKernel: { value: false }, startupTime: { value: 17, unit: 'ms' } },
    }),
    made({ id: 'kata', family: 'container-in-vm', kinds: containers, needsExtension: true }),
  ],
  [
    mechanism({ id: 'ivshmem', channelKinds: ['shared-memory'], technologyIds: ['jailhouse'] }),
    mechanism({ id: 'vsock', channelKinds: ['virtio', 'socket'], technologyIds: ['kvm-qemu'] }),
    mechanism({ id: 'posix', channelKinds: ['shared-memory'], families: ['container'] }),
    mechanism({ id: 'rpmsg', channelKinds: ['message'], families: ['bare-metal'] }),
  ],
);

describe('any plan whose records decode', () => {
  it('[ANALYZE-1] never throws, says something under every rule, and fits the schema', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        expect(faultsOf(analyze(plan, 'layout', catalogue))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('[ANALYZE-2] gives the same for the same plan, whatever the order of its tables', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const turned = Object.fromEntries(
          Object.entries(plan).map(([table, records]) => [
            table,
            new Map([...(records as ReadonlyMap<string, unknown>)].reverse()),
          ]),
        ) as unknown as Plan;
        const text = JSON.stringify(analyze(plan, 'layout', catalogue));
        expect(JSON.stringify(analyze(turned, 'layout', catalogue))).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('[ANALYZE-3] refuses only a layout that the plan does not have', () => {
    const plan = new PlanBuilder().plan();
    expect(() => analyze(plan, 'gone', catalogue)).toThrow('no layout gone');
  });
});
