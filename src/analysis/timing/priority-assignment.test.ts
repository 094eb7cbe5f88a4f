/** Orders of priority against every other order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponse } from './fixed-priority.ts';
import {
  deadlineMinusJitterMonotonic,
  deadlineMonotonic,
  type LevelTest,
  optimalPriorities,
} from './priority-assignment.ts';
import type { TimingTask } from './timing-task.ts';

interface Named extends TimingTask {
  readonly name: string;
}

function task(name: string, rest: Partial<TimingTask>): Named {
  return { name, wcet: 1, period: 10, deadline: 10, jitter: 0, blocking: 0, ...rest };
}

function names(tasks: readonly Named[]): string {
  return tasks.map(({ name }) => name).join('');
}

const meetsDeadline: LevelTest<TimingTask> = (one, higher) => {
  const bound = fixedPriorityResponse(one, higher);
  if (bound.kind === 'unknown') return 'unknown';
  return bound.kind === 'bounded' && bound.responseTime <= one.deadline ? 'passes' : 'fails';
};

function isSchedulable(order: readonly TimingTask[]): boolean {
  return order.every((one, at) => meetsDeadline(one, order.slice(0, at), []) === 'passes');
}

function ordersOf<T>(tasks: readonly T[]): readonly (readonly T[])[] {
  if (tasks.length === 0) return [[]];
  return tasks.flatMap((one, at) =>
    ordersOf(tasks.toSpliced(at, 1)).map((order) => [one, ...order]),
  );
}

/** Sets on the edge; deadlines up to `factor` periods. */
function setsOf(factor: number, largest: number) {
  const one = fc
    .record({
      wcet: fc.integer({ min: 1, max: 8 }),
      period: fc.integer({ min: 8, max: 40 }),
      share: fc.double({ min: 0.3, max: factor, noNaN: true }),
      jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10 })),
    })
    .map(({ wcet, period, share, jitter }): TimingTask => {
      return { wcet, period, deadline: Math.ceil(share * period), jitter, blocking: 0 };
    });
  return fc.array(one, { minLength: 2, maxLength: largest });
}

describe('orders of priority', () => {
  const tasks = [
    task('a', { deadline: 9 }),
    task('b', { deadline: 5 }),
    task('c', { deadline: 9, jitter: 5 }),
    task('d', { deadline: 5 }),
  ];

  it('[PRIO-1] puts the nearest deadline first, and keeps equal ones in their order', () => {
    expect(names(deadlineMonotonic(tasks))).toBe('bdac');
    expect(names(deadlineMinusJitterMonotonic(tasks))).toBe('cbda');
  });

  it('[PRIO-2] takes the lowest level first and counts its tests', () => {
    const given = [
      task('a', { wcet: 7, period: 40, deadline: 45 }),
      task('b', { wcet: 14, period: 80, deadline: 106 }),
      task('c', { wcet: 7, period: 80, deadline: 120, jitter: 20 }),
      task('d', { wcet: 8, period: 20, deadline: 19, jitter: 5 }),
      task('e', { wcet: 1, period: 50, deadline: 64 }),
    ];
    const found = optimalPriorities(given, meetsDeadline);
    expect(found.kind === 'assigned' && names(found.order)).toBe('edcab');
    expect(found.tests).toBe(6);
  });

  it('[PRIO-3] finds an order wherever one of all orders passes', () => {
    const counts = { assigned: 0, impossible: 0, unknown: 0 };
    fc.assert(
      fc.property(setsOf(2, 5), (set) => {
        const found = optimalPriorities(set, meetsDeadline);
        counts[found.kind] += 1;
        if (found.kind === 'assigned') expect(isSchedulable(found.order)).toBe(true);
        expect(found.kind === 'assigned').toBe(ordersOf(set).some(isSchedulable));
        expect(found.tests).toBeLessThanOrEqual((set.length * (set.length + 1)) / 2);
      }),
      { seed: 14, numRuns: 300 },
    );
    expect(Math.min(counts.assigned, counts.impossible)).toBeGreaterThan(30);
  });

  it('[PRIO-3] finds an order for six tasks wherever one of 720 passes', () => {
    fc.assert(
      fc.property(
        setsOf(2, 6).filter((set) => set.length === 6),
        (set) => {
          const found = optimalPriorities(set, meetsDeadline);
          expect(found.kind === 'assigned').toBe(ordersOf(set).some(isSchedulable));
        },
      ),
      { seed: 15, numRuns: 20 },
    );
  });

  it('[PRIO-4] needs no search where deadlines are within periods', () => {
    fc.assert(
      fc.property(setsOf(1, 5), (set) => {
        const found = optimalPriorities(set, meetsDeadline).kind === 'assigned';
        expect(isSchedulable(deadlineMinusJitterMonotonic(set))).toBe(found);
        const steady = set.map((one) => ({ ...one, jitter: 0 }));
        const foundSteady = optimalPriorities(steady, meetsDeadline).kind === 'assigned';
        expect(isSchedulable(deadlineMonotonic(steady))).toBe(foundSteady);
      }),
      { seed: 16, numRuns: 300 },
    );
  });

  it('[PRIO-5] says which tasks no order suits, and unknown where the test does not know', () => {
    const [a, b, c] = [task('a', {}), task('b', {}), task('c', {})];
    const onlyC: LevelTest<Named> = (one) => (one.name === 'c' ? 'passes' : 'fails');
    expect(optimalPriorities([a, b, c], onlyC)).toEqual({
      kind: 'impossible',
      unassigned: [a, b],
      tests: 5,
    });
    const unsure: LevelTest<Named> = (one) => (one.name === 'a' ? 'unknown' : 'fails');
    expect(optimalPriorities([a, b], unsure)).toEqual({
      kind: 'unknown',
      unassigned: [a, b],
      tests: 2,
    });
    expect(optimalPriorities<Named>([], unsure)).toEqual({ kind: 'assigned', order: [], tests: 0 });
  });

  it('[PRIO-6] tells the test what is above and what is below', () => {
    const seen: string[] = [];
    optimalPriorities([task('a', {}), task('b', {}), task('c', {})], (one, higher, lower) => {
      seen.push(`${names(higher)}>${one.name}>${names(lower)}`);
      return one.name === 'b' || lower.length > 0 ? 'passes' : 'fails';
    });
    expect(seen).toEqual(['bc>a>', 'ac>b>', 'c>a>b', '>c>ab']);
  });
});
