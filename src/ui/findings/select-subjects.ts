/** Selecting what a finding is about. */
import type { Finding, Subject } from '../../analysis/result.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { Selected } from '../app/selection.svelte.ts';
import { selectable } from './finding-groups.ts';

/**
 * @param session the open plan
 * @param subjects of a finding of the layout on screen
 * @returns what they are on screen, in the same order
 */
export function subjectsToSelect(
  session: PlanSession,
  subjects: readonly Subject[],
): readonly Selected[] {
  const coresOfSet = (id: string): readonly string[] =>
    session.analysis.budgets.find(({ subject }) => subject.kind === 'core-set' && subject.id === id)
      ?.coreIds ?? [];
  return subjects.flatMap((subject) => selectable(session.plan, subject, coresOfSet));
}

/**
 * @param session the open plan
 * @param finding a finding of the layout on screen
 * @returns what its subjects are on screen, the culprit last: the inspector shows it
 */
export function subjectsOf(session: PlanSession, finding: Finding): readonly Selected[] {
  return subjectsToSelect(session, finding.subjects).toReversed();
}
