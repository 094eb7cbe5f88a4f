/** Devices of a target from the I/O objects of a topology. */
import type { Id } from '../../model/fields.ts';
import type { Device, Provenance } from '../../model/target.ts';
import { KIB, MAX_WHOLE } from '../../model/units.ts';
import { fitName, fitNote, fitShort } from '../fit-text.ts';
import type { CoreFinder } from './build-memory.ts';
import type { HwObject, PciAddress } from './hw-object.ts';
import type { FoundLocal, Inventory } from './inventory.ts';
import { deviceClass } from './pci-class.ts';
import { inferVirtualFunctions, type VirtualFunction } from './virtual-functions.ts';

/** Kinds of block device that can be taken out, so that their size is not the machine's. */
const REMOVABLE: readonly string[] = ['Removable Media Device', 'Tape'];

export interface BuiltDevices {
  readonly devices: Device[];
  /** How many functions were taken to be virtual. */
  readonly virtualFunctions: number;
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

function formatAddress({ domain, bus, device, function: fn }: PciAddress): string {
  return `${hex(domain, 4)}:${hex(bus, 2)}:${hex(device, 2)}.${fn}`;
}

/** Hands out ids that are safe and differ from one another. */
class IdMaker {
  /** Id -> number that its next namesake gets. */
  readonly #taken = new Map<Id, number>();

  make(text: string): Id {
    const base = text.slice(0, 80).replace(/[^A-Za-z0-9_.-]+/g, '-');
    let id = base;
    while (this.#taken.has(id)) {
      const number = this.#taken.get(base) ?? 2;
      this.#taken.set(base, number + 1);
      id = `${base}-${number}`;
    }
    this.#taken.set(id, 2);
    return id;
  }
}

function osDevicesUnder(object: HwObject): readonly HwObject[] {
  return object.children.io
    .filter(({ type }) => type === 'OSDev')
    .flatMap((child) => [child, ...osDevicesUnder(child)]);
}

/**
 * Bytes of a block device: versions 1 and 2 write plain KiB, version 3 writes the unit.
 *
 * @source hwloc 3.0, hwloc__xml_import_obj_info in `hwloc/topology-xml.c`
 */
function sizeOf(device: HwObject, major: number): number | null {
  const match = /^(\d{1,16})(KiB)?$/.exec(device.infos.get('Size') ?? '');
  if (!match || (major >= 3 && match[2] === undefined)) return null;
  const bytes = Number(match[1]) * KIB;
  return bytes <= MAX_WHOLE ? bytes : null;
}

function capacityOf(devices: readonly HwObject[], major: number): number | null {
  const blocks = devices.filter(
    ({ osDevice, subtype }) => osDevice === 'storage' && !REMOVABLE.includes(subtype ?? ''),
  );
  const sizes = blocks.map((block) => sizeOf(block, major));
  if (sizes.length === 0 || sizes.includes(null)) return null;
  const sum = sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
  return sum <= MAX_WHOLE ? sum : null;
}

function blankDevice(id: Id, provenance: Provenance): Device {
  return {
    id,
    provenance,
    notes: null,
    name: id,
    class: 'unknown',
    model: null,
    behindIommu: null,
    iommuUnit: null,
    iommuGroup: null,
    busId: null,
    vendorDevice: null,
    physicalFunctionId: null,
    virtualFunctions: null,
    capacityBytes: null,
    coreIds: [],
  };
}

/** Builds the device records of one machine. */
class DeviceBuilder {
  readonly #finder: CoreFinder;
  readonly #provenance: Provenance;
  readonly #major: number;
  readonly #ids = new IdMaker();

  constructor(finder: CoreFinder, provenance: Provenance, major: number) {
    this.#finder = finder;
    this.#provenance = provenance;
    this.#major = major;
  }

