/** "Make a layout with ...": the present layout in another technology, as a new layout. */
import type { Catalogue } from '../../catalog/technology.ts';
import { duplicateLayout } from '../../model/commands/duplicate.ts';
import { commandProblem, freeName, type NewId } from '../../model/commands/records.ts';
import { applyDiff, type Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { planDifference } from '../../model/plan-difference.ts';
import type { Plan } from '../../model/plan.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import { candidateName, placedApplications, type Candidate } from './candidates.ts';
import type { Note } from './note.ts';
import { rebuild } from './rebuild.ts';
import { WAY_FACTS } from './ways.ts';

/** Which layout becomes what. */
export interface ConvertArguments {
  readonly layoutId: Id;
  readonly to: Candidate;
  /** Name of the new layout; the way and the former name where it is absent. */
  readonly name?: string;
}

/** A new layout, and what of the old one it does not have. */
export interface Converted {
  readonly diff: Diff;
  readonly layoutId: Id;
  readonly notCarried: readonly Note[];
}

/**
 * Turns a layout into another technology wholesale, as a new layout beside it: one diff, so that undoing takes it
 * away again. Applications on cores where neither hypervisor nor general OS runs keep their bare-metal place.
 *
 * @param plan the plan
 * @param catalogue technologies and mechanisms
 * @param args which layout, into what
 * @param newId gives ids
 * @returns the diff, the id of the new layout, and everything that could not be carried over as it was
 * @cost O(records of the layout x depth + links x mechanisms + units x cores)
 * @rules CONVERT-1 to CONVERT-8
 */
export function convertLayout(
  plan: Plan,
  catalogue: Catalogue,
  args: ConvertArguments,
  newId: NewId,
): Result<Converted> {
  const copied = duplicateLayout(plan, args.layoutId, newId);
  if (!copied.ok) return copied;
  const [layout] = copied.value.added.layouts ?? [];
  if (!layout) return fail(commandProblem('command-no-record', { words: { word: 'layout' } }));
  const wanted = args.name ?? WAY_FACTS[args.to.way].layoutTitle;
  const others = [...plan.layouts.values()].map(({ name }) => name);
  const start = applyDiff(plan, copied.value);
  const named = new Map(start.layouts).set(layout.id, {
    ...layout,
    name: freeName(wanted, others),
    description: `Made from "${plan.layouts.get(args.layoutId)?.name}": ${candidateName(catalogue, args.to)}.`,
  });
  const done = rebuild(
    { ...start, layouts: named },
    catalogue,
    {
      layoutId: layout.id,
      applicationIds: placedApplications(start, layout.id),
      candidate: args.to,
      whole: true,
      force: false,
    },
    newId,
  );
  if (!done) return fail(commandProblem('command-no-record', { words: { word: 'layout' } }));
  return ok({
    diff: planDifference(plan, done.plan),
    layoutId: layout.id,
    notCarried: done.notes,
  });
}
