/** What a layout changes against another one, application by application. */
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import { coresOfPlacement, type LayoutTree } from '../../model/layout-tree.ts';
import type { Placement } from '../../model/layout.ts';
import { rows, type Plan } from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import { hardwareOf, type Hardware } from '../hardware.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { counted } from '../wording.ts';
import type { ApplicationChange, ChangeKind, LayoutDifferences } from './comparison.ts';

/** Where an application stands, in the three ways in which that can differ. */
interface Standing {
  readonly placement: Placement;
  /** Kinds and technologies from the hardware up. */
  readonly technology: string;
  /** Names from the hardware up: ids differ between layouts. */
  readonly path: string;
  readonly cores: string;
}

const MANY_CORES = 4;

/** One layout, with what many places have in common looked up once. */
class Standings {
  readonly #tree: LayoutTree;
  readonly #catalogue: Catalogue;
  readonly #hardware: Hardware;
  readonly #environments = new Map<Id, Pick<Standing, 'technology' | 'path'>>();

  constructor(tree: LayoutTree, catalogue: Catalogue, hardware: Hardware) {
    this.#tree = tree;
    this.#catalogue = catalogue;
    this.#hardware = hardware;
  }

  of(applicationId: Id): readonly Standing[] {
    const placements = this.#tree.placementsOf.get(applicationId) ?? [];
    return placements.map((placement) => ({
      ...this.#environment(placement.environmentId),
      placement,
      path: `${this.#environment(placement.environmentId).path} x ${placement.instances}`,
      cores: this.#cores(placement).toSorted().join(' '),
    }));
  }

  /** In words; only what differs is asked for. */
  words({ placement }: Standing): string {
    const path = this.#tree.pathOf.get(placement.environmentId) ?? [];
    const innermost = path.at(-1);
    const kind = innermost ? ` (${kindFacts(innermost.kind).title})` : '';
    const times = placement.instances > 1 ? ` (${placement.instances} x)` : '';
    const names = path.map(({ name }) => name).join(' > ');
    return `${names}${kind}${times} on ${this.#coreWords(this.#cores(placement))}`;
  }

  #environment(id: Id): Pick<Standing, 'technology' | 'path'> {
    const known = this.#environments.get(id);
    if (known) return known;
    const path = this.#tree.pathOf.get(id) ?? [];
    const made = {
      technology: path
        .map((each) => `${each.kind}:${technologyOf(this.#catalogue, this.#tree, each)?.id ?? ''}`)
        .join('>'),
      path: path.map(({ name }) => name).join(' > '),
    };
    this.#environments.set(id, made);
    return made;
  }

  #cores(placement: Placement): readonly Id[] {
    const own = coresOfPlacement(this.#tree, placement);
    if (placement.taskCores.length === 0) return own;
    return [...new Set([...own, ...placement.taskCores.map(({ coreId }) => coreId)])];
  }

  #coreWords(coreIds: readonly Id[]): string {
    if (coreIds.length === 0) return 'cores not stated';
    if (coreIds.length > MANY_CORES) return counted(coreIds.length, 'core');
    return coreIds
      .flatMap((id) => this.#hardware.coreById.get(id) ?? [])
      .sort((a, b) => a.index - b.index)
      .map(({ core }) => core.name)
      .join(', ');
  }
}

function all(standings: readonly Standing[], of: 'technology' | 'path' | 'cores'): string {
  const [first] = standings;
  if (first && standings.length === 1) return first[of];
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

function wordsOf(standings: Standings, list: readonly Standing[]): string | null {
  return list.length === 0 ? null : list.map((each) => standings.words(each)).join('; ');
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
  const hardware = hardwareOf(target);
  const held = new Standings(reference, catalogue, hardware);
  const here = new Standings(tree, catalogue, hardware);
  for (const { id, name } of rows(plan.applications)) {
    const [before, after] = [held.of(id), here.of(id)];
    const kinds = kindsOf(before, after);
    if (kinds.length === 0) unchanged += 1;
    else {
      const [wasAt, isAt] = [wordsOf(held, before), wordsOf(here, after)];
      changes.push({ applicationId: id, name, kinds, before: wasAt, after: isAt });
    }
  }
  return { layoutId: tree.layout.id, changes, unchanged };
}
