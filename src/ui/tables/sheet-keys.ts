/** The keys of a sheet while no cell is being edited. */
import { destination, type Cell } from './range.ts';
import { clearCells, deleteRows, duplicateRows, fill, startEditing } from './sheet-edits.ts';
import type { Sheet } from './sheet.svelte.ts';

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Sorts by the column of the focus: first upwards, then downwards, then as in the plan. */
export function toggleSorting(sheet: Sheet, column: number): void {
  const of = sheet.columns[column];
  if (!of) return;
  const { sorting } = sheet.question;
  const isThis = sorting?.key === of.key;
  const next = !isThis
    ? { key: of.key, descending: false }
    : sorting.descending
      ? null
      : { key: of.key, descending: true };
  sheet.ask({ sorting: next });
  const direction =
    next === null ? 'in the order of the plan' : next.descending ? 'descending' : 'ascending';
  sheet.session.notices.announce(
    next === null ? `Rows ${direction}` : `Sorted by ${of.title}, ${direction}`,
  );
}

function withCtrl(sheet: Sheet, key: string): boolean {
  const { range, extent } = sheet;
  switch (key) {
    case 'a': {
      const last = { row: Math.max(0, sheet.ids.length - 1), column: extent.columns - 1 };
      sheet.selectRange(last, { row: 0, column: 0 });
      return true;
    }
    case 'd':
      fill(sheet, 'down');
      return true;
    case 'r':
      fill(sheet, 'right');
      return true;
    case ' ':
      sheet.selectRange(
        { row: Math.max(0, sheet.ids.length - 1), column: range.right },
        { row: 0, column: range.left },
      );
      return true;
    case '-':
      deleteRows(sheet);
      return true;
    case '+':
    case '=':
      sheet.moveTo({ row: sheet.ids.length, column: 0 });
      return true;
    default:
      return false;
  }
}

function withoutCtrl(sheet: Sheet, press: Press): boolean {
  const { key, shiftKey } = press;
  const { active, range, extent } = sheet;
  const onHeader = active.row < 0;
  switch (key) {
    case 'F2':
    case 'Enter':
      if (onHeader) toggleSorting(sheet, active.column);
      else startEditing(sheet, null);
      return true;
    case ' ':
      if (onHeader) toggleSorting(sheet, active.column);
      else if (shiftKey) {
        sheet.selectRange(
          { row: range.bottom, column: extent.columns - 1 },
          { row: range.top, column: 0 },
        );
      } else startEditing(sheet, ' ');
      return true;
    case 'Delete':
    case 'Backspace':
      clearCells(sheet);
      return true;
    case 'Escape':
      if (sheet.anchor.row === active.row && sheet.anchor.column === active.column) return false;
      sheet.moveTo(active);
      return true;
    case 'Tab':
      return tab(sheet, shiftKey);
    default:
      if (key.length !== 1 || onHeader) return false;
      startEditing(sheet, key);
      return true;
  }
}

/** Tab goes along the row; at its end the focus leaves the table, so that nobody is caught in it. */
function tab(sheet: Sheet, back: boolean): boolean {
  const column = sheet.active.column + (back ? -1 : 1);
  if (column < 0 || column >= sheet.extent.columns) return false;
  sheet.moveTo({ ...sheet.active, column });
  return true;
}

/**
 * Does what a key means in a sheet.
 *
 * @param sheet the table
 * @param press the key
 * @returns whether it meant something; other keys belong to the window
 */
export function handleSheetKey(sheet: Sheet, press: Press): boolean {
  const ctrl = press.ctrlKey || press.metaKey;
  if (press.altKey) {
    if (press.key !== 'ArrowDown') return false;
    startEditing(sheet, null);
    return true;
  }
  const isFilled = (cell: Cell): boolean => sheet.isFilled(cell);
  const to = destination(press.key, ctrl, sheet.active, sheet.extent, isFilled);
  if (to) {
    sheet.moveTo(to, press.shiftKey);
    return true;
  }
  if (ctrl && press.shiftKey && press.key.toLowerCase() === 'd') {
    duplicateRows(sheet);
    return true;
  }
  if (ctrl)
    return !press.shiftKey || press.key === '+' ? withCtrl(sheet, press.key.toLowerCase()) : false;
  return withoutCtrl(sheet, press);
}

/**
 * Where the focus goes after a cell was edited.
 *
 * @param sheet the table
 * @param key the key that ended the editing
 * @param shift whether Shift was down
 */
export function moveAfterEdit(sheet: Sheet, key: string, shift: boolean): void {
  const { row, column } = sheet.active;
  const last = sheet.extent.columns - 1;
  const moves: Readonly<Record<string, Cell>> = {
    Enter: { row: row + (shift ? -1 : 1), column },
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Tab: shift ? { row, column: column - 1 } : { row, column: column + 1 },
  };
  if (key === 'Tab' && !shift && column === last) sheet.moveTo({ row: row + 1, column: 0 });
  else {
    const to = moves[key];
    if (to) sheet.moveTo({ ...to, row: Math.max(0, to.row) });
  }
}
