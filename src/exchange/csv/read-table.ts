/** Text of a CSV file, or of cells copied from a spreadsheet, to rows of cells. */
import Papa from 'papaparse';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { csvNotice, csvProblem } from './problems.ts';
import { restoreCell } from '../../model/csv-text.ts';

/** How much is read. */
export interface CsvLimits {
  /** Characters of the text. */
  readonly length: number;
  readonly rows: number;
  readonly columns: number;
}

/** Ten times the largest plan: 2,000 applications with some thousand tasks and links. */
export const CSV_LIMITS: CsvLimits = { length: 8 * 1024 * 1024, rows: 20_000, columns: 500 };

/** One row under the header. */
export interface TextRow {
  /** Number of the row in the file, the first being 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

export interface TextTable {
  readonly delimiter: string;
  /** Number of the row that holds the headers. */
  readonly headerRow: number;
  readonly headers: readonly string[];
  readonly rows: readonly TextRow[];
  readonly notices: readonly Problem[];
}

const SEPARATORS: readonly string[] = ['\t', ';', '|', ','];
/** Structural problems that are reported one by one. */
const MAX_PROBLEMS = 200;

/** How often each separator stands in a line, outside quotes. */
function countIn(line: string, separator: string): number {
  const outside = line.replace(/"(?:[^"]|"")*"/g, '');
  return outside.split(separator).length - 1;
}

/**
 * Finds the separator of a table: what a `sep=` line says, else what is most frequent in the first row.
 *
 * @param text line ends already plain
 * @returns the separator; a comma where the header is a single cell
 */
export function findDelimiter(text: string): string {
  const lines = text.trimStart().split('\n', 1);
  const line = lines[0] ?? '';
  const declared = /^sep=(.)$/.exec(line.trimEnd())?.[1];
  if (declared !== undefined) return declared;
  let best = ',';
  for (const separator of SEPARATORS) {
    if (countIn(line, separator) > countIn(line, best)) best = separator;
  }
  return best;
}

/** A row that starts so says something to people; a lone `#` heads a column of numbers. */
const COMMENT = /^\s*"?(?:\/\/|#(?!"?\s*(?:[,;|\t]|$)))/;

/** The text with the comments in front of its header blank, so that rows keep their numbers. */
function blankComments(text: string): string {
  const lines = text.split('\n');
  const header = lines.findIndex((line) => line.trim() !== '' && !COMMENT.test(line));
  if (header <= 0) return text;
  return lines.map((line, at) => (at < header && COMMENT.test(line) ? '' : line)).join('\n');
}

/** A comment among the rows: its first cell begins like one, and it is not a row of the table. */
function isComment(cells: readonly string[], width: number): boolean {
  const [first = '', ...others] = cells;
  return /^\s*(?:#|\/\/)/.test(first) && (isBlank(others) || cells.length !== width);
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** So much of a text holds its header row, whatever stands before it. */
const HEAD_LENGTH = 65_536;

/**
 * Reads only the header row, to tell what a file holds.
 *
 * @param text the whole file or its beginning
 * @returns header cells; empty when there is no row
 * @cost O(1)
 */
export function readHeaders(text: string): readonly string[] {
  const head = text
    .slice(0, HEAD_LENGTH)
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  const plain = blankComments(head).trimStart();
  const rest = /^sep=.\n/.test(plain) ? plain.slice(plain.indexOf('\n') + 1).trimStart() : plain;
  const { data } = Papa.parse<string[]>(rest, {
    delimiter: findDelimiter(plain),
    newline: '\n',
    preview: 1,
  });
  return trimEnd((data[0] ?? []).map((cell) => restoreCell(cell).trim()));
}

/** Cells beyond the header count only when something stands in them: spreadsheets export empty ones. */
function fitRow(cells: readonly string[], width: number): readonly string[] {
  return isBlank(cells.slice(width)) ? cells.slice(0, width) : cells;
}

/**
 * Reads a table. The first row that is not empty is the header.
 *
 * @param text the whole file
 * @param limits how much is read
 * @returns headers and rows as text, or every problem with its row
 * @cost O(text)
 */
export function readTable(text: string, limits: CsvLimits = CSV_LIMITS): Result<TextTable> {
  if (text.length > limits.length) {
    const detail = { found: `${text.length} characters`, expected: `at most ${limits.length}` };
    return fail(csvProblem('csv-too-large', detail));
  }
  const plain = blankComments(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  const delimiter = findDelimiter(plain);
  const width = readHeaders(plain).length;
  if (width > limits.columns) {
    const detail = { found: `${width}`, expected: `at most ${limits.columns}` };
    return fail(csvProblem('csv-too-many-columns', { place: { row: 1 }, ...detail }));
  }
  // One row more than allowed, to know that there are too many; headers and blank rows on top.
  const preview = limits.rows * 2 + 10;
  const parsed = Papa.parse<string[]>(plain, { delimiter, newline: '\n', preview });
  const problems: Problem[] = parsed.errors
    .filter(({ type }) => type === 'Quotes')
    .slice(0, MAX_PROBLEMS)
    .map(({ row }) => csvProblem('csv-quotes', { place: { row: (row ?? 0) + 1 } }));
  if (problems.length > 0) return { ok: false, problems };
  const all = parsed.data.map((cells, index): TextRow => ({ row: index + 1, cells }));
  const isDeclaration = (cells: readonly string[]) =>
    /^sep=/.test(cells.join('')) && cells.length <= 2;
  const filled = all.filter(
    ({ row, cells }) => !isBlank(cells) && !(row === 1 && isDeclaration(cells)),
  );
  const [header, ...body] = filled;
  const rows = body.filter(({ cells }) => !isComment(cells, width));
  if (!header || rows.length === 0) {
    return fail(csvProblem('csv-empty', { place: { row: header?.row ?? 1 } }));
  }
  if (rows.length > limits.rows) {
    const place = { row: rows[limits.rows]?.row ?? 1 };
    return fail(csvProblem('csv-too-many-rows', { place, expected: `at most ${limits.rows}` }));
  }
  const shaped = shapeTable(delimiter, header, rows, text);
  const comment = body.find(({ cells }) => isComment(cells, width));
  if (!shaped.ok || !comment) return shaped;
  const notice = csvNotice('csv-comments', { place: { row: comment.row } });
  return ok({ ...shaped.value, notices: [...shaped.value.notices, notice] });
}

function shapeTable(
  delimiter: string,
  header: TextRow,
  rows: readonly TextRow[],
  text: string,
): Result<TextTable> {
  const headers = trimEnd(header.cells.map((cell) => restoreCell(cell).trim()));
  const width = headers.length;
  const problems: Problem[] = [];
  const shaped = rows.map(({ row, cells }): TextRow => {
    const fitted = fitRow(cells, width).map(restoreCell);
    if (fitted.length !== width && problems.length < MAX_PROBLEMS) {
      const detail = { found: `${fitted.length} cells`, expected: `${width}` };
      problems.push(csvProblem('csv-cell-count', { place: { row }, ...detail }));
    }
    return { row, cells: fitted };
  });
  if (problems.length > 0) return { ok: false, problems };
  const notices = text.includes('\uFFFD') ? [csvNotice('csv-bad-characters')] : [];
  return ok({ delimiter, headerRow: header.row, headers, rows: shaped, notices });
}

function trimEnd(headers: readonly string[]): readonly string[] {
  const last = headers.findLastIndex((header) => header !== '');
  return headers.slice(0, last + 1);
}
