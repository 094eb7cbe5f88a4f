/** Steps that make images, each one undoable, with the new image selected. */
import { addImage, instancesOf, type ImageSeed } from '../../model/commands/images.ts';
import type { Id } from '../../model/fields.ts';
import type { ImageFormat } from '../../model/layout.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';

function create(session: PlanSession, step: string, seed: ImageSeed): Id | null {
  const before = new Set(session.plan.images.keys());
  if (!session.run(step, (plan, newId) => addImage(plan, seed, newId))) return null;
  const fresh = [...session.plan.images.keys()].find((id) => !before.has(id)) ?? null;
  if (fresh !== null) session.selection.set({ kind: 'image', id: fresh });
  return fresh;
}

/**
 * @param session the open plan
 * @param format of the new base
 * @returns id of the new image; null when there is none
 */
export function addBase(session: PlanSession, format: ImageFormat): Id | null {
  const layoutId = session.layout?.id;
  if (layoutId === undefined) return null;
  return create(session, 'new base image', { layoutId, parentId: null, format });
}

/**
 * Puts an overlay or a layer on an image.
 *
 * @param session the open plan
 * @param parentId what it stands on
 * @returns id of the new image; null when there is none
 */
export function addOn(session: PlanSession, parentId: Id): Id | null {
  const parent = session.plan.images.get(parentId);
  if (!parent) return null;
  const { layoutId, name } = parent;
  return create(session, `new image on ${name}`, { layoutId, parentId });
}

/**
 * Puts the writable images of an environment's instances on an image: one for each.
 *
 * @param session the open plan
 * @param parentId what they stand on
 * @param environmentId whose instances start from them
 * @returns id of the new image; null when there is none
 */
export function addInstances(session: PlanSession, parentId: Id, environmentId: Id): Id | null {
  const parent = session.plan.images.get(parentId);
  const environment = session.plan.environments.get(environmentId);
  if (!parent || !environment) return null;
  return create(session, `images of ${environment.name} on ${parent.name}`, {
    layoutId: parent.layoutId,
    parentId,
    environmentId,
    name: environment.name,
    copies: instancesOf(session.plan, environmentId),
  });
}
