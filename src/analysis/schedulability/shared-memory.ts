/** What cores in use do to each other through main memory: who asks, what the memory is stated to do, whether budgets hold. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Contention } from '../../model/interference.ts';
import type { Memory, Target } from '../../model/target.ts';
import { isMainMemory } from '../memory/regions.ts';
import { admitRegulation } from '../timing/interference/memory-regulation.ts';
import { listNames } from '../wording.ts';

/** A number that is needed, or why it is not there. */
export type Needed =
  | { readonly kind: 'known'; readonly value: number; readonly sources: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** One budget as it holds on one core. */
export interface CoreBudget {
  readonly environment: Environment;
  readonly accesses: number;
  readonly periodNs: number;
}

/** Whether memory serves all budgets. Both sides in bytes per period; `lineBytes`: of one access. */
export type Admission =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string }
  | {
      readonly kind: 'admitted' | 'refused';
      readonly demandBytes: number;
      readonly capacityBytes: number;
      readonly periodNs: number;
      readonly sources: readonly string[];
    };

/** Memory as all of the layout share it. */
export interface SharedMemory {
  /** Cores that something of the layout runs on, with who. */
  readonly hostsOn: ReadonlyMap<Id, ReadonlySet<Environment>>;
  /** Applications that run on cores nobody has named. */
  readonly homeless: readonly string[];
  readonly budgetsOn: ReadonlyMap<Id, readonly CoreBudget[]>;
  readonly admission: Admission;
  readonly number: (field: keyof Contention & `${string}Ns`) => Needed;
}

const WORDS: Readonly<Record<Exclude<keyof Contention, 'source'>, string>> = {
  guaranteedBytesPerSecond: 'guaranteed bandwidth',
  accessNs: 'shortest latency of one access',
  regulatedAccessNs: 'longest latency of one access under budgets',
  slotNs: 'longest time that round-robin arbitration serves a request of another core',
};

/** The worst of all main memories: which of them an access goes to is not stated. */
function worst(
  memories: readonly Memory[],
  field: Exclude<keyof Contention, 'source'>,
  pick: (values: readonly number[]) => number,
): Needed {
  if (memories.length === 0) return { kind: 'unknown', reason: 'the target states no main memory' };
  const silent = memories.filter(({ contention }) => (contention?.[field] ?? null) === null);
  if (silent.length > 0) {
    const names = listNames(silent.map(({ name }) => name));
    return { kind: 'unknown', reason: `${WORDS[field]} of ${names} is unknown` };
  }
  return {
    kind: 'known',
    value: pick(memories.map(({ contention }) => contention?.[field] as number)),
    sources: [...new Set(memories.flatMap(({ contention }) => contention?.source ?? []))],
  };
}

/**
 * @param path from the hardware up to an environment
 * @returns the environment whose memory budget holds in it; null: none does
 */
export function budgeted(path: readonly Environment[]): Environment | null {
  return path.findLast(({ memoryBudget }) => memoryBudget !== null) ?? null;
}

function budgetsOn(tree: LayoutTree, hosts: ReadonlySet<Environment>): readonly CoreBudget[] {
  const stating = new Set(
    [...hosts].flatMap((host) => budgeted(tree.pathOf.get(host.id) ?? []) ?? []),
  );
  return [...stating].flatMap((environment) => {
    const { memoryBudget } = environment;
    return memoryBudget ? [{ environment, ...memoryBudget }] : [];
  });
}

/** Bytes of one access: the longest line of the last-level caches. */
function lineBytes({ caches }: Target): number | null {
  const outer = Math.max(0, ...caches.map(({ level }) => level));
  const lines = caches.filter(({ level }) => level === outer).map((cache) => cache.lineBytes);
  return lines.length === 0 || lines.includes(null) ? null : Math.max(...lines.map(Number));
}

