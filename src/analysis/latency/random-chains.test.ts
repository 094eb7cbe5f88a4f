/** Small plans with events, sampled links, windows, budgets and several clocks, against schedules that they allow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueOf, mechanism } from '../testing/catalogue-builder.ts';
import { drawFrom, type Draw } from '../testing/draw.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import {
  simulateChain,
  type PlannedJob,
  type SimulatedTask,
} from '../timing/chains/testing/chain-simulation.ts';
import { theoriesOf } from '../timing/chains/chain-bounds.ts';
import { simulateSchedule } from '../timing/schedule-simulation.ts';

const CORES = 3;
const FRAME = 12;
const TICKS = 600;
/** Before the first tick of a simulation: budgets are granted from their first periods on. */
const BEFORE = 24;
const PERIODS = [8, 10, 12, 15, 20, 24, 30];
const CUTS = [
  [2, 5, 11],
  [6, 7, 12],
  [1, 3, 12],
  [4, 6, 11],
  [4, 8, 12],
  [5, 8, 9],
] as const;
const BUDGETS = [
  [3, 4],
  [4, 6],
  [5, 8],
] as const;

interface Span {
  readonly least: number;
  readonly most: number;
}
interface RandomTask {
  readonly core: number;
  /** In the other partition, whose windows are the rest of the frame. */
  readonly isBeside: boolean;
  readonly period: number;
  readonly wcet: number;
  readonly bcet: number;
  readonly jitter: number;
  readonly priority: number;
  readonly isSporadic: boolean;
  readonly offset: number | null;
  /** Sender of the event that activates it. */
  readonly by: number | null;
  readonly notification: Span;
}
interface Hop {
  readonly isQueue: boolean;
  readonly notification: Span;
}
interface System {
  /** What each core gives: the kernel of the first two may be one. */
  readonly supplies: readonly ('core' | 'windows' | 'server')[];
  readonly isShared: boolean;
  readonly cuts: (typeof CUTS)[number];
  readonly budget: (typeof BUDGETS)[number];
  readonly tasks: readonly RandomTask[];
  readonly path: readonly number[];
  readonly hops: readonly Hop[];
}

function hostOf({ isShared, supplies }: System, { core, isBeside }: RandomTask): string {
  if (isBeside && supplies[core] === 'windows') return `o${core}`;
  return `e${isShared && core === 1 ? 0 : core}`;
}
const spanIn = (draw: Draw): Span => {
  const least = draw(0, 3);
  return { least, most: least + draw(0, 4) };
};

function drawTasks(draw: Draw, count: number): readonly RandomTask[] {
  const chance = (percent: number) => draw(1, 100) <= percent;
  return Array.from({ length: count }, (_, at) => {
    const period = PERIODS[draw(0, PERIODS.length - 1)] ?? 8;
    const wcet = draw(1, 4);
    const by = at > 0 && chance(50) ? draw(0, at - 1) : null;
    const isSporadic = by !== null || chance(20);
    return {
      core: draw(0, CORES - 1),
      isBeside: chance(50),
      period,
      wcet,
      bcet: chance(60) ? draw(1, wcet) : 0,
      jitter: by === null && chance(30) ? draw(1, 5) : 0,
      priority: draw(0, 1000) * 100 + at,
      isSporadic,
      offset: !isSporadic && chance(60) ? draw(0, period - 1) : null,
      by,
      notification: spanIn(draw),
    };
  });
}

function drawSystem(seed: number): System {
  const draw = drawFrom(seed);
  const isShared = draw(0, 2) === 0;
  const kinds = ['core', 'windows', 'server'] as const;
  const supplies = Array.from({ length: CORES }, (_, core) =>
    isShared && core < 2 ? 'core' : (kinds[draw(0, 2)] ?? 'core'),
  );
  const tasks = drawTasks(draw, draw(3, 7));
  const path = [draw(0, 1)];
  const hops: Hop[] = [];
  while (path.length < 5) {
    const from = path.at(-1) ?? 0;
    const later = tasks.flatMap(({ by }, at) => (at > from ? [{ at, by }] : []));
    // What is activated here is the way that this test is about.
    const followed = later.filter(({ by }) => by === from);
    const among = followed.length > 0 && draw(0, 3) > 0 ? followed : later;
    const next = among[draw(0, Math.max(0, among.length - 1))];
    if (!next) break;
    const isQueue = next.by === from;
    const notification = isQueue ? (tasks[next.at]?.notification ?? spanIn(draw)) : spanIn(draw);
    path.push(next.at);
    hops.push({ isQueue, notification });
  }
  const cuts = CUTS[draw(0, CUTS.length - 1)] ?? CUTS[0];
  const budget = BUDGETS[draw(0, BUDGETS.length - 1)] ?? BUDGETS[0];
  return { supplies, isShared, cuts, budget, tasks, path, hops };
}

