/** Which unit gets which cores where cores are given once. */
import type { OsFamily } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { CoreFacts, Hardware } from '../hardware.ts';
import { hypervisorModeOf } from '../isolation/virtualization.ts';
import { joined, type Unit } from './units.ts';

/**
 * @param hardware the target
 * @param id a core
 * @returns whether a hypervisor, or a general OS with processes, can run on it
 */
export function runsGuests(hardware: Hardware, id: Id): boolean {
  const isa = hardware.coreById.get(id)?.cluster?.isa;
  return isa !== undefined && hypervisorModeOf(isa) === 'target';
}

/** Kernels that need a core with a memory management unit: no microcontroller core beside a large one. */
const GENERAL: ReadonlySet<OsFamily> = new Set<OsFamily>(['linux', 'android', 'windows']);

function runs(core: CoreFacts | undefined, unit: Unit): boolean {
  const isa = core?.cluster?.isa;
  const isGeneral = unit.os !== null && GENERAL.has(unit.os.family);
  if (isGeneral && (isa === undefined || hypervisorModeOf(isa) !== 'target')) return false;
  return unit.members.every(
    ({ application }) =>
      application.isas.length === 0 || (isa !== undefined && application.isas.includes(isa)),
  );
}

/** Units may be joined where nothing that separates them is lost: one kernel, one level, one degree of trust. */
function kindOf(unit: Unit): string {
  const levels = unit.members.map(
    ({ application: { criticality, trust } }) =>
      `${criticality?.scale} ${criticality?.level} ${trust}`,
  );
  return `${unit.os?.family} ${unit.copies} ${[...new Set(levels)].sort().join()}`;
}

/** Beyond this many units the first that are alike are joined: looking for the best pair costs the square. */
const MOST_COMPARED = 96;

function firstPair(kinds: readonly string[]): readonly [number, number] | null {
  const seen = new Map<string, number>();
  for (const [index, kind] of kinds.entries()) {
    const before = seen.get(kind);
    if (before !== undefined) return [before, index];
    seen.set(kind, index);
  }
  return null;
}

/** Shared cores first, so that units which ran together stay together. */
function bestPair(
  units: readonly Unit[],
  kinds: readonly string[],
): readonly [number, number] | null {
  if (units.length > MOST_COMPARED) return firstPair(kinds);
  let best: readonly [number, number] | null = null;
  let most = 0;
  for (const [a, one] of units.entries()) {
    for (const [b, two] of units.entries()) {
      if (b <= a || kinds[a] !== kinds[b]) continue;
      const pinned = one.pins.filter((id) => two.pins.includes(id)).length;
      const shared = one.reach.filter((id) => two.reach.includes(id)).length;
      const score = pinned * 1000 + shared - one.members.length - two.members.length;
      if (best === null || score > most) [best, most] = [[a, b], score];
    }
  }
  return best;
}

/**
 * Joins units until there are no more than cores, as long as some are alike.
 *
 * @param units what wants cores of its own
 * @param most how many cores there are
 * @returns fewer units, and which were joined to which
 * @cost O(units squared) for each unit that is too many
 */
export function joinToFit(
  units: readonly Unit[],
  most: number,
): { readonly units: readonly Unit[]; readonly joins: readonly (readonly [Unit, Unit])[] } {
  const list = [...units];
  const kinds = list.map(kindOf);
  const joins: (readonly [Unit, Unit])[] = [];
  while (list.length > Math.max(1, most)) {
    const pair = bestPair(list, kinds);
    const [one, two] = [list[pair?.[0] ?? -1], list[pair?.[1] ?? -1]];
    if (!pair || !one || !two) break;
    joins.push([one, two]);
    list[pair[0]] = joined(one, two);
    list.splice(pair[1], 1);
    // What is joined is alike, so that the joined unit is of the same kind.
    kinds.splice(pair[1], 1);
  }
  return { units: list, joins };
}

/**
 * Shares out cores that have one owner each. Pinned cores first, then one core for everybody, then the rest to
 * those whose members float. A unit for which none is left gets the core it had: the rules say that it is taken.
 *
 * @param hardware the target
 * @param units what wants cores
 * @param pool cores that are free
 * @returns cores of each unit, in the order of the units
 * @cost O(units x cores)
 */
export function shareCores(
  hardware: Hardware,
  units: readonly Unit[],
  pool: readonly Id[],
): readonly (readonly Id[])[] {
  const free = new Set(pool);
  const shares = units.map((): Id[] => []);
  const give = (index: number, id: Id) => {
    free.delete(id);
    shares[index]?.push(id);
  };
  for (const [index, { pins }] of units.entries()) {
    for (const id of pins) if (free.has(id)) give(index, id);
  }
  for (const [index, unit] of units.entries()) {
    if (shares[index]?.length !== 0) continue;
    const fits = (id: Id) => runs(hardware.coreById.get(id), unit);
    const wanted = unit.reach.find((id) => free.has(id) && fits(id));
    const any = wanted ?? [...free].find(fits) ?? spare(shares, units, fits);
    if (any === undefined) {
      const taken = unit.reach.find((id) => pool.includes(id)) ?? pool.find(fits) ?? pool[0];
      if (taken !== undefined) shares[index].push(taken);
    } else give(index, any);
  }
  const floating = units.flatMap((unit, index) => (unit.pins.length === 0 ? [index] : []));
  const isaOf = (id: Id | undefined) => hardware.coreById.get(id ?? '')?.cluster?.isa;
  for (const id of [...free]) {
    // One image is built for one instruction set.
    const fitting = floating.filter(
      (index) =>
        units[index] &&
        isaOf(shares[index]?.[0]) === isaOf(id) &&
        runs(hardware.coreById.get(id), units[index]),
    );
    const least = fitting.sort((a, b) => (shares[a]?.length ?? 0) - (shares[b]?.length ?? 0))[0];
    if (least !== undefined) give(least, id);
  }
  const order = new Map(hardware.cores.map(({ core, index }) => [core.id, index]));
  return shares.map((ids) => ids.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}

/** Takes a core from whoever has most; nobody is left without. */
function spare(
  shares: readonly Id[][],
  units: readonly Unit[],
  fits: (id: Id) => boolean,
): Id | undefined {
  const rich = shares
    .map((ids, index) => ({ ids, pins: units[index]?.pins ?? [] }))
    .filter(({ ids }) => ids.length > 1)
    .sort((a, b) => b.ids.length - a.ids.length);
  for (const { ids, pins } of rich) {
    const id = ids.findLast((each) => fits(each) && !pins.includes(each)) ?? ids.findLast(fits);
    if (id === undefined) continue;
    ids.splice(ids.indexOf(id), 1);
    return id;
  }
  return undefined;
}
