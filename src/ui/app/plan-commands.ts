/** Commands on the open plan that every view offers. */
import { confirmDeletion } from '../layout/deletion.ts';
import { exportFiles } from './downloads.ts';
import type { Command } from './commands.svelte.ts';
import type { PlanSession } from './plan-session.svelte.ts';
import PlanDialog from './PlanDialog.svelte';
import { saveAs, savePlan } from './saving.ts';
import { VIEWS } from './view-state.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

function fileCommands(workbench: Workbench, session: PlanSession): readonly Command[] {
  return [
    {
      id: 'file.save',
      group: 'File',
      title: 'Save',
      keys: ['Ctrl+S'],
      run: () => savePlan(workbench, session),
    },
    {
      id: 'file.saveAs',
      group: 'File',
      title: 'Save as …',
      keys: ['Ctrl+Shift+S'],
      run: () => saveAs(workbench, session),
    },
    {
      id: 'file.properties',
      group: 'File',
      title: 'Properties of the plan …',
      run: () => session.dialogs.show(PlanDialog, { session }),
    },
    {
      id: 'file.report',
      group: 'File',
      title: 'Report …',
      keys: ['Ctrl+E'],
      run: () => (session.view.view = 'report'),
    },
    {
      id: 'file.exportJson',
      group: 'File',
      title: 'Export the plan as JSON',
      run: () => exportFiles(session, 'json'),
    },
    {
      id: 'file.exportCsv',
      group: 'File',
      title: 'Export the tables as CSV',
      run: () => exportFiles(session, 'csv'),
    },
  ];
}

function editCommands(session: PlanSession): readonly Command[] {
  const { store, selection } = session;
  return [
    {
      id: 'edit.undo',
      group: 'Edit',
      title: () => (store.undoName === null ? 'Undo' : `Undo ${store.undoName}`),
      keys: ['Ctrl+Z'],
      when: () => store.undoName !== null,
      run: () => store.undo(),
    },
    {
      id: 'edit.redo',
      group: 'Edit',
      title: () => (store.redoName === null ? 'Redo' : `Redo ${store.redoName}`),
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      when: () => store.redoName !== null,
      run: () => store.redo(),
    },
    {
      id: 'edit.delete',
      group: 'Edit',
      title: 'Delete …',
      keys: ['Delete'],
      when: () => selection.items.length > 0,
      run: () => confirmDeletion(session, selection.items),
    },
    {
      id: 'edit.deselect',
      group: 'Edit',
      title: 'Select nothing',
      keys: ['Escape'],
      when: () => selection.items.length > 0,
      run: () => selection.clear(),
    },
  ];
}

function viewCommands(session: PlanSession): readonly Command[] {
  const { view } = session;
  return [
    ...VIEWS.map(({ id, title, key }) => ({
      id: `view.${id}`,
      group: 'View' as const,
      title,
      keys: [key],
      reach: 'window' as const,
      run: () => (view.view = id),
    })),
    {
      id: 'view.left',
      group: 'View',
      title: () => `${view.leftPanel ? 'Hide' : 'Show'} the environments panel`,
      keys: ['Ctrl+B'],
      run: () => (view.leftPanel = !view.leftPanel),
    },
    {
      id: 'view.right',
      group: 'View',
      title: () => `${view.rightPanel ? 'Hide' : 'Show'} the inspector`,
      keys: ['Ctrl+I'],
      run: () => (view.rightPanel = !view.rightPanel),
    },
  ];
}

/**
 * @param workbench the window
 * @param session the open plan
 * @returns the commands, to be registered as long as the plan is open
 */
export function planCommands(workbench: Workbench, session: PlanSession): readonly Command[] {
  return [...fileCommands(workbench, session), ...editCommands(session), ...viewCommands(session)];
}
