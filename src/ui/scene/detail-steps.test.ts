import { expect, test } from 'vitest';
import type { DrawingItem } from '../../drawing/drawing.ts';
import { companionsOf, detailStep } from './detail-steps.ts';

function item(key: string, x: number, y: number, width: number, row?: string): DrawingItem {
  return {
    kind: row === undefined ? 'core' : 'task',
    id: key,
    key,
    ...(row === undefined ? {} : { row }),
    part: 'bar',
    ...{ x, y, width, height: 20 },
    label: key,
    coreIds: [],
    environmentId: null,
    placementId: null,
  };
}

const first = item('first', 0, 0, 100);
const jobs = [10, 30, 70].map((x, at) => item(`job-${at}`, x, 0, 10, 'first'));
const second = item('second', 0, 40, 100);
/** A row of which only the name is an item; its jobs lie below something else. */
const named = item('named', 0, 80, 8);
const below = item('below', 40, 100, 10, 'named');
const items = [first, ...jobs, second, named, below];

const walk = (from: DrawingItem, ...keys: readonly string[]) =>
  keys.reduce<readonly string[]>((seen, key) => {
    const at = items.find((each) => each.key === (seen.at(-1) ?? from.key)) ?? from;
    return [...seen, detailStep(items, at, key)?.key ?? '-'];
  }, []);

test('[SCN-7] right goes from a row into its details, then along them to the end', () => {
  expect(walk(first, 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')).toEqual([
    'job-0',
    'job-1',
    'job-2',
    'job-2',
  ]);
  expect(walk(first, 'ArrowRight', 'End', 'ArrowLeft', 'Home', 'ArrowLeft')).toEqual([
    'job-0',
    'job-2',
    'job-1',
    'job-0',
    'job-0',
  ]);
});

test('[SCN-7] up, down and Escape leave them; other keys mean nothing', () => {
  expect(detailStep(items, jobs[1] ?? first, 'Escape')?.key).toBe('first');
  expect(detailStep(items, jobs[1] ?? first, 'ArrowDown')?.key).toBe('second');
  expect(detailStep(items, below, 'ArrowUp')?.key).toBe('second');
  expect(detailStep(items, jobs[1] ?? first, 'Enter')).toBeNull();
});

test('[SCN-7] a row without details, or whose details lie elsewhere, keeps its arrows', () => {
  expect(detailStep(items, second, 'ArrowRight')).toBeNull();
  expect(detailStep(items, named, 'ArrowRight')).toBeNull();
  expect(detailStep(items, first, 'ArrowDown')).toBeNull();
});

test('[SCN-7] details are counted among those of their row, rows among rows', () => {
  expect(companionsOf(items, jobs[0] ?? null)).toEqual(jobs);
  expect(companionsOf(items, second)).toEqual([first, second, named]);
  expect(companionsOf(items, null)).toHaveLength(3);
});
