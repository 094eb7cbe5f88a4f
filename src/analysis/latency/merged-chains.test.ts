/** Chains over tasks that several events activate, against schedules, in both readings of what a job for another event passes on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

type Draw = (least: number, most: number) => number;

function drawFrom(seed: number): Draw {
  let state = (seed % 2147483646) + 1;
  return (least, most) => {
    state = (state * 48271) % 2147483647;
    return least + (state % (most - least + 1));
  };
}

const TICKS = 240;
const PERIODS = [8, 10, 12, 15, 20, 24, 30];

/** `by`: tasks whose ends activate it; time releases it where there are none. */
interface RandomTask {
  readonly core: number;
  readonly period: number;
  readonly wcet: number;
  readonly bcet: number;
  readonly jitter: number;
  readonly priority: number;
  readonly by: readonly number[];
}

/** Two that time releases, one that both activate, one or two behind it, and one more beside: the chain is 0, 2, 3 and may be 4. */
function drawTasks(draw: Draw): readonly RandomTask[] {
  return [[], [], [0, 1], [2], draw(0, 1) === 0 ? [3] : [3, 1], []].map((by, at) => {
    const wcet = draw(1, 4);
    return {
      core: draw(0, 2),
      period: PERIODS[draw(0, PERIODS.length - 1)] ?? 8,
      wcet,
      bcet: draw(1, wcet),
      jitter: by.length === 0 && draw(0, 2) === 0 ? draw(1, 5) : 0,
      priority: draw(0, 1000) * 100 + at,
      by,
    };
  });
}

function analysed(tasks: readonly RandomTask[], path: readonly number[], latencyKind: string) {
  const builder = new PlanBuilder().environment('os', 'os', null, {
    coreIds: ['c0', 'c1', 'c2'],
    os: { family: 'qnx' },
    scheduler: 'fixed-priority',
  });
  for (const [at, { core, period, wcet, bcet, jitter, priority, by }] of tasks.entries()) {
    const kind = by.length > 0 ? 'sporadic' : 'periodic';
    builder
      .application(`a${at}`)
      .place(`a${at}`, 'os', [`c${core}`])
      .task(`t${at}`, `a${at}`, wcet, period, {
        ...{ kind, bcetNs: bcet, jitterNs: jitter, priority, deadlineNs: 1000 },
      });
    for (const from of by)
      builder.link(`l${from}to${at}`, `a${from}`, `a${at}`, {
        ...{ kind: 'event', fromTaskId: `t${from}`, toTaskId: `t${at}` },
      });
  }
  builder.chain(
    'chain',
    path.map((at) => `t${at}`),
    { latencyKind },
  );
  const result = builder.analyze();
  // What keeps the activation that it states rests on that, and messages here do not keep it.
  const isFollowed = result.tasks.every(
    ({ activation }, at) => activation || !tasks[at]?.by.length,
  );
  return isFollowed ? result.chains[0] : undefined;
}

/** `data`: when what it passes on of the chain was sampled; null: nothing of it. */
interface Job {
  readonly at: number;
  readonly ready: number;
  readonly sample: number | null;
  data: number | null;
  hasBegun: boolean;
  left: number;
}

