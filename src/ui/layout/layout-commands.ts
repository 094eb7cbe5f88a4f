/** Commands on what stands in a layout. */
import { duplicateApplications } from '../../model/commands/duplicate.ts';
import { duplicateEnvironment } from '../../model/commands/environment-edits.ts';
import { unplaceApplications } from '../../model/commands/placement.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { Command } from '../app/commands.svelte.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { countOf } from '../app/words.ts';
import MoveDialog from '../placing/MoveDialog.svelte';
import type { Placing } from '../placing/placing.svelte.ts';
import NewEnvironmentDialog from './NewEnvironmentDialog.svelte';

function applicationCommands(session: PlanSession, placing: Placing): readonly Command[] {
  const ids = () => session.selection.idsOf('application');
  const some = (): boolean => ids().length > 0;
  const placeable = (): boolean => some() && session.layout !== null;
  return [
    {
      id: 'application.move',
      group: 'Application',
      title: 'Move to …',
      keys: ['M'],
      when: placeable,
      run: () => session.dialogs.show(MoveDialog, { session, placing, applicationIds: ids() }),
    },
    {
      id: 'application.pick',
      group: 'Application',
      title: 'Place by click',
      keys: ['P'],
      when: placeable,
      run: () => {
        session.view.view = 'layout';
        placing.start('click', ids());
      },
    },
    {
      id: 'application.drop',
      group: 'Application',
      title: 'Leave where it was',
      keys: ['Escape'],
      hidden: true,
      when: () => placing.mode !== null,
      run: () => placing.cancel(),
    },
    {
      id: 'application.unplace',
      group: 'Application',
      title: 'Take out of the layout',
      when: () => placeable() && ids().some((id) => session.tree?.placementsOf.has(id)),
      run: () => {
        const layoutId = session.layout?.id ?? '';
        session.run(`take ${countOf(ids().length, 'application')} out`, (plan) =>
          unplaceApplications(plan, layoutId, ids()),
        );
      },
    },
    {
      id: 'application.duplicate',
      group: 'Application',
      title: 'Duplicate',
      keys: ['Ctrl+D'],
      when: some,
      run: () =>
        session.run(`duplicate ${countOf(ids().length, 'application')}`, (plan, newId) =>
          duplicateApplications(plan, ids(), newId),
        ),
    },
  ];
}

/** What holds applications rather than other guests. */
function isGuest({ kind }: Environment): boolean {
  return kind !== 'hypervisor' && kind !== 'container-engine' && kind !== 'os';
}

/**
 * @param session the open plan
 * @param placing what is on its way
 * @returns the commands
 */
export function layoutCommands(session: PlanSession, placing: Placing): readonly Command[] {
  let madeId: Id | null = null;
  return [
    ...applicationCommands(session, placing),
    {
      id: 'environment.duplicate',
      group: 'Environment',
      title: 'Duplicate the environment',
      keys: ['Ctrl+D'],
      when: () => session.selection.primary?.kind === 'environment',
      run: () => {
        const id = session.selection.primary?.id ?? '';
        const name = session.plan.environments.get(id)?.name ?? '';
        session.run(`duplicate ${name}`, (plan, newId) => duplicateEnvironment(plan, id, newId));
      },
    },
    {
      id: 'environment.new',
      group: 'Insert',
      title: 'New environment …',
      keys: ['E'],
      when: () => session.layout !== null,
      run: () => {
        const [selectedId = null] = session.selection.idsOf('environment');
        const selected = session.plan.environments.get(selectedId ?? '');
        // Guests are made one after the other: beside the one that was just made, not in it.
        const sibling = selected && selected.id === madeId && isGuest(selected) ? selected : null;
        const parentId = sibling ? sibling.parentId : selectedId;
        const kind = sibling?.kind ?? null;
        const onmade = (id: Id) => (madeId = id);
        const coreIds = session.selection.idsOf('core');
        session.dialogs.show(NewEnvironmentDialog, { session, parentId, kind, coreIds, onmade });
      },
    },
  ];
}
