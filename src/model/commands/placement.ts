/** Putting applications into environments and onto cores. */
import { DiffDraft, type Diff } from '../diff.ts';
import { kindFacts } from '../environment-kinds.ts';
import type { Id } from '../fields.ts';
import { layoutTree } from '../layout-tree.ts';
import type { Placement } from '../layout.ts';
import { nextOrder, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { commandProblem, type NewId } from './records.ts';

/** Where applications go. */
export interface PlaceArguments {
  readonly layoutId: Id;
  readonly applicationIds: readonly Id[];
  readonly environmentId: Id;
  /** One: pinned; several: floats over them; none: floats over the environment. */
  readonly coreIds: readonly Id[];
}

/**
 * Puts applications into an environment. An application that has one place already moves there, with its
 * instances and its reason; one that is spread over several places moves from all of them.
 * Whether that is wise is for the rules to say: saving is never blocked.
 *
 * @param plan the plan
 * @param args where to
 * @param newId gives ids
 * @returns the diff, or why it makes no sense (an environment that runs no applications)
 * @cost O(placements)
 */
export function placeApplications(plan: Plan, args: PlaceArguments, newId: NewId): Result<Diff> {
  const draft = new DiffDraft(plan);
  const environment = plan.environments.get(args.environmentId);
  if (!environment || environment.layoutId !== args.layoutId) {
    return fail(commandProblem('command-no-record', { words: { word: 'environment' } }));
  }
  const facts = kindFacts(environment.kind);
  if (!facts.holdsApplications) {
    const reason = `${facts.title} "${environment.name}" runs no applications itself`;
    return fail(commandProblem('command-not-possible', { words: { reason } }));
  }
  const homes = new Map(args.applicationIds.map((id) => [id, args.environmentId]));
  putPlacements(plan, draft, { layoutId: args.layoutId, homes, coreIds: args.coreIds }, newId);
  return ok(draft.diff());
}

/** Where each of several applications goes. */
interface Homes {
  readonly layoutId: Id;
  /** Application -> environment, which may stand in the draft only. */
  readonly homes: ReadonlyMap<Id, Id>;
  /** As in `PlaceArguments`, the same for all. */
  readonly coreIds: readonly Id[];
}

/**
 * The same on a draft that may hold the environments already.
 *
 * @param plan the plan before all changes
 * @param draft collects the changes
 * @param args where to
 * @param newId gives ids
 */
export function putPlacements(plan: Plan, draft: DiffDraft, args: Homes, newId: NewId): void {
  const tree = layoutTree(plan, args.layoutId);
  let order = nextOrder(plan.placements);
  for (const [applicationId, environmentId] of args.homes) {
    const application = plan.applications.get(applicationId);
    if (!application) continue;
    const [first, ...others] = tree?.placementsOf.get(applicationId) ?? [];
    const placement: Placement = {
      id: first?.id ?? newId('place'),
      order: first?.order ?? order++,
      layoutId: args.layoutId,
      applicationId,
      environmentId,
      coreIds: [...args.coreIds],
      // Tasks keep their own core only where it is still among the cores of the placement.
      taskCores: (first?.taskCores ?? []).filter(({ coreId }) => args.coreIds.includes(coreId)),
      instances: application.instances,
      reason: first?.reason ?? null,
    };
    draft.put('placements', placement);
    for (const other of others) draft.remove('placements', other.id);
  }
}

/**
 * Takes applications out of a layout; they stay in the plan.
 *
 * @param plan the plan
 * @param layoutId which layout
 * @param applicationIds which applications
 * @returns the diff
 */
export function unplaceApplications(plan: Plan, layoutId: Id, applicationIds: readonly Id[]): Diff {
  const draft = new DiffDraft(plan);
  const tree = layoutTree(plan, layoutId);
  for (const id of applicationIds) {
    for (const placement of tree?.placementsOf.get(id) ?? [])
      draft.remove('placements', placement.id);
  }
  return draft.diff();
}
