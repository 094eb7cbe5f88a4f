import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../../analysis/testing/plan-builder.ts';
import { applyDiff } from '../../model/diff.ts';
import { rows, type Plan } from '../../model/plan.ts';
import { exportTables } from './export-tables.ts';
import { previewCsv } from './preview.ts';

const plan = new PlanBuilder()
  .application('engine', { name: 'Engine' })
  .application('brake', { name: 'Brake' })
  .task('sense', 'engine', 1, 10, { name: 'Sense' })
  .task('e', 'engine', 1, 10, { name: 'Control' })
  .task('b', 'brake', 1, 10, { name: 'Control' })
  .plan();
let made = 0;
const newId = (prefix: string): string => `${prefix}-${(made += 1)}`;
const preview = (text: string, into: Plan = plan) =>
  previewCsv({ plan: into, text, fileName: 'chains.csv', kind: null, newId });

describe('[CSV-11] chains', () => {
  it('[CSV-11] name their tasks first to last, with the application where that is needed', () => {
    const text = [
      'Chain;Tasks;Bound [ms];communication',
      'one;Sense -> Engine / Control;20;let',
      'two;Sense > Brake/Control;;',
      'three;"[""Sense""]";0,5;implicit',
    ].join('\n');
    const { diff, problems, kind } = preview(text);
    expect([kind, problems]).toEqual(['chains', []]);
    expect(
      diff?.added.chains?.map(({ name, taskIds, latencyBoundNs, communication }) => [
        name,
        taskIds,
        latencyBoundNs,
        communication,
      ]),
    ).toEqual([
      ['one', ['sense', 'e'], 20_000_000, 'let'],
      ['two', ['sense', 'b'], null, 'implicit'],
      ['three', ['sense'], 500_000, 'implicit'],
    ]);
    const full = applyDiff(plan, diff!);
    const file = exportTables(full).find(({ name }) => name.startsWith('chains'));
    const again = preview(file?.text ?? '', full);
    expect(again.problems).toEqual([]);
    expect(rows(applyDiff(full, again.diff!).chains)).toEqual(rows(full.chains));
    expect(again.rows.every(({ change }) => change === 'same')).toBe(true);
  });

  it('[CSV-11] say which task is missing, several, or none', () => {
    const text = 'name,tasks\na,Sense; Gone; Control\nb,\na,Sense\n';
    expect(
      preview(text).problems.map(({ code, place, found }) => [code, place.row, place.field, found]),
    ).toEqual([
      ['csv-unknown-name', 2, 'tasks', 'Gone'],
      ['csv-ambiguous-name', 2, 'tasks', 'Control'],
      ['csv-missing-value', 3, 'tasks', null],
    ]);
    expect(preview('name,tasks\na,Sense\na,Sense\n').problems[0]?.code).toBe('csv-duplicate-name');
  });
});
