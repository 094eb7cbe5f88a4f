/** One layout's records, found by what they belong to: built once per layout and shared by engine and drawings. */
import type { Id } from './fields.ts';
import type {
  Channel,
  Environment,
  Grant,
  Image,
  Layout,
  Os,
  Placement,
  Region,
} from './layout.ts';
import { rows, type Plan, type Table } from './plan.ts';
import type { Frame, Window } from './scheduling.ts';

/** Read-only look-ups into one layout. Lists keep the user's order. */
export interface LayoutTree {
  readonly layout: Layout;
  readonly environments: readonly Environment[];
  readonly placements: readonly Placement[];
  readonly regions: readonly Region[];
  readonly grants: readonly Grant[];
  readonly channels: readonly Channel[];
  readonly images: readonly Image[];
  readonly frames: readonly Frame[];
  readonly windows: readonly Window[];
  readonly environmentById: ReadonlyMap<Id, Environment>;
  /** Environments on the hardware under key null. */
  readonly childrenOf: ReadonlyMap<Id | null, readonly Environment[]>;
  readonly placementsIn: ReadonlyMap<Id, readonly Placement[]>;
  readonly placementsOf: ReadonlyMap<Id, readonly Placement[]>;
  readonly grantsTo: ReadonlyMap<Id, readonly Grant[]>;
  readonly channelOfLink: ReadonlyMap<Id, Channel>;
  /** Cores an environment runs on: its own, or its nearest ancestor's that has any. */
  readonly coresOf: ReadonlyMap<Id, readonly Id[]>;
  /** From the hardware up to and including the environment itself. */
  readonly pathOf: ReadonlyMap<Id, readonly Environment[]>;
}

const trees = new WeakMap<Plan, Map<Id, LayoutTree>>();

function group<T, K>(list: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const of = key(item);
    const members = groups.get(of);
    if (members) members.push(item);
    else groups.set(of, [item]);
  }
  return groups;
}

function ofLayout<T extends { layoutId: Id; order: number; id: Id }>(
  table: Table<T>,
  layoutId: Id,
): readonly T[] {
  return rows(table).filter((record) => record.layoutId === layoutId);
}

/**
 * Look-ups into one layout.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @returns the tree, or null when the plan has no such layout; the same object for the same plan
 * @cost O(n) the first time, O(1) after that
 */
export function layoutTree(plan: Plan, layoutId: Id): LayoutTree | null {
  const cached = trees.get(plan)?.get(layoutId);
  if (cached) return cached;
  const layout = plan.layouts.get(layoutId);
  if (!layout) return null;
  const tree = build(plan, layout);
  const ofPlan = trees.get(plan) ?? new Map<Id, LayoutTree>();
  trees.set(plan, ofPlan.set(layoutId, tree));
  return tree;
}

function build(plan: Plan, layout: Layout): LayoutTree {
  const environments = ofLayout(plan.environments, layout.id);
  const placements = ofLayout(plan.placements, layout.id);
  const grants = ofLayout(plan.grants, layout.id);
  const channels = ofLayout(plan.channels, layout.id);
  const environmentById = new Map(environments.map((environment) => [environment.id, environment]));
  const childrenOf = group(environments, (environment) =>
    environment.parentId !== null && environmentById.has(environment.parentId)
      ? environment.parentId
      : null,
  );
  const coresOf = new Map<Id, readonly Id[]>();
  const pathOf = new Map<Id, readonly Environment[]>();
  const visit = (environment: Environment, path: readonly Environment[], cores: readonly Id[]) => {
    const own = environment.coreIds.length > 0 ? environment.coreIds : cores;
    const ownPath = [...path, environment];
    coresOf.set(environment.id, own);
    pathOf.set(environment.id, ownPath);
    for (const child of childrenOf.get(environment.id) ?? []) visit(child, ownPath, own);
  };
  for (const root of childrenOf.get(null) ?? []) visit(root, [], []);
  return {
    layout,
    environments,
    placements,
    regions: ofLayout(plan.regions, layout.id),
    grants,
    channels,
    images: ofLayout(plan.images, layout.id),
    frames: ofLayout(plan.frames, layout.id),
    windows: ofLayout(plan.windows, layout.id),
    environmentById,
    childrenOf,
    placementsIn: group(placements, (placement) => placement.environmentId),
    placementsOf: group(placements, (placement) => placement.applicationId),
    grantsTo: group(grants, (grant) => grant.environmentId),
    channelOfLink: new Map(channels.map((channel) => [channel.linkId, channel])),
    coresOf,
    pathOf,
  };
}

/**
 * Cores a placement runs on.
 *
 * @param tree the layout
 * @param placement one of its placements
 * @returns the cores it names, or those of its environment
 */
export function coresOfPlacement(tree: LayoutTree, placement: Placement): readonly Id[] {
  return placement.coreIds.length > 0
    ? placement.coreIds
    : (tree.coresOf.get(placement.environmentId) ?? []);
}

/**
 * How many of an environment there are: copies multiply down the path, since each copy holds all that stands in it.
 *
 * @param tree the layout
 * @param environmentId an environment
 * @returns the product of `copies` from the hardware up to and including it; 1 for one that the layout lacks
 * @cost O(depth)
 */
export function copiesOf(tree: LayoutTree, environmentId: Id): number {
  let copies = 1;
  for (const environment of tree.pathOf.get(environmentId) ?? []) copies *= environment.copies;
  return copies;
}

/**
 * The kernel under an environment's content.
 *
 * @param tree the layout
 * @param environmentId where an application stands
 * @returns the nearest stated OS on the way to the hardware and whose it is; null when none is stated before
 *   an isolation boundary or the hardware is reached
 */
export function kernelOf(
  tree: LayoutTree,
  environmentId: Id,
): { readonly os: Os; readonly environment: Environment } | null {
  const path = tree.pathOf.get(environmentId) ?? [];
  for (const environment of [...path].reverse()) {
    if (environment.os) return { os: environment.os, environment };
    const sharesKernelBelow =
      environment.kind === 'container' || environment.kind === 'container-engine';
    if (!sharesKernelBelow) return null;
  }
  return null;
}
