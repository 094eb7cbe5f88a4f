/** What the engine finds about the rows of a table, in the layout on screen. */
import type { Finding } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';

/** The worst that is found about one thing. */
export interface RowMark {
  readonly verdict: 'error' | 'warning';
  readonly messages: readonly string[];
}

const cache = new WeakMap<readonly Finding[], ReadonlyMap<string, RowMark>>();

/**
 * @param findings of the layout
 * @returns `kind/id` of each subject -> its errors, or its warnings where it has no error
 * @cost O(findings) the first time
 */
function marksOf(findings: readonly Finding[]): ReadonlyMap<string, RowMark> {
  const known = cache.get(findings);
  if (known) return known;
  const marks = new Map<string, RowMark>();
  for (const { verdict, subjects, message, rule } of findings) {
    if (verdict !== 'error' && verdict !== 'warning') continue;
    for (const { kind, id } of subjects) {
      const key = `${kind}/${id}`;
      const before = marks.get(key);
      if (before?.verdict === 'error' && verdict === 'warning') continue;
      const kept = before?.verdict === verdict ? before.messages : [];
      marks.set(key, { verdict, messages: [...kept, `${rule}: ${message}`] });
    }
  }
  cache.set(findings, marks);
  return marks;
}

/**
 * @param findings of the layout
 * @param kind what the row is about
 * @param id which
 * @returns what is wrong with it; null where nothing was found
 */
export function markOf(findings: readonly Finding[], kind: string, id: Id): RowMark | null {
  return marksOf(findings).get(`${kind}/${id}`) ?? null;
}
