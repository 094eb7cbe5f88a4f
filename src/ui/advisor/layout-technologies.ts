/** What can be chosen for a layout in another technology. */
import {
  candidatesFor,
  type Candidate,
  type ListedCandidate,
} from '../../analysis/advisor/candidates.ts';
import { WAYS, type Way } from '../../analysis/advisor/ways.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';

/** Ways that a whole layout can be made of, each with its candidates, best known first. */
export interface LayoutChoice {
  readonly way: Way;
  readonly candidates: readonly ListedCandidate[];
}

/**
 * @param plan the plan
 * @param layoutId which layout becomes something else
 * @param catalogue technologies
 * @returns every way for which the catalogue has a technology
 */
export function layoutChoices(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
): readonly LayoutChoice[] {
  const { list } = candidatesFor(plan, { layoutId, applicationIds: [] }, catalogue);
  return WAYS.map((way) => ({
    way,
    candidates: list.filter((candidate) => candidate.way === way),
  })).filter(({ candidates }) => candidates.length > 0);
}

/**
 * @param choices what can be chosen
 * @param key key of a candidate
 * @returns the candidate
 */
export function candidateByKey(choices: readonly LayoutChoice[], key: string): Candidate | null {
  return (
    choices.flatMap(({ candidates }) => candidates).find((candidate) => candidate.key === key) ??
    null
  );
}
