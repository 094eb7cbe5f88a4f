/** Small plans whose tasks events activate, several of them some, under every policy, against schedules that they allow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueOf, mechanism } from '../testing/catalogue-builder.ts';
import { drawFrom, type Draw } from '../testing/draw.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import type { SchedulingPolicy } from '../timing/schedule-simulation.ts';

const CORES = 3;
const TICKS = 300;
const PERIODS = [8, 10, 12, 15, 20, 24, 30];
const POLICIES: readonly SchedulingPolicy[] = [
  'fixed-priority',
  'fixed-priority',
  'fixed-priority-non-preemptive',
  'edf',
];

/** From the end of a job of `from` until the task is ready. */
interface Event {
  readonly from: number;
  readonly least: number;
  readonly most: number;
}
interface RandomTask {
  readonly core: number;
  readonly period: number;
  readonly wcet: number;
  readonly bcet: number;
  readonly jitter: number;
  readonly deadline: number;
  readonly priority: number;
  readonly preemption: 'preemptive' | 'cooperative' | 'non-preemptive';
  readonly instances: number;
  readonly events: readonly Event[];
}
interface System {
  readonly policies: readonly SchedulingPolicy[];
  readonly tasks: readonly RandomTask[];
}

function drawEvents(draw: Draw, at: number, core: number, before: readonly RandomTask[]) {
  const count = at === 0 ? 0 : [0, 0, 1, 1, 2, 2, 3][draw(0, 6)];
  const senders = new Set(Array.from({ length: count ?? 0 }, () => draw(0, at - 1)));
  return [...senders].map((from): Event => {
    // Within one environment a message arrives at once.
    if (before[from]?.core === core) return { from, least: 0, most: 0 };
    const least = draw(0, 3);
    return { from, least, most: least + draw(0, 3) };
  });
}

function drawSystem(seed: number): System {
  const draw = drawFrom(seed);
  const chance = (percent: number) => draw(1, 100) <= percent;
  const tasks: RandomTask[] = [];
  const count = draw(3, 6);
  for (let at = 0; at < count; at += 1) {
    const core = draw(0, CORES - 1);
    const period = PERIODS[draw(0, PERIODS.length - 1)] ?? 8;
    const wcet = draw(1, 4);
    const events = drawEvents(draw, at, core, tasks);
    tasks.push({
      core,
      period,
      wcet,
      bcet: chance(60) ? draw(1, wcet) : 0,
      jitter: events.length === 0 && chance(30) ? draw(1, 6) : 0,
      deadline: draw(4, 40),
      priority: draw(0, 1000) * 100 + at,
      preemption:
        (['preemptive', 'preemptive', 'cooperative', 'non-preemptive'] as const)[draw(0, 3)] ??
        'preemptive',
      instances: chance(12) ? 2 : 1,
      events,
    });
  }
  const policies = Array.from({ length: CORES }, () => POLICIES[draw(0, 3)] ?? 'edf');
  return { policies, tasks };
}

function analysed({ policies, tasks }: System) {
  const builder = new PlanBuilder();
  const names: string[] = [];
  for (const [core, scheduler] of policies.entries())
    builder.environment(`e${core}`, 'bare-metal', null, { coreIds: [`c${core}`], scheduler });
  for (const [at, task] of tasks.entries()) {
    builder
      .application(`a${at}`)
      .place(`a${at}`, `e${task.core}`, [`c${task.core}`], { instances: task.instances })
      .task(`t${at}`, `a${at}`, task.wcet, task.period, {
        kind: task.events.length > 0 ? 'sporadic' : 'periodic',
        bcetNs: task.bcet === 0 ? null : task.bcet,
        deadlineNs: task.deadline,
        jitterNs: task.jitter,
        priority: task.priority,
        preemption: task.preemption,
      });
    for (const { from, least, most } of task.events) {
      const name = `l${from}to${at}`;
      const ends = { kind: 'event', fromTaskId: `t${from}`, toTaskId: `t${at}` };
      builder.link(name, `a${from}`, `a${at}`, ends);
      if (tasks[from]?.core === task.core) continue;
      names.push(name);
      builder.channel(name, 'message', { mechanismId: name }).override({
        ...{ id: name, subjectKind: 'mechanism', subjectId: name, parameter: 'latency' },
        ...{ value: most, low: least, high: most, unit: 'ns', reason: 'bounded by design' },
      });
    }
  }
  const mechanisms = names.map((id) => mechanism({ id, channelKinds: ['message'] }));
  return builder.analyze(catalogueOf([], mechanisms));
}

