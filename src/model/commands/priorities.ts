/** Priorities of tasks, set together. */
import { decode } from '../decode.ts';
import { taskSchema } from '../application.ts';
import { DiffDraft, type Diff } from '../diff.ts';
import type { Id } from '../fields.ts';
import { TABLE_WORDS, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { commandProblem } from './records.ts';

/**
 * Gives tasks priorities; larger is more urgent.
 *
 * @param plan the plan
 * @param priorities task -> its priority
 * @param source who says so, in words
 * @returns the diff: tasks that have theirs already stay as they are
 */
export function setPriorities(
  plan: Plan,
  priorities: ReadonlyMap<Id, number>,
  source: string,
): Result<Diff> {
  const draft = new DiffDraft(plan);
  for (const [id, priority] of priorities) {
    const from = draft.get('tasks', id);
    if (!from)
      return fail(commandProblem('command-no-record', { words: { word: TABLE_WORDS.tasks } }));
    if (from.priority === priority) continue;
    const to = decode(taskSchema, {
      ...from,
      priority,
      sources: { ...from.sources, priority: source },
    });
    if (!to.ok) return to;
    draft.put('tasks', to.value);
  }
  return ok(draft.diff());
}
