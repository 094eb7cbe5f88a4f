/** The environments of a layout with the applications in them, as lines of a tree. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import { rows, type Plan } from '../../model/plan.ts';
import type { Application } from '../../model/application.ts';
import type { TreeLine } from '../components/tree-keys.ts';

export type EnvironmentLine = TreeLine &
  (
    | { readonly type: 'environment'; readonly environment: Environment }
    | {
        readonly type: 'application';
        readonly application: Application;
        readonly placement: Placement;
      }
  );

/**
 * @param plan the plan
 * @param tree one layout of it
 * @param closed ids of environments whose content is hidden
 * @returns visible lines from the hardware up, environments before the applications beside them
 * @cost O(environments + placements)
 */
export function environmentLines(
  plan: Plan,
  tree: LayoutTree,
  closed: ReadonlySet<Id>,
): readonly EnvironmentLine[] {
  const lines: EnvironmentLine[] = [];
  const visit = (environment: Environment, level: number): void => {
    const children = tree.childrenOf.get(environment.id) ?? [];
    const placements = tree.placementsIn.get(environment.id) ?? [];
    const isLeaf = children.length + placements.length === 0;
    const line = { key: environment.id, level, title: environment.name, environment };
    const type = 'environment' as const;
    const expanded = !closed.has(environment.id);
    lines.push(isLeaf ? { ...line, type } : { ...line, type, expanded });
    if (isLeaf || !expanded) return;
    for (const child of children) visit(child, level + 1);
    for (const placement of placements) {
      const application = plan.applications.get(placement.applicationId);
      if (!application) continue;
      lines.push({
        // An environment may have the same id: ids are unique per table.
        key: `placement-${placement.id}`,
        level: level + 1,
        title: application.name,
        type: 'application',
        application,
        placement,
      });
    }
  };
  for (const root of tree.childrenOf.get(null) ?? []) visit(root, 1);
  return lines;
}

/**
 * @param plan the plan
 * @param tree one layout of it
 * @returns applications that have no place in it
 */
export function unplacedApplications(plan: Plan, tree: LayoutTree): readonly Application[] {
  return rows(plan.applications).filter(({ id }) => !tree.placementsOf.has(id));
}
