/** Response times under earliest deadline first against published numbers and every schedule that may be the worst. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstDue,
  nextDeadline,
  processorDemandTest,
  quickDemandTest,
  type DeadlineOptions,
  type DeadlineTask,
} from './edf.ts';
import { earliestDeadlineResponses } from './edf-response.ts';
import { criticalInstantJobs, type SimulatedJob, simulateSchedule } from './schedule-simulation.ts';
import { periodicResourceSupply } from './supply/periodic-resource.ts';
import { DEDICATED_CORE } from './supply/supply.ts';
import type { TimingTask } from './timing-task.ts';

function task(wcet: number, period: number, rest: Partial<TimingTask> = {}): TimingTask {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, ...rest };
}

function times(
  ...args: Parameters<typeof earliestDeadlineResponses>
): readonly (number | string)[] {
  return earliestDeadlineResponses(...args).map((bound) =>
    bound.kind === 'bounded' ? bound.responseTime : bound.kind,
  );
}

const TASK = fc
  .record({
    wcet: fc.integer({ min: 1, max: 5 }),
    period: fc.integer({ min: 5, max: 20 }),
    deadline: fc.integer({ min: 3, max: 40 }),
    jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 })),
  })
  .map(({ wcet, period, deadline, jitter }) => task(wcet, period, { deadline, jitter }));
/** Some whose deadlines count from activation, which the scheduler may learn of a while later. */
const MIXED: fc.Arbitrary<DeadlineTask[]> = fc.array(
  fc
    .tuple(TASK, fc.boolean(), fc.integer({ min: 0, max: 30 }), fc.constantFrom(0, 0, 2))
    .map(([one, isDue, late, known]) =>
      isDue ? { ...one, jitter: late + known, leastDue: one.deadline - known } : one,
    ),
  { minLength: 1, maxLength: 4 },
);
const SETS = fc.array(TASK, { minLength: 1, maxLength: 4 });

/** Jobs of the task at `at` that lead up to a release; all others begin together at 0. Ties go against the task. */
function jobsUpTo(tasks: readonly DeadlineTask[], at: number, release: number): SimulatedJob[] {
  const own = tasks[at];
  if (own === undefined) throw new Error('no such task');
  const others = tasks.map((one, rank) => (rank === at ? { ...one, wcet: 0 } : one));
  const jobs = criticalInstantJobs(others, release + own.deadline + 1).filter(
    (job) => job.task !== at,
  );
  for (let from = release; from >= -own.jitter; from -= own.period) {
    jobs.push({
      task: tasks.length,
      release: from,
      ready: Math.max(0, from),
      execution: own.wcet,
      deadline: Math.max(from + own.deadline, Math.max(0, from) + (own.leastDue ?? -Infinity)),
    });
  }
  return jobs;
}

/** The longest response of a task in all schedules that begin together and in which it is released within `span`. */
function longestSimulated(tasks: readonly DeadlineTask[], at: number, span: number): number {
  let longest = 0;
  const own = tasks[at];
  const first = own ? firstDue(own) - own.deadline : 0;
  for (let release = first; release <= span; release += 1) {
    const jobs = jobsUpTo(tasks, at, release);
    const { responses } = simulateSchedule(jobs, 'edf');
    const target = jobs.findIndex((job) => job.task === tasks.length && job.release === release);
    longest = Math.max(longest, responses[target] ?? NaN);
  }
  return longest;
}

/** Spuri's formula as it is written, one task and one release after the other; nothing beyond `span` is looked at. */
function plainResponse(
  tasks: readonly TimingTask[],
  at: number,
  { supply, blocking }: Required<Pick<DeadlineOptions, 'supply' | 'blocking'>>,
  span: number,
): number {
  const own = tasks[at];
  if (own === undefined) throw new Error('no such task');
  let longest = 0;
  for (let due = own.deadline - own.jitter; due < span; due = nextDeadline(tasks, due)) {
    const release = due - own.deadline;
    let end = 0;
    for (let next = 1; next > end;) {
      end = next;
      let demand = blocking.at(due);
      for (const [rank, { wcet, period, deadline, jitter }] of tasks.entries()) {
        const isDue = Math.max(0, Math.floor((due + jitter - deadline) / period) + 1);
        const arrived = Math.ceil((end + jitter) / period);
        demand += (rank === at ? isDue : Math.min(isDue, arrived)) * wcet;
      }
      next = Math.max(end, supply.timeToSupply(demand));
    }
    longest = Math.max(longest, end - release);
  }
  return longest;
}

