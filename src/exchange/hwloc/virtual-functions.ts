/**
 * Which PCI functions are virtual. hwloc's file does not say; it is inferred where the evidence is strong and every
 * such function carries a note that says from what.
 */
import type { PciAddress, PciIds } from './hw-object.ts';

/** One PCI function with what the inference looks at. */
export interface PciFunction {
  readonly address: PciAddress | null;
  readonly ids: PciIds | null;
  /** Device name from the PCI identifier list, as hwloc recorded it. */
  readonly deviceName: string | null;
  /** What it hangs on: functions of one physical card share it. */
  readonly parent: object;
}

/** Why a function counts as virtual, and whose it is. */
export interface VirtualFunction {
  /** Index of the physical function; null when the file leaves several possible, or none. */
  readonly physical: number | null;
  readonly evidence: 'name' | 'siblings';
  /** Indexes of the first functions it could belong to. */
  readonly candidates: readonly number[];
}

/** Network, storage, processing accelerators and encryption: classes in which cards offer virtual functions. */
const SHAREABLE_CLASSES: readonly number[] = [0x01, 0x02, 0x0b, 0x10, 0x12];
/** So many possible owners are named in a note. */
const MAX_CANDIDATES = 8;
/** Fewer alike siblings could as well be two different ports of one card. */
const LEAST_SIBLINGS = 2;

/**
 * Infers virtual functions by two rules.
 *
 * 1. By name: the PCI identifier list calls the device a virtual function. It belongs to the physical function of the
 *    same vendor and base class on the same bridge with a lower address, if there is exactly one (SR-IOV numbers virtual
 *    functions upwards from theirs).
 * 2. By siblings: in one slot, two or more functions have the vendor and class of function 0, share one device id, and
 *    that is another than function 0's; the class is one in which cards are shared.
 *
 * @param functions all PCI functions of a machine
 * @returns index of each virtual function -> what was inferred
 * @source PCI Express SR-IOV specification 1.1, 2.1.2 (First VF Offset, VF Stride) and 3.4.1 (VF device id)
 * @cost O(n) for real machines; O(n^2) when named and other functions all hang on one bridge
 */
export function inferVirtualFunctions(
  functions: readonly PciFunction[],
): ReadonlyMap<number, VirtualFunction> {
  const found = new Map<number, VirtualFunction>();
  const named = new Set<number>();
  functions.forEach((fn, index) => {
    if (/\b(?:virtual function|VF)\b/i.test(fn.deviceName ?? '')) named.add(index);
  });
  const owners = new Map<object, readonly number[]>();
  for (const [parent, group] of groupBy(functions, (fn) => fn.parent)) {
    owners.set(
      parent,
      group.filter((index) => !named.has(index)),
    );
  }
  for (const index of named) {
    const candidates: number[] = [];
    for (const other of owners.get(functions[index]?.parent ?? {}) ?? []) {
      if (candidates.length === MAX_CANDIDATES) break;
      if (couldOwn(functions[other], functions[index])) candidates.push(other);
    }
    const physical = candidates.length === 1 ? (candidates[0] ?? null) : null;
    found.set(index, { physical, evidence: 'name', candidates });
  }
  for (const slot of groupBy(functions, slotOf).values()) {
    for (const [index, physical] of alikeSiblings(functions, slot, named)) {
      found.set(index, { physical, evidence: 'siblings', candidates: [physical] });
    }
  }
  return found;
}

function groupBy<K>(
  functions: readonly PciFunction[],
  keyOf: (fn: PciFunction) => K,
): ReadonlyMap<K, readonly number[]> {
  const groups = new Map<K, number[]>();
  functions.forEach((fn, index) => {
    const key = keyOf(fn);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return groups;
}

function slotOf({ address }: PciFunction): string {
  return address ? `${address.domain}:${address.bus}:${address.device}` : '';
}

/** Routing id within the domain: bus, device and function in one number. */
function routingId(address: PciAddress): number {
  return address.bus * 256 + address.device * 8 + address.function;
}

function couldOwn(owner: PciFunction | undefined, fn: PciFunction | undefined): boolean {
  if (!owner?.address || !fn?.address || !owner.ids || !fn.ids) return false;
  return (
    owner.address.domain === fn.address.domain &&
    owner.ids.vendor === fn.ids.vendor &&
    owner.ids.classCode >> 8 === fn.ids.classCode >> 8 &&
    routingId(owner.address) < routingId(fn.address)
  );
}

function alikeSiblings(
  functions: readonly PciFunction[],
  slot: readonly number[],
  named: ReadonlySet<number>,
): readonly (readonly [index: number, physical: number])[] {
  const first = slot.find((index) => functions[index]?.address?.function === 0);
  const main = first === undefined ? undefined : functions[first]?.ids;
  if (first === undefined || !main || named.has(first)) return [];
  if (!SHAREABLE_CLASSES.includes(main.classCode >> 8)) return [];
  const others = slot.filter((index) => {
    const ids = functions[index]?.ids;
    const sameMaker = ids?.vendor === main.vendor && ids.classCode === main.classCode;
    return sameMaker && ids.device !== main.device;
  });
  const devices = new Set(others.map((index) => functions[index]?.ids?.device));
  if (others.length < LEAST_SIBLINGS || devices.size !== 1) return [];
  return others.filter((index) => !named.has(index)).map((index) => [index, first] as const);
}
