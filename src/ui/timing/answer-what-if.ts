/** Answers one question about other execution times and clocks; runs in the worker. */
import { marginOf } from '../../analysis/schedulability/margins.ts';
import { breakingPoint, whatIf, whatIfDiff } from '../../analysis/schedulability/what-if.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { formatProblem, type Problem } from '../../model/problem.ts';
import type { WhatIfAnswer, WhatIfQuestion } from './what-if-protocol.ts';

const NOTHING: WhatIfAnswer = { result: null, breaking: null, slowest: null, problems: [] };

function refused(problems: readonly Problem[]): WhatIfAnswer {
  return { ...NOTHING, problems: problems.map(formatProblem) };
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
    return result.ok ? { ...NOTHING, result: result.value } : refused(result.problems);
  }
  const { wcet, clock } =
    question.kind === 'slowest'
      ? { wcet: question.wcet, clock: null }
      : { wcet: null, clock: question.clock };
  const diff = whatIfDiff(plan, { wcet, clock });
  if (!diff.ok) return refused(diff.problems);
  const changed = applyDiff(plan, diff.value);
  if (question.kind === 'breaking')
    return { ...NOTHING, breaking: breakingPoint(changed, layoutId, catalogue, question.of) };
  const of = { kind: 'clock', coreType: question.coreType } as const;
  return { ...NOTHING, slowest: marginOf(changed, layoutId, catalogue, of) };
}
