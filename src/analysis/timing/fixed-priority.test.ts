/** Response times under fixed priorities against published numbers and a simulation-free brute force. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponse, fixedPriorityResponses } from './fixed-priority.ts';
import { periodicResourceSupply } from './supply/periodic-resource.ts';
import { DEDICATED_CORE } from './supply/supply.ts';
import type { TimingTask } from './timing-task.ts';

function task(wcet: number, period: number, rest: Partial<TimingTask> = {}): TimingTask {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, ...rest };
}

function times(tasks: readonly TimingTask[]): readonly (number | string)[] {
  return fixedPriorityResponses(tasks).map((bound) =>
    bound.kind === 'bounded' ? bound.responseTime : bound.kind,
  );
}

describe('response times under fixed priorities', () => {
  it('[RTA-1] gives the published values of Burns and Wellings, sets A to D', () => {
    expect(times([task(10, 30), task(10, 40), task(12, 50)])).toEqual([10, 20, 52]);
    expect(times([task(4, 16), task(5, 40), task(32, 80)])).toEqual([4, 9, 58]);
    expect(times([task(5, 20), task(10, 40), task(40, 80)])).toEqual([5, 15, 80]);
    expect(times([task(3, 7), task(3, 12), task(5, 20)])).toEqual([3, 6, 20]);
  });

  it('[RTA-2] looks at every job of the busy period: the fifth job of a Lehoczky set is the worst', () => {
    // Lehoczky, RTSS 1990: C 26, T 70 and C 62, T 100: 114, 102, 116, 104, 118, 106, 94.
    expect(times([task(26, 70), task(62, 100)])).toEqual([26, 118]);
  });

  it('[RTA-3] counts jitter and blocking once, from the nominal release', () => {
    // w = 4 + 3 ceil((w + 2) / 10): one interference until w + 2 > 10.
    expect(times([task(3, 10, { jitter: 2 }), task(4, 20, { jitter: 5, blocking: 1 })])).toEqual([
      5, 13,
    ]);
  });

  it('[RTA-4] takes a utilisation of exactly 1, jitter and blocking included', () => {
    expect(times([task(1, 3), task(1, 3), task(1, 3)])).toEqual([1, 2, 3]);
    expect(times([task(5, 10, { jitter: 3 }), task(10, 20, { blocking: 2 })])).toEqual([8, 27]);
  });

  it('[RTA-4] ends where demand equals the rate of a supply, whose backlog never goes', () => {
    const supply = periodicResourceSupply(1, 4);
    expect(fixedPriorityResponse(task(5, 20), [], supply)).toEqual({
      kind: 'bounded',
      responseTime: 6 + 4 * 4 + 1,
      jobs: 1,
    });
  });

  it('[RTA-5] says unbounded where demand exceeds supply, by however little', () => {
    const much = 2 ** 40;
    expect(times([task(much, 2 * much), task(much + 1, 2 * much)])).toEqual([much, 'unbounded']);
  });

  it('[RTA-6] ends, and says why without an answer', () => {
    const low = task(500_000, 1_000_003);
    const high = [task(1, 2)];
    expect(fixedPriorityResponse(low, high, DEDICATED_CORE, { steps: 3 })).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
    const huge = task(2 ** 52, 2 ** 53 - 1);
    expect(fixedPriorityResponse(huge, [task(2 ** 51, 2 ** 52 + 1)]).kind).toBe('unknown');
    const late = task(1, 2 ** 52, { jitter: 2 ** 53 - 1 });
    expect(fixedPriorityResponse(late, [])).toEqual({ kind: 'unknown', reason: 'overflow' });
  });

  it('[RTA-7] never sinks when C or J grows or T of a higher task shrinks', () => {
    const sets = fc.array(
      fc.record({ wcet: fc.integer({ min: 1, max: 6 }), period: fc.integer({ min: 8, max: 40 }) }),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(
      fc.property(sets, fc.nat(), fc.integer({ min: 1, max: 3 }), (set, pick, more) => {
        const tasks = set.map(({ wcet, period }) => task(wcet, period));
        const at = pick % tasks.length;
        const before = times(tasks);
        const grown = [
          tasks.map((one, index) => (index === at ? { ...one, wcet: one.wcet + more } : one)),
          tasks.map((one, index) => (index === at ? { ...one, jitter: more } : one)),
          tasks.map((one, index) =>
            index === at && index < tasks.length - 1 ? { ...one, period: one.period - more } : one,
          ),
        ];
        for (const after of grown.map(times)) {
          for (const [index, value] of after.entries()) {
            if (index === at && value === before[index]) continue;
            expect(rank(value)).toBeGreaterThanOrEqual(rank(before[index] ?? 0));
          }
        }
      }),
    );
  });
});

function rank(value: number | string): number {
  return typeof value === 'number' ? value : Infinity;
}
