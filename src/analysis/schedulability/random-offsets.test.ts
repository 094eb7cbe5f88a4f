/** Small plans with stated offsets, analysed as a whole, against every instant at which a busy period may begin. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskResult } from '../result.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import {
  simulateSchedule,
  type ServiceWindows,
  type SimulatedJob,
} from '../timing/schedule-simulation.ts';

interface RandomTask {
  readonly kind: 'periodic' | 'sporadic';
  readonly offset: number | null;
  readonly wcet: number;
  readonly period: number;
  readonly deadline: number;
  readonly jitter: number;
  readonly preemption: 'preemptive' | 'non-preemptive';
}
interface RandomPlan {
  readonly tasks: readonly RandomTask[];
  readonly supply: 'core' | 'windows' | 'synchronised';
}

const FRAME = 12;
const WINDOWS = [
  { start: 1, length: 5 },
  { start: 8, length: 3 },
];
/** All periods divide it, and the frame does. */
const CYCLE = 24;
const SPAN = 240;
const OVERLOAD_SPAN = 1200;

const randomTask = fc.record({
  kind: fc.constantFrom('periodic', 'periodic', 'periodic', 'sporadic'),
  offset: fc.option(fc.nat(23), { freq: 5 }),
  wcet: fc.integer({ min: 1, max: 4 }),
  period: fc.constantFrom(6, 8, 12, 24),
  deadline: fc.integer({ min: 2, max: 16 }),
  jitter: fc.constantFrom(0, 0, 0, 1, 5),
  preemption: fc.constantFrom('preemptive', 'preemptive', 'preemptive', 'non-preemptive'),
});
const randomPlan: fc.Arbitrary<RandomPlan> = fc.record({
  tasks: fc.array(randomTask, { minLength: 2, maxLength: 4 }),
  supply: fc.constantFrom('core', 'core', 'windows', 'synchronised'),
});

function analysed({ tasks, supply }: RandomPlan): readonly TaskResult[] {
  const builder = new PlanBuilder();
  const own = { coreIds: ['c0'], scheduler: 'fixed-priority', contextSwitchNs: 0 };
  if (supply !== 'core') {
    const plain = { releaseLatencyNs: 0, executionFactor: 1 };
    const offsetsFromFrame = supply === 'synchronised' ? true : null;
    builder
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'windows', ...plain })
      .environment('own', 'partition', 'hv', { ...own, ...plain, offsetsFromFrame })
      .frame('frame', FRAME, { switchNs: 0 });
    for (const [at, { start, length }] of WINDOWS.entries())
      builder.window(`w${at}`, 'frame', 'c0', 'own', start, length);
  } else builder.environment('own', 'bare-metal', null, own);
  builder.application('app');
  for (const [at, { kind, offset: offsetNs, wcet, period, deadline, jitter, preemption }] of [
    ...tasks.entries(),
  ]) {
    const more = { kind, offsetNs, deadlineNs: deadline, jitterNs: jitter, preemption };
    builder.task(`t${at}`, 'app', wcet, period, { priority: 9 - at, ...more });
  }
  return builder.place('app', 'own', ['c0']).analyze().tasks;
}

/** Who has a phase, and whether nobody else states one. */
const hasPhase = ({ kind, offset }: RandomTask) => kind === 'periodic' && offset !== null;

/**
 * Jobs of the tasks down to `own` that are ready as late as they may, but not after the instant, and as early as they may after it;
 * those without a phase all at once, and what is not preempted once before them.
 */
function jobsFrom(tasks: readonly RandomTask[], own: number, instant: number, span: number) {
  const at = instant + 2 * CYCLE;
  const jobs: SimulatedJob[] = [];
  for (const [rank, each] of tasks.slice(0, own + 1).entries()) {
    const { period, jitter, wcet: execution, deadline } = each;
    let first = at - jitter;
    if (hasPhase(each)) {
      first = each.offset ?? 0;
      while (first + jitter < at) first += period;
      while (first + jitter - period >= at) first -= period;
    }
    for (let release = first; release < at + span; release += period)
      jobs.push({ task: rank, release, ready: Math.max(at, release), execution, deadline });
  }
  return jobs;
}

/** The longest response over the instants; each of them with the end of each window, where windows have no phase to them. */
function worstFound({ tasks, supply }: RandomPlan, own: number, instants: number): number {
  const table: ServiceWindows | null =
    supply === 'core' ? null : { frame: FRAME, windows: WINDOWS };
  const span = instants === 1 ? OVERLOAD_SPAN : SPAN;
  let found = 0;
  for (let instant = 0; instant < instants; instant += 1) {
    const jobs = jobsFrom(tasks, own, instant, span);
    const turns = WINDOWS.map(
      ({ start, length }) => (2 * FRAME + start + length - instant) % FRAME,
    );
    for (const turn of supply === 'windows' ? turns : [0]) {
      const turned = jobs.map((job) => ({
        ...job,
        release: job.release + turn,
        ready: job.ready + turn,
      }));
      const { responses } = simulateSchedule(turned, 'fixed-priority', table);
      for (const [place, response] of responses.entries())
        if (jobs[place]?.task === own) found = Math.max(found, response ?? 0);
    }
  }
  return found;
}

/** How many answers of each kind were compared, so that a test that compares nothing fails. */
const seen = { byPhase: 0, exact: 0, synchronised: 0, misses: 0, overloads: 0, unknown: 0 };

function compare(plan: RandomPlan, row: TaskResult, own: number): void {
  const { responseTimeNs: bound, verdict, deadlineNs, method } = row;
  const isByPhase = method?.includes('offsets') === true;
  if (bound === null) {
    if (verdict !== 'proven-miss') return;
    seen.overloads += 1;
    expect(worstFound(plan, own, 1)).toBeGreaterThan(deadlineNs);
    return;
  }
  const found = worstFound(plan, own, CYCLE);
  expect(found).toBeLessThanOrEqual(bound);
  if (isByPhase) seen.byPhase += 1;
  if (row.bound === 'exact') {
    expect(found).toBe(bound);
    if (isByPhase) seen.exact += 1;
    if (isByPhase && plan.supply === 'synchronised') seen.synchronised += 1;
  }
  if (verdict === 'proven-miss') {
    expect(found).toBeGreaterThan(deadlineNs);
    if (isByPhase) seen.misses += 1;
  }
  if (verdict === 'unknown') seen.unknown += 1;
}

describe('plans with offsets', () => {
  it('[SCHED-3] [SCHED-24] no schedule is later than a bound by phase, every exact one and every miss happens', () => {
    fc.assert(
      fc.property(randomPlan, (plan) => {
        for (const [own, row] of analysed(plan).entries()) compare(plan, row, own);
      }),
      { seed: 5, numRuns: 700 },
    );
    expect(seen.byPhase).toBeGreaterThan(100);
    expect(seen.exact).toBeGreaterThan(50);
    expect(seen.synchronised).toBeGreaterThan(20);
    expect(seen.misses).toBeGreaterThan(40);
    expect(seen.overloads).toBeGreaterThan(20);
    expect(seen.unknown).toBeGreaterThan(5);
  });
});
