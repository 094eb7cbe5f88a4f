/** Small plans of any kind, analysed as a whole, against schedules that they allow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayoutResult, TaskResult } from '../result.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import {
  simulateSchedule,
  type SchedulingPolicy,
  type ServiceWindows,
  type SimulatedJob,
} from '../timing/schedule-simulation.ts';

interface RandomTask {
  readonly wcet: number;
  readonly period: number;
  readonly deadline: number;
  readonly jitter: number;
  readonly priority: number;
  readonly instances: number;
}
type Budget = readonly [budget: number, period: number];
interface RandomPlan {
  readonly policy: SchedulingPolicy;
  readonly tasks: readonly RandomTask[];
  readonly supply: 'core' | 'windows' | 'server';
  /** Own windows in a frame of 12: [0, a) and [b, c). */
  readonly cuts: readonly [number, number, number];
  readonly parent: 'fixed-priority' | 'edf';
  readonly own: Budget;
  readonly other: Budget;
  readonly seed: number;
}

const FRAME = 12;
/** Beyond the longest busy period of these plans, as the exact bounds show; and until any overload makes a job late. */
const SPAN = 400;
const OVERLOAD_SPAN = 1200;
const PERIODS = [6, 8, 12, 24] as const;

const randomTask = fc.record({
  wcet: fc.integer({ min: 1, max: 4 }),
  period: fc.constantFrom(...PERIODS),
  deadline: fc.integer({ min: 2, max: 30 }),
  jitter: fc.constantFrom(0, 0, 1, 3, 7),
  priority: fc.integer({ min: 1, max: 4 }),
  instances: fc.constantFrom(1, 1, 1, 2),
});
const randomPlan: fc.Arbitrary<RandomPlan> = fc.record({
  policy: fc.constantFrom('fixed-priority', 'fixed-priority-non-preemptive', 'edf'),
  tasks: fc.array(randomTask, { minLength: 1, maxLength: 4 }),
  supply: fc.constantFrom('core', 'windows', 'server'),
  cuts: fc.constantFrom([2, 5, 9], [6, 7, 8], [1, 3, 12], [4, 8, 11], [5, 6, 7]),
  parent: fc.constantFrom('fixed-priority', 'edf'),
  own: fc.constantFrom([2, 4], [3, 6], [5, 8], [3, 4]),
  other: fc.constantFrom([1, 4], [2, 6], [2, 8], [5, 12]),
  seed: fc.nat(),
});

function windowsOf({ cuts: [a, b, c] }: RandomPlan) {
  return [
    { start: 0, length: a },
    { start: b, length: c - b },
  ];
}

function analysed(plan: RandomPlan): LayoutResult {
  const { supply, policy: scheduler } = plan;
  const builder = new PlanBuilder();
  if (supply === 'core') {
    builder.environment('own', 'bare-metal', null, {
      coreIds: ['c0'],
      scheduler,
      contextSwitchNs: 0,
    });
  } else {
    const [grants, takes] = [plan.own, plan.other].map(([budgetNs, periodNs], at) => ({
      kind: 'periodic',
      budgetNs,
      periodNs,
      priority: 2 - at,
    }));
    const isServer = supply === 'server';
    builder
      .environment('hv', 'hypervisor', null, {
        coreIds: ['c0'],
        scheduler: isServer ? plan.parent : 'windows',
      })
      .environment('own', 'partition', 'hv', {
        coreIds: ['c0'],
        scheduler,
        server: isServer ? grants : null,
      })
      .environment('other', 'partition', 'hv', {
        coreIds: ['c0'],
        server: isServer ? takes : null,
      });
    if (!isServer) {
      builder.frame('frame', FRAME);
      for (const [at, { start, length }] of windowsOf(plan).entries())
        builder.window(`w${at}`, 'frame', 'c0', 'own', start, length);
    }
  }
  for (const [at, task] of plan.tasks.entries()) {
    const { wcet, period, deadline: deadlineNs, jitter: jitterNs, priority } = task;
    builder
      .application(`a${at}`)
      .task(`t${at}`, `a${at}`, wcet, period, { deadlineNs, jitterNs, priority })
      .place(`a${at}`, 'own', ['c0'], { instances: task.instances });
  }
  return builder.analyze();
}

