/** Caches and memories of a target from those of a topology. */
import type { Id } from '../../model/fields.ts';
import type { Cache, Memory, Provenance } from '../../model/target.ts';
import { formatBytes } from '../../model/units.ts';
import { fitNote } from '../fit-text.ts';
import type { BitSet } from './bit-set.ts';
import { coreId } from './build-cores.ts';
import type { HwObject } from './hw-object.ts';
import type { FoundLocal, Inventory } from './inventory.ts';

/** Finds the cores of a set of processing units. */
export class CoreFinder {
  readonly #byUnit = new Map<number, number>();
  readonly #count: number;
  readonly #known = new Map<BitSet, readonly Id[]>();

  /** @param inventory where the cores are listed */
  constructor(inventory: Inventory) {
    this.#count = inventory.cores.length;
    inventory.cores.forEach((core, index) => {
      for (const unit of core.cpuset.bits()) this.#byUnit.set(unit, index);
    });
  }

  /**
   * @param units processing units
   * @returns ids of their cores in hardware order
   * @cost O(units) once a set
   */
  in(units: BitSet): readonly Id[] {
    const known = this.#known.get(units);
    if (known) return known;
    const cores = new Set<number>();
    for (const unit of units.bits()) {
      const core = this.#byUnit.get(unit);
      if (core !== undefined) cores.add(core);
    }
    const ids = [...cores].sort((a, b) => a - b).map(coreId);
    this.#known.set(units, ids);
    return ids;
  }

  /**
   * @param units processing units that something is local to
   * @returns ids of their cores; empty when that is all of them, as the model writes it
   */
  near(units: BitSet): Id[] {
    const ids = this.in(units);
    return ids.length === this.#count ? [] : [...ids];
  }
}

/**
 * @param inventory parts of the topology
 * @param finder finds cores
 * @param provenance what every record cites
 * @returns one record a cache instance
 */
export function buildCaches(
  inventory: Inventory,
  finder: CoreFinder,
  provenance: Provenance,
): Cache[] {
  const numbers = new Map<string, number>();
  return inventory.caches.map((object) => {
    const cache = object.cache;
    const level = cache?.level ?? 1;
    const letter = { unified: '', data: 'd', instruction: 'i' }[cache?.kind ?? 'unified'];
    const prefix = `l${level}${letter}`;
    const number = numbers.get(prefix) ?? 0;
    numbers.set(prefix, number + 1);
    return {
      id: `${prefix}-${number}`,
      provenance,
      notes: fitNote([
        cache?.fullyAssociative ? 'Fully associative.' : null,
        cache?.kindStated ? null : 'The file does not say whether it holds data or instructions.',
        object.infos.get('Inclusive') === '1' ? 'Inclusive of the caches below it.' : null,
      ]),
      level,
      kind: cache?.kind ?? 'unified',
      sizeBytes: cache?.sizeBytes ?? null,
      lineBytes: cache?.lineBytes ?? null,
      ways: cache?.ways ?? null,
      coreIds: object.cpuset === null ? [] : [...finder.in(object.cpuset)],
      partitioning: null,
    };
  });
}

/** What hwloc calls the memory of a node -> kind. @source hwloc documentation, "Normal attributes", subtypes */
const MEMORY_KINDS: ReadonlyMap<string, Memory['kind']> = new Map([
  ['DRAM', 'dram'],
  ['HBM', 'hbm'],
  ['MCDRAM', 'hbm'],
  ['NVM', 'persistent'],
  ['CXL-NVM', 'persistent'],
  ['CXL-DRAM', 'dram'],
]);

/**
 * @param inventory parts of the topology
 * @param finder finds cores
 * @param provenance what every record cites
 * @returns one memory a NUMA node
 */
export function buildMemories(
  inventory: Inventory,
  finder: CoreFinder,
  provenance: Provenance,
): Memory[] {
  const names = inventory.nodes.map(({ object }, index) => object.osIndex ?? index);
  const areUnique = new Set(names).size === names.length;
  const memories = inventory.nodes.map((node, index): Memory => {
    const { object } = node;
    const subtype = object.subtype ?? object.infos.get('DAXType') ?? null;
    const number = areUnique ? names[index] : index;
    return {
      id: `numa-${number}`,
      provenance,
      notes: memoryNote(node, subtype),
      name: `NUMA node ${number}`,
      kind: MEMORY_KINDS.get(subtype ?? '') ?? 'dram',
      technologies: [],
      sizeBytes: object.memoryBytes,
      maxSizeBytes: null,
      ranges: [],
      coreIds: finder.near(node.cpuset),
      channels: null,
      busBits: null,
      dataRateMtps: null,
      peakBytesPerSecond: null,
      ecc: null,
      contention: null,
    };
  });
  // By the number the OS gives, as every other tool lists them.
  const order = memories.map((_, index) => index);
  order.sort((a, b) => (areUnique ? (names[a] ?? 0) - (names[b] ?? 0) : a - b));
  return order.flatMap((index) => memories[index] ?? []);
}

function memoryNote(node: FoundLocal, subtype: string | null): string | null {
  const caches = node.path.filter(({ type }) => type === 'MemCache').map(describeSideCache);
  const isKnown = subtype === null || MEMORY_KINDS.has(subtype);
  return fitNote([
    subtype === null ? null : `hwloc calls it ${subtype}.`,
    isKnown ? null : 'That is no kind of memory known here; it is shown as DRAM.',
    node.cpuset.isEmpty ? 'No core is local to it.' : null,
    ...caches,
  ]);
}

function describeSideCache({ cache }: HwObject): string {
  return `It stands behind a memory-side cache of ${formatBytes(cache?.sizeBytes ?? null)}.`;
}
