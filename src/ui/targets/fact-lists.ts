/** Which facts each part of a target has, in the order in which they are shown. */
import type { TargetPart, TargetSpot } from '../../model/commands/target.ts';
import { clusterSchema, memorySchema, type provenanceSchema } from '../../model/target.ts';
import type { Choice } from '../fields/choices.ts';
import { ISA_CHOICES } from '../fields/choices.ts';
import type { FactKind } from './fact-kinds.ts';

/** One fact of a record. */
export interface FactField {
  readonly field: string;
  readonly label: string;
  readonly kind: FactKind;
  /** What an absent value means; default: unknown. */
  readonly absent?: string;
  /** Whether it cannot be emptied. */
  readonly required?: boolean;
}

const words = (values: readonly string[]): readonly Choice<string>[] =>
  values.map((value) => ({ value, label: value }));
const text = { type: 'text' } as const;
const longText = { type: 'long-text' } as const;
const yesNo = { type: 'yes-no' } as const;
const size = { type: 'size' } as const;
const clock = { type: 'clock' } as const;
const whole = { type: 'whole' } as const;

export const TARGET_FACTS: readonly FactField[] = [
  { field: 'name', label: 'Name', kind: text, required: true },
  { field: 'vendor', label: 'Vendor', kind: text },
  { field: 'referenceBoard', label: 'Reference board', kind: text },
  { field: 'summary', label: 'Summary', kind: longText, absent: 'none' },
];

export const CLUSTER_FACTS: readonly FactField[] = [
  { field: 'name', label: 'Cluster', kind: text, required: true },
  { field: 'coreType', label: 'Core type', kind: text, required: true },
  {
    field: 'role',
    label: 'Role',
    kind: { type: 'choice', choices: words(clusterSchema.shape.role.options) },
    required: true,
  },
  {
    field: 'isa',
    label: 'Instruction set',
    kind: { type: 'choice', choices: ISA_CHOICES },
    required: true,
  },
  { field: 'isaRevision', label: 'Revision', kind: text },
  { field: 'maxClockHz', label: 'Max clock', kind: clock },
  { field: 'baseClockHz', label: 'Base clock', kind: clock },
  { field: 'threadsPerCore', label: 'Threads', kind: whole },
  {
    field: 'lockstep',
    label: 'Lockstep',
    kind: { type: 'choice', choices: words(['none', 'configurable', 'fixed']) },
  },
];

export const CACHE_FACTS: readonly FactField[] = [
  { field: 'sizeBytes', label: 'Size', kind: size },
  { field: 'lineBytes', label: 'Line', kind: size },
  { field: 'ways', label: 'Ways', kind: whole },
];

export const MEMORY_FACTS: readonly FactField[] = [
  { field: 'name', label: 'Memory', kind: text, required: true },
  {
    field: 'kind',
    label: 'Kind',
    kind: { type: 'choice', choices: words(memorySchema.shape.kind.options) },
    required: true,
  },
  { field: 'sizeBytes', label: 'Fitted', kind: size },
  { field: 'maxSizeBytes', label: 'At most', kind: size },
  { field: 'ranges', label: 'Addresses', kind: { type: 'ranges' } },
  { field: 'technologies', label: 'Technology', kind: { type: 'words' } },
  { field: 'channels', label: 'Channels', kind: whole },
  { field: 'busBits', label: 'Bus, bits', kind: whole },
  { field: 'dataRateMtps', label: 'MT/s', kind: { type: 'number' } },
  { field: 'peakBytesPerSecond', label: 'Peak', kind: { type: 'bandwidth' } },
  { field: 'ecc', label: 'ECC', kind: text },
  { field: 'coreIds', label: 'Local to', kind: { type: 'cores' }, absent: 'all cores' },
];

export const DEVICE_FACTS: readonly FactField[] = [
  { field: 'name', label: 'Device', kind: text, required: true },
  { field: 'class', label: 'Class', kind: text, required: true },
  { field: 'model', label: 'Model', kind: text },
  { field: 'behindIommu', label: 'Behind IOMMU', kind: yesNo },
  { field: 'iommuUnit', label: 'Unit', kind: text },
  { field: 'iommuGroup', label: 'Group', kind: text },
  { field: 'virtualFunctions', label: 'Virtual functions', kind: whole },
  { field: 'busId', label: 'PCI address', kind: text, absent: '' },
  { field: 'vendorDevice', label: 'PCI id', kind: text, absent: '' },
  { field: 'capacityBytes', label: 'Capacity', kind: size, absent: '' },
];

export const VIRTUALIZATION_FACTS: readonly FactField[] = [
  { field: 'hypervisorExtension', label: 'Hypervisor extension', kind: yesNo },
  { field: 'extensionName', label: 'Its name', kind: text },
  { field: 'stage2Translation', label: 'Second-stage translation', kind: yesNo },
  { field: 'vhe', label: 'Arm VHE', kind: yesNo },
  { field: 'interruptController', label: 'Interrupt controller', kind: text },
  { field: 'interruptTranslation', label: 'Interrupt translation (ITS)', kind: yesNo },
  { field: 'postedInterrupts', label: 'Posted interrupts', kind: yesNo },
  { field: 'iommuName', label: 'IOMMU / SMMU', kind: text },
  { field: 'iommuPresent', label: 'IOMMU present', kind: yesNo },
  { field: 'iommuEnabled', label: 'IOMMU turned on', kind: yesNo },
  { field: 'l2CacheAllocation', label: 'L2 cache allocation', kind: yesNo },
  { field: 'l3CacheAllocation', label: 'L3 cache allocation', kind: yesNo },
  { field: 'mpam', label: 'Arm MPAM', kind: yesNo },
  { field: 'memoryBandwidthAllocation', label: 'Memory bandwidth allocation', kind: yesNo },
  { field: 'cacheMonitoring', label: 'Cache monitoring', kind: yesNo },
  { field: 'allocationDetail', label: 'Detail', kind: longText, absent: 'none' },
];

export const HYPERVISOR_FACTS: readonly FactField[] = [
  { field: 'name', label: 'Hypervisor', kind: text, required: true },
  { field: 'evidenceKind', label: 'Kind of evidence', kind: text, required: true },
  { field: 'evidence', label: 'Evidence', kind: longText, required: true },
  { field: 'caveat', label: 'Caveat', kind: longText, absent: 'none' },
];

/** Facts per part of a target. */
export const FACTS: Readonly<
  Record<TargetPart | 'virtualization' | 'target', readonly FactField[]>
> = {
  target: TARGET_FACTS,
  clusters: CLUSTER_FACTS,
  caches: CACHE_FACTS,
  memories: MEMORY_FACTS,
  devices: DEVICE_FACTS,
  hypervisors: HYPERVISOR_FACTS,
  virtualization: VIRTUALIZATION_FACTS,
};

/** @returns the facts of a record, and how confident its sources are */
export function factsOf(spot: TargetSpot): readonly FactField[] {
  return FACTS[spot.part];
}

/** Words for a confidence; null means that the sources do not say. */
export const CONFIDENCE_WORDS: Readonly<
  Record<NonNullable<ReturnType<typeof provenanceSchema.parse>['confidence']>, string>
> = { high: 'high confidence', medium: 'medium confidence', low: 'low confidence' };