/** When data of which sample came out at the end of the chain, in the order of outputs. */
function outputsOf(
  tasks: readonly RandomTask[],
  path: readonly number[],
  draw: Draw,
  keepsLast: boolean,
): readonly { readonly sample: number; readonly end: number }[] {
  const jobs: Job[] = [];
  const manner = draw(0, 2);
  const release = (at: number, ready: number, sample: number | null) => {
    const { wcet, bcet } = tasks[at] as RandomTask;
    const left = manner === 0 ? wcet : manner === 1 ? [bcet, wcet][draw(0, 1)] : draw(bcet, wcet);
    jobs.push({ at, ready, sample, data: null, hasBegun: false, left: left ?? wcet });
  };
  for (const [at, { by, period, jitter }] of tasks.entries()) {
    if (by.length > 0) continue;
    let last = 0;
    for (let since = draw(0, period - 1); since < TICKS; since += period) {
      last = Math.max(last, since + draw(0, 1) * draw(0, jitter));
      release(at, last, null);
    }
  }
  /** What the messages of the chain last brought to each task. */
  const latest = new Map<number, number>();
  const outputs: { sample: number; end: number }[] = [];
  for (let time = 0; time < TICKS; time += 1) {
    const ended: Job[] = [];
    for (const core of [0, 1, 2]) {
      let next: Job | undefined;
      for (const job of jobs) {
        if (job.ready > time || job.left === 0 || tasks[job.at]?.core !== core) continue;
        const rank = (of: Job) => tasks[of.at]?.priority ?? 0;
        if (!next || rank(job) > rank(next) || (job.at === next.at && job.ready < next.ready))
          next = job;
      }
      if (!next) continue;
      if (!next.hasBegun) {
        next.hasBegun = true;
        const last = keepsLast ? (latest.get(next.at) ?? null) : null;
        next.data = next.at === path[0] ? time : (last ?? next.sample);
      }
      next.left -= 1;
      if (next.left === 0) ended.push(next);
    }
    for (const { at, data } of ended) {
      const end = time + 1;
      if (at === path.at(-1) && data !== null) outputs.push({ sample: data, end });
      for (const [to, { by }] of tasks.entries()) {
        if (!by.includes(at)) continue;
        const isOnPath = path.indexOf(to) === path.indexOf(at) + 1 && path.includes(at);
        if (isOnPath && data !== null) latest.set(to, data);
        release(to, end, isOnPath ? data : null);
      }
    }
    for (let at = jobs.length - 1; at >= 0; at -= 1) if (jobs[at]?.left === 0) jobs.splice(at, 1);
  }
  return outputs;
}

/** Longest age of an output, and from just after a sample until the next one has come out. */
function latenciesOf(outputs: ReturnType<typeof outputsOf>) {
  let [age, reaction, newest] = [0, 0, -1];
  for (const { sample, end } of outputs) {
    age = Math.max(age, end - sample);
    if (sample <= newest) continue;
    const before = newest;
    newest = sample;
    // What happens just after a sample waits for the next.
    if (before >= 0) reaction = Math.max(reaction, end - before);
  }
  return { age, reaction };
}

const seen = { bounded: 0, near: 0, repeated: 0, behind: 0 };

function compare(seed: number): void {
  const draw = drawFrom(seed);
  const tasks = drawTasks(draw);
  const path = [0, 2, 3, 4].slice(0, draw(2, 4));
  const reaction = analysed(tasks, path, 'reaction');
  const age = analysed(tasks, path, 'age');
  const [reactionNs, ageNs] = [reaction?.latencyNs ?? null, age?.latencyNs ?? null];
  if (!age || reactionNs === null || ageNs === null) return;
  seen.bounded += 1;
  if (path.length > 2) seen.behind += 1;
  for (let run = 0; run < 6; run += 1) {
    const keepsLast = run % 2 === 0;
    const outputs = outputsOf(tasks, path, draw, keepsLast);
    const found = latenciesOf(outputs);
    const which = `${keepsLast ? 'last' : 'own'} data, ${seed}`;
    expect(found.reaction, `reaction by ${which}`).toBeLessThanOrEqual(reactionNs);
    expect(found.age, `age by ${which}`).toBeLessThanOrEqual(ageNs);
    expect(found.reaction, `held by ${which}`).toBeLessThanOrEqual(age.heldAgeNs ?? 0);
    for (const { latency, valueNs } of age.bounds)
      if (valueNs !== null) expect(found[latency]).toBeLessThanOrEqual(valueNs);
    if (found.age * 10 >= ageNs * 8) seen.near += 1;
    const samples = outputs.map(({ sample }) => sample);
    if (new Set(samples).size < samples.length) seen.repeated += 1;
  }
}

describe('chains over tasks that further events activate', () => {
  it('[LAT-ROW-5] no schedule is later than a bound, by either reading of what jobs for other events pass on', () => {
    fc.assert(fc.property(fc.nat({ max: 2_000_000_000 }), compare), { seed: 11, numRuns: 200 });
    expect(seen.bounded).toBeGreaterThan(50);
    expect(seen.behind).toBeGreaterThan(25);
    expect(seen.near).toBeGreaterThan(10);
    expect(seen.repeated).toBeGreaterThan(50);
  });
});
