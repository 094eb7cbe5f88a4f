/** Facts that the user has set in the plan's copy of the target, and the way back to the catalogue's. */
import type { TargetPart, TargetSpot } from '../../model/commands/target.ts';
import type { Provenance, Target } from '../../model/target.ts';
import { factsOf } from './fact-lists.ts';

/** Any record of a target that has facts. */
export interface FactRecord {
  readonly provenance: Provenance;
  readonly [field: string]: unknown;
}

/** One fact of the user's. */
export interface UserFact {
  readonly spot: TargetSpot;
  /** Name of the record it belongs to. */
  readonly owner: string;
  readonly field: string;
  readonly label: string;
}

const PARTS: readonly TargetPart[] = ['clusters', 'caches', 'memories', 'devices', 'hypervisors'];

/**
 * @param target the hardware
 * @param spot a record of it
 * @returns the record; undefined when the target has none such
 */
export function recordAt(target: Target, spot: TargetSpot): FactRecord | undefined {
  if (spot.part === 'target') return target;
  if (spot.part === 'virtualization') return target.virtualization;
  const list: readonly { readonly id: string }[] = target[spot.part];
  return list.find(({ id }) => id === spot.id) as unknown as FactRecord | undefined;
}

function ownerOf(record: FactRecord, spot: TargetSpot): string {
  if (spot.part === 'target') return 'Target';
  if (spot.part === 'virtualization') return 'Virtualization';
  const { name, level, kind } = record as { name?: string; level?: number; kind?: string };
  return name ?? (level === undefined ? spot.id : `L${level} ${kind ?? ''} ${spot.id}`);
}

/**
 * @param target the plan's copy
 * @returns every fact that the user has set
 * @cost O(records)
 */
export function userFacts(target: Target): readonly UserFact[] {
  const spots: readonly TargetSpot[] = [
    { part: 'target' },
    ...PARTS.flatMap((part) => target[part].map(({ id }) => ({ part, id }))),
    { part: 'virtualization' },
  ];
  return spots.flatMap((spot) => {
    const record = recordAt(target, spot);
    if (!record) return [];
    return record.provenance.userFields.map((field) => {
      const label = factsOf(spot).find((fact) => fact.field === field)?.label ?? field;
      return { spot, owner: ownerOf(record, spot), field, label };
    });
  });
}

/**
 * Gives a fact back the value of the catalogue.
 *
 * @param target the plan's copy
 * @param original the same target as the catalogue has it
 * @param spot which record
 * @param field which fact of it
 * @returns the target with the original value, no longer marked as the user's; null when the catalogue has none
 */
export function restored(
  target: Target,
  original: Target,
  spot: TargetSpot,
  field: string,
): Target | null {
  const from = recordAt(original, spot);
  const now = recordAt(target, spot);
  if (!from || !now || !(field in from)) return null;
  const userFields = now.provenance.userFields.filter((other) => other !== field);
  const record = { ...now, [field]: from[field], provenance: { ...now.provenance, userFields } };
  if (spot.part === 'target') return record as unknown as Target;
  if (spot.part === 'virtualization')
    return { ...target, virtualization: record as unknown as Target['virtualization'] };
  const list: readonly { readonly id: string }[] = target[spot.part];
  return {
    ...target,
    [spot.part]: list.map((other) => (other.id === spot.id ? record : other)),
  };
}
