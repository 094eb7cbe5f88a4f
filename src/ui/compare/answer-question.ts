/** Answers one question about several layouts; runs in the worker. */
import { analyze } from '../../analysis/analyze.ts';
import { compareResults } from '../../analysis/compare/compare-layouts.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Plan } from '../../model/plan.ts';
import type { CompareAnswer, CompareQuestion } from './compare-protocol.ts';

/** @returns null when one of the layouts has gone meanwhile: a newer question follows */
export function answerQuestion(
  plan: Plan,
  catalogue: Catalogue,
  { layoutIds, referenceId }: CompareQuestion,
): CompareAnswer | null {
  if (!layoutIds.every((id) => plan.layouts.has(id))) return null;
  const results = layoutIds.map((id) => analyze(plan, id, catalogue));
  return { results, comparison: compareResults(plan, results, catalogue, { referenceId }) };
}