function addHosts(builder: PlanBuilder, { supplies, isShared, cuts, budget }: System): void {
  const scheduler = 'fixed-priority';
  for (const [core, supply] of supplies.entries()) {
    const coreIds = [`c${core}`];
    const [own, above] = [`e${core}`, `hv${core}`];
    if (isShared && core === 1) continue;
    if (supply === 'core') {
      const cores = isShared && core === 0 ? ['c0', 'c1'] : coreIds;
      builder.environment(own, 'os', null, { coreIds: cores, os: { family: 'qnx' }, scheduler });
      continue;
    }
    const [budgetNs, periodNs] = budget;
    const server = { kind: 'periodic', budgetNs, periodNs, priority: 1 };
    const other = { kind: 'periodic', budgetNs: 1, periodNs: 4, priority: 2 };
    const isServer = supply === 'server';
    builder
      .environment(above, 'hypervisor', null, {
        coreIds,
        scheduler: isServer ? scheduler : 'windows',
      })
      .environment(own, 'partition', above, {
        coreIds,
        scheduler,
        server: isServer ? server : null,
      })
      .environment(`o${core}`, 'partition', above, {
        coreIds,
        scheduler,
        server: isServer ? other : null,
      });
    if (isServer) continue;
    const [a, b, c] = cuts;
    builder
      .frame(`f${core}`, FRAME)
      .window(`w${core}`, `f${core}`, `c${core}`, own, 0, a)
      .window(`v${core}`, `f${core}`, `c${core}`, own, b, c - b)
      .window(`x${core}`, `f${core}`, `c${core}`, `o${core}`, a, b - a);
    if (c < FRAME) builder.window(`y${core}`, `f${core}`, `c${core}`, `o${core}`, c, FRAME - c);
  }
}

/** A channel whose latency the user states; `name` is the mechanism of one link alone. */
function addChannel(builder: PlanBuilder, name: string, { least, most }: Span): void {
  const stated = { value: most, low: least, high: most, unit: 'ns', reason: 'bounded by design' };
  builder.channel(name, 'message', { mechanismId: name }).override({
    id: name,
    subjectKind: 'mechanism',
    subjectId: name,
    parameter: 'latency',
    ...stated,
  });
}

function analysed(system: System) {
  const builder = new PlanBuilder();
  const names: string[] = [];
  addHosts(builder, system);
  const { tasks, path, hops } = system;
  const hosts = tasks.map((task) => hostOf(system, task));
  for (const [at, task] of tasks.entries()) {
    builder
      .application(`a${at}`)
      .place(`a${at}`, hosts[at] ?? '', [`c${task.core}`])
      .task(`t${at}`, `a${at}`, task.wcet, task.period, {
        kind: task.isSporadic ? 'sporadic' : 'periodic',
        bcetNs: task.bcet === 0 ? null : task.bcet,
        deadlineNs: 1000,
        jitterNs: task.jitter,
        offsetNs: task.offset,
        priority: task.priority,
      });
  }
  const join = (name: string, from: number, to: number, kind: string, span: Span) => {
    const ends = { kind, fromTaskId: `t${from}`, toTaskId: `t${to}` };
    builder.link(name, `a${from}`, `a${to}`, ends);
    if (hosts[from] === hosts[to]) return;
    names.push(name);
    addChannel(builder, name, span);
  };
  for (const [at, { by, notification }] of tasks.entries())
    if (by !== null) join(`event${at}`, by, at, 'event', notification);
  for (const [at, { isQueue, notification }] of hops.entries())
    if (!isQueue) join(`data${at}`, path[at] ?? 0, path[at + 1] ?? 0, 'data', notification);
  builder.chain(
    'chain',
    path.map((at) => `t${at}`),
    { latencyKind: path.length % 2 === 0 ? 'reaction' : 'age' },
  );
  const mechanisms = names.map((id) => mechanism({ id, channelKinds: ['message'] }));
  return builder.analyze(catalogueOf([], mechanisms));
}

