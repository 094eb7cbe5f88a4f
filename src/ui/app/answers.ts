/** Who answers the questions of each topic; runs in the worker. */
import {
  priorityGroups,
  proposePriorities,
} from '../../analysis/schedulability/assign-priorities.ts';
import { proposeBudgets } from '../../analysis/schedulability/propose-budgets.ts';
import { remediesFor } from '../../analysis/schedulability/remedies.ts';
import { tryTable } from '../../analysis/schedulability/table-trial.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Plan } from '../../model/plan.ts';
import { answerBuild } from '../advisor/answer-build.ts';
import { answerQuestion } from '../compare/answer-question.ts';
import { answerWhatIf } from '../timing/answer-what-if.ts';
import { newId } from './new-id.ts';
import type { About, Answer, Given, Question, Topic } from './topics.ts';

/** Null: what is asked about has gone meanwhile; a newer question follows. */
type Answers = {
  readonly [T in Topic]: (plan: Plan, catalogue: Catalogue, about: About<T>) => Given<T> | null;
};

const ANSWERS: Answers = {
  compare: answerQuestion,
  build: (plan, catalogue, about) => answerBuild(plan, catalogue, about, newId),
  change: answerWhatIf,
  breaking: answerWhatIf,
  slowest: answerWhatIf,
  priorityGroups: (plan, catalogue, { layoutId }) =>
    plan.layouts.has(layoutId) ? priorityGroups(plan, layoutId, catalogue) : null,
  budgets: (plan, catalogue, { layoutId, environmentIds, wish }) =>
    plan.layouts.has(layoutId)
      ? proposeBudgets(plan, layoutId, catalogue, environmentIds, wish)
      : null,
  remedies: (plan, catalogue, of) =>
    plan.layouts.has(of.layoutId) ? remediesFor(plan, catalogue, of) : null,
  table: (plan, catalogue, { layoutId, generated }) =>
    plan.layouts.has(layoutId) ? tryTable(plan, layoutId, catalogue, generated) : null,
  priorities: (plan, catalogue, { layoutId, rule, ...at }) =>
    plan.layouts.has(layoutId) ? proposePriorities(plan, layoutId, catalogue, at, rule) : null,
};

/**
 * @param plan the plan
 * @param catalogue as published
 * @param asked the question
 * @returns its answer; a fault of the engine is part of it
 */
export function answerTo<T extends Topic>(
  plan: Plan,
  catalogue: Catalogue,
  { topic, question, about }: Question<T>,
): Answer<T> {
  const reply = { type: 'answer', topic, question } as const;
  try {
    return { ...reply, answer: ANSWERS[topic](plan, catalogue, about), failure: null };
  } catch (error) {
    return { ...reply, answer: null, failure: String(error) };
  }
}
