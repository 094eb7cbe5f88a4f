/** What lies where in the physical address space of a layout, and what has a size but no address yet. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Channel, Environment, Region } from '../../model/layout.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import type { AddressRange, Memory } from '../../model/target.ts';
import { shortRangeWords } from '../../analysis/range-words.ts';
import { formatBytes } from '../../model/units.ts';
import type { EnvironmentMarks } from '../environment-marks.ts';
import { KIND_WORDS } from '../kind-words.ts';
import { technologyFixedMemory, technologyName } from '../technology-words.ts';

/** Addresses between two boundaries, with the regions that cover them. */
export interface Slice {
  readonly base: number;
  readonly size: number;
  readonly regions: readonly Region[];
}

/** A region in a stretch. Regions that overlap stand side by side. */
export interface PlacedRegion {
  readonly region: Region;
  readonly track: number;
  /** Reaches beyond the stretch it starts in. */
  readonly cut: boolean;
}

/** One stretch of a memory's addresses. */
export interface Stretch {
  readonly memory: Memory;
  readonly range: AddressRange;
  /** False when nobody says where the memory lies and the regions alone give its extent. */
  readonly known: boolean;
  readonly slices: readonly Slice[];
  readonly regions: readonly PlacedRegion[];
  readonly tracks: number;
}

/** Something with a size but no place in the address space. */
export interface Loose {
  readonly key: string;
  readonly kind: 'region' | 'environment' | 'memory';
  readonly id: Id;
  readonly name: string;
  readonly size: string;
  readonly why: string;
  readonly wrong: boolean;
}

/** How a channel reaches a shared region. */
export interface RegionUse {
  readonly channel: Channel;
  readonly link: string;
  readonly from: string;
  readonly to: string;
}

export interface MemoryMap {
  readonly stretches: readonly Stretch[];
  /** Memories in which nothing is placed. */
  readonly empty: readonly Memory[];
  readonly loose: readonly Loose[];
  readonly usesOf: ReadonlyMap<Id, readonly RegionUse[]>;
}

function endOf(region: Region): number {
  return (region.base ?? 0) + region.sizeBytes;
}

function placeRegions(
  regions: readonly Region[],
  range: AddressRange,
): Pick<Stretch, 'regions' | 'tracks'> {
  const ends: number[] = [];
  const sorted = [...regions].sort(
    (a, b) => (a.base ?? 0) - (b.base ?? 0) || b.sizeBytes - a.sizeBytes || (a.id < b.id ? -1 : 1),
  );
  const placed = sorted.map((region): PlacedRegion => {
    let track = ends.findIndex((end) => end <= (region.base ?? 0));
    if (track < 0) track = ends.push(0) - 1;
    ends[track] = endOf(region);
    return { region, track, cut: endOf(region) > range.base + range.size };
  });
  return { regions: placed, tracks: Math.max(1, ends.length) };
}

function slicesOf(regions: readonly Region[], range: AddressRange): readonly Slice[] {
  const top = range.base + range.size;
  const bounds = new Set([range.base, top]);
  for (const region of regions) {
    bounds.add(region.base ?? range.base);
    bounds.add(Math.min(endOf(region), top));
  }
  const sorted = [...bounds].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((base, index) => {
    const end = sorted[index + 1] ?? top;
    const covering = regions.filter((region) => (region.base ?? 0) <= base && endOf(region) >= end);
    return { base, size: end - base, regions: covering };
  });
}

function stretchOf(
  memory: Memory,
  range: AddressRange,
  known: boolean,
  regions: readonly Region[],
): Stretch {
  return {
    memory,
    range,
    known,
    slices: slicesOf(regions, range),
    ...placeRegions(regions, range),
  };
}

function inside(region: Region, range: AddressRange): boolean {
  return region.base !== null && region.base >= range.base && region.base < range.base + range.size;
}

interface Placed {
  readonly stretches: readonly Stretch[];
  readonly empty: readonly Memory[];
  readonly lost: readonly Region[];
}

function placeInMemories(memories: readonly Memory[], regions: readonly Region[]): Placed {
  const left = new Set(regions);
  const stretches: Stretch[] = [];
  const empty: Memory[] = [];
  for (const memory of memories) {
    const before = stretches.length;
    const candidates = [...left].filter(
      ({ memoryId }) => memoryId === memory.id || memoryId === null,
    );
    for (const range of [...memory.ranges].sort((a, b) => a.base - b.base)) {
      const own = candidates.filter((region) => inside(region, range));
      for (const region of own) left.delete(region);
      if (own.length > 0) stretches.push(stretchOf(memory, range, true, own));
    }
    const named = candidates.filter((region) => region.memoryId === memory.id && left.has(region));
    if (memory.ranges.length === 0 && named.length > 0) {
      for (const region of named) left.delete(region);
      const base = Math.min(...named.map((region) => region.base ?? 0));
      const top = Math.max(...named.map(endOf));
      stretches.push(stretchOf(memory, { base, size: top - base }, false, named));
    }
    if (stretches.length === before) empty.push(memory);
  }
  return { stretches, empty, lost: [...left] };
}

