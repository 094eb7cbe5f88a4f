/** Which things of a plan carry a "!" and why. */
import type { Finding, LayoutResult, SubjectKind, Verdict } from '../analysis/result.ts';
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
    readonly manual: number;
    readonly notApplicable: number;
  };
}

/** More messages than a tooltip holds. */
const MOST_MESSAGES = 6;

interface Draft {
  verdict: BadgeVerdict;
  readonly messages: string[];
}
type Drafts = Map<SubjectKind, Map<Id, Draft>>;

function addTo(drafts: Drafts, found: Finding): void {
  if (found.verdict !== 'error' && found.verdict !== 'warning') return;
  const message = `${found.rule}: ${found.message}`;
  for (const { kind, id } of found.subjects) {
    let ofKind = drafts.get(kind);
    if (!ofKind) drafts.set(kind, (ofKind = new Map<Id, Draft>()));
    const draft = ofKind.get(id);
    if (!draft) ofKind.set(id, { verdict: found.verdict, messages: [message] });
    else {
      if (found.verdict === 'error') draft.verdict = 'error';
      if (draft.messages.length < MOST_MESSAGES) draft.messages.push(message);
    }
  }
}

const COUNTED = {
  error: 'errors',
  warning: 'warnings',
  pass: 'passed',
  'not-assessed': 'notAssessed',
  manual: 'manual',
  'not-applicable': 'notApplicable',
} as const satisfies Record<Verdict, keyof FindingMarks['counts']>;

const known = new WeakMap<LayoutResult, FindingMarks>();

/**
 * @param result what the engine says, or null
 * @returns marks of every subject with a warning or error, and counts of all verdicts; the same object for the
 *   same result
 * @cost O(findings x subjects) the first time
 */
export function findingMarks(result: LayoutResult | null): FindingMarks {
  const cached = result ? known.get(result) : undefined;
  if (cached) return cached;
  const drafts: Drafts = new Map();
  const counts = { errors: 0, warnings: 0, passed: 0, notAssessed: 0, manual: 0, notApplicable: 0 };
  for (const found of result?.findings ?? []) {
    addTo(drafts, found);
    counts[COUNTED[found.verdict]] += 1;
  }
  const marks: FindingMarks = { of: (kind, id) => drafts.get(kind)?.get(id) ?? null, counts };
  if (result) known.set(result, marks);
  return marks;
}

/**
 * @param marks marks of several subjects that share one badge
 * @returns one mark, or null
 */
export function joinMarks(marks: readonly (FindingMark | null)[]): FindingMark | null {
  if (marks.every((mark) => mark === null)) return null;
  const found = marks.filter((mark): mark is FindingMark => mark !== null);
  return {
    verdict: found.some((mark) => mark.verdict === 'error') ? 'error' : 'warning',
    messages: [...new Set(found.flatMap((mark) => mark.messages))].slice(0, MOST_MESSAGES),
  };
}
