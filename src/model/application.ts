/** What the supplier delivers: applications with their tasks, and the links and chains between them. */
import { z } from 'zod';
import {
  bytes,
  count,
  figureSources,
  hz,
  id,
  longText,
  MOST_COPIES,
  name,
  ns,
  order,
  positiveNs,
  shortText,
} from './fields.ts';
import { accesses } from './interference.ts';
import { criticalSectionSchema } from './scheduling.ts';
import { isaSchema } from './target.ts';

const known = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/**
 * Families of operating system kernels. Applications of one family can share a kernel; `none` runs without an OS.
 * Android needs its own build of the Linux kernel and is kept apart.
 */
export const osFamilySchema = z.enum([
  'none',
  'linux',
  'android',
  'windows',
  'qnx',
  'zephyr',
  'freertos',
  'autosar-classic',
  'vxworks',
  'integrity',
  'pikeos',
  'library-os',
  'other',
]);
export type OsFamily = z.infer<typeof osFamilySchema>;

/** Scales are kept apart and never converted into one another. */
export const criticalitySchema = z.discriminatedUnion('scale', [
  z.strictObject({
    scale: z.literal('ASIL').describe('ISO 26262'),
    level: z.enum(['QM', 'A', 'B', 'C', 'D']).describe('Lowest first in this list'),
  }),
  z.strictObject({
    scale: z.literal('SIL').describe('IEC 61508'),
    level: z.enum(['0', '1', '2', '3', '4']).describe('Lowest first in this list'),
  }),
  z.strictObject({
    scale: z.literal('DAL').describe('DO-178C'),
    level: z.enum(['E', 'D', 'C', 'B', 'A']).describe('Lowest first in this list'),
  }),
]);
export type Criticality = z.infer<typeof criticalitySchema>;

/** CPU need of an application without tasks: a share of one core of a named type and clock. */
export const cpuLoadSchema = z.strictObject({
  share: z.number().min(0).max(4096).describe('1 is one core fully used; all threads together'),
  coreType: name.describe('Core type that the share was stated for, for example "Cortex-A53"'),
  clockHz: known(hz).describe('Clock it was stated at; null: unknown'),
});
export type CpuLoad = z.infer<typeof cpuLoadSchema>;

export const deviceNeedSchema = z.strictObject({
  class: shortText.describe('Class of device of the target, for example "ethernet" or "can"'),
  count: z.number().int().min(1).max(10_000).default(1).describe('How many of them'),
  access: z.enum(['any', 'exclusive']).default('any').describe('exclusive: not shared with others'),
});
export type DeviceNeed = z.infer<typeof deviceNeedSchema>;

/** What the supplier hands over. An OCI image brings its files, not its kernel; a VM image brings both. */
export const deliverableSchema = z.enum([
  'source',
  'program',
  'oci-image',
  'vm-image',
  'bare-metal-image',
]);
export type Deliverable = z.infer<typeof deliverableSchema>;

export const applicationSchema = z.strictObject({
  id,
  order,
  name,
  description: known(longText).describe('null: none'),
  supplier: known(shortText).describe('Who delivers it; null: unknown'),
  os: known(osFamilySchema).describe('Kernel it needs; null: unknown'),
  osVersion: known(shortText).describe('Needed release, for example "6.6"; null: any'),
  isas: z.array(isaSchema).default([]).describe('Builds that exist; empty: unknown'),
  criticality: known(criticalitySchema).describe(
    'Level it was or is to be developed to; scales are never converted; null: unknown',
  ),
  realTime: known(z.enum(['hard', 'soft', 'none'])).describe(
    'Whether its deadlines are hard; null: unknown',
  ),
  trust: known(z.enum(['own', 'third-party', 'untrusted'])).describe(
    'Whose code it is; null: unknown',
  ),
  cpuLoad: known(cpuLoadSchema).describe('Used where the application has no tasks'),
  memoryPrivateBytes: known(bytes).describe('Per instance: data, heap, stacks'),
  memorySharedBytes: known(bytes).describe('Text and read-only data that instances may share'),
  cacheWorkingSetBytes: known(bytes).describe(
    'Part of the last-level cache that it works in; with less, its memory accesses are more than stated',
  ),
  diskBytes: known(bytes).describe('Storage that its files take; null: unknown'),
  startupNeedNs: known(ns).describe('Must be ready this long after power-on'),
  startupNs: known(ns).describe(
    'From the start of its process until it is ready, files already read',
  ),
  interruptLatencyNs: known(positiveNs).describe('Longest interrupt latency that it stands'),
  storageOperationsPerSecond: known(count).describe('Random 4 KiB operations it needs'),
  deliverable: known(deliverableSchema).describe('Form in which it is delivered; null: unknown'),
  processes: known(z.enum(['single', 'multiple'])).describe(
    'multiple: it forks, or is several programs; null: unknown',
  ),
  legacyHardware: known(z.boolean()).describe(
    'Its OS runs unmodified and expects PC or board hardware that has to be emulated',
  ),
  restartAlone: known(z.boolean()).describe('Must be restartable while the rest runs on'),
  certificate: known(shortText).describe(
    'Certificate that what isolates it must have now, for example "ISO 26262 ASIL D", or "none"; null: unknown',
  ),
  instances: z.number().int().min(1).max(MOST_COPIES).default(1).describe('How many of it run'),
  devices: z.array(deviceNeedSchema).default([]).describe('Devices that it needs'),
  services: z.array(shortText).default([]).describe('OS services it needs: files, network, ...'),
  sources: figureSources,
});
export type Application = z.infer<typeof applicationSchema>;

