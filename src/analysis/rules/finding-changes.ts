/** Findings of two states of a layout, one against the other. */
import type { Finding, Subject, Verdict } from '../result.ts';

/** How bad a verdict is: larger is worse. */
export const SEVERITY: Readonly<Record<Verdict, number>> = {
  error: 3,
  warning: 2,
  'not-assessed': 1,
  manual: 0,
  pass: 0,
  'not-applicable': 0,
};

/** @returns false for a pass and for a rule that does not apply: there is nothing to read or to mend */
export function isOpen({ verdict }: Finding): boolean {
  return verdict !== 'pass' && verdict !== 'not-applicable';
}

/** How subjects are told apart: by id, or environments by name where they are made anew under another id. */
export type Identity = 'id' | 'name';

function subjectKey(subject: Subject, by: Identity): string {
  const anew = by === 'name' && subject.kind === 'environment';
  return `${subject.kind} ${anew ? subject.name : subject.id}`;
}

/**
 * What identifies a finding across two states of a plan: numbers in its text may change.
 *
 * @param finding a finding
 * @param by how environments are told apart
 * @returns rule, verdict and the first two subjects; of an exceeded budget what has it, whoever its culprits are
 */
export function findingKey(finding: Finding, by: Identity = 'id'): string {
  const of = finding.overrun?.of ?? finding.subjects.slice(0, 2);
  const subjects = of.map((each) => subjectKey(each, by));
  return `${finding.rule} ${finding.verdict} ${subjects.join(' ')}`;
}

/** Findings of a state by what identifies them. */
export type Baseline = ReadonlyMap<string, Finding>;

/**
 * @param findings of the state before
 * @param by how environments are told apart
 * @returns the same, to be compared with
 * @cost O(findings)
 */
export function baselineOf(findings: readonly Finding[], by: Identity = 'id'): Baseline {
  return new Map(findings.map((finding) => [findingKey(finding, by), finding]));
}

/**
 * Whether a change brought a finding: it is new, or it was there and got worse. Of a budget more over than before
 * counts, and less does not.
 *
 * @param finding of the state after
 * @param before findings of the state before
 * @param by how environments are told apart, as in the baseline
 * @returns false for passes and for rules that do not apply
 * @rules DROP-2
 */
export function isCaused(finding: Finding, before: Baseline, by: Identity = 'id'): boolean {
  if (!isOpen(finding)) return false;
  const known = before.get(findingKey(finding, by));
  if (!known) return true;
  if (finding.overrun && known.overrun) return finding.overrun.by > known.overrun.by;
  return finding.verdict === 'error' && known.actual !== finding.actual;
}