  pci({ object, cpuset }: FoundLocal): Device {
    const { address, ids } = object.pci ?? { address: null, ids: null };
    const busId = address ? formatAddress(address) : null;
    const vendorDevice = ids ? `${hex(ids.vendor, 4)}:${hex(ids.device, 4)}` : null;
    const model = [object.infos.get('PCIVendor'), object.infos.get('PCIDevice') ?? object.name]
      .filter((part) => part)
      .join(' ');
    const osDevices = osDevicesUnder(object);
    const osNames = osDevices.map(({ name }) => name).filter((name) => name !== null);
    const what = object.infos.get('PCIDevice') ?? object.name ?? vendorDevice ?? 'PCI device';
    const where = busId ?? 'address unknown';
    const name = osNames.length > 0 ? `${osNames.join(', ')}: ${what}` : `${what} at ${where}`;
    return {
      ...blankDevice(this.#ids.make(`pci-${busId ?? 'unknown'}`), this.#provenance),
      name: fitName(name, where),
      class: deviceClass(ids?.classCode ?? null),
      model: fitShort(model),
      busId,
      vendorDevice,
      capacityBytes: capacityOf(osDevices, this.#major),
      coreIds: this.#finder.near(cpuset),
    };
  }

  lone({ object, cpuset }: FoundLocal): Device {
    const name = object.name ?? 'device';
    const isEthernet = object.osDevice === 'network' && /^e(?:n|th)/.test(name);
    return {
      ...blankDevice(this.#ids.make(`os-${name}`), this.#provenance),
      name: fitName(name, 'device'),
      class: isEthernet ? 'ethernet' : (object.osDevice ?? 'other'),
      model: fitShort(
        [object.infos.get('Vendor'), object.infos.get('Model')].filter((part) => part).join(' '),
      ),
      capacityBytes: capacityOf([object], this.#major),
      coreIds: this.#finder.near(cpuset),
      notes: fitNote([
        'The file lists it without a PCI device.',
        // @source systemd.net-naming-scheme(7): en and eth stand for Ethernet
        isEthernet ? 'Its name says that it is Ethernet.' : null,
      ]),
    };
  }
}

function noteOf(inferred: VirtualFunction, devices: readonly Device[]): string | null {
  const from =
    inferred.evidence === 'name'
      ? 'the PCI identifier list calls it one'
      : 'two or more functions of its slot share a device id that is not that of function 0';
  const owner = inferred.physical === null ? null : (devices[inferred.physical]?.busId ?? null);
  const possible = inferred.candidates.map((index) => devices[index]?.busId ?? '').join(', ');
  return fitNote([
    `Taken to be a virtual function${owner === null ? '' : ` of ${owner}`}; inferred, because ${from}.`,
    owner !== null || possible === '' ? null : `The file does not say of which: ${possible}.`,
  ]);
}

function withVirtualFunctions(
  devices: readonly Device[],
  inferred: ReadonlyMap<number, VirtualFunction>,
): Device[] {
  const owned = new Map<number, number>();
  for (const { physical } of inferred.values()) {
    if (physical !== null) owned.set(physical, (owned.get(physical) ?? 0) + 1);
  }
  return devices.map((device, index): Device => {
    const virtual = inferred.get(index);
    if (virtual) {
      const owner = virtual.physical === null ? null : (devices[virtual.physical]?.id ?? null);
      const confidence = virtual.evidence === 'name' ? 'medium' : 'low';
      return {
        ...device,
        physicalFunctionId: owner,
        notes: noteOf(virtual, devices),
        provenance: { ...device.provenance, confidence },
      };
    }
    const count = owned.get(index);
    if (count === undefined) return device;
    const note = `The file lists ${count} functions taken to be its virtual ones; it may offer more.`;
    return { ...device, virtualFunctions: count, notes: note };
  });
}

/**
 * @param inventory parts of the topology
 * @param finder finds cores
 * @param provenance what every record cites
 * @param major major version of the format
 * @returns one device a PCI function, and one for each OS device that has no PCI function
 * @cost O(devices)
 */
export function buildDevices(
  inventory: Inventory,
  finder: CoreFinder,
  provenance: Provenance,
  major: number,
): BuiltDevices {
  const builder = new DeviceBuilder(finder, provenance, major);
  const pci = inventory.pciDevices.map((found) => builder.pci(found));
  const inferred = inferVirtualFunctions(
    inventory.pciDevices.map(({ object, path, cpuset }) => ({
      address: object.pci?.address ?? null,
      ids: object.pci?.ids ?? null,
      deviceName: object.infos.get('PCIDevice') ?? object.name,
      parent: path.at(-1) ?? cpuset,
    })),
  );
  const lone = inventory.loneOsDevices.map((found) => builder.lone(found));
  return {
    devices: [...withVirtualFunctions(pci, inferred), ...lone],
    virtualFunctions: inferred.size,
  };
}
