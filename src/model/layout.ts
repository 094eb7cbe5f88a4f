/** One alternative: who runs where, in what. Records of a layout carry its id. */
import { z } from 'zod';
import { criticalitySchema, osFamilySchema } from './application.ts';
import {
  bytes,
  figureSources,
  id,
  longText,
  MOST_COPIES,
  name,
  ns,
  order,
  positiveBytes,
  shortText,
  sourceText,
} from './fields.ts';
import { bandwidthThrottleSchema, cacheShareSchema, memoryBudgetSchema } from './interference.ts';
import {
  crossCoreLockProtocolSchema,
  lockProtocolSchema,
  schedulerSchema,
  serverSchema,
  siblingThreadsSchema,
} from './scheduling.ts';

const known = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

export const layoutSchema = z.strictObject({
  id,
  order,
  name,
  description: known(longText).describe('null: none'),
  startMode: z
    .enum(['parallel', 'serial'])
    .default('parallel')
    .describe('How environments side by side start once what they stand in is ready'),
  bootRomNs: known(ns).describe('From power-on to the first instruction of the boot loader'),
  bootLoaderNs: known(ns).describe('From there to the entry of the lowest environment'),
  storageBytesPerSecond: known(positiveBytes).describe('Bandwidth shared by all that start'),
  bootSource: known(sourceText).describe('Who says so of the three above'),
  diskBytes: known(bytes).describe('Storage there is for images'),
});
export type Layout = z.infer<typeof layoutSchema>;

/** Kinds of environment, from the hardware up. How they nest: `environment-kinds.ts`. */
export const environmentKindSchema = z.enum([
  'bare-metal',
  'os',
  'hypervisor',
  'partition',
  'vm',
  'thin-vm',
  'container-engine',
  'container',
]);
export type EnvironmentKind = z.infer<typeof environmentKindSchema>;

/** Families of para-virtual drivers: what a guest needs to use a device that a back end serves. */
export const frontEndSchema = z.enum(['virtio', 'xen-pv', 'vmbus', 'vmware-pv']);
export type FrontEnd = z.infer<typeof frontEndSchema>;

/** An operating system as it is built into an environment. */
export const osSchema = z.strictObject({
  family: osFamilySchema.describe('Family of its kernel'),
  version: known(shortText).describe('Release, for example "6.6"; null: unknown'),
  memoryBytes: known(bytes).describe('What the OS itself takes; null: unknown'),
  memorySource: known(sourceText).describe('Who says so of its memory; null: nobody'),
  startupNs: known(ns).describe('From its entry until applications can start; null: unknown'),
  startupSource: known(sourceText).describe('Who says so of its start; null: nobody'),
});
export type Os = z.infer<typeof osSchema>;

/**
 * @param family of its kernel
 * @returns an OS of which nothing else is known
 */
export function osOf(family: Os['family']): Os {
  return {
    family,
    version: null,
    memoryBytes: null,
    memorySource: null,
    startupNs: null,
    startupSource: null,
  };
}

/** Against what cores do to each other through caches and the memory bus. */
export const interferenceControlSchema = z.enum([
  'cache-colouring',
  'cache-allocation',
  'bandwidth-regulation',
]);
export type InterferenceControl = z.infer<typeof interferenceControlSchema>;

/** Equal memory pages of instances kept once: shares of the guests' memory that may be saved. */
export const deduplicationChoiceSchema = z.strictObject({
  mechanismId: id.describe('Entry of the catalogue'),
  low: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of the memory of the guests that is saved at least'),
  typical: z.number().min(0).max(1).describe('Share that is saved typically'),
  high: z.number().min(0).max(1).describe('Share that is saved at most'),
  source: sourceText.describe('Who says so'),
});
export type DeduplicationChoice = z.infer<typeof deduplicationChoiceSchema>;