const memoryAccesses = known(accesses).describe(
  'Most last-level cache misses and write-backs of one job, with the cache it has; null: unknown',
);

/** WCET measured or computed on a further core type, so that none has to be scaled. */
const wcetOnSchema = z.strictObject({
  coreType: name.describe('Core type that it holds for'),
  clockHz: known(hz).describe('Clock that it holds at; null: unknown'),
  wcetNs: ns.describe('Worst-case execution time there'),
  memoryAccesses,
});

/** How a task gives way to more urgent ones: anywhere, between its regions, or when it has ended. */
export const PREEMPTIONS = ['preemptive', 'cooperative', 'non-preemptive'] as const;
export type Preemption = (typeof PREEMPTIONS)[number];

export const taskSchema = z.strictObject({
  id,
  order,
  applicationId: id,
  name,
  kind: z
    .enum(['periodic', 'sporadic'])
    .default('periodic')
    .describe('sporadic: released by events, of links that name it or from outside'),
  periodNs: positiveNs.describe('Period, or minimum inter-arrival time when sporadic'),
  deadlineNs: known(positiveNs).describe('Relative to release; null: the period'),
  wcetNs: known(ns).describe(
    'Worst-case execution time of one job, alone on its core; null: unknown',
  ),
  acetNs: known(ns).describe('Average execution time'),
  bcetNs: known(ns).describe('Best-case execution time; null: unknown'),
  coreType: known(name).describe('Core type the execution times were stated for'),
  clockHz: known(hz).describe('Clock they were stated at'),
  wcetOn: z
    .array(wcetOnSchema)
    .default([])
    .describe('WCETs on further core types, so that none has to be scaled'),
  memoryAccesses,
  jitterNs: ns
    .default(0)
    .describe(
      'Latest release after its nominal time; of a task that an event activates, of its activation: what comes after a message is latency of the channel',
    ),
  offsetNs: known(ns).describe('Release of the first job; null: any'),
  priority: known(z.number().int().min(0).max(1_000_000)).describe('Larger is more urgent'),
  preemption: z
    .enum(PREEMPTIONS)
    .default('preemptive')
    .describe(
      'How it gives way to more urgent tasks: anywhere, between its regions, or when it has ended',
    ),
  longestRegionNs: known(ns).describe(
    'Longest stretch that nothing of its scheduler preempts, such as a runnable; null: unknown',
  ),
  suspensionNs: ns
    .default(0)
    .describe('Longest time in which one job waits for a device or another core without computing'),
  blockingNs: known(ns).describe(
    'Longest wait of one job for less urgent work that nothing else in the plan states, such as sections of the kernel: added to what locks and regions give; null: none is known',
  ),
  criticalSections: z
    .array(criticalSectionSchema)
    .max(64)
    .default([])
    .describe('What one job of it locks'),
  sources: figureSources,
});
/** A recurring activity of an application. */
export type Task = z.infer<typeof taskSchema>;

export const linkSchema = z.strictObject({
  id,
  order,
  name,
  fromApplicationId: id,
  toApplicationId: id,
  fromTaskId: known(id),
  toTaskId: known(id),
  kind: z
    .enum(['data', 'message', 'event', 'stream'])
    .default('data')
    .describe(
      'event: each job of fromTaskId activates toTaskId once, where that is sporadic; the others are read when a job runs',
    ),
  payloadBytes: known(bytes).describe('Per transfer'),
  rateHz: known(hz).describe('Transfers per second'),
  latencyBoundNs: known(positiveNs).describe(
    'Longest latency of one transfer that is allowed; null: none is stated',
  ),
  sources: figureSources,
});
/** Communication from one application to another (or between tasks of one). */
export type Link = z.infer<typeof linkSchema>;

export const chainSchema = z.strictObject({
  id,
  order,
  name,
  taskIds: z.array(id).min(1).max(200).describe('Path of tasks, first to last'),
  runnablePositions: z
    .array(z.int().nonnegative().nullable())
    .max(200)
    .default([])
    .describe(
      'For each of taskIds, where its runnable stands in its task; null: not stated; counts only with one entry for each. In a row of steps of one task a larger position is the same job, anything else the next one',
    ),
  latencyKind: z
    .enum(['reaction', 'age'])
    .default('reaction')
    .describe(
      'Which latency the bound limits; reaction: from a change just missed to the first output that knows of it; age: of the input behind an output, when it is written',
    ),
  communication: z
    .enum(['implicit', 'let'])
    .default('implicit')
    .describe(
      'implicit: read at the start of a job, write at its end; let: logical execution time, at releases',
    ),
  latencyBoundNs: known(positiveNs).describe(
    'Longest end-to-end latency that is allowed; null: none is stated',
  ),
  sources: figureSources,
});
/** A cause-effect chain with an end-to-end latency bound. */
export type Chain = z.infer<typeof chainSchema>;
