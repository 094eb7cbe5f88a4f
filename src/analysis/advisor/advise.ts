/** Advice: every candidate judged, put in order, with what decided its place. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Plan } from '../../model/plan.ts';
import { counted } from '../wording.ts';
import { assess, type Assessment } from './assess.ts';
import { candidatesFor, type AdviceQuestion, type Omitted } from './candidates.ts';

/** An assessment in its place. */
export interface Ranked extends Assessment {
  /** What decided its place, in one sentence without a full stop. */
  readonly because: string;
}

/** Advice for some applications, or for a whole layout. */
export interface Advice {
  readonly question: AdviceQuestion;
  /** Best first; excluded ones last. */
  readonly ranked: readonly Ranked[];
  readonly omitted: readonly Omitted[];
}

/** The order of evaluation in words, as it is applied. */
export const RANKING_WORDS: readonly string[] = [
  'Excluded by a hard rule: last, whatever else they offer (A1, A4, B1, B4, C1, E1, E2, E5).',
  'Fewer errors: does it fit at all, in memory, cores, time and devices.',
  'Nearer to the isolation that the applications ask for (B1, D1).',
  'Fewer warnings, then fewer open questions.',
  'Less memory; what the layout uses already before what is new to it.',
];

function errorsOf({ breaks }: Assessment): number {
  return breaks.filter(({ finding }) => finding.verdict === 'error').length;
}

function memoryOf({ costs }: Assessment): number {
  const memory = costs.find(({ kind }) => kind === 'memory');
  return memory?.difference?.typical ?? memory?.difference?.low ?? Number.MAX_VALUE;
}

/** Costs of which only a lower bound or an indication is known. */
function boundsOf({ costs }: Assessment): number {
  return costs.filter(({ atLeast, isIndication }) => atLeast.after || isIndication.after).length;
}

/** Open questions: what rules cannot assess, and costs that are lower bounds or indications. */
function openOf(assessment: Assessment): number {
  return assessment.open.length + boundsOf(assessment);
}

const STEPS: readonly ((assessment: Assessment) => number)[] = [
  ({ excludedBy }) => excludedBy.length,
  errorsOf,
  ({ shortfall }) => shortfall.steps,
  ({ breaks }) => breaks.length,
  openOf,
  memoryOf,
  ({ candidate }) => (candidate.used ? 0 : 1),
];

function inOrder(a: Assessment, b: Assessment): number {
  for (const step of STEPS) {
    const difference = step(a) - step(b);
    if (difference !== 0) return difference;
  }
  return 0;
}

function becauseOf(assessment: Assessment): string {
  const { excludedBy, breaks, shortfall } = assessment;
  if (excludedBy.length > 0) {
    const rules = [...new Set(excludedBy.map(({ finding }) => finding.rule))];
    return `excluded by ${rules.join(', ')}`;
  }
  const errors = errorsOf(assessment);
  const warnings = breaks.length - errors;
  const parts = [errors > 0 ? counted(errors, 'error') : 'no error'];
  if (shortfall.reason !== null) parts.push('less isolation than asked for');
  if (warnings > 0) parts.push(counted(warnings, 'warning'));
  if (assessment.open.length > 0) parts.push(counted(assessment.open.length, 'open question'));
  const bounds = boundsOf(assessment);
  if (bounds > 0) parts.push(counted(bounds, 'lower bound'));
  return parts.join(', ');
}

/**
 * Puts assessments in order: the suggested evaluation order of the published decision rules.
 *
 * @param assessments of one question
 * @returns best first, each with what decided its place; equals stay in the given order
 * @cost O(n log n)
 * @source technology-rules, "Suggested evaluation order" (order: engineering inference)
 * @rules ADVICE-3
 */
export function ranked(assessments: readonly Assessment[]): readonly Ranked[] {
  return assessments
    .toSorted(inOrder)
    .map((assessment) => ({ ...assessment, because: becauseOf(assessment) }));
}

/**
 * Advice for one application, several, or the whole layout.
 *
 * @param plan the plan
 * @param question for whom, in which layout
 * @param catalogue technologies and mechanisms
 * @returns candidates in order, with costs, broken rules and exclusions, and what was left out
 * @cost one conversion and one analysis for each candidate, at most `MOST_PER_WAY` for each way
 * @rules ADVICE-1 to ADVICE-3
 */
export function advise(plan: Plan, question: AdviceQuestion, catalogue: Catalogue): Advice {
  const { list, omitted } = candidatesFor(plan, question, catalogue);
  const assessments = list.flatMap(
    (candidate) => assess(plan, question, catalogue, candidate) ?? [],
  );
  return { question, ranked: ranked(assessments), omitted };
}
