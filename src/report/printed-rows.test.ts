import { describe, expect, it } from 'vitest';
import type { Table } from './document.ts';
import { alikeNames } from './alike-names.ts';
import { condensed, withAlikeRows } from './printed-rows.ts';

const table = (rows: readonly (readonly [name: string, channel: string])[]): Table => ({
  kind: 'table',
  id: 'table-1-1',
  caption: '',
  columns: [
    { key: 'link', head: 'Link' },
    { key: 'channel', head: 'Channel' },
  ],
  rows: rows.map(([name, channel], at) => ({
    id: `row-${at}`,
    cells: [{ text: name }, { text: channel }],
  })),
  empty: '',
});
const many = Array.from({ length: 9 }, (_, at) => [`l${at}`, 'none'] as const);

describe('printed rows', () => {
  it('[REP-19] rows that differ in a name only are printed as one, and none of them is lost', () => {
    const { rows, printed } = condensed(table([['first', 'shared'], ...many]), ['link']);
    expect(rows).toHaveLength(10);
    expect(printed?.rows.map(({ id, cells }) => [id, ...cells.map(({ text }) => text)])).toEqual([
      ['row-0', 'first', 'shared'],
      ['row-1', 'l0 to 8', 'none'],
    ]);
    expect(printed?.note).toBe('10 rows, printed as 2; all of them are in table-1-1.csv');
  });

  it('[REP-19] a table that would hardly become shorter stays as it is', () => {
    expect(condensed(table(many.slice(0, 4)), ['link']).printed).toBeUndefined();
    const different = many.map(([name], at) => [name, `channel ${at}`] as const);
    expect(condensed(table(different), ['link']).printed).toBeUndefined();
  });

  it('[REP-19] names without a run are listed and then counted', () => {
    const names = ['Ear', 'Eye', 'Nose', 'Hand', 'Foot', 'Skin', 'Tongue'];
    const { printed } = condensed(table(names.map((name) => [name, 'none'] as const)), ['link']);
    expect(printed?.rows[0]?.cells[0]?.text).toBe('Ear, Eye, Nose, Hand, Foot, Skin and 1 more');
  });

  it('[REP-19] only neighbours that count up by one are a run', () => {
    expect(alikeNames(['c 1', 'c 2', 'c 3', 'c 5', 'd 6', 'e', '7', '8'])).toEqual([
      ...['c 1 to 3', 'c 5', 'd 6', 'e', '7', '8'],
    ]);
  });

  it('[REP-19] rows whose names differ in more than a number, or whose values differ, are never alike', () => {
    expect(withAlikeRows(table(many)).printed?.rows).toHaveLength(1);
    const words = many.map((_, at) => [String.fromCharCode(97 + at), 'none'] as const);
    expect(withAlikeRows(table(words)).printed).toBeUndefined();
    const values = many.map(([name], at) => [name, `${at} MiB`] as const);
    expect(withAlikeRows(table(values)).printed).toBeUndefined();
  });
});
