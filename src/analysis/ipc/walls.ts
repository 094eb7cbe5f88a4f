/** What stands between two environments that a link connects. */
import type { Technology } from '../../catalog/technology.ts';
import type { Environment } from '../../model/layout.ts';
import { hasOwnKernel, kernelEnvironment, type Relation } from '../isolation/boundaries.ts';
import { technologyOf } from '../isolation/technologies.ts';
import type { LayoutFacts } from '../layout-facts.ts';

/** An end that stands behind walls of its own, seen from the other end. */
export interface GuestEnd {
  readonly environment: Environment;
  /** Technologies that wall it in, from what both ends stand in up to its kernel; empty when none is chosen. */
  readonly walls: readonly Technology[];
}

function wallsOf(
  facts: LayoutFacts,
  end: Environment,
  { common }: Relation,
): readonly Technology[] {
  const path = facts.tree.pathOf.get(end.id) ?? [];
  const kernel = path.findLastIndex(hasOwnKernel);
  const at = common ? path.indexOf(common) : -1;
  // A kernel that both stand on is no wall between them; a hypervisor or engine is.
  const walls: Technology[] = [];
  for (let index = common && !hasOwnKernel(common) ? at : at + 1; index <= kernel; index += 1) {
    const each = path[index];
    const technology = each ? technologyOf(facts.catalogue, facts.tree, each) : null;
    if (technology && !walls.includes(technology)) walls.push(technology);
  }
  return walls;
}

/**
 * @param facts the layout
 * @param from one end
 * @param to the other
 * @param relation how they stand to each other
 * @returns guests of something common: both ends, or the one that is no part of the host; none where the ends share
 *   a kernel, or nothing carries both
 * @cost O(depth)
 */
export function guestEnds(
  facts: LayoutFacts,
  from: Environment,
  to: Environment,
  relation: Relation,
): readonly GuestEnd[] {
  const { kind, common } = relation;
  if (kind !== 'guests' && kind !== 'host-guest') return [];
  const host = kind === 'host-guest' && common ? kernelEnvironment(facts.tree, common.id) : null;
  return [from, to].flatMap((environment) =>
    host && kernelEnvironment(facts.tree, environment.id) === host
      ? []
      : { environment, walls: wallsOf(facts, environment, relation) },
  );
}
