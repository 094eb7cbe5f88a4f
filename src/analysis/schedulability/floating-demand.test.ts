import { expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

it('[SCHED-10] what floats is stated against all of its cores together, not as no demand of each', () => {
  const floating = (seed: Readonly<Record<string, unknown>> = {}) =>
    new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0', 'c1'], scheduler: 'fixed-priority' })
      .environment('pinned', 'bare-metal', null, { coreIds: ['c2'] })
      .application('a')
      .task('h', 'a', 6, 10, { priority: 3 })
      .task('m', 'a', 6, 10, { priority: 2 })
      .task('l', 'a', 6, 10, { priority: 1, ...seed })
      .place('a', 'os')
      .application('b')
      .task('own', 'b', 1, 10, { priority: 1 })
      .place('b', 'pinned', ['c2'])
      .analyze().schedules;
  const all = { cores: 2, loads: 3, demand: { numerator: '9', denominator: '5' } };
  expect(floating().map(({ demand, floating: over }) => [demand?.numerator, over])).toEqual([
    ['0', [all]],
    ['0', [all]],
    ['1', []],
  ]);
  expect(floating({ wcetNs: null })[0]?.floating).toEqual([{ ...all, demand: null }]);
});