function unlimited(
  tree: LayoutTree,
  hostsOn: ReadonlyMap<Id, ReadonlySet<Environment>>,
): readonly string[] {
  const without = new Set<string>();
  for (const hosts of hostsOn.values()) {
    for (const host of hosts) {
      if (!budgeted(tree.pathOf.get(host.id) ?? [])) without.add(host.name);
    }
  }
  return [...without];
}

function admissionOf(
  tree: LayoutTree,
  target: Target,
  { hostsOn, budgets, homeless }: Users,
): Admission {
  const unknown = (reason: string): Admission => ({ kind: 'unknown', reason });
  const stating = tree.environments.filter(({ memoryBudget }) => memoryBudget !== null);
  if (stating.length === 0) return { kind: 'none' };
  const all = [...budgets.values()].flat();
  const regulating = new Set(all.map(({ environment }) => environment));
  for (const environment of stating) {
    const { name } = environment;
    const path = tree.pathOf.get(environment.id) ?? [];
    const several = path.find(({ copies }) => copies > 1);
    if (several) return unknown(`${several.copies} copies of "${several.name}" have budgets`);
    const outer = budgeted(path.slice(0, -1));
    if (outer) return unknown(`"${name}" has a memory budget inside that of "${outer.name}"`);
    if (!regulating.has(environment)) {
      return unknown(`the memory budget of "${name}" holds for no kernel with cores of its own`);
    }
  }
  if (homeless.length > 0)
    return unknown(`where ${listNames(homeless)} asks for memory is unknown`);
  const free = unlimited(tree, hostsOn);
  if (free.length > 0) return unknown(`${listNames(free)} may ask for memory without a budget`);
  const periods = new Set(all.map(({ periodNs }) => periodNs));
  const [periodNs] = periods;
  if (periods.size > 1 || periodNs === undefined) {
    return unknown('budgets have different periods: they are refilled on all cores at once');
  }
  const memories = target.memories.filter(isMainMemory);
  const guaranteed = worst(memories, 'guaranteedBytesPerSecond', (values) => Math.min(...values));
  if (guaranteed.kind === 'unknown') return guaranteed;
  const line = lineBytes(target);
  if (line === null) return unknown('the line size of the last-level cache is unknown');
  const answer = admitRegulation(
    all.map(({ accesses }) => accesses),
    line,
    periodNs,
    guaranteed.value,
  );
  if (answer.kind === 'unknown') return unknown('budgets leave the range of exact numbers');
  return {
    kind: answer.kind,
    demandBytes: answer.demand,
    capacityBytes: answer.capacity,
    periodNs,
    sources: guaranteed.sources,
  };
}

interface Users {
  readonly hostsOn: ReadonlyMap<Id, ReadonlySet<Environment>>;
  readonly budgets: ReadonlyMap<Id, readonly CoreBudget[]>;
  readonly homeless: readonly string[];
}

/**
 * @param tree of the layout
 * @param target its hardware
 * @param hostsOn who runs on each core in use
 * @param homeless what runs on cores nobody has named
 * @returns memory as all of them share it
 * @cost cores in use times the environments on each
 */
export function sharedMemory(
  tree: LayoutTree,
  target: Target,
  hostsOn: ReadonlyMap<Id, ReadonlySet<Environment>>,
  homeless: readonly string[],
): SharedMemory {
  const hasBudgets = tree.environments.some(({ memoryBudget }) => memoryBudget !== null);
  const budgets = new Map(
    hasBudgets ? [...hostsOn].map(([id, hosts]) => [id, budgetsOn(tree, hosts)]) : [],
  );
  const memories = target.memories.filter(isMainMemory);
  return {
    hostsOn,
    homeless,
    budgetsOn: budgets,
    admission: admissionOf(tree, target, { hostsOn, budgets, homeless }),
    number: (field) =>
      worst(memories, field, (values) =>
        field === 'accessNs' ? Math.min(...values) : Math.max(...values),
      ),
  };
}
