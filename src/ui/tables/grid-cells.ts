/** What the cells of one row look like: computed once per row, so that a row of many columns stays cheap. */
import type { Column } from './column.ts';
import type { Range } from './range.ts';
import type { Sheet } from './sheet.svelte.ts';

/** One cell, ready to be put into the page. */
export interface GridCell {
  readonly column: Column;
  readonly text: string;
  readonly className: string;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  /** The whole text where the column is too narrow for it. */
  readonly title: string | undefined;
  /** Said in an empty cell of the row that does not exist yet. */
  readonly prompt: string;
}

/** Pixels per character, roughly: whether a tooltip is worth it. */
const CHARACTER_PX = 7;

function promptOf(sheet: Sheet, column: Column, index: number, isDraft: boolean): string {
  if (index === 0 && !isDraft) return `New ${sheet.definition.word}`;
  return isDraft && column.required ? 'needed' : '';
}

/**
 * @param sheet the table
 * @param row number of the row from 0; the row after the last is the new one
 * @param activeColumn column of the focus where it is in this row, else -1
 * @param range selected columns where this row is selected, else null
 * @returns the cells of the row
 */
export function gridCells(
  sheet: Sheet,
  row: number,
  activeColumn: number,
  range: Pick<Range, 'left' | 'right'> | null,
): readonly GridCell[] {
  const isNew = row >= sheet.ids.length;
  const isDraft = isNew && sheet.draft.size > 0;
  return sheet.columns.map((column, index) => {
    const { text, tone } = sheet.shown(row, column);
    const isSelected = range !== null && index >= range.left && index <= range.right;
    const isActive = index === activeColumn;
    const isMissing = isDraft && column.required && text === '';
    const classes = [
      'cell',
      column.align,
      tone,
      index === 0 ? 'fixed' : '',
      isActive ? 'active' : '',
      isSelected ? 'range' : '',
      isMissing ? 'missing' : '',
    ];
    return {
      column,
      text,
      className: classes.filter(Boolean).join(' '),
      isActive,
      isSelected,
      title: text.length * CHARACTER_PX > column.width ? text : undefined,
      prompt: isNew && text === '' ? promptOf(sheet, column, index, isDraft) : '',
    };
  });
}
