/** Arrow keys in lists and tables whose cells are buttons: one tab stop, the rest by arrows. */

/** Key -> [rows, columns] to go. */
export const CONTROL_STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [8, 0],
  PageUp: [-8, 0],
  Home: [Number.NEGATIVE_INFINITY, 0],
  End: [Number.POSITIVE_INFINITY, 0],
};

/**
 * Gives a cell the focus; a row beyond the ends means the first or the last.
 *
 * @param root holds elements with `data-cell="row:column"`
 * @param row wanted row
 * @param column wanted column
 * @param rows how many rows there are
 */
export function focusCell(
  root: HTMLElement | undefined,
  row: number,
  column: number,
  rows: number,
): void {
  const within = Math.max(0, Math.min(rows - 1, row));
  const cell = root?.querySelector<HTMLElement>(`[data-cell="${within}:${column}"]`);
  cell?.focus();
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
