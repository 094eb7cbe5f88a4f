/** What is known of where a technology runs: on the target itself, and on its instruction set. */
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import type { HypervisorSupport, Isa, Target } from '../../model/target.ts';
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

/**
 * What is known of a technology on some instruction sets. `found`: on one of them; `elsewhere`: on others only;
 * `none`: nobody says where it runs. Neither of the last two means that there is no port.
 */
export type PortEvidence = 'found' | 'elsewhere' | 'none';

/**
 * Ports are of the product itself: what it inherits figures from may run elsewhere.
 *
 * @param catalogue the catalogue
 * @param technologyId one of its technologies
 * @param isas instruction sets of the cores in question
 * @returns how far evidence goes
 * @cost O(ports)
 */
export function portEvidence(
  catalogue: Catalogue,
  technologyId: string,
  isas: ReadonlySet<Isa>,
): PortEvidence {
  const ports = catalogue.ports.filter((port) => port.technologyId === technologyId);
  if (ports.length === 0) return 'none';
  return ports.some(({ isa }) => isas.has(isa)) ? 'found' : 'elsewhere';
}
