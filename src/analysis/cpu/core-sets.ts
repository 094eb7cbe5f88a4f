/** Sets of cores over which something floats, and what must fit onto each set. */
import type { Id } from '../../model/fields.ts';
import type { CoreFacts, Hardware } from '../hardware.ts';
import { Demand } from './demand.ts';
import { term, type Term } from './exact-sum.ts';

/** Cores that some placement or environment floats over. */
export interface CoreSet {
  /** Unique among the sets of a target. */
  readonly key: string;
  /** In hardware order. */
  readonly cores: readonly CoreFacts[];
  /** What floats over exactly these cores. */
  readonly floating: Demand;
}

/** A set with everything that can run nowhere but on it. */
export interface CoreSetLoad {
  readonly set: CoreSet;
  /** Pinned to one of its cores, floating over it, or floating over a part of it. */
  readonly demand: Demand;
  readonly capacity: Term;
  /** True when the set joins overlapping sets and nothing floats over all of it. */
  readonly joined: boolean;
}

/** Finds the set of a list of core ids; equal lists share one set. */
export class CoreSets {
  readonly #hardware: Hardware;
  readonly #byList = new Map<readonly Id[], readonly CoreFacts[]>();
  readonly #byKey = new Map<string, CoreSet>();

  /** @param hardware the target */
  constructor(hardware: Hardware) {
    this.#hardware = hardware;
  }

  /**
   * @param coreIds ids in any order, repeated or not on the target
   * @returns the cores that exist, once each, in hardware order
   */
  cores(coreIds: readonly Id[]): readonly CoreFacts[] {
    const cached = this.#byList.get(coreIds);
    if (cached) return cached;
    const found = new Set<CoreFacts>();
    for (const id of coreIds) {
      const core = this.#hardware.coreById.get(id);
      if (core) found.add(core);
    }
    const cores = [...found].sort((a, b) => a.index - b.index);
    this.#byList.set(coreIds, cores);
    return cores;
  }

  /**
   * @param cores at least one core, in hardware order
   * @returns the set; the same object for the same cores
   */
  of(cores: readonly CoreFacts[]): CoreSet {
    const key = coreSetKey(cores);
    let set = this.#byKey.get(key);
    if (!set) this.#byKey.set(key, (set = { key, cores, floating: new Demand() }));
    return set;
  }

