/** How much memory every environment and the machine need. */
import type { Technology } from '../../catalog/technology.ts';
import type { Application } from '../../model/application.ts';
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment, EnvironmentKind } from '../../model/layout.ts';
import { figureSource } from '../hardware.ts';
import { hasOwnKernel } from '../isolation/boundaries.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { controlsOf } from '../isolation/interference-controls.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { ofEnvironment } from '../subjects.ts';
import { exactRange, technologyFigure, type NumberParameter } from '../technology-figure.ts';
import {
  figure,
  granulesOf,
  MemorySum,
  roundToGranule,
  timesBytes,
  type KnownBytes,
} from './memory-sum.ts';
import {
  mainMemory,
  onChipMemories,
  type MainMemory,
  type OnChipMemory,
} from './fitted-memories.ts';
import { pageTableBytes, pageTableFigure, tablesInside } from './page-tables.ts';
import { deduplicationSaving, type DeduplicationSaving } from './deduplication.ts';
import { isMainMemory, regionUses, type RegionUse } from './regions.ts';

/** What one environment needs. */
export interface EnvironmentMemory {
  readonly environment: Environment;
  /** All that must fit into it. */
  readonly content: MemorySum;
}

/** Memory facts of a layout. */
export interface MemoryFacts extends MainMemory {
  readonly environments: readonly EnvironmentMemory[];
  readonly total: MemorySum;
  readonly onChip: readonly OnChipMemory[];
  readonly regions: readonly RegionUse[];
  /** What deduplication may save; no part of any sum here but for what it costs. */
  readonly savings: readonly DeduplicationSaving[];
}

/** A limit of a container is no reservation: it takes from the kernel beneath what it really uses. */
const ONLY_LIMITED: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'container',
  'container-engine',
]);
const HAS_FIXED_PART: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'hypervisor',
  'container-engine',
]);
const IS_INSTANCE: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'partition',
  'vm',
  'thin-vm',
  'container',
]);

/** Sums of one layout while they are made. */
class MemoryCollector {
  readonly facts: LayoutFacts;
  readonly regions: readonly RegionUse[];
  readonly total = new MemorySum();
  readonly contents = new Map<Id, MemorySum>();
  readonly savings = new Map<Id, DeduplicationSaving>();
  readonly #sharedIn = new Map<Id, Set<Id>>();
  /** What an environment passes on to the one beneath that shares its kernel: without text that is shared. */
  readonly #unshared = new Map<Id, MemorySum>();

  readonly #regionsIn: ReadonlyMap<Environment | null, readonly RegionUse[]>;
  /** Bytes of private regions in memories other than main memory, by owner. */
  readonly #onChipOf = new Map<Id, number>();

  constructor(facts: LayoutFacts) {
    this.facts = facts;
    this.regions = regionUses(facts);
    this.#regionsIn = Map.groupBy(this.regions, (use) => use.countedIn);
    for (const { region, memory } of this.regions) {
      if (region.kind !== 'private' || region.environmentId === null) continue;
      if (memory === null || isMainMemory(memory)) continue;
      const known = this.#onChipOf.get(region.environmentId) ?? 0;
      this.#onChipOf.set(region.environmentId, known + region.sizeBytes);
    }
  }

  collect(): void {
    const { tree } = this.facts;
    const depth = (environment: Environment) => tree.pathOf.get(environment.id)?.length ?? 0;
    this.#gatherShared();
    const upwards = tree.environments
      .filter((environment) => tree.pathOf.has(environment.id))
      .sort((a, b) => depth(b) - depth(a));
    for (const environment of upwards) this.#environment(environment);
    for (const root of tree.childrenOf.get(null) ?? []) this.#countIn(this.total, root);
    for (const use of this.#regionsIn.get(null) ?? []) {
      // A private region says where the memory of its environment lies; that is counted already.
      if (use.region.kind !== 'private') addRegion(this.total, use);
    }
  }

