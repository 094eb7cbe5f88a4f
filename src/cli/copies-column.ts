/** Whether a row is about each of several copies or about all of them together. */
import type { Subject } from '../analysis/result.ts';
import type { Id } from '../model/fields.ts';
import { copiesOf, type LayoutTree } from '../model/layout-tree.ts';

/** Kinds of number of an application that hold for all of its instances, and not for each alone. */
const TOGETHER: ReadonlySet<string> = new Set(['startup']);

/**
 * @param tree the layout
 * @returns how many instances of what stands at a placement there are, with the copies of all it stands in
 */
export function instancesByPlacement(tree: LayoutTree): ReadonlyMap<Id, number> {
  return new Map(
    tree.placements.map(({ id, environmentId, instances }) => [
      id,
      instances * copiesOf(tree, environmentId),
    ]),
  );
}

/**
 * @param tree the layout
 * @returns of a number's kind and subject: `each of 50` (of one copy, and there are 50), `all 50`, or nothing where there
 *   is one
 * @cost O(placements + images) once
 */
export function copiesWords(tree: LayoutTree): (kind: string, subject: Subject) => string {
  const instances = new Map<Id, number>();
  const byPlacement = instancesByPlacement(tree);
  for (const { id, applicationId } of tree.placements) {
    instances.set(applicationId, (instances.get(applicationId) ?? 0) + (byPlacement.get(id) ?? 1));
  }
  const images = new Map(tree.images.map(({ id, copies, slots }) => [id, copies * slots]));
  const words = (count: number, together: boolean) =>
    count < 2 ? '' : `${together ? 'all' : 'each of'} ${count}`;
  return (kind, { kind: of, id }) => {
    if (of === 'environment') return words(copiesOf(tree, id), false);
    if (of === 'application') return words(instances.get(id) ?? 1, TOGETHER.has(kind));
    return of === 'image' ? words(images.get(id) ?? 1, true) : '';
  };
}
