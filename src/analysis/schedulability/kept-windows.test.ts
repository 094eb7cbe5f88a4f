import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame, Window } from '../../model/scheduling.ts';
import { windowTableSupply } from '../timing/supply/window-table.ts';
import { keepWindows, type Table } from './kept-windows.ts';

const frameOf = (lengthNs: number): Frame => ({
  ...{ id: 'f', order: 0, layoutId: 'layout', name: 'Frame', lengthNs },
  ...{ switchNs: null, tickNs: null, notes: null },
});
const window = (coreId: string, startNs: number, durationNs: number): Window => ({
  ...{ id: `${coreId} ${startNs}`, order: 0, layoutId: 'layout', frameId: 'f', coreId },
  ...{ environmentId: `on-${coreId}`, startNs, durationNs },
});

describe('windows of other cores beside a generated table', () => {
  it('[TABLE-3] every core is supplied as before, whatever the two frames', () => {
    const length = fc.integer({ min: 2, max: 30 });
    const scene = fc.record({ made: length, old: length, at: fc.nat({ max: 28 }) });
    fc.assert(
      fc.property(scene, ({ made, old, at }) => {
        const start = at % old;
        const table: Table = { lengthNs: made, windows: [window('c0', 0, made - 1)] };
        const joint = keepWindows(table, frameOf(old), [window('c1', start, old - start)]);
        if (joint.kind === 'none') throw new Error(joint.reason);
        const supply = (core: string, of: Table) =>
          windowTableSupply(
            of.lengthNs,
            of.windows
              .filter(({ coreId }) => coreId === core)
              .map((each) => ({ start: each.startNs, length: each.durationNs })),
          );
        const kept = { lengthNs: old, windows: [window('c1', start, old - start)] };
        for (let t = 0; t < 2 * (made + old); t += 1) {
          const bounds = ['c0', 'c1'].map((core) => supply(core, joint.table).supplyBound(t));
          expect(bounds).toEqual([
            supply('c0', table).supplyBound(t),
            supply('c1', kept).supplyBound(t),
          ]);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('[TABLE-3] says why two frames cannot be joined', () => {
    const table = (lengthNs: number): Table => ({ lengthNs, windows: [window('c0', 0, 1)] });
    const reason = (made: number, old: number) => {
      const joint = keepWindows(table(made), frameOf(old), [window('c1', 0, 1)]);
      return joint.kind === 'none' ? joint.reason : null;
    };
    expect(reason(10_000_000, 33_000_000)).toBeNull();
    expect(reason(10_000_000, 9_999_999)).toContain('meet only every');
    expect(reason(9_007_199_254_740_881, 9_007_199_254_740_847)).toContain('never meet');
  });
});
