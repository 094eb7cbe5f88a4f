import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../model/diff.ts';
import { emptyPlan, rows, type Plan } from '../../model/plan.ts';
import { generatedTarget } from '../../model/testing/generated-plan.ts';
import { exportTables } from './export-tables.ts';
import { previewCsv } from './preview.ts';

let made = 0;
const newId = (prefix: string): string => `${prefix}-${(made += 1)}`;
const preview = (text: string, into: Plan) =>
  previewCsv({ plan: into, text, fileName: 'chains.csv', kind: null, newId });

/** Two tasks of one name, and one of another. */
function planWithTasks(): Plan {
  const info = { id: 'plan', name: 'Plan', description: null, author: null, status: 'draft' };
  const bare = emptyPlan({ ...info, status: 'draft' as const }, generatedTarget(1));
  const text = [
    'application,task,period_us',
    'Engine,Sense,10',
    'Engine,Control,10',
    'Brake,Control,10',
  ];
  return applyDiff(bare, preview(text.join('\n'), bare).diff!);
}
const plan = planWithTasks();
const [sense = '', engine = '', brake = ''] = rows(plan.tasks).map(({ id }) => id);

describe('[CSV-11] chains', () => {
  it('[CSV-11] name their tasks first to last, with the application where that is needed', () => {
    const text = [
      'Chain;Tasks;Bound [ms];communication',
      'one;Sense -> Engine / Control;20;let',
      'two;Sense > Brake/Control;;',
      'three;"[""Sense""]";0,5;implicit',
    ].join('\n');
    const { diff, problems, kind } = preview(text, plan);
    expect([kind, problems]).toEqual(['chains', []]);
    expect(
      diff?.added.chains?.map(({ name, taskIds, latencyBoundNs, communication }) => [
        name,
        taskIds,
        latencyBoundNs,
        communication,
      ]),
    ).toEqual([
      ['one', [sense, engine], 20_000_000, 'let'],
      ['two', [sense, brake], null, 'implicit'],
      ['three', [sense], 500_000, 'implicit'],
    ]);
    const full = applyDiff(plan, diff!);
    const file = exportTables(full).find(({ name }) => name.startsWith('chains'));
    const again = preview(file?.text ?? '', full);
    expect(again.problems).toEqual([]);
    expect(rows(applyDiff(full, again.diff!).chains)).toEqual(rows(full.chains));
    expect(again.rows.every(({ change }) => change === 'same')).toBe(true);
  });

  it('[CSV-11] take positions of runnables along, which another path has not', () => {
    const chainsOf = (text: string, into: Plan) => {
      const { diff, problems } = preview(text, into);
      expect(problems).toEqual([]);
      return applyDiff(into, diff!);
    };
    const positions = ({ chains }: Plan) => rows(chains).map((each) => each.runnablePositions);
    const stated = chainsOf('chain,tasks,positions\na,Sense > Sense,3; -\nb,Sense,\n', plan);
    expect(positions(stated)).toEqual([[3, null], []]);
    const file = exportTables(stated).find(({ name }) => name.startsWith('chains'));
    expect(positions(chainsOf(file?.text ?? '', plan))).toEqual([[3, null], []]);
    expect(positions(chainsOf('name,tasks\na,Sense > Sense\n', stated))).toEqual([[3, null], []]);
    expect(positions(chainsOf('name,tasks\na,Sense > Sense > Sense\n', stated))).toEqual([[], []]);
    const wrong = preview('name,tasks,positions\na,Sense > Sense,3; x\n', plan).problems;
    expect(wrong.map(({ code, place }) => [code, place.row, place.field])).toEqual([
      ['csv-not-allowed', 2, 'positions'],
    ]);
  });

  it('[CSV-11] say which task is missing, several, or none', () => {
    const text = 'name,tasks\na,Sense; Gone; Control\nb,\na,Sense\n';
    expect(
      preview(text, plan).problems.map(({ code, place, found }) => [
        code,
        place.row,
        place.field,
        found,
      ]),
    ).toEqual([
      ['csv-unknown-name', 2, 'tasks', 'Gone'],
      ['csv-ambiguous-name', 2, 'tasks', 'Control'],
      ['csv-missing-value', 3, 'tasks', null],
    ]);
    expect(preview('name,tasks\na,Sense\na,Sense\n', plan).problems[0]?.code).toBe(
      'csv-duplicate-name',
    );
  });
});
