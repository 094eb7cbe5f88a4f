/** Which of several things that start at the same time share cores. */
import type { Id } from '../../model/fields.ts';

/**
 * Groups things that share a core, directly or through others.
 *
 * @param items what starts at the same time
 * @param coresOf cores that one may start on; none: any, shared with all
 * @returns the groups, in the order of their first member
 * @cost O(cores named, nearly)
 * @rules BOOT-4
 */
export function sharingCores<T>(
  items: readonly T[],
  coresOf: (item: T) => readonly Id[],
): readonly (readonly T[])[] {
  const parents = items.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (parents[at] !== at) {
      const above = parents[at] ?? at;
      parents[at] = parents[above] ?? above;
      at = above;
    }
    return at;
  };
  const join = (a: number, b: number): void => {
    parents[Math.max(find(a), find(b))] = Math.min(find(a), find(b));
  };
  const firstOn = new Map<Id, number>();
  let anywhere: number | null = null;
  items.forEach((item, index) => {
    const cores = coresOf(item);
    if (cores.length === 0) anywhere ??= index;
    for (const core of cores) {
      const first = firstOn.get(core);
      if (first === undefined) firstOn.set(core, index);
      else join(first, index);
    }
  });
  // What may start on any core may meet every other.
  if (anywhere !== null) for (const index of items.keys()) join(anywhere, index);
  const groups = new Map<number, T[]>();
  items.forEach((item, index) => {
    const root = find(index);
    const group = groups.get(root);
    if (group) group.push(item);
    else groups.set(root, [item]);
  });
  return [...groups.values()];
}
