/** Rows of cells to CSV that a spreadsheet shows as text and never runs. */

/**
 * What makes spreadsheet programs take a cell for a formula, also in full width.
 *
 * @source OWASP, CSV Injection: `=`, `+`, `-`, `@`, tab, carriage return, line feed, full-width variants
 */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
/** Numbers may begin with a sign without being a formula. */
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * Takes a cell's power to be a formula by an apostrophe in front.
 *
 * @param cell text of a cell
 * @returns text that no spreadsheet runs; plain numbers stay numbers
 */
export function defuseCell(cell: string): string {
  return FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/**
 * The way back from `defuseCell`: for every text, restoring what was defused gives it again.
 *
 * @param cell text of a cell
 * @returns the cell without the apostrophe that protected it
 */
export function restoreCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/**
 * Writes a table as RFC 4180 asks: commas, quotes where needed, CRLF. Cells with another separator are quoted too,
 * since spreadsheets of some languages split at those.
 *
 * @param headers first row
 * @param rows cells as text
 * @returns the file's text
 * @cost O(cells)
 */
export function writeTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [headers, ...rows].map((cells) =>
    cells.map((cell) => quoteCell(defuseCell(cell))).join(','),
  );
  return lines.map((line) => `${line}\r\n`).join('');
}

function quoteCell(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
