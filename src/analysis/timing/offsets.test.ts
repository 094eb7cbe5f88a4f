import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponse } from './fixed-priority.ts';
import {
  AT_ALL_TIMES,
  firstRelease,
  responseWithOffsets,
  synchronisedWindows,
  unclocked,
  type ClockedService,
  type OffsetTask,
} from './offsets.ts';
import { simulateSchedule, type ServiceWindows, type SimulatedJob } from './schedule-simulation.ts';
import { servicesFromWindowEnds, windowTableSupply } from './supply/window-table.ts';
import { hyperperiodOf } from './whole-numbers.ts';
import { fixedPriorityResponseInWindows } from './windows/response-in-windows.ts';

function task(offset: number | null, wcet: number, period: number, more = {}): OffsetTask {
  return { offset, wcet, period, deadline: period, jitter: 0, blocking: 0, ...more };
}

/** Response of the last one, all others above it. */
function respond(tasks: readonly OffsetTask[], service = AT_ALL_TIMES, limit?: { steps: number }) {
  const own = tasks.at(-1) as OffsetTask;
  return responseWithOffsets(own, tasks.slice(0, -1), service, limit);
}

function timeOf(bound: ReturnType<typeof respond>): number {
  if (bound.kind !== 'bounded') throw new Error(bound.kind);
  return bound.responseTime;
}

const FRAME = 12;
const TABLE: ServiceWindows = {
  frame: FRAME,
  windows: [
    { start: 1, length: 4 },
    { start: 7, length: 2 },
    { start: 9, length: 2 },
  ],
};
const IN_TABLE = synchronisedWindows(TABLE.frame, TABLE.windows);

const randomTask = fc
  .record({
    offset: fc.option(fc.integer({ min: 0, max: 14 }), { freq: 3 }),
    wcet: fc.integer({ min: 1, max: 4 }),
    period: fc.constantFrom(4, 6, 8, 12, 24),
    jitter: fc.constantFrom(0, 0, 1, 3, 9),
  })
  .map(({ offset, wcet, period, jitter }) => task(offset, wcet, period, { jitter }));
