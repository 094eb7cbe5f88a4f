/** Editing the plan's copy of its target. What the user sets is marked as the user's. */
import { decode } from '../decode.ts';
import { DiffDraft, type Diff } from '../diff.ts';
import type { Id } from '../fields.ts';
import { targetOf, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { checkTarget } from '../target-check.ts';
import { targetSchema, type Provenance, type Target } from '../target.ts';
import { commandProblem } from './records.ts';

/** Lists of the target whose records can be edited. */
export type TargetPart = 'clusters' | 'caches' | 'memories' | 'devices' | 'hypervisors';

/** One record of the target: an entry of a list, the virtualization facts, or the target's own fields. */
export type TargetSpot =
  | { readonly part: TargetPart; readonly id: Id }
  | { readonly part: 'virtualization' }
  | { readonly part: 'target' };

function mark(provenance: Provenance, fields: readonly string[]): Provenance {
  return { ...provenance, userFields: [...new Set([...provenance.userFields, ...fields])] };
}

type Editable = { readonly provenance: Provenance };

function edited<T extends Editable>(record: T, fields: Readonly<Record<string, unknown>>): T {
  const changed = Object.keys(fields).filter(
    (field) => (record as Readonly<Record<string, unknown>>)[field] !== fields[field],
  );
  return { ...record, ...fields, provenance: mark(record.provenance, changed) };
}

/**
 * Sets facts of the target; each changed field is marked as set by the user.
 *
 * @param plan the plan
 * @param spot which record
 * @param fields new values
 * @returns the diff, or what is wrong with the values
 */
export function editTarget(
  plan: Plan,
  spot: TargetSpot,
  fields: Readonly<Record<string, unknown>>,
): Result<Diff> {
  const target = targetOf(plan);
  let next: Target;
  if (spot.part === 'target') {
    next = edited(target, fields);
  } else if (spot.part === 'virtualization') {
    next = { ...target, virtualization: edited(target.virtualization, fields) };
  } else {
    const list: readonly (Editable & { readonly id: Id })[] = target[spot.part];
    if (!list.some((record) => record.id === spot.id)) {
      return fail(commandProblem('command-no-record', { words: { word: 'part of the target' } }));
    }
    const changed = list.map((record) => (record.id === spot.id ? edited(record, fields) : record));
    next = { ...target, [spot.part]: changed };
  }
  return putTarget(plan, next);
}

/**
 * Puts another target in place of the plan's. Cores and devices that layouts name and the new one lacks are found
 * by the rules, not removed.
 *
 * @param plan the plan
 * @param target the new hardware
 * @returns the diff, or what is inconsistent in the target
 */
export function putTarget(plan: Plan, target: Target): Result<Diff> {
  const decoded = decode(targetSchema, target);
  if (!decoded.ok) return decoded;
  const problems = checkTarget(decoded.value, '');
  if (problems.length > 0) return fail(...problems);
  const draft = new DiffDraft(plan);
  const old = targetOf(plan);
  if (old.id !== decoded.value.id) draft.remove('target', old.id);
  draft.put('target', decoded.value);
  return ok(draft.diff());
}
