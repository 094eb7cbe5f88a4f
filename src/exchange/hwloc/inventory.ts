/** Lists what a settled topology holds, in hwloc's logical order, and counts it as hwloc does. */
import { BitSet } from './bit-set.ts';
import type { HwObject, HwTopology } from './hw-object.ts';

/** Something that runs software: a Core object, or a processing unit that stands in no Core. */
export interface FoundCore {
  readonly object: HwObject;
  /** Numbers that the OS gives its hardware threads. */
  readonly units: readonly number[];
  readonly cpuset: BitSet;
  /** Objects of the processing tree around it, outermost first. */
  readonly ancestors: readonly HwObject[];
}

/** An object below the processing tree, with what it is local to. */
export interface FoundLocal {
  readonly object: HwObject;
  /** Processing units near it. */
  readonly cpuset: BitSet;
  /** Memory-side caches or bridges between it and the processing tree, outermost first. */
  readonly path: readonly HwObject[];
}

/** How many objects hwloc finds in the same file. */
export interface HwlocCounts {
  readonly packages: number;
  readonly dies: number;
  /** Core objects; 0 where the file lists processing units only. */
  readonly cores: number;
  readonly processingUnits: number;
  readonly numaNodes: number;
  readonly memoryCaches: number;
  /** By level: `l1` (data or unified), `l1i`, `l2`, ... Absent: none. */
  readonly caches: Readonly<Record<string, number>>;
  readonly pciDevices: number;
  readonly bridges: number;
  readonly osDevices: number;
  readonly misc: number;
}

/** Everything in a topology. */
export interface Inventory {
  readonly cores: readonly FoundCore[];
  readonly caches: readonly HwObject[];
  readonly packages: readonly HwObject[];
  readonly nodes: readonly FoundLocal[];
  readonly pciDevices: readonly FoundLocal[];
  /** OS devices that stand under no PCI device. */
  readonly loneOsDevices: readonly FoundLocal[];
  readonly counts: HwlocCounts;
}

interface OpenCore {
  readonly object: HwObject;
  readonly units: number[];
  readonly ancestors: readonly HwObject[];
}

class Lister {
  readonly cores: OpenCore[] = [];
  readonly caches: HwObject[] = [];
  readonly packages: HwObject[] = [];
  readonly nodes: FoundLocal[] = [];
  readonly pciDevices: FoundLocal[] = [];
  readonly loneOsDevices: FoundLocal[] = [];
  readonly tally = new Map<string, number>();

  #count(key: string): void {
    this.tally.set(key, (this.tally.get(key) ?? 0) + 1);
  }

  normal(object: HwObject, ancestors: readonly HwObject[], core: OpenCore | null): void {
    this.#count(object.type);
    let inside = core;
    if (object.type === 'Package') this.packages.push(object);
    if (object.type === 'Cache') {
      this.caches.push(object);
      this.#count(cacheKey(object));
    }
    if (object.type === 'Core' || (object.type === 'PU' && !core)) {
      inside = { object, units: [], ancestors };
      this.cores.push(inside);
    }
    if (object.type === 'PU') inside?.units.push(...unitNumbers(object));
    const cpuset = object.cpuset ?? BitSet.EMPTY;
    for (const child of object.children.memory) this.#memory(child, cpuset, []);
    for (const child of object.children.normal) {
      this.normal(child, [...ancestors, object], inside);
    }
    for (const child of object.children.io) this.#io(child, cpuset, []);
    this.#misc(object);
  }

  #memory(object: HwObject, cpuset: BitSet, path: readonly HwObject[]): void {
    this.#count(object.type);
    if (object.type === 'NUMANode') this.nodes.push({ object, cpuset, path });
    for (const child of object.children.memory) this.#memory(child, cpuset, [...path, object]);
    this.#misc(object);
  }

  #io(object: HwObject, cpuset: BitSet, path: readonly HwObject[]): void {
    this.#count(object.type);
    if (object.type === 'PCIDev') this.pciDevices.push({ object, cpuset, path });
    const isLone = object.type === 'OSDev' && !path.some(({ type }) => type === 'PCIDev');
    if (isLone) this.loneOsDevices.push({ object, cpuset, path });
    for (const child of object.children.io) this.#io(child, cpuset, [...path, object]);
    this.#misc(object);
  }

  #misc(object: HwObject): void {
    for (const child of object.children.misc) {
      this.#count('Misc');
      this.#misc(child);
    }
  }
}

function cacheKey(object: HwObject): string {
  return `l${object.cache?.level ?? 0}${object.cache?.kind === 'instruction' ? 'i' : ''}`;
}

function unitNumbers(unit: HwObject): readonly number[] {
  return unit.osIndex === null ? (unit.cpuset?.bits() ?? []) : [unit.osIndex];
}

/**
 * @param topology a settled topology
 * @returns its parts and their counts
 * @cost O(objects x depth)
 */
export function takeInventory(topology: HwTopology): Inventory {
  const lister = new Lister();
  lister.normal(topology.root, [], null);
  const count = (key: string) => lister.tally.get(key) ?? 0;
  const caches = [...lister.tally].filter(([key]) => /^l\d/.test(key)).sort();
  return {
    cores: lister.cores.map((core) => ({ ...core, cpuset: core.object.cpuset ?? BitSet.EMPTY })),
    caches: lister.caches,
    packages: lister.packages,
    nodes: lister.nodes,
    pciDevices: lister.pciDevices,
    loneOsDevices: lister.loneOsDevices,
    counts: {
      packages: count('Package'),
      dies: count('Die'),
      cores: count('Core'),
      processingUnits: count('PU'),
      numaNodes: count('NUMANode'),
      memoryCaches: count('MemCache'),
      caches: Object.fromEntries(caches),
      pciDevices: count('PCIDev'),
      bridges: count('Bridge'),
      osDevices: count('OSDev'),
      misc: count('Misc'),
    },
  };
}
