/** Putting units into partitions, VMs, thin VMs, bare-metal images, containers or processes. */
import type { OsFamily } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { osOf, type Environment, type EnvironmentKind, type Os } from '../../model/layout.ts';
import { schedulingFor } from './carry-scheduling.ts';
import { joinToFit, shareCores } from './core-shares.ts';
import { givesCoresOnce, guestKindOf, thinOsOf } from './hosting.ts';
import { addControl, engineIn, hostOs, hypervisorFor } from './hosts.ts';
import type { Selected } from './selection.ts';
import type { StackBuilder } from './stack-builder.ts';
import { unitsOf, type Member, type Unit } from './units.ts';

/** A guest that is to be made. */
interface GuestPlan {
  readonly unit: Unit;
  readonly kind: EnvironmentKind;
  readonly technologyId: Id | null;
  readonly os: Os | null;
  /** Containers in it; null: the applications stand in it themselves. */
  readonly containers: readonly Unit[] | null;
}

/** Kinds whose memory is assigned to them. */
const ASSIGNED: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'bare-metal',
  'partition',
  'vm',
  'thin-vm',
]);

/** Memory that goes over: what the environment had whose place it takes, or of those that were joined in it. */
function memoryOf(unit: Unit, kind: EnvironmentKind): number | null {
  if (!ASSIGNED.has(kind)) return null;
  const formers = new Set(unit.members.map(({ former }) => former));
  if (unit.former === null && formers.size === 1) return null;
  const amounts = [...formers].map((former) =>
    former !== null && ASSIGNED.has(former.kind) ? former.memoryBytes : null,
  );
  return amounts.includes(null)
    ? null
    : amounts.reduce<number>((sum, each) => sum + (each ?? 0), 0);
}

function guestSeed(builder: StackBuilder, guest: GuestPlan, parentId: Id | null) {
  const { unit, kind } = guest;
  const former = unit.former;
  const sameHypervisor = former !== null && former.technologyId === guest.technologyId;
  const isControl = sameHypervisor && former.role === 'control' && former.kind === kind;
  return {
    ...builder.inherited(former),
    ...(kind === 'vm' || kind === 'partition' ? {} : { timeShare: null }),
    ...schedulingFor(builder.conversion, unit.members, guest),
    kind,
    parentId,
    name: guest.containers === null ? unit.name : 'Container host',
    technologyId: guest.technologyId,
    role: isControl ? ('control' as const) : ('guest' as const),
    os: guest.os,
    memoryBytes: memoryOf(unit, kind),
    copies: copiesFor(unit, kind),
  };
}

/** A thin VM holds one instance; other environments hold as many as stood together. */
function copiesFor(unit: Unit, kind: EnvironmentKind): number {
  const [member] = unit.members;
  if (kind !== 'thin-vm' || unit.members.length !== 1 || !member) return unit.copies;
  return unit.copies * (member.placement?.instances ?? member.application.instances);
}

function fill(
  builder: StackBuilder,
  guest: GuestPlan,
  home: Environment,
  cores: readonly Id[],
): void {
  if (guest.containers === null) {
    builder.place(guest.unit, home, cores, home.copies);
    return;
  }
  const engine = engineIn(builder, home);
  for (const unit of guest.containers) putContainer(builder, unit, engine, cores, null);
}

function putContainer(
  builder: StackBuilder,
  unit: Unit,
  engine: Environment,
  cores: readonly Id[],
  os: Os | null,
): void {
  const former = unit.former?.kind === 'container' ? unit.former : null;
  const container = builder.put({
    ...builder.inherited(former),
    criticality: unit.former?.criticality ?? null,
    kind: 'container',
    parentId: engine.id,
    name: unit.name,
    technologyId: engine.technologyId,
    os,
    memoryBytes: former?.memoryBytes ?? null,
    copies: unit.copies,
  });
  builder.place(unit, container, cores, unit.copies);
}

