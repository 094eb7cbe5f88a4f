/** Where figures of a record come from, and what an edit does to that. */

/** Field name (or `*` for the rest) -> source in words, `user` or `estimate`. */
export type Sources = Readonly<Record<string, string>>;

/**
 * @param sources of a record
 * @param field a figure of it
 * @returns its source in words; null where none is stated
 */
export function sourceOf(sources: Sources, field: string): string | null {
  return sources[field] ?? sources['*'] ?? null;
}

/**
 * The sources after a figure was set by hand: the user says so now; what became unknown has no source.
 *
 * @param sources before
 * @param field which figure
 * @param value its new value
 * @returns the sources after
 */
export function sourcesAfter(sources: Sources, field: string, value: unknown): Sources {
  const { [field]: _, ...others } = sources;
  return value === null || value === undefined ? others : { ...others, [field]: 'user' };
}

/**
 * @param source as stored
 * @returns as people read it
 */
export function sourceText(source: string | null): string {
  if (source === null) return 'no source stated';
  return source === 'user' ? 'set by you' : source;
}

/**
 * @param source as stored
 * @returns a word that fits beside a number
 */
export function sourceMark(source: string | null): string {
  if (source === null) return '—';
  if (source === 'user') return 'you';
  return source.toLowerCase().startsWith('estimate') ? 'est.' : 'src';
}
