/** Who is given which device, how, and whether the hardware keeps its DMA apart. */
import { copiesOf } from '../../model/layout-tree.ts';
import type { Id } from '../../model/fields.ts';
import type { Grant, GrantMode } from '../../model/layout.ts';
import type { Device } from '../../model/target.ts';
import type { Hardware } from '../hardware.ts';
import type { LayoutFacts } from '../layout-facts.ts';

/** A device with the grants that concern it. */
export interface DeviceGrants {
  readonly device: Device;
  /** Grants of the device itself, in the user's order. */
  readonly grants: readonly Grant[];
  /** Virtual functions given out: grants in that mode, and grants of devices that are its functions. */
  readonly functions: readonly Grant[];
  /** How many that are: each copy of an environment needs a function of its own. */
  readonly functionCount: number;
}

/** Three separate facts; each may be unknown. */
export interface IommuFacts {
  readonly present: boolean | null;
  readonly enabled: boolean | null;
  readonly behind: boolean | null;
}

/** Device facts of a layout. */
export interface IoFacts {
  readonly devices: readonly DeviceGrants[];
  /** Grants of devices that the target does not have. */
  readonly dangling: readonly Grant[];
}

const BASE = /@\s*0x([0-9a-f]+)/gi;

/** The units that a device names: by address where it gives one, otherwise by name. */
function unitsOf(hardware: Hardware, device: Device): readonly { enabled: boolean | null }[] {
  const { iommuUnits } = hardware.target.virtualization;
  const named = device.iommuUnit;
  if (named === null) return [];
  const bases = [...named.matchAll(BASE)].map((match) => Number.parseInt(match[1] ?? '', 16));
  return iommuUnits.filter((unit) =>
    bases.length > 0 ? unit.base !== null && bases.includes(unit.base) : unit.name === named,
  );
}

/** All on: true; one off: false; otherwise unknown. */
function allEnabled(units: readonly { enabled: boolean | null }[]): boolean | null {
  if (units.some((unit) => unit.enabled === false)) return false;
  return units.every((unit) => unit.enabled === true) ? true : null;
}

/**
 * Whether an IOMMU is there, is on, and translates a device. "Present" is not "on", and neither says that this
 * device is behind it.
 *
 * @param hardware the target
 * @param device one of its devices
 * @returns the three facts; the device's own unit decides whether it is on, where the device names one
 */
export function iommuFacts(hardware: Hardware, device: Device): IommuFacts {
  const { iommuPresent, iommuEnabled } = hardware.target.virtualization;
  const units = unitsOf(hardware, device);
  return {
    present: iommuPresent,
    enabled: units.length > 0 ? (allEnabled(units) ?? iommuEnabled) : iommuEnabled,
    behind: device.behindIommu,
  };
}

/**
 * @param mode how a device is given
 * @returns whether the environment drives the hardware itself, so that its DMA must be translated
 */
export function drivesHardware(mode: GrantMode): boolean {
  return mode === 'pass-through' || mode === 'virtual-function';
}

/**
 * @param facts the layout
 * @returns grants by device
 * @cost O(devices + grants)
 */
export function ioFacts(facts: LayoutFacts): IoFacts {
  const { hardware, tree } = facts;
  const grants = new Map<Id, Grant[]>();
  const functions = new Map<Id, Grant[]>();
  const dangling: Grant[] = [];
  const put = (into: Map<Id, Grant[]>, id: Id, grant: Grant) => {
    const list = into.get(id);
    if (list) list.push(grant);
    else into.set(id, [grant]);
  };
  for (const grant of tree.grants) {
    const device = hardware.deviceById.get(grant.deviceId);
    if (!device) {
      dangling.push(grant);
      continue;
    }
    put(grants, device.id, grant);
    if (device.physicalFunctionId !== null) put(functions, device.physicalFunctionId, grant);
    else if (grant.mode === 'virtual-function') put(functions, device.id, grant);
  }
  const devices = hardware.target.devices.flatMap((device) => {
    const own = grants.get(device.id) ?? [];
    const given = functions.get(device.id) ?? [];
    if (own.length + given.length === 0) return [];
    // A function that the target lists as a device of its own is one, however many want it (DEV-2).
    const functionCount = given.reduce(
      (sum, grant) =>
        sum + (grant.deviceId === device.id ? copiesOf(tree, grant.environmentId) : 1),
      0,
    );
    return [{ device, grants: own, functions: given, functionCount }];
  });
  return { devices, dangling };
}
