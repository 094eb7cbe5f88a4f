import { describe, expect, test } from 'vitest';
import { layoutTree } from '../../model/layout-tree.ts';
import { rows, targetOf } from '../../model/plan.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { TABLES } from './definitions.ts';
import { orderedIds, settledOrder, type OrderQuestion } from './row-order.ts';

const plan = smallPlan();
const context = { plan, target: targetOf(plan), tree: layoutTree(plan, 'layout-a') };
const all = rows(plan.applications);
const ask = (question: Partial<OrderQuestion>) =>
  orderedIds(
    all,
    TABLES.applications.columns,
    { sorting: null, filter: '', unknownIn: null, ...question },
    context,
  );

describe('[TAB-8] order of rows', () => {
  test('[TAB-8] unknown stands last both ways', () => {
    const key = 'memoryPrivateBytes';
    expect(ask({ sorting: { key, descending: false } })).toEqual([
      'app-control',
      'app-gateway',
      'app-logger',
    ]);
    expect(ask({ sorting: { key, descending: true } })).toEqual([
      'app-gateway',
      'app-control',
      'app-logger',
    ]);
  });
  test('[TAB-8] equal rows keep their order', () => {
    expect(ask({ sorting: { key: 'os', descending: false } })).toEqual([
      'app-gateway',
      'app-logger',
      'app-control',
    ]);
  });
  test('[TAB-8] every word must be in the row, in any cell', () => {
    expect(ask({ filter: 'linux gate' })).toEqual(['app-gateway']);
    expect(ask({ unknownIn: 'memoryPrivateBytes' })).toEqual(['app-logger']);
  });
  test('[TAB-8] rows stay where they are until asked anew', () => {
    const before = { ids: ['c', 'a'], known: new Set(['a', 'b', 'c']) };
    expect(settledOrder(before, ['a', 'b', 'c', 'd'])).toEqual(['c', 'a', 'd']);
    expect(settledOrder(before, ['b', 'c'])).toEqual(['c']);
  });
});
