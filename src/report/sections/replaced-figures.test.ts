/** Figures that the user replaced, wherever the report uses them. */
import { expect, test } from 'vitest';
import { catalogueOf, technology } from '../../analysis/testing/catalogue-builder.ts';
import { setOverride } from '../../model/commands/overrides.ts';
import { applyDiff } from '../../model/diff.ts';
import { rows, type Plan } from '../../model/plan.ts';
import { countingIds, smallPlan } from '../../model/testing/small-plan.ts';
import { cellsOf, reportOf, tablesOf } from '../testing/report-of.ts';

const jailhouse = technology({
  id: 'jailhouse',
  name: 'Jailhouse',
  family: 'type1-static',
  kinds: ['hypervisor', 'partition'],
});
const catalogue = catalogueOf([jailhouse]);

function replaced(plan: Plan): Plan {
  const diff = setOverride(
    plan,
    {
      subjectKind: 'technology',
      subjectId: 'jailhouse',
      parameter: 'fixedHostMemory',
      value: 6,
      low: 5,
      high: 8,
      unit: 'MiB',
      reason: 'Measured on our board',
      author: 'A. Engineer',
    },
    countingIds(),
  );
  if (!diff.ok) throw new Error('refused');
  return applyDiff(plan, diff.value);
}

test('[REP-16] section 3 lists each replaced figure with published value, reason and author', () => {
  const report = reportOf(replaced(smallPlan()), { catalogue });
  const table = tablesOf(report).find(({ id }) => id === 'table-3-2');
  expect(table?.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
    [
      'Jailhouse',
      'fixed memory',
      'unknown',
      '6 (5 to 8) MiB',
      'Measured on our board',
      'A. Engineer',
    ],
  ]);
});

test('[REP-16] without replaced figures the report says so', () => {
  const scope = reportOf(smallPlan(), { catalogue }).sections[2];
  const part = scope?.parts.find(({ title }) => title === 'Figures replaced by the user');
  expect(part?.blocks).toEqual([
    {
      kind: 'paragraph',
      text: 'None: every estimate uses the published figures of the catalogue.',
    },
  ]);
});

test('[REP-16] an estimate that uses a replaced figure says so, with the key of the user', () => {
  const plan = replaced(smallPlan());
  const uses = rows(plan.layouts)
    .flatMap(({ id }) => cellsOf(reportOf(plan, { layoutId: id, catalogue })))
    .filter(({ cell }) => cell.text.includes('(replaced by the user)'));
  expect(uses.length).toBeGreaterThan(0);
  for (const { cell } of uses) {
    expect(cell.text).toMatch(/ 6 MiB \([^)]+\) \[U\] \(replaced by the user\)/);
  }
});

test('[REP-16] on paper the key of a replaced figure is marked, and section 15 lists each key once', () => {
  const plan = replaced(smallPlan());
  let marked = 0;
  for (const { id } of rows(plan.layouts)) {
    const report = reportOf(plan, { layoutId: id, catalogue });
    const listed = report.sections
      .flatMap(({ parts }) => parts.flatMap(({ blocks }) => blocks))
      .flatMap((block) =>
        block.kind === 'definitions' && block.id === 'figures' ? block.entries : [],
      );
    const terms = listed.map(({ term }) => term);
    expect(new Set(terms).size).toBe(terms.length);
    const used = tablesOf(report).flatMap(({ columns, printed }) => {
      const at = columns.findIndex(({ key }) => key === 'figures');
      const isEstimates = columns[at]?.head === 'Computed from';
      return isEstimates ? (printed?.rows ?? []).map(({ cells }) => cells[at]?.text ?? '') : [];
    });
    expect(used.length).toBeGreaterThan(0);
    const keys = used.flatMap((text) => text.match(/\bN\d+/g) ?? []);
    expect(new Set(keys)).toEqual(new Set(terms));
    marked += used.filter((text) => /N\d+ \(replaced by the user\)/.test(text)).length;
    for (const { term, text } of listed) {
      if (!text.endsWith(' unknown')) continue;
      expect(
        used.some((each) => each.includes(`${term} (unknown)`)),
        text,
      ).toBe(true);
    }
  }
  expect(marked).toBeGreaterThan(0);
});