interface Job {
  readonly at: number;
  readonly instance: number;
  /** What its response counts from. */
  readonly since: number;
  readonly ready: number;
  readonly due: number;
  left: number;
}

/** How jobs run: any way, all as long as they may, as short and as long by turns of luck. */
type Manner = 'any' | 'longest' | 'mixed';

/** One core at one instant: the job that runs next, of those that are ready; the first of each instance. */
function chosen(
  policy: SchedulingPolicy,
  tasks: readonly RandomTask[],
  jobs: readonly Job[],
  time: number,
  favoured: number,
): Job | undefined {
  const heads: (Job | undefined)[] = [];
  for (const job of jobs) {
    if (job.ready > time) continue;
    const head = heads[2 * job.at + job.instance];
    if (!head || job.ready < head.ready) heads[2 * job.at + job.instance] = job;
  }
  const rank = (job: Job) =>
    policy === 'edf'
      ? job.due * 4 + (job.at === favoured ? 2 : 0)
      : -(tasks[job.at]?.priority ?? 0) * 4 + job.instance;
  let best: Job | undefined;
  for (const head of heads) if (head && (!best || rank(head) < rank(best))) best = head;
  return best;
}

/** Whether a job that has begun keeps the core from one that would run instead. */
function keeps(system: System, running: Job, next: Job): boolean {
  const [own, other] = [system.tasks[running.at], system.tasks[next.at]];
  if (!own || !other || running === next) return false;
  if (system.policies[own.core] === 'fixed-priority-non-preemptive') return true;
  if (own.preemption === 'non-preemptive') return true;
  // Its one region is the whole of it: no runnable is stated.
  return own.preemption === 'cooperative' && other.preemption === 'cooperative';
}

class Simulation {
  readonly longest: number[];
  readonly #system: System;
  readonly #draw: Draw;
  readonly #manner: Manner;
  /** By core. */
  readonly #jobs: Job[][];
  readonly #last = new Map<string, number>();

  constructor(system: System, draw: Draw) {
    this.#system = system;
    this.#draw = draw;
    this.#manner = (['any', 'longest', 'mixed'] as const)[draw(0, 2)] ?? 'any';
    this.#jobs = system.policies.map(() => []);
    this.longest = system.tasks.map(() => 0);
    const isTogether = draw(0, 1) === 0;
    for (const [at, task] of system.tasks.entries()) {
      if (task.events.length > 0) continue;
      for (let instance = 0; instance < task.instances; instance += 1) {
        const first = isTogether ? draw(0, 2) : draw(0, task.period - 1);
        this.#releaseByTime(at, instance, first);
      }
    }
  }

