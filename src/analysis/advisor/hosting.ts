/** What a technology stands on, and which kernel its guests have: facts that the catalogue says in words only. */
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import type { OsFamily } from '../../model/application.ts';
import type { EnvironmentKind } from '../../model/layout.ts';
import { lineageOf } from '../isolation/technologies.ts';

/** Monitors that use the KVM of a Linux host. */
const ON_KVM: ReadonlySet<string> = new Set(['kvm-qemu', 'firecracker', 'cloud-hypervisor']);

/**
 * @param catalogue the catalogue
 * @param technology a hypervisor
 * @returns whether it stands in an OS: KVM and the monitors on it, and every Type 2 hypervisor
 * @source catalogue, `needs.controlEnvironment` of the entries; dall16 (definition of Type 2)
 */
export function isHosted(catalogue: Catalogue, technology: Technology): boolean {
  return (
    technology.family === 'type2' || lineageOf(catalogue, technology).some((id) => ON_KVM.has(id))
  );
}

/**
 * @param technology a hypervisor
 * @returns whether its guests have cores of their own, given once
 */
export function givesCoresOnce(technology: Technology): boolean {
  return technology.family === 'type1-static';
}

/**
 * @param technology a hypervisor, or null where none is chosen
 * @returns what it calls a guest with a general OS
 */
export function guestKindOf(technology: Technology | null): EnvironmentKind {
  const kinds = technology?.environmentKinds ?? [];
  return !kinds.includes('vm') && kinds.includes('partition') ? 'partition' : 'vm';
}

/**
 * @param technology a hypervisor, or null where none is chosen
 * @returns whether a general OS can be its guest: monitors of thin VMs make nothing else
 */
export function makesFullGuests(technology: Technology | null): boolean {
  const kinds = technology?.environmentKinds ?? ['vm'];
  return kinds.includes('vm') || kinds.includes('partition');
}

/**
 * @param technology a thin VM
 * @returns kernel that runs in it: RTOS guests their own, unikernels a library OS, micro-VMs Linux
 */
export function thinOsOf(technology: Technology): OsFamily {
  if (technology.family === 'unikernel') return 'library-os';
  if (technology.id === 'freertos-guest') return 'freertos';
  return technology.id === 'zephyr-guest' ? 'zephyr' : 'linux';
}

/**
 * @param technology a container engine, or null where none is chosen
 * @returns kernel that its containers need
 */
export function containerOsOf(technology: Technology | null): OsFamily {
  return technology?.id.startsWith('windows-container') === true ? 'windows' : 'linux';
}

/**
 * @param technology one of the catalogue
 * @returns its name without what the catalogue adds in parentheses
 */
export function shortName({ name }: Technology): string {
  return name.replace(/\s*\([^)]*\)$/, '');
}
