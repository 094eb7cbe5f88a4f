/** Look-ups into a target: cores with their cluster, and where its facts come from. */
import type { Id } from '../model/fields.ts';
import type { Cluster, Core, Device, Memory, Provenance, Target } from '../model/target.ts';

/** A core with what it is made of. */
export interface CoreFacts {
  readonly core: Core;
  /** Position in hardware order. */
  readonly index: number;
  /** Null when the target's own data names a cluster that it does not have. */
  readonly cluster: Cluster | null;
}

/** Read-only look-ups into one target. */
export interface Hardware {
  readonly target: Target;
  readonly cores: readonly CoreFacts[];
  readonly coreById: ReadonlyMap<Id, CoreFacts>;
  readonly deviceById: ReadonlyMap<Id, Device>;
  readonly memoryById: ReadonlyMap<Id, Memory>;
}

const known = new WeakMap<Target, Hardware>();

function byId<T extends { readonly id: Id }>(list: readonly T[]): ReadonlyMap<Id, T> {
  return new Map(list.map((record) => [record.id, record]));
}

/**
 * @param target the hardware
 * @returns look-ups; the same object for the same target
 * @cost O(cores + devices) the first time, O(1) after that
 */
export function hardwareOf(target: Target): Hardware {
  const cached = known.get(target);
  if (cached) return cached;
  const clusters = byId(target.clusters);
  const cores = target.cores.map((core, index) => ({
    core,
    index,
    cluster: clusters.get(core.clusterId) ?? null,
  }));
  const hardware: Hardware = {
    target,
    cores,
    coreById: new Map(cores.map((facts) => [facts.core.id, facts])),
    deviceById: byId(target.devices),
    memoryById: byId(target.memories),
  };
  known.set(target, hardware);
  return hardware;
}

/**
 * Who says a fact of the target.
 *
 * @param target the hardware
 * @param provenance of the record that holds the fact
 * @param field the field asked about
 * @returns `user`, the titles of the sources, or null when the record names none
 */
export function hardwareSource(
  target: Target,
  provenance: Provenance,
  field: string,
): string | null {
  if (provenance.userFields.includes(field)) return 'user';
  const titles = provenance.sources.map((key) =>
    Object.hasOwn(target.sources, key) ? (target.sources[key]?.title ?? key) : key,
  );
  return titles.length > 0 ? titles.join('; ') : null;
}

/**
 * Who says a figure of an application, task or link.
 *
 * @param sources the record's sources by field
 * @param field the field asked about
 * @returns the source in words; `user` where none is written down, since the user typed the figure
 */
export function figureSource(sources: Readonly<Record<string, string>>, field: string): string {
  const own = Object.hasOwn(sources, field) ? sources[field] : undefined;
  return own ?? (Object.hasOwn(sources, '*') ? sources['*'] : undefined) ?? 'user';
}

/**
 * @param a a name of a core type
 * @param b another
 * @returns whether they name the same type; case and spacing do not matter
 */
export function sameCoreType(a: string, b: string): boolean {
  return a === b || foldCoreType(a) === foldCoreType(b);
}

function foldCoreType(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}
