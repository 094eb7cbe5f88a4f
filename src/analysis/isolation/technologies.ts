/** Which entry of the catalogue an environment is made of. */
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, EnvironmentKind } from '../../model/layout.ts';

/** Kinds that are made of what they stand in where they state nothing of their own. */
const TAKES_FROM_PARENT: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'partition',
  'vm',
  'thin-vm',
  'container',
]);

/**
 * @param catalogue the catalogue
 * @param tree the layout
 * @param environment one of its environments
 * @returns its technology, or that of the hypervisor or engine it stands in; null when none is chosen or the
 *   catalogue does not have it
 */
export function technologyOf(
  catalogue: Catalogue,
  tree: LayoutTree,
  environment: Environment,
): Technology | null {
  if (environment.technologyId !== null) {
    return catalogue.technologies.get(environment.technologyId) ?? null;
  }
  if (!TAKES_FROM_PARENT.has(environment.kind) || environment.parentId === null) return null;
  const parent = tree.environmentById.get(environment.parentId);
  const id = parent?.technologyId ?? null;
  return id === null ? null : (catalogue.technologies.get(id) ?? null);
}

/**
 * @param catalogue the catalogue
 * @param technology one of it
 * @returns its id and those of the technologies it inherits from
 */
export function lineageOf(catalogue: Catalogue, technology: Technology): readonly string[] {
  const lineage: string[] = [];
  let at: Technology | undefined = technology;
  while (at !== undefined && !lineage.includes(at.id)) {
    lineage.push(at.id);
    at = at.inherits === null ? undefined : catalogue.technologies.get(at.inherits);
  }
  return lineage;
}
