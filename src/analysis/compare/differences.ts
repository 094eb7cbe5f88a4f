/** What a layout changes against another one, application by application. */
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import { coresOfPlacement, type LayoutTree } from '../../model/layout-tree.ts';
import type { Placement } from '../../model/layout.ts';
import { rows, type Plan } from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { counted } from '../wording.ts';
import type { ApplicationChange, ChangeKind, LayoutDifferences } from './comparison.ts';

/** Where an application stands, in the three ways in which that can differ. */
interface Standing {
  /** Kinds and technologies from the hardware up. */
  readonly technology: string;
  /** Names from the hardware up: ids differ between layouts. */
  readonly path: string;
  readonly cores: string;
  readonly words: string;
}

const MANY_CORES = 4;

function coreWords(target: Target, coreIds: ReadonlySet<Id>): string {
  if (coreIds.size === 0) return 'cores not stated';
  if (coreIds.size > MANY_CORES) return counted(coreIds.size, 'core');
  return target.cores.flatMap(({ id, name }) => (coreIds.has(id) ? name : [])).join(', ');
}

function standing(
  placement: Placement,
  tree: LayoutTree,
  catalogue: Catalogue,
  target: Target,
): Standing {
  const path = tree.pathOf.get(placement.environmentId) ?? [];
  const coreIds = new Set([
    ...coresOfPlacement(tree, placement),
    ...placement.taskCores.map(({ coreId }) => coreId),
  ]);
  const times = placement.instances > 1 ? ` (${placement.instances} x)` : '';
  const innermost = path.at(-1);
  const names = path.map(({ name }) => name).join(' > ');
  const kind = innermost ? ` (${kindFacts(innermost.kind).title})` : '';
  return {
    technology: path
      .map((each) => `${each.kind}:${technologyOf(catalogue, tree, each)?.id ?? ''}`)
      .join('>'),
    path: `${names}${times}`,
    cores: [...coreIds].sort().join(' '),
    words: `${names}${kind}${times} on ${coreWords(target, coreIds)}`,
  };
}

function all(standings: readonly Standing[], of: 'technology' | 'path' | 'cores'): string {
  return standings
    .map((each) => each[of])
    .sort()
    .join('\n');
}

function kindsOf(before: readonly Standing[], after: readonly Standing[]): readonly ChangeKind[] {
  if (before.length === 0) return after.length === 0 ? [] : ['placed'];
  if (after.length === 0) return ['unplaced'];
  const kinds: ChangeKind[] = [];
  // Another technology is another environment too; saying both would say less.
  if (all(before, 'technology') !== all(after, 'technology')) kinds.push('technology');
  else if (all(before, 'path') !== all(after, 'path')) kinds.push('moved');
  if (all(before, 'cores') !== all(after, 'cores')) kinds.push('cores');
  return kinds;
}

function wordsOf(standings: readonly Standing[]): string | null {
  return standings.length === 0 ? null : standings.map(({ words }) => words).join('; ');
}

/**
 * Applications whose place differs. Environments are held together by their names, since layouts share none.
 *
 * @param plan the plan
 * @param reference the layout to hold against
 * @param tree the other layout
 * @param catalogue technologies
 * @param target the hardware
 * @returns the changes, in the user's order of applications
 * @cost O(placements x depth)
 * @rules COMPARE-7
 */
export function differencesOf(
  plan: Plan,
  reference: LayoutTree,
  tree: LayoutTree,
  catalogue: Catalogue,
  target: Target,
): LayoutDifferences {
  const changes: ApplicationChange[] = [];
  let unchanged = 0;
  const standings = (of: LayoutTree, id: Id) =>
    (of.placementsOf.get(id) ?? []).map((placement) => standing(placement, of, catalogue, target));
  for (const { id, name } of rows(plan.applications)) {
    const [before, after] = [standings(reference, id), standings(tree, id)];
    const kinds = kindsOf(before, after);
    if (kinds.length === 0) unchanged += 1;
    else {
      const [wasAt, isAt] = [wordsOf(before), wordsOf(after)];
      changes.push({ applicationId: id, name, kinds, before: wasAt, after: isAt });
    }
  }
  return { layoutId: tree.layout.id, changes, unchanged };
}
