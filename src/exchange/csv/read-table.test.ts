import { describe, expect, it } from 'vitest';
import { readTable, type CsvLimits, type TextTable } from './read-table.ts';

function table(text: string): TextTable {
  const result = readTable(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function codes(text: string, limits?: CsvLimits): readonly string[] {
  const result = limits ? readTable(text, limits) : readTable(text);
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

describe('tables as text', () => {
  it.each([
    ['comma', 'a,b\n1,2'],
    ['semicolon', 'a;b\n1;2'],
    ['tab, as copied from a spreadsheet', 'a\tb\n1\t2'],
    ['declared', 'sep=|\na|b\n1|2'],
    ['semicolon with commas in the header', '"a, b";b\n1;2'],
  ])('[CSV-1] finds the separator: %s', (_, text) => {
    expect(table(text).rows.map(({ cells }) => cells)).toEqual([['1', '2']]);
  });

  it('[CSV-1] reads byte order mark, all line ends, quotes and line breaks in cells', () => {
    const text = '\uFEFFa,b\r\n"say ""hi"", now","two\r\nlines"\rlast,\n';
    expect(table(text).headers).toEqual(['a', 'b']);
    expect(table(text).rows).toEqual([
      { row: 2, cells: ['say "hi", now', 'two\nlines'] },
      { row: 3, cells: ['last', ''] },
    ]);
  });

  it('[CSV-1] skips blank rows but counts them, and cells that only a spreadsheet added', () => {
    const read = table('\n a , b ,,\n\n1,2,,\n,,,\n3,4,,\n');
    expect(read.headerRow).toBe(2);
    expect(read.headers).toEqual(['a', 'b']);
    expect(read.rows).toEqual([
      { row: 4, cells: ['1', '2'] },
      { row: 6, cells: ['3', '4'] },
    ]);
  });

  it('[CSV-2] names the row of cells that do not fit the header', () => {
    const result = readTable('a,b\n1,2,3\n1\n1,2\n');
    expect(result.ok ? [] : result.problems.map(({ code, place }) => [code, place.row])).toEqual([
      ['csv-cell-count', 2],
      ['csv-cell-count', 3],
    ]);
  });

  it('[CSV-2] refuses quotes that do not match, and a header alone', () => {
    expect(codes('a,b\n"x,2\n')).toContain('csv-quotes');
    expect(codes('a,b\n')).toEqual(['csv-empty']);
    expect(codes('')).toEqual(['csv-empty']);
  });

  it('[CSV-2] stops at its limits', () => {
    expect(codes('a\n1\n2\n3\n', { length: 100, rows: 2, columns: 2 })).toEqual([
      'csv-too-many-rows',
    ]);
    expect(codes('a\n1\n2\n', { length: 100, rows: 2, columns: 2 })).toEqual([]);
    expect(codes('a,b,c\n1,2,3\n', { length: 100, rows: 2, columns: 2 })).toEqual([
      'csv-too-many-columns',
    ]);
    expect(codes('a\n1\n2\n', { length: 3, rows: 2, columns: 2 })).toEqual(['csv-too-large']);
  });

  it('[CSV-2] tells that characters were lost', () => {
    expect(table('a\nM\uFFFDnchen\n').notices.map(({ code }) => code)).toEqual([
      'csv-bad-characters',
    ]);
  });
});
