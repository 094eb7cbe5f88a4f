/**
 * Response times under earliest deadline first, on a dedicated core or inside a supply; any deadlines.
 *
 * @source Spuri, Analysis of Deadline Scheduled Real-Time Systems, INRIA RR 2772, 1996 (jitter, blocking, deadlines beyond periods);
 *   Shin, Lee, RTSS 2003 (supply)
 */
import { type DeadlineOptions, longestBusyPeriod, NO_BLOCKING, nextDeadline } from './edf.ts';
import { FixedPointSearch, unknownBecause } from './fixed-point.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import { STEP_LIMIT, type ResponseBound, type TimingTask } from './timing-task.ts';
import { compareUtilisation } from './utilisation.ts';
import { ceilDivide, floorDivide, hyperperiodOf } from './whole-numbers.ts';

/** How long after the beginning of a busy period a job that matters may be released, and the longest busy period. */
interface Reach {
  readonly releases: number;
  readonly busy: number;
}

/**
 * Releases within the longest busy period matter, and never more than one hyperperiod of them: one hyperperiod later there is no more
 * demand before a job than one hyperperiod of supply. At full load there may be no longest busy period: Infinity.
 */
function reachOf(
  tasks: readonly TimingTask[],
  supply: Supply,
  blocking: number,
  search: FixedPointSearch,
): Reach {
  if (compareUtilisation(tasks, supply.rate) < 0) {
    const busy = longestBusyPeriod(tasks, supply, blocking, search);
    return { releases: busy, busy };
  }
  const hyperperiod = hyperperiodOf([...tasks.map(({ period }) => period), supply.rate.period]);
  const cap = hyperperiod ?? Infinity;
  const busy = longestBusyPeriod(tasks, supply, blocking, search, cap);
  return { releases: busy, busy: busy < cap ? busy : Infinity };
}

/**
 * Demand that ends before, or with, a job of `task` that is due at `due`, of arrivals before `until`: the jobs of the task up to
 * that one, and of each other task those that have arrived and are due no later.
 */
function demandBefore(
  task: TimingTask,
  others: readonly TimingTask[],
  due: number,
  until: number,
): number {
  let demand = (floorDivide(due - task.deadline + task.jitter, task.period) + 1) * task.wcet;
  for (const { wcet, period, deadline, jitter } of others) {
    const since = due + jitter - deadline;
    if (since < 0) continue;
    const arrived = ceilDivide(until + jitter, period);
    demand += Math.min(arrived, floorDivide(since, period) + 1) * wcet;
  }
  return demand;
}

/**
 * Longest response time of one task: the largest L(a) - a over releases a >= -J in a busy period, which all other tasks begin
 * together after their whole jitter. L(a) is the least fixed point of t = sbf^-1(B(a + D) + (1 + floor((a + J) / T)) C + sum over the
 * others with D_j - J_j <= a + D of min(ceil((t + J_j) / T_j), 1 + floor((a + D + J_j - D_j) / T_j)) C_j). Only releases that are
 * due with a job of some task can be the worst.
 *
 * @param tasks the task set; their own `blocking` is not looked at
 * @param at place of the task
 * @param options a dedicated core without blocking by default
 * @returns the longest response time from the nominal release, `jobs`: how many releases were looked at; exact for sporadic tasks on
 *   a dedicated core without blocking, where ties are decided against the task
 * @cost pseudo-polynomial: releases in the busy period times fixed-point steps times n; at most the allowed steps times n
 */
export function earliestDeadlineResponse(
  tasks: readonly TimingTask[],
  at: number,
  options: DeadlineOptions = {},
): ResponseBound {
  const { supply = DEDICATED_CORE, blocking = NO_BLOCKING, limit = STEP_LIMIT } = options;
  const task = tasks[at];
  if (task === undefined) throw new Error(`no task ${at}`);
  if (compareUtilisation(tasks, supply.rate) > 0) return { kind: 'unbounded' };
  const headroom = tasks.map(({ jitter, period, deadline }) => jitter + period + deadline);
  const search = new FixedPointSearch(limit, Math.max(...headroom));
  const { releases, busy } = reachOf(tasks, supply, blocking.most, search);
  if (!Number.isFinite(releases)) return unknownBecause(releases);
  const others = tasks.filter((_, other) => other !== at);
  let longest = 0;
  let jobs = 0;
  let end = 1;
  let due = task.deadline - task.jitter;
  for (; due - task.deadline < releases; due = nextDeadline(tasks, due)) {
    const release = due - task.deadline;
    if (busy - release <= longest) break;
    if (!search.step()) return unknownBecause(NaN);
    const blocked = blocking.at(due);
    const served = (t: number) => supply.timeToSupply(blocked + demandBefore(task, others, due, t));
    // Demand only grows with the release, so that the search may go on where the last one ended; blocking sinks.
    end = search.least(served, blocking.most === 0 ? end : 1);
    if (!Number.isFinite(end)) return unknownBecause(end);
    longest = Math.max(longest, end - release);
    jobs += 1;
  }
  return { kind: 'bounded', responseTime: longest, jobs };
}

/**
 * @param tasks the task set
 * @param options as for `earliestDeadlineResponse`; the steps are those of each task
 * @returns one bound per task, in the same order
 * @cost `earliestDeadlineResponse` for each task
 */
export function earliestDeadlineResponses(
  tasks: readonly TimingTask[],
  options: DeadlineOptions = {},
): readonly ResponseBound[] {
  return tasks.map((_, at) => earliestDeadlineResponse(tasks, at, options));
}
