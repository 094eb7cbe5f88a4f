/** Blocking under priority inheritance, plain locks and sections without preemption, against simulations slot by slot. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponses } from './fixed-priority.ts';
import { ceilingBlocking, sectionBlocking, usedSections, type LockingTask } from './locks.ts';
import { inheritanceBlocking, lockWaits } from './priority-inheritance.ts';
import { spinLockCosts } from './spin-locks.ts';
import { type Part, type ScriptedJob, simulateSlots } from './testing/slot-simulation.ts';
import type { TimingTask } from './timing-task.ts';

type Task = TimingTask & LockingTask;

/** A stretch of a script: with or without a lock. */
interface Stretch {
  readonly resource: string | null;
  readonly length: number;
}

interface Scripted extends Task {
  readonly stretches: readonly Stretch[];
  readonly offset: number;
}

const uses = (resource: string, length: number, requests = 1) => ({ resource, length, requests });
const using = (...sections: LockingTask['sections']): LockingTask => ({ sections });

/** A task with the sections of its script: the longest of each resource, and how often it is locked. */
function scripted(stretches: readonly Stretch[], period: number, offset: number): Scripted {
  const wcet = stretches.reduce((sum, { length }) => sum + length, 0);
  const byResource = Map.groupBy(
    stretches.filter(({ resource }) => resource !== null),
    ({ resource }) => resource ?? '',
  );
  const sections = [...byResource].map(([resource, list]) =>
    uses(resource, Math.max(...list.map(({ length }) => length)), list.length),
  );
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, sections, stretches, offset };
}

