import { describe, expect, test } from 'vitest';
import { marginOf, variedIn, type Margin } from '../../analysis/schedulability/margins.ts';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { PlanBuilder } from '../../analysis/testing/plan-builder.ts';
import { marginRows, variedKey } from './margin-rows.ts';

/** `slow` is due after 9 µs and takes 7; `far` has no WCET. */
function plan() {
  return new PlanBuilder()
    .application('app')
    .application('rest')
    .task('slow', 'app', 5_000, 20_000, { priority: 5, deadlineNs: 9_000 })
    .task('fast', 'app', 2_000, 10_000, { priority: 9 })
    .task('far', 'rest', null, 10_000, { priority: 5 })
    .environment('image', 'bare-metal', null, {
      coreIds: ['c0', 'c1'],
      scheduler: 'fixed-priority',
      contextSwitchNs: 0,
    })
    .place('app', 'image', ['c0'])
    .place('rest', 'image', ['c1'])
    .plan();
}

const list = variedIn(plan(), 'layout');
const found = new Map<string, Margin | null>(
  list.map((of) => [variedKey(of), marginOf(plan(), 'layout', catalogueOf(), of)]),
);

describe('margins, on screen', () => {
  test('[TIMINGUI-8] the least margin stands first, with what is lost; what is unknown stands last', () => {
    const { tasks } = marginRows(plan(), list, found);
    expect(tasks.map(({ name }) => name)).toEqual(['slow', 'fast', 'far']);
    expect(tasks[0]?.main).toMatchObject({
      from: '5 µs',
      to: '7 µs',
      change: '+40 %',
      lost: ['slow'],
    });
    expect(tasks[2]?.main).toMatchObject({ to: null, change: 'unknown: it is not stated' });
  });

  test('[TIMINGUI-8] the whole plan and its clocks come first, cut to what is certain', () => {
    const { whole } = marginRows(plan(), list, found);
    // 7 may become 9: 28.5 % more, 28.6 are too much.
    expect(whole[0]).toMatchObject({
      name: 'Every WCET',
      main: { to: '128.5 %', change: '+28.5 %' },
    });
    expect(whole[1]?.main.change).toMatch(/^−22\.\d %$/);
    expect(whole[1]?.main.to).toMatch(/MHz$/);
  });

  test('[TIMINGUI-8] what is not searched yet says so', () => {
    const { tasks } = marginRows(plan(), list, new Map());
    expect(tasks.every(({ main }) => main.change === 'not searched yet')).toBe(true);
    const none: Margin = {
      of: { kind: 'wcet', taskId: 'slow' },
      unit: 'ns',
      now: 5_000,
      last: 5_000,
      proven: 1,
      provenChains: 0,
      lost: ['slow'],
      lostChains: [],
      step: 1,
    };
    const at = (margin: Margin) =>
      marginRows(plan(), list, new Map([['wcet slow', margin]])).tasks[0]?.main.change;
    expect(at(none)).toBe('none');
    expect(at({ ...none, last: null })).toBe('no proof depends on it');
    expect(at({ ...none, last: null, proven: 0 })).toBe('nothing is proven here');
  });
});
