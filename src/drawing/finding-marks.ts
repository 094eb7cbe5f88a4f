/** Which things of a plan carry a "!" and why. */
import type { Finding, LayoutResult, SubjectKind } from '../analysis/result.ts';
import type { Id } from '../model/fields.ts';
import type { BadgeVerdict } from './marks.ts';

/** Worst verdict on one subject, with what was said. */
export interface FindingMark {
  readonly verdict: BadgeVerdict;
  readonly messages: readonly string[];
}

/** Marks by subject. */
export interface FindingMarks {
  readonly of: (kind: SubjectKind, id: Id) => FindingMark | null;
  readonly counts: {
    readonly errors: number;
    readonly warnings: number;
    readonly passed: number;
    readonly notAssessed: number;
  };
}

/** More messages than a tooltip holds. */
const MOST_MESSAGES = 6;

function addTo(
  marks: Map<string, { verdict: BadgeVerdict; messages: string[] }>,
  found: Finding,
): void {
  if (found.verdict !== 'error' && found.verdict !== 'warning') return;
  for (const subject of found.subjects) {
    const key = `${subject.kind}/${subject.id}`;
    const mark = marks.get(key);
    const message = `${found.rule}: ${found.message}`;
    if (!mark) marks.set(key, { verdict: found.verdict, messages: [message] });
    else {
      if (found.verdict === 'error') mark.verdict = 'error';
      if (mark.messages.length < MOST_MESSAGES) mark.messages.push(message);
    }
  }
}

/**
 * @param result what the engine says, or null
 * @returns marks of every subject with a warning or error, and counts of all verdicts
 * @cost O(findings x subjects)
 */
export function findingMarks(result: LayoutResult | null): FindingMarks {
  const marks = new Map<string, { verdict: BadgeVerdict; messages: string[] }>();
  const counts = { errors: 0, warnings: 0, passed: 0, notAssessed: 0 };
  for (const found of result?.findings ?? []) {
    addTo(marks, found);
    if (found.verdict === 'error') counts.errors += 1;
    else if (found.verdict === 'warning') counts.warnings += 1;
    else if (found.verdict === 'pass') counts.passed += 1;
    else counts.notAssessed += 1;
  }
  return { of: (kind, id) => marks.get(`${kind}/${id}`) ?? null, counts };
}

/**
 * @param marks marks of several subjects that share one badge
 * @returns one mark, or null
 */
export function joinMarks(marks: readonly (FindingMark | null)[]): FindingMark | null {
  const found = marks.filter((mark): mark is FindingMark => mark !== null);
  if (found.length === 0) return null;
  return {
    verdict: found.some((mark) => mark.verdict === 'error') ? 'error' : 'warning',
    messages: [...new Set(found.flatMap((mark) => mark.messages))].slice(0, MOST_MESSAGES),
  };
}
