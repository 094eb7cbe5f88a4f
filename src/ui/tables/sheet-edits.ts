/** What the user does to the cells of a sheet. */
import { freeName, putRecords } from '../../model/commands/records.ts';
import { duplicateApplications } from '../../model/commands/duplicate.ts';
import { nextOrder, type Plan, type Table } from '../../model/plan.ts';
import type { NewId } from '../../model/commands/records.ts';
import type { Problem } from '../../model/problem.ts';
import { countOf } from '../app/words.ts';
import { confirmDeletion } from '../layout/deletion.ts';
import type { CellEdit } from './cell-edits.ts';
import type { AnyRecord } from './column.ts';
import { NEW_PLACE } from './place-columns.ts';
import { filledCells, pastedCells, type PastedCell } from './paste.ts';
import RefusalDialog from './RefusalDialog.svelte';
import type { Sheet } from './sheet.svelte.ts';
import { formatTsv, MAX_CLIPBOARD_LENGTH, parseTsv } from './tsv.ts';
import { tableProblem } from './problems.ts';

const NAMELESS = { name: '' };
const nameOf = (record: AnyRecord | undefined): string =>
  ((record ?? NAMELESS) as { name?: string }).name ?? '';

/** Begins to edit the active cell; a typed character stands in place of what was there. */
export function startEditing(sheet: Sheet, typed: string | null): void {
  const { row, column } = sheet.active;
  const of = sheet.columns[column];
  if (row < 0 || !of) return;
  if (of.readOnly) {
    sheet.session.notices.announce(`${of.title} is computed and cannot be edited`);
    return;
  }
  const text = typed ?? sheet.edited(row, column);
  sheet.editing = { text, mode: typed === null ? 'opened' : 'typed', problem: null };
}

function commitDraft(sheet: Sheet, key: string, text: string): Problem | null {
  const draft = new Map([...sheet.draft, [key, text]]);
  if (text.trim() === '') draft.delete(key);
  const row = sheet.ids.length;
  const edits = sheet.columns
    .filter((column) => draft.has(column.key))
    .map((column) => sheet.edit(row, column, draft.get(column.key) ?? ''));
  if (edits.length === 0) {
    sheet.draft = draft;
    sheet.draftProblem = null;
    return null;
  }
  const name = draft.get('name') ?? '';
  const result = sheet.apply(`add ${sheet.definition.word} ${name}`.trim(), edits);
  if (result.ok) {
    sheet.draft = new Map();
    sheet.draftProblem = null;
    return null;
  }
  const missing = result.problems.find(({ code }) => code === 'row-incomplete');
  if (!missing) return result.problems[0] ?? null;
  sheet.draft = draft;
  sheet.draftProblem = missing;
  sheet.session.notices.announce(missing.message);
  return null;
}

/** Asks where to, with everything that can be built there; the selected applications move. */
function placeInNew(sheet: Sheet): boolean {
  cancelEditing(sheet);
  if (sheet.record(sheet.active.row)) sheet.session.commands.run('application.move');
  return true;
}

/**
 * Ends the editing of the active cell.
 *
 * @param sheet the table
 * @param text what is to be in the cell
 * @returns whether it was accepted; if not, the cell stays open and says why
 */
export function commit(sheet: Sheet, text: string): boolean {
  const { row, column } = sheet.active;
  const of = sheet.columns[column];
  if (!sheet.editing || !of) return true;
  if (of.key === 'placedIn' && text === NEW_PLACE) return placeInNew(sheet);
  const isSame = text === sheet.edited(row, column);
  let problem: Problem | null = null;
  if (row >= sheet.ids.length) {
    if (!isSame) problem = commitDraft(sheet, of.key, text);
  } else if (!isSame) {
    const what = `${of.title.toLowerCase()} of ${nameOf(sheet.record(row)) || sheet.definition.word}`;
    const result = sheet.apply(`edit ${what}`, [sheet.edit(row, of, text)]);
    if (!result.ok) problem = result.problems[0] ?? null;
  }
  if (problem) {
    sheet.editing = { ...sheet.editing, text, problem };
    return false;
  }
  sheet.editing = null;
  sheet.focusWish += 1;
  return true;
}

export function cancelEditing(sheet: Sheet): void {
  sheet.editing = null;
  sheet.focusWish += 1;
}

function refuse(sheet: Sheet, title: string, problems: readonly Problem[]): void {
  sheet.session.dialogs.show(RefusalDialog, { title, problems });
}

