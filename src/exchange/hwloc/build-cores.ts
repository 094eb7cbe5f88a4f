/** Clusters and cores of a target from the cores of a topology. */
import type { Id } from '../../model/fields.ts';
import type { CapacityFactor, Cluster, Core, Isa, Provenance } from '../../model/target.ts';
import { fitName, fitNote } from '../fit-text.ts';
import { describeCores, type CoreDesign } from './core-design.ts';
import type { HwObject, HwTopology } from './hw-object.ts';
import type { FoundCore, Inventory } from './inventory.ts';

/** What the Linux kernel, and so hwloc, calls an architecture -> our word. */
const ISAS: ReadonlyMap<string, Isa> = new Map([
  ['x86_64', 'x86_64'],
  ['amd64', 'x86_64'],
  ['aarch64', 'aarch64'],
  ['arm64', 'aarch64'],
  ['armv7l', 'armv7-a'],
  ['riscv64', 'riscv64'],
]);

/** Vendor strings of the CPUID instruction, which only x86 processors have -> maker. */
const CPUID_VENDORS: ReadonlyMap<string, string> = new Map([
  ['GenuineIntel', 'Intel'],
  ['AuthenticAMD', 'AMD'],
  ['HygonGenuine', 'Hygon'],
  ['CentaurHauls', 'VIA'],
]);
/** `CPU architecture` of /proc/cpuinfo on Arm -> our word. */
const ARM_ARCHITECTURES: ReadonlyMap<string, Isa> = new Map([
  ['7', 'armv7-a'],
  ['8', 'aarch64'],
  ['AArch64', 'aarch64'],
]);

/** An instruction set and how it is known. */
export interface StatedIsa {
  readonly isa: Isa;
  /** Null where the file states it; else what it was inferred from, or that it is unknown. */
  readonly caveat: string | null;
}

/** So many facts of a core kind are quoted in a note; hwloc writes about five. */
const MAX_KIND_FACTS = 10;

export interface BuiltCores {
  readonly clusters: Cluster[];
  readonly cores: Core[];
  readonly capacityFactors: CapacityFactor[];
}

interface Group {
  readonly first: number;
  readonly members: number[];
  readonly package: HwObject | null;
  readonly cacheGroup: HwObject | null;
  readonly isMixed: boolean;
}

/** First value of an info on any object around the cores, or on the machine. */
function anyInfo(inventory: Inventory, topology: HwTopology, name: string): string | null {
  const stated = topology.infos.get(name);
  if (stated !== undefined) return stated;
  for (const { infos } of inventory.packages) {
    const value = infos.get(name);
    if (value !== undefined) return value;
  }
  return null;
}

/**
 * @param inventory parts of the topology
 * @param topology the file they come from
 * @returns the instruction set of the machine; `other` with a caveat where the file does not tell
 */
export function isaOf(inventory: Inventory, topology: HwTopology): StatedIsa {
  const architecture = topology.infos.get('Architecture');
  if (architecture !== undefined) {
    const isa = ISAS.get(architecture);
    const caveat = isa ? null : `Architecture "${architecture}" is shown as "other".`;
    return { isa: isa ?? 'other', caveat };
  }
  // Files made from CPUID dumps or with some backends lack the architecture.
  const vendor = anyInfo(inventory, topology, 'CPUVendor') ?? '';
  if (CPUID_VENDORS.has(vendor)) {
    const caveat = `The instruction set is not stated; x86_64 was inferred from CPUVendor ${vendor}.`;
    return { isa: 'x86_64', caveat };
  }
  const arm = anyInfo(inventory, topology, 'CPUArchitecture') ?? '';
  const armIsa = ARM_ARCHITECTURES.get(arm);
  if (armIsa && anyInfo(inventory, topology, 'CPUImplementer') !== null) {
    const caveat = `The instruction set is not stated; ${armIsa} was inferred from CPUArchitecture ${arm}.`;
    return { isa: armIsa, caveat };
  }
  return { isa: 'other', caveat: 'The instruction set is not stated; it is shown as "other".' };
}

/**
 * @param inventory parts of the topology
 * @param topology the file they come from
 * @returns who made the machine, or else its processors; null when not stated
 */
export function vendorOf(inventory: Inventory, topology: HwTopology): string | null {
  const maker = topology.infos.get('DMISysVendor');
  if (maker !== undefined) return maker;
  const vendor = anyInfo(inventory, topology, 'CPUVendor');
  return vendor === null ? null : (CPUID_VENDORS.get(vendor) ?? vendor);
}

/**
 * @param index logical number of a core
 * @returns its id in the target
 */
export function coreId(index: number): Id {
  return `core-${index}`;
}

function packageOf(core: FoundCore): HwObject | null {
  return core.ancestors.find(({ type }) => type === 'Package') ?? null;
}

/** Outermost cache inside the package that serves more than this core. */
function sharedCacheOf(core: FoundCore): HwObject | null {
  const shared = core.ancestors.find(
    ({ type, cpuset }) => type === 'Cache' && cpuset !== null && !cpuset.equals(core.cpuset),
  );
  return shared ?? null;
}