/** VMs that share cores have their pins, or float over the cores of the hypervisor. */
function sharedCores(unit: Unit, hypervisorCores: readonly Id[]): readonly Id[] {
  const allPinned = unit.members.every(({ placement }) => (placement?.coreIds.length ?? 0) > 0);
  const own = unit.former?.coreIds ?? [];
  return (allPinned ? unit.pins : own).filter((id) => hypervisorCores.includes(id));
}

function buildGuests(builder: StackBuilder, guests: readonly GuestPlan[]): void {
  if (guests.length === 0) return;
  const { conversion } = builder;
  const wanted = builder.wantedCores(guests.map(({ unit }) => unit));
  const { environment: hypervisor, fresh } = hypervisorFor(builder, wanted);
  const cores = hypervisorCores(builder, hypervisor);
  const once = conversion.hypervisor !== null && givesCoresOnce(conversion.hypervisor);
  const pool = once ? unowned(builder, hypervisor, cores) : cores;
  const fitting = once ? joinGuests(builder, guests, pool.length) : guests;
  const units = fitting.map(({ unit }) => unit);
  const shares = once
    ? shareCores(conversion.hardware, units, pool)
    : units.map((unit) => sharedCores(unit, cores));
  const made = fitting.map((guest, index) => {
    const own = shares[index] ?? [];
    const home = builder.put({ ...guestSeed(builder, guest, hypervisor.id), coreIds: [...own] });
    fill(builder, guest, home, own.length > 0 ? own : cores);
    return home;
  });
  if (fresh) addControl(builder, hypervisor, made);
}

/** Cores of a hypervisor: its own, or those of the OS it stands in, which may be new itself. */
function hypervisorCores(builder: StackBuilder, hypervisor: Environment): readonly Id[] {
  if (hypervisor.coreIds.length > 0) return hypervisor.coreIds;
  const known = builder.rest.coresOf.get(hypervisor.id);
  if (known) return known;
  const host = builder.added().find(({ id }) => id === hypervisor.parentId);
  return host?.coreIds ?? builder.rest.coresOf.get(hypervisor.parentId ?? '') ?? [];
}

/** Cores of a hypervisor that none of its guests has; all where none is left, so that a rule can say so. */
function unowned(
  builder: StackBuilder,
  hypervisor: Environment,
  cores: readonly Id[],
): readonly Id[] {
  const guests = [...(builder.rest.childrenOf.get(hypervisor.id) ?? []), ...builder.slid()];
  const taken = new Set(guests.flatMap(({ coreIds }) => coreIds));
  const free = cores.filter((id) => !taken.has(id));
  return free.length > 0 ? free : cores;
}

function joinGuests(
  builder: StackBuilder,
  guests: readonly GuestPlan[],
  most: number,
): readonly GuestPlan[] {
  const plain = guests.filter(({ kind, containers }) => containers === null && kind !== 'thin-vm');
  const others = guests.filter((guest) => !plain.includes(guest));
  const { units, joins } = joinToFit(
    plain.map(({ unit }) => unit),
    most - others.length,
  );
  for (const [into, other] of joins) builder.noteJoin(into, other);
  const [first] = plain;
  if (!first) return guests;
  return [...others, ...units.map((unit) => ({ ...first, unit, os: unit.os }))];
}

function plainGuest(builder: StackBuilder, unit: Unit): GuestPlan {
  const { conversion } = builder;
  const { way, hypervisorId } = conversion.args.candidate;
  const kind = way === 'partition' || way === 'vm' ? way : guestKindOf(conversion.hypervisor);
  return { unit, kind, technologyId: hypervisorId, os: unit.os, containers: null };
}

function thinGuest(builder: StackBuilder, unit: Unit, selected: Selected): GuestPlan {
  const [member] = unit.members;
  const technologyId = (member && selected.thinGuests.get(member)) ?? null;
  const technology = builder.conversion.catalogue.technologies.get(technologyId ?? '');
  const family = technology ? thinOsOf(technology) : (unit.os?.family ?? null);
  const keeps = unit.former?.kind === 'thin-vm' && unit.os?.family === family;
  const os = family === null ? null : keeps ? unit.os : osOf(family);
  return { unit, kind: 'thin-vm', technologyId, os, containers: null };
}

