import { describe, expect, it } from 'vitest';
import type { Table } from './document.ts';
import { condensed } from './printed-rows.ts';

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
      ['row-1', 'l0, l1, l2, l3, l4, l5 and 3 more', 'none'],
    ]);
    expect(printed?.note).toBe('10 rows, printed as 2; all of them are in table-1-1.csv');
  });

  it('[REP-19] a table that would hardly become shorter stays as it is', () => {
    expect(condensed(table(many.slice(0, 4)), ['link']).printed).toBeUndefined();
    const different = many.map(([name], at) => [name, `channel ${at}`] as const);
    expect(condensed(table(different), ['link']).printed).toBeUndefined();
  });
});
