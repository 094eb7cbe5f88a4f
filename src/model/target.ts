/** The hardware a plan is made for. A plan holds its own copy, so that it is self-contained. */
import { z } from 'zod';
import { contentionSchema } from './interference.ts';
import { bytes, count, hz, id, longText, name, positiveBytes, shortText } from './fields.ts';

const known = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** Instruction sets an application can be built for and a core can run. */
export const isaSchema = z.enum([
  'aarch64',
  'armv7-a',
  'armv7-r',
  'armv8-r',
  'armv6-m',
  'armv7e-m',
  'armv8-m',
  'x86_64',
  'riscv64',
  'xtensa',
  'c66x',
  'c71x',
  'pru',
  'microblaze',
  'other',
]);
export type Isa = z.infer<typeof isaSchema>;

/** Who says so, how sure, and which fields the user has set. Part of every hardware record. */
export const provenanceSchema = z.strictObject({
  sources: z.array(z.string().max(120)).default([]).describe("Keys of the target's sources"),
  confidence: known(z.enum(['high', 'medium', 'low'])).describe('null: not stated'),
  userFields: z
    .array(z.string().max(60))
    .default([])
    .describe('Fields that the user has set; their source is the user'),
});
export type Provenance = z.infer<typeof provenanceSchema>;

// What is left out is not stated. Prefault and not default: the record's own defaults fill it, so they stand in one place.
const provenance = provenanceSchema.prefault({});

const record = { id, provenance, notes: known(longText) };

/** Cores of one type that stand together: an Arm cluster, or the cores of one kind of an x86 package. */
export const clusterSchema = z.strictObject({
  ...record,
  name,
  role: z.enum(['application', 'realtime', 'dsp', 'management']),
  coreType: name.describe('For example Cortex-A72; WCETs and loads are stated for it'),
  isa: isaSchema,
  isaRevision: known(shortText),
  maxClockHz: known(hz),
  baseClockHz: known(hz),
  threadsPerCore: known(z.number().int().min(1).max(16)),
  lockstep: known(z.enum(['none', 'configurable', 'fixed'])),
  packageId: known(id).describe('Clusters with the same value share a package (socket)'),
});
export type Cluster = z.infer<typeof clusterSchema>;

/** One core: a hardware thread group that runs software. Listed in hardware order. */
export const coreSchema = z.strictObject({
  id,
  name: name.describe('Shown on the floorplan, for example "core 3"'),
  clusterId: id,
  hwIds: z
    .array(z.string().max(40))
    .default([])
    .describe('Hardware threads as the OS or the device tree numbers them; empty when unknown'),
});
export type Core = z.infer<typeof coreSchema>;

/** One physical cache. A core without a level-1 cache record has an unknown one. */
export const cacheSchema = z.strictObject({
  ...record,
  level: z.number().int().min(1).max(5),
  kind: z.enum(['unified', 'data', 'instruction']),
  sizeBytes: known(bytes),
  lineBytes: known(positiveBytes),
  ways: known(count),
  coreIds: z.array(id).describe('Cores that share it'),
  partitioning: known(
    z.strictObject({
      mechanism: shortText.describe('For example Intel L3 CAT (+CDP), or "none"'),
      maskBits: known(count),
      closCount: known(count).describe('Classes of service (CAT) or partition ids (MPAM)'),
      leastBits: known(count).describe('Fewest bits a mask may have (min_cbm_bits)'),
      sparse: known(z.boolean()).describe('Whether bits of a mask may stand apart'),
      shareableMask: known(shortText),
      note: known(longText),
    }),
  ),
});
export type Cache = z.infer<typeof cacheSchema>;

/** A stretch of the physical address space. */
export const addressRangeSchema = z.strictObject({ base: bytes, size: positiveBytes });
export type AddressRange = z.infer<typeof addressRangeSchema>;

/** One memory: DRAM as fitted (or of one NUMA node), or an on-chip memory. */
export const memorySchema = z.strictObject({
  ...record,
  name,
  kind: z.enum(['dram', 'hbm', 'sram', 'tcm', 'persistent']),
  technologies: z.array(shortText).default([]).describe('For example LPDDR4'),
  sizeBytes: known(bytes).describe('What is fitted; null when unknown'),
  maxSizeBytes: known(bytes).describe('What the SoC can address at most'),
  ranges: z
    .array(addressRangeSchema)
    .default([])
    .describe('Where it stands in the physical address space; empty when unknown'),
  coreIds: z.array(id).default([]).describe('Cores it is local to; empty: all'),
  channels: known(count),
  busBits: known(count),
  dataRateMtps: known(z.number().positive()),
  peakBytesPerSecond: known(z.number().positive()),
  ecc: known(shortText),
  contention: known(contentionSchema).describe('null: unknown'),
});
export type Memory = z.infer<typeof memorySchema>;

