/** Identical caches as one line: a Xeon has a hundred of them. */
import type { Cache } from '../../model/target.ts';

/** Caches that differ only in which cores they belong to. */
export interface CacheGroup {
  readonly key: string;
  readonly first: Cache;
  readonly caches: readonly Cache[];
  /** Cores per cache. */
  readonly sharedBy: number;
}

/**
 * @param caches of a target
 * @returns groups by level and kind, in order
 * @cost O(n log n)
 */
export function cacheGroups(caches: readonly Cache[]): readonly CacheGroup[] {
  const groups = new Map<string, Cache[]>();
  for (const cache of caches) {
    const { id: _, coreIds, ...rest } = cache;
    const key = JSON.stringify({ ...rest, shared: coreIds.length });
    const group = groups.get(key);
    if (group) group.push(cache);
    else groups.set(key, [cache]);
  }
  return [...groups]
    .flatMap(([key, list]) => {
      const [first] = list;
      return first ? [{ key, first, caches: list, sharedBy: first.coreIds.length }] : [];
    })
    .sort((a, b) => a.first.level - b.first.level || a.first.kind.localeCompare(b.first.kind));
}
