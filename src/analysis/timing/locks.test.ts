/** Lock blocking against published numbers and a slot-by-slot simulation of ceilings and spin locks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quickDemandTest } from './edf.ts';
import { fixedPriorityResponses } from './fixed-priority.ts';
import {
  ceilingBlocking,
  type CriticalSection,
  type LockingTask,
  stackResourceBlocking,
} from './locks.ts';
import { spinLockCosts } from './spin-locks.ts';
import { type Part, type ScriptedJob, simulateSlots } from './testing/slot-simulation.ts';
import type { TimingTask } from './timing-task.ts';

type Task = TimingTask & LockingTask;

function uses(resource: string, length: number, requests = 1): CriticalSection {
  return { resource, length, requests };
}

function task(wcet: number, period: number, sections: readonly CriticalSection[] = []): Task {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, sections };
}

function times(tasks: readonly TimingTask[]): readonly (number | string)[] {
  return fixedPriorityResponses(tasks).map((bound) =>
    bound.kind === 'bounded' ? bound.responseTime : bound.kind,
  );
}

/** Tasks with what spinning adds. */
function inflate(cores: readonly (readonly Task[])[]): readonly (readonly TimingTask[])[] {
  const costs = spinLockCosts(cores);
  return cores.map((core, at) =>
    core.map((one, rank) => {
      const { spin, blocking } = costs[at]?.[rank] ?? { spin: NaN, blocking: NaN };
      return { ...one, wcet: one.wcet + spin, blocking };
    }),
  );
}

/** A job: some execution, a section where it has one, the rest of its execution. */
function partsOf(one: Task, before: number, ceiling: (resource: string) => number | 'shared') {
  const [section] = one.sections;
  if (section === undefined) return [{ kind: 'run', length: one.wcet } as const];
  const rest = one.wcet - section.length;
  const first = Math.min(before, rest);
  const { resource, length } = section;
  const parts: Part[] = [
    { kind: 'run', length: first },
    { kind: 'section', length, resource, ceiling: ceiling(resource) },
    { kind: 'run', length: rest - first },
  ];
  return parts.filter((part) => part.length > 0);
}

