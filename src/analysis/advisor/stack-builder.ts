/** Building the stack that a way needs: hypervisor or OS, guests, engine, containers; and putting units into it. */
import { freeName } from '../../model/commands/records.ts';
import { applyDiff, DiffDraft } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import {
  environmentSchema,
  osOf,
  placementSchema,
  type Environment,
  type EnvironmentKind,
  type Os,
} from '../../model/layout.ts';
import { nextOrder, type Plan } from '../../model/plan.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import type { Conversion } from './conversion.ts';
import { runsGuests } from './core-shares.ts';
import { instancesIn, type Member, type Unit } from './units.ts';

/** What a new environment is made from. */
export interface EnvironmentSeed extends Partial<Environment> {
  readonly kind: EnvironmentKind;
  readonly name: string;
  readonly parentId: Id | null;
}

/** Properties that go over to the environment that takes the place of another. */
const INHERITED = [
  'criticality',
  'notes',
  'timeShare',
  'frontEnds',
  'startupReadBytes',
  'interferenceControls',
] as const satisfies readonly (keyof Environment)[];

/** A layout while new environments are added to it. */
export class StackBuilder {
  readonly conversion: Conversion;
  /** The layout without what was taken out. */
  readonly rest: LayoutTree;
  readonly #plan: Plan;
  readonly #draft: DiffDraft;
  readonly #names: Set<string>;
  readonly #added = new Map<Id, Environment>();
  readonly #slid: Environment[] = [];
  #environmentOrder: number;
  #placementOrder: number;

  /**
   * @param conversion what is converted
   * @param plan the plan without what was taken out
   */
  constructor(conversion: Conversion, plan: Plan) {
    const rest = layoutTree(plan, conversion.args.layoutId);
    if (!rest) throw new Error('Bug in Partita: a conversion without its layout');
    this.conversion = conversion;
    this.rest = rest;
    this.#plan = plan;
    this.#draft = new DiffDraft(plan);
    this.#names = new Set(rest.environments.map(({ name }) => name));
    this.#environmentOrder = nextOrder(plan.environments);
    this.#placementOrder = nextOrder(plan.placements);
  }

