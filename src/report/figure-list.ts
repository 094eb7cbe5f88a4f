/** Numbers the figures that estimates are computed from, in the order in which a report first uses them. */

/** Key of a figure in the list, for example `N3`. */
export type FigureKey = string;

export class FigureList {
  readonly #keys = new Map<string, FigureKey>();

  /**
   * @param text the figure in words: name, value, source
   * @returns its key; equal words have the same one
   */
  keyOf(text: string): FigureKey {
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    const key = `N${this.#keys.size + 1}`;
    this.#keys.set(text, key);
    return key;
  }

  /** @returns every figure that was asked for, in the order of the keys */
  list(): readonly { readonly key: FigureKey; readonly text: string }[] {
    return [...this.#keys].map(([text, key]) => ({ key, text }));
  }
}
