/**
 * Response times of fixed-priority tasks on cores that share memory: each window suffers the lesser of what its own requests can
 * meet and what the others can ask.
 *
 * @source Kim, de Niz, Andersson, Klein, Mutlu, Rajkumar, "Bounding memory interference delay in COTS-based multi-core systems", RTAS
 *   2014 (request-driven and job-driven bound); Altmeyer, Davis, Indrusiak, Maiza, Nelis, Reineke, RTNS 2015 (joint fixed point)
 */
import type { TimingTask } from '../timing-task.ts';
import { ceilDivide, LARGEST_TIME } from '../whole-numbers.ts';
import { regulatedTraffic, type Regulation } from './memory-regulation.ts';

/** A task and the most accesses to shared memory of one job. */
export interface MemoryTask extends TimingTask {
  readonly accesses: number;
}

/** One core: tasks by priority, the highest first. */
export interface MemoryCore {
  readonly tasks: readonly MemoryTask[];
  /** Where its accesses are limited; null: not. */
  readonly regulation: Pick<Regulation, 'period' | 'budget'> | null;
}

/** What one access costs. */
export interface MemoryDelays {
  /** Longest delay of one own request by all other cores; null: no bound. */
  readonly perOwnRequest: number | null;
  /** Longest delay of this core by one request of another; null: no bound. */
  readonly perOtherRequest: number | null;
}

/** From the nominal release; null: no bound within the period, the steps, or exact numbers. */
export type MemoryAwareResponse = number | null;

/** Rounds over all cores; every round but the last lengthens a response. */
const MOST_ROUNDS = 10_000;

function jobsWithin(window: number, task: MemoryTask): number {
  return ceilDivide(window + task.jitter, task.period);
}

/** A_k(w) = sum of ceil((w + R_j) / T_j) H_j, at most what regulation lets through; Infinity where a response time is missing. */
function traffic(
  core: MemoryCore,
  responses: readonly MemoryAwareResponse[],
  window: number,
): number {
  let asked = 0;
  for (const [at, { period, accesses }] of core.tasks.entries()) {
    if (accesses === 0) continue;
    const response = responses[at] ?? Infinity;
    asked += ceilDivide(window + response, period) * accesses;
  }
  return core.regulation ? Math.min(asked, regulatedTraffic(window, core.regulation)) : asked;
}

/** No requests cost nothing, whatever one would. */
function cost(requests: number, delay: number | null): number {
  return requests === 0 ? 0 : requests * (delay ?? Infinity);
}

/**
 * I(w) = min(own(w) D_req, sum over other cores of A_k(w) D_job).
 *
 * @param own requests of the window's own core
 * @param others requests of all other cores in it; Infinity: no bound
 * @param delays what one costs
 * @returns the delay; Infinity without a bound
 */
export function memoryDelay(own: number, others: number, delays: MemoryDelays): number {
  return Math.min(cost(own, delays.perOwnRequest), cost(others, delays.perOtherRequest));
}

/** Least fixed point of w = B + C + interference + I(w); null beyond the period. */
function respond(
  core: MemoryCore,
  at: number,
  othersWithin: (window: number) => number,
  delays: MemoryDelays,
): MemoryAwareResponse {
  const task = core.tasks[at] as MemoryTask;
  const higher = core.tasks.slice(0, at);
  // What a preempted task has asked for is on its way, and the core waits for it.
  const onTheWay = core.tasks.slice(at + 1).some(({ accesses }) => accesses > 0) ? 1 : 0;
  for (let window = task.blocking + task.wcet; ;) {
    let next = task.blocking + task.wcet;
    let own = task.accesses + onTheWay;
    for (const other of higher) {
      next += jobsWithin(window, other) * other.wcet;
      own += jobsWithin(window, other) * other.accesses;
    }
    next += memoryDelay(own, othersWithin(window), delays);
    if (next > LARGEST_TIME || next + task.jitter > task.period) return null;
    if (next <= window) return window + task.jitter;
    window = next;
  }
}

/**
 * R_i = J_i + w, w the least fixed point of w = B + C_i + sum over hp of ceil((w + J_j) / T_j) C_j + I(w); A_k(w) needs the response
 * times of other cores, which need this one: from R = J + C, all cores in turn, until none changes.
 *
 * @param cores all cores that share the memory; accesses of a task that blocks are those of the blocked core: put them into B
 * @param delays what one request costs
 * @returns responses by core and task, sufficient; null where R > T, for which one job of a busy period does not decide
 * @cost rounds times tasks times the steps of each fixed point
 */
export function memoryAwareResponses(
  cores: readonly MemoryCore[],
  delays: MemoryDelays,
): readonly (readonly MemoryAwareResponse[])[] {
  let responses: readonly (readonly MemoryAwareResponse[])[] = cores.map(({ tasks }) =>
    tasks.map(({ wcet, jitter }) => jitter + wcet),
  );
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = responses;
    const next = cores.map((core, self) => {
      const othersWithin = (window: number) =>
        cores.reduce(
          (sum, other, at) => (at === self ? sum : sum + traffic(other, before[at] ?? [], window)),
          0,
        );
      return core.tasks.map((_, at) => respond(core, at, othersWithin, delays));
    });
    if (next.every((core, at) => core.every((value, place) => value === before[at]?.[place]))) {
      return next;
    }
    responses = next;
  }
  return cores.map(({ tasks }) => tasks.map(() => null));
}
