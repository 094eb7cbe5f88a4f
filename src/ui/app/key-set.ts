/** Look-up sets for rune modules, where a plain `new Set` would pass for forgotten reactivity. */

/**
 * @param items what to look up
 * @param keyOf its key
 * @returns the keys, never changed afterwards
 */
export function keySet<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlySet<string> {
  return new Set(items.map(keyOf));
}

/**
 * @param record an object of values
 * @returns its entries as a map, never changed afterwards
 */
export function entryMap<T>(record: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(record));
}
