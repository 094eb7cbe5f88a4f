/** Who gets which lanes among environments with walls: dedicated cores, and cores shared in time. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import { lanesOn, weightOf } from './lane-demand.ts';
import { divideLanes, type Lane } from './lanes.ts';

/** Lanes of one environment; none when it has no core on this target. */
export interface Claim {
  readonly environment: Environment;
  readonly lanes: readonly Lane[];
}

/** Below this a split lane holds no legible tile; then the environments stand on each other. */
const NARROWEST = 46;
/** Links of a split lane need less room than those of a core. */
const INNER_GUTTER = 0.5;

/** Cores that an environment stands on: its own, those of what stands in it, or those of its host. */
function coresUnder(tree: LayoutTree, environment: Environment): readonly Id[] {
  if (environment.coreIds.length > 0) return environment.coreIds;
  const cores = new Set<Id>();
  for (const child of tree.childrenOf.get(environment.id) ?? [])
    for (const id of coresUnder(tree, child)) cores.add(id);
  for (const placement of tree.placementsIn.get(environment.id) ?? [])
    for (const id of placement.coreIds) cores.add(id);
  return [...cores];
}

/**
 * Gives lanes to siblings. A core of one sibling is its own. Siblings on the same cores divide these by time share,
 * or by what stands in them where no share is guaranteed; siblings that share only some cores split those.
 *
 * @param tree the layout
 * @param siblings environments on the hardware or on one hypervisor
 * @param lanes lanes of their host
 * @param gutter between columns
 * @returns one claim per sibling, in the order given
 * @cost O(siblings x lanes)
 * @rules DRAW-10
 */
export function sideBySide(
  tree: LayoutTree,
  siblings: readonly Environment[],
  lanes: readonly Lane[],
  gutter: number,
): readonly Claim[] {
  const claims = siblings.map((environment) => {
    const cores = coresUnder(tree, environment);
    const onHardware = environment.parentId === null;
    const wanted = cores.length === 0 && onHardware ? [] : lanesOn(cores, lanes);
    return { environment, wanted, got: [] as Lane[] };
  });
  const claimants = new Map<Lane, Wish[]>();
  for (const claim of claims)
    for (const lane of claim.wanted) {
      const list = claimants.get(lane);
      if (list) list.push(claim);
      else claimants.set(lane, [claim]);
    }
  const settled = new Set<Wish>();
  for (const [lane, wishes] of claimants) {
    const [first] = wishes;
    if (!first || settled.has(first)) continue;
    if (wishes.length === 1) first.got.push(lane);
    else if (divideWhole(tree, wishes, claimants)) for (const wish of wishes) settled.add(wish);
    else splitLane(tree, lane, wishes, gutter * INNER_GUTTER);
  }
  return claims.map(({ environment, got }) => ({ environment, lanes: got }));
}

interface Wish {
  readonly environment: Environment;
  readonly wanted: readonly Lane[];
  readonly got: Lane[];
}

function sharesOf(tree: LayoutTree, wishes: readonly Wish[]): readonly number[] {
  const stated = wishes.every(({ environment }) => environment.timeShare !== null);
  return wishes.map(({ environment }) =>
    stated ? (environment.timeShare ?? 1) : weightOf(tree, environment),
  );
}

/** Environments on exactly the same cores, at least as many cores as environments: whole lanes each. */
function divideWhole(
  tree: LayoutTree,
  wishes: readonly Wish[],
  claimants: ReadonlyMap<Lane, readonly Wish[]>,
): boolean {
  const [first] = wishes;
  if (!first || first.wanted.length < wishes.length) return false;
  const alike = first.wanted.every((lane) => {
    const there = claimants.get(lane) ?? [];
    return there.length === wishes.length && there.every((wish) => wishes.includes(wish));
  });
  if (!alike || wishes.some((wish) => wish.wanted.length !== first.wanted.length)) return false;
  const most = wishes.map(() => Infinity);
  const parts = divideLanes(first.wanted, sharesOf(tree, wishes), most);
  wishes.forEach((wish, index) => wish.got.push(...(parts[index] ?? [])));
  return true;
}

function splitLane(tree: LayoutTree, lane: Lane, wishes: readonly Wish[], gutter: number): void {
  const room = lane.width - gutter * (wishes.length - 1);
  if (room / wishes.length < NARROWEST) {
    for (const wish of wishes) wish.got.push(lane);
    return;
  }
  const shares = sharesOf(tree, wishes);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const spare = room - NARROWEST * wishes.length;
  const widths = shares.map((share) => NARROWEST + (spare * share) / total);
  const parts = lane.split(widths, gutter);
  wishes.forEach((wish, index) => {
    const part = parts[index];
    if (part) wish.got.push(part);
  });
}
