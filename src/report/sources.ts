/** Numbers the sources of a report in the order in which it first uses them. */
import type { ListedSource, SourceKey } from './document.ts';

/** Keys that every report has, with what they mean. */
export const STANDING_SOURCES: readonly ListedSource[] = [
  { key: 'E', text: 'Estimate: somebody judged it; nothing was measured and no document read.' },
  { key: 'U', text: 'User: typed in by the author of the plan, who named no other source.' },
  { key: 'A', text: 'Analysis: computed by this program from the other numbers of this report.' },
];

/** No source is named, although the number came from a catalogue or an import. */
export const NO_SOURCE = 'no source stated';

export class SourceList {
  readonly #keys = new Map<string, SourceKey>();

  /**
   * @param source a source in words; `user`, `estimate` or `analysis` stand for themselves; null: none stated
   * @returns its key
   */
  keyOf(source: string | null): SourceKey {
    const text = (source ?? NO_SOURCE).trim();
    if (text === 'user') return 'U';
    if (/^estimate$/i.test(text)) return 'E';
    if (text === 'analysis') return 'A';
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    const key = `S${this.#keys.size + 1}`;
    this.#keys.set(text, key);
    return key;
  }

  /** @returns every source that was asked for, the standing ones first */
  list(): readonly ListedSource[] {
    const numbered = [...this.#keys].map(([text, key]) => ({ key, text }));
    return [...STANDING_SOURCES, ...numbered];
  }
}
