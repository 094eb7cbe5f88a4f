/** Copying environments and standing them elsewhere. */
import { DiffDraft, type Diff } from '../diff.ts';
import { canNest, kindFacts } from '../environment-kinds.ts';
import type { Id } from '../fields.ts';
import { layoutTree, type LayoutTree } from '../layout-tree.ts';
import type { Environment } from '../layout.ts';
import { nextOrder, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { commandProblem, freeName, type NewId } from './records.ts';

function subtree(tree: LayoutTree, root: Environment): readonly Environment[] {
  const below = tree.childrenOf.get(root.id) ?? [];
  return [root, ...below.flatMap((child) => subtree(tree, child))];
}

/**
 * Copies an environment with the environments inside it. Applications and devices stay with the original: an
 * application is not run twice by copying a box, and a device is given once.
 *
 * @param plan the plan
 * @param id which environment
 * @param newId gives ids
 * @returns the diff; the copy stands beside the original
 * @cost O(environments of the layout)
 */
export function duplicateEnvironment(plan: Plan, id: Id, newId: NewId): Result<Diff> {
  const original = plan.environments.get(id);
  const tree = original && layoutTree(plan, original.layoutId);
  if (!tree) return fail(commandProblem('command-no-record', { words: { word: 'environment' } }));
  const names = new Set(tree.environments.map(({ name }) => name));
  const fresh = new Map<Id, Id>();
  const draft = new DiffDraft(plan);
  let order = nextOrder(plan.environments);
  for (const environment of subtree(tree, original)) {
    const copy = {
      ...environment,
      id: newId('env'),
      order: order++,
      name: freeName(environment.name, names),
      parentId:
        environment.parentId === null
          ? null
          : (fresh.get(environment.parentId) ?? environment.parentId),
    };
    names.add(copy.name);
    fresh.set(environment.id, copy.id);
    draft.put('environments', copy);
  }
  return ok(draft.diff());
}

/**
 * Stands an environment in another one, or on the hardware, with everything in it.
 *
 * @param plan the plan
 * @param id which environment
 * @param parentId where it will stand; null: on the hardware
 * @returns the diff, or why the one cannot stand in the other
 * @cost O(depth of nesting)
 */
export function nestEnvironment(plan: Plan, id: Id, parentId: Id | null): Result<Diff> {
  const environment = plan.environments.get(id);
  const parent = parentId === null ? null : plan.environments.get(parentId);
  const isGone =
    !environment || parent === undefined || (parent && parent.layoutId !== environment.layoutId);
  if (isGone) {
    return fail(commandProblem('command-no-record', { words: { word: 'environment' } }));
  }
  const refuse = (reason: string) =>
    fail(commandProblem('command-not-possible', { words: { reason } }));
  if (!canNest(environment.kind, parent?.kind ?? null)) {
    const where = parent ? `in "${parent.name}"` : 'on the hardware itself';
    return refuse(`a ${kindFacts(environment.kind).title.toLowerCase()} cannot stand ${where}`);
  }
  const path = parent ? (layoutTree(plan, parent.layoutId)?.pathOf.get(parent.id) ?? []) : [];
  if (path.some((above) => above.id === id)) {
    return refuse(`"${environment.name}" cannot stand inside itself`);
  }
  const draft = new DiffDraft(plan);
  draft.put('environments', { ...environment, parentId });
  return ok(draft.diff());
}
