/** Hands key presses to the command registry. */
import type { KeyFocus } from './commands.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Marks what counts as a canvas: single letters act while the focus is inside. */
export const CANVAS_ATTRIBUTE = 'data-canvas';

/** Marks a field in which nothing was typed since it last agreed with the plan. */
const SETTLED = '[data-settled]';

function focusOf(target: EventTarget | null): KeyFocus {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target.matches(SETTLED)) return 'settled-text';
  if (target.closest('input, textarea, select, [contenteditable="true"]')) return 'text';
  return target.closest(`[${CANVAS_ATTRIBUTE}]`) ? 'canvas' : 'elsewhere';
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
  const command = workbench.commands.forKey(event, focusOf(event.target));
  if (!command) return;
  event.preventDefault();
  command.run();
}
