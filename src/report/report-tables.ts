/** What a report holds as files of their own: tables as plain rows with bare values, drawings as SVG. */
import type { Block, Cell, Column, ReportDocument, Table } from './document.ts';

/** One table for a file of its own. Cells are text; whoever writes the file takes formulas their power. */
export interface PlainTable {
  /** Name of the file without its extension, for example `table-6-1`. */
  readonly name: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function tablesOf(document: ReportDocument): readonly Table[] {
  return document.sections.flatMap(({ parts }) =>
    parts.flatMap(({ blocks }) => blocks.filter((block: Block) => block.kind === 'table')),
  );
}

/** Whether any row says where a value of this column comes from. */
function hasSources(table: Table, index: number): boolean {
  return table.rows.some((row) => (row.cells[index]?.sources ?? []).length > 0);
}

function headersOf(column: Column, withSource: boolean): readonly string[] {
  const name = column.unit === undefined ? column.key : `${column.key} (${column.unit})`;
  return withSource ? [name, `${column.key} source`] : [name];
}

function valueText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (cell.value === undefined) return cell.text === '–' ? '' : cell.text;
  return cell.value === null ? 'unknown' : String(cell.value);
}

function plainTable(table: Table): PlainTable {
  const withSource = table.columns.map((_, index) => hasSources(table, index));
  return {
    name: table.id,
    headers: [
      'id',
      ...table.columns.flatMap((column, index) => headersOf(column, withSource[index] ?? false)),
    ],
    rows: table.rows.map((row) => [
      row.id,
      ...table.columns.flatMap((_, index) => {
        const cell = row.cells[index];
        const keys = [...new Set(cell?.sources ?? [])].join(' ');
        return withSource[index] === true ? [valueText(cell), keys] : [valueText(cell)];
      }),
    ]),
  };
}

/**
 * @param document the report
 * @returns every table, an index of them, and the list of sources that their keys mean
 * @cost O(cells)
 */
export function reportTables(document: ReportDocument): readonly PlainTable[] {
  const tables = tablesOf(document);
  const index: PlainTable = {
    name: 'index',
    headers: ['table', 'caption', 'rows', 'report'],
    rows: tables.map((table) => [
      table.id,
      table.caption,
      String(table.rows.length),
      document.identification,
    ]),
  };
  const sources: PlainTable = {
    name: 'sources',
    headers: ['key', 'source'],
    rows: document.sources.map(({ key, text }) => [key, text]),
  };
  return [index, ...tables.map(plainTable), sources];
}

/** One drawing for a file of its own. */
export interface PlainDrawing {
  /** Name of the file without its extension, for example `figure-6-1`. */
  readonly name: string;
  readonly svg: string;
}

/**
 * @param document the report
 * @returns every drawing once, as an SVG file
 * @cost O(figures)
 */
export function reportDrawings(document: ReportDocument): readonly PlainDrawing[] {
  return document.sections.flatMap(({ parts }) =>
    parts.flatMap(({ blocks }) =>
      blocks.flatMap((block) =>
        block.kind === 'figure' && block.file !== undefined
          ? [{ name: block.id, svg: block.file }]
          : [],
      ),
    ),
  );
}
