/** What a file says of the design and the clocks of one core. */
import { fitName } from '../fit-text.ts';
import { armCoreName } from './arm-parts.ts';
import type { HwCpuKind, HwTopology } from './hw-object.ts';
import type { FoundCore } from './inventory.ts';

export interface CoreDesign {
  /** Name that execution times are stated for. */
  readonly coreType: string;
  /** Index in the file's list of core kinds; null when the core is in none. */
  readonly kind: number | null;
  readonly maxClockHz: number | null;
  readonly baseClockHz: number | null;
  /** Linux's capacity of the core against the fastest one's 1024, at the highest clock of each. */
  readonly capacity: number | null;
  /** Whether the base clock comes from the processor's name. */
  readonly clockFromName: boolean;
}

const MEGAHERTZ = 1e6;
const GIGAHERTZ = 1e9;
/** Facts of a core kind that tell designs apart where no name does. */
const TELLING_INFOS: readonly string[] = ['CoreType', 'LinuxCapacity'];

type Lookup = (info: string) => string | null;

function lookupFor(core: FoundCore, kind: HwCpuKind | undefined, topology: HwTopology): Lookup {
  const places = [core.object, ...core.ancestors.toReversed()].map(({ infos }) => infos);
  const all = [...(kind ? [kind.infos] : []), ...places, topology.infos];
  return (info) => {
    for (const infos of all) {
      const value = infos.get(info);
      if (value !== undefined) return value.trim();
    }
    return null;
  };
}

function parseMegahertz(text: string | null): number | null {
  if (text === null || !/^\d{1,7}(?:\.\d{1,6})?$/.test(text)) return null;
  const hertz = Math.round(Number(text) * MEGAHERTZ);
  return hertz > 0 ? hertz : null;
}

/**
 * The clock in a processor's name, for example 2.10 GHz in "Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz".
 *
 * @source Intel SDM volume 2A, CPUID leaf 80000002H-80000004H: the brand string ends with the processor's frequency
 */
function clockInName(name: string | null): number | null {
  const match = /@ (\d{1,2}(?:\.\d{1,3})?)\s?GHz$/.exec(name ?? '');
  return match ? Math.round(Number(match[1]) * GIGAHERTZ) || null : null;
}

function processorName(lookup: Lookup): string | null {
  const model = lookup('CPUModel')?.replace(/\s+/g, ' ') ?? null;
  if (model !== null && model !== '') return model;
  const [vendor, family, number] = ['CPUVendor', 'CPUFamilyNumber', 'CPUModelNumber'].map(lookup);
  if (vendor && family && number) return `${vendor} family ${family} model ${number}`;
  return null;
}

function typeName(lookup: Lookup, kind: HwCpuKind | undefined): string {
  const part = lookup('CPUPart');
  const arm = part === null ? null : armCoreName(lookup('CPUImplementer'), part);
  if (arm !== null) return arm;
  const name = processorName(lookup) ?? 'unknown core';
  // Kinds that are told apart by more than their clocks are not one design under one processor name.
  const telling = TELLING_INFOS.find((info) => kind?.infos.has(info));
  if (telling === undefined) return name;
  const value = kind?.infos.get(telling) ?? '';
  return telling === 'CoreType' ? `${name} ${value}` : `${name}, capacity ${value}`;
}

function parseCapacity(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : null;
}

/**
 * Describes the cores of a machine.
 *
 * @param cores cores in logical order
 * @param topology the file they come from
 * @returns one description a core
 * @cost O(cores + processing units of all kinds)
 */
export function describeCores(
  cores: readonly FoundCore[],
  topology: HwTopology,
): readonly CoreDesign[] {
  const { cpuKinds } = topology;
  // A capacity of its own for every core alike says nothing about designs.
  const isMixed = cpuKinds.length > 1;
  const kindOf = new Map<number, number>();
  cpuKinds.forEach(({ cpuset }, index) => {
    const present = topology.root.cpuset ? cpuset.and(topology.root.cpuset) : cpuset;
    for (const unit of present.bits()) if (!kindOf.has(unit)) kindOf.set(unit, index);
  });
  return cores.map((core) => {
    const unit = core.cpuset.bits().find((bit) => kindOf.has(bit));
    const at = unit === undefined ? -1 : (kindOf.get(unit) ?? -1);
    const kind = cpuKinds[at];
    const lookup = lookupFor(core, kind, topology);
    const named = clockInName(lookup('CPUModel'));
    const stated = parseMegahertz(kind?.infos.get('FrequencyBaseMHz') ?? null);
    return {
      coreType: fitName(typeName(lookup, isMixed ? kind : undefined), 'unknown core'),
      kind: at < 0 ? null : at,
      maxClockHz: parseMegahertz(kind?.infos.get('FrequencyMaxMHz') ?? null),
      baseClockHz: stated ?? (isMixed ? null : named),
      capacity: parseCapacity(kind?.infos.get('LinuxCapacity')),
      clockFromName: stated === null && !isMixed && named !== null,
    };
  });
}
