import { expect, it } from 'vitest';
import { randomFrom } from '../../model/testing/generated-plan.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';

type Random = (below: number) => number;

/** A core whose accesses to memory are regulated. Times in whole nanoseconds. */
interface Core {
  readonly period: number;
  readonly budget: number;
  readonly latency: number;
  readonly regulated: number;
}
interface Task {
  readonly wcet: number;
  readonly accesses: number;
  readonly period: number;
}
/** Steps of a job: 1 computes, anything above is the length of an access. */
interface Job {
  readonly task: number;
  readonly released: number;
  readonly steps: readonly { readonly length: number; readonly isAccess: boolean }[];
}

function core(random: Random): Core {
  const latency = 1 + random(3);
  return {
    period: 20 + random(40),
    budget: 1 + random(5),
    latency,
    regulated: latency + random(4),
  };
}

function tasks({ latency }: Core, random: Random): readonly Task[] {
  return Array.from({ length: 1 + random(3) }, () => {
    const accesses = random(7);
    return { accesses, wcet: accesses * latency + 1 + random(10), period: 300 + random(500) };
  });
}

function plan(of: Core, list: readonly Task[]): PlanBuilder {
  const contention = {
    guaranteedBytesPerSecond: 1_000_000_000_000_000,
    accessNs: of.latency,
    regulatedAccessNs: of.regulated,
    slotNs: null,
    source: 'random',
  };
  const board = target({ memories: [{ id: 'dram', name: 'DRAM', kind: 'dram', contention }] });
  const cache = {
    id: 'l2',
    provenance: { sources: ['manual'], confidence: 'high' },
    level: 2,
    kind: 'unified',
    lineBytes: 64,
    coreIds: ['c0'],
  };
  const memoryBudget = { accesses: of.budget, periodNs: of.period };
  const builder = new PlanBuilder({ ...board, caches: [cache] } as unknown as typeof board)
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], memoryBudget })
    .application('app');
  for (const [at, { wcet, accesses, period }] of list.entries()) {
    const seed = { priority: 10 - at, memoryAccesses: accesses };
    builder.task(`t${at}`, 'app', wcet, period, seed);
  }
  return builder.place('app', 'image', ['c0']);
}

/** Accesses anywhere among the computing, each as long as memory takes under budgets at most; the first jobs of all come at once. */
function jobsOf(of: Core, list: readonly Task[], until: number, random: Random): Job[] {
  return list.flatMap(({ wcet, accesses, period }, task) => {
    const jobs: Job[] = [];
    for (let at = random(3) * random(40); at < until; at += period + random(3) * random(30)) {
      const early = random(2) === 0;
      const steps = [
        ...Array.from({ length: accesses }, () => ({
          length: random(4) === 0 ? 1 + random(of.regulated) : of.regulated,
          isAccess: true,
        })),
        ...Array.from({ length: wcet - accesses * of.latency }, () => ({
          length: 1,
          isAccess: false,
        })),
      ];
      if (!early) steps.sort(() => random(3) - 1);
      jobs.push({ task, released: at, steps });
    }
    return jobs;
  });
}

/** Longest response of each task: the most urgent ready job runs; who wants to ask without budget stalls the core until the refill. */
function responses(of: Core, jobs: readonly Job[], phase: number, used: number): number[] {
  const left = jobs.map(({ steps }) => ({ at: 0, rest: steps[0]?.length ?? 0, issued: false }));
  const longest: number[] = [];
  let [spent, stalled, open] = [used, used >= of.budget && phase % 2 === 0, jobs.length];
  for (let now = 0; open > 0; now += 1) {
    if ((now + phase) % of.period === 0) [spent, stalled] = [0, false];
    if (stalled) continue;
    let next = -1;
    for (const [at, { task, released, steps }] of jobs.entries()) {
      const isReady = released <= now && (left[at]?.at ?? 0) < steps.length;
      const before = jobs[next];
      if (isReady && (!before || task < before.task)) next = at;
    }
    const [job, state] = [jobs[next], left[next]];
    if (!job || !state) continue;
    if (job.steps[state.at]?.isAccess && !state.issued) {
      if (spent >= of.budget) {
        stalled = true;
        continue;
      }
      spent += 1;
      state.issued = true;
    }
    state.rest -= 1;
    if (state.rest > 0) continue;
    state.at += 1;
    state.issued = false;
    state.rest = job.steps[state.at]?.length ?? 0;
    if (state.at < job.steps.length) continue;
    open -= 1;
    longest[job.task] = Math.max(longest[job.task] ?? 0, now + 1 - job.released);
  }
  return longest;
}

it('[SCHED-19] 4,000 random regulated executions of several tasks are never later than the bound', () => {
  const random = randomFrom(20261121);
  let [checked, tightest] = [0, 0];
  for (let set = 0; set < 160; set += 1) {
    const of = core(random);
    const list = tasks(of, random);
    const bounds = plan(of, list)
      .analyze()
      .tasks.map(
        ({ interference }) =>
          interference?.bounds.find(({ method }) => method === 'regulation')?.responseTimeNs ??
          null,
      );
    for (let run = 0; run < 25; run += 1) {
      const jobs = jobsOf(of, list, 1200, random);
      const found = responses(of, jobs, random(of.period), random(of.budget + 1));
      for (const [task, longest] of found.entries()) {
        const bound = bounds[task];
        if (bound === null || bound === undefined || longest === undefined) continue;
        checked += 1;
        tightest = Math.max(tightest, longest / bound);
        expect(longest, JSON.stringify({ of, list, task })).toBeLessThanOrEqual(bound);
      }
    }
  }
  expect(checked).toBeGreaterThan(4000);
  expect(tightest).toBeGreaterThan(0.9);
});
