/** Answers one question about other execution times and clocks; runs in the worker. */
import { breakingPoint, whatIf, whatIfDiff } from '../../analysis/schedulability/what-if.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { formatProblem, type Problem } from '../../model/problem.ts';
import type { WhatIfAnswer, WhatIfQuestion } from './what-if-protocol.ts';

function refused(problems: readonly Problem[]): WhatIfAnswer {
  return { result: null, breaking: null, problems: problems.map(formatProblem) };
}

/** @returns null when the layout has gone meanwhile: a newer question follows */
export function answerWhatIf(
  plan: Plan,
  catalogue: Catalogue,
  question: WhatIfQuestion,
): WhatIfAnswer | null {
  const { layoutId } = question;
  if (!plan.layouts.has(layoutId)) return null;
  if (question.kind === 'change') {
    const result = whatIf(plan, layoutId, catalogue, question.change);
    return result.ok
      ? { result: result.value, breaking: null, problems: [] }
      : refused(result.problems);
  }
  const diff = whatIfDiff(plan, { wcet: null, clock: question.clock });
  if (!diff.ok) return refused(diff.problems);
  const clocked = applyDiff(plan, diff.value);
  const breaking = breakingPoint(clocked, layoutId, catalogue, question.of);
  return { result: null, breaking, problems: [] };
}