/** Sets many cells as one step; nothing is set while one of them is bad. */
function setCells(
  sheet: Sheet,
  step: string,
  title: string,
  cells: readonly PastedCell[],
): boolean {
  const edits = cells.flatMap(({ row, column, text }): CellEdit[] => {
    const of = sheet.columns[column];
    // What is computed follows by itself; an empty new row stays none.
    return !of || of.readOnly ? [] : [sheet.edit(row, of, text)];
  });
  const emptyRows = new Set<number>();
  for (const { row } of edits) emptyRows.add(row);
  for (const { row, id, text } of edits)
    if (id !== null || text.trim() !== '') emptyRows.delete(row);
  const filled = edits.filter(({ row }) => !emptyRows.has(row));
  if (filled.length === 0) return true;
  const result = sheet.apply(step, filled);
  if (!result.ok) refuse(sheet, title, result.problems);
  return result.ok;
}

/** @returns the selected cells as clipboard text */
export function copied(sheet: Sheet): string {
  const { top, bottom, left, right } = sheet.range;
  const texts: string[][] = [];
  for (let row = top; row <= Math.min(bottom, sheet.ids.length); row += 1) {
    const line: string[] = [];
    for (let column = left; column <= right; column += 1) line.push(sheet.edited(row, column));
    texts.push(line);
  }
  return formatTsv(texts);
}

/** Puts clipboard text into the selection; new rows at the end become records. */
export function paste(sheet: Sheet, text: string): void {
  const title = 'Nothing was pasted';
  if (sheet.active.row < 0) return;
  if (text.length > MAX_CLIPBOARD_LENGTH) {
    const found = `${text.length} characters`;
    const expected = `at most ${MAX_CLIPBOARD_LENGTH}`;
    refuse(sheet, title, [tableProblem('paste-too-large', { found, expected })]);
    return;
  }
  const { range } = sheet;
  const cells = pastedCells(parseTsv(text), range, sheet.columns.length);
  if (!cells.ok) return refuse(sheet, title, cells.problems);
  const count = countOf(cells.value.length, 'cell');
  if (!setCells(sheet, `paste ${count}`, title, cells.value)) return;
  const last = cells.value.at(-1);
  if (last) sheet.selectRange(last, { row: range.top, column: range.left });
  sheet.session.notices.announce(`Pasted ${count}`);
}

/** Empties the selected cells: unknown where that is possible. */
export function clearCells(sheet: Sheet): void {
  const { top, bottom, left, right } = sheet.range;
  if (sheet.active.row < 0) return;
  if (bottom >= sheet.ids.length) {
    sheet.draft = new Map();
    sheet.draftProblem = null;
  }
  const cells: PastedCell[] = [];
  for (let row = top; row <= Math.min(bottom, sheet.ids.length - 1); row += 1)
    for (let column = left; column <= right; column += 1) cells.push({ row, column, text: '' });
  if (cells.length > 0)
    setCells(sheet, `clear ${countOf(cells.length, 'cell')}`, 'Nothing was cleared', cells);
}

/** Ctrl+D and Ctrl+R. */
export function fill(sheet: Sheet, direction: 'down' | 'right'): void {
  const { range } = sheet;
  const bottom = Math.min(range.bottom, sheet.ids.length - 1);
  const cells = filledCells({ ...range, bottom }, direction, (row, column) =>
    sheet.edited(row, column),
  );
  if (cells.length > 0)
    setCells(sheet, `fill ${countOf(cells.length, 'cell')}`, 'Nothing was filled', cells);
}

/** Deletes the selected rows, after showing what goes with them. */
export function deleteRows(sheet: Sheet): void {
  const { recordKind } = sheet.definition;
  const items = sheet.selectedRecords().map(({ id }) => ({ kind: recordKind, id }));
  confirmDeletion(sheet.session, items);
}

/** Copies the selected rows to the end of the table. */
export function duplicateRows(sheet: Sheet): void {
  const records = sheet.selectedRecords();
  const { table, word } = sheet.definition;
  if (records.length === 0) return;
  const what = records.length === 1 ? nameOf(records[0]) || word : countOf(records.length, word);
  const ids = records.map(({ id }) => id);
  const first = sheet.ids.length;
  const done = sheet.session.run(`duplicate ${what}`, (plan: Plan, newId: NewId) => {
    if (table === 'applications') return duplicateApplications(plan, ids, newId);
    const all = plan[table] as unknown as Table<AnyRecord & { order: number }>;
    const names = new Set([...all.values()].map(nameOf));
    let order = nextOrder(all);
    const copies = records.map((record) => {
      const name = freeName(nameOf(record), names);
      names.add(name);
      return { ...record, id: newId(word), name, order: order++ };
    });
    return putRecords(plan, { [table]: copies });
  });
  if (done) sheet.selectRange({ row: sheet.ids.length - 1, column: 0 }, { row: first, column: 0 });
}
