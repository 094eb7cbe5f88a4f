/** The order of assessments, and what decided the place of each. */
import { counted } from '../wording.ts';
import type { Assessment } from './assess.ts';
import type { Shown } from './candidate-evidence.ts';
import type { LostVerdicts } from './lost-verdicts.ts';

/** An assessment in its place. */
export interface Ranked extends Assessment {
  /** What decided its place, in one sentence without a full stop. */
  readonly because: string;
}

/** The order of evaluation in words, as it is applied. */
export const RANKING_WORDS: readonly string[] = [
  'Excluded by a hard rule: last, whatever else they offer (A1, A4, B1, B4, C1, E1, E2, E5).',
  'Fewer applications without a place: what runs nowhere breaks nothing.',
  'Nobody has shown them on this instruction set: after what is known to run on it.',
  'Fewer errors, hard rules that cannot be assessed (they may be errors), deadlines and chain limits that are proven or refuted now and would be unknown, and isolation asked for and not given.',
  'Among equals fewer errors, then nearer to the isolation that the applications ask for (B1, D1).',
  'Fewer warnings; then fewer open questions, unknown costs and lower bounds.',
  'Less memory, where it is known; what the layout uses already before what is new to it.',
];

/** What is known to run here, what nobody says anything of, what is known from other instruction sets only. */
const TIERS: Readonly<Record<Shown, number>> = {
  'not-needed': 0,
  shown: 0,
  'same-isa': 0,
  caveat: 0,
  none: 1,
  'other-isa': 2,
};

function errorsOf({ breaks }: Assessment): number {
  return breaks.filter(({ finding }) => finding.verdict === 'error').length;
}

/**
 * Rules that could be errors if somebody looked: no evidence against it is no evidence for it. What nobody states of
 * the applications alone is a question to their supplier, and where a new region of memory is to lie the next step: neither
 * says anything against the candidate.
 */
function possibleErrorsOf({ open }: Assessment): number {
  return open.filter(({ finding: { verdict, subjects }, strength }) => {
    const isOpenAnyway = subjects.every(({ kind }) => kind === 'application' || kind === 'region');
    return verdict === 'not-assessed' && strength === 'hard' && !isOpenAnyway;
  }).length;
}

/** A miss that nobody can see any more is no better than a miss, and a proof that is gone may be one. */
function lostOf({ lost: { deadlines, chains, misses } }: Assessment): number {
  return deadlines + chains + misses;
}

/** What is broken, what may be, and isolation that is asked for and not given, each counted as one. */
function faultsOf(assessment: Assessment): number {
  const missing = assessment.shortfall.steps > 0 ? 1 : 0;
  return errorsOf(assessment) + possibleErrorsOf(assessment) + lostOf(assessment) + missing;
}

/**
 * @param lost verdicts on time that a candidate loses
 * @returns for example `21 deadlines proven today would be unknown`; empty where none is lost
 */
export function lostWords({ deadlines, chains, misses }: LostVerdicts): readonly string[] {
  const proven = [
    ...(deadlines > 0 ? [counted(deadlines, 'deadline')] : []),
    ...(chains > 0 ? [counted(chains, 'chain limit')] : []),
  ];
  const parts = proven.length > 0 ? [`${proven.join(' and ')} proven today would be unknown`] : [];
  if (misses > 0) parts.push(`${counted(misses, 'known miss', 'known misses')} would be unknown`);
  return parts;
}

/** Applications that have a place now and would have none: nothing is broken by what runs nowhere. */
function unplacedOf({ notes }: Assessment): number {
  const ids = notes.flatMap(({ kind, subject }) => (kind === 'unplaced' ? subject.id : []));
  return new Set(ids).size;
}

/** Less is better; a lower bound promises nothing. */
function memoryOf({ costs }: Assessment): number {
  const memory = costs.find(({ kind }) => kind === 'memory');
  if (!memory?.after || memory.atLeast.after) return Number.MAX_VALUE;
  return memory.after.high ?? memory.after.typical ?? Number.MAX_VALUE;
}

function unknownsOf({ costs }: Assessment): number {
  return costs.filter(({ after }) => after === null).length;
}

/** Costs of which only a lower bound or an indication is known. */
function boundsOf({ costs }: Assessment): number {
  return costs.filter(
    ({ after, atLeast, isIndication }) => after !== null && (atLeast.after || isIndication.after),
  ).length;
}

/** Each decides only where all before it are equal. */
const STEPS: readonly ((assessment: Assessment) => number)[] = [
  ({ excludedBy }) => excludedBy.length,
  unplacedOf,
  ({ candidate }) => TIERS[candidate.shown],
  faultsOf,
  errorsOf,
  ({ shortfall }) => shortfall.steps,
  ({ breaks }) => breaks.length,
  // A cost of which nothing is known is worse than one of which a part is.
  (assessment) => assessment.open.length + 2 * unknownsOf(assessment) + boundsOf(assessment),
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

/** Errors and warnings in words, with the rules of what the applications ask for and do not get. */
function verdictWords(assessment: Assessment): readonly string[] {
  const { breaks, shortfall, open } = assessment;
  const errors = errorsOf(assessment);
  const warnings = breaks.length - errors;
  const parts: string[] = [];
  if (errors > 0) parts.push(counted(errors, 'error'));
  if (shortfall.reason !== null) parts.push('less isolation than asked for');
  if (warnings > 0) {
    const rules = breaks.flatMap(({ finding }) =>
      finding.verdict === 'warning' ? [finding.rule] : [],
    );
    parts.push(`${counted(warnings, 'warning')} (${[...new Set(rules)].join(', ')})`);
  }
  if (parts.length > 0) return parts;
  return [open.length > 0 ? 'no known error' : 'no error'];
}

function becauseOf(assessment: Assessment): string {
  const { candidate, excludedBy, open } = assessment;
  if (excludedBy.length > 0) {
    const rules = [...new Set(excludedBy.map(({ finding }) => finding.rule))];
    return `excluded by ${rules.join(', ')}`;
  }
  const unplaced = unplacedOf(assessment);
  const parts = [
    ...(unplaced > 0 ? [`${counted(unplaced, 'application')} without a place`] : []),
    ...(candidate.doubt === null ? [] : [candidate.doubt]),
    ...verdictWords(assessment),
    ...lostWords(assessment.lost),
  ];
  if (open.length > 0) parts.push(counted(open.length, 'open question'));
  const unknown = unknownsOf(assessment);
  if (unknown > 0) parts.push(counted(unknown, 'unknown cost'));
  const bounds = boundsOf(assessment);
  if (bounds > 0) parts.push(counted(bounds, 'lower bound'));
  return parts.join(', ');
}

/**
 * Puts assessments in order: the suggested evaluation order of the published decision rules, in which what is not
 * known counts against a candidate and never for it.
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
