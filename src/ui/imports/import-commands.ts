/** Commands that bring files into the open plan. */
import type { Command } from '../app/commands.svelte.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import NewPlanDialog from '../targets/NewPlanDialog.svelte';
import ImportDialog from './ImportDialog.svelte';
import ImportHardwareDialog from './ImportHardwareDialog.svelte';
import ReplaceTargetDialog from './ReplaceTargetDialog.svelte';

/**
 * @param session the open plan
 * @returns the commands, to be registered as long as the plan is open
 */
export function importCommands(session: PlanSession): readonly Command[] {
  return [
    {
      id: 'file.new',
      group: 'File',
      title: 'New plan …',
      run: () => session.dialogs.show(NewPlanDialog, {}),
    },
    {
      id: 'file.newFromFile',
      group: 'File',
      title: 'New plan from hardware or JSON …',
      run: () => session.dialogs.show(ImportHardwareDialog, {}),
    },
    {
      id: 'import.tables',
      group: 'File',
      title: 'Import applications, tasks, links, chains …',
      run: () => session.dialogs.show(ImportDialog, { session }),
    },
    {
      id: 'import.target',
      group: 'File',
      title: 'Replace the target by a real machine …',
      run: () => session.dialogs.show(ReplaceTargetDialog, { session }),
    },
  ];
}
