/** The technologies between an application and the hardware. */
import type { Technology } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import { technologyOf } from '../isolation/technologies.ts';
import type { LayoutFacts } from '../layout-facts.ts';

/** One technology on the way up; a hypervisor and its own partition or VM are one layer. */
export interface Layer {
  /** Lowest environment that is made of it. */
  readonly environment: Environment;
  /** Null: nothing is chosen, or the catalogue does not have it. */
  readonly technology: Technology | null;
}

const NEEDS_A_TECHNOLOGY: ReadonlySet<Environment['kind']> = new Set<Environment['kind']>([
  'hypervisor',
  'container-engine',
]);

/**
 * Technologies beneath and around an environment, from the hardware up, each once. An OS beneath a hypervisor is no
 * layer: figures of such a hypervisor were measured with it. An OS whose technology is not chosen is no layer either:
 * it is what figures compare with.
 *
 * @param facts the layout
 * @param environmentId an environment
 * @returns the layers; a hypervisor or engine without technology is a layer of which nothing is known
 * @cost O(depth)
 * @rules OVER-1
 */
export function layersOf(facts: LayoutFacts, environmentId: Id): readonly Layer[] {
  const path = facts.tree.pathOf.get(environmentId) ?? [];
  const hypervisor = path.findLastIndex(({ kind }) => kind === 'hypervisor');
  const layers: Layer[] = [];
  const seen = new Set<string>();
  path.forEach((environment, depth) => {
    const beneathHypervisor = depth < hypervisor && environment.kind !== 'hypervisor';
    if (beneathHypervisor && (environment.kind === 'os' || environment.kind === 'bare-metal')) {
      return;
    }
    const technology = technologyOf(facts.catalogue, facts.tree, environment);
    if (technology === null) {
      if (NEEDS_A_TECHNOLOGY.has(environment.kind)) layers.push({ environment, technology });
    } else if (!seen.has(technology.id)) {
      seen.add(technology.id);
      layers.push({ environment, technology });
    }
  });
  return layers;
}