export const environmentSchema = z.strictObject({
  id,
  order,
  layoutId: id,
  parentId: known(id).describe('Environment it stands in; null: on the hardware'),
  name,
  kind: environmentKindSchema.describe(
    'What it is; which kinds stand in which is checked by rules',
  ),
  technologyId: known(id).describe('Entry of the catalogue; null: not chosen'),
  role: z
    .enum(['guest', 'control', 'service'])
    .default('guest')
    .describe('control: Dom0, root cell'),
  os: known(osSchema).describe('OS inside; null: not stated (hypervisors and engines have none)'),
  coreIds: z.array(id).default([]).describe('Cores given to it; empty: those of its parent'),
  timeShare: known(z.number().gt(0).max(1)).describe(
    'Guaranteed share of each of its cores; null: cores are dedicated, or shared without a guarantee',
  ),
  scheduler: known(schedulerSchema).describe(
    'Of the tasks in it, or in a hypervisor of its partitions; null: not stated',
  ),
  server: known(serverSchema).describe('Processor time it is granted; null: not stated'),
  contextSwitchNs: known(ns).describe('One switch between tasks in it; null: unknown'),
  offsetsFromFrame: known(z.boolean()).describe(
    'Whether offsets of its tasks count from the start of the major frame that its windows stand in; null: unknown, at any phase to it',
  ),
  lockProtocol: known(lockProtocolSchema).describe(
    'By which its tasks lock what others of their core lock, too; null: unknown',
  ),
  crossCoreLockProtocol: known(crossCoreLockProtocolSchema).describe(
    'By which its tasks lock what tasks of other cores lock, too; null: unknown',
  ),
  releaseLatencyNs: known(ns).describe(
    'What it adds at most between the release of a task in it and the decision of the scheduler: interrupts, its kernel, virtualization; null: unknown',
  ),
  executionFactor: known(z.number().min(1).max(1000)).describe(
    'WCETs in it grow by this factor through what it does itself meanwhile: interrupts, its kernel, virtualization; 1: they were measured in it; null: unknown',
  ),
  siblingThreads: known(siblingThreadsSchema).describe(
    'What the other hardware threads of its cores do; null: unknown, or as its parent states',
  ),
  timingSource: known(sourceText).describe('Who says so of how it schedules, locks and delays'),
  interferenceFactor: known(z.number().min(1).max(1000)).describe(
    'WCETs in it grow by this factor while other cores are busy; null: unknown',
  ),
  interferenceSource: known(sourceText).describe('Who says so of interferenceFactor; null: nobody'),
  cacheShare: known(cacheShareSchema).describe(
    'Part of the last-level cache of its cores that it may fill; null: that of its parent, or all of it',
  ),
  memoryBudget: known(memoryBudgetSchema).describe(
    'What it may ask of memory; null: as its parent, or without a limit',
  ),
  bandwidthThrottle: known(bandwidthThrottleSchema).describe('null: none'),
  regulationSource: known(sourceText).describe('Who says so of the three above'),
  memoryBytes: known(bytes).describe('Memory assigned to it; null: grows with its content'),
  criticality: known(criticalitySchema).describe('Level its own software was developed to'),
  copies: z
    .number()
    .int()
    .min(1)
    .max(MOST_COPIES)
    .default(1)
    .describe('Identical instances of it, each with all that stands in it'),
  frontEnds: known(z.array(frontEndSchema).max(4)).describe(
    'Para-virtual drivers that its OS has; null: unknown',
  ),
  startAfterIds: z
    .array(id)
    .max(64)
    .default([])
    .describe('Environments that must be ready before it starts, besides what it stands in'),
  startupReadBytes: known(bytes).describe('Read from storage until it is ready; null: unknown'),
  interferenceControls: known(z.array(interferenceControlSchema).max(3)).describe(
    'Switched on for what stands in it; null: unknown',
  ),
  deduplication: known(deduplicationChoiceSchema).describe(
    'Of the memory of the guests in it; null: off',
  ),
  notes: known(longText).describe('null: none'),
});
/** What an application runs in. Environments nest. */
export type Environment = z.infer<typeof environmentSchema>;

export const placementSchema = z.strictObject({
  id,
  order,
  layoutId: id,
  applicationId: id,
  environmentId: id,
  coreIds: z
    .array(id)
    .default([])
    .describe('One: pinned; several: floats over them; none: floats over the environment'),
  taskCores: z
    .array(z.strictObject({ taskId: id, coreId: id }))
    .default([])
    .describe('Tasks bound to a core of their own'),
  instances: z
    .number()
    .int()
    .min(1)
    .max(MOST_COPIES)
    .default(1)
    .describe('How many instances of the application stand here'),
  reason: known(longText).describe('Why here; null: not stated'),
});
/** An application (so many instances of it) put into an environment. */
export type Placement = z.infer<typeof placementSchema>;