  #execution({ bcet, wcet }: RandomTask): number {
    const least = Math.max(1, bcet);
    if (this.#manner === 'longest') return wcet;
    if (this.#manner === 'mixed') return this.#draw(0, 1) === 0 ? least : wcet;
    return this.#draw(least, wcet);
  }

  #releaseByTime(at: number, instance: number, first: number): void {
    const task = this.#system.tasks[at] as RandomTask;
    let before = 0;
    for (let since = first; since < TICKS; since += task.period) {
      const late = this.#draw(0, 1) * task.jitter;
      before = Math.max(before, since + late);
      const left = this.#execution(task);
      this.#jobs[task.core]?.push({
        at,
        instance,
        since,
        ready: before,
        due: since + task.deadline,
        left,
      });
    }
  }

  /** Each receiver gets it once, or one of its instances does. */
  #send(from: number, instance: number, end: number): void {
    for (const [at, task] of this.#system.tasks.entries()) {
      for (const event of task.events) {
        if (event.from !== from) continue;
        const only = this.#draw(0, 1) === 0 ? this.#draw(0, task.instances - 1) : null;
        const way = `${from} ${instance} ${at}`;
        const notified = this.#draw(0, 1) === 0 ? event.most : this.#draw(event.least, event.most);
        const ready = Math.max(this.#last.get(way) ?? 0, end + notified);
        this.#last.set(way, ready);
        for (let to = 0; to < task.instances; to += 1) {
          if (only !== null && only !== to) continue;
          const left = this.#execution(task);
          this.#jobs[task.core]?.push({
            at,
            instance: to,
            since: ready,
            ready,
            due: ready + task.deadline,
            left,
          });
        }
      }
    }
  }

  run(): void {
    const { tasks, policies } = this.#system;
    const running: (Job | undefined)[] = policies.map(() => undefined);
    for (let time = 0; time < TICKS; time += 1) {
      const favoured = this.#draw(0, tasks.length - 1);
      const ended: Job[] = [];
      for (const [core, policy] of policies.entries()) {
        const jobs = this.#jobs[core] ?? [];
        const next = chosen(policy, tasks, jobs, time, favoured);
        const last = running[core];
        const job = last && next && keeps(this.#system, last, next) ? last : next;
        running[core] = job;
        if (!job) continue;
        job.left -= 1;
        if (job.left > 0) continue;
        running[core] = undefined;
        jobs.splice(jobs.indexOf(job), 1);
        ended.push(job);
      }
      for (const { at, instance, since } of ended) {
        this.longest[at] = Math.max(this.longest[at] ?? 0, time + 1 - since);
        this.#send(at, instance, time + 1);
      }
    }
  }
}

/** What was compared: a test that compares nothing fails, and so does one that never comes near. */
const seen = { several: 0, edf: 0, nonPreemptive: 0, instances: 0, reached: 0, proven: 0 };

function compare(seed: number): void {
  const system = drawSystem(seed);
  const { tasks, policies } = system;
  const rows = analysed(system).tasks;
  // What keeps the activation that it states rests on that, and messages here do not keep it.
  if (rows.some(({ activation }, at) => tasks[at]?.events.length !== 0 && !activation)) return;
  if (
    rows.every(({ responseTimeNs, verdict }) => responseTimeNs === null && verdict !== 'proven-ok')
  )
    return;
  const draw = drawFrom(seed + 1);
  const found = tasks.map(() => 0);
  for (let run = 0; run < 6; run += 1) {
    const simulation = new Simulation(system, draw);
    simulation.run();
    for (const [at, longest] of simulation.longest.entries())
      found[at] = Math.max(found[at] ?? 0, longest);
  }
  for (const [at, { responseTimeNs, verdict, deadlineNs, activation }] of rows.entries()) {
    const task = tasks[at] as RandomTask;
    const longest = found[at] ?? 0;
    if (verdict === 'proven-ok') {
      expect(longest, `deadline of ${at} of ${seed}`).toBeLessThanOrEqual(deadlineNs);
      seen.proven += 1;
    }
    if (responseTimeNs === null) continue;
    expect(longest, `task ${at} of ${seed}`).toBeLessThanOrEqual(responseTimeNs);
    if (!activation) continue;
    const policy = policies[task.core];
    if (activation.also) seen.several += 1;
    if (policy === 'edf') seen.edf += 1;
    if (policy === 'fixed-priority-non-preemptive') seen.nonPreemptive += 1;
    if (activation.copies || task.instances > 1) seen.instances += 1;
    if (longest === responseTimeNs) seen.reached += 1;
  }
}

describe('plans in which events activate tasks', () => {
  it('[SCHED-15] no schedule is later than a bound: several events, instances, every policy', () => {
    fc.assert(fc.property(fc.nat({ max: 2_000_000_000 }), compare), { seed: 5, numRuns: 400 });
    expect(seen.several).toBeGreaterThan(100);
    expect(seen.edf).toBeGreaterThan(100);
    expect(seen.nonPreemptive).toBeGreaterThan(80);
    expect(seen.instances).toBeGreaterThan(60);
    expect(seen.reached).toBeGreaterThan(80);
    expect(seen.proven).toBeGreaterThan(500);
  });
});
