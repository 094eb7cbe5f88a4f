/** Finding by what was typed: all words must occur, in any order; earlier and whole-word hits first. */

/** What of an item is searched. */
export interface SearchText {
  readonly title: string;
  /** Searched too, for example the kind of a record; a hit in the title counts more. */
  readonly more: string;
}

/** A hit inside a word, and one outside the title, come after hits at the beginning of a word. */
const INSIDE = 10;
const OUTSIDE = 100;

function wordScore(text: string, word: string): number | null {
  const at = text.indexOf(word);
  if (at < 0) return null;
  const startsWord = at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');
  return (startsWord ? 0 : INSIDE) + at / 100;
}

function scoreOf({ title, more }: SearchText, words: readonly string[]): number | null {
  let score = 0;
  for (const word of words) {
    const inTitle = wordScore(title.toLowerCase(), word);
    const found = inTitle ?? wordScore(more.toLowerCase(), word);
    if (found === null) return null;
    score += inTitle === null ? OUTSIDE + found : found;
  }
  return score + title.length / 10_000;
}

/**
 * @param items what to search
 * @param query what was typed; empty finds everything in the given order
 * @param textOf the text to look into
 * @param most how many at most
 * @returns the best matches, best first; equally good ones in the given order
 * @cost O(items x words)
 */
export function bestMatches<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => SearchText | string,
  most: number,
): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items.slice(0, most);
  return items
    .flatMap((item) => {
      const text = textOf(item);
      const score = scoreOf(typeof text === 'string' ? { title: text, more: '' } : text, words);
      return score === null ? [] : [{ item, score }];
    })
    .sort((a, b) => a.score - b.score)
    .slice(0, most)
    .map(({ item }) => item);
}
