/** Where the images of environments that are gone belong now, and in which form images are kept there. */
import type { Id } from '../../model/fields.ts';
import type { OsFamily } from '../../model/application.ts';
import type { Environment } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { lineageOf } from '../isolation/technologies.ts';
import type { Conversion } from './conversion.ts';

/**
 * How images are kept: as files that stand on each other, as whole disks, or as container layers.
 */
export type ImageForm = 'overlays' | 'whole' | 'layers';

/** Hypervisors whose guests can start from a qcow2 file with a backing file; of the others that is not known. */
const READS_QCOW2: ReadonlySet<Id> = new Set(['kvm-qemu', 'xen']);

/**
 * @param conversion what is converted
 * @param plan the plan with the new environments
 * @param home a new environment
 * @returns overlays for guests whose hypervisor reads qcow2, layers for containers, else whole disks
 * @source QEMU documentation, "Disk Images"; xl-disk-configuration(5), format=qcow2
 */
export function imageFormOf(conversion: Conversion, plan: Plan, home: Environment): ImageForm {
  if (home.kind === 'container') return 'layers';
  if (home.kind !== 'vm' && home.kind !== 'thin-vm') return 'whole';
  const beneath = plan.environments.get(home.parentId ?? '')?.technologyId ?? home.technologyId;
  const technology = conversion.catalogue.technologies.get(beneath ?? '');
  if (!technology) return 'whole';
  const lineage = lineageOf(conversion.catalogue, technology);
  return lineage.some((id) => READS_QCOW2.has(id)) ? 'overlays' : 'whole';
}

/** The nearest environment that runs a kernel, from one of them down to the hardware. */
function kernelUnder(plan: Plan, id: Id): Environment | null {
  let at = plan.environments.get(id);
  while (at && at.os === null) {
    if (at.kind !== 'container' && at.kind !== 'container-engine') return null;
    at = plan.environments.get(at.parentId ?? '');
  }
  return at ?? null;
}

/**
 * @param environment one with a kernel, or with none
 * @returns the family of its kernel
 */
export function familyOf(environment: Environment): OsFamily {
  return environment.os?.family ?? 'none';
}

/** Whether containers stood in it: its image is a system for containers, and not of applications. */
function heldContainers({ tree }: Conversion, id: Id): boolean {
  return (tree.childrenOf.get(id) ?? []).some(({ kind }) => kind === 'container-engine');
}

/**
 * Systems whose content stands on one kernel of the same family now: that kernel starts from their image. Where
 * several systems became one, it is the one that held containers, if only one did; else none can be told.
 *
 * @param conversion what is converted
 * @param plan the plan with the new environments
 * @returns new environment by the former one
 * @cost O(environments x depth)
 */
export function systemHosts(conversion: Conversion, plan: Plan): ReadonlyMap<Id, Environment> {
  const { tree, heirs, successors } = conversion;
  const formers = new Map<Environment, Id[]>();
  for (const former of tree.environments) {
    const isGone = !plan.environments.has(former.id) && !heirs.has(former.id);
    if (!isGone || former.os === null || former.kind === 'container') continue;
    const kernels = [...(successors.get(former.id) ?? [])].map((id) => kernelUnder(plan, id));
    const [kernel] = kernels;
    if (!kernel || kernels.some((each) => each !== kernel)) continue;
    if (familyOf(kernel) !== former.os.family) continue;
    formers.set(kernel, [...(formers.get(kernel) ?? []), former.id]);
  }
  const owners = new Set([...plan.images.values()].map(({ environmentId }) => environmentId));
  for (const id of heirs.values()) owners.add(id);
  const hosts = new Map<Id, Environment>();
  for (const [kernel, ids] of formers) {
    const held = ids.filter((id) => heldContainers(conversion, id));
    const [only] = held.length > 0 ? held : ids;
    const isOne = (held.length > 0 ? held : ids).length === 1;
    if (only !== undefined && isOne && !owners.has(kernel.id)) hosts.set(only, kernel);
  }
  return hosts;
}
