import { expect, test } from 'vitest';
import { duplicateLayout } from '../../model/commands/duplicate.ts';
import { applyDiff } from '../../model/diff.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { findableItems } from './findable.ts';

test('[UI-10] of what has the same name in several layouts, that of the layout on screen is found first', () => {
  const plan = smallPlan();
  let count = 0;
  const copied = duplicateLayout(plan, 'layout-a', (prefix) => `${prefix}-copy-${(count += 1)}`);
  if (!copied.ok) throw new Error('the copy was refused');
  const both = applyDiff(plan, copied.value);
  const copy = [...both.layouts.values()].find(({ name }) => name === 'Static 2');
  const first = (layoutId: string) =>
    findableItems(both, layoutId).find(({ item }) => item.kind === 'environment')?.where;
  expect(first('layout-a')).toBe('Static');
  expect(first(copy?.id ?? '')).toBe('Static 2');
});
