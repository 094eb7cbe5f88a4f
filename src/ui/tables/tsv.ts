/** The text that spreadsheets put on the clipboard: tab-separated, cells with line breaks in quotes. */

/** Largest clipboard that is read, in characters: 5,000 rows of 40 cells with room to spare. */
export const MAX_CLIPBOARD_LENGTH = 4_000_000;

/**
 * Reads clipboard text.
 *
 * @param text what a spreadsheet copied
 * @returns rows of cells; the line break at the end makes no further row
 * @cost O(length)
 */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '' && closes(text, at)) quoted = true;
    else if (character === '\t') endCell();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at += 1;
      endCell();
      if (at < text.length - 1) rows.push([]);
    } else cell += character;
  }
  if (cell !== '' || !/[\n\r]$/.test(text)) endCell();
  return rows;
}

/** A quote opens a quoted cell only where one closes it before a tab, a line end or the end: `"a` alone is text. */
function closes(text: string, open: number): boolean {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at += 1;
    else return at + 1 === text.length || /[\t\n\r]/.test(text[at + 1] ?? '');
  }
  return false;
}

/**
 * Text for the clipboard.
 *
 * @param rows cells
 * @returns tab-separated text that `parseTsv` and spreadsheets read back
 */
export function formatTsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(cell).join('\t')).join('\n');
}
