/** Which para-virtual drivers a guest needs for the devices that a technology serves. */
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import type { FrontEnd } from '../../model/layout.ts';
import { lineageOf } from '../isolation/technologies.ts';

/**
 * Drivers of which a guest needs one, by technology; the source is a key of the catalogue. ESXi is not here: nothing
 * that was opened says which drivers its guests need.
 */
const FAMILIES: ReadonlyMap<
  string,
  { readonly any: readonly FrontEnd[]; readonly source: string }
> = new Map([
  ['kvm-qemu', { any: ['virtio'], source: 'nsdi20-data' }],
  ['firecracker', { any: ['virtio'], source: 'fc-design' }],
  ['cloud-hypervisor', { any: ['virtio'], source: 'nsdi20-data' }],
  ['kata', { any: ['virtio'], source: 'kata-arch' }],
  ['acrn', { any: ['virtio'], source: 'acrn-doc' }],
  ['qnx-hypervisor', { any: ['virtio'], source: 'qnx-brief' }],
  ['sel4-vmm', { any: ['virtio'], source: 'rtas23' }],
  ['xen', { any: ['xen-pv'], source: 'xen-support' }],
  ['hyper-v', { any: ['vmbus'], source: 'hyperv-scale' }],
]);

/** What a guest needs, and who says so. */
export interface NeededFrontEnds {
  readonly any: readonly FrontEnd[];
  readonly source: string;
}

/**
 * @param catalogue the catalogue
 * @param technology of the hypervisor
 * @returns drivers of which the guest needs one, with the title of the source; null where no source says
 * @source technology rule E5; I/O modes of each technology in the catalogue
 */
export function neededFrontEnds(
  catalogue: Catalogue,
  technology: Technology,
): NeededFrontEnds | null {
  const id = lineageOf(catalogue, technology).find((each) => FAMILIES.has(each));
  const found = id === undefined ? undefined : FAMILIES.get(id);
  if (!found) return null;
  return { any: found.any, source: catalogue.sources.get(found.source)?.title ?? found.source };
}
