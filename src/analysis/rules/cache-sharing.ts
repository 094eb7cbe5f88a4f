/** Which caches applications share with what stands outside their wall. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { Cache } from '../../model/target.ts';
import type { Facts } from '../facts.ts';
import { criticalFacts, type Placed } from './tech-facts.ts';

/**
 * Everything behind one wall, or on one system of the hardware: it interferes with others, not with itself.
 *
 * @param placed an application
 * @returns its wall, or the system on the hardware that it runs on
 */
export function sideOf({ boundary, layers }: Placed): Environment | null {
  return boundary ?? layers[0]?.environment ?? null;
}

/** Level of the first cache that cores share on usual chips; level 1 belongs to one core. */
const FIRST_SHARED_LEVEL = 2;

/** A cache of level 2 or up, with everybody who runs on its cores. */
export interface SharedCache {
  readonly cache: Cache;
  readonly sides: ReadonlySet<Environment>;
}

/**
 * Whether the hardware can divide caches among those who share them: by L2 or L3 CAT on x86, by MPAM on Arm.
 *
 * @param facts the layout, for its target
 * @param caches which
 * @returns false where one of them cannot be divided, else null where that is unknown of one
 * @cost O(caches)
 */
export function canAllocate({ hardware }: Facts, caches: readonly SharedCache[]): boolean | null {
  const { l2CacheAllocation, l3CacheAllocation, mpam } = hardware.target.virtualization;
  const answers = caches.map(({ cache }): boolean | null => {
    const { partitioning, level, coreIds } = cache;
    if (partitioning !== null) return partitioning.mechanism.toLowerCase() !== 'none';
    const ofLevel = level === FIRST_SHARED_LEVEL ? l2CacheAllocation : l3CacheAllocation;
    const isa = hardware.coreById.get(coreIds[0] ?? '')?.cluster?.isa;
    if (isa === 'x86_64') return ofLevel;
    return ofLevel === true || mpam;
  });
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

/** Looked up once per run of a rule. */
export class CacheSharing {
  /** Who runs on each core. */
  readonly sidesOn: ReadonlyMap<Id, ReadonlySet<Environment>>;
  /** Everybody who runs anywhere. */
  readonly sides: ReadonlySet<Environment>;
  readonly #cachesOn = new Map<Id, SharedCache[]>();
  readonly #recorded = new Set<Id>();
  readonly #facts: Facts;

  /**
   * @param facts the layout
   * @cost O(placements x cores of each + caches x cores of each x sides)
   */
  constructor(facts: Facts) {
    this.#facts = facts;
    const sidesOn = new Map<Id, Set<Environment>>();
    const all = new Set<Environment>();
    for (const placed of criticalFacts(facts).placed) {
      const side = sideOf(placed);
      if (!side) continue;
      all.add(side);
      for (const id of placed.coreIds) {
        const there = sidesOn.get(id);
        if (there) there.add(side);
        else sidesOn.set(id, new Set([side]));
      }
    }
    for (const cache of facts.hardware.target.caches) {
      for (const id of cache.coreIds) this.#recorded.add(id);
      if (cache.level < FIRST_SHARED_LEVEL || cache.kind === 'instruction') continue;
      const sides = new Set(cache.coreIds.flatMap((id) => [...(sidesOn.get(id) ?? [])]));
      for (const id of cache.coreIds) {
        const list = this.#cachesOn.get(id);
        if (list) list.push({ cache, sides });
        else this.#cachesOn.set(id, [{ cache, sides }]);
      }
    }
    this.sidesOn = sidesOn;
    this.sides = all;
  }

  /**
   * @param placed an application
   * @returns caches that it shares with another side, each once
   * @cost O(its cores x their caches)
   */
  sharedBy(placed: Placed): readonly SharedCache[] {
    const side = sideOf(placed);
    const found = new Map<Cache, SharedCache>();
    for (const id of placed.coreIds) {
      for (const shared of this.#cachesOn.get(id) ?? []) {
        const own = side !== null && shared.sides.has(side) ? 1 : 0;
        if (shared.sides.size > own) found.set(shared.cache, shared);
      }
    }
    return [...found.values()];
  }

  /**
   * Application cores have caches; no record of one means that nobody wrote it down.
   *
   * @param placed an application
   * @returns whether it runs beside others, on an application core of which the target has no cache on record
   * @cost O(its cores)
   */
  hasUnknownCaches(placed: Placed): boolean {
    if (this.sides.size < 2) return false;
    return this.#facts.cpu
      .coresOf(placed.coreIds)
      .some(({ core, cluster }) => cluster?.role === 'application' && !this.#recorded.has(core.id));
  }
}
