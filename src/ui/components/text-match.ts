/** Finding by what was typed: all words must occur, in any order; earlier and whole-word hits first. */

function scoreOf(text: string, words: readonly string[]): number | null {
  let score = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return null;
    const startsWord = at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');
    score += startsWord ? at / 100 : 10 + at / 100;
  }
  return score + text.length / 10_000;
}

/**
 * @param items what to search
 * @param query what was typed; empty finds everything in the given order
 * @param textOf the text to look into
 * @param most how many at most
 * @returns the best matches, best first
 * @cost O(items x words)
 */
export function bestMatches<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => string,
  most: number,
): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items.slice(0, most);
  return items
    .flatMap((item) => {
      const score = scoreOf(textOf(item).toLowerCase(), words);
      return score === null ? [] : [{ item, score }];
    })
    .sort((a, b) => a.score - b.score)
    .slice(0, most)
    .map(({ item }) => item);
}
