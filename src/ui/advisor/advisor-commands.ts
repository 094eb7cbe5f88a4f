/** Commands that ask the advisor. */
import type { Command } from '../app/commands.svelte.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import AdvisorDialog from './AdvisorDialog.svelte';
import MakeLayoutDialog from './MakeLayoutDialog.svelte';

/**
 * @param session the open plan
 * @returns the commands
 */
export function advisorCommands(session: PlanSession): readonly Command[] {
  const ids = () => session.selection.idsOf('application');
  const hasLayout = (): boolean => session.layout !== null;
  const holdsSomething = (): boolean => (session.tree?.placements.length ?? 0) > 0;
  return [
    {
      id: 'application.advise',
      group: 'Application',
      title: 'Advise on a technology …',
      keys: ['A'],
      when: () => hasLayout() && ids().length > 0,
      run: () => session.dialogs.show(AdvisorDialog, { session, applicationIds: ids() }),
    },
    {
      id: 'layout.advise',
      group: 'Layout',
      title: 'Advise on the whole layout …',
      when: holdsSomething,
      run: () => session.dialogs.show(AdvisorDialog, { session, applicationIds: [] }),
    },
    {
      id: 'layout.convert',
      group: 'Layout',
      title: 'Make a layout with …',
      when: holdsSomething,
      run: () => session.dialogs.show(MakeLayoutDialog, { session }),
    },
  ];
}
