/** Tables of a report as plain rows: for programs, with bare values. */
import { describe, expect, it } from 'vitest';
import { smallPlan } from '../model/testing/small-plan.ts';
import { reportDrawings, reportTables } from './report-tables.ts';
import { reportOf, tablesOf } from './testing/report-of.ts';

const document = reportOf(smallPlan());
const tables = reportTables(document);
const table = (name: string) => tables.find((each) => each.name === name);

function value(name: string, id: string, header: string): string | undefined {
  const found = table(name);
  const row = found?.rows.find(([first]) => first === id);
  return row?.[found?.headers.indexOf(header) ?? -1];
}

describe('plain tables', () => {
  it('[REP-15] are all tables of the report, an index of them and the sources', () => {
    expect(tables.map(({ name }) => name)).toEqual([
      'index',
      ...tablesOf(document).map(({ id }) => id),
      'sources',
    ]);
    expect(table('index')?.rows).toHaveLength(tablesOf(document).length);
  });

  it('[REP-15] have headers once each and rows as wide as these', () => {
    for (const { name, headers, rows } of tables) {
      expect(new Set(headers).size, name).toBe(headers.length);
      for (const row of rows) expect(row, name).toHaveLength(headers.length);
    }
  });

  it('[REP-15] give bare values in the unit of the header, with their source', () => {
    expect(value('table-5-1', 'app-control', 'memory_private (bytes)')).toBe('65536');
    expect(value('table-5-1', 'app-control', 'memory_private source')).toBe('U');
    expect(value('table-7-1', 'task-loop', 'period (ns)')).toBe('1000000');
    expect(value('table-8-2', 'shm0', 'base (address)')).toBe(String(0x8000_0000));
  });

  it('[REP-15] say unknown where nothing is known, and nothing where nothing is meant', () => {
    expect(value('table-5-1', 'app-logger', 'memory_private (bytes)')).toBe('unknown');
    expect(value('table-5-1', 'app-control', 'supplier')).toBe('');
  });
});

describe('drawings', () => {
  it('[REP-15] are files of their own, each once', () => {
    const drawings = reportDrawings(document);
    expect(drawings.map(({ name }) => name)).toEqual([
      'figure-2-1',
      'figure-6-1',
      'figure-8-1',
      'figure-9-1',
      'figure-14-1',
      'figure-14-2',
    ]);
    for (const { svg } of drawings) {
      expect(svg).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\s*<svg /);
      expect(svg.match(/<svg /g)).toHaveLength(1);
      expect(svg).not.toContain('href');
    }
  });
});
