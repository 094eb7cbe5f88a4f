/** Words of the catalogue: families, states, confidence, names of figures and how they group. */
import type { FigureConfidence, IoModeId, Verification } from '../../catalog/figure.ts';
import type {
  Family,
  MechanismParameterId,
  ParameterId,
  Technology,
} from '../../catalog/technology.ts';

/** A family as a heading, with the type that the product's articles give it. */
export const FAMILY_WORDS: Readonly<Record<Family, string>> = {
  'bare-metal': 'Bare metal',
  'type1-static': 'Type 1, static partitions',
  'type1-general': 'Type 1, general VMs',
  type2: 'Type 2, VMs in a host OS',
  'thin-vm': 'Thin VM',
  unikernel: 'Thin VM, unikernel',
  container: 'Container on a shared OS',
  'container-in-vm': 'Containers in a VM',
};

export const STATUS_WORDS: Readonly<Record<Technology['status'], string>> = {
  current: 'current',
  'vendor-life-cycle': 'vendor life cycle',
  unmaintained: 'unmaintained',
  retired: 'retired',
};

export const CONFIDENCE_WORDS: Readonly<Record<FigureConfidence, string>> = {
  high: 'high confidence',
  medium: 'medium confidence',
  low: 'low confidence',
  judgement: 'a judgement',
};

export const VERIFICATION_WORDS: Readonly<Record<Verification, string>> = {
  'raw-data': 'read from the raw data',
  'measured-first-hand': 'measured first hand',
  'document-read': 'the document was read',
  'abstract-read': 'only the abstract was read',
  'secondary-quote': 'quoted by another document',
  'vendor-claim-read': 'the vendor claims it',
  derived: 'derived from other figures',
  'by-definition': 'true by definition',
  'judgement-from-source': 'judged from what the source says',
  judgement: 'judged by a person',
  'not-opened': 'the source was not opened',
};

export const IO_MODE_WORDS: Readonly<Record<IoModeId, string>> = {
  direct: 'direct',
  emulated: 'emulated',
  'para-virtual': 'para-virtual',
  'pass-through': 'pass-through',
  'virtual-function': 'virtual function',
  'host-kernel': 'host kernel',
  'shared-memory': 'shared memory',
};

/** Figures of a technology as they are listed: groups in reading order. */
export const PARAMETER_GROUPS: readonly {
  readonly title: string;
  readonly parameters: readonly ParameterId[];
}[] = [
  {
    title: 'Memory and disk',
    parameters: [
      'fixedHostMemory',
      'memoryOverheadPerInstance',
      'minGuestMemory',
      'memoryDedup',
      'diskFixed',
      'diskPerInstance',
    ],
  },
  {
    title: 'Time',
    parameters: [
      'startupTime',
      'cpuOverhead',
      'cpuOverheadInterference',
      'networkAppThroughput',
      'hypercallCost',
    ],
  },
  {
    title: 'Interrupts',
    parameters: [
      'interruptLatency',
      'interruptLatencyMax',
      'interruptLatencyInterferenceMax',
      'ipiLatency',
    ],
  },
  {
    title: 'Isolation',
    parameters: [
      'ownKernel',
      'isolationSpatial',
      'isolationTemporal',
      'faultContainment',
      'isolationMicroarchitectural',
      'tcbSize',
    ],
  },
  {
    title: 'Use',
    parameters: ['maxInstances', 'ioModes', 'certificationStatus', 'licence'],
  },
];

export const PARAMETER_TITLES: Readonly<Record<ParameterId, string>> = {
  fixedHostMemory: 'Fixed memory',
  memoryOverheadPerInstance: 'Memory per instance',
  minGuestMemory: 'Smallest guest',
  diskFixed: 'Fixed disk space',
  diskPerInstance: 'Disk per instance',
  startupTime: 'Start-up',
  cpuOverhead: 'CPU overhead',
  cpuOverheadInterference: 'CPU overhead, interference',
  networkAppThroughput: 'Network application',
  hypercallCost: 'Hypercall',
  interruptLatency: 'Interrupt latency, mean',
  interruptLatencyMax: 'Interrupt latency, largest seen',
  interruptLatencyInterferenceMax: 'Interrupt latency, largest seen under interference',
  ipiLatency: 'Inter-processor interrupt',
  tcbSize: 'Trusted computing base',
  maxInstances: 'Most instances',
  memoryDedup: 'Deduplication',
  ioModes: 'Ways to devices',
  ownKernel: 'Own kernel',
  isolationSpatial: 'Isolation in space',
  isolationTemporal: 'Isolation in time',
  faultContainment: 'Fault containment',
  isolationMicroarchitectural: 'Microarchitecture',
  certificationStatus: 'Certification',
  licence: 'Licence',
};

export const MECHANISM_TITLES: Readonly<Record<MechanismParameterId, string>> = {
  latency: 'Latency',
  throughput: 'Throughput',
  maxPeers: 'Most peers',
  copiesData: 'Copies data',
  hypervisorOnDataPath: 'Hypervisor on data path',
  needs: 'Needs',
};

/**
 * Title of a figure, whatever it belongs to.
 *
 * @param subjectKind what it belongs to
 * @param parameter name of the figure
 * @returns its title; the name itself where the catalogue of this program does not know it
 */
export function parameterTitle(subjectKind: 'technology' | 'mechanism', parameter: string): string {
  const titles: Readonly<Record<string, string>> =
    subjectKind === 'technology' ? PARAMETER_TITLES : MECHANISM_TITLES;
  return titles[parameter] ?? parameter;
}
