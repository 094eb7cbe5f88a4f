/** Hands key presses to the command registry. */
import type { KeyFocus } from './commands.svelte.ts';
import type { KeyReach } from './key-reach.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Marks what counts as a canvas: single letters act while the focus is inside. */
export const CANVAS_ATTRIBUTE = 'data-canvas';

/** Marks what characters are typed into, although it is no field: a table that edits the cell under the focus. */
const TYPING = '[data-typing]';

/** What characters search in, or what keeps them to itself. */
const LISTS = ['menu', 'menubar', 'listbox', 'tree', 'dialog', 'alertdialog']
  .map((role) => `[role="${role}"]`)
  .join();

/** What has text of its own; boxes to tick and radio buttons have none. */
const TEXT =
  'textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"])';

/** Marks a field in which nothing was typed since it last agreed with the plan. */
const SETTLED = '[data-settled]';

function focusOf(target: EventTarget | null, { everywhere }: KeyReach): KeyFocus {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target.matches(SETTLED)) return 'settled-text';
  if (target.closest(TEXT)) return 'text';
  if (target.closest(`[${CANVAS_ATTRIBUTE}]`)) return 'canvas';
  return everywhere && !target.closest(`${LISTS}, ${TYPING}`) ? 'free' : 'elsewhere';
}

/**
 * Runs the command of a key press, if it has one.
 *
 * @param event a keydown event that reached the window
 * @param workbench the window
 */
export function handleKeys(event: KeyboardEvent, workbench: Workbench): void {
  // A dialog keeps its keys to itself; an input method is still composing.
  if (event.defaultPrevented || event.isComposing || workbench.dialogs.isOpen) return;
  const command = workbench.commands.forKey(event, focusOf(event.target, workbench.keyReach));
  if (!command) return;
  event.preventDefault();
  command.run();
}
