/** Markdown of a report: tables stay tables, texts stay texts. */
import { describe, expect, it } from 'vitest';
import { smallPlan } from '../model/testing/small-plan.ts';
import { escapeMarkdown, reportMarkdown } from './render-markdown.ts';
import { ATTACKS, hostilePlan } from './testing/hostile-plan.ts';
import { reportOf, tablesOf } from './testing/report-of.ts';

/** Cells of a table line: bars that are not escaped part them. */
const cells = (line: string) => line.split(/(?<!\\)\|/).length - 2;

describe.each([
  ['the small plan', smallPlan],
  ['a hostile plan', hostilePlan],
])('%s', (_, make) => {
  const document = reportOf(make());
  const text = reportMarkdown(document);
  const lines = text.split('\n');

  it('[REP-14] has one heading per section, in order', () => {
    expect(
      lines
        .filter((line) => line.startsWith('## '))
        .map((line) => Number.parseInt(line.slice(3), 10)),
    ).toEqual(Array.from({ length: 15 }, (_each, index) => index + 1));
  });

  it('[REP-14] every line of a table has as many cells as its head', () => {
    let width: number | null = null;
    let tables = 0;
    for (const line of lines) {
      if (!line.startsWith('|')) width = null;
      else if (width === null) {
        width = cells(line);
        tables += 1;
      } else expect(cells(line), line).toBe(width);
    }
    expect(tables).toBe(tablesOf(document).filter(({ rows }) => rows.length > 0).length);
  });

  it('[REP-14] holds no HTML, no link and no picture', () => {
    expect(text).not.toMatch(/<[a-z!/]/i);
    expect(text).not.toMatch(/(?<!\\)\]\(/);
    expect(text).not.toMatch(/https?:\/\/|www\./i);
  });

  it('[REP-14] every row ends with the id of its object', () => {
    for (const { printed, rows } of tablesOf(document)) {
      for (const { id } of printed?.rows ?? rows) {
        expect(
          lines.some((line) => line.endsWith(`| ${escapeMarkdown(id)} |`)),
          id,
        ).toBe(true);
      }
    }
  });
});

describe('escapes', () => {
  it.each(ATTACKS)('[REP-14] %s is shown, not followed', (attack) => {
    const escaped = escapeMarkdown(attack);
    expect(escaped).not.toMatch(/<|(?<!\\)[[\]()`*|]|(?<![\\&])#/);
  });

  it('[REP-14] a text in several lines becomes one', () => {
    expect(escapeMarkdown('a\r\n# b\n\n1. c')).not.toContain('\n');
  });
});
