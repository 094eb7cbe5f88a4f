/** Processor demand against published numbers, against itself point by point, and against simulated schedules. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeadlineBlocking, demandBound, processorDemandTest, quickDemandTest } from './edf.ts';
import { criticalInstantJobs, type SimulatedJob, simulateSchedule } from './schedule-simulation.ts';
import { periodicResourceSupply } from './supply/periodic-resource.ts';
import type { TimingTask } from './timing-task.ts';

function task(wcet: number, period: number, rest: Partial<TimingTask> = {}): TimingTask {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, ...rest };
}

const TASK = fc
  .record({
    wcet: fc.integer({ min: 1, max: 6 }),
    period: fc.integer({ min: 5, max: 30 }),
    deadline: fc.integer({ min: 3, max: 45 }),
    jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 })),
  })
  .map(({ wcet, period, deadline, jitter }) => task(wcet, period, { deadline, jitter }));
const SETS = fc.array(TASK, { minLength: 1, maxLength: 5 });

/** Example of Buttazzo, Hard Real-Time Computing Systems: U = 11/12, L* = 25. */
const BUTTAZZO = [
  task(2, 6, { deadline: 4 }),
  task(2, 8, { deadline: 5 }),
  task(3, 9, { deadline: 7 }),
];

/** The eight tasks of the QPA test of schedcat, after Zhang and Burns 2009. */
const QPA_8 = [
  task(6000, 31000, { deadline: 18000 }),
  task(2000, 9800, { deadline: 9000 }),
  task(1000, 17000, { deadline: 12000 }),
  task(90, 4200, { deadline: 3000 }),
  task(8, 96, { deadline: 78 }),
  task(2, 12, { deadline: 16 }),
  task(10, 280, { deadline: 120 }),
  task(26, 660, { deadline: 160 }),
];

