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

const provenanceOfRecord = provenance.describe('Who says so');
const notes = known(longText).describe('null: none');
const record = { id, provenance: provenanceOfRecord, notes };

/** Cores of one type that stand together: an Arm cluster, or the cores of one kind of an x86 package. */
export const clusterSchema = z.strictObject({
  ...record,
  name,
  role: z.enum(['application', 'realtime', 'dsp', 'management']).describe('What its cores are for'),
  coreType: name.describe('For example Cortex-A72; WCETs and loads are stated for it'),
  isa: isaSchema.describe('Instruction set'),
  isaRevision: known(shortText).describe(
    'Revision of the instruction set, for example "v8.2-A"; null: unknown',
  ),
  maxClockHz: known(hz).describe('Highest clock; null: unknown'),
  baseClockHz: known(hz).describe('Clock without boost; null: unknown'),
  threadsPerCore: known(z.number().int().min(1).max(16)).describe(
    'Hardware threads of each core; null: unknown',
  ),
  lockstep: known(z.enum(['none', 'configurable', 'fixed'])).describe(
    'Whether cores check each other; null: unknown',
  ),
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
  level: z.number().int().min(1).max(5).describe('1: nearest to the core'),
  kind: z.enum(['unified', 'data', 'instruction']).describe('What it holds'),
  sizeBytes: known(bytes).describe('null: unknown'),
  lineBytes: known(positiveBytes).describe('Length of a line; null: unknown'),
  ways: known(count).describe('Associativity; null: unknown'),
  coreIds: z.array(id).describe('Cores that share it'),
  partitioning: known(
    z.strictObject({
      mechanism: shortText.describe('For example Intel L3 CAT (+CDP), or "none"'),
      maskBits: known(count).describe('Bits of a mask; null: unknown'),
      closCount: known(count).describe('Classes of service (CAT) or partition ids (MPAM)'),
      leastBits: known(count).describe('Fewest bits a mask may have (min_cbm_bits)'),
      sparse: known(z.boolean()).describe('Whether bits of a mask may stand apart'),
      shareableMask: known(shortText).describe(
        'Bits that other parts of the chip fill too, as hexadecimal mask; null: unknown',
      ),
      note: known(longText).describe('null: none'),
    }),
  ).describe('How it can be divided; null: unknown'),
});
export type Cache = z.infer<typeof cacheSchema>;

/** A stretch of the physical address space. */
export const addressRangeSchema = z.strictObject({
  base: bytes.describe('First physical address'),
  size: positiveBytes.describe('Length in bytes'),
});
export type AddressRange = z.infer<typeof addressRangeSchema>;

/** One memory: DRAM as fitted (or of one NUMA node), or an on-chip memory. */
export const memorySchema = z.strictObject({
  ...record,
  name,
  kind: z.enum(['dram', 'hbm', 'sram', 'tcm', 'persistent']).describe('What kind of memory'),
  technologies: z.array(shortText).default([]).describe('For example LPDDR4'),
  sizeBytes: known(bytes).describe('What is fitted; null when unknown'),
  maxSizeBytes: known(bytes).describe('What the SoC can address at most'),
  ranges: z
    .array(addressRangeSchema)
    .default([])
    .describe('Where it stands in the physical address space; empty when unknown'),
  coreIds: z.array(id).default([]).describe('Cores it is local to; empty: all'),
  channels: known(count).describe('Memory channels; null: unknown'),
  busBits: known(count).describe('Width of the data bus; null: unknown'),
  dataRateMtps: known(z.number().positive()).describe(
    'Million transfers per second; null: unknown',
  ),
  peakBytesPerSecond: known(z.number().positive()).describe('Peak bandwidth; null: unknown'),
  ecc: known(shortText).describe('How errors are corrected; null: unknown'),
  contention: known(contentionSchema).describe('null: unknown'),
});
export type Memory = z.infer<typeof memorySchema>;