  /** Sets in the order in which they were first asked for. */
  get all(): readonly CoreSet[] {
    return [...this.#byKey.values()];
  }
}

/**
 * @param cores cores in hardware order
 * @returns ids, runs of neighbours shortened to first..last
 */
function coreSetKey(cores: readonly CoreFacts[]): string {
  return runsOf(cores, (core) => core.core.id, '..').join('+');
}

/**
 * @param cores cores in hardware order
 * @returns names for people, for example "core 0 to core 3, core 6"
 */
export function coreSetName(cores: readonly CoreFacts[]): string {
  return runsOf(cores, (core) => core.core.name, ' to ').join(', ');
}

function runsOf(
  cores: readonly CoreFacts[],
  text: (core: CoreFacts) => string,
  between: string,
): readonly string[] {
  const runs: [CoreFacts, CoreFacts][] = [];
  for (const core of cores) {
    const last = runs.at(-1);
    if (last && last[1].index + 1 === core.index) last[1] = core;
    else runs.push([core, core]);
  }
  return runs.map(([first, last]) =>
    first === last ? text(first) : `${text(first)}${between}${text(last)}`,
  );
}

/** Joins sets that have a core in common; returns the members of each group. */
function groupsOf(sets: readonly CoreSet[]): readonly (readonly CoreSet[])[] {
  const leader = new Map<number, number>();
  const find = (index: number): number => {
    let at = index;
    for (let up = leader.get(at); up !== undefined && up !== at; up = leader.get(at)) {
      leader.set(at, leader.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const { cores } of sets) {
    const first = cores[0];
    if (!first) continue;
    for (const core of cores) {
      if (!leader.has(core.index)) leader.set(core.index, core.index);
      leader.set(find(core.index), find(first.index));
    }
  }
  const groups = new Map<number, CoreSet[]>();
  for (const set of sets) {
    const root = find(set.cores[0]?.index ?? -1);
    const group = groups.get(root);
    if (group) group.push(set);
    else groups.set(root, [set]);
  }
  return [...groups.values()];
}

/** Groups of up to this many overlapping sets are checked for every union of them: at most 256 sums. */
const EVERY_UNION_OF = 8;

/** The sets chosen from a group, as bits: every choice of a small group, all of them of a large one. */
function choicesOf(group: readonly CoreSet[]): readonly (readonly CoreSet[])[] {
  if (group.length > EVERY_UNION_OF) return [group];
  const choices = Array.from({ length: 2 ** group.length - 1 }, (_, index) => index + 1);
  return choices.map((chosen) => group.filter((_, bit) => ((chosen >> bit) & 1) === 1));
}

/** Unions of several of the sets that are no set themselves, without repetition. */
function unionsOf(group: readonly CoreSet[]): readonly CoreSet[] {
  const known = new Set(group.map((set) => set.key));
  const unions: CoreSet[] = [];
  for (const members of choicesOf(group)) {
    const all = new Set(members.flatMap((set) => set.cores));
    const cores = [...all].sort((a, b) => a.index - b.index);
    const union = { key: coreSetKey(cores), cores, floating: new Demand() };
    if (!known.has(union.key)) unions.push(union);
    known.add(union.key);
  }
  return unions;
}

/**
 * What must fit onto each set: everything pinned to its cores and everything that floats over it or a part of it.
 * Sets that overlap are also joined, since each may fit alone and their union not. For up to eight overlapping
 * sets that decides exactly whether the load can be divided among the cores (cores that are overloaded by pinned
 * load alone are CPU-1); for more only their union is looked at, a necessary condition. It promises no deadlines.
 *
 * @param sets sets over which something floats
 * @param pinnedOn pinned demand by core position
 * @returns one load per set, then one per group of overlapping sets for its union, and those smaller unions that
 *   are over capacity while the union of all is not
 * @cost O(sets^2 of a group that overlaps)
 * @source Hall's condition for fractional assignment (P. Hall, 1935)
 * @rules CPU-2
 */
export function coreSetLoads(
  sets: readonly CoreSet[],
  pinnedOn: ReadonlyMap<number, Demand>,
): readonly CoreSetLoad[] {
  const loads: CoreSetLoad[] = [];
  const joined: CoreSetLoad[] = [];
  for (const group of groupsOf(sets)) {
    const loadOf = (set: CoreSet, isJoined: boolean) => {
      const own = new Set(set.cores);
      const inside = group.filter((other) => other.cores.every((core) => own.has(core)));
      return load(set, inside, pinnedOn, isJoined);
    };
    const own = group.map((set) => loadOf(set, false));
    loads.push(...own);
    // Nothing overlaps in a group of one, and an overloaded set is reason enough.
    if (group.length === 1) continue;
    const unions = unionsOf(group);
    const size = new Set(group.flatMap((set) => set.cores)).size;
    const whole = unions
      .filter((union) => union.cores.length === size)
      .map((union) => loadOf(union, true));
    joined.push(...whole);
    if ([...own, ...whole].some((each) => each.demand.verdict(each.capacity) === 'over')) continue;
    const over = unions
      .filter((union) => union.cores.length < size)
      .map((union) => loadOf(union, true))
      .filter((each) => each.demand.verdict(each.capacity) === 'over');
    joined.push(...over);
  }
  return [...loads, ...joined];
}

function load(
  set: CoreSet,
  inside: readonly CoreSet[],
  pinnedOn: ReadonlyMap<number, Demand>,
  joined: boolean,
): CoreSetLoad {
  const demand = new Demand();
  for (const other of inside) demand.addDemand(other.floating);
  for (const core of set.cores) {
    const pinned = pinnedOn.get(core.index);
    if (pinned) demand.addDemand(pinned);
  }
  return { set, demand, capacity: term([set.cores.length], []), joined };
}