/** One guest that holds all containers. */
function containerGuest(
  builder: StackBuilder,
  members: readonly Member[],
  family: OsFamily,
): GuestPlan {
  const { conversion } = builder;
  const containers = unitsOf(conversion.tree, 'container-vm', members);
  const all = (of: (unit: Unit) => readonly Id[]) => [...new Set(containers.flatMap(of))];
  return {
    unit: {
      name: 'Container host',
      members,
      former: null,
      os: osOf(family),
      pins: all(({ pins }) => pins),
      reach: all(({ reach }) => reach),
      copies: 1,
    },
    kind: guestKindOf(conversion.hypervisor),
    technologyId: conversion.args.candidate.hypervisorId,
    os: builder.hostOs(family),
    containers,
  };
}

function buildBare(builder: StackBuilder, units: readonly Unit[]): void {
  const { conversion } = builder;
  const free = builder.freeCores(true);
  const wanted = units.flatMap(({ reach }) => reach);
  const pool = free.length > 0 ? free : wanted;
  const { units: fitting, joins } = joinToFit(units, pool.length);
  for (const [into, other] of joins) builder.noteJoin(into, other);
  const shares = shareCores(conversion.hardware, fitting, pool);
  for (const [index, unit] of fitting.entries()) {
    const cores = shares[index] ?? [];
    const plan = { unit, technologyId: null, os: unit.os, containers: null };
    const guest: GuestPlan = { ...plan, kind: 'bare-metal' };
    const home = builder.put({ ...guestSeed(builder, guest, null), coreIds: [...cores] });
    builder.place(unit, home, cores, home.copies);
  }
}

function buildShared(builder: StackBuilder, selected: Selected): void {
  const { conversion } = builder;
  const { way } = conversion.args.candidate;
  const family = selected.sharedOs ?? 'linux';
  const units = unitsOf(conversion.tree, way, selected.members);
  if (units.length === 0) return;
  const wanted = builder.wantedCores(units);
  const host = hostOs(builder, family, wanted, selected.members);
  const cores = builder.rest.coresOf.get(host.id) ?? host.coreIds;
  if (way === 'process') {
    for (const unit of units) builder.place(unit, host, cores, 1);
    return;
  }
  const engine = engineIn(builder, host);
  for (const unit of units) {
    const os = way === 'kernel-container' ? osOf(family) : null;
    putContainer(builder, unit, engine, cores, os);
  }
}

/**
 * Builds what the candidate needs, and puts the selected members into it.
 *
 * @param builder the layout without them
 * @param selected members by form
 * @cost O(members x depth + units x cores)
 */
export function buildHomes(builder: StackBuilder, selected: Selected): void {
  const { conversion } = builder;
  const { way } = conversion.args.candidate;
  const beside = unitsOf(conversion.tree, 'vm', selected.beside);
  const guests = beside.map((unit) => plainGuest(builder, unit));
  const units = unitsOf(conversion.tree, way, selected.members);
  switch (way) {
    case 'bare-metal':
      return buildBare(builder, units);
    case 'process':
    case 'container':
    case 'kernel-container':
      return buildShared(builder, selected);
    case 'container-vm': {
      const family = selected.sharedOs ?? 'linux';
      const host = selected.members.length > 0 ? [family] : [];
      const holders = host.map((os) => containerGuest(builder, selected.members, os));
      return buildGuests(builder, [...holders, ...guests]);
    }
    case 'thin-vm':
      return buildGuests(builder, [
        ...units.map((unit) => thinGuest(builder, unit, selected)),
        ...guests,
      ]);
    case 'partition':
    case 'vm':
      return buildGuests(
        builder,
        units.map((unit) => plainGuest(builder, unit)),
      );
  }
}
