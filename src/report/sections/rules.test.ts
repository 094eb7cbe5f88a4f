/** Section 13: rules, findings, and what of them rests on figures of the user. */
import { expect, test } from 'vitest';
import { RULES } from '../../analysis/rules/registry.ts';
import { catalogueOf, technology } from '../../analysis/testing/catalogue-builder.ts';
import { setOverride } from '../../model/commands/overrides.ts';
import { applyDiff } from '../../model/diff.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import { countingIds, smallPlan } from '../../model/testing/small-plan.ts';
import { reportOf, tablesOf } from '../testing/report-of.ts';

const catalogue = catalogueOf([
  technology({
    id: 'jailhouse',
    name: 'Jailhouse',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
  }),
]);

/** A hypervisor that alone needs more memory than the board has. */
function withHugeHypervisor(plan: Plan): Plan {
  const diff = setOverride(
    plan,
    {
      ...{ subjectKind: 'technology', subjectId: 'jailhouse', parameter: 'fixedHostMemory' },
      ...{ value: 900_000, unit: 'MiB', reason: 'Measured on our board' },
    },
    countingIds(),
  );
  if (!diff.ok) throw new Error('refused');
  return applyDiff(plan, diff.value);
}

test('[REP-17] every rule stands in one table once, with what became of it', () => {
  const report = reportOf(smallPlan(), { catalogue });
  const tables = tablesOf(report).filter(({ id }) => id.startsWith('table-13-'));
  expect(tables.map(({ id }) => id)).toEqual(['table-13-1', 'table-13-2']);
  const table = tables[1];
  expect(table?.rows.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  const outcome = table?.columns.findIndex(({ key }) => key === 'outcome') ?? -1;
  for (const { id, cells } of table?.rows ?? []) {
    expect(cells[outcome]?.text, id).toMatch(
      /pass: |does not apply: |error|warning|not assessed|check by hand/,
    );
  }
});

test('[REP-19] on paper, rules that pass share rows by family, those that do not apply one; each is named once', () => {
  const table = tablesOf(reportOf(smallPlan(), { catalogue })).find(
    ({ id }) => id === 'table-13-2',
  );
  const printed = table?.printed?.rows ?? [];
  expect(printed.length).toBeLessThan(RULES.length / 2);
  const texts = printed.map(({ cells }) => cells.map(({ text }) => text).join(' '));
  for (const { id, cells } of table?.rows ?? []) {
    const naming = texts.filter((text) => new RegExp(`(^| )${id} `).test(text));
    expect(naming, id).toHaveLength(1);
    const outcome = cells.at(-1)?.text ?? '';
    if (outcome.startsWith('does not apply'))
      expect(naming[0]).toMatch(/^\d+ rules does not apply/);
    else if (!outcome.startsWith('pass: ')) expect(naming[0]?.startsWith(id), id).toBe(true);
  }
});

test('[REP-19] every finding is in the plain table, and every message on paper', () => {
  const table = tablesOf(reportOf(smallPlan(), { catalogue })).find(
    ({ id }) => id === 'table-13-1',
  );
  const message = table?.columns.findIndex(({ key }) => key === 'message') ?? -1;
  const paper = (table?.printed?.rows ?? [])
    .flatMap(({ cells }) => cells.map(({ text }) => text))
    .join('\n');
  expect(table?.rows.length).toBeGreaterThan(0);
  for (const { cells } of table?.rows ?? []) expect(paper).toContain(cells[message]?.text);
});

test('[REP-17] counts of the table are those of the findings', () => {
  const [findings, rules] = tablesOf(reportOf(smallPlan(), { catalogue })).filter(({ id }) =>
    id.startsWith('table-13-'),
  );
  const errors = findings?.rows.filter(({ cells }) => cells[0]?.text === '! error').length;
  const counted = (rules?.rows ?? []).map(({ cells }) =>
    Number(/(\d+) ! error/.exec(cells.at(-1)?.text ?? '')?.[1] ?? 0),
  );
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(errors);
});

test('[REP-16] a finding that rests on a replaced figure says so, with the reason, on paper too', () => {
  const plan = withHugeHypervisor(smallPlan());
  const texts = rows(plan.layouts).flatMap(({ id }) =>
    tablesOf(reportOf(plan, { layoutId: id, catalogue }))
      .filter((table) => table.id === 'table-13-1')
      .flatMap((table) => table.rows.filter(({ cells }) => cells[1]?.text === 'MEM-2'))
      .map(({ cells }) => cells.map(({ text }) => text).join(' ')),
  );
  const reason = 'set by the user: Measured on our board';
  expect(texts.some((text) => text.includes(reason))).toBe(true);
  const paper = rows(plan.layouts)
    .flatMap(({ id }) => tablesOf(reportOf(plan, { layoutId: id, catalogue })))
    .filter(({ id }) => id === 'table-13-1')
    .flatMap((table) => table.printed?.rows ?? []);
  expect(JSON.stringify(paper)).toContain(reason);
});

test('[REP-18] each budget of CPU time says how it comes about; equal ones stand in one row', () => {
  const report = reportOf(smallPlan(), { catalogue });
  const table = tablesOf(report).find(({ id }) => id === 'table-6-2');
  expect(table?.columns.at(-1)?.key).toBe('formula');
  const formulas = table?.rows.map(({ cells }) => cells.at(-1)?.text ?? '') ?? [];
  expect(formulas.length).toBeGreaterThan(0);
  for (const formula of formulas) expect(formula).toMatch(/ = .+, of /);
});

test('[REP-18] cores without any load stand in one row', () => {
  const idle = { ...smallPlan(), placements: new Map() };
  const cores = targetOf(idle).cores.map(({ name }) => name);
  expect(cores.length).toBeGreaterThan(1);
  const table = tablesOf(reportOf(idle, { catalogue })).find(({ id }) => id === 'table-6-2');
  expect(table?.rows.map(({ cells }) => cells[0]?.text)).toContain(cores.join(', '));
});
