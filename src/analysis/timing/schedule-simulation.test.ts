/** The simulation against schedules drawn by hand, and against response times that are known to be reached. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponses } from './fixed-priority.ts';
import { criticalInstantJobs, type SimulatedJob, simulateSchedule } from './schedule-simulation.ts';
import type { TimingTask } from './timing-task.ts';

function task(wcet: number, period: number, rest: Partial<TimingTask> = {}): TimingTask {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, ...rest };
}

function job(task: number, ready: number, execution: number, deadline: number): SimulatedJob {
  return { task, release: ready, ready, execution, deadline };
}

/** Rows "task start-end". */
function rows(...args: Parameters<typeof simulateSchedule>): readonly string[] {
  return simulateSchedule(...args).segments.map(
    ({ task, start, end }) => `${task} ${start}-${end}`,
  );
}

describe('a simulated schedule', () => {
  const two = [job(1, 0, 5, 20), job(0, 2, 2, 10)];

  it('[SIM-1] lets the higher priority preempt, or wait for a job that cannot be', () => {
    expect(rows(two, 'fixed-priority')).toEqual(['1 0-2', '0 2-4', '1 4-7']);
    expect(rows(two, 'fixed-priority-non-preemptive')).toEqual(['1 0-5', '0 5-7']);
  });

  it('[SIM-1] runs the earliest deadline, and of equal ones the first rank', () => {
    const late = [job(0, 0, 3, 30), job(1, 1, 2, 9)];
    expect(rows(late, 'edf')).toEqual(['0 0-1', '1 1-3', '0 3-5']);
    const equal = [job(1, 0, 2, 9), job(0, 0, 2, 9)];
    expect(rows(equal, 'edf')).toEqual(['0 0-2', '1 2-4']);
  });

  it('[SIM-1] keeps the jobs of one task in the order of their releases', () => {
    const queue = [job(0, 3, 1, 9), job(0, 0, 5, 9), job(0, 3, 1, 9)];
    const { segments } = simulateSchedule(queue, 'fixed-priority');
    expect(segments.map(({ job }) => job)).toEqual([1, 0, 2]);
  });

  it('[SIM-2] serves in windows only, across the edge of the frame', () => {
    const table = {
      frame: 10,
      windows: [
        { start: 0, length: 2 },
        { start: 8, length: 2 },
      ],
    };
    expect(rows([job(0, 3, 5, 99)], 'fixed-priority', table)).toEqual(['0 8-12', '0 18-19']);
    expect(rows(two, 'fixed-priority-non-preemptive', table)).toEqual([
      '1 0-2',
      '1 8-11',
      '0 11-12',
      '0 18-19',
    ]);
  });

  it('[SIM-7] a job with regions gives way between them only, to whom they keep waiting', () => {
    const with2 = { ...job(2, 0, 5, 99), regions: { length: 2, ceiling: 1 } };
    // Rank 1 waits for the end of a region, rank 0 does not; after it the region that was begun goes on.
    expect(rows([with2, job(1, 1, 1, 99)], 'fixed-priority')).toEqual(['2 0-2', '1 2-3', '2 3-6']);
    expect(rows([with2, job(0, 1, 1, 99)], 'fixed-priority')).toEqual(['2 0-1', '0 1-2', '2 2-6']);
    expect(rows([with2, job(0, 1, 1, 99), job(1, 1, 1, 99)], 'fixed-priority')).toEqual([
      '2 0-1',
      '0 1-2',
      '2 2-3',
      '1 3-4',
      '2 4-7',
    ]);
    // Who comes at a boundary does not wait; under EDF everybody waits for a region.
    expect(rows([with2, job(1, 2, 1, 99)], 'fixed-priority')).toEqual(['2 0-2', '1 2-3', '2 3-6']);
    expect(rows([with2, job(0, 3, 1, 9)], 'edf')).toEqual(['2 0-4', '0 4-5', '2 5-6']);
  });

  it('[SIM-7] a region longer than the job is a job without preemption, also across windows', () => {
    const table = { frame: 10, windows: [{ start: 0, length: 3 }] };
    const whole = { ...job(1, 0, 5, 99), regions: { length: 9, ceiling: 0 } };
    const given = [whole, job(0, 1, 1, 99)];
    expect(rows(given, 'fixed-priority', table)).toEqual(['1 0-3', '1 10-12', '0 12-13']);
    expect(rows(given, 'fixed-priority', table)).toEqual(
      rows([job(1, 0, 5, 99), job(0, 1, 1, 99)], 'fixed-priority-non-preemptive', table),
    );
  });

  it('[SIM-3] counts responses from the nominal release, and lists the jobs that are late', () => {
    const late = { task: 0, release: 1, ready: 4, execution: 3, deadline: 6 };
    const { responses, misses, complete } = simulateSchedule([late, job(1, 0, 2, 2)], 'edf');
    expect({ responses, misses, complete }).toEqual({
      responses: [6, 2],
      misses: [0],
      complete: true,
    });
  });

  it('[SIM-4] ends when its events are used up, and says so', () => {
    const { responses, complete } = simulateSchedule(two, 'fixed-priority', null, { steps: 2 });
    expect({ responses, complete }).toEqual({ responses: [null, 2], complete: false });
  });

  it('[SIM-4] does not look through all pending jobs at each of many windows', () => {
    let looks = 0;
    const jobs = Array.from({ length: 1000 }, (_, place) => ({
      ...job(place, 0, 20, 0),
      get deadline() {
        looks += 1;
        return 5000 + place;
      },
    }));
    const table = { frame: 2, windows: [{ start: 0, length: 1 }] };
    expect(simulateSchedule(jobs, 'edf', table).complete).toBe(true);
    // About 40 looks per job to find its place, a few per decision; looking through all would take 20 million.
    expect(looks).toBeLessThan(200_000);
  });

  it('[SIM-4] does no work without jobs, and ends jobs without work', () => {
    expect(simulateSchedule([], 'edf')).toEqual({
      segments: [],
      responses: [],
      misses: [],
      complete: true,
    });
    expect(simulateSchedule([job(0, 7, 0, 7)], 'edf').responses).toEqual([0]);
  });

  it('[SIM-5] reaches the worst response of the lowest priority from the critical instant', () => {
    const sets = fc.array(
      fc
        .record({
          wcet: fc.integer({ min: 1, max: 5 }),
          period: fc.integer({ min: 6, max: 30 }),
          jitter: fc.integer({ min: 0, max: 12 }),
        })
        .map(({ wcet, period, jitter }) => task(wcet, period, { jitter })),
      { minLength: 1, maxLength: 4 },
    );
    let compared = 0;
    fc.assert(
      fc.property(sets, (tasks) => {
        const bound = fixedPriorityResponses(tasks).at(-1);
        if (bound?.kind !== 'bounded') return;
        compared += 1;
        const lowest = tasks.length - 1;
        const jobs = criticalInstantJobs(tasks, bound.jobs * 30);
        const { responses } = simulateSchedule(jobs, 'fixed-priority');
        const worst = Math.max(
          ...jobs.map((one, at) => (one.task === lowest ? (responses[at] ?? NaN) : 0)),
        );
        expect(worst).toBe(bound.responseTime);
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('[SIM-6] never serves two jobs at once, and everybody exactly as long as asked', () => {
    const jobs = fc.array(
      fc
        .tuple(fc.nat(3), fc.nat(40), fc.nat(6), fc.nat(20))
        .map(([rank, ready, execution, relative]): SimulatedJob => ({
          ...job(rank, ready, execution, ready + relative),
          // Some give way anywhere, some between regions.
          ...(relative % 3 === 0 ? {} : { regions: { length: 1 + (relative % 4), ceiling: 1 } }),
        })),
      { maxLength: 12 },
    );
    const policies = fc.constantFrom(
      'fixed-priority' as const,
      'fixed-priority-non-preemptive' as const,
      'edf' as const,
    );
    fc.assert(
      fc.property(jobs, policies, fc.boolean(), (given, policy, windowed) => {
        const table = windowed ? { frame: 7, windows: [{ start: 2, length: 3 }] } : null;
        const { segments, complete } = simulateSchedule(given, policy, table);
        expect(complete).toBe(true);
        let last = 0;
        const served = given.map(() => 0);
        for (const { job: place, start, end } of segments) {
          expect(start).toBeGreaterThanOrEqual(Math.max(last, given[place]?.ready ?? NaN));
          expect(end).toBeGreaterThan(start);
          served[place] = (served[place] ?? NaN) + end - start;
          last = end;
        }
        expect(served).toEqual(given.map(({ execution }) => execution));
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});
