/** What the target says of hypervisors that were shown on it. */
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import type { HypervisorSupport, Target } from '../../model/target.ts';
import { lineageOf } from './technologies.ts';

/**
 * Evidence is recorded by product name, so that `xen-dom0less` is looked for as "Xen".
 *
 * @param catalogue the catalogue
 * @param target the hardware
 * @param technology a hypervisor
 * @returns records of the target that name it, or what it inherits from; none found does not mean unsupported
 * @cost O(records of the target)
 */
export function evidenceFor(
  catalogue: Catalogue,
  target: Target,
  technology: Technology,
): readonly HypervisorSupport[] {
  const keys = lineageOf(catalogue, technology).map((id) => id.split('-')[0] ?? id);
  return target.hypervisors.filter((support) => {
    const words = support.name.toLowerCase().split(/[^a-z0-9]+/);
    return keys.some((key) => words.includes(key));
  });
}