export const regionSchema = z.strictObject({
  id,
  order,
  layoutId: id,
  name,
  kind: z
    .enum(['shared', 'private', 'reserved'])
    .default('shared')
    .describe('shared: between environments; private: of one; reserved: of none'),
  environmentId: known(id).describe('Owner of a private region'),
  memoryId: known(id).describe('Memory of the target it lies in; null: any'),
  base: known(bytes).describe('Physical address; null: not placed yet'),
  sizeBytes: positiveBytes.describe('Length'),
  cacheable: known(z.boolean()).describe('Whether it is mapped as cached memory; null: unknown'),
  notes: known(longText).describe('null: none'),
});
/** A named stretch of memory: shared between environments, private to one, or reserved. */
export type Region = z.infer<typeof regionSchema>;

export const grantModeSchema = z.enum([
  'pass-through',
  'virtual-function',
  'para-virtual',
  'emulated',
]);
export type GrantMode = z.infer<typeof grantModeSchema>;

export const grantSchema = z.strictObject({
  id,
  order,
  layoutId: id,
  deviceId: id,
  environmentId: id,
  mode: grantModeSchema.describe(
    'pass-through: to it alone; virtual-function: one function of an SR-IOV device; para-virtual or emulated: served by another environment',
  ),
  backendEnvironmentId: known(id).describe('Who serves a para-virtual or emulated device'),
  notes: known(longText).describe('null: none'),
});
/** A device given to an environment. */
export type Grant = z.infer<typeof grantSchema>;

export const channelKindSchema = z.enum([
  'shared-memory',
  'message',
  'notification',
  'socket',
  'virtio',
]);
export type ChannelKind = z.infer<typeof channelKindSchema>;

export const channelSchema = z.strictObject({
  id,
  order,
  layoutId: id,
  linkId: id,
  kind: channelKindSchema.describe('How the data goes'),
  mechanismId: known(id).describe('IPC mechanism of the catalogue; null: not chosen'),
  regionId: known(id).describe('Region a shared-memory channel lies in'),
  regionOffset: known(bytes).describe('Where in the region it starts'),
  sizeBytes: known(positiveBytes).describe('Part of the region it takes; null: all of it'),
  fromAddress: known(bytes).describe("Address in the sender's environment"),
  toAddress: known(bytes).describe("Address in the receiver's environment"),
  notes: known(longText).describe('null: none'),
});
/** How a layout carries a link. */
export type Channel = z.infer<typeof channelSchema>;

export const imageFormatSchema = z.enum(['raw', 'qcow2', 'container-layer', 'volume']);
export type ImageFormat = z.infer<typeof imageFormatSchema>;

export const imageSchema = z.strictObject({
  id,
  order,
  layoutId: id,
  parentId: known(id).describe('Image it stands on: backing file, or layer beneath; null: none'),
  name,
  format: imageFormatSchema.describe('Format of the disk image, or layer of a container image'),
  environmentId: known(id).describe('Environment that starts from it; null: a base of others'),
  copies: z
    .number()
    .int()
    .min(1)
    .max(MOST_COPIES)
    .default(1)
    .describe('One for each instance that writes to its own'),
  slots: z.number().int().min(1).max(2).default(1).describe('2: A/B, both kept on the disk'),
  virtualBytes: known(positiveBytes).describe('Size of the disk that the guest sees'),
  contentBytes: known(bytes).describe('Written into it, beyond what it stands on'),
  growthBytes: known(bytes).describe('Written into each copy over its life'),
  writeBytes: known(positiveBytes).describe(
    'Size of one scattered write of the growth; null: written in one stretch',
  ),
  updateBytes: known(bytes).describe('Rewritten in what it stands on by an update'),
  sources: figureSources,
});
/** A disk image or a container layer; images stand on each other as a tree. */
export type Image = z.infer<typeof imageSchema>;
