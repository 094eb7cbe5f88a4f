/** Any plan whose records decode, however senseless: ids that lead nowhere, circles, null everywhere. Test code only. */
import fc from 'fast-check';
import type { Id } from '../../model/fields.ts';
import { emptyPlan, recordSchemas, type Plan, type TableName } from '../../model/plan.ts';
import {
  crossCoreLockProtocolSchema,
  lockProtocolSchema,
  schedulerSchema,
  serverKindSchema,
  siblingThreadsSchema,
} from '../../model/scheduling.ts';
import { arbitraryTarget } from './arbitrary-target.ts';
import {
  ids,
  optional,
  few,
  core,
  coreType,
  clock,
  bytes,
  period,
  deviceClass,
  isa,
} from './arbitrary-values.ts';

const application = ids('app', 5);
const environment = ids('env', 6);
const ns = fc.constantFrom(0, 1, 3, 1000, 999_999_937, Number.MAX_SAFE_INTEGER);
const accesses = fc.constantFrom(0, 1, 1000, 1_000_000_000_000);
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
    cacheWorkingSetBytes: optional(bytes),
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
    kind: fc.constantFrom('periodic', 'sporadic'),
    periodNs: period,
    deadlineNs: optional(period),
    wcetNs: optional(ns),
    acetNs: optional(ns),
    bcetNs: optional(ns),
    coreType: optional(coreType),
    clockHz: optional(clock),
    wcetOn: few(
      fc.record({
        coreType,
        clockHz: optional(clock),
        wcetNs: ns,
        memoryAccesses: optional(accesses),
      }),
    ),
    memoryAccesses: optional(accesses),
    jitterNs: ns,
    offsetNs: optional(ns),
    priority: optional(fc.nat(3)),
    preemption: fc.constantFrom('preemptive', 'cooperative', 'non-preemptive'),
    longestRegionNs: optional(ns),
    suspensionNs: fc.constantFrom(0, 0, 0, 1000, Number.MAX_SAFE_INTEGER),
    blockingNs: optional(ns),
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
    fromTaskId: optional(ids('task', 6)),
    toTaskId: optional(ids('task', 6)),
    kind: fc.constantFrom('data', 'event', 'stream'),
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
    runnablePositions: fc.array(optional(fc.nat({ max: 9 })), { maxLength: 3 }),
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
    offsetsFromFrame: optional(fc.boolean()),
    lockProtocol: optional(fc.constantFrom(...lockProtocolSchema.options)),
    crossCoreLockProtocol: optional(fc.constantFrom(...crossCoreLockProtocolSchema.options)),
    releaseLatencyNs: optional(ns),
    executionFactor: optional(fc.constantFrom(1, 1.1, 1000)),
    siblingThreads: optional(fc.constantFrom(...siblingThreadsSchema.options)),
    interferenceFactor: optional(fc.constantFrom(1, 1.5, 1000)),
    cacheShare: optional(
      fc.record({
        mechanism: fc.constantFrom('colouring', 'cat', 'mpam'),
        mask: fc.constantFrom('0x0', '0x5', '0xf0', `0x${'f'.repeat(32)}`),
      }),
    ),
    memoryBudget: optional(
      fc.record({ accesses: fc.constantFrom(1, 1000, 1_000_000_000_000), periodNs: period }),
    ),
    bandwidthThrottle: optional(
      fc.record({
        mechanism: fc.constantFrom('mba', 'mpam'),
        mostPercent: fc.constantFrom(1, 50, 100),
        leastPercent: optional(fc.constantFrom(0, 60, 100)),
      }),
    ),
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
export const arbitraryPlan: fc.Arbitrary<Plan> = fc
  .record({
    target: arbitraryTarget,
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
