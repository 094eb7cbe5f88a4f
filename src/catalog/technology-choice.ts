/** Which technologies fit an environment where it stands: a hypervisor makes its partitions and VMs itself. */
import { makerOf } from '../model/environment-kinds.ts';
import type { EnvironmentKind } from '../model/layout.ts';
import { technologiesFor } from './lookup.ts';
import type { Catalogue, Technology } from './technology.ts';

function makes(technology: Technology, kind: EnvironmentKind): boolean {
  const kinds = technology.environmentKinds;
  if (kinds.includes(kind)) return true;
  // A guest image of its own runs on any hypervisor that has guests at all.
  return kind === 'thin-vm' && (kinds.includes('vm') || kinds.includes('partition'));
}

/**
 * Technologies for an environment, given what it stands in and what stands in it.
 *
 * @param catalogue the catalogue
 * @param kind what is to be made
 * @param around technology of what it stands in (null: open), and kinds of what stands or will stand in it
 * @returns those that fit, in catalogue order
 * @cost O(technologies)
 * @rules CAT-13
 */
export function technologiesWithin(
  catalogue: Catalogue,
  kind: EnvironmentKind,
  around: { readonly under: Technology | null; readonly holds: readonly EnvironmentKind[] },
): readonly Technology[] {
  const { under, holds } = around;
  return technologiesFor(catalogue, kind).filter((technology) => {
    if (!holds.every((held) => makerOf(held) === null || makes(technology, held))) return false;
    if (kind === 'hypervisor' && holds.includes('thin-vm') && !makes(technology, 'thin-vm')) {
      return false;
    }
    if (under === null) return true;
    if (makerOf(kind) !== null) return technology.id === under.id;
    // A monitor is a thin VM of its own only; a guest image stands on any.
    const isMonitor = technology.environmentKinds.includes('hypervisor');
    return kind !== 'thin-vm' || !isMonitor || technology.id === under.id;
  });
}