/** One device that can be given to an environment; a PCI function each. */
export const deviceSchema = z.strictObject({
  ...record,
  name,
  class: shortText.describe('ethernet, can, uart, pcie, sdhci, gpu, ...'),
  model: known(shortText).describe('For example the name of the IP block; null: unknown'),
  behindIommu: known(z.boolean()).describe('Whether an IOMMU/SMMU translates its DMA'),
  iommuUnit: known(shortText).describe('Which IOMMU translates for it; null: unknown'),
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
  provenance: provenance.describe('Who says so'),
  notes: known(longText).describe('null: none'),
  extensionName: known(shortText).describe('EL2, VT-x, ...'),
  hypervisorExtension: known(z.boolean()).describe('Whether there is one; null: unknown'),
  stage2Translation: known(z.boolean()).describe('Arm stage 2, Intel EPT'),
  vhe: known(z.boolean()).describe('Arm Virtualization Host Extensions'),
  interruptController: known(shortText).describe('For example "GICv3"; null: unknown'),
  interruptTranslation: known(z.boolean()).describe('GIC ITS'),
  postedInterrupts: known(z.boolean()).describe(
    'Whether interrupts reach a guest without its hypervisor; null: unknown',
  ),
  iommuName: known(shortText).describe('For example "SMMU-500"; null: unknown'),
  iommuPresent: known(z.boolean()).describe('null: unknown'),
  iommuEnabled: known(z.boolean()).describe('Whether it is switched on; null: unknown'),
  iommuUnits: z
    .array(
      z.strictObject({
        name,
        architecture: known(shortText).describe('For example "SMMUv2"; null: unknown'),
        base: known(bytes).describe('Physical address of its registers; null: unknown'),
        enabled: known(z.boolean()).describe('Whether it is switched on; null: unknown'),
      }),
    )
    .default([])
    .describe('Each of them, where there are several; empty: unknown'),
  l2CacheAllocation: known(z.boolean()).describe(
    'Whether ways of level 2 can be given out; null: unknown',
  ),
  l3CacheAllocation: known(z.boolean()).describe(
    'Whether ways of level 3 can be given out; null: unknown',
  ),
  mpam: known(z.boolean()).describe('Whether Arm MPAM is there; null: unknown'),
  memoryBandwidthAllocation: known(z.boolean()).describe(
    'Whether bandwidth can be throttled; null: unknown',
  ),
  cacheMonitoring: known(z.boolean()).describe('Whether occupancy can be measured; null: unknown'),
  allocationDetail: known(longText).describe('In words; null: none'),
  otherIsolation: z.array(longText).default([]).describe('Further means of isolation, in words'),
});
export type Virtualization = z.infer<typeof virtualizationSchema>;

/** Evidence that a hypervisor runs on the target. No record means no evidence found, not "unsupported". */
export const hypervisorSupportSchema = z.strictObject({
  ...record,
  name,
  evidenceKind: shortText.describe('For example a configuration, or a list of supported boards'),
  evidence: longText.describe('What was found'),
  caveat: known(longText).describe('What limits it; null: nothing known'),
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
  source: z.string().min(1).max(400).describe('Who says so'),
});
export type CapacityFactor = z.infer<typeof capacityFactorSchema>;

/** A document, file or log that facts were read from. */
export const sourceSchema = z.strictObject({
  title: z.string().min(1).max(400).describe('Of the document'),
  kind: known(shortText).describe('For example "data sheet"; null: unknown'),
  url: known(z.string().max(600)).describe('Where it was found; null: not online'),
  locator: known(z.string().max(600)).describe('Path in a repository, page, section'),
  version: known(shortText).describe('Commit, revision'),
  note: known(longText).describe('null: none'),
});
export type Source = z.infer<typeof sourceSchema>;

export const targetSchema = z.strictObject({
  id,
  name,
  vendor: known(shortText).describe('null: unknown'),
  category: z
    .enum(['arm-soc', 'arm-som', 'x86-cpu', 'x86-soc', 'imported', 'custom'])
    .describe('What it is; imported: read from a file of the machine; custom: made by the user'),
  summary: known(longText).describe('null: none'),
  referenceBoard: known(shortText).describe('Board that the facts hold for; null: unknown'),
  provenance: provenance.describe('Of the fields of this record itself'),
  clusters: z.array(clusterSchema).min(1).describe('Cores of one type that stand together'),
  cores: z.array(coreSchema).min(1).max(4096).describe('In hardware order'),
  caches: z.array(cacheSchema).default([]).describe('Each physical cache; none: unknown'),
  memories: z.array(memorySchema).default([]).describe('Each memory; none: unknown'),
  devices: z.array(deviceSchema).default([]).describe('What can be given to environments'),
  absentDevices: z
    .array(
      z.strictObject({
        class: shortText.describe('Class of device'),
        provenance: provenanceOfRecord,
        notes,
      }),
    )
    .default([])
    .describe('Classes of which a source says that there are none'),
  virtualization: virtualizationSchema
    .prefault({})
    .describe('What the hardware offers for isolation'),
  hypervisors: z
    .array(hypervisorSupportSchema)
    .default([])
    .describe('Evidence of hypervisors that run on it; none: none was found'),
  capacityFactors: z
    .array(capacityFactorSchema)
    .default([])
    .describe('How fast one core type is against another'),
  gaps: z.array(longText).default([]).describe('What was looked for and not found'),
  sources: z
    .record(z.string().max(120), sourceSchema)
    .default({})
    .describe('Documents that facts were read from, by key'),
});

/** Hardware: clusters, cores, caches, memories, devices, virtualization features. */
export type Target = z.infer<typeof targetSchema>;
