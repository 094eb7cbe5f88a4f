/** Small words for numbers and lists. */

/**
 * @param count how many
 * @param word one of them, in English
 * @param plural several of them; default: the word with an s
 * @returns for example `1 error`, `3 errors`
 */
export function countOf(count: number, word: string, plural = `${word}s`): string {
  return `${count} ${count === 1 ? word : plural}`;
}

/**
 * @param names what to list
 * @param most how many are written out
 * @returns `A, B and 3 more`
 */
export function listNames(names: readonly string[], most = 3): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