/** A row of numbers below 1 that looks random. */
function* numbersFrom(seed: number): Generator<number, never> {
  for (let state = (seed % 2147483646) + 1; ;) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

/** One instance of a task: the place of its task, and its rank in the schedule. */
interface Row {
  readonly task: RandomTask;
  readonly at: number;
}

/** By priority; the one asked for after its equals. */
function rowsFor(plan: RandomPlan, own: number): readonly Row[] {
  const rows = plan.tasks.flatMap((task, at) =>
    Array.from({ length: task.instances }, (): Row => ({ task, at })),
  );
  if (plan.policy === 'edf')
    return rows.sort((a, b) => Number(a.at === own) - Number(b.at === own));
  return rows.sort(
    (a, b) => b.task.priority - a.task.priority || Number(a.at === own) - Number(b.at === own),
  );
}

/** Jobs of a row from its first nominal release on, each ready after `late` of its jitter, the first at `from` or later. */
function jobsOf(
  row: Row,
  rank: number,
  [first, from, until]: readonly [number, number, number],
  late: (job: number) => number = () => 0,
): SimulatedJob[] {
  const jobs: SimulatedJob[] = [];
  const { wcet: execution, period, deadline, jitter } = row.task;
  for (let job = 0; first + job * period < until; job += 1) {
    const release = first + job * period;
    // Jobs get ready in the order of their releases.
    const ready = Math.max(from, release + Math.round(late(job) * jitter), jobs.at(-1)?.ready ?? 0);
    jobs.push({ task: rank, release, ready, execution, deadline: release + deadline });
  }
  return jobs;
}

/** Service of a budget that its parent grants to an idling server, beside the other one, from any phases. */
function granted(plan: RandomPlan, phase: number, until: number): ServiceWindows {
  const servers = [plan.own, plan.other].map(([wcet, period], at) => ({
    task: { wcet, period, deadline: period, jitter: 0, priority: 2 - at, instances: 1 },
    at,
  }));
  const jobs = servers.flatMap((row, rank) => jobsOf(row, rank, [rank * phase, 0, until]));
  const { segments } = simulateSchedule(jobs, plan.parent);
  const windows = segments
    .filter(({ task }) => task === 0)
    .map(({ start, end }) => ({ start, length: end - start }));
  return { frame: 2 * until, windows };
}

/** Longest response of one task in a schedule of these jobs. */
function longestOf(
  plan: RandomPlan,
  own: number,
  jobs: SimulatedJob[],
  phase: number,
  until: number,
) {
  const rows = rowsFor(plan, own);
  const service =
    plan.supply === 'core'
      ? null
      : plan.supply === 'windows'
        ? { frame: FRAME, windows: windowsOf(plan) }
        : granted(plan, phase, until + 200);
  const { responses } = simulateSchedule(jobs, plan.policy, service);
  let longest = 0;
  for (const [place, response] of responses.entries()) {
    const rank = jobs[place]?.task ?? 0;
    if (rows[rank]?.at === own) longest = Math.max(longest, response ?? 0);
  }
  return longest;
}

/** Schedules that may be the worst: everybody ready at once at a window's end, the longest lower job just begun, own releases later. */
function worstFound(plan: RandomPlan, own: number, until: number): number {
  const rows = rowsFor(plan, own);
  const ends = plan.supply === 'windows' ? windowsOf(plan).map((w) => w.start + w.length) : [1];
  const last = rows.findLastIndex(({ at }) => at === own);
  const lower = rows.slice(last + 1);
  const longest = Math.max(0, ...lower.map(({ task }) => task.wcet));
  const blocker = rows.findIndex(({ task }, rank) => rank > last && task.wcet === longest);
  // Under overload every release is late in the end.
  const isSearched = plan.policy === 'edf' && until < OVERLOAD_SPAN;
  const shifts = isSearched ? Array.from({ length: 56 }, (_, at) => at - 8) : [0];
  let found = 0;
  for (const end of ends) {
    const at = end + 24;
    for (const shift of shifts) {
      const jobs = rows.flatMap((row, rank) => {
        const { jitter, period } = row.task;
        const isOwn = row.at === own && plan.policy === 'edf';
        if (plan.policy === 'fixed-priority-non-preemptive' && rank === blocker)
          return jobsOf(row, rank, [at - 1, at - 1, at + until]);
        if (!isOwn) return jobsOf(row, rank, [at - jitter, at, at + until]);
        const back = Math.max(0, Math.floor((shift + jitter) / period));
        return shift < -jitter
          ? jobsOf(row, rank, [at, at, at + until])
          : jobsOf(row, rank, [at + shift - back * period, at, at + until]);
      });
      found = Math.max(found, longestOf(plan, own, jobs, 0, at + until));
    }
  }
  return found;
}

function anyFound(plan: RandomPlan, own: number): number {
  const numbers = numbersFrom(plan.seed);
  const next = () => numbers.next().value;
  let found = 0;
  for (let pattern = 0; pattern < 4; pattern += 1) {
    const jobs = rowsFor(plan, own).flatMap((row, rank) =>
      jobsOf(row, rank, [24 + Math.floor(next() * row.task.period), 0, 200], next),
    );
    found = Math.max(found, longestOf(plan, own, jobs, Math.floor(next() * 12), 400));
  }
  return found;
}

/** How many answers of each kind were compared, so that a test that compares nothing fails. */
const seen = { responses: 0, exact: 0, misses: 0, overloads: 0 };

function compare(plan: RandomPlan, row: TaskResult, own: number): void {
  const { responseTimeNs: bound, verdict, deadlineNs } = row;
  if (bound !== null) {
    seen.responses += 1;
    const found = Math.max(
      anyFound(plan, own),
      worstFound(plan, own, plan.policy === 'edf' ? SPAN / 2 : SPAN),
    );
    expect(found).toBeLessThanOrEqual(bound);
    if (row.bound === 'exact') {
      seen.exact += 1;
      expect(found).toBe(bound);
    }
    if (verdict === 'proven-miss') {
      seen.misses += 1;
      expect(found).toBeGreaterThan(deadlineNs);
    }
  } else if (verdict === 'proven-miss') {
    seen.overloads += 1;
    expect(worstFound(plan, own, OVERLOAD_SPAN)).toBeGreaterThan(deadlineNs);
  }
}

describe('plans of any kind', () => {
  it('[SCHED-1] [SCHED-2] no schedule is later than a bound, every exact bound and every miss happens', () => {
    fc.assert(
      fc.property(randomPlan, (plan) => {
        const result = analysed(plan);
        for (const [own, row] of result.tasks.entries()) compare(plan, row, own);
      }),
      { seed: 4, numRuns: 300 },
    );
    expect(seen.responses).toBeGreaterThan(300);
    expect(seen.exact).toBeGreaterThan(100);
    expect(seen.misses).toBeGreaterThan(30);
    expect(seen.overloads).toBeGreaterThan(20);
  });
});