function groupCores(cores: readonly FoundCore[], designs: readonly CoreDesign[]): readonly Group[] {
  const kindsOf = new Map<HwObject | null, Set<string>>();
  const keys = designs.map((design) => `${design.kind ?? ''} ${design.coreType}`);
  cores.forEach((core, index) => {
    const owner = packageOf(core);
    const kinds = kindsOf.get(owner) ?? new Set<string>();
    kindsOf.set(owner, kinds.add(keys[index] ?? ''));
  });
  const numbers = new Map<HwObject, number>();
  const numberOf = (object: HwObject | null) => {
    if (object === null) return '';
    const number = numbers.get(object) ?? numbers.size;
    numbers.set(object, number);
    return number;
  };
  const groups = new Map<string, Group>();
  cores.forEach((core, index) => {
    const owner = packageOf(core);
    const isMixed = (kindsOf.get(owner)?.size ?? 1) > 1;
    // Only where kinds alternate does the cache tell which cores stand together.
    const cacheGroup = isMixed ? sharedCacheOf(core) : null;
    const key = `${numberOf(owner)}/${numberOf(cacheGroup)}/${keys[index] ?? ''}`;
    const group = groups.get(key);
    if (group) group.members.push(index);
    else groups.set(key, { first: index, members: [index], package: owner, cacheGroup, isMixed });
  });
  return [...groups.values()];
}

/**
 * Builds clusters by package, and by kind of core and shared cache where a package mixes kinds.
 *
 * @param inventory parts of the topology
 * @param topology the file they come from
 * @param provenance what every record cites
 * @returns clusters and cores in hardware order, and how fast kinds are against each other where Linux states it
 * @cost O(cores + processing units)
 */
export function buildCores(
  inventory: Inventory,
  topology: HwTopology,
  provenance: Provenance,
): BuiltCores {
  const found = inventory.cores;
  const designs = describeCores(found, topology);
  const groups = groupCores(found, designs);
  const { isa } = isaOf(inventory, topology);
  const clusterOf = new Map<number, Id>();
  const clusters = groups.map((group, index): Cluster => {
    const id = `cluster-${index}`;
    for (const member of group.members) clusterOf.set(member, id);
    const design = designs[group.first];
    const threads = new Set(group.members.map((member) => found[member]?.units.length ?? 0));
    const [only] = threads;
    const isUniform = threads.size === 1 && only !== undefined && only >= 1 && only <= 16;
    const number = group.package === null ? -1 : inventory.packages.indexOf(group.package);
    return {
      id,
      provenance,
      notes: clusterNote(group, design, topology, threads.size > 1),
      name: clusterName(group, groups, design, number),
      role: 'application',
      coreType: design?.coreType ?? 'unknown core',
      isa,
      isaRevision: null,
      maxClockHz: design?.maxClockHz ?? null,
      baseClockHz: design?.baseClockHz ?? null,
      threadsPerCore: isUniform ? only : null,
      lockstep: null,
      packageId: number < 0 ? null : `package-${number}`,
    };
  });
  const cores = found.map((core, index): Core => ({
    id: coreId(index),
    name: `core ${index}`,
    clusterId: clusterOf.get(index) ?? '',
    hwIds: core.units.map(String),
  }));
  return { clusters, cores, capacityFactors: factorsOf(designs) };
}

function clusterName(
  group: Group,
  groups: readonly Group[],
  design: CoreDesign | undefined,
  packageNumber: number,
): string {
  const place = packageNumber < 0 ? 'Cores' : `Package ${packageNumber}`;
  if (!group.isMixed) return place;
  const caches = [...new Set(groups.map(({ cacheGroup }) => cacheGroup))].filter(
    (cache) => cache !== null && cache.cache?.level === group.cacheGroup?.cache?.level,
  );
  const level = group.cacheGroup?.cache?.level ?? 0;
  const at = caches.indexOf(group.cacheGroup);
  const beside = caches.length > 1 && at >= 0 ? ` at L${level} ${at}` : '';
  return fitName(`${place}: ${design?.coreType ?? ''}${beside}`, place);
}

function clusterNote(
  group: Group,
  design: CoreDesign | undefined,
  topology: HwTopology,
  isUneven: boolean,
): string | null {
  const infos = topology.cpuKinds[design?.kind ?? -1]?.infos;
  const facts = [...(infos ?? [])]
    .slice(0, MAX_KIND_FACTS)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  return fitNote([
    facts === '' ? null : `Core kind in hwloc: ${facts}.`,
    design?.clockFromName ? "The base clock is the one in the processor's name." : null,
    isUneven ? 'Its cores have different numbers of hardware threads.' : null,
  ]);
}

/** Linux states one capacity a design, at the highest clock of each; its inverse is how long the same work takes. */
function factorsOf(designs: readonly CoreDesign[]): CapacityFactor[] {
  const capacities = new Map<string, Set<number | null>>();
  for (const { coreType, capacity } of designs) {
    capacities.set(coreType, (capacities.get(coreType) ?? new Set()).add(capacity));
  }
  const stated: (readonly [type: string, capacity: number])[] = [];
  for (const [type, values] of capacities) {
    const [only] = values;
    if (values.size === 1 && typeof only === 'number') stated.push([type, only]);
  }
  return stated.flatMap(([from, own], i) =>
    stated
      .filter(([to]) => to !== from)
      .map(([to, other], j) => ({
        id: `capacity-${i}-${j}`,
        fromCoreType: from,
        toCoreType: to,
        timeFactor: own / other,
        source: `Linux cpu_capacity ${own} against ${other} (LinuxCapacity in the hwloc file); measured on average, not for worst cases`,
      })),
  );
}
