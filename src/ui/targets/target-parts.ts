/** Devices and memories that the user adds to the plan's target, or takes away. */
import {
  deviceSchema,
  memorySchema,
  type Device,
  type Memory,
  type Target,
} from '../../model/target.ts';
import { rows, type Plan } from '../../model/plan.ts';
import { countOf } from '../app/words.ts';
import ConfirmDialog from '../components/ConfirmDialog.svelte';
import type { FactEditing } from './fact-editing.svelte.ts';

/** Lists that can grow. */
export type GrowingPart = 'devices' | 'memories';

/**
 * A device or memory as the user states it: what was stated is marked as the user's, the rest is unknown.
 *
 * @param part which list
 * @param id of the new record
 * @param stated fields that were filled in
 * @returns the record
 * @throws {Error} when a required field is missing (a bug: the form asks for them)
 */
export function newPart(
  part: GrowingPart,
  id: string,
  stated: Readonly<Record<string, unknown>>,
): Device | Memory {
  const provenance = { sources: [], confidence: null, userFields: Object.keys(stated) };
  const schema = part === 'devices' ? deviceSchema : memorySchema;
  return schema.parse({ ...stated, id, provenance });
}

/**
 * @param target the hardware
 * @param part which list
 * @param id a record of it
 * @returns the target without it; virtual functions of a device go with it
 */
export function withoutPart(target: Target, part: GrowingPart, id: string): Target {
  if (part === 'memories')
    return { ...target, memories: target.memories.filter((memory) => memory.id !== id) };
  const keeps = (device: Device): boolean => device.id !== id && device.physicalFunctionId !== id;
  return { ...target, devices: target.devices.filter(keeps) };
}

/**
 * @param plan the plan
 * @param part which list of its target
 * @param id a record of it
 * @returns what refers to it, a line each; those references stay and are found by the rules
 */
export function usesOf(plan: Plan, part: GrowingPart, id: string): readonly string[] {
  if (part === 'memories') {
    const regions = rows(plan.regions).filter(({ memoryId }) => memoryId === id);
    return regions.length === 0 ? [] : [`${countOf(regions.length, 'memory region')} in layouts`];
  }
  const grants = rows(plan.grants).filter(({ deviceId }) => deviceId === id);
  return grants.length === 0 ? [] : [`${countOf(grants.length, 'grant')} in layouts`];
}

/** Takes a device or memory away; asks first where layouts use it. */
export function removePart(editing: FactEditing, part: GrowingPart, id: string): void {
  const { session, target } = editing;
  const list: readonly { id: string; name: string }[] = target[part];
  const name = list.find((record) => record.id === id)?.name ?? id;
  const remove = (): void => {
    editing.change(`remove ${name} from the target`, (now) => withoutPart(now, part, id));
  };
  const uses = usesOf(session.plan, part, id);
  const functions = target.devices.filter(({ physicalFunctionId }) => physicalFunctionId === id);
  const details = [
    ...(functions.length > 0
      ? [`${countOf(functions.length, 'virtual function')} will go too`]
      : []),
    ...uses.map((use) => `${use} will name something that is not there; findings will say so`),
  ];
  if (details.length === 0) return remove();
  session.dialogs.show(ConfirmDialog, {
    title: `Remove “${name}” from the target?`,
    text: 'One undo brings it back.',
    details,
    action: 'Remove',
    onconfirm: remove,
  });
}