  /** @returns the plan with everything that was added */
  plan(): Plan {
    return applyDiff(this.#plan, this.#draft.diff());
  }

  /** @returns environments that were added, in that order */
  added(): readonly Environment[] {
    return [...this.#added.keys()].flatMap((id) => this.#draft.get('environments', id) ?? []);
  }

  /**
   * @param seed what it is
   * @returns the new environment, with a name that nothing else in the layout has
   */
  put(seed: EnvironmentSeed): Environment {
    const name = freeName(seed.name, this.#names);
    this.#names.add(name);
    const environment = environmentSchema.parse({
      ...seed,
      name,
      id: this.conversion.newId('env'),
      layoutId: this.conversion.args.layoutId,
      order: this.#environmentOrder++,
    });
    this.#added.set(environment.id, environment);
    this.#draft.put('environments', environment);
    return environment;
  }

  /**
   * @param environment one that is there
   * @param fields new values
   * @returns it with them
   */
  change(environment: Environment, fields: Partial<Environment>): Environment {
    const changed = { ...environment, ...fields };
    this.#draft.put('environments', changed);
    return changed;
  }

  /** @param guest an OS that became a guest of a new hypervisor */
  slide(guest: Environment): void {
    this.#slid.push(guest);
  }

  /** @returns what became a guest of the new hypervisor */
  slid(): readonly Environment[] {
    return this.#slid;
  }

  /**
   * @param former an environment of the layout before
   * @returns what the one that takes its place has of it
   */
  inherited(former: Environment | null): Partial<Environment> {
    if (former === null) return {};
    return Object.fromEntries(INHERITED.map((field) => [field, former[field]]));
  }

  /**
   * An environment of the layout before that is like the one to be made.
   *
   * @param kind its kind
   * @param technologyId its technology; undefined: any
   * @returns the first of them; null when there was none
   */
  template(kind: EnvironmentKind, technologyId?: Id | null): Environment | null {
    return (
      this.conversion.tree.environments.find(
        (each) =>
          each.kind === kind && (technologyId === undefined || each.technologyId === technologyId),
      ) ?? null
    );
  }

  /**
   * @param family a kernel
   * @returns the OS of the host before, where it is of that family; else one of which nothing else is known
   */
  hostOs(family: Os['family']): Os {
    const host = this.conversion.tree.environments.find(
      ({ kind, os }) => kind === 'os' && os?.family === family,
    );
    return host?.os ?? osOf(family);
  }

  /**
   * @param everywhere false: only cores on which a hypervisor or a general OS runs
   * @returns cores that nothing on the hardware owns, in hardware order
   */
  freeCores(everywhere = false): readonly Id[] {
    const { rest } = this;
    const roots = rest.childrenOf.get(null) ?? [];
    const owned = new Set(roots.flatMap(({ id }) => rest.coresOf.get(id) ?? []));
    return this.conversion.hardware.cores
      .map(({ core }) => core.id)
      .filter((id) => !owned.has(id))
      .filter((id) => everywhere || runsGuests(this.conversion.hardware, id));
  }

  /**
   * @param units what will run there
   * @returns cores that they ran on; where one of them ran nowhere, every free core too: nothing says how many it
   *   needs, and one core for whatever comes is a bottleneck that nobody chose
   */
  wantedCores(units: readonly Unit[]): readonly Id[] {
    const ran = units.flatMap(({ reach }) => reach);
    const anywhere = units.some(({ reach }) => reach.length === 0);
    return [...new Set([...ran, ...(anywhere ? this.freeCores() : [])])];
  }

  /**
   * @param wanted cores that the content would run on
   * @returns in a whole layout all free cores; else the wanted ones that are free, any free one, or ones
   *   that are taken: the rules say so then
   */
  rootCores(wanted: readonly Id[]): readonly Id[] {
    const free = this.freeCores();
    if (this.conversion.args.whole && free.length > 0) return free;
    const both = wanted.filter((id) => free.includes(id));
    if (both.length > 0) return both;
    if (free.length > 0) return free.slice(0, 1);
    const { hardware } = this.conversion;
    const capable = hardware.cores.map(({ core }) => core.id);
    return wanted.length > 0
      ? wanted
      : capable.filter((id) => runsGuests(hardware, id)).slice(0, 1);
  }

  /**
   * Puts the members of a unit into an environment. Pins stay where the environment has the core; otherwise the
   * members float over its cores, which is noted.
   *
   * @param unit what goes in
   * @param home where to
   * @param cores cores of the environment
   * @param copies of the environment, with those of what it stands in
   */
  place(unit: Unit, home: Environment, cores: readonly Id[], copies: number): void {
    const { conversion } = this;
    if (unit.former) conversion.heirs.set(unit.former.id, home.id);
    for (const member of unit.members) {
      const old = member.placement;
      if (member.former) conversion.succeed(member.former.id, home.id);
      const coreIds = (old?.coreIds ?? []).filter((id) => cores.includes(id));
      this.#notePins(member, home, coreIds.length);
      this.#noteReach(member, home, cores);
      const reachable = coreIds.length > 0 ? coreIds : cores;
      const instances = instancesIn(conversion.tree, member, copies);
      if (instances === null) {
        const reason = `its instances cannot be divided among the copies of "${home.name}"`;
        conversion.note('changed', ofApplication(member.application), reason);
      }
      const placement = placementSchema.parse({
        reason: null,
        ...old,
        id: old?.id ?? conversion.newId('place'),
        order: old?.order ?? this.#placementOrder++,
        layoutId: conversion.args.layoutId,
        applicationId: member.application.id,
        environmentId: home.id,
        coreIds,
        taskCores: this.#keptTaskCores(member, home, reachable),
        instances: instances ?? old?.instances ?? member.application.instances,
      });
      this.#draft.put('placements', placement);
    }
  }

  /** Bindings of tasks whose core is still within reach; the others are noted. */
  #keptTaskCores({ placement, application }: Member, home: Environment, reachable: readonly Id[]) {
    const before = placement?.taskCores ?? [];
    const kept = before.filter(({ coreId }) => reachable.includes(coreId));
    const lost = before.length - kept.length;
    if (lost > 0) {
      const reason = `${counted(lost, 'task')} of it ${lost === 1 ? 'was' : 'were'} bound to cores that "${home.name}" does not have`;
      this.conversion.note('changed', ofApplication(application), reason);
    }
    return kept;
  }

  /** What was pinned and is not, and what floated and floats elsewhere now: its demand and its deadlines are spread. */
  #noteReach(member: Member, home: Environment, cores: readonly Id[]): void {
    const { conversion } = this;
    const { placement, former, application } = member;
    if (!placement || placement.coreIds.length > 0 || former === null) return;
    const before = conversion.tree.coresOf.get(former.id) ?? [];
    const isSame = before.length === cores.length && before.every((id) => cores.includes(id));
    if (before.length === 0 || isSame) return;
    const nameOf = (id: Id) => conversion.hardware.coreById.get(id)?.core.name ?? id;
    const reason = `ran on ${listNames(before.map(nameOf))}; in "${home.name}" it runs on ${listNames(cores.map(nameOf))}`;
    conversion.note('changed', ofApplication(application), reason);
  }

  #notePins(member: Member, home: Environment, kept: number): void {
    const before = member.placement?.coreIds ?? [];
    if (kept === before.length) return;
    const names = before.map((id) => this.conversion.hardware.coreById.get(id)?.core.name ?? id);
    const reason =
      kept === 0
        ? `was pinned to ${listNames(names)}, which "${home.name}" does not have; it floats there now`
        : `keeps ${kept} of its ${before.length} cores: "${home.name}" does not have all of ${listNames(names)}`;
    this.conversion.note('changed', ofApplication(member.application), reason);
  }

  /**
   * Notes that a unit could not stay apart.
   *
   * @param into the unit that stays
   * @param other what joined it
   */
  noteJoin(into: Unit, other: Unit): void {
    for (const { application } of other.members) {
      const reason = `shares a guest with "${into.name}": there are more environments than cores, and both are of one OS and level`;
      this.conversion.note('changed', ofApplication(application), reason);
    }
  }

  /**
   * Notes what had memory assigned and has no heir.
   *
   * @param plan the plan with everything in place
   */
  noteMemory(plan: Plan): void {
    for (const former of this.conversion.tree.environments) {
      const heir = plan.environments.get(this.conversion.heirs.get(former.id) ?? '');
      const isGone = !plan.environments.has(former.id);
      if (!isGone || former.memoryBytes === null || heir?.memoryBytes === former.memoryBytes) {
        continue;
      }
      const reason = heir
        ? `the memory assigned to it is not kept: "${heir.name}" takes what it uses`
        : 'the memory assigned to it is not kept: nothing takes its place alone';
      this.conversion.note('changed', ofEnvironment(former), reason);
    }
  }
}
