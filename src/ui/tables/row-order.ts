/** Which rows a table shows, in which order. */
import type { Id } from '../../model/fields.ts';
import type { AnyRecord, Column, TableContext } from './column.ts';

export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

/** What is asked of the order; a change of it sorts anew. */
export interface OrderQuestion {
  readonly sorting: Sorting | null;
  /** Words that must all occur in some cell of the row. */
  readonly filter: string;
  /** Keys of columns whose cell must be unknown or empty. */
  readonly unknownIn: string | null;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compareKeys(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/**
 * Sorts rows by one column; equal rows keep their order and unknown ones stand last both ways.
 *
 * @param rows in the plan's order
 * @param column what to compare
 * @param descending largest first
 * @param context the plan
 * @returns a new list
 */
export function sortRows(
  rows: readonly AnyRecord[],
  column: Column,
  descending: boolean,
  context: TableContext,
): readonly AnyRecord[] {
  const keyed = rows.map((row) => ({ row, key: column.sortKey(row, context) }));
  keyed.sort((a, b) => {
    const order = compareKeys(a.key, b.key);
    return descending && a.key !== null && b.key !== null ? -order : order;
  });
  return keyed.map(({ row }) => row);
}

/**
 * @param rows rows to look through
 * @param columns what they show
 * @param question what is asked
 * @param context the plan
 * @returns rows that fulfil it
 * @cost O(rows x columns)
 */
export function filterRows(
  rows: readonly AnyRecord[],
  columns: readonly Column[],
  question: OrderQuestion,
  context: TableContext,
): readonly AnyRecord[] {
  const words = question.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const unknown = columns.find(({ key }) => key === question.unknownIn);
  return rows.filter((row) => {
    if (unknown && unknown.sortKey(row, context) !== null) return false;
    if (words.length === 0) return true;
    const text = columns
      .map((column) => column.shown(row, context).text)
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Rows as they stand, and all rows that were there when they were put so. */
export interface StandingOrder {
  readonly ids: readonly Id[];
  readonly known: ReadonlySet<Id>;
}

/**
 * Keeps rows where they stand while their values change: only a new question orders anew. Rows that are gone leave, new
 * ones stand last whether they fulfil the filter or not, so that nobody wonders where a row went.
 *
 * @param before rows as they stand
 * @param now ids of the plan
 * @returns rows as they stand from now on
 */
export function settledOrder(before: StandingOrder, now: readonly Id[]): readonly Id[] {
  const existing = new Set(now);
  const fresh = now.filter((id) => !before.known.has(id));
  return [...before.ids.filter((id) => existing.has(id) && before.known.has(id)), ...fresh];
}

/**
 * Orders rows by a question.
 *
 * @param rows in the plan's order
 * @param columns of the table
 * @param question what is asked
 * @param context the plan
 * @returns ids in the order to show
 */
export function orderedIds(
  rows: readonly AnyRecord[],
  columns: readonly Column[],
  question: OrderQuestion,
  context: TableContext,
): readonly Id[] {
  const asksFilter = question.filter.trim() !== '' || question.unknownIn !== null;
  const kept = asksFilter ? filterRows(rows, columns, question, context) : rows;
  const { sorting } = question;
  const column = columns.find(({ key }) => key === sorting?.key);
  const sorted = column && sorting ? sortRows(kept, column, sorting.descending, context) : kept;
  return sorted.map(({ id }) => id);
}
