import { describe, expect, test } from 'vitest';
import { contains, destination, rangeOf, type Cell, type Extent } from './range.ts';

const extent: Extent = { rows: 10, columns: 5, page: 4 };
/** Column 0 is filled but for rows 3 and 4; row 0 is filled up to column 2. */
const isFilled = ({ row, column }: Cell): boolean =>
  column === 0 ? row !== 3 && row !== 4 : row === 0 && column <= 2;
const go = (key: string, ctrl: boolean, row: number, column: number) =>
  destination(key, ctrl, { row, column }, extent, isFilled);

describe('[TAB-2] keys of a spreadsheet', () => {
  test('[TAB-2] arrows go one cell and stop at the edge, up to the header', () => {
    expect(go('ArrowDown', false, 2, 1)).toEqual({ row: 3, column: 1 });
    expect(go('ArrowUp', false, 0, 1)).toEqual({ row: -1, column: 1 });
    expect(go('ArrowUp', false, -1, 1)).toEqual({ row: -1, column: 1 });
    expect(go('ArrowRight', false, 2, 4)).toEqual({ row: 2, column: 4 });
  });
  test('[TAB-2] Ctrl+arrow goes to the edge of the block, then over the gap, then to the end', () => {
    expect(go('ArrowDown', true, 0, 0)).toEqual({ row: 2, column: 0 });
    expect(go('ArrowDown', true, 2, 0)).toEqual({ row: 5, column: 0 });
    expect(go('ArrowDown', true, 5, 0)).toEqual({ row: 9, column: 0 });
    expect(go('ArrowRight', true, 0, 0)).toEqual({ row: 0, column: 2 });
    expect(go('ArrowRight', true, 0, 2)).toEqual({ row: 0, column: 4 });
    expect(go('ArrowUp', true, 5, 4)).toEqual({ row: 0, column: 4 });
    expect(go('ArrowDown', true, -1, 4)).toEqual({ row: 9, column: 4 });
  });
  test('[TAB-2] Home, End and pages', () => {
    expect(go('Home', false, 3, 3)).toEqual({ row: 3, column: 0 });
    expect(go('End', true, 3, 3)).toEqual({ row: 9, column: 4 });
    expect(go('Home', true, 3, 3)).toEqual({ row: 0, column: 0 });
    expect(go('PageDown', false, 8, 3)).toEqual({ row: 9, column: 3 });
    expect(go('PageUp', false, 2, 3)).toEqual({ row: 0, column: 3 });
    expect(go('x', false, 2, 3)).toBeNull();
  });
  test('[TAB-2] a range is the same from whichever corner it is drawn', () => {
    const range = { top: 1, bottom: 4, left: 0, right: 2 };
    expect(rangeOf({ row: 4, column: 0 }, { row: 1, column: 2 })).toEqual(range);
    expect(rangeOf({ row: 1, column: 2 }, { row: 4, column: 0 })).toEqual(range);
    expect(rangeOf({ row: -1, column: 0 }, { row: 1, column: 0 }).top).toBe(0);
    expect(contains(range, { row: 4, column: 2 })).toBe(true);
    expect(contains(range, { row: 5, column: 2 })).toBe(false);
  });
});
