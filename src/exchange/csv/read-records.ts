/** Rows of text to rows of values, by the columns of a table. */
import type { Place, Problem } from '../../model/problem.ts';
import {
  findColumns,
  unitNamed,
  type CellKind,
  type ColumnSpec,
  type FoundColumn,
} from './columns.ts';
import { MAX_PROBLEMS } from '../problem-list.ts';
import { hasDecimalComma } from './number-text.ts';
import { csvNotice, csvProblem } from './problems.ts';
import { readCell } from './read-cell.ts';
import type { TextRow, TextTable } from './read-table.ts';

/** One row: values by field; a field without a column is absent, a blank cell is null. */
export interface ValueRow {
  readonly row: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether a cell of the row has a problem. */
  readonly isFaulty: boolean;
  /** Fields whose cell has a problem of its own. */
  readonly faulty: ReadonlySet<string>;
}

export interface ValueTable {
  readonly columns: readonly FoundColumn[];
  readonly rows: readonly ValueRow[];
  readonly problems: readonly Problem[];
  readonly notices: readonly Problem[];
}

/** Kinds whose cells are numbers, where a decimal comma says how the file writes them. */
const NUMBER_KINDS: readonly string[] = ['time', 'size', 'rate', 'share', 'integer'];
type KnownColumn = FoundColumn & { readonly spec: ColumnSpec };

function isKnown(column: FoundColumn): column is KnownColumn {
  return column.spec !== null;
}

/**
 * Names the place of a cell.
 *
 * @param columns columns of the file
 * @param row row number
 * @param field field of the record
 * @returns row and header; only the row where the file has no such column
 */
export function cellPlace(columns: readonly FoundColumn[], row: number, field: string): Place {
  const column = columns.find(({ spec }) => spec?.field === field);
  return column ? { row, field: column.header } : { row };
}

function checkColumns(table: TextTable, columns: readonly FoundColumn[]): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, FoundColumn>();
  for (const column of columns.filter(isKnown)) {
    const first = seen.get(column.spec.field);
    if (first) {
      const place = { row: table.headerRow, field: column.header };
      const found = `${first.header}, ${column.header}`;
      problems.push(csvProblem('csv-duplicate-column', { place, found }));
    } else seen.set(column.spec.field, column);
  }
  return problems;
}

function ignoredColumns(table: TextTable, columns: readonly FoundColumn[]): readonly Problem[] {
  return columns
    .filter(({ spec, index, header }) => {
      const isEmpty = table.rows.every(({ cells }) => (cells[index] ?? '').trim() === '');
      return spec === null && !(header === '' && isEmpty);
    })
    .map(({ header }) =>
      csvNotice('csv-ignored-column', {
        place: { row: table.headerRow, field: header },
        ...(header === '' ? { found: 'a column without a header' } : {}),
      }),
    );
}

/** Cells as wide as `[ms]`, whose brackets count for nothing. */
const BRACKETS = /^[[(](.*)[\])]$/;

/**
 * Units that stand in a row of their own under the headers, as spreadsheets have it.
 *
 * @returns the columns with these units; null where the row holds anything else
 */
function withUnits(
  columns: readonly FoundColumn[],
  row: TextRow | undefined,
): readonly FoundColumn[] | null {
  const cells = row?.cells.map((cell) => cell.trim().replace(BRACKETS, '$1')) ?? [];
  let found = 0;
  const named = columns.map((column) => {
    const cell = cells[column.index] ?? '';
    const unit = column.spec && unitNamed(column.spec.kind, cell);
    if (unit !== null) found += 1;
    return unit === null ? column : { ...column, unit };
  });
  // A column that is not imported may have a unit that nobody here knows.
  const isBlank = columns.every(
    ({ index, spec }, at) =>
      spec === null || (cells[index] ?? '') === '' || named[at] !== columns[at],
  );
  return found > 0 && isBlank ? named : null;
}

/**
 * Decodes all cells of a table.
 *
 * @param table text of the file
 * @param specs columns of its kind
 * @param units units of numbers that have none, by kind of cell
 * @returns values, with every problem by row and column
 * @cost O(cells)
 */
export function readRecords(
  table: TextTable,
  specs: readonly ColumnSpec[],
  units: Readonly<Partial<Record<CellKind, string>>> = {},
): ValueTable {
  const headed = findColumns(table.headers, specs);
  const [first, ...below] = table.rows;
  const withRow = withUnits(headed, first);
  const columns = withRow ?? headed;
  const records = withRow === null ? table.rows : below;
  const known = columns.filter(isKnown);
  const problems = [...checkColumns(table, columns)];
  const notices = [...ignoredColumns(table, columns)];
  const numeric = known.filter(({ spec }) => NUMBER_KINDS.includes(spec.kind));
  const commaIsDecimal = records.some(({ cells }) =>
    numeric.some(({ index }) => hasDecimalComma(cells[index] ?? '')),
  );
  const rows = records.map(({ row, cells }): ValueRow => {
    const values: Record<string, unknown> = {};
    const faulty = new Set<string>();
    for (const column of known) {
      const place = { row, field: column.header };
      const result = readCell(cells[column.index] ?? '', column, { place, commaIsDecimal, units });
      values[column.spec.field] = result.value;
      if (result.notice && notices.length < MAX_PROBLEMS) notices.push(result.notice);
      if (!result.problem) continue;
      faulty.add(column.spec.field);
      if (problems.length < MAX_PROBLEMS) problems.push(result.problem);
    }
    return { row, values, isFaulty: faulty.size > 0, faulty };
  });
  return { columns, rows, problems, notices };
}

/**
 * @param headers headers of a file
 * @param specs columns of one table
 * @returns how many headers that table knows
 */
export function countKnown(headers: readonly string[], specs: readonly ColumnSpec[]): number {
  return findColumns(headers, specs).filter(isKnown).length;
}
