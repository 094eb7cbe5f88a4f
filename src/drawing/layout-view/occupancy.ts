/** Which cores stand empty in a layout, and which runs of them are drawn as one column. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Target } from '../../model/target.ts';

/** Shorter runs are drawn core by core: one column more says more than "2 cores". */
const SHORTEST_RUN = 3;
/** Columns kept for what floats over all cores of an environment, however little it is. */
const FLOATING_COLUMNS = 4;

/** Per core, what stands on it; equal texts look the same when drawn. */
interface Occupancy {
  /** Cores that something names. */
  readonly named: ReadonlySet<Id>;
  /** Environments that cover a core, as one text. */
  readonly cover: ReadonlyMap<Id, string>;
}

/** Placements that float over all cores of the environment whose cores they inherit. */
function floatingWeights(tree: LayoutTree): ReadonlyMap<Id, number> {
  const weights = new Map<Id, number>();
  for (const placement of tree.placements) {
    if (placement.coreIds.length > 0) continue;
    const path = tree.pathOf.get(placement.environmentId) ?? [];
    const holder = path.findLast((environment) => environment.coreIds.length > 0);
    if (holder) weights.set(holder.id, (weights.get(holder.id) ?? 0) + 1);
  }
  return weights;
}

function occupancyOf(tree: LayoutTree): Occupancy {
  const named = new Set<Id>();
  for (const placement of tree.placements) for (const id of placement.coreIds) named.add(id);
  const weights = floatingWeights(tree);
  const covers = new Map<Id, string[]>();
  for (const environment of tree.environments) {
    let kept = 0;
    const keep = weights.has(environment.id)
      ? Math.max(FLOATING_COLUMNS, weights.get(environment.id) ?? 0)
      : 0;
    for (const id of environment.coreIds) {
      const list = covers.get(id);
      if (list) list.push(environment.id);
      else covers.set(id, [environment.id]);
      if (kept < keep && !named.has(id)) {
        named.add(id);
        kept += 1;
      }
    }
  }
  return { named, cover: new Map([...covers].map(([id, list]) => [id, list.sort().join('|')])) };
}

/**
 * Runs of neighbouring cores of one cluster on which nothing is placed and which look the same. Cores over which
 * something floats count as used, but where it floats over all cores of its environment only so many stay as
 * there are applications.
 *
 * @param target the hardware
 * @param tree the layout
 * @param wanted which runs to look for: all of three or more, none, or those of an earlier drawing as far as
 *   they still hold
 * @returns runs in hardware order, each of at least two cores
 * @cost O(cores + environments x their cores)
 * @rules DRAW-7
 */
export function collapsedRuns(
  target: Target,
  tree: LayoutTree,
  wanted: 'auto' | 'none' | readonly (readonly Id[])[],
): readonly (readonly Id[])[] {
  if (wanted === 'none') return [];
  const { named, cover } = occupancyOf(tree);
  const asked = wanted === 'auto' ? null : askedRuns(wanted);
  const runs: Id[][] = [];
  let run: Id[] = [];
  let last = '';
  for (const core of target.cores) {
    const group = asked ? asked.get(core.id) : '';
    const look = `${core.clusterId}\n${group ?? ''}\n${cover.get(core.id) ?? ''}`;
    const free = !named.has(core.id) && group !== undefined;
    if (free && run.length > 0 && look === last) run.push(core.id);
    else runs.push((run = free ? [core.id] : []));
    last = look;
  }
  const shortest = asked ? 2 : SHORTEST_RUN;
  return runs.filter((members) => members.length >= shortest);
}

function askedRuns(wanted: readonly (readonly Id[])[]): ReadonlyMap<Id, string> {
  return new Map(wanted.flatMap((run, index) => run.map((id) => [id, String(index)] as const)));
}
