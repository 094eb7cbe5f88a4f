/** What a list of targets shows of each, and the filters of the target picker. */
import type { Cluster, Target } from '../model/target.ts';

/** Family of instruction sets of the application cores. */
export type Architecture = 'arm' | 'x86' | 'other';

/**
 * Present, turned on, and unknown are three facts. `present`: there, but whether it is turned on is unknown;
 * `unknown`: not even whether it is there.
 */
export type IommuState = 'enabled' | 'disabled' | 'present' | 'absent' | 'unknown';

/** Cores of one type, wherever they stand. */
export interface CoreGroup {
  readonly role: Cluster['role'];
  readonly coreType: string;
  readonly cores: number;
  /** Lowest base clock and highest clock of the type; null when a cluster of it has an unknown one. */
  readonly baseClockHz: number | null;
  readonly maxClockHz: number | null;
}

/** One line of the target picker. */
export interface TargetSummary {
  readonly id: string;
  readonly name: string;
  readonly vendor: string | null;
  readonly category: Target['category'];
  readonly summary: string | null;
  readonly referenceBoard: string | null;
  readonly architecture: Architecture;
  /** Cores with the role `application`. */
  readonly applicationCores: number;
  /** All cores, companions included. */
  readonly cores: number;
  readonly groups: readonly CoreGroup[];
  /** Fitted DRAM; null when any part of it is unknown. */
  readonly dramBytes: number | null;
  readonly hypervisorExtension: boolean | null;
  readonly extensionName: string | null;
  readonly iommu: IommuState;
  readonly iommuName: string | null;
  /** Whether a shared cache can be divided by hardware (Intel CAT, Arm MPAM). */
  readonly cacheAllocation: boolean | null;
  /** Hypervisors with evidence that they run on it; empty means no evidence found. */
  readonly hypervisors: readonly string[];
}

function architectureOf(target: Target): Architecture {
  const main =
    target.clusters.find((cluster) => cluster.role === 'application') ?? target.clusters[0];
  if (main?.isa === 'x86_64') return 'x86';
  return main !== undefined && /^(aarch64|armv)/.test(main.isa) ? 'arm' : 'other';
}

function groupsOf(target: Target): readonly CoreGroup[] {
  const counts = new Map<string, number>();
  for (const core of target.cores) {
    counts.set(core.clusterId, (counts.get(core.clusterId) ?? 0) + 1);
  }
  const groups = new Map<string, CoreGroup>();
  for (const { id, role, coreType, maxClockHz, baseClockHz } of target.clusters) {
    const key = `${role} ${coreType}`;
    const known = groups.get(key);
    const cores = (known?.cores ?? 0) + (counts.get(id) ?? 0);
    const joined = (pick: typeof Math.max, old: number | null | undefined, own: number | null) =>
      old === undefined ? own : old === null || own === null ? null : pick(old, own);
    groups.set(key, {
      role,
      coreType,
      cores,
      baseClockHz: joined(Math.min, known?.baseClockHz, baseClockHz),
      maxClockHz: joined(Math.max, known?.maxClockHz, maxClockHz),
    });
  }
  return [...groups.values()];
}

function iommuOf({ iommuPresent, iommuEnabled }: Target['virtualization']): IommuState {
  if (iommuPresent === null) return 'unknown';
  if (!iommuPresent) return 'absent';
  if (iommuEnabled === null) return 'present';
  return iommuEnabled ? 'enabled' : 'disabled';
}

function cacheAllocationOf(target: Target, architecture: Architecture): boolean | null {
  const { l2CacheAllocation, l3CacheAllocation, mpam } = target.virtualization;
  const all = [l2CacheAllocation, l3CacheAllocation, mpam];
  if (all.includes(true)) return true;
  // What the architecture offers must be known to be missing; the other architecture's facts are null by nature.
  const offered =
    architecture === 'arm'
      ? [mpam]
      : architecture === 'x86'
        ? [l2CacheAllocation, l3CacheAllocation]
        : all;
  return offered.includes(null) ? null : false;
}

