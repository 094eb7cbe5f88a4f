/** Taking applications out of a layout, with what only held them. */
import { applyDiff, DiffDraft } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { deleteWithDependents } from '../../model/references.ts';
import { ofEnvironment } from '../subjects.ts';
import type { Conversion } from './conversion.ts';
import { runsGuests } from './core-shares.ts';
import { givesCoresOnce } from './hosting.ts';
import type { Member } from './units.ts';

/** Environments that hold something that stays, themselves or in something inside them. */
function needed(tree: LayoutTree, moved: ReadonlySet<Id>): ReadonlySet<Id> {
  const ids = new Set<Id>();
  for (const placement of tree.placements) {
    if (moved.has(placement.id)) continue;
    for (const { id } of tree.pathOf.get(placement.environmentId) ?? []) ids.add(id);
  }
  return ids;
}

/** What goes with the members: what held nothing else, and in a whole layout whatever holds nothing. */
function doomed(
  conversion: Conversion,
  members: readonly Member[],
  moved: ReadonlySet<Id>,
): readonly Environment[] {
  const { tree, args } = conversion;
  const stays = needed(tree, moved);
  if (args.whole) return tree.environments.filter(({ id }) => !stays.has(id));
  const onPath = new Set<Id>();
  for (const { former } of members) {
    for (const { id } of tree.pathOf.get(former?.id ?? '') ?? []) onPath.add(id);
  }
  const goes = new Set<Id>();
  const depth = ({ id }: Environment) => tree.pathOf.get(id)?.length ?? 0;
  const upwards = tree.environments
    .filter(({ id }) => onPath.has(id) && !stays.has(id))
    .sort((a, b) => depth(b) - depth(a));
  for (const environment of upwards) {
    const children = tree.childrenOf.get(environment.id) ?? [];
    if (children.every(({ id }) => goes.has(id))) goes.add(environment.id);
  }
  return upwards.filter(({ id }) => goes.has(id));
}

function noteEmpty(conversion: Conversion, gone: readonly Environment[]): void {
  const { tree } = conversion;
  for (const environment of gone) {
    const isEmpty =
      (tree.childrenOf.get(environment.id) ?? []).length === 0 &&
      (tree.placementsIn.get(environment.id) ?? []).length === 0;
    if (!isEmpty) continue;
    const reason =
      environment.role === 'guest'
        ? 'held no application'
        : 'served the former technology and held no application';
    conversion.note('lost', ofEnvironment(environment), reason);
  }
}

/** Ways in which cores have one owner. */
function ownsAlone({ args, hypervisor }: Conversion): boolean {
  return args.candidate.way === 'bare-metal' || (hypervisor !== null && givesCoresOnce(hypervisor));
}

/** The last core, of what the members stood on or of any OS on the hardware, that nobody else is pinned to. */
function spareCore(
  conversion: Conversion,
  tree: LayoutTree,
  still: ReadonlySet<Id>,
  members: readonly Member[],
): Id | undefined {
  const formers = members.flatMap(({ former }) => former?.id ?? []);
  const systems = (tree.childrenOf.get(null) ?? []).filter(({ kind }) => kind === 'os');
  for (const id of [...formers, ...systems.map((system) => system.id)]) {
    const cores = tree.coresOf.get(id) ?? [];
    const free = (core: Id) => !still.has(core) && runsGuests(conversion.hardware, core);
    const found = cores.length > 1 ? cores.findLast(free) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Cores that only the members were pinned to go from what keeps standing there, if it keeps others. */
function giveUpCores(conversion: Conversion, plan: Plan, members: readonly Member[]): Plan {
  const tree = layoutTree(plan, conversion.args.layoutId);
  if (!tree) return plan;
  const still = new Set(tree.placements.flatMap(({ coreIds }) => coreIds));
  const freed = new Set(
    members.flatMap(({ placement }) => placement?.coreIds ?? []).filter((id) => !still.has(id)),
  );
  if (freed.size === 0 && ownsAlone(conversion)) {
    const spare = spareCore(conversion, tree, still, members);
    if (spare !== undefined) freed.add(spare);
  }
  if (freed.size === 0) return plan;
  const draft = new DiffDraft(plan);
  const hypervisorId = conversion.hypervisor?.id ?? null;
  for (const environment of tree.environments) {
    const reused = environment.kind === 'hypervisor' && environment.technologyId === hypervisorId;
    const kept = environment.coreIds.filter((id) => !freed.has(id));
    if (reused || kept.length === 0 || kept.length === environment.coreIds.length) continue;
    draft.put('environments', { ...environment, coreIds: kept });
  }
  return applyDiff(plan, draft.diff());
}

/** Ways that own their cores; the others run on what they find. */
function ownsCores(conversion: Conversion): boolean {
  const { way } = conversion.args.candidate;
  return way !== 'container' && way !== 'kernel-container' && way !== 'process';
}

/**
 * Takes members out. Environments that held nothing else go with all that was given to them.
 *
 * @param conversion what is converted; what was empty already is noted
 * @param members what is taken out
 * @returns the plan without them
 * @cost O(records of the layout)
 */
export function takeOut(conversion: Conversion, members: readonly Member[]): Plan {
  const moved = new Set(members.flatMap(({ placement }) => placement?.id ?? []));
  const gone = doomed(conversion, members, moved);
  if (conversion.args.whole) noteEmpty(conversion, gone);
  const ids = { environments: gone.map(({ id }) => id), placements: [...moved] };
  const plan = applyDiff(conversion.before, deleteWithDependents(conversion.before, ids));
  const shrinks = !conversion.args.whole && ownsCores(conversion);
  return shrinks ? giveUpCores(conversion, plan, members) : plan;
}
