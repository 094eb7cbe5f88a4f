import { describe, expect, test } from 'vitest';
import { applyDiff, isEmptyDiff } from './diff.ts';
import { planDifference } from './plan-difference.ts';
import { updateRecords } from './commands/records.ts';
import { deleteWithDependents } from './references.ts';
import { countingIds, smallPlan } from './testing/small-plan.ts';
import { duplicateLayout } from './commands/duplicate.ts';

describe('[DIFF-1] the change between two states', () => {
  test('[DIFF-1] several steps become one diff that leads to the same state', () => {
    const plan = smallPlan();
    const copied = duplicateLayout(plan, 'layout-a', countingIds());
    const first = applyDiff(plan, copied.ok ? copied.value : deleteWithDependents(plan, {}));
    const renamed = updateRecords(first, 'applications', ['app-gateway'], { name: 'Router' });
    const second = renamed.ok ? applyDiff(first, renamed.value) : first;
    const third = applyDiff(second, deleteWithDependents(second, { applications: ['app-logger'] }));
    const diff = planDifference(plan, third);
    expect(diff.removed.applications?.map(({ id }) => id)).toEqual(['app-logger']);
    expect(diff.added.layouts).toHaveLength(1);
    expect(diff.updated.applications?.map(([, { name }]) => name)).toEqual(['Router']);
    expect(isEmptyDiff(planDifference(applyDiff(plan, diff), third))).toBe(true);
  });

  test('[DIFF-1] there and back again leaves nothing', () => {
    const plan = smallPlan();
    const renamed = updateRecords(plan, 'applications', ['app-gateway'], { name: 'Router' });
    const once = renamed.ok ? applyDiff(plan, renamed.value) : plan;
    const name = plan.applications.get('app-gateway')?.name ?? '';
    const back = updateRecords(once, 'applications', ['app-gateway'], { name });
    expect(back.ok && isEmptyDiff(planDifference(plan, applyDiff(once, back.value)))).toBe(true);
  });
});