const TASKS = fc.array(
  fc
    .tuple(
      fc.array(
        fc.record({
          resource: fc.constantFrom(null, 'x', 'y', 'z'),
          length: fc.integer({ min: 1, max: 4 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      fc.integer({ min: 15, max: 60 }),
      fc.nat(30),
    )
    .map(([stretches, period, offset]) => scripted(stretches, period, offset)),
  { minLength: 2, maxLength: 5 },
);

const SPAN = 150;

type Locked = NonNullable<Part['ceiling']>;

function jobsOf(
  tasks: readonly Scripted[],
  core: number,
  locked: (resource: string) => Locked,
): readonly ScriptedJob[] {
  return tasks.flatMap(({ stretches, period, offset }, rank) => {
    const parts = stretches.map(({ resource, length }): Part =>
      resource === null
        ? { kind: 'run', length }
        : { kind: 'section', length, resource, ceiling: locked(resource) },
    );
    const jobs: ScriptedJob[] = [];
    for (let release = offset; release < SPAN; release += period)
      jobs.push({ core, rank, release, ready: release, parts });
    return jobs;
  });
}

function boundsWith(tasks: readonly Task[], blocking: readonly number[]): (number | null)[] {
  return fixedPriorityResponses(
    tasks.map((task, at) => ({ ...task, blocking: blocking[at] ?? NaN })),
  ).map((bound) => (bound.kind === 'bounded' ? bound.responseTime : null));
}

type Bounds = readonly (readonly (number | null)[])[];

/** @returns how many jobs have a bound, and how many are later than their figure in `less` */
function compare(jobs: readonly ScriptedJob[], bounds: Bounds, less: Bounds = []) {
  let [compared, later] = [0, 0];
  for (const [at, response] of simulateSlots(jobs, 6 * SPAN).entries()) {
    const { core, rank } = jobs[at] ?? { core: -1, rank: -1 };
    const bound = bounds[core]?.[rank] ?? null;
    if (bound === null) continue;
    compared += 1;
    if ((response ?? Infinity) > (less[core]?.[rank] ?? Infinity)) later += 1;
    expect(response ?? Infinity).toBeLessThanOrEqual(bound);
  }
  return { compared, later };
}

/** Over many random sets: all jobs within their bounds, and some of them not within those of priority ceilings. */
function expectBounded(seed: number, locked: Locked, blockingOf: typeof ceilingBlocking): void {
  let [compared, later] = [0, 0];
  fc.assert(
    fc.property(TASKS, (tasks) => {
      const jobs = jobsOf(tasks, 0, () => locked);
      const bounds = boundsWith(tasks, blockingOf(tasks));
      const found = compare(jobs, [bounds], [boundsWith(tasks, ceilingBlocking(tasks))]);
      compared += found.compared;
      later += found.later;
    }),
    { seed, numRuns: 600 },
  );
  expect(compared).toBeGreaterThan(1000);
  expect(later).toBeGreaterThan(0);
}

describe('priority inheritance', () => {
  it('[LOCK-7] blocks once by each lower task or once by each resource, whichever is less', () => {
    // Lengths of sections on A, B, C; nobody but the lowest three is blocked for C.
    const tasks = [
      using(uses('A', 1), uses('B', 2)),
      using(uses('B', 9), uses('C', 3)),
      using(uses('A', 8), uses('B', 7)),
      using(uses('A', 6), uses('B', 5), uses('C', 4)),
    ];
    // min(9 + 8 + 6, 8 + 9); min(8 + 6, 8 + 7 + 4); min(6, 6 + 5 + 4)
    expect(inheritanceBlocking(tasks)).toEqual([17, 14, 6, 0]);
    expect(ceilingBlocking(tasks)).toEqual([9, 8, 6, 0]);
  });

  it('[LOCK-7] passes on what keeps a higher priority waiting, and leaves out what nobody above uses', () => {
    const tasks = [using(uses('A', 1)), using(), using(uses('B', 9)), using(uses('A', 3))];
    expect(inheritanceBlocking(tasks)).toEqual([3, 3, 3, 0]);
    expect(inheritanceBlocking([using(uses('A', 1, 0)), using(uses('A', 3))])).toEqual([0, 0]);
  });

  it('[LOCK-7] finds locks held as often as holders or resources allow, plain ones at every request', () => {
    const tasks = [
      using(uses('A', 1, 5), uses('own', 1, 7)),
      using(uses('A', 1), uses('B', 2, 3)),
      using(uses('A', 8), uses('B', 7)),
    ];
    expect(lockWaits(tasks, true)).toEqual([1, 1, 0]);
    expect(lockWaits(tasks, false)).toEqual([5, 4, 0]);
  });

  it('[LOCK-8] keeps everybody above waiting for any section that is not preempted', () => {
    const tasks = [using(), using(uses('A', 2)), using(uses('B', 7)), using(uses('A', 3))];
    expect(sectionBlocking(tasks)).toEqual([7, 7, 3, 0]);
  });

  it('[LOCK-9] is never below a simulation of priority inheritance, which exceeds that of ceilings', () => {
    expectBounded(31, 'inherit', inheritanceBlocking);
  });

  it('[LOCK-9] is never below a simulation of sections without preemption, which exceeds that of ceilings', () => {
    expectBounded(32, 0, sectionBlocking);
  });

  it('[LOCK-9] is never below a simulation of plain locks where nobody lower holds what anybody above needs', () => {
    let [compared, blocked] = [0, 0];
    fc.assert(
      fc.property(TASKS, (tasks) => {
        const open = ceilingBlocking(tasks);
        const plain = boundsWith(
          tasks,
          tasks.map(() => 0),
        ).map((bound, at) => (open[at] === 0 ? bound : null));
        compared += compare(
          jobsOf(tasks, 0, () => 'plain'),
          [plain],
        ).compared;
        blocked += open.filter((ns) => ns > 0).length;
      }),
      { seed: 33, numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(1000);
    expect(blocked).toBeGreaterThan(100);
  });

  it('[LOCK-9] a plain lock may be held for longer than any section: what is between preempts its holder', () => {
    const tasks = [
      scripted([{ resource: 'x', length: 1 }], 60, 2),
      scripted([{ resource: null, length: 30 }], 60, 3),
      scripted([{ resource: 'x', length: 4 }], 60, 1),
    ];
    const responses = (locked: Locked) =>
      simulateSlots(
        jobsOf(tasks, 0, () => locked).filter(({ release }) => release < 60),
        200,
      )[0];
    expect(boundsWith(tasks, inheritanceBlocking(tasks))[0]).toBe(5);
    expect(responses('inherit')).toBe(4);
    expect(responses('plain')).toBe(34);
  });

  it('[LOCK-9] is never below a simulation of two cores with spin locks and their own locks', () => {
    let compared = 0;
    const protocol = fc.constantFrom('priority-inheritance' as const, 'non-preemptive' as const);
    fc.assert(
      fc.property(TASKS, TASKS, protocol, protocol, (one, other, ...protocols) => {
        const cores = [one, other];
        const costs = spinLockCosts(cores, protocols);
        const bounds = cores.map((tasks, at) =>
          boundsWith(
            tasks.map((task, rank) => ({
              ...task,
              wcet: task.wcet + (costs[at]?.[rank]?.spin ?? NaN),
            })),
            costs[at]?.map(({ blocking }) => blocking) ?? [],
          ),
        );
        const isShared = (resource: string) =>
          cores.every((tasks) =>
            tasks.some((task) => usedSections(task).some((each) => each.resource === resource)),
          );
        const jobs = cores.flatMap((tasks, at) =>
          jobsOf(tasks, at, (resource) =>
            isShared(resource) ? 'shared' : protocols[at] === 'non-preemptive' ? 0 : 'inherit',
          ),
        );
        compared += compare(jobs, bounds).compared;
      }),
      { seed: 34, numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});
