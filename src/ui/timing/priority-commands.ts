/** Commands that order tasks by priority. */
import type { Command } from '../app/commands.svelte.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import AssignPrioritiesDialog from './AssignPrioritiesDialog.svelte';

/**
 * @param session the open plan
 * @returns the commands
 */
export function priorityCommands(session: PlanSession): readonly Command[] {
  return [
    {
      id: 'task.priorities',
      group: 'Layout',
      title: 'Assign priorities …',
      when: () => session.layout !== null && session.plan.tasks.size > 0,
      run: () => session.dialogs.show(AssignPrioritiesDialog, { session }),
    },
  ];
}
