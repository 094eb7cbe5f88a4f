/** Where pasted cells go, as spreadsheets do it. */
import { fail, ok, type Result } from '../../model/problem.ts';
import { tableProblem } from './problems.ts';
import type { Range } from './range.ts';

/** Most cells that one paste may fill. */
export const MAX_PASTED_CELLS = 200_000;

/** One pasted cell: where it goes and what it holds. */
export interface PastedCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/**
 * Spreads clipboard cells over a selection: one cell fills the whole selection; a block is repeated where the selection is
 * a multiple of it; else it goes once, from the top left corner on, and may make new rows at the end.
 *
 * @param cells clipboard rows; short rows are filled up with empty cells
 * @param range the selection
 * @param columns how many columns the table has
 * @returns cells row by row, or why they do not fit
 */
export function pastedCells(
  cells: readonly (readonly string[])[],
  range: Range,
  columns: number,
): Result<readonly PastedCell[]> {
  const height = cells.length;
  const width = Math.max(...cells.map((row) => row.length));
  const selected = { rows: range.bottom - range.top + 1, columns: range.right - range.left + 1 };
  const tiles = selected.rows % height === 0 && selected.columns % width === 0;
  const size = tiles ? selected : { rows: height, columns: width };
  if (range.left + size.columns > columns) {
    return fail(
      tableProblem('paste-too-wide', {
        found: `${size.columns} columns`,
        expected: `at most ${columns - range.left}`,
      }),
    );
  }
  if (size.rows * size.columns > MAX_PASTED_CELLS) {
    const found = `${size.rows * size.columns} cells`;
    return fail(
      tableProblem('paste-too-large', { found, expected: `at most ${MAX_PASTED_CELLS}` }),
    );
  }
  const all: PastedCell[] = [];
  for (let row = 0; row < size.rows; row += 1) {
    for (let column = 0; column < size.columns; column += 1) {
      const text = cells[row % height]?.[column % width] ?? '';
      all.push({ row: range.top + row, column: range.left + column, text });
    }
  }
  return ok(all);
}

/**
 * Fills a selection from its first row or first column (Ctrl+D, Ctrl+R).
 *
 * @param range the selection
 * @param direction `down` copies the first row, `right` the first column
 * @param textOf what a cell holds
 * @returns the cells to set; none where the selection is one row (or column) only
 */
export function filledCells(
  range: Range,
  direction: 'down' | 'right',
  textOf: (row: number, column: number) => string,
): readonly PastedCell[] {
  const all: PastedCell[] = [];
  const isDown = direction === 'down';
  for (let row = range.top + (isDown ? 1 : 0); row <= range.bottom; row += 1) {
    for (let column = range.left + (isDown ? 0 : 1); column <= range.right; column += 1) {
      const text = isDown ? textOf(range.top, column) : textOf(row, range.left);
      all.push({ row, column, text });
    }
  }
  return all;
}
