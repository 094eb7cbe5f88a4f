/** Commands that make applications, tasks, links and chains. */
import type { Id } from '../../model/fields.ts';
import type { Command } from '../app/commands.svelte.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import NewApplicationDialog from './NewApplicationDialog.svelte';
import NewChainDialog from './NewChainDialog.svelte';
import NewLinkDialog from './NewLinkDialog.svelte';
import NewTaskDialog from './NewTaskDialog.svelte';

/**
 * @param session the open plan
 * @returns the commands, to be registered as long as the plan is open
 */
export function recordCommands(session: PlanSession): readonly Command[] {
  const { dialogs, selection } = session;
  const hasApplications = (): boolean => session.plan.applications.size > 0;
  const chosen = (): readonly Id[] => selection.idsOf('application');
  return [
    {
      id: 'application.new',
      group: 'Insert',
      title: 'New application …',
      run: () => dialogs.show(NewApplicationDialog, { session }),
    },
    {
      id: 'task.new',
      group: 'Insert',
      title: 'New task …',
      when: hasApplications,
      run: () => dialogs.show(NewTaskDialog, { session, applicationId: chosen().at(-1) ?? null }),
    },
    {
      id: 'link.new',
      group: 'Insert',
      title: 'New link …',
      when: hasApplications,
      run: () => {
        const [from = null, to = null] = chosen();
        dialogs.show(NewLinkDialog, { session, from, to });
      },
    },
    {
      id: 'chain.new',
      group: 'Insert',
      title: 'New cause-effect chain …',
      when: () => session.plan.tasks.size > 0,
      run: () => dialogs.show(NewChainDialog, { session }),
    },
  ];
}
