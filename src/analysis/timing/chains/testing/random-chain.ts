/** Random systems with a chain through them: what the theories are told, and runs that keep to it. */
import type { Supply } from '../../supply/supply.ts';
import { activationResponses } from '../activation-responses.ts';
import type { Chain, ChainHop, ChainTask } from '../chain.ts';
import { type MessageTask, propagateJitter } from '../jitter-propagation.ts';
import type { PlannedJob, SimulatedChain, SimulatedTask } from './chain-simulation.ts';

/** Whole number between two, both included. */
export type Draw = (least: number, most: number) => number;

/** @returns numbers that a seed decides (mulberry32) */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (least, most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return least + (((mixed ^ (mixed >>> 14)) >>> 0) % (most - least + 1));
  };
}

/** What may occur; probabilities in percent. */
export interface Shape {
  readonly cores: number;
  readonly offsets: 'zero' | 'known' | 'unknown';
  readonly clocks: 'one' | 'per-core';
  readonly windows: number;
  readonly sporadic: number;
  readonly jitter: number;
  readonly logical: number;
  readonly queues: number;
  readonly inversions: number;
  readonly notification: number;
  readonly arrival: number;
}

export const PLAIN: Shape = {
  cores: 1,
  offsets: 'zero',
  clocks: 'one',
  windows: 0,
  sporadic: 0,
  jitter: 0,
  logical: 0,
  queues: 0,
  inversions: 0,
  notification: 0,
  arrival: 0,
};

interface RandomTask {
  readonly core: number;
  readonly partition: number;
  readonly priority: number;
  period: number;
  readonly wcet: number;
  readonly bcet: number;
  jitter: number;
  longestGap: number;
  offset: number | null;
  communication: 'implicit' | 'let';
  orderInversions: number;
  activatedBy: number | null;
  least: number;
  most: number;
}

export interface RandomChain {
  readonly chain: Chain;
  readonly places: readonly number[];
  /** Draws one run: releases, jitters, executions, phases, notifications. */
  readonly run: (
    draw: Draw,
    ticks: number,
  ) => { readonly tasks: readonly SimulatedTask[]; readonly chain: SimulatedChain };
}

const PERIODS = [4, 5, 6, 8, 10, 12, 15, 20, 24];

function drawTasks(draw: Draw, shape: Shape): readonly RandomTask[] {
  const chance = (percent: number) => draw(1, 100) <= percent;
  const tasks: RandomTask[] = [];
  for (let core = 0; core < shape.cores; core += 1) {
    const count = draw(1, 3);
    for (let at = 0; at < count; at += 1) {
      const period = PERIODS[draw(0, PERIODS.length - 1)] as number;
      const wcet = draw(1, Math.max(1, Math.floor(period / 2)));
      const sporadic = chance(shape.sporadic);
      tasks.push({
        core,
        partition: draw(0, 1),
        priority: draw(0, 1000) * 100 + tasks.length,
        period,
        wcet,
        bcet: draw(1, wcet),
        jitter: chance(shape.jitter) ? draw(1, 4) : 0,
        longestGap: period + (sporadic ? draw(1, 6) : 0),
        offset:
          sporadic || shape.offsets === 'unknown'
            ? null
            : shape.offsets === 'zero'
              ? 0
              : draw(0, period - 1),
        communication: chance(shape.logical) ? 'let' : 'implicit',
        orderInversions: chance(shape.inversions) ? draw(1, 2) : 0,
        activatedBy: null,
        least: 0,
        most: 0,
      });
    }
  }
  return tasks;
}

/** Ticks of a frame that belong to partition 0; the others to partition 1; null: the core has one partition. */
function drawFrame(draw: Draw, shape: Shape): readonly boolean[] | null {
  if (draw(1, 100) > shape.windows) return null;
  const [frame, first] = [draw(3, 8), draw(1, 2)];
  return Array.from(
    { length: frame },
    (_, tick) => tick >= first && tick < first + Math.ceil(frame / 2),
  );
}

/** What a partition is certain to get, by looking at every phase. */
function supplyOf(frame: readonly boolean[] | null, partition: number): Supply {
  const served = (frame ?? [true]).map((first) => frame === null || first === (partition === 0));
  const { length: frameLength } = served;
  const budget = served.filter(Boolean).length;
  const within = (length: number) => {
    const totals = served.map((_, phase) =>
      Array.from({ length }, (_tick, tick) => Number(served[(phase + tick) % frameLength])),
    );
    return Math.min(...totals.map((ticks) => ticks.reduce((sum, tick) => sum + tick, 0)));
  };
  const least = Array.from({ length: frameLength }, (_, length) => within(length));
  const supplyBound = (length: number) =>
    Math.floor(length / frameLength) * budget + (least[length % frameLength] as number);
  return {
    supplyBound,
    timeToSupply: (demand) => {
      let length = Math.floor(Math.max(0, demand - 1) / budget) * frameLength;
      while (supplyBound(length) < demand) length += 1;
      return length;
    },
    rate: { budget, period: frameLength },
  };
}

/** Links some tasks of the chain by messages: the consumer takes over the producer's rate. */
function drawQueues(
  draw: Draw,
  shape: Shape,
  tasks: readonly RandomTask[],
  places: readonly number[],
): void {
  for (const [at, place] of places.slice(1).entries()) {
    const [producer, consumer] = [tasks[places[at] as number], tasks[place]];
    if (!producer || !consumer || draw(1, 100) > shape.queues || consumer.wcet > producer.period)
      continue;
    producer.communication = 'implicit';
    Object.assign(consumer, {
      communication: 'implicit',
      activatedBy: places[at],
      period: producer.period,
      longestGap: producer.longestGap,
      jitter: 0,
    });
  }
}

