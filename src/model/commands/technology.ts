/** The technology of an environment: what it makes itself follows. */
import { DiffDraft, type Diff } from '../diff.ts';
import { makerOf } from '../environment-kinds.ts';
import type { Id } from '../fields.ts';
import type { Environment } from '../layout.ts';
import type { Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { commandProblem } from './records.ts';

function follows(child: Environment, parent: Environment): boolean {
  if (child.parentId !== parent.id || child.technologyId === null) return false;
  if (makerOf(child.kind) === parent.kind) return true;
  // A thin VM may be an image of its own; what the monitor made was of the monitor.
  return child.kind === 'thin-vm' && child.technologyId === parent.technologyId;
}

/**
 * Chooses the technology of an environment, and with it that of the partitions, VMs or containers that it makes.
 *
 * @param plan the plan
 * @param environmentId which environment
 * @param technologyId of the catalogue; null: none chosen
 * @returns the diff
 * @cost O(environments)
 */
export function chooseEnvironmentTechnology(
  plan: Plan,
  environmentId: Id,
  technologyId: Id | null,
): Result<Diff> {
  const parent = plan.environments.get(environmentId);
  if (!parent) {
    return fail(commandProblem('command-no-record', { words: { word: 'environment' } }));
  }
  const draft = new DiffDraft(plan);
  draft.put('environments', { ...parent, technologyId });
  for (const child of plan.environments.values()) {
    if (follows(child, parent)) draft.put('environments', { ...child, technologyId });
  }
  return ok(draft.diff());
}