describe('processor demand under earliest deadline first', () => {
  it('[EDF-1] has the demand of the published example at each of its deadlines', () => {
    const demand = [4, 5, 7, 10, 13, 16, 21, 22, 25].map((t) => demandBound(BUTTAZZO, t));
    expect(demand).toEqual([2, 4, 7, 9, 11, 16, 18, 20, 23]);
    expect(demandBound(BUTTAZZO, 3)).toBe(0);
  });

  it('[EDF-2] converges in 7 evaluations where 1,481 deadlines would have to be looked at', () => {
    expect(quickDemandTest(QPA_8)).toMatchObject({
      verdict: { kind: 'schedulable' },
      evaluations: 7,
    });
    expect(processorDemandTest(QPA_8)).toMatchObject({
      verdict: { kind: 'schedulable' },
      evaluations: 1481,
    });
  });

  it('[EDF-3] takes a utilisation of exactly 1; more is unschedulable in the long run', () => {
    expect(quickDemandTest([task(1, 2), task(3, 6)]).verdict).toEqual({ kind: 'schedulable' });
    expect(quickDemandTest([task(1, 2), task(3, 6, { deadline: 5 })]).verdict).toEqual({
      kind: 'schedulable',
    });
    expect(quickDemandTest([task(1, 2), task(3, 6, { deadline: 4 })]).verdict).toEqual({
      kind: 'unschedulable',
      at: 4,
    });
    const much = 2 ** 40;
    const over = [task(much, 2 * much), task(much + 1, 2 * much)];
    expect(quickDemandTest(over).verdict).toEqual({ kind: 'unschedulable', at: null });
  });

  it('[EDF-4] counts deadlines from the nominal release: jitter brings them nearer', () => {
    const late = [task(4, 10, { jitter: 7 })];
    expect(quickDemandTest(late).verdict).toEqual({ kind: 'unschedulable', at: 3 });
    expect(quickDemandTest([task(3, 10, { jitter: 7 })]).verdict.kind).toBe('schedulable');
    const due = [task(1, 10, { deadline: 2, jitter: 3 })];
    expect(quickDemandTest(due).verdict).toEqual({ kind: 'unschedulable', at: 0 });
  });

  it('[EDF-5] finds the first and the last violated length, and the same verdict', () => {
    let refuted = 0;
    fc.assert(
      fc.property(SETS, (tasks) => {
        const quick = quickDemandTest(tasks);
        const slow = processorDemandTest(tasks);
        expect(quick.verdict.kind).toBe(slow.verdict.kind);
        expect(quick.horizon).toBe(slow.horizon);
        const lengths = Array.from({ length: (quick.horizon ?? -1) + 1 }, (_, t) => t);
        const violated = lengths.filter((t) => demandBound(tasks, t) > t);
        expect(slow.violated).toBe(violated[0] ?? null);
        const deadlines = violated.filter(
          (t) => t === 0 || demandBound(tasks, t - 1) !== demandBound(tasks, t),
        );
        expect(quick.violated).toBe(deadlines.at(-1) ?? null);
        if (violated.length > 0) refuted += 1;
      }),
      { seed: 7, numRuns: 1000 },
    );
    expect(refuted).toBeGreaterThan(100);
  });

  it('[EDF-6] is refuted by a schedule that misses, and confirmed by all that do not', () => {
    const scenario = fc.tuple(SETS, fc.array(fc.nat(30), { minLength: 5, maxLength: 5 }));
    fc.assert(
      fc.property(scenario, ([tasks, offsets]) => {
        const { verdict } = quickDemandTest(tasks);
        if (verdict.kind === 'unschedulable' && verdict.at !== null) {
          const jobs = criticalInstantJobs(tasks, verdict.at + 1);
          const due = jobs.filter(({ deadline }) => deadline <= (verdict.at ?? NaN));
          expect(simulateSchedule(due, 'edf').misses.length).toBeGreaterThan(0);
        }
        if (verdict.kind !== 'schedulable') return;
        const jobs = criticalInstantJobs(tasks, 300).map((job): SimulatedJob => {
          const by = offsets[job.task] ?? 0;
          return {
            ...job,
            release: job.release + by,
            ready: job.ready + by,
            deadline: job.deadline + by,
          };
        });
        expect(simulateSchedule(jobs, 'edf').misses).toEqual([]);
      }),
      { seed: 8, numRuns: 1000 },
    );
  });

  it('[EDF-7] compares with any supply, up to full load', () => {
    const content = [task(7, 50), task(9, 75)];
    // Shin and Lee, RTSS 2003: the least budget every 10 is 39/14 = 2.79.
    const verdicts = [2, 3].map((budget) => {
      const supply = periodicResourceSupply(budget, 10);
      return quickDemandTest(content, { supply }).verdict.kind;
    });
    expect(verdicts).toEqual(['unschedulable', 'schedulable']);
    // The fifth unit comes after 6 + 4 * 4 + 1; again one period later.
    const full = { supply: periodicResourceSupply(1, 4) };
    expect(quickDemandTest([task(5, 20, { deadline: 23 })], full).verdict.kind).toBe('schedulable');
    expect(quickDemandTest([task(5, 20, { deadline: 22 })], full).verdict).toEqual({
      kind: 'unschedulable',
      at: 42,
    });
  });

  it('[EDF-7] looks far enough: no violation is beyond the horizon', () => {
    const supplied = fc
      .tuple(SETS, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 3 }))
      .map(([tasks, budget, gap]) => ({
        tasks,
        supply: periodicResourceSupply(budget, budget + gap),
      }));
    fc.assert(
      fc.property(supplied, ({ tasks, supply }) => {
        const { verdict, violated } = quickDemandTest(tasks, { supply });
        if (verdict.kind === 'unschedulable' && violated === null) return;
        expect(processorDemandTest(tasks, { supply }).verdict.kind).toBe(verdict.kind);
        const lengths = Array.from({ length: 3000 }, (_, t) => t);
        const all = lengths.filter((t) => demandBound(tasks, t) > supply.supplyBound(t));
        expect(all.length > 0 ? 'unschedulable' : 'schedulable').toBe(verdict.kind);
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it('[EDF-8] adds blocking, and does not call refuted what only blocking violates', () => {
    const blocking: DeadlineBlocking = { at: (t) => (t < 20 ? 3 : 0), most: 3 };
    const tasks = [task(3, 10, { deadline: 5 }), task(4, 30, { deadline: 20 })];
    expect(quickDemandTest(tasks, { blocking })).toMatchObject({
      verdict: { kind: 'unknown', reason: 'method' },
      violated: 5,
    });
    expect(
      quickDemandTest(tasks, { blocking: { ...blocking, at: (t) => (t < 20 ? 2 : 0) } }),
    ).toMatchObject({ verdict: { kind: 'schedulable' } });
    const missed = [task(6, 10, { deadline: 5 })];
    expect(quickDemandTest(missed, { blocking }).verdict).toEqual({ kind: 'unschedulable', at: 5 });
  });

  it('[EDF-8] gives the same answer with blocking by quick convergence and deadline by deadline', () => {
    const blocked = fc.tuple(SETS, fc.nat(6), fc.nat(40));
    fc.assert(
      fc.property(blocked, ([tasks, most, until]) => {
        const blocking = { most, at: (t: number) => (t < until ? most : 0) };
        expect(quickDemandTest(tasks, { blocking }).verdict.kind).toBe(
          processorDemandTest(tasks, { blocking }).verdict.kind,
        );
      }),
      { seed: 10, numRuns: 500 },
    );
  });

  it('[EDF-9] ends, and says why without an answer', () => {
    expect(quickDemandTest(QPA_8, { limit: { steps: 3 } })).toEqual({
      verdict: { kind: 'unknown', reason: 'steps' },
      horizon: null,
      violated: null,
      evaluations: 0,
    });
    expect(processorDemandTest(QPA_8, { limit: { steps: 1000 } }).verdict).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
    const far = [task(2 ** 51, 2 ** 52 - 1, { jitter: 2 ** 52 }), task(2 ** 51 - 2, 2 ** 52 + 1)];
    expect(quickDemandTest(far).verdict).toEqual({ kind: 'unknown', reason: 'overflow' });
    expect(quickDemandTest([]).verdict).toEqual({ kind: 'schedulable' });
  });
});