function messageTask(task: RandomTask): MessageTask {
  const { wcet, bcet, period, jitter, activatedBy, least, most } = task;
  const activators =
    activatedBy === null
      ? []
      : [{ by: activatedBy, leastNotification: least, mostNotification: most }];
  return { wcet, bcet, period, jitter, deadline: period, blocking: 0, activators };
}

/** Latency of every task, as `ChainTask.responseTime` counts; null where one is missing. */
function latenciesOf(
  tasks: readonly RandomTask[],
  frames: readonly (readonly boolean[] | null)[],
): readonly number[] | null {
  const resources = frames.flatMap((frame, core) =>
    (frame ? [0, 1] : [0]).map((partition) => ({
      tasks: [...tasks.keys()]
        .filter((at) => tasks[at]?.core === core && (!frame || tasks[at].partition === partition))
        .sort((a, b) => (tasks[b]?.priority ?? 0) - (tasks[a]?.priority ?? 0)),
      respond: (spaced: Parameters<typeof activationResponses>[0]) =>
        activationResponses(spaced, supplyOf(frame, partition), { steps: 2000 }),
    })),
  );
  const responses = propagateJitter(tasks.map(messageTask), resources, 50);
  const latencies = responses.map(({ latency }) => latency);
  return latencies.every((latency) => latency !== null) ? latencies : null;
}

function hopBetween(
  tasks: readonly RandomTask[],
  frames: readonly (readonly boolean[] | null)[],
  from: number,
  to: number,
  most: number,
): ChainHop {
  const [producer, consumer] = [tasks[from] as RandomTask, tasks[to] as RandomTask];
  const split = (frames[producer.core] ?? null) !== null;
  return {
    copyTime: 0,
    notification: most,
    transport: consumer.activatedBy === null ? 'register' : 'queue',
    sharedScheduler:
      producer.core === consumer.core && (!split || producer.partition === consumer.partition),
  };
}

/** Jobs of a run: as early and as late, as long and as short as the task allows. */
function drawJobs(
  draw: Draw,
  task: RandomTask,
  phase: number,
  ticks: number,
): readonly PlannedJob[] {
  const extreme = (least: number, most: number) => {
    const side = draw(0, 3);
    return side === 0 ? least : side === 1 ? most : draw(least, most);
  };
  const jobs: PlannedJob[] = [];
  // Of a message-driven task only executions count: as many as there may be messages.
  const driven = task.activatedBy !== null;
  let release = driven ? 0 : phase + (task.offset ?? draw(0, task.period));
  while (release < ticks) {
    const ready = release + extreme(0, task.jitter);
    jobs.push({ release, ready, execution: extreme(task.bcet, task.wcet) });
    release += driven ? task.period : extreme(task.period, task.longestGap);
  }
  return jobs;
}

/**
 * @param draw decides everything
 * @param shape what may occur
 * @returns a chain with response times of all its tasks; null where some task has none, or LET does not fit its period
 */
export function randomChain(draw: Draw, shape: Shape): RandomChain | null {
  const tasks = drawTasks(draw, shape);
  const frames = Array.from({ length: shape.cores }, () => drawFrame(draw, shape));
  const order = [...tasks.keys()].map((at) => ({ at, key: draw(0, 1_000_000) }));
  const places = order
    .sort((a, b) => a.key - b.key)
    .slice(0, draw(1, 4))
    .map(({ at }) => at);
  drawQueues(draw, shape, tasks, places);
  const mosts = places.slice(1).map((place) => {
    const most = draw(1, 100) <= shape.notification ? draw(1, 5) : 0;
    const consumer = tasks[place] as RandomTask;
    consumer.most = most;
    consumer.least = draw(0, most);
    return most;
  });
  const latencies = latenciesOf(tasks, frames);
  if (!latencies) return null;
  const chainTasks = places.map((place): ChainTask => {
    const task = tasks[place] as RandomTask;
    return {
      period: task.period,
      longestGap: task.longestGap,
      offset: task.offset,
      jitter: task.jitter,
      responseTime: latencies[place] as number,
      clock: shape.clocks === 'one' ? 'one' : `clock ${task.core}`,
      core: `core ${task.core}`,
      priority: task.priority,
      communication: task.communication,
      orderInversions: task.orderInversions,
    };
  });
  if (
    chainTasks.some(
      ({ communication, responseTime, period }) =>
        communication === 'let' && (responseTime ?? 0) > period,
    )
  )
    return null;
  const hops = places
    .slice(1)
    .map((place, at) => hopBetween(tasks, frames, places[at] as number, place, mosts[at] ?? 0));
  const stimulus = draw(1, 100) <= shape.arrival ? 'arrival' : 'sampled';
  const run = (by: Draw, ticks: number) => {
    const phases = frames.map(() => (shape.clocks === 'one' ? 0 : by(0, 120)));
    const framePhases = frames.map(() => by(0, 8));
    const simulated = tasks.map((task): SimulatedTask => {
      const frame = frames[task.core] ?? null;
      const at = framePhases[task.core] ?? 0;
      return {
        core: task.core,
        priority: task.priority,
        ...(frame && {
          served: (tick: number) => frame[(tick + at) % frame.length] === (task.partition === 0),
        }),
        communication: task.communication,
        period: task.period,
        orderInversions: task.orderInversions,
        jobs: drawJobs(by, task, phases[task.core] ?? 0, ticks),
        messageDriven: task.activatedBy !== null,
      };
    });
    const notify = (hop: number) => {
      const consumer = tasks[places[hop + 1] as number] as RandomTask;
      return by(consumer.least, consumer.most);
    };
    return { tasks: simulated, chain: { places, notify, stimulus } as const };
  };
  return { chain: { tasks: chainTasks, hops, stimulus }, places, run };
}
