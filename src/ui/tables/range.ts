/** Cells, ranges and where the keys of a spreadsheet lead. Rows and columns count from 0; row -1 is the header. */

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells, its corners included. */
export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** How large the grid is. */
export interface Extent {
  /** Rows that can be stood on, the empty one at the end included. */
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit on the screen, for Page Up and Page Down. */
  readonly page: number;
}

/**
 * @param a one corner
 * @param b the opposite corner
 * @returns the rectangle between them; the header row belongs to no range
 */
export function rangeOf(a: Cell, b: Cell): Range {
  return {
    top: Math.max(0, Math.min(a.row, b.row)),
    bottom: Math.max(0, a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

/**
 * @param range a rectangle
 * @param cell a cell
 * @returns whether the cell lies in it
 */
export function contains(range: Range, cell: Cell): boolean {
  return (
    cell.row >= range.top &&
    cell.row <= range.bottom &&
    cell.column >= range.left &&
    cell.column <= range.right
  );
}

/**
 * @param cell where to
 * @param extent size of the grid
 * @param header whether the header row can be stood on
 * @returns the nearest cell of the grid
 */
export function clamp(cell: Cell, extent: Extent, header: boolean): Cell {
  return {
    row: Math.max(header ? -1 : 0, Math.min(extent.rows - 1, cell.row)),
    column: Math.max(0, Math.min(extent.columns - 1, cell.column)),
  };
}

/** Whether a cell shows something; keys with Ctrl jump along such blocks. */
export type IsFilled = (cell: Cell) => boolean;

/** As Ctrl+arrow does: to the edge of a block of filled cells, or over a gap to the next block, or to the edge. */
function jump(from: Cell, step: Cell, extent: Extent, isFilled: IsFilled): Cell {
  const inside = ({ row, column }: Cell): boolean =>
    row >= 0 && row < extent.rows && column >= 0 && column < extent.columns;
  const next = ({ row, column }: Cell): Cell => ({
    row: row + step.row,
    column: column + step.column,
  });
  let at = from;
  const runsOn = inside(next(at)) && at.row >= 0 && isFilled(at) && isFilled(next(at));
  if (runsOn) {
    while (inside(next(at)) && isFilled(next(at))) at = next(at);
    return at;
  }
  while (inside(next(at))) {
    at = next(at);
    if (isFilled(at)) return at;
  }
  return at;
}

const ARROWS: Readonly<Record<string, Cell>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

/**
 * Where a key leads.
 *
 * @param key name of the key
 * @param ctrl whether Ctrl is down
 * @param from where the focus is
 * @param extent size of the grid
 * @param isFilled which cells show something
 * @returns the cell to go to, or null when the key leads nowhere
 * @cost O(1); O(rows or columns) with Ctrl
 */
export function destination(
  key: string,
  ctrl: boolean,
  from: Cell,
  extent: Extent,
  isFilled: IsFilled,
): Cell | null {
  const arrow = ARROWS[key];
  if (arrow) {
    if (ctrl) return jump(from, arrow, extent, isFilled);
    const to = { row: from.row + arrow.row, column: from.column + arrow.column };
    return clamp(to, extent, true);
  }
  switch (key) {
    case 'Home':
      return { row: ctrl ? 0 : from.row, column: 0 };
    case 'End':
      return { row: ctrl ? extent.rows - 1 : from.row, column: extent.columns - 1 };
    case 'PageUp':
      return clamp({ ...from, row: from.row - extent.page }, extent, false);
    case 'PageDown':
      return clamp({ ...from, row: from.row + extent.page }, extent, false);
    default:
      return null;
  }
}
