/** Selecting what a finding is about. */
import type { Finding } from '../../analysis/result.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { Selected } from '../app/selection.svelte.ts';
import { selectable } from './finding-groups.ts';

/**
 * @param session the open plan
 * @param finding a finding of the layout on screen
 * @returns what its subjects are on screen, the culprit last: the inspector shows it
 */
export function subjectsOf(session: PlanSession, finding: Finding): readonly Selected[] {
  const coresOfSet = (id: string): readonly string[] =>
    session.analysis.budgets.find(({ subject }) => subject.kind === 'core-set' && subject.id === id)
      ?.coreIds ?? [];
  return finding.subjects
    .flatMap((subject) => selectable(session.plan, subject, coresOfSet))
    .reverse();
}
