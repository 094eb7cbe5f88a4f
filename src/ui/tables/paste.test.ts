import { describe, expect, test } from 'vitest';
import { filledCells, pastedCells, type PastedCell } from './paste.ts';

const flat = (cells: readonly PastedCell[]) =>
  cells.map(({ row, column, text }) => `${row}:${column}=${text}`);
function pasted(cells: string[][], top: number, left: number, bottom = top, right = left) {
  const result = pastedCells(cells, { top, left, bottom, right }, 4);
  return result.ok ? flat(result.value) : result.problems.map(({ code }) => code);
}

describe('[TAB-4] pasting into a selection', () => {
  test('[TAB-4] one cell fills the selection', () => {
    expect(pasted([['x']], 0, 0, 1, 1)).toEqual(['0:0=x', '0:1=x', '1:0=x', '1:1=x']);
  });
  test('[TAB-4] a block is repeated where the selection is a multiple of it', () => {
    expect(pasted([['a'], ['b']], 2, 1, 5, 1)).toEqual(['2:1=a', '3:1=b', '4:1=a', '5:1=b']);
  });
  test('[TAB-4] else it goes once and may pass the last row', () => {
    expect(pasted([['a', 'b'], ['c']], 7, 0, 9, 0)).toEqual(['7:0=a', '7:1=b', '8:0=c', '8:1=']);
  });
  test('[TAB-4] past the last column is refused', () => {
    expect(pasted([['a', 'b']], 0, 3)).toEqual(['paste-too-wide']);
  });
  test('[TAB-2] filling copies the first row or column', () => {
    const range = { top: 1, bottom: 3, left: 0, right: 1 };
    const text = (row: number, column: number): string => `${row}${column}`;
    expect(flat(filledCells(range, 'down', text))).toEqual([
      '2:0=10',
      '2:1=11',
      '3:0=10',
      '3:1=11',
    ]);
    expect(flat(filledCells(range, 'right', text))).toEqual(['1:1=10', '2:1=20', '3:1=30']);
  });
});