/**
 * @param target a target
 * @returns what lists and filters need of it
 * @cost O(cores + memories)
 * @rules CAT-5
 */
export function targetSummary(target: Target): TargetSummary {
  const architecture = architectureOf(target);
  const groups = groupsOf(target);
  const dram = target.memories.filter((memory) => memory.kind === 'dram');
  const sizes = dram.map((memory) => memory.sizeBytes);
  const { hypervisorExtension, extensionName, iommuName } = target.virtualization;
  return {
    id: target.id,
    name: target.name,
    vendor: target.vendor,
    category: target.category,
    summary: target.summary,
    referenceBoard: target.referenceBoard,
    architecture,
    applicationCores: groups
      .filter((group) => group.role === 'application')
      .reduce((sum, group) => sum + group.cores, 0),
    cores: target.cores.length,
    groups,
    dramBytes:
      sizes.length === 0 || sizes.includes(null)
        ? null
        : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
    hypervisorExtension,
    extensionName,
    iommu: iommuOf(target.virtualization),
    iommuName,
    cacheAllocation: cacheAllocationOf(target, architecture),
    hypervisors: [...new Set(target.hypervisors.map((hypervisor) => hypervisor.name))],
  };
}

/** A yes/no fact as a filter; `unknown` finds the targets of which it is not known. */
export type FactFilter = 'yes' | 'no' | 'unknown';

/** `any-present` takes every state in which an IOMMU is there. */
export type IommuFilter = IommuState | 'any-present';

/** What the user asks for; members that are left out or null do not filter. */
export interface TargetFilters {
  /** Words; each must occur in name, vendor, board, summary or a core type. */
  readonly text?: string | null;
  readonly architecture?: Architecture | null;
  readonly minApplicationCores?: number | null;
  readonly maxApplicationCores?: number | null;
  readonly hypervisorExtension?: FactFilter | null;
  readonly iommu?: IommuFilter | null;
  readonly cacheAllocation?: FactFilter | null;
}

function factMatches(fact: boolean | null, filter: FactFilter | null | undefined): boolean {
  if (filter === undefined || filter === null) return true;
  return filter === (fact === null ? 'unknown' : fact ? 'yes' : 'no');
}

function iommuMatches(state: IommuState, filter: IommuFilter | null | undefined): boolean {
  if (filter === undefined || filter === null) return true;
  if (filter === 'any-present') return state !== 'absent' && state !== 'unknown';
  return state === filter;
}

function textMatches(summary: TargetSummary, text: string | null | undefined): boolean {
  const words = (text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return true;
  const { id, name, vendor, referenceBoard, groups, summary: line } = summary;
  const where = [id, name, vendor, referenceBoard, line, ...groups.map((group) => group.coreType)]
    .join('\n')
    .toLowerCase();
  return words.every((word) => where.includes(word));
}

/**
 * @param summaries lines of the picker
 * @param filters what the user asks for
 * @returns the lines that fulfil all of it, in the given order
 * @cost O(summaries)
 * @rules CAT-5
 */
export function filterTargets(
  summaries: readonly TargetSummary[],
  filters: TargetFilters,
): readonly TargetSummary[] {
  const { architecture, minApplicationCores, maxApplicationCores } = filters;
  return summaries.filter(
    (summary) =>
      textMatches(summary, filters.text) &&
      (architecture === undefined ||
        architecture === null ||
        architecture === summary.architecture) &&
      summary.applicationCores >= (minApplicationCores ?? 0) &&
      summary.applicationCores <= (maxApplicationCores ?? Infinity) &&
      factMatches(summary.hypervisorExtension, filters.hypervisorExtension) &&
      iommuMatches(summary.iommu, filters.iommu) &&
      factMatches(summary.cacheAllocation, filters.cacheAllocation),
  );
}
