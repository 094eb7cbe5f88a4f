/** Columns of text for a terminal. */

/** One column: its head, and whether its cells are numbers. */
export interface Column {
  readonly head: string;
  readonly right?: boolean;
  /** Whether its cells are cut where the table would be wider than what it has. */
  readonly clip?: boolean;
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

/** Cells that are cut keep at least so much. */
const LEAST = 12;

/** Takes from the widest of the columns that may be cut, one by one, until the table fits. */
function fitted(
  widths: readonly number[],
  columns: readonly Column[],
  most: number,
): readonly number[] {
  const result = [...widths];
  let over = result.reduce((sum, width) => sum + width, 2 * (columns.length - 1)) - most;
  for (; over > 0; over -= 1) {
    const cuttable = columns.flatMap(({ clip }, index) => (clip === true ? index : []));
    const [widest] = cuttable.sort((a, b) => (result[b] ?? 0) - (result[a] ?? 0));
    if (widest === undefined || (result[widest] ?? 0) <= LEAST) break;
    result[widest] = (result[widest] ?? 0) - 1;
  }
  return result;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/**
 * @param text words
 * @param most columns there are
 * @param indent before every line but the first
 * @returns lines, a line break after each; a word longer than a line stays whole
 */
export function wrapped(text: string, most: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) > most && line.trim() !== '') {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line].map((each) => `${each.trimEnd()}\n`).join('');
}

/**
 * @param columns heads
 * @param rows cells, as many as columns
 * @param most columns of the terminal: cells of columns that may be cut are, where it would be wider
 * @returns lines with aligned columns, two blanks between them, a line break after each
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  most = Number.POSITIVE_INFINITY,
): string {
  const natural = columns.map(({ head }, index) =>
    Math.max(widthOf(head), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const widths = fitted(natural, columns, most);
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return pad(cut(cell, width), width, columns[index]?.right ?? false);
      })
      .join('  ')
      .trimEnd()}\n`;
  return [columns.map(({ head }) => head), ...rows].map(line).join('');
}
