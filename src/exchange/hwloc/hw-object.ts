/** One object of an hwloc topology after decoding, the same for every version of the format. */
import type { XmlElement } from '../xml/parse-xml.ts';
import type { BitSet } from './bit-set.ts';

/** Kinds of object; caches of all levels are one kind with a level. */
export type HwType =
  | 'Machine'
  | 'Package'
  | 'Die'
  | 'Group'
  | 'Cache'
  | 'Core'
  | 'PU'
  | 'NUMANode'
  | 'MemCache'
  | 'Bridge'
  | 'PCIDev'
  | 'OSDev'
  | 'Misc';

/** Which children list an object belongs to: the processing tree, memory beside it, I/O below it, or remarks. */
export type HwFamily = 'normal' | 'memory' | 'io' | 'misc';

const FAMILIES: Readonly<Record<HwType, HwFamily>> = {
  Machine: 'normal',
  Package: 'normal',
  Die: 'normal',
  Group: 'normal',
  Cache: 'normal',
  Core: 'normal',
  PU: 'normal',
  NUMANode: 'memory',
  MemCache: 'memory',
  Bridge: 'io',
  PCIDev: 'io',
  OSDev: 'io',
  Misc: 'misc',
};

/**
 * @param type a kind of object
 * @returns the list it stands in
 */
export function familyOf(type: HwType): HwFamily {
  return FAMILIES[type];
}

export interface HwCache {
  readonly level: number;
  readonly kind: 'unified' | 'data' | 'instruction';
  /** False where the file leaves open whether it holds data, instructions or both. */
  readonly kindStated: boolean;
  readonly sizeBytes: number | null;
  readonly lineBytes: number | null;
  readonly ways: number | null;
  readonly fullyAssociative: boolean;
}

/** PCI address and identifiers; null where the file does not state them. */
export interface HwPci {
  readonly address: PciAddress | null;
  readonly ids: PciIds | null;
}

export interface PciAddress {
  readonly domain: number;
  readonly bus: number;
  readonly device: number;
  readonly function: number;
}

export interface PciIds {
  /** Base class and subclass, for example 0x0200. */
  readonly classCode: number;
  readonly vendor: number;
  readonly device: number;
}

/** One object. Sets are as in the file until `settle` restricts them to what may be used. */
export interface HwObject {
  type: HwType;
  readonly element: XmlElement;
  /** Number the OS gives it. */
  readonly osIndex: number | null;
  cpuset: BitSet | null;
  readonly completeCpuset: BitSet | null;
  nodeset: BitSet | null;
  readonly completeNodeset: BitSet | null;
  readonly infos: ReadonlyMap<string, string>;
  readonly name: string | null;
  readonly subtype: string | null;
  readonly cache: HwCache | null;
  readonly pci: HwPci | null;
  /** Bytes of a NUMA node, or of the whole machine in version 1; null when not stated. */
  readonly memoryBytes: number | null;
  /** Kind of OS device, as a word. */
  readonly osDevice: OsDeviceKind | null;
  readonly children: Readonly<Record<HwFamily, HwObject[]>>;
}

export type OsDeviceKind =
  'storage' | 'memory' | 'gpu' | 'accelerator' | 'network' | 'infiniband' | 'dma' | 'other';

/** Kinds of core as the OS tells them apart. */
export interface HwCpuKind {
  readonly cpuset: BitSet;
  readonly infos: ReadonlyMap<string, string>;
}

/** A decoded file. */
export interface HwTopology {
  /** As written in the file, for example "2.0"; version 1 writes none and is "1.0". */
  readonly version: string;
  readonly root: HwObject;
  /** What the process that wrote the file was allowed to use; null: everything. */
  readonly allowedCpuset: BitSet | null;
  readonly allowedNodeset: BitSet | null;
  readonly cpuKinds: readonly HwCpuKind[];
  /** Facts about machine, OS and program, wherever the version keeps them. */
  readonly infos: ReadonlyMap<string, string>;
}
