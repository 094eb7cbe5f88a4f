/** Where applications can go in a layout: environments, single cores of environments, bare cores, out. */
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import { targetOf, type Plan } from '../../model/plan.ts';

/** One place that applications can be put. */
export interface PlaceTarget {
  readonly key: string;
  /** `bare`: on the core itself, in an environment still to be chosen; `out`: without a place. */
  readonly kind: 'environment' | 'pinned' | 'bare' | 'out';
  /** As it is read out: "Gateway partition, pinned to core 1". */
  readonly title: string;
  /** Null for bare cores and for `out`. */
  readonly environmentId: Id | null;
  /** One: pinned; none: floats over the environment; for bare cores the core. */
  readonly coreIds: readonly Id[];
}

export const OUT_KEY = 'out';
export const floatKey = (environmentId: Id): string => `env/${environmentId}`;
export const pinKey = (environmentId: Id, coreId: Id): string => `env/${environmentId}/${coreId}`;
export const bareKey = (coreId: Id): string => `core/${coreId}`;

/**
 * @param plan the plan
 * @param tree the layout
 * @returns every place, in hardware order within environments in the user's order; bare cores after them
 * @cost O(environments x cores)
 */
export function placeTargets(plan: Plan, tree: LayoutTree): readonly PlaceTarget[] {
  const cores = targetOf(plan).cores;
  const nameOf = new Map(cores.map(({ id, name }) => [id, name]));
  const used = new Set<Id>();
  const targets: PlaceTarget[] = [];
  for (const environment of tree.environments) {
    if (!kindFacts(environment.kind).holdsApplications) continue;
    const own = tree.coresOf.get(environment.id) ?? [];
    for (const core of own) used.add(core);
    const over = own.length > 1 ? `, floating over ${own.length} cores` : '';
    targets.push({
      key: floatKey(environment.id),
      kind: 'environment',
      title: `${environment.name}${over}`,
      environmentId: environment.id,
      coreIds: [],
    });
    if (own.length < 2) continue;
    for (const core of own) {
      targets.push({
        key: pinKey(environment.id, core),
        kind: 'pinned',
        title: `${environment.name}, pinned to ${nameOf.get(core) ?? core}`,
        environmentId: environment.id,
        coreIds: [core],
      });
    }
  }
  for (const core of cores) {
    const state = used.has(core.id) ? 'beside what runs there' : 'empty';
    targets.push({
      key: bareKey(core.id),
      kind: 'bare',
      title: `${core.name} (${state}), in a new environment`,
      environmentId: null,
      coreIds: [core.id],
    });
  }
  return [...targets, OUT];
}

const OUT: PlaceTarget = {
  key: OUT_KEY,
  kind: 'out',
  title: 'Without a place',
  environmentId: null,
  coreIds: [],
};