/** Ticks in which a budget below another one is granted, from any phases. */
function grantedTicks({ budget: [wcet, period] }: System, draw: Draw): ReadonlySet<number> {
  const servers = [
    { wcet: 1, period: 4, phase: draw(0, 3) },
    { wcet, period, phase: draw(0, period - 1) },
  ];
  const jobs = servers.flatMap((server, task) => {
    const count = Math.ceil((BEFORE + TICKS + period) / server.period);
    return Array.from({ length: count }, (_, at) => {
      const release = server.phase + at * server.period;
      const deadline = release + server.period;
      return { task, release, ready: release, execution: server.wcet, deadline };
    });
  });
  const { segments } = simulateSchedule(jobs, 'fixed-priority');
  const ticks = new Set<number>();
  for (const { task, start, end } of segments)
    for (let tick = start; task === 1 && tick < end; tick += 1) ticks.add(tick - BEFORE);
  return ticks;
}

type Served = (tick: number, task: RandomTask) => boolean;

function servedOn(system: System, core: number, draw: Draw): Served | null {
  const supply = system.supplies[core];
  if (supply === 'core') return null;
  if (supply === 'server') {
    const granted = grantedTicks(system, draw);
    return (tick) => granted.has(tick);
  }
  const [a, b, c] = system.cuts;
  const phase = draw(0, FRAME - 1);
  return (tick, { isBeside }) => {
    const at = (tick + phase) % FRAME;
    return (at < a || (at >= b && at < c)) !== isBeside;
  };
}

/** How jobs run: any way, all as long as they may, all as short. */
type Manner = 'any' | 'longest' | 'mixed';

function jobsOf(task: RandomTask, first: number, manner: Manner, draw: Draw): PlannedJob[] {
  const jobs: PlannedJob[] = [];
  const execution = () => {
    const least = Math.max(1, task.bcet);
    if (manner === 'longest') return task.wcet;
    if (manner === 'mixed') return draw(0, 1) === 0 ? least : task.wcet;
    return draw(least, task.wcet);
  };
  for (let release = first; release < TICKS; release += task.period) {
    const late = manner === 'any' ? draw(0, task.jitter) : draw(0, 1) * task.jitter;
    const ready = Math.max(jobs.at(-1)?.ready ?? 0, release + late);
    jobs.push({ release, ready, execution: execution() });
    if (task.isSporadic && manner === 'any') release += draw(0, 3) * draw(0, 2);
  }
  return jobs;
}

function simulated(system: System, draw: Draw) {
  const { tasks, path, hops } = system;
  const manner = (['any', 'longest', 'mixed'] as const)[draw(0, 2)] ?? 'any';
  const hosts = tasks.map((task) => hostOf(system, task));
  const phases = new Map([...new Set(hosts)].map((host) => [host, draw(0, 29)]));
  const served = Array.from({ length: CORES }, (_, core) => servedOn(system, core, draw));
  const within = ({ least, most }: Span) =>
    manner === 'mixed' ? (draw(0, 1) === 0 ? least : most) : draw(least, most);
  const isHere = (from: number, to: number) => hosts[from] === hosts[to];
  const places = tasks.map((task, at): SimulatedTask => {
    const hop = path.indexOf(at);
    const activates = tasks.flatMap(({ by, notification }, place) => {
      const isOnPath = hop >= 0 && path[hop + 1] === place;
      if (by !== at || isOnPath) return [];
      return [{ place, notify: () => (isHere(at, place) ? 0 : within(notification)) }];
    });
    const phase = phases.get(hosts[at] ?? '') ?? 0;
    const first = task.offset === null ? draw(0, task.period - 1) : phase + task.offset;
    const service = served[task.core];
    return {
      core: task.core,
      priority: task.priority,
      communication: 'implicit',
      period: task.period,
      orderInversions: 0,
      // A message may come in every tick.
      jobs: jobsOf(
        task.by === null ? task : { ...task, period: 1, jitter: 0 },
        first,
        manner,
        draw,
      ),
      messageDriven: task.by !== null,
      activates,
      ...(service ? { served: (tick: number) => service(tick, task) } : {}),
    };
  });
  const notify = (hop: number) => {
    const span = hops[hop]?.notification;
    return !span || isHere(path[hop] ?? 0, path[hop + 1] ?? 0) ? 0 : within(span);
  };
  const stimulus = tasks[path[0] ?? 0]?.isSporadic ? 'arrival' : 'sampled';
  const queues = hops.map(({ isQueue }) => isQueue);
  return simulateChain(places, { places: path, notify, stimulus, queues }, TICKS);
}

