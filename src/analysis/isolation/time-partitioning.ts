/** What shares a core by time and is kept to its part of it: windows of a static table, or enforced budgets. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';

/** Hypervisors that bind a core to one partition and have no scheduler. */
const WITHOUT_SCHEDULER: ReadonlySet<string> = new Set(['jailhouse', 'bao']);

/**
 * @param tree the layout
 * @param environment a partition or VM
 * @returns whether the hypervisor beneath it can give a core to several at all: it does unless it is known to have no scheduler
 * @source bao-src (1:1 vCPU:pCPU, no scheduler); jailhouse-src (no overcommit)
 */
export function canShareCores(tree: LayoutTree, environment: Environment): boolean {
  const parent = tree.environmentById.get(environment.parentId ?? '');
  return !WITHOUT_SCHEDULER.has(environment.technologyId ?? parent?.technologyId ?? '');
}

/**
 * @param environment a partition or VM
 * @returns whether it has a budget that is enforced; a quota is none
 * @rules SERVER-13
 */
export function hasEnforcedBudget({ server }: Environment): boolean {
  return server !== null && server.kind !== 'quota';
}

/** Cores on which each environment has a window. */
const windowCores = new WeakMap<LayoutTree, ReadonlyMap<Id, ReadonlySet<Id>>>();

function windowCoresOf(tree: LayoutTree): ReadonlyMap<Id, ReadonlySet<Id>> {
  const known = windowCores.get(tree);
  if (known) return known;
  const made = new Map<Id, Set<Id>>();
  for (const { environmentId, coreId } of tree.windows) {
    made.set(environmentId, (made.get(environmentId) ?? new Set()).add(coreId));
  }
  windowCores.set(tree, made);
  return made;
}

/**
 * @param tree the layout
 * @param environment a partition or VM
 * @param coreId one core, or null for any
 * @returns whether the environment has a window there
 * @cost O(1) after the first call for a layout
 */
export function hasWindow(tree: LayoutTree, environment: Environment, coreId: Id | null): boolean {
  const cores = windowCoresOf(tree).get(environment.id);
  return cores !== undefined && (coreId === null || cores.has(coreId));
}

/**
 * @param tree the layout
 * @param environment a partition or VM
 * @param coreId a core
 * @returns whether something keeps it to its part of the time of the core: a window there, or an enforced budget
 */
export function isHeldOn(tree: LayoutTree, environment: Environment, coreId: Id): boolean {
  return hasWindow(tree, environment, coreId) || hasEnforcedBudget(environment);
}

/** Cores on which something among the children of one parent is not held to its time; by parent. */
const looseCores = new WeakMap<LayoutTree, Map<Id | null, ReadonlyMap<Id, number>>>();

/** How many children of a parent use each core without being held to their time. */
function looseOn(tree: LayoutTree, parentId: Id | null): ReadonlyMap<Id, number> {
  const byParent = looseCores.get(tree) ?? new Map<Id | null, ReadonlyMap<Id, number>>();
  looseCores.set(tree, byParent);
  const known = byParent.get(parentId);
  if (known) return known;
  const made = new Map<Id, number>();
  for (const child of tree.childrenOf.get(parentId) ?? []) {
    // Whoever inherits all cores and has windows runs in those only.
    if (child.coreIds.length === 0 && hasWindow(tree, child, null)) continue;
    for (const coreId of tree.coresOf.get(child.id) ?? []) {
      if (!isHeldOn(tree, child, coreId)) made.set(coreId, (made.get(coreId) ?? 0) + 1);
    }
  }
  byParent.set(parentId, made);
  return made;
}

/**
 * Whether an environment is separated in time from what stands beside it: on each of its cores it has a window of a static
 * table, or an enforced budget beside nobody without one. Whether table and budgets hold is for RT-7 and the response times.
 *
 * @param tree the layout
 * @param environment a partition or VM
 * @cost linear in the environments beside it the first time
 * @source ARINC 653 part 1 (time partitioning); ISO 26262-6:2018 annex D.2.2, from memory
 */
export function isSeparatedInTime(tree: LayoutTree, environment: Environment): boolean {
  if (!canShareCores(tree, environment)) return false;
  if (environment.coreIds.length === 0 && hasWindow(tree, environment, null)) return true;
  const coreIds = tree.coresOf.get(environment.id) ?? [];
  const loose = looseOn(tree, environment.parentId);
  return (
    coreIds.length > 0 &&
    coreIds.every(
      (coreId) =>
        hasWindow(tree, environment, coreId) ||
        (hasEnforcedBudget(environment) && !loose.has(coreId)),
    )
  );
}
