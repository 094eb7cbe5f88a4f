/** One core, dispatched offline. */
import { describe, expect, it } from 'vitest';
import { dispatchFrame, type DispatchDemand, type RunOn } from './offline-dispatch.ts';

const LIMIT = { steps: 10_000 };

/** [demand, start, end] of each stretch, or what stood in the way. */
function dispatched(
  demands: readonly (readonly [period: number, budget: number])[],
  frame: number,
  switchCost: number,
  runOn: RunOn,
): readonly (readonly number[])[] | string {
  const all = demands.map(([period, budget]): DispatchDemand => ({ period, budget }));
  const result = dispatchFrame(all, frame, { switchCost, leastWindow: 0 }, runOn, LIMIT);
  if (result.kind !== 'dispatched') return result.kind;
  return result.stretches.map(({ demand, start, end }) => [demand, start, end]);
}

describe('a core dispatched offline', () => {
  it('[WINDOW-21] runs on only where everybody still meets the deadlines', () => {
    const demands = [
      [24, 12],
      [24, 4],
      [6, 1],
    ] as const;
    // Never preempted, the first one lets the third miss; preempted always, it has one window more.
    expect(dispatched(demands, 24, 0, 'always')).toBe('late');
    expect(dispatched(demands, 24, 0, 'never')).toHaveLength(8);
    expect(dispatched(demands, 24, 0, 'when-safe')).toEqual([
      [2, 0, 1],
      [0, 1, 6],
      [2, 6, 7],
      [0, 7, 14],
      [2, 14, 15],
      [1, 15, 19],
      [2, 19, 20],
    ]);
  });

  it('[WINDOW-21] finds a table by running on where neither always nor never does', () => {
    const demands = [
      [24, 5],
      [24, 2],
      [6, 1],
    ] as const;
    expect(dispatched(demands, 24, 2, 'always')).toBe('late');
    expect(dispatched(demands, 24, 2, 'never')).toBe('late');
    expect(dispatched(demands, 24, 2, 'when-safe')).toEqual([
      [2, 0, 3],
      [0, 3, 6],
      [2, 6, 9],
      [0, 9, 15],
      [2, 15, 19],
      [1, 19, 23],
    ]);
  });

  it('[WINDOW-22] leaves out stretches that are nothing but a switch, and does not pay for them', () => {
    const demands = [
      [10, 1],
      [15, 3],
      [60, 7],
    ] as const;
    const stretches = dispatched(demands, 60, 3, 'when-safe');
    expect(stretches).not.toBe('late');
    for (const [, start = 0, end = 0] of stretches as readonly (readonly number[])[]) {
      expect(end - start).toBeGreaterThan(3);
    }
  });

  it('[WINDOW-10] ends when its steps are used up', () => {
    const demands = [{ period: 1, budget: 1 }];
    expect(
      dispatchFrame(demands, 1_000_000, { switchCost: 0, leastWindow: 0 }, 'never', LIMIT),
    ).toEqual({ kind: 'steps' });
  });
});
