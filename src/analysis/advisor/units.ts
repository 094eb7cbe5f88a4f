/** What goes together into one new environment. */
import type { Application, OsFamily } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { kernelOf, type LayoutTree } from '../../model/layout-tree.ts';
import { osOf, type Environment, type Os, type Placement } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import type { Way } from './ways.ts';

/** An application at one of its places; an application without a place has none. */
export interface Member {
  readonly application: Application;
  readonly placement: Placement | null;
  /** Where it stood. */
  readonly former: Environment | null;
}

/** Applications that will stand in one environment. */
export interface Unit {
  readonly name: string;
  readonly members: readonly Member[];
  /** The one environment that all of them stood in, where the unit is all that stood in it; else null. */
  readonly former: Environment | null;
  readonly os: Os | null;
  /** Cores that its members or tasks of theirs were pinned to, in the order met. */
  readonly pins: readonly Id[];
  /** Cores that its members could run on. */
  readonly reach: readonly Id[];
  /** Copies of what they stood in, multiplied along the path. */
  readonly copies: number;
}

/** One environment for each application, whatever stood together before. */
const ALONE: ReadonlySet<Way> = new Set<Way>(['thin-vm']);
const CONTAINED: ReadonlySet<Way> = new Set<Way>(['container', 'container-vm', 'kernel-container']);

/**
 * @param tree the layout
 * @param environmentId an environment of it
 * @returns how many instances of it there are, with those of what it stands in
 */
function copiesOn(tree: LayoutTree, environmentId: Id): number {
  return (tree.pathOf.get(environmentId) ?? []).reduce(
    (product, { copies }) => product * copies,
    1,
  );
}

/**
 * Members of some applications: one for each place.
 *
 * @param plan the plan
 * @param tree the layout
 * @param applicationIds which applications
 * @returns their members, in the given order; unknown applications are ignored
 */
export function membersOf(
  plan: Plan,
  tree: LayoutTree,
  applicationIds: readonly Id[],
): readonly Member[] {
  return applicationIds.flatMap((id): Member[] => {
    const application = plan.applications.get(id);
    if (!application) return [];
    const placements = tree.placementsOf.get(id) ?? [];
    if (placements.length === 0) return [{ application, placement: null, former: null }];
    return placements.map((placement) => ({
      application,
      placement,
      former: tree.environmentById.get(placement.environmentId) ?? null,
    }));
  });
}

/** Kernel that a member needs, or ran on where it does not say. */
export function neededOs(tree: LayoutTree, member: Member): OsFamily | null {
  if (member.application.os !== null) return member.application.os;
  const { former } = member;
  return former === null ? null : (kernelOf(tree, former.id)?.os.family ?? null);
}

/** The OS that a unit ran on, where it is still the one it needs; else the one it needs, with nothing known of it. */
function osOfUnit(tree: LayoutTree, member: Member): Os | null {
  const family = neededOs(tree, member);
  if (family === null) return null;
  const before = member.former === null ? null : kernelOf(tree, member.former.id);
  if (before?.os.family === family) return before.os;
  return osOf(family);
}

function keyOf(tree: LayoutTree, way: Way, member: Member, index: number): string {
  const { former } = member;
  const os = neededOs(tree, member) ?? '';
  if (way === 'process') return os;
  // What stood nowhere stood with nobody: it gets an environment of its own, and its own name on it.
  if (former === null || ALONE.has(way)) return `${index}`;
  if (CONTAINED.has(way) && former.kind !== 'container') return `${index}`;
  return `${former.id} ${os}`;
}

/**
 * Groups members: one unit for each environment that they stood in and each kernel in it; one for each application
 * that stood nowhere, in thin VMs, and in containers where it did not stand in one; one for each kernel where they
 * become processes.
 *
 * @param tree the layout as it is
 * @param way how they will run
 * @param members what is to run
 * @returns the units, in the order of their first member
 * @cost O(members x depth)
 */
export function unitsOf(tree: LayoutTree, way: Way, members: readonly Member[]): readonly Unit[] {
  const groups = new Map<string, Member[]>();
  for (const [index, member] of members.entries()) {
    const key = keyOf(tree, way, member, index);
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return [...groups.values()].map((group) => unit(tree, way, group));
}

function unit(tree: LayoutTree, way: Way, members: readonly Member[]): Unit {
  const [first] = members;
  if (!first) throw new Error('Bug in Partita: a unit without members');
  const formers = new Set(members.map(({ former }) => former));
  const [former] = formers;
  const together = formers.size === 1 && former !== null && former !== undefined;
  const whole = together && (tree.placementsIn.get(former.id)?.length ?? 0) === members.length;
  // A task that is bound to a core needs it as much as an application that is pinned to it.
  const pins = members.flatMap(({ placement }) => [
    ...(placement?.coreIds ?? []),
    ...(placement?.taskCores ?? []).map(({ coreId }) => coreId),
  ]);
  const reach = members.flatMap((member) => reachOf(tree, member));
  const copies = together && way !== 'process' ? copiesOn(tree, former.id) : 1;
  return {
    name: whole ? former.name : first.application.name,
    members,
    former: whole ? former : null,
    os: osOfUnit(tree, first),
    pins: [...new Set(pins)],
    reach: [...new Set(reach)],
    copies,
  };
}

function reachOf(tree: LayoutTree, { placement, former }: Member): readonly Id[] {
  if (placement && placement.coreIds.length > 0) return placement.coreIds;
  return former === null ? [] : (tree.coresOf.get(former.id) ?? []);
}

/**
 * Two units as one: of static partitions there are never more than cores.
 *
 * @param into the unit that stays
 * @param other what joins it
 * @returns both together
 */
export function joined(into: Unit, other: Unit): Unit {
  return {
    ...into,
    former: null,
    members: [...into.members, ...other.members],
    pins: [...new Set([...into.pins, ...other.pins])],
    reach: [...new Set([...into.reach, ...other.reach])],
  };
}

/**
 * @param tree the layout as it is
 * @param member a member of a unit whose environment has so many copies
 * @param copies of the new environment, with those of what it stands in
 * @returns instances in each copy; null where they cannot be divided among the copies
 */
export function instancesIn(tree: LayoutTree, member: Member, copies: number): number | null {
  const { placement, former, application } = member;
  const total =
    placement && former ? placement.instances * copiesOn(tree, former.id) : application.instances;
  return total % copies === 0 ? total / copies : null;
}
