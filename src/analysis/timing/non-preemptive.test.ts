/** Response times without preemption against published numbers and simulated schedules. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponses } from './fixed-priority.ts';
import { nonPreemptiveResponse, nonPreemptiveResponses } from './non-preemptive.ts';
import { criticalInstantJobs, type SimulatedJob, simulateSchedule } from './schedule-simulation.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import type { ResponseBound, TimingTask } from './timing-task.ts';

function task(wcet: number, period: number, rest: Partial<TimingTask> = {}): TimingTask {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, ...rest };
}

function timeOf(bound: ResponseBound | undefined): number | string | undefined {
  return bound?.kind === 'bounded' ? bound.responseTime : bound?.kind;
}

function times(tasks: readonly TimingTask[]): readonly (number | string | undefined)[] {
  return nonPreemptiveResponses(tasks).map(timeOf);
}

const TASK = fc
  .record({
    wcet: fc.integer({ min: 1, max: 6 }),
    period: fc.integer({ min: 8, max: 40 }),
    jitter: fc.integer({ min: 0, max: 10 }),
  })
  .map(({ wcet, period, jitter }) => task(wcet, period, { jitter }));
const SETS = fc.array(TASK, { minLength: 2, maxLength: 5 });

/** Window of `length` at the end of every `period`, met at its worst: just after one has ended. */
function windowSupply(length: number, period: number): Supply {
  const gap = period - length;
  return {
    supplyBound: (t) => Math.floor(t / period) * length + Math.max(0, (t % period) - gap),
    timeToSupply: (demand) => (demand === 0 ? 0 : demand + Math.ceil(demand / length) * gap),
    rate: { budget: length, period },
  };
}

/** The longest simulated response of a task. */
function worst(jobs: readonly SimulatedJob[], rank: number, ...rest: [] | [table: Table]): number {
  const { responses, complete } = simulateSchedule(jobs, 'fixed-priority-non-preemptive', ...rest);
  expect(complete).toBe(true);
  return Math.max(...jobs.map((job, at) => (job.task === rank ? (responses[at] ?? NaN) : 0)));
}
type Table = Parameters<typeof simulateSchedule>[2];

describe('response times without preemption', () => {
  it('[NP-1] finds the second job of Davis, Burns, Bril and Lukkien: 2, 3 and 3.5 ms', () => {
    expect(times([task(10, 25), task(10, 35), task(10, 35)])).toEqual([20, 30, 35]);
  });

  it('[NP-2] blocks for the whole longest job of a lower priority, and the lowest by nobody', () => {
    expect(times([task(1, 100), task(2, 100), task(50, 100), task(7, 100)])).toEqual([
      51, 53, 60, 60,
    ]);
    expect(times([task(1, 100, { blocking: 9 }), task(2, 100)])).toEqual([10, 3]);
  });

  it('[NP-3] takes a utilisation of exactly 1, and calls more unbounded', () => {
    expect(times([task(1, 2), task(2, 4)])).toEqual([3, 3]);
    expect(times([task(1, 2, { jitter: 1 }), task(1, 2, { jitter: 1 })])).toEqual([3, 4]);
    expect(times([task(1, 2), task(3, 4)])).toEqual([4, 'unbounded']);
  });

  it('[NP-4] ends, and says why without an answer', () => {
    const low = task(500_000, 1_000_003);
    expect(nonPreemptiveResponse(low, [task(1, 2)], DEDICATED_CORE, { steps: 3 })).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
    const huge = task(2 ** 52, 2 ** 53 - 1);
    expect(nonPreemptiveResponse(huge, [task(2 ** 51, 2 ** 52 + 1)])).toEqual({
      kind: 'unknown',
      reason: 'overflow',
    });
  });

  it('[NP-5] is what the critical instant gives, a job of a lower priority begun one unit before', () => {
    let compared = 0;
    fc.assert(
      fc.property(SETS, (tasks) => {
        for (const [rank, one] of tasks.entries()) {
          const blocker = Math.max(0, ...tasks.slice(rank + 1).map(({ wcet }) => wcet));
          const at = blocker > 0 ? 1 : 0;
          const blocked = { ...one, blocking: blocker - at };
          const bound = nonPreemptiveResponse(blocked, tasks.slice(0, rank));
          if (bound.kind !== 'bounded') continue;
          const jobs = criticalInstantJobs(tasks.slice(0, rank + 1), (bound.jobs + 1) * 40, at);
          const first = { task: 9, release: 0, ready: 0, execution: blocker, deadline: Infinity };
          expect(worst([...jobs, first], rank)).toBe(bound.responseTime);
          compared += 1;
        }
      }),
      { seed: 3, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it('[NP-6] is never below a simulation from any offsets and executions, in windows too', () => {
    const scenario = fc.tuple(
      fc.array(TASK, { minLength: 2, maxLength: 3 }),
      fc.array(fc.nat(40), { minLength: 3, maxLength: 3 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(scenario, ([tasks, offsets, shares, windowed]) => {
        const table = windowed ? { frame: 10, windows: [{ start: 2, length: 7 }] } : null;
        const supply = windowed ? windowSupply(7, 10) : DEDICATED_CORE;
        const bounds = nonPreemptiveResponses(tasks, supply);
        const jobs = tasks.flatMap((one, rank) =>
          shares.map((share, at): SimulatedJob => {
            const release = (offsets[rank] ?? 0) + at * one.period;
            const ready = release + Math.round(share * one.jitter);
            const execution = at % 2 === 0 ? one.wcet : Math.ceil(share * one.wcet);
            return { task: rank, release, ready, execution, deadline: release };
          }),
        );
        for (const [rank, bound] of bounds.entries()) {
          if (bound.kind !== 'bounded') continue;
          expect(worst(jobs, rank, table)).toBeLessThanOrEqual(bound.responseTime);
        }
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('[NP-7] never sinks when C or J grows, and gives the highest priority no preemption', () => {
    fc.assert(
      fc.property(SETS, fc.nat(), fc.integer({ min: 1, max: 3 }), (tasks, pick, more) => {
        const chosen = pick % tasks.length;
        const before = times(tasks);
        const grow = (change: (one: TimingTask) => TimingTask) =>
          times(tasks.map((one, at) => (at === chosen ? change(one) : one)));
        for (const after of [
          grow((one) => ({ ...one, wcet: one.wcet + more })),
          grow((one) => ({ ...one, jitter: one.jitter + more })),
        ]) {
          for (const [at, value] of after.entries()) {
            if (value === 'unbounded') continue;
            expect(value).toBeGreaterThanOrEqual(Number(before[at]));
          }
        }
        expect(before[0]).toBeGreaterThanOrEqual(Number(timeOf(fixedPriorityResponses(tasks)[0])));
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