function looseRegions(
  plan: Plan,
  regions: readonly Region[],
  lost: readonly Region[],
): readonly Loose[] {
  const memories = new Map(targetOf(plan).memories.map((memory) => [memory.id, memory]));
  const loose = (region: Region, wrong: boolean): Loose => {
    const memory = region.memoryId === null ? null : memories.get(region.memoryId);
    const where = memory ? ` in ${memory.name}` : '';
    const why = wrong
      ? `0x${(region.base ?? 0).toString(16)} lies in no memory of the target`
      : `${region.kind} region${where}, no address yet`;
    const { id, name } = region;
    return {
      key: `region-${id}`,
      kind: 'region',
      id,
      name,
      size: formatBytes(region.sizeBytes),
      why,
      wrong,
    };
  };
  return [
    ...lost.map((region) => loose(region, true)),
    ...regions.filter(({ base }) => base === null).map((region) => loose(region, false)),
  ];
}

/** Memory that a layer or environment takes without saying where. */
function implicitMemory(
  tree: LayoutTree,
  marks: EnvironmentMarks,
  catalogue: Catalogue | null,
  result: LayoutResult | null,
): readonly Loose[] {
  const needs = new Map(
    (result?.estimates ?? [])
      .filter(({ kind, subject }) => kind === 'memory' && subject.kind === 'environment')
      .map((estimate) => [estimate.subject.id, estimate]),
  );
  return tree.environments.flatMap((environment): Loose[] => {
    const reserved = tree.regions.some(
      ({ kind, name }) =>
        kind === 'reserved' && name.toLowerCase().includes(environment.name.toLowerCase()),
    );
    const about = implicitOf(
      environment,
      catalogue,
      reserved,
      privateBytes(tree, environment),
      () => {
        const need = needs.get(environment.id);
        return need ? shortRangeWords(need) : 'unknown';
      },
    );
    if (!about) return [];
    const name = `${marks.codeOf.get(environment.id) ?? ''} ${environment.name}`;
    const key = `environment-${environment.id}`;
    return [{ key, kind: 'environment', id: environment.id, name, ...about, wrong: false }];
  });
}

function privateBytes(tree: LayoutTree, environment: Environment): number {
  return tree.regions
    .filter(({ kind, environmentId }) => kind === 'private' && environmentId === environment.id)
    .reduce((sum, region) => sum + region.sizeBytes, 0);
}

function implicitOf(
  environment: Environment,
  catalogue: Catalogue | null,
  reserved: boolean,
  placed: number,
  need: () => string,
): Pick<Loose, 'size' | 'why'> | null {
  if (environment.kind === 'hypervisor') {
    if (reserved) return null;
    const name = technologyName(catalogue, environment.technologyId);
    const fixed = technologyFixedMemory(catalogue, environment.technologyId) ?? 'unknown';
    return { size: fixed, why: `fixed memory of ${name ?? 'the hypervisor'}` };
  }
  if (environment.kind === 'container' || environment.kind === 'container-engine') return null;
  if (environment.memoryBytes !== null) {
    const left = environment.memoryBytes - placed;
    if (left <= 0) return null;
    const why = placed > 0 ? 'assigned beyond its private regions' : 'assigned, no private region';
    return { size: formatBytes(left), why: `${KIND_WORDS[environment.kind]}: ${why}` };
  }
  if (placed > 0) return null;
  return {
    size: need(),
    why: `${KIND_WORDS[environment.kind]}: what its content needs, nothing assigned`,
  };
}

function usesOf(
  plan: Plan,
  tree: LayoutTree,
  marks: EnvironmentMarks,
): ReadonlyMap<Id, readonly RegionUse[]> {
  const uses = new Map<Id, RegionUse[]>();
  const codeOf = (applicationId: Id): string => {
    const [placement] = tree.placementsOf.get(applicationId) ?? [];
    return placement ? (marks.codeOf.get(placement.environmentId) ?? '?') : 'no place';
  };
  for (const channel of tree.channels) {
    const link = plan.links.get(channel.linkId);
    if (channel.regionId === null || !link) continue;
    const use = {
      channel,
      link: link.name,
      from: codeOf(link.fromApplicationId),
      to: codeOf(link.toApplicationId),
    };
    const list = uses.get(channel.regionId);
    if (list) list.push(use);
    else uses.set(channel.regionId, [use]);
  }
  return uses;
}

/**
 * @param plan the plan
 * @param tree the layout
 * @param marks codes of its environments
 * @param catalogue fixed memory of hypervisors, or null
 * @param result memory that environments need, or null
 * @returns stretches with their regions, and what has no place
 * @cost O(regions^2 of one stretch + environments x regions)
 */
export function memoryMapOf(
  plan: Plan,
  tree: LayoutTree,
  marks: EnvironmentMarks,
  catalogue: Catalogue | null,
  result: LayoutResult | null,
): MemoryMap {
  const based = tree.regions.filter(({ base }) => base !== null);
  const { stretches, empty, lost } = placeInMemories(targetOf(plan).memories, based);
  return {
    stretches,
    empty,
    loose: [
      ...looseRegions(plan, tree.regions, lost),
      ...implicitMemory(tree, marks, catalogue, result),
    ],
    usesOf: usesOf(plan, tree, marks),
  };
}