/** One device that can be given to an environment; a PCI function each. */
export const deviceSchema = z.strictObject({
  ...record,
  name,
  class: shortText.describe('ethernet, can, uart, pcie, sdhci, gpu, ...'),
  model: known(shortText),
  behindIommu: known(z.boolean()).describe('Whether an IOMMU/SMMU translates its DMA'),
  iommuUnit: known(shortText),
  iommuGroup: known(shortText).describe('Devices of one group move together'),
  busId: known(shortText).describe('PCI address'),
  vendorDevice: known(shortText).describe('PCI vendor:device'),
  physicalFunctionId: known(id).describe('Set on a virtual function: the device it belongs to'),
  virtualFunctions: known(count).describe('SR-IOV virtual functions it offers; null when unknown'),
  capacityBytes: known(bytes).describe('For storage'),
  coreIds: z.array(id).default([]).describe('Cores it is local to; empty: all or unknown'),
});
export type Device = z.infer<typeof deviceSchema>;

/** What the hardware offers for isolation. Present, enabled, and covering a device are three facts. */
export const virtualizationSchema = z.strictObject({
  provenance,
  notes: known(longText),
  extensionName: known(shortText).describe('EL2, VT-x, ...'),
  hypervisorExtension: known(z.boolean()),
  stage2Translation: known(z.boolean()).describe('Arm stage 2, Intel EPT'),
  vhe: known(z.boolean()).describe('Arm Virtualization Host Extensions'),
  interruptController: known(shortText),
  interruptTranslation: known(z.boolean()).describe('GIC ITS'),
  postedInterrupts: known(z.boolean()),
  iommuName: known(shortText),
  iommuPresent: known(z.boolean()),
  iommuEnabled: known(z.boolean()),
  iommuUnits: z
    .array(
      z.strictObject({
        name,
        architecture: known(shortText),
        base: known(bytes),
        enabled: known(z.boolean()),
      }),
    )
    .default([]),
  l2CacheAllocation: known(z.boolean()),
  l3CacheAllocation: known(z.boolean()),
  mpam: known(z.boolean()),
  memoryBandwidthAllocation: known(z.boolean()),
  cacheMonitoring: known(z.boolean()),
  allocationDetail: known(longText),
  otherIsolation: z.array(longText).default([]),
});
export type Virtualization = z.infer<typeof virtualizationSchema>;

/** Evidence that a hypervisor runs on the target. No record means no evidence found, not "unsupported". */
export const hypervisorSupportSchema = z.strictObject({
  ...record,
  name,
  evidenceKind: shortText,
  evidence: longText,
  caveat: known(longText),
});
export type HypervisorSupport = z.infer<typeof hypervisorSupportSchema>;

/** How fast one core type is against another, stated by a source or by the user. */
export const capacityFactorSchema = z.strictObject({
  id,
  fromCoreType: name,
  toCoreType: name,
  timeFactor: z
    .number()
    .positive()
    .describe('Time on toCoreType / time on fromCoreType, both at the clocks of this target'),
  source: z.string().min(1).max(400),
});
export type CapacityFactor = z.infer<typeof capacityFactorSchema>;

/** A document, file or log that facts were read from. */
export const sourceSchema = z.strictObject({
  title: z.string().min(1).max(400),
  kind: known(shortText),
  url: known(z.string().max(600)),
  locator: known(z.string().max(600)).describe('Path in a repository, page, section'),
  version: known(shortText).describe('Commit, revision'),
  note: known(longText),
});
export type Source = z.infer<typeof sourceSchema>;

export const targetSchema = z.strictObject({
  id,
  name,
  vendor: known(shortText),
  category: z.enum(['arm-soc', 'arm-som', 'x86-cpu', 'x86-soc', 'imported', 'custom']),
  summary: known(longText),
  referenceBoard: known(shortText),
  provenance: provenance.describe('Of the fields of this record itself'),
  clusters: z.array(clusterSchema).min(1),
  cores: z.array(coreSchema).min(1).max(4096),
  caches: z.array(cacheSchema).default([]),
  memories: z.array(memorySchema).default([]),
  devices: z.array(deviceSchema).default([]),
  absentDevices: z
    .array(z.strictObject({ class: shortText, provenance, notes: known(longText) }))
    .default([])
    .describe('Classes of which a source says that there are none'),
  virtualization: virtualizationSchema.prefault({}),
  hypervisors: z.array(hypervisorSupportSchema).default([]),
  capacityFactors: z.array(capacityFactorSchema).default([]),
  gaps: z.array(longText).default([]).describe('What was looked for and not found'),
  sources: z.record(z.string().max(120), sourceSchema).default({}),
});

/** Hardware: clusters, cores, caches, memories, devices, virtualization features. */
export type Target = z.infer<typeof targetSchema>;
