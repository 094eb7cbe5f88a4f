/** Advice: every candidate judged, and put in order. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Plan } from '../../model/plan.ts';
import { assess } from './assess.ts';
import { candidatesFor, type AdviceQuestion, type Omitted } from './candidates.ts';
import { ranked, type Ranked } from './ranking.ts';

/** Advice for some applications, or for a whole layout. */
export interface Advice {
  readonly question: AdviceQuestion;
  /** Best first; excluded ones last. */
  readonly ranked: readonly Ranked[];
  readonly omitted: readonly Omitted[];
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