  /** Which applications' text each environment holds: once per kernel, however many containers run it. */
  #gatherShared(): void {
    const { tree } = this.facts;
    for (const placement of tree.placements) {
      const path = tree.pathOf.get(placement.environmentId) ?? [];
      for (const environment of path.toReversed()) {
        let set = this.#sharedIn.get(environment.id);
        if (!set) this.#sharedIn.set(environment.id, (set = new Set()));
        set.add(placement.applicationId);
        if (hasOwnKernel(environment)) break;
      }
    }
  }

  #environment(environment: Environment): void {
    const { tree, plan } = this.facts;
    const unshared = new MemorySum();
    this.#addOs(unshared, environment);
    this.#addTechnology(unshared, environment);
    for (const placement of tree.placementsIn.get(environment.id) ?? []) {
      const application = plan.applications.get(placement.applicationId);
      if (application) addPrivate(unshared, application, placement.instances);
    }
    for (const child of tree.childrenOf.get(environment.id) ?? []) {
      this.#countIn(unshared, child);
    }
    for (const use of this.#regionsIn.get(environment) ?? []) addRegion(unshared, use);
    this.#addDeduplication(unshared, environment);
    const content = new MemorySum();
    content.addAll(unshared);
    for (const id of this.#sharedIn.get(environment.id) ?? []) {
      const application = plan.applications.get(id);
      if (application) addShared(content, application);
    }
    this.#raiseToSmallest(content, environment);
    this.#unshared.set(environment.id, unshared);
    this.contents.set(environment.id, content);
  }

  /** What a child, in all its copies, takes from the memory it stands in. */
  #countIn(sum: MemorySum, child: Environment): void {
    const { copies } = child;
    const sharesKernel = ONLY_LIMITED.has(child.kind) && !hasOwnKernel(child);
    const isGuest = isMapped(child);
    if (sharesKernel) {
      const part = this.#unshared.get(child.id);
      // Text is not in it: it is counted once per kernel, further out.
      if (part && !part.empty) addPart(sum, part, child, 'private memory in', part.bytes);
    } else if (child.memoryBytes !== null) {
      // What lies in a memory of its own on the chip takes nothing from main memory; it is there once.
      const onChip = this.#onChipOf.get(child.id) ?? 0;
      const given = isGuest ? roundToGranule(child.memoryBytes) : child.memoryBytes;
      const bytes = Math.max(0, given * copies - onChip);
      const words = onChip > 0 ? 'assigned, without what lies on the chip' : 'assigned';
      const name = `memory of ${copiedName(child)} (${words})`;
      sum.add(exactRange(bytes), figure(name, bytes, 'user'));
    } else {
      const part = this.contents.get(child.id);
      if (part && !part.empty) {
        addPart(sum, part, child, 'memory of', isGuest ? granulesOf(part.bytes) : part.bytes);
      }
    }
    if (IS_INSTANCE.has(child.kind)) {
      this.#addFigure(sum, child, 'memoryOverheadPerInstance', copies);
    }
    if (isGuest) this.#addPageTables(sum, child);
  }

  /** Only what a hypervisor maps has tables of a second stage; the R profile of Armv8 has regions instead. */
  #addPageTables(sum: MemorySum, guest: Environment): void {
    const { tree, hardware } = this.facts;
    const isas = (tree.coresOf.get(guest.id) ?? []).map(
      (id) => hardware.coreById.get(id)?.cluster?.isa,
    );
    if (isas.length > 0 && isas.every((isa) => isa === 'armv8-r')) return;
    const memory =
      guest.memoryBytes !== null
        ? exactRange(guest.memoryBytes)
        : (this.contents.get(guest.id)?.bytes ?? exactRange(0));
    const parent = guest.parentId === null ? null : tree.environmentById.get(guest.parentId);
    const coloured = [guest, parent].some(
      (each) => each && (controlsOf(each)?.includes('cache-colouring') ?? false),
    );
    const around = [this.#technology(guest), this.#beneath(guest)].filter((each) => each !== null);
    const inside = tablesInside(this.facts.catalogue, around);
    const bytes = timesBytes(pageTableBytes(memory, coloured, inside), guest.copies);
    if (bytes.high > 0) sum.add(bytes, pageTableFigure(copiedName(guest), bytes, coloured, inside));
  }

  /** A hypervisor that works through a control domain needs one, and it takes memory like any guest. */
  #addControlDomain(sum: MemorySum, environment: Environment): void {
    if (environment.kind !== 'hypervisor' || environment.parentId !== null) return;
    const technology = this.#technology(environment);
    if (technology?.needs.controlEnvironment.value !== true) return;
    const inside = this.facts.tree.childrenOf.get(environment.id) ?? [];
    if (inside.some((child) => child.role === 'control')) return;
    sum.addUnknown(
      figure(`control domain of "${environment.name}" (not in the layout)`, null, null),
    );
  }

  #addOs(sum: MemorySum, environment: Environment): void {
    const { os, name, kind } = environment;
    if (!hasOwnKernel(environment)) return;
    if (os === null && kind === 'bare-metal') return;
    const bytes = os?.memoryBytes ?? null;
    if (bytes !== null) {
      const source = os?.memorySource ?? 'user';
      sum.add(exactRange(bytes), figure(`OS of "${name}"`, bytes, source));
    } else if (os?.family !== 'none') sum.addUnknown(figure(`OS of "${name}"`, null, null));
  }

  #addTechnology(sum: MemorySum, environment: Environment): void {
    if (HAS_FIXED_PART.has(environment.kind)) this.#addFigure(sum, environment, 'fixedHostMemory');
    this.#addControlDomain(sum, environment);
  }

  /** What it saves stands beside the sums; what it costs is taken whether it saves anything or not. */
  #addDeduplication(sum: MemorySum, environment: Environment): void {
    const saving = deduplicationSaving(this.facts, environment, this.contents);
    if (saving === null) return;
    this.savings.set(environment.id, saving);
    const { bytes, use } = saving.cost;
    if (bytes === null) sum.addUnknown(use);
    else if (bytes.high > 0) sum.add(bytes, use);
  }

  #technology(environment: Environment): Technology | null {
    return technologyOf(this.facts.catalogue, this.facts.tree, environment);
  }

  /** Technology of the hypervisor or engine that an environment stands in. */
  #beneath({ parentId }: Environment): Technology | null {
    const parent = parentId === null ? undefined : this.facts.tree.environmentById.get(parentId);
    return parent ? this.#technology(parent) : null;
  }

  #addFigure(
    sum: MemorySum,
    environment: Environment,
    parameter: NumberParameter,
    times = 1,
  ): void {
    const technology = this.#technology(environment);
    if (!technology) {
      const what = parameter === 'fixedHostMemory' ? 'fixed memory' : 'memory per instance';
      sum.addUnknown(figure(`${what} of "${environment.name}" (no technology)`, null, null));
      return;
    }
    let found = technologyFigure(this.facts.catalogue, technology, parameter);
    if (!found.range && parameter === 'memoryOverheadPerInstance') {
      // A unikernel or RTOS guest adds nothing itself: what runs it does.
      const beneath = this.#beneath(environment);
      const below = beneath && technologyFigure(this.facts.catalogue, beneath, parameter);
      if (below?.range) found = below;
    }
    if (found.range) {
      const name = times > 1 ? `${found.use.name} (counted ${times} times)` : found.use.name;
      sum.add(timesBytes(found.range, times), { ...found.use, name });
    } else sum.addUnknown(found.use);
  }

  #raiseToSmallest(content: MemorySum, environment: Environment): void {
    if (environment.kind !== 'thin-vm' && environment.kind !== 'vm') return;
    const technology = this.#technology(environment);
    if (!technology) return;
    const smallest = technologyFigure(this.facts.catalogue, technology, 'minGuestMemory');
    if (smallest.range) content.raiseTo(smallest.range, smallest.use);
  }
}

