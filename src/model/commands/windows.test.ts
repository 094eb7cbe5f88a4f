import { describe, expect, it } from 'vitest';
import { applyDiff, type Diff } from '../diff.ts';
import { rows, type Plan } from '../plan.ts';
import type { Result } from '../problem.ts';
import { frameSchema } from '../scheduling.ts';
import { smallPlan } from '../testing/small-plan.ts';
import { putRecords, type NewId } from './records.ts';
import {
  addFrame,
  addWindow,
  freeStretch,
  removeWindows,
  replaceTable,
  setWindowTimes,
  timesWithin,
} from './windows.ts';

function numbered(): NewId {
  let next = 0;
  return (prefix) => `${prefix}-${next++}`;
}

const layoutId = 'layout-a';
const [a = '', b = ''] = rows(smallPlan().environments)
  .filter((environment) => environment.layoutId === layoutId)
  .map(({ id }) => id);

/** Windows at 10 and 60 in a frame of 100. */
function plan(): Plan {
  const base = { layoutId, frameId: 'frame', coreId: 'c0' };
  const frame = { id: 'frame', order: 1, layoutId, name: 'frame', lengthNs: 100, tickNs: 10 };
  const windows = [
    { ...base, id: 'w0', order: 1, environmentId: a, startNs: 10, durationNs: 30 },
    { ...base, id: 'w1', order: 2, environmentId: b, startNs: 60, durationNs: 40 },
  ];
  const records = { frames: [frameSchema.parse(frame)], windows };
  return applyDiff(smallPlan(), putRecords(smallPlan(), records));
}

function done(of: Plan, result: Result<Diff>): Plan {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return applyDiff(of, result.value);
}

const timesOf = (of: Plan): readonly string[] =>
  rows(of.windows).map(({ startNs, durationNs }) => `${startNs}+${durationNs}`);

describe('window tables by hand', () => {
  it('[WINCMD-1] windows go to the nearest tick and stay in their frame', () => {
    const frame = { lengthNs: 100, tickNs: 10 };
    const at = (startNs: number, durationNs: number) =>
      Object.values(timesWithin(frame, { startNs, durationNs }));
    expect(at(14, 26)).toEqual([10, 30]);
    expect(at(-40, 3)).toEqual([0, 10]);
    expect(at(95, 40)).toEqual([60, 40]);
    expect(at(0, 500)).toEqual([0, 100]);
    expect(timesWithin({ lengthNs: 7, tickNs: 10 }, { startNs: 3, durationNs: 3 })).toEqual({
      startNs: 0,
      durationNs: 7,
    });
  });

  it('[WINCMD-2] moves and resizes, overlaps included; what ends where it was changes nothing', () => {
    const before = plan();
    const moved = done(before, setWindowTimes(before, 'w0', { startNs: 50, durationNs: 30 }));
    expect(timesOf(moved)).toEqual(['50+30', '60+40']);
    const same = setWindowTimes(before, 'w0', { startNs: 12, durationNs: 31 });
    expect(same.ok && Object.keys(same.value.updated)).toEqual([]);
    expect(setWindowTimes(before, 'gone', { startNs: 0, durationNs: 1 }).ok).toBe(false);
  });

  it('[WINCMD-3] adds a window where a core is free, and takes windows out', () => {
    const before = plan();
    const frame = before.frames.get('frame');
    if (!frame) throw new Error('no frame');
    expect(freeStretch(before, frame, 'c0')).toEqual({ startNs: 0, durationNs: 10 });
    expect(freeStretch(before, frame, 'c1')).toEqual({ startNs: 0, durationNs: 100 });
    const seed = { coreId: 'c0', environmentId: b, startNs: 0, durationNs: 10 };
    const added = done(before, addWindow(before, 'frame', seed, numbered()));
    expect(timesOf(added)).toEqual(['10+30', '60+40', '0+10']);
    expect(freeStretch(added, frame, 'c0')).toEqual({ startNs: 40, durationNs: 20 });
    expect(timesOf(done(added, removeWindows(added, ['w0', 'w1'])))).toEqual(['0+10']);
    expect(addWindow(before, 'frame', { ...seed, environmentId: 'none' }, numbered()).ok).toBe(
      false,
    );
  });

  it('[WINCMD-4] a frame gets a free name; its length is above 0', () => {
    const before = plan();
    const once = done(before, addFrame(before, layoutId, { lengthNs: 5 }, numbered()));
    const twice = addFrame(once, layoutId, { lengthNs: 5 }, () => 'another');
    expect(rows(done(once, twice).frames).map(({ name }) => name)).toEqual([
      'frame',
      'Major frame',
      'Major frame 2',
    ]);
    expect(addFrame(before, layoutId, { lengthNs: 0 }, numbered()).ok).toBe(false);
  });

  it('[WINCMD-5] a table replaces all windows and the length in one step', () => {
    const before = plan();
    const windows = [{ coreId: 'c0', environmentId: b, startNs: 0, durationNs: 20 }];
    const result = replaceTable(
      before,
      'frame',
      { lengthNs: 20, windows },
      { switchNs: 2 },
      numbered(),
    );
    const after = done(before, result);
    expect(timesOf(after)).toEqual(['0+20']);
    expect(after.frames.get('frame')).toMatchObject({ lengthNs: 20, switchNs: 2, tickNs: 10 });
    expect(before.windows.size).toBe(2);
  });
});
