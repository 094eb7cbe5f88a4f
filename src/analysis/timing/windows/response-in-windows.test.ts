/** Responses in window tables against a simulation of every release offset, slot by slot. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponse } from '../fixed-priority.ts';
import { windowTableSupply, type Window } from '../supply/window-table.ts';
import type { TimingTask } from '../timing-task.ts';
import { hyperperiodOf } from '../whole-numbers.ts';
import { fixedPriorityResponseInWindows } from './response-in-windows.ts';

function task(wcet: number, period: number): TimingTask {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0 };
}

function slotsOf(frame: number, windows: readonly Window[]): readonly boolean[] {
  const slots = new Array<boolean>(frame).fill(false);
  for (const { start, length } of windows) slots.fill(true, start, start + length);
  return slots;
}

/** Longest responses with these first releases, over two hyperperiods of strictly periodic tasks by priority. */
function simulate(
  tasks: readonly TimingTask[],
  offsets: readonly number[],
  slots: readonly boolean[],
  worst: number[],
): void {
  const end = 2 * (hyperperiodOf([slots.length, ...tasks.map(({ period }) => period)]) ?? 0);
  const queues: { release: number; left: number }[][] = tasks.map(() => []);
  for (let now = 0; now < end; now += 1) {
    for (const [at, { wcet, period }] of tasks.entries()) {
      const since = now - (offsets[at] ?? 0);
      if (since >= 0 && since % period === 0) queues[at]?.push({ release: now, left: wcet });
    }
    if (!slots[now % slots.length]) continue;
    const at = queues.findIndex((queue) => queue.length > 0);
    const job = queues[at]?.[0];
    if (!job) continue;
    job.left -= 1;
    if (job.left > 0) continue;
    queues[at]?.shift();
    worst[at] = Math.max(worst[at] ?? 0, now + 1 - job.release);
  }
}

/** Longest responses over all offsets of all tasks against the frame. */
function simulated(tasks: readonly TimingTask[], slots: readonly boolean[]): readonly number[] {
  const worst = tasks.map(() => 0);
  const visit = (offsets: readonly number[]): void => {
    const next = tasks[offsets.length];
    if (!next) simulate(tasks, offsets, slots, worst);
    else for (let offset = 0; offset < next.period; offset += 1) visit([...offsets, offset]);
  };
  visit([]);
  return worst;
}

function exact(
  tasks: readonly TimingTask[],
  frame: number,
  windows: readonly Window[],
): readonly (number | string)[] {
  return tasks.map((one, at) => {
    const bound = fixedPriorityResponseInWindows(one, tasks.slice(0, at), frame, windows);
    return bound.kind === 'bounded' ? bound.responseTime : bound.kind;
  });
}

function insideSupply(
  tasks: readonly TimingTask[],
  frame: number,
  windows: readonly Window[],
): readonly (number | string)[] {
  return tasks.map((one, at) => {
    const bound = fixedPriorityResponse(one, tasks.slice(0, at), windowTableSupply(frame, windows));
    return bound.kind === 'bounded' ? bound.responseTime : bound.kind;
  });
}

const at = (start: number, length: number): Window => ({ start, length });

/** Three partitions in each of three tables: harmonic, uneven windows, across the edge of the frame. */
const TABLES: readonly (readonly [
  name: string,
  frame: number,
  partitions: readonly (readonly [readonly Window[], readonly TimingTask[]])[],
])[] = [
  [
    'harmonic',
    40,
    [
      [
        [at(0, 4), at(10, 4), at(20, 4), at(30, 4)],
        [task(1, 20), task(2, 40)],
      ],
      [
        [at(4, 5), at(24, 5)],
        [task(3, 40), task(2, 80)],
      ],
      [[at(9, 1), at(14, 5)], [task(4, 160)]],
    ],
  ],
  [
    'uneven windows',
    30,
    [
      [
        [at(0, 2), at(7, 3), at(20, 5)],
        [task(2, 15), task(3, 30)],
      ],
      [
        [at(2, 5), at(12, 1)],
        [task(1, 10), task(2, 60)],
      ],
      [
        [at(13, 7), at(25, 5)],
        [task(3, 12), task(2, 20)],
      ],
    ],
  ],
  [
    'across the edge of the frame',
    24,
    [
      [
        [at(0, 3), at(20, 4)],
        [task(2, 12), task(1, 16)],
      ],
      [
        [at(3, 2), at(9, 2), at(15, 2)],
        [task(1, 8), task(2, 24)],
      ],
      [
        [at(5, 4), at(11, 4), at(17, 3)],
        [task(3, 16), task(4, 24)],
      ],
    ],
  ],
];

describe('responses in windows', () => {
  it.each(TABLES.map(([name, frame, partitions]) => ({ name, frame, partitions })))(
    '[WINDOW-1] equal the longest of all release offsets, and are never above those inside the supply: $name',
    ({ name, frame, partitions }) => {
      for (const [windows, tasks] of partitions) {
        const happens = simulated(tasks, slotsOf(frame, windows));
        expect(exact(tasks, frame, windows)).toEqual(happens);
        const upper = insideSupply(tasks, frame, windows);
        if (name === 'harmonic') expect(upper).toEqual(happens);
        for (const [index, response] of happens.entries()) {
          expect(upper[index]).toBeGreaterThanOrEqual(response);
        }
      }
    },
  );

  it('[WINDOW-2] stay exact where the supply-bound function is pessimistic', () => {
    // From its worst end each, 4 units take 9 and 7 units 20; no busy period meets both.
    const windows = [at(0, 1), at(2, 1), at(6, 2)];
    const tasks = [task(2, 14), task(5, 18)];
    const happens = simulated(tasks, slotsOf(8, windows));
    expect(exact(tasks, 8, windows)).toEqual(happens);
    expect([happens[1], insideSupply(tasks, 8, windows)[1]]).toEqual([18, 20]);
  });

  it('[WINDOW-3] equal the longest of all release offsets in any table', () => {
    const cases = fc.record({
      slots: fc.array(fc.boolean(), { minLength: 3, maxLength: 8 }).filter((s) => s.includes(true)),
      tasks: fc.array(
        fc.record({
          wcet: fc.integer({ min: 1, max: 3 }),
          period: fc.constantFrom(4, 6, 8, 12),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(cases, ({ slots, tasks: set }) => {
        const windows = slots.flatMap((on, start) => (on ? [at(start, 1)] : []));
        const tasks = set.map(({ wcet, period }) => task(wcet, period));
        const found = exact(tasks, slots.length, windows);
        const upper = insideSupply(tasks, slots.length, windows);
        const load = tasks.reduce((sum, { wcet, period }) => sum + wcet / period, 0);
        if (load > windows.length / slots.length - 1e-9) return;
        expect(found).toEqual(simulated(tasks, slots));
        for (const [index, bound] of upper.entries()) {
          expect(bound).toBeGreaterThanOrEqual(found[index] as number);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[WINDOW-4] are unbounded without a window, or where demand exceeds the table', () => {
    expect(fixedPriorityResponseInWindows(task(1, 10), [], 10, [])).toEqual({ kind: 'unbounded' });
    expect(exact([task(3, 10)], 10, [at(0, 2)])).toEqual(['unbounded']);
    expect(exact([task(2, 10)], 10, [at(0, 2)])).toEqual([10]);
  });
});
