/** Cores as tables name them, and placements from the bindings of tasks. */
import type { Id } from '../../model/fields.ts';
import type { Target } from '../../model/target.ts';
import type { TaskBinding } from './merge.ts';

/**
 * Finds a core by its id, its name, or its number in hardware order.
 *
 * @param target the hardware
 * @param text for example `a53.0`, `core 3` or `3`
 * @returns the core's id, or null when there is none
 * @cost O(cores)
 */
export function findCore(target: Target, text: string): Id | null {
  const named = target.cores.find(({ id, name }) => id === text || name === text);
  if (named) return named.id;
  const number = /^(?:(?:core|cpu)[ _-]?)?(\d{1,4})$/i.exec(text)?.[1];
  return number === undefined ? null : (target.cores[Number(number)]?.id ?? null);
}

/**
 * Turns bindings into what a placement holds, application by application.
 *
 * @param target the hardware
 * @param bindings what an import of tasks returned
 * @returns application -> its tasks with their cores; bindings to cores that do not exist are left out
 * @cost O(bindings x cores)
 */
export function taskCoresOf(
  target: Target,
  bindings: readonly TaskBinding[],
): ReadonlyMap<Id, readonly { readonly taskId: Id; readonly coreId: Id }[]> {
  const byApplication = new Map<Id, { taskId: Id; coreId: Id }[]>();
  for (const { applicationId, taskId, core } of bindings) {
    const coreId = findCore(target, core);
    if (coreId === null) continue;
    const entries = byApplication.get(applicationId) ?? [];
    entries.push({ taskId, coreId });
    byApplication.set(applicationId, entries);
  }
  return byApplication;
}
