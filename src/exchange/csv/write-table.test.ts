import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.ts';
import { defuseCell, restoreCell, writeTable } from '../../model/csv-text.ts';

/** What a spreadsheet would take for a formula, told by its first character. */
function looksRunnable(cell: string): boolean {
  return /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell);
}

const startOfFormula = fc.constantFrom(
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '＝',
  "'",
  "'=",
  '"',
  '',
);
const cell = fc
  .tuple(startOfFormula, fc.string({ unit: 'grapheme', maxLength: 20 }))
  .map(([start, rest]) => `${start}${rest}`);

describe('cells that spreadsheets must not run', () => {
  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|"/c calc"!A1', '＝1+1'])(
    '[CSV-8] %j is written with an apostrophe in front',
    (text) => {
      expect(defuseCell(text)).toBe(`'${text}`);
    },
  );

  it('[CSV-8] plain numbers stay numbers', () => {
    expect(['-5', '-0.25', '-1e-7', '12'].map(defuseCell)).toEqual(['-5', '-0.25', '-1e-7', '12']);
  });

  it('[CSV-8] nothing that was written can run, and reading gives back every cell', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(looksRunnable(defuseCell(text))).toBe(false);
        expect(restoreCell(defuseCell(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('[CSV-8] no separator, quote or line end in a cell opens another one', () => {
    const row = fc.array(
      cell.map((text) => text.replace(/\r\n?/g, '\n')),
      { minLength: 3, maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const marked = rows.map((cells) => ['x', ...cells]);
        const table = readTable(writeTable(['h', 'a', 'b', 'c'], marked));
        expect(table.ok && table.value.rows.map(({ cells }) => cells)).toEqual(marked);
      }),
      { numRuns: 500 },
    );
  });

  it('[CSV-8] cells with a separator of other languages are quoted', () => {
    expect(writeTable(['a'], [['x;y'], ['x\ty']])).toBe('a\r\n"x;y"\r\n"x\ty"\r\n');
  });
});
