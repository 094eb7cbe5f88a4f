/** Columns of text for a terminal. */

/** One column: its head, and whether its cells are numbers. */
export interface Column {
  readonly head: string;
  readonly right?: boolean;
}

/** Characters take one or two columns of a terminal; East Asian wide ones two. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

function pad(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? blanks + text : text + blanks;
}

/**
 * @param columns heads
 * @param rows cells, as many as columns
 * @returns lines with aligned columns, two blanks between them, a line break after each
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map(({ head }, index) =>
    Math.max(widthOf(head), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.right ?? false))
      .join('  ')
      .trimEnd()}\n`;
  return [columns.map(({ head }) => head), ...rows].map(line).join('');
}