/** @returns whether a hypervisor maps its memory: it is a guest with pages of its own */
function isMapped(environment: Environment): boolean {
  const { kind, os } = environment;
  return kindFacts(kind).isolates || (kind === 'container' && os !== null);
}

function copiedName({ name, copies }: Environment): string {
  return copies > 1 ? `"${name}" x ${copies}` : `"${name}"`;
}

/** Counts the content of a child in, as often as there are copies of it. */
function addPart(
  sum: MemorySum,
  part: MemorySum,
  child: Environment,
  what: string,
  one: KnownBytes,
): void {
  const of = { kind: 'memory', subject: ofEnvironment(child) };
  sum.addSum(part, `${what} ${copiedName(child)}`, of, timesBytes(one, child.copies));
}

function addPrivate(sum: MemorySum, application: Application, instances: number): void {
  const each = application.memoryPrivateBytes;
  const times = instances > 1 ? ` x ${instances}` : '';
  const name = `private memory of "${application.name}"${times}`;
  if (each === null) sum.addUnknown(figure(name, null, null));
  else {
    const source = figureSource(application.sources, 'memoryPrivateBytes');
    const bytes = each * instances;
    sum.add(exactRange(bytes), figure(name, bytes, source), 'application');
  }
}

function addShared(sum: MemorySum, application: Application): void {
  const bytes = application.memorySharedBytes;
  const name = `text and read-only data of "${application.name}", once per kernel`;
  if (bytes === null) sum.addUnknown(figure(name, null, null));
  else {
    const source = figureSource(application.sources, 'memorySharedBytes');
    sum.add(exactRange(bytes), figure(name, bytes, source), 'application');
  }
}

/** Regions of on-chip memories take nothing from main memory. */
function addRegion(sum: MemorySum, use: RegionUse): void {
  if (use.memory && !isMainMemory(use.memory)) return;
  const bytes = roundToGranule(use.region.sizeBytes);
  sum.add(
    exactRange(bytes),
    figure(`${use.region.kind} region "${use.region.name}"`, bytes, 'user'),
  );
}

/**
 * Gathers what memory is needed where.
 *
 * Content of one copy of an environment: its OS, private memory of its applications times instances, their text once
 * per kernel, what stands in it times copies (assigned memory, or content), what the technology adds per instance, the
 * page tables of guests, the fixed part of its own technology, a control domain that is needed and not there (unknown),
 * and shared regions that only it and what is inside it use.
 *
 * @param facts the layout
 * @returns content per environment, and the total for the machine
 * @cost O(records of the layout x depth)
 * @source catalogue, formula memory-total; Linux page cache: file pages once per kernel
 * @rules MEM-1, MEM-2, MEM-3, COPIES-1, PAGES-1, PAGES-2, PARTS-1, PARTS-2
 */
export function memoryFacts(facts: LayoutFacts): MemoryFacts {
  const collector = new MemoryCollector(facts);
  collector.collect();
  return {
    environments: facts.tree.environments.flatMap((environment) => {
      const content = collector.contents.get(environment.id);
      return content ? [{ environment, content }] : [];
    }),
    total: collector.total,
    ...mainMemory(facts.hardware.target),
    onChip: onChipMemories(facts.hardware.target, collector.regions),
    regions: collector.regions,
    savings: facts.tree.environments.flatMap(({ id }) => collector.savings.get(id) ?? []),
  };
}
