/** Commands of the window itself: they work with and without an open plan. */
import FindDialog from './FindDialog.svelte';
import KeyHelpDialog from './KeyHelpDialog.svelte';
import PaletteDialog from './PaletteDialog.svelte';
import FileDialog from '../start/FileDialog.svelte';
import type { Command } from './commands.svelte.ts';
import { KEY_REACH_TITLES } from './key-reach.svelte.ts';
import { THEMES } from './theme.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Lets the user choose a plan file and opens it. */
export async function openFile(workbench: Workbench): Promise<void> {
  const open = (path: string) => workbench.open('Opening the plan', 'plan.open', { path });
  if (!workbench.info?.capabilities.nativeDialogs) {
    workbench.dialogs.show(FileDialog, { mode: 'open', suggestedName: '', onpick: open });
    return;
  }
  const reply = await workbench.call('dialog.open', {});
  if (!reply.ok) workbench.notices.problems(reply.problems);
  else if (reply.value.path !== null) await open(reply.value.path);
}

/**
 * @param workbench the window
 * @returns its commands
 */
export function appCommands(workbench: Workbench): readonly Command[] {
  const { dialogs, theme, keyReach } = workbench;
  const hasPlan = (): boolean => workbench.session !== null;
  return [
    {
      id: 'file.open',
      group: 'File',
      title: 'Open a plan …',
      keys: ['Ctrl+O'],
      run: () => openFile(workbench),
    },
    {
      id: 'file.close',
      group: 'File',
      title: 'Close the plan',
      when: hasPlan,
      run: () => workbench.closePlan(),
    },
    {
      id: 'app.palette',
      group: 'Help',
      title: 'All commands …',
      keys: ['Ctrl+K', 'Ctrl+Shift+P'],
      run: () => dialogs.show(PaletteDialog, {}),
    },
    {
      id: 'app.find',
      group: 'Edit',
      title: 'Find …',
      keys: ['Ctrl+F'],
      when: hasPlan,
      run: () => dialogs.show(FindDialog, {}),
    },
    {
      id: 'app.keys',
      group: 'Help',
      title: 'Keys',
      keys: ['?', 'F1'],
      reach: 'window',
      run: () => dialogs.show(KeyHelpDialog, {}),
    },
    {
      id: 'app.keyReach',
      group: 'Help',
      title: () => (keyReach.everywhere ? KEY_REACH_TITLES.drawings : KEY_REACH_TITLES.everywhere),
      run: () => (keyReach.everywhere = !keyReach.everywhere),
    },
    ...THEMES.map((choice) => ({
      id: `theme.${choice}`,
      group: 'View' as const,
      title: { system: 'Colours as the system has them', light: 'Light', dark: 'Dark' }[choice],
      run: () => (theme.choice = choice),
    })),
  ];
}
