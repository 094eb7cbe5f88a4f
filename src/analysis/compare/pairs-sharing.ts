/** Counts pairs of applications of different criticality that have something in common, without listing the pairs. */

/** An application with what it uses of one kind of resource. */
export interface Sharer {
  /** Level with its scale, for example `ASIL B`. */
  readonly level: string;
  /** Resources it uses; one without any shares nothing. */
  readonly uses: readonly string[];
}

/** Applications that use the same resources, by level. */
interface Group {
  readonly uses: readonly string[];
  readonly byLevel: Map<string, number>;
  total: number;
}

function groupsOf(sharers: Iterable<Sharer>): readonly Group[] {
  const groups = new Map<string, Group>();
  // Most sharers have the very list of another: only those that differ are compared by what they hold.
  const byList = new Map<readonly string[], Group>();
  for (const { level, uses } of sharers) {
    if (uses.length === 0) continue;
    let group = byList.get(uses);
    if (!group) {
      const key = uses.join(' ');
      group = groups.get(key) ?? { uses, byLevel: new Map<string, number>(), total: 0 };
      groups.set(key, group);
      byList.set(uses, group);
    }
    group.byLevel.set(level, (group.byLevel.get(level) ?? 0) + 1);
    group.total += 1;
  }
  return [...groups.values()];
}

/** Pairs of different level, one of `a` and one of `b`; within one group each pair once. */
function pairsBetween(a: Group, b: Group): number {
  let same = 0;
  for (const [level, count] of a.byLevel) same += count * (b.byLevel.get(level) ?? 0);
  const pairs = a.total * b.total - same;
  return a === b ? pairs / 2 : pairs;
}

/**
 * @param sharers applications, each with its level and the resources that it uses
 * @returns how many unordered pairs of them have different levels and at least one resource in common
 * @cost O(applications + sum over resources of (distinct sets that hold it)^2): few, since sets repeat
 * @rules COMPARE-3
 */
export function pairsSharing(sharers: Iterable<Sharer>): number {
  const groups = groupsOf(sharers);
  const holding = new Map<string, number[]>();
  groups.forEach(({ uses }, index) => {
    for (const resource of new Set(uses)) {
      const list = holding.get(resource);
      if (list) list.push(index);
      else holding.set(resource, [index]);
    }
  });
  const counted = new Set<number>();
  let pairs = 0;
  for (const indexes of holding.values()) {
    for (const first of indexes) {
      for (const second of indexes) {
        const key = first * groups.length + second;
        const [a, b] = [groups[first], groups[second]];
        if (second < first || !a || !b || counted.has(key)) continue;
        counted.add(key);
        pairs += pairsBetween(a, b);
      }
    }
  }
  return pairs;
}