/** Sets of one to three tasks with at most one section each. */
const CORE = fc
  .array(
    fc.record({
      wcet: fc.integer({ min: 1, max: 5 }),
      period: fc.integer({ min: 8, max: 30 }),
      section: fc.option(fc.tuple(fc.constantFrom('x', 'y'), fc.integer({ min: 1, max: 3 }))),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((given) =>
    given.map(({ wcet, period, section }) => {
      const sections = section === null ? [] : [uses(section[0], Math.min(wcet, section[1]))];
      return task(wcet, period, sections);
    }),
  );
const CHOICES = fc.array(fc.tuple(fc.nat(25), fc.nat(3)), { minLength: 6, maxLength: 6 });
const SPAN = 120;

/** Jobs of all cores from any offsets, their sections anywhere. */
function scriptsOf(
  cores: readonly (readonly Task[])[],
  choices: readonly (readonly [number, number])[],
  ceiling: (core: number, resource: string) => number | 'shared',
): readonly ScriptedJob[] {
  return cores.flatMap((tasks, core) =>
    tasks.flatMap((one, rank) => {
      const [offset, before] = choices[core * 3 + rank] ?? [0, 0];
      const jobs: ScriptedJob[] = [];
      for (let release = offset; release < SPAN; release += one.period) {
        const parts = partsOf(one, before, (resource) => ceiling(core, resource));
        jobs.push({ core, rank, release, ready: release, parts });
      }
      return jobs;
    }),
  );
}

/** Every simulated response is at most the bound. */
function expectBounded(
  jobs: readonly ScriptedJob[],
  bounds: readonly (readonly (number | string)[])[],
): number {
  let compared = 0;
  for (const [at, response] of simulateSlots(jobs, 5 * SPAN).entries()) {
    const job = jobs[at];
    const bound = bounds[job?.core ?? -1]?.[job?.rank ?? -1];
    if (typeof bound !== 'number') continue;
    compared += 1;
    expect(response ?? Infinity).toBeLessThanOrEqual(bound);
  }
  return compared;
}

describe('locks', () => {
  it('[LOCK-1] blocks up to the ceiling, by the longest section, once', () => {
    const tasks = [
      task(1, 10, [uses('a', 1)]),
      task(1, 20),
      task(1, 30, [uses('b', 1), uses('a', 2)]),
      task(9, 40, [uses('b', 5), uses('c', 9)]),
    ];
    expect(ceilingBlocking(tasks)).toEqual([2, 2, 5, 0]);
    expect(ceilingBlocking([task(1, 9, [uses('a', 1, 0)]), task(4, 9, [uses('a', 4)])])).toEqual([
      0, 0,
    ]);
  });

  it('[LOCK-2] blocks under earliest deadline first what may be due before', () => {
    const [short, middle, long] = [
      task(1, 10, [uses('a', 1)]),
      task(2, 20),
      task(9, 40, [uses('a', 4), uses('b', 7)]),
    ];
    const blocking = stackResourceBlocking([short, middle, long]);
    expect(blocking.most).toBe(4);
    expect([9, 10, 39, 40].map(blocking.at)).toEqual([0, 4, 4, 0]);
    const jittery = stackResourceBlocking([{ ...short, jitter: 3 }, long]);
    expect([6, 7].map(jittery.at)).toEqual([0, 4]);
    // Nobody else uses b, whose ceiling is 40; but a job that is 25 late may be due before, and must wait for it.
    const late = { ...task(1, 45), jitter: 25 };
    expect([19, 20, 40].map(stackResourceBlocking([late, long]).at)).toEqual([0, 7, 0]);
    expect(quickDemandTest([{ ...short, deadline: 5 }, long], { blocking }).verdict.kind).toBe(
      'schedulable',
    );
  });

  it('[LOCK-3] reproduces the spin-lock inflation of schedcat: 2000, 6800, 4600', () => {
    const first = [task(1700, 10_000, [uses('r', 100)]), task(2700, 15_000, [uses('r', 100)])];
    const second = [task(6700, 34_000, [uses('r', 100)])];
    expect(inflate([first, second]).map(times)).toEqual([[2000, 4600], [6800]]);
  });

  it('[LOCK-3] reproduces the classic MSRP bounds of schedcat', () => {
    const cores = [
      [task(10, 100, [uses('1', 1)])],
      [task(10, 100, [uses('1', 5)]), task(10, 100, [uses('1', 7)])],
    ];
    expect(spinLockCosts(cores)).toEqual([
      [{ spin: 7, blocking: 0 }],
      [
        { spin: 1, blocking: 8 },
        { spin: 1, blocking: 0 },
      ],
    ]);
  });

  it('[LOCK-4] spins for every other core, once per request, and for no lock of one core', () => {
    const cores = [
      [task(9, 99, [uses('r', 1, 3), uses('own', 5)]), task(9, 99, [uses('own', 6)])],
      [task(9, 99, [uses('r', 2)]), task(9, 99, [uses('r', 4)])],
      [task(9, 99, [uses('r', 3)])],
    ];
    const costs = spinLockCosts(cores);
    expect(costs[0]).toEqual([
      { spin: 3 * (4 + 3), blocking: 6 },
      { spin: 0, blocking: 0 },
    ]);
    expect(costs[1]?.[0]).toEqual({ spin: 1 + 3, blocking: 1 + 3 + 4 });
    expect(costs[2]?.[0]).toEqual({ spin: 1 + 4, blocking: 0 });
  });

  it('[LOCK-5] is never below a simulation of the ceiling protocol', () => {
    let compared = 0;
    fc.assert(
      fc.property(CORE, CHOICES, (tasks, choices) => {
        const blocking = ceilingBlocking(tasks);
        const bounds = times(tasks.map((one, at) => ({ ...one, blocking: blocking[at] ?? NaN })));
        const ceiling = (_: number, resource: string) =>
          tasks.findIndex(({ sections }) => sections.some((use) => use.resource === resource));
        compared += expectBounded(scriptsOf([tasks], choices, ceiling), [bounds]);
      }),
      { seed: 18, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it('[LOCK-6] is never below a simulation of spin locks on two cores', () => {
    let compared = 0;
    fc.assert(
      fc.property(CORE, CORE, CHOICES, (one, other, choices) => {
        const cores = [one, other];
        const bounds = inflate(cores).map(times);
        const users = (core: number, resource: string) =>
          cores[core]?.findIndex(({ sections }) =>
            sections.some((use) => use.resource === resource),
          ) ?? -1;
        const ceiling = (core: number, resource: string) =>
          users(1 - core, resource) >= 0 ? 'shared' : users(core, resource);
        compared += expectBounded(scriptsOf(cores, choices, ceiling), bounds);
      }),
      { seed: 19, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});
