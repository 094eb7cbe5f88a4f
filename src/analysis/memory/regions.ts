/** Regions: where they lie, whose memory they count in, and which memories they fill. */
import type { Id } from '../../model/fields.ts';
import type { Environment, Region } from '../../model/layout.ts';
import type { AddressRange, Memory } from '../../model/target.ts';
import { kernelEnvironment } from '../isolation/boundaries.ts';
import type { LayoutFacts } from '../layout-facts.ts';

/** Kinds of memory that programs are loaded into; the others are small and hold what is put there by name. */
const MAIN_MEMORY: ReadonlySet<Memory['kind']> = new Set<Memory['kind']>(['dram', 'hbm']);

/**
 * @param memory a memory of the target
 * @returns whether it counts as main memory
 */
export function isMainMemory(memory: Memory): boolean {
  return MAIN_MEMORY.has(memory.kind);
}

/** A region with who uses it. */
export interface RegionUse {
  readonly region: Region;
  /** Environments whose applications reach it through channels. */
  readonly users: readonly Environment[];
  /** The memory it names; null: none named, or the target does not have it. */
  readonly memory: Memory | null;
  /** Environment whose memory it is part of; null: of the machine. */
  readonly countedIn: Environment | null;
}

/** The innermost environment that all stand in. */
function commonOf(facts: LayoutFacts, environments: readonly Environment[]): Environment | null {
  let common: readonly Environment[] | null = null;
  for (const environment of environments) {
    const path: readonly Environment[] = facts.tree.pathOf.get(environment.id) ?? [];
    if (common === null) common = path;
    else {
      const other: readonly Environment[] = common;
      let shared = 0;
      while (shared < other.length && other[shared] === path[shared]) shared += 1;
      common = other.slice(0, shared);
    }
  }
  return common?.at(-1) ?? null;
}

/**
 * @param facts the layout
 * @returns its regions in the user's order. A shared region counts in the innermost environment that all its users
 *   stand in (their kernel, or the hypervisor that maps it into several guests), and in no guest's own memory
 * @cost O(regions + channels x places of the ends)
 */
export function regionUses(facts: LayoutFacts): readonly RegionUse[] {
  const { tree, plan, hardware } = facts;
  const users = new Map<Id, Set<Environment>>();
  for (const channel of tree.channels) {
    const link = plan.links.get(channel.linkId);
    if (channel.regionId === null || !link) continue;
    let set = users.get(channel.regionId);
    if (!set) users.set(channel.regionId, (set = new Set()));
    for (const end of [link.fromApplicationId, link.toApplicationId]) {
      for (const placement of tree.placementsOf.get(end) ?? []) {
        const environment = tree.environmentById.get(placement.environmentId);
        if (environment) set.add(environment);
      }
    }
  }
  return tree.regions.map((region) => {
    const of = [...(users.get(region.id) ?? [])];
    const common = region.kind === 'shared' ? commonOf(facts, of) : null;
    return {
      region,
      users: of,
      memory: region.memoryId === null ? null : (hardware.memoryById.get(region.memoryId) ?? null),
      countedIn: common && (kernelEnvironment(tree, common.id) ?? common),
    };
  });
}

/**
 * @param ranges stretches of addresses in any order
 * @returns the same addresses in ascending order, neighbours joined
 * @cost O(n log n)
 */
export function joinRanges(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const joined: { base: number; size: number }[] = [];
  for (const { base, size } of [...ranges].sort((a, b) => a.base - b.base)) {
    const last = joined.at(-1);
    if (last && base <= last.base + last.size) {
      last.size = Math.max(last.size, base + size - last.base);
    } else joined.push({ base, size });
  }
  return joined;
}