const randomTasks = fc.array(randomTask, { minLength: 1, maxLength: 4 });
const randomBlocking = fc.constantFrom(0, 0, 0, 1, 3);
const onlyOnClock = fc
  .array(
    fc.record({
      offset: fc.nat(11),
      wcet: fc.integer({ min: 1, max: 4 }),
      period: fc.constantFrom(4, 6, 8, 12),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((list) => list.map(({ offset, wcet, period }) => task(offset, wcet, period)));

/** Jobs at their WCET of tasks that are released for the first time at their offsets. */
function strictlyPeriodic(tasks: readonly OffsetTask[], until: number): SimulatedJob[] {
  return tasks.flatMap(({ offset, wcet, period, deadline }, rank) => {
    const jobs: SimulatedJob[] = [];
    for (let release = offset ?? 0; release < until; release += period)
      jobs.push({
        task: rank,
        release,
        ready: release,
        execution: wcet,
        deadline: release + deadline,
      });
    return jobs;
  });
}

function longestOf(jobs: readonly SimulatedJob[], own: number, table: ServiceWindows | null) {
  const { responses, complete } = simulateSchedule(jobs, 'fixed-priority', table);
  expect(complete).toBe(true);
  return Math.max(0, ...responses.map((at, place) => (jobs[place]?.task === own ? (at ?? 0) : 0)));
}

/** Jobs that the tasks allow, by numbers from 0 to 1, and once a lower priority that keeps them all waiting. */
function allowed(tasks: readonly OffsetTask[], next: () => number, until: number): SimulatedJob[] {
  const blocking = tasks.at(-1)?.blocking ?? 0;
  const blocker = Math.floor(next() * until);
  const jobs = tasks.flatMap(({ offset, wcet, period, jitter }, rank) => {
    const own: SimulatedJob[] = [];
    const isSporadic = offset === null && next() < 0.5;
    const style = next();
    let release = offset ?? Math.floor(next() * period);
    while (release < until) {
      const share = style < 0.3 ? 1 : style < 0.5 ? 0 : next();
      const ready = Math.max(release + Math.round(share * jitter), own.at(-1)?.ready ?? 0);
      const execution = next() < 0.6 ? wcet : 1 + Math.floor(next() * wcet);
      own.push({ task: rank, release, ready, execution, deadline: release + period });
      release += period + (isSporadic ? Math.floor(next() * 3) : 0);
    }
    return own;
  });
  const one = { release: blocker, ready: blocker, execution: blocking, deadline: until };
  return blocking > 0 ? [...jobs, { task: -1, ...one }] : jobs;
}

/** The jobs of the busy period that is said to be the longest. */
function jobsFrom(tasks: readonly OffsetTask[], instant: number, until: number): SimulatedJob[] {
  const at = instant + 240;
  return tasks.flatMap((each, rank) => {
    const jobs: SimulatedJob[] = [];
    const { wcet, period } = each;
    for (let release = firstRelease(each, at); release < at + until; release += period) {
      const ready = Math.max(at, release);
      jobs.push({ task: rank, release, ready, execution: wcet, deadline: release + period });
    }
    return jobs;
  });
}

/** A row of numbers below 1 that looks random. */
function numbersFrom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const withBlocking = (tasks: readonly OffsetTask[], blocking: number) =>
  tasks.map((each, at) => (at === tasks.length - 1 ? { ...each, blocking } : each));

describe('responses with offsets', () => {
  it('[OFFSET-1] tasks that take turns do not wait for each other', () => {
    expect(respond([task(0, 5, 10), task(5, 5, 10)])).toEqual({
      kind: 'bounded',
      responseTime: 5,
      jobs: 1,
      instant: 5,
      supply: 0,
      isComplete: true,
    });
    expect(timeOf(respond([task(0, 5, 10), task(3, 5, 10)]))).toBe(7);
    expect(timeOf(respond([task(0, 5, 10), task(null, 5, 10)]))).toBe(10);
    // Half a period of jitter brings the first one together with the second again.
    expect(timeOf(respond([task(0, 4, 10, { jitter: 5 }), task(5, 1, 10)]))).toBe(5);
    expect(timeOf(respond([task(0, 4, 10, { jitter: 4 }), task(5, 1, 10)]))).toBe(4);
  });

  it('[OFFSET-1] an offset beyond the period, and periods that meet anew', () => {
    expect(timeOf(respond([task(0, 5, 10), task(25, 5, 10)]))).toBe(5);
    // 0, 4, 8 and 2, 8: they meet at 8.
    expect(timeOf(respond([task(0, 2, 4), task(2, 2, 6)]))).toBe(4);
    expect(timeOf(respond([task(0, 2, 4), task(2, 2, 8)]))).toBe(2);
  });

  it('[OFFSET-2] without offsets nothing changes, in any supply', () => {
    const supply = windowTableSupply(FRAME, TABLE.windows);
    fc.assert(
      fc.property(randomTasks, randomBlocking, (tasks, blocking) => {
        const free = withBlocking(tasks, blocking).map((each) => ({ ...each, offset: null }));
        const own = free.at(-1) as OffsetTask;
        const higher = free.slice(0, -1);
        const plain = [
          fixedPriorityResponse(own, higher),
          fixedPriorityResponse(own, higher, supply),
          fixedPriorityResponseInWindows(own, higher, FRAME, TABLE.windows),
        ];
        const services = [
          AT_ALL_TIMES,
          unclocked([supply]),
          unclocked(servicesFromWindowEnds(FRAME, TABLE.windows)),
        ];
        for (const [at, service] of services.entries()) {
          const bound = respond(free, service);
          expect(bound.kind).toBe(plain[at]?.kind);
          if (bound.kind === 'bounded')
            expect(plain[at]).toMatchObject({ responseTime: timeOf(bound) });
        }
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it('[OFFSET-3] never above the response without offsets, and no longer with each further one', () => {
    let shorter = 0;
    fc.assert(
      fc.property(randomTasks, randomBlocking, fc.nat(3), (given, blocking, at) => {
        const tasks = withBlocking(given, blocking);
        const fewer = tasks.map((each, place) => (place === at ? { ...each, offset: null } : each));
        for (const service of [
          AT_ALL_TIMES,
          unclocked([windowTableSupply(FRAME, TABLE.windows)]),
        ]) {
          const [bound, without] = [respond(tasks, service), respond(fewer, service)];
          expect(bound.kind).toBe(without.kind);
          if (bound.kind !== 'bounded') continue;
          expect(bound.responseTime).toBeLessThanOrEqual(timeOf(without));
          if (bound.responseTime < timeOf(without)) shorter += 1;
        }
      }),
      { seed: 2, numRuns: 400 },
    );
    expect(shorter).toBeGreaterThan(40);
  });

  it('[OFFSET-4] no schedule that the tasks allow is later: any jitter, execution and phase of the others', () => {
    const tables: readonly (readonly [ClockedService, ServiceWindows | null])[] = [
      [AT_ALL_TIMES, null],
      [IN_TABLE, TABLE],
      [unclocked(servicesFromWindowEnds(FRAME, TABLE.windows)), TABLE],
    ];
    let reached = 0;
    fc.assert(
      fc.property(
        randomTasks,
        randomBlocking,
        fc.nat(),
        fc.nat(11),
        (given, blocking, seed, turn) => {
          const tasks = withBlocking(given, blocking);
          for (const [at, [service, table]] of tables.entries()) {
            const bound = respond(tasks, service);
            if (bound.kind !== 'bounded') continue;
            // Windows that do not go with the clock stand anywhere on it.
            const by = at === 2 ? turn : 0;
            const next = numbersFrom(seed);
            let longest = 0;
            for (let pattern = 0; pattern < 6; pattern += 1) {
              const jobs = allowed(tasks, next, 240).map((job) => ({
                ...job,
                release: job.release + by,
                ready: job.ready + by,
                deadline: job.deadline + by,
              }));
              longest = Math.max(longest, longestOf(jobs, tasks.length - 1, table));
            }
            expect(longest).toBeLessThanOrEqual(bound.responseTime);
            if (longest === bound.responseTime) reached += 1;
          }
        },
      ),
      { seed: 3, numRuns: 400 },
    );
    expect(reached).toBeGreaterThan(300);
  });

  it('[OFFSET-5] strictly periodic tasks respond so late in the end, on a core and in windows', () => {
    let seen = 0;
    fc.assert(
      fc.property(onlyOnClock, (tasks) => {
        const hyperperiod = hyperperiodOf(tasks.map(({ period }) => period)) ?? 0;
        for (const [service, table] of [
          [AT_ALL_TIMES, null],
          [IN_TABLE, TABLE],
        ] as const) {
          const bound = respond(tasks, service);
          if (bound.kind !== 'bounded') continue;
          const jobs = strictlyPeriodic(tasks, 12 + 8 * hyperperiod);
          expect(bound.responseTime).toBe(longestOf(jobs, tasks.length - 1, table));
          seen += 1;
        }
      }),
      { seed: 4, numRuns: 800 },
    );
    expect(seen).toBeGreaterThan(300);
  });

  it('[OFFSET-5] with jitter and others without a phase the instant that is named takes so long', () => {
    let seen = 0;
    fc.assert(
      fc.property(randomTasks, (tasks) => {
        for (const [service, table] of [
          [AT_ALL_TIMES, null],
          [IN_TABLE, TABLE],
        ] as const) {
          const bound = respond(tasks, service);
          if (bound.kind !== 'bounded') continue;
          const jobs = jobsFrom(tasks, bound.instant, 240);
          expect(bound.responseTime).toBe(longestOf(jobs, tasks.length - 1, table));
          seen += 1;
        }
      }),
      { seed: 5, numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(300);
  });

  it('[OFFSET-6] more execution, jitter or blocking never shortens a response', () => {
    fc.assert(
      fc.property(randomTasks, randomBlocking, fc.nat(3), (given, blocking, at) => {
        const tasks = withBlocking(given, blocking);
        const own = tasks.length - 1;
        const changes: readonly ((each: OffsetTask, place: number) => OffsetTask)[] = [
          (each, place) => (place === at ? { ...each, wcet: each.wcet + 1 } : each),
          (each, place) => (place === at ? { ...each, jitter: each.jitter + 2 } : each),
          (each, place) => (place === own ? { ...each, blocking: each.blocking + 1 } : each),
        ];
        for (const service of [AT_ALL_TIMES, IN_TABLE]) {
          const before = respond(tasks, service);
          for (const change of changes) {
            const after = respond(tasks.map(change), service);
            if (after.kind !== 'bounded') continue;
            expect(after.responseTime).toBeGreaterThanOrEqual(timeOf(before));
          }
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('[OFFSET-7] ends in any case: a clock that repeats too late is left out, steps are counted', () => {
    const apart = [task(0, 5, 10_000), task(5000, 5, 10_007), task(5000, 5, 10_000)];
    // The last two share no clock that repeats within 5,000 instants; the first and the last do.
    expect(respond(apart)).toMatchObject({ responseTime: 10, isComplete: false });
    expect(respond([task(0, 1, 2), task(1, 1, 4)], AT_ALL_TIMES, { steps: 1 })).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
    expect(respond([task(0, 2, 4), task(2, 3, 4)]).kind).toBe('unbounded');
    const huge = 2 ** 51;
    expect(respond([task(0, 1, huge), task(1, 1, huge - 1)])).toMatchObject({ responseTime: 2 });
  });

  it('[OFFSET-8] windows that go with the clock: by phase, whatever begins in a gap', () => {
    const table = synchronisedWindows(10, [{ start: 0, length: 4 }]);
    expect(timeOf(respond([task(0, 2, 20), task(0, 2, 20)], table))).toBe(4);
    expect(timeOf(respond([task(0, 3, 20), task(0, 2, 20)], table))).toBe(11);
    expect(timeOf(respond([task(4, 2, 20)], table))).toBe(8);
    expect(timeOf(respond([task(null, 2, 20)], table))).toBe(8);
    expect(timeOf(respond([task(2, 2, 20), task(10, 4, 20)], table))).toBe(4);
  });
});
