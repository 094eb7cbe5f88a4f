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

/**
 * What must fit onto each set: everything pinned to its cores and everything that floats over it or a part of it.
 * Overlapping sets are also joined into one. This is a necessary condition for any scheduler; it is not
 * sufficient for three or more sets that overlap crosswise, nor does it promise deadlines.
 *
 * @param sets sets over which something floats
 * @param pinnedOn pinned demand by core position
 * @returns one load per set, then one per joined group that is not a set itself
 * @cost O(sets^2 of a group that overlaps)
 * @source Hall's condition for fractional assignment (P. Hall, 1935), for the sets named
 * @rules CPU-2
 */
export function coreSetLoads(
  sets: readonly CoreSet[],
  pinnedOn: ReadonlyMap<number, Demand>,
): readonly CoreSetLoad[] {
  const loads: CoreSetLoad[] = [];
  const joined: CoreSetLoad[] = [];
  for (const group of groupsOf(sets)) {
    const members = group.map((set) => new Set(set.cores.map((core) => core.index)));
    group.forEach((set, index) => {
      const own = members[index] ?? new Set();
      const inside = group.filter((other) => other.cores.every((core) => own.has(core.index)));
      loads.push(load(set, inside, pinnedOn, false));
    });
    const all = new Set(group.flatMap((set) => set.cores));
    if (group.some((set) => set.cores.length === all.size)) continue;
    const cores = [...all].sort((a, b) => a.index - b.index);
    const union = { key: coreSetKey(cores), cores, floating: new Demand() };
    joined.push(load(union, group, pinnedOn, true));
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
