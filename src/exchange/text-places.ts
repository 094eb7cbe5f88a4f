/** From an offset in a text to line and column, for problems. */
import type { Place } from '../model/problem.ts';

/**
 * Finds lines and columns in one text. The line starts are looked up once, and only when a place is asked for,
 * so that a file without a problem pays nothing.
 */
export class TextPlaces {
  readonly #text: string;
  #starts: readonly number[] | null = null;

  /** @param text the whole text that offsets refer to */
  constructor(text: string) {
    this.#text = text;
  }

  /**
   * @param offset position in UTF-16 units, from 0; positions outside the text are moved to its ends
   * @returns line and column, both from 1; a column counts UTF-16 units as editors do
   * @cost O(text) the first time, O(log lines) after that
   */
  at(offset: number): Required<Pick<Place, 'line' | 'column'>> {
    const starts = (this.#starts ??= lineStarts(this.#text));
    const position = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: position - (starts[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