/** What was compared: a test that compares nothing fails, and so does one that never comes near. */
const seen = {
  chains: 0,
  withEvents: 0,
  mixed: 0,
  clocks: 0,
  activated: 0,
  near: 0,
  reached: 0,
  oneCore: 0,
  nominal: 0,
  nominalOfEvents: 0,
  held: 0,
  partly: 0,
};

function compare(seed: number): void {
  const system = drawSystem(seed);
  const result = analysed(system);
  // A task that keeps the activation it states rests on that, and messages here do not keep it.
  if (result.tasks.some(({ activation }, at) => system.tasks[at]?.by !== null && !activation))
    return;
  const draw = drawFrom(seed + 1);
  const found = Array.from({ length: 6 }, () => simulated(system, draw));
  const longest = (of: (each: (typeof found)[number]) => number | null) =>
    Math.max(0, ...found.map((each) => of(each) ?? 0));
  for (const [at, { responseTimeNs, activation }] of result.tasks.entries()) {
    if (responseTimeNs === null) continue;
    const response = longest(({ responses }) => responses[at] ?? 0);
    expect(response, `task ${at} of ${seed}`).toBeLessThanOrEqual(responseTimeNs);
    if (activation) {
      seen.activated += 1;
      if (response === responseTimeNs) seen.reached += 1;
    }
  }
  const [chain] = result.chains;
  const theories = (['reaction', 'age'] as const).flatMap((latency) => theoriesOf(latency));
  expect(chain?.bounds.map(({ theory }) => theory)).toEqual(theories.map(({ theory }) => theory));
  if (chain?.latencyNs === null && chain.bounds.some(({ parts }) => parts.length > 0))
    seen.partly += 1;
  if (chain?.heldAgeNs !== null && chain?.heldAgeNs !== undefined) {
    seen.held += 1;
    expect(
      longest((each) => each.ageUntilReplaced),
      `held of ${seed}`,
    ).toBeLessThanOrEqual(chain.heldAgeNs);
  }
  for (const { latency, theory, valueNs } of chain?.bounds ?? []) {
    // Reached by a schedule that the plan allows: no bound is less.
    if (valueNs === null || latency !== chain?.latency || chain.nominalNs === null) continue;
    expect(chain.nominalNs, `nominal and ${theory} of ${seed}`).toBeLessThanOrEqual(valueNs);
  }
  if (chain && chain.nominalNs !== null && chain.latencyNs !== null) {
    seen.nominal += 1;
    if (system.hops.some(({ isQueue }) => isQueue)) seen.nominalOfEvents += 1;
  }
  for (const { theory, latency, valueNs } of chain?.bounds ?? []) {
    if (valueNs === null) continue;
    const value = longest((each) => each[latency]);
    expect(value, `${latency} by ${theory} of ${seed}`).toBeLessThanOrEqual(valueNs);
    if (value * 10 >= valueNs * 8) seen.near += 1;
  }
  if ((chain?.bounds ?? []).every(({ valueNs }) => valueNs === null)) return;
  const queues = system.hops.filter(({ isQueue }) => isQueue).length;
  seen.chains += 1;
  if (queues > 0) seen.withEvents += 1;
  if (queues > 0 && queues < system.hops.length) seen.mixed += 1;
  const onPath = system.path.flatMap((at) => system.tasks[at] ?? []);
  const hosts = onPath.map((task) => hostOf(system, task));
  if (new Set(hosts).size > 1) seen.clocks += 1;
  const beside = onPath.filter((_, at) => hosts[at]?.startsWith('o'));
  if (beside.some(({ core }) => hosts.includes(`e${core}`))) seen.oneCore += 1;
}

describe('chains of plans of any kind', () => {
  it('[LAT-ROW-5] [SCHED-15] no schedule is later than a bound: events, samples, windows, budgets, clocks', () => {
    fc.assert(fc.property(fc.nat({ max: 2_000_000_000 }), compare), { seed: 7, numRuns: 400 });
    expect(seen.withEvents).toBeGreaterThan(100);
    expect(seen.mixed).toBeGreaterThan(50);
    expect(seen.clocks).toBeGreaterThan(100);
    expect(seen.oneCore).toBeGreaterThan(10);
    expect(seen.activated).toBeGreaterThan(200);
    expect(seen.near).toBeGreaterThan(100);
    expect(seen.reached).toBeGreaterThan(40);
    expect(seen.nominal).toBeGreaterThan(20);
    expect(seen.nominalOfEvents).toBeGreaterThan(10);
    expect(seen.held).toBeGreaterThan(100);
    expect(seen.partly).toBeGreaterThan(10);
  });
});
