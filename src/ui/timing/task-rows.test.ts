import { describe, expect, test } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { PlanBuilder } from '../../analysis/testing/plan-builder.ts';
import { TIMING_VERDICTS } from '../../analysis/timing-words.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { shownRows, taskRows, type TaskRow } from './task-rows.ts';

const MS = 1_000_000;
const ALL = { verdicts: new Set(TIMING_VERDICTS), text: '' };

/** One core: `late` misses, `fast` meets; `blank` on another core has no WCET; `lost` has no place. */
function rows(): readonly TaskRow[] {
  const kernel = { os: { family: 'zephyr' }, scheduler: 'fixed-priority' };
  const plan = new PlanBuilder()
    .application('app')
    .application('other')
    .application('nowhere')
    .task('fast', 'app', 2 * MS, 10 * MS, { priority: 9 })
    .task('late', 'app', 9 * MS, 20 * MS, { priority: 5, deadlineNs: 10 * MS })
    .task('blank', 'other', null, 5 * MS, { priority: 3 })
    .task('lost', 'nowhere', 1 * MS, 5 * MS, { priority: 3 })
    .environment('rtos', 'bare-metal', null, { ...kernel, coreIds: ['c0', 'c1'] })
    .place('app', 'rtos', ['c0'])
    .place('other', 'rtos', ['c1'])
    .plan();
  const tree = layoutTree(plan, 'layout');
  if (!tree) throw new Error('the plan has a layout');
  return taskRows(plan, tree, analyze(plan, 'layout', catalogueOf()));
}

const names = (shown: readonly TaskRow[]) => shown.map(({ result }) => result.task.name);

describe('the task table', () => {
  test('[TIMINGUI-1] every task has a row with core, policy and verdict', () => {
    const [fast, late, blank, lost] = rows();
    expect(fast).toMatchObject({ place: 'core 0', policy: 'fixed priorities, preemptive' });
    expect(fast?.result).toMatchObject({ verdict: 'proven-ok', responseTimeNs: 2 * MS });
    expect(late?.result).toMatchObject({ verdict: 'proven-miss', slackNs: -3 * MS });
    expect(blank?.result.verdict).toBe('unknown');
    expect(lost).toMatchObject({ place: 'no place', policy: null });
    expect(lost?.result.verdict).toBe('not-assessed');
  });

  test('[TIMINGUI-2] a filter keeps verdicts and names, and never turns unknown into met', () => {
    const misses = { ...ALL, verdicts: new Set(['proven-miss', 'unknown'] as const) };
    expect(names(shownRows(rows(), misses, null))).toEqual(['late', 'blank']);
    expect(names(shownRows(rows(), { ...ALL, text: 'CORE 0' }, null))).toEqual(['fast', 'late']);
    expect(names(shownRows(rows(), { ...ALL, text: 'nowhere' }, null))).toEqual(['lost']);
  });

  test('[TIMINGUI-3] unknown values stand last in both directions', () => {
    const by = (descending: boolean) =>
      names(shownRows(rows(), ALL, { column: 'slack', descending }));
    expect(by(false)).toEqual(['late', 'fast', 'blank', 'lost']);
    expect(by(true)).toEqual(['fast', 'late', 'blank', 'lost']);
    const worst = names(shownRows(rows(), ALL, { column: 'verdict', descending: false }));
    expect(worst).toEqual(['late', 'blank', 'lost', 'fast']);
  });
});
