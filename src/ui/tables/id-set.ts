/** Look-up sets for rune modules, where a plain `new Set` would pass for forgotten reactivity. */
import type { Id } from '../../model/fields.ts';

/**
 * @param ids what to look up
 * @returns a set that nobody changes afterwards
 */
export function idSet(ids: readonly Id[]): ReadonlySet<Id> {
  return new Set(ids);
}
