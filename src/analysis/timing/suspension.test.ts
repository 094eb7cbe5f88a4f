/** Response times with self-suspension against worked examples and a slot-by-slot simulation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponses } from './fixed-priority.ts';
import { type SuspendingTask, suspendingResponses } from './suspension.ts';
import { type Part, type ScriptedJob, simulateSlots } from './testing/slot-simulation.ts';
import { DEDICATED_CORE } from './supply/supply.ts';

function task(wcet: number, period: number, rest: Partial<SuspendingTask> = {}): SuspendingTask {
  const none = { jitter: 0, blocking: 0, suspension: 0, suspensions: 0 };
  return { wcet, period, deadline: period, ...none, ...rest };
}

function times(...args: Parameters<typeof suspendingResponses>): readonly (number | string)[] {
  return suspendingResponses(...args).map((bound) =>
    bound.kind === 'bounded' ? bound.responseTime : bound.kind,
  );
}

const TASK = fc
  .record({
    wcet: fc.integer({ min: 1, max: 5 }),
    period: fc.integer({ min: 8, max: 40 }),
    jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })),
    suspension: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 })),
  })
  .map(({ suspension, ...rest }) =>
    task(rest.wcet, rest.period, { ...rest, suspension, suspensions: suspension > 0 ? 1 : 0 }),
  );

describe('response times with self-suspension', () => {
  it('[SUSP-1] never ignores it: a schedule is longer than the response time without waiting', () => {
    // Two jobs of the first task meet in one response of the second when the earlier one has waited.
    const tasks = [task(2, 5, { suspension: 3, suspensions: 1 }), task(2, 10)];
    const jobs: ScriptedJob[] = [
      { core: 0, rank: 0, release: 0, ready: 0, parts: waiting(0.5, 3, 2) },
      { core: 0, rank: 0, release: 5, ready: 5, parts: [{ kind: 'run', length: 2 }] },
      { core: 0, rank: 1, release: 4, ready: 4, parts: [{ kind: 'run', length: 2 }] },
    ];
    expect(simulateSlots(jobs, 50)[2]).toBe(5);
    const ignored = fixedPriorityResponses(tasks).at(-1);
    expect(ignored?.kind === 'bounded' && ignored.responseTime).toBe(4);
    // R_1 = 5, so that its jitter is 3: w = 2 + 2 ceil((w + 3) / 5) = 6.
    expect(times(tasks)).toEqual([5, 6]);
  });

  it('[SUSP-2] takes the shorter of suspension as jitter and as execution', () => {
    // As jitter 1 of an execution of 1: w = 1 + ceil((w + 1) / 10) = 2; as execution: w = 1 + 2 = 3.
    expect(times([task(1, 10, { suspension: 1, suspensions: 1 }), task(1, 20)])).toEqual([2, 2]);
    // As jitter 6 of an execution of 2 it meets three times, w = 18; as execution: w = 2 + 5 + 3.
    const late = task(2, 10, { suspension: 1, suspensions: 1 });
    expect(times([task(5, 10), late, task(2, 40)])).toEqual([5, 8, 10]);
  });

  it('[SUSP-3] blocks a job once more after each suspension', () => {
    const tasks = [task(2, 20, { blocking: 3, suspension: 4, suspensions: 2 })];
    expect(times(tasks)).toEqual([2 + 4 + 3 * 3]);
  });

  it('[SUSP-4] is the plain response time where nobody suspends', () => {
    const sets = fc.array(TASK, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sets, (given) => {
        const tasks = given.map((one) => ({ ...one, suspension: 0, suspensions: 0 }));
        const plain = fixedPriorityResponses(tasks).map((bound) =>
          bound.kind === 'bounded' ? bound.responseTime : bound.kind,
        );
        expect(times(tasks)).toEqual(plain);
      }),
      { seed: 20 },
    );
  });

  it('[SUSP-5] does not call unbounded what only waiting overloads, and ends', () => {
    const waits = task(2, 5, { suspension: 4, suspensions: 1 });
    expect(suspendingResponses([waits])).toEqual([{ kind: 'unknown', reason: 'method' }]);
    expect(times([task(3, 5), task(3, 5, { suspension: 1, suspensions: 1 })])).toEqual([
      3,
      'unbounded',
    ]);
    const long = [task(1, 2, { suspension: 1, suspensions: 1 }), task(500_000, 1_000_003)];
    expect(suspendingResponses(long, DEDICATED_CORE, { steps: 3 })[1]).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
  });

  it('[SUSP-6] is never below a simulation with suspensions anywhere', () => {
    const scenario = fc.tuple(
      fc.array(TASK, { minLength: 2, maxLength: 3 }),
      fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }),
    );
    let compared = 0;
    fc.assert(
      fc.property(scenario, ([tasks, offsets, shares]) => {
        const bounds = times(tasks);
        const jobs = tasks.flatMap((one, rank) =>
          shares.map((share, at): ScriptedJob => {
            const release = (offsets[rank] ?? 0) + at * one.period;
            const ready = release + Math.round((shares.at(-1 - at) ?? 0) * one.jitter);
            const suspension = at % 3 === 2 ? 0 : one.suspension;
            const parts = waiting(share, suspension, one.wcet);
            return { core: 0, rank, release, ready, parts };
          }),
        );
        for (const [at, response] of simulateSlots(jobs, 1000).entries()) {
          const bound = bounds[jobs[at]?.rank ?? -1];
          if (typeof bound !== 'number') continue;
          compared += 1;
          expect(response ?? Infinity).toBeLessThanOrEqual(bound);
        }
      }),
      { seed: 21, numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(2000);
  });
});

/** A job that waits once, after a share of its execution, of which at least one unit comes first. */
function waiting(share: number, suspension: number, wcet: number): readonly Part[] {
  const first = Math.max(1, Math.floor(share * wcet));
  const parts: Part[] = [
    { kind: 'run', length: first },
    { kind: 'suspend', length: suspension },
    { kind: 'run', length: wcet - first },
  ];
  return parts.filter(({ length }) => length > 0);
}
