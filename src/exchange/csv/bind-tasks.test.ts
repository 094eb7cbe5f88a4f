import { describe, expect, it } from 'vitest';
import { placementSchema } from '../../model/layout.ts';
import { applyDiff, isEmptyDiff } from '../../model/diff.ts';
import { emptyPlan, rows, type Plan } from '../../model/plan.ts';
import { checkReferences } from '../../model/references.ts';
import { generatedTarget } from '../../model/testing/generated-plan.ts';
import { tinyCatalogue } from '../../catalog/testing/tiny-catalogue.ts';
import { previewImport } from '../preview-import.ts';

const catalogue = tinyCatalogue();

const bare = emptyPlan(
  { id: 'plan', name: 'Plan', description: null, author: null, status: 'draft' },
  generatedTarget(4),
);
let made = 0;
const newId = (prefix: string): string => `${prefix}-${(made += 1)}`;

function imported(text: string, plan: Plan): Plan {
  const { diff, problems } = previewImport({
    plan,
    catalogue,
    fileName: 'tasks.csv',
    text: `application,task,period_us,core\n${text}`,
    format: null,
    newId,
  });
  if (!diff) throw new Error(JSON.stringify(problems));
  return applyDiff(plan, diff);
}

describe('tasks with cores', () => {
  it('[CSV-7] an application without a place gets one on the cores that its tasks name', () => {
    const plan = imported('a,t1,1000,2\na,t2,1000,0\nb,t3,1000,2\n', bare);
    expect(rows(plan.layouts).map(({ name }) => name)).toEqual(['Imported']);
    const [image] = rows(plan.environments);
    expect(image?.coreIds).toEqual(['pkg0.0', 'pkg0.2']);
    expect(
      rows(plan.placements).map(({ coreIds, taskCores }) => [coreIds, taskCores.length]),
    ).toEqual([
      [['pkg0.0', 'pkg0.2'], 2],
      [['pkg0.2'], 1],
    ]);
    expect(checkReferences(plan, () => '')).toEqual([]);
  });

  it('[CSV-7] the same table again changes nothing; another one widens the same image', () => {
    const plan = imported('a,t1,1000,2\n', bare);
    const again = previewImport({
      plan,
      catalogue,
      fileName: 'tasks.csv',
      text: 'application,task,period_us,core\na,t1,1000,2\n',
      format: null,
      newId,
    });
    expect(again.diff && isEmptyDiff(again.diff)).toBe(true);
    const wider = imported('c,t9,1000,1\n', plan);
    expect(rows(wider.layouts)).toHaveLength(1);
    expect(rows(wider.environments).map(({ coreIds }) => coreIds)).toEqual([['pkg0.1', 'pkg0.2']]);
    expect(rows(wider.placements)).toHaveLength(2);
  });

  it('[CSV-7] an application with a place keeps it; bindings of other tasks stay', () => {
    const plan = imported('a,t1,1000,2\na,t2,1000,0\n', bare);
    const [place] = rows(plan.placements);
    const moved = applyDiff(plan, {
      added: {},
      removed: {},
      updated: { placements: [[place!, placementSchema.parse({ ...place, reason: 'mine' })]] },
    });
    const [after] = rows(imported('a,t1,1000,3\n', moved).placements);
    expect(after?.reason).toBe('mine');
    expect(after?.taskCores.map(({ coreId }) => coreId).toSorted()).toEqual(['pkg0.0', 'pkg0.3']);
  });

  it('[CSV-7] cores that the target lacks bind nothing', () => {
    const plan = imported('a,t1,1000,9\n', bare);
    expect(rows(plan.layouts)).toEqual([]);
    expect(rows(plan.tasks)).toHaveLength(1);
  });
});