describe('response times under earliest deadline first', () => {
  it('[EDFR-1] gives the published values of a set of Buttazzo and of Lehoczky', () => {
    const constrained = [
      task(2, 6, { deadline: 4 }),
      task(2, 8, { deadline: 5 }),
      task(3, 9, { deadline: 7 }),
    ];
    expect(times(constrained)).toEqual([4, 5, 7]);
    expect(times([task(26, 70), task(62, 100, { deadline: 120 })])).toEqual([54, 104]);
  });

  it('[EDFR-2] is the longest of all schedules that begin together, with jitter and any deadlines', () => {
    let compared = 0;
    fc.assert(
      fc.property(SETS, (tasks) => {
        for (const [at, bound] of earliestDeadlineResponses(tasks).entries()) {
          if (bound.kind !== 'bounded' || tasks.reduce((u, t) => u + t.wcet / t.period, 0) > 0.97) {
            continue;
          }
          compared += 1;
          expect(bound.responseTime).toBe(longestSimulated(tasks, at, 120));
        }
      }),
      { seed: 11, numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('[EDFR-2] is so where deadlines count from activation, beside others that count from the nominal release', () => {
    let [compared, beyond] = [0, 0];
    fc.assert(
      fc.property(MIXED, (tasks) => {
        if (tasks.reduce((u, t) => u + t.wcet / t.period, 0) > 0.9) return;
        let isMet = true;
        for (const [at, bound] of earliestDeadlineResponses(tasks).entries()) {
          if (bound.kind !== 'bounded') throw new Error('no bound');
          compared += 1;
          expect(bound.responseTime).toBe(longestSimulated(tasks, at, 150));
          if (bound.responseTime > (tasks[at]?.deadline ?? 0)) isMet = false;
        }
        if (!isMet) beyond += 1;
        // The demand test says the same of the whole set, by both walks.
        expect(quickDemandTest(tasks).verdict.kind === 'schedulable').toBe(isMet);
        expect(processorDemandTest(tasks).verdict.kind === 'schedulable').toBe(isMet);
      }),
      { seed: 12, numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(150);
    expect(beyond).toBeGreaterThan(20);
  });

  it('[EDFR-3] takes a utilisation of exactly 1, and calls more unbounded', () => {
    expect(times([task(1, 2), task(1, 2)])).toEqual([2, 2]);
    expect(times([task(1, 2, { jitter: 1 }), task(2, 4)])).toEqual([2, 4]);
    expect(times([task(1, 2), task(2, 3)])).toEqual(['unbounded', 'unbounded']);
  });

  it('[EDFR-4] meets all deadlines exactly where the demand test says so, in a supply too', () => {
    const supplied = fc.tuple(SETS, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 3 }));
    let schedulable = 0;
    fc.assert(
      fc.property(supplied, ([tasks, budget, gap]) => {
        const options = { supply: periodicResourceSupply(budget, budget + gap) };
        const meets = times(tasks, options).every(
          (time, at) => typeof time === 'number' && time <= (tasks[at]?.deadline ?? NaN),
        );
        expect(meets).toBe(quickDemandTest(tasks, options).verdict.kind === 'schedulable');
        if (meets) schedulable += 1;
      }),
      { seed: 12, numRuns: 1000 },
    );
    expect(schedulable).toBeGreaterThan(100);
  });

  it('[EDFR-5] adds the blocking of what is due later', () => {
    const blocking = { at: (t: number) => (t < 20 ? 3 : 0), most: 3 };
    const tasks = [task(3, 10), task(4, 20)];
    expect(times(tasks)).toEqual([3, 7]);
    expect(times(tasks, { blocking })).toEqual([6, 7]);
  });

  it('[EDFR-6] ends, and says why without an answer', () => {
    const limit = { steps: 2 };
    expect(earliestDeadlineResponses([task(3, 7), task(4, 9)], { limit })[1]).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
    const far = [task(2 ** 51, 2 ** 52 - 1, { jitter: 2 ** 52 }), task(2 ** 51 - 2, 2 ** 52 + 1)];
    expect(earliestDeadlineResponses(far)[0]).toEqual({ kind: 'unknown', reason: 'overflow' });
  });

  it('[EDFR-7] never sinks when C or J of any task grows', () => {
    const change = fc.tuple(SETS, fc.nat(), fc.integer({ min: 1, max: 3 }), fc.boolean());
    fc.assert(
      fc.property(change, ([tasks, pick, more, longer]) => {
        const chosen = pick % tasks.length;
        const before = times(tasks);
        const changed = tasks.map((one, at) => {
          if (at !== chosen) return one;
          return longer ? { ...one, wcet: one.wcet + more } : { ...one, jitter: one.jitter + more };
        });
        for (const [at, value] of times(changed).entries()) {
          if (value !== 'unbounded') expect(value).toBeGreaterThanOrEqual(Number(before[at]));
        }
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  it('[EDFR-8] is for each task what its releases alone give: in supplies, blocked, with equal tasks', () => {
    const cases = fc.record({
      tasks: fc.tuple(SETS, SETS).map(([some, more]) => [...some, ...more, ...some]),
      supply: fc.constantFrom(DEDICATED_CORE, periodicResourceSupply(7, 8)),
      region: fc.record({ most: fc.nat(6), until: fc.integer({ min: 0, max: 40 }) }),
    });
    let compared = 0;
    fc.assert(
      fc.property(cases, ({ tasks, supply, region: { most, until } }) => {
        if (tasks.reduce((sum, { wcet, period }) => sum + wcet / period, 0) > 0.8) return;
        const options = { supply, blocking: { at: (t: number) => (t < until ? most : 0), most } };
        compared += 1;
        const expected = tasks.map((_, at) => plainResponse(tasks, at, options, 600));
        expect(times(tasks, options)).toEqual(expected);
      }),
      { seed: 14, numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('[EDFR-8] answers what the steps reached, and ten thousand tasks within jobs, not pairs', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => task(10, 200_000 + 7 * at));
    const bounds = earliestDeadlineResponses(many, { limit: { steps: 100_000 } });
    expect(bounds.every(({ kind }) => kind === 'bounded')).toBe(true);
  });
});
