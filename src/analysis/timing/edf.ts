/**
 * Earliest deadline first on one core or inside a supply: processor demand against supply. Exact for sporadic tasks on a dedicated
 * core without blocking, and for the worst pattern of the supply; with blocking sufficient.
 *
 * @source Baruah, Mok, Rosier, RTSS 1990 (processor demand); Spuri, INRIA RR 2772, 1996 (jitter, blocking, busy period); Zhang,
 *   Burns, IEEE Transactions on Computers 58(9), 2009 (QPA); Shin, Lee, RTSS 2003 (supply)
 */
import { FixedPointSearch, unknownBecause } from './fixed-point.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import { STEP_LIMIT, type SetVerdict, type StepLimit, type TimingTask } from './timing-task.ts';
import { compareUtilisation } from './utilisation.ts';
import { ceilDivide, floorDivide, hyperperiodOf, LARGEST_TIME } from './whole-numbers.ts';

/** A task with when its jobs are due. */
export interface DeadlineTask extends TimingTask {
  /**
   * Least time from when a job is ready until it is due: D where deadlines count from the moment a job is ready, however long after
   * its nominal release. Absent: deadlines count from the nominal release, and it is D - J.
   */
  readonly leastDue?: number;
}

/**
 * @param task D, J
 * @returns the least length of an interval that may hold a job of it with its deadline; negative for what is due before it may arrive
 */
export function firstDue({ deadline, jitter, leastDue }: DeadlineTask): number {
  return leastDue ?? deadline - jitter;
}

/** B(t): how long jobs with deadlines beyond an interval of length t may keep those within it waiting. */
export interface DeadlineBlocking {
  /** B(t), 0 beyond the longest deadline; it may rise only where t reaches D - J of a task. */
  readonly at: (t: number) => number;
  /** The largest B(t). */
  readonly most: number;
}

export const NO_BLOCKING: DeadlineBlocking = { at: () => 0, most: 0 };

/** What serves the tasks, what blocks them, and how much work the analysis may take. */
export interface DeadlineOptions {
  readonly supply?: Supply;
  readonly blocking?: DeadlineBlocking;
  readonly limit?: StepLimit;
}

/** Answer of a demand test. */
export interface DemandVerdict {
  readonly verdict: SetVerdict;
  /** No violation is beyond this length of an interval; null where it was not found, or demand exceeds supply in the long run. */
  readonly horizon: number | null;
  /** Length of an interval in which demand and blocking exceed the supply; null: none was found. */
  readonly violated: number | null;
  /** How often demand was compared with supply. */
  readonly evaluations: number;
}

/**
 * dbf(t) = sum of max(0, floor((t + J - D) / T) + 1) C: the most demand with both its arrivals and its deadlines in an interval of
 * length t. Deadlines count from the nominal release, so that jitter brings them nearer; where they count from activation, nothing is
 * due within less than D, and from there on as much, since late jobs come close together: `leastDue`.
 *
 * @param tasks C, T, D, J of each
 * @param t whole number, 0 or more
 * @returns the demand; beyond `LARGEST_TIME` where it is not exact
 * @cost O(n)
 */
export function demandBound(tasks: readonly DeadlineTask[], t: number): number {
  let demand = 0;
  for (const task of tasks) {
    const { wcet, period, deadline, jitter } = task;
    if (t < firstDue(task)) continue;
    demand += (floorDivide(t + jitter - deadline, period) + 1) * wcet;
  }
  return demand;
}

/** The greatest t <= `limit` at which dbf steps, or -1: k T + D - J, and 0 for what is due before it arrives. */
function lastDeadline(tasks: readonly DeadlineTask[], limit: number): number {
  let last = -1;
  for (const task of tasks) {
    const { period, deadline, jitter } = task;
    const first = firstDue(task);
    const since = limit + jitter - deadline;
    if (limit >= first) last = Math.max(last, limit - (since % period), first, 0);
  }
  return last > limit ? -1 : last;
}

/**
 * @param tasks T, D, J of each
 * @param after whole number, or -Infinity
 * @returns the least k T + D - J > `after` of all tasks, where dbf steps, no earlier than `firstDue`; negative for what is due before it may arrive
 * @cost O(n)
 */
export function nextDeadline(tasks: readonly DeadlineTask[], after: number): number {
  let next = Infinity;
  for (const task of tasks) {
    const { period, deadline, jitter } = task;
    const first = firstDue(task);
    const since = after + jitter - deadline;
    next = Math.min(next, after < first ? first : after + period - (since % period));
  }
  return next;
}

/** Numerator and denominator of the sum of (T - D + J) C / T, and of 1 - the sum of C / T, over one denominator. */
function linearDemand(tasks: readonly DeadlineTask[]): {
  offset: bigint;
  spare: bigint;
  over: bigint;
} {
  let offset = 0n;
  let used = 0n;
  let over = 1n;
  for (const { wcet, period, deadline, jitter } of tasks) {
    const [c, t] = [BigInt(wcet), BigInt(period)];
    offset = offset * t + BigInt(period - deadline + jitter) * c * over;
    used = used * t + c * over;
    over *= t;
  }
  return { offset, spare: over - used, over };
}

/**
 * L_a on a dedicated core with a utilisation below 1: beyond max(D - T - J), dbf(t) <= U t + sum of (T - D + J) U_i, which time
 * overtakes at (that sum + B) / (1 - U); rounded down, since deadlines are whole.
 */
function linearHorizon(tasks: readonly DeadlineTask[], blocking: number): number {
  const { offset, spare, over } = linearDemand(tasks);
  const overtaken = (offset + BigInt(blocking) * over) / spare;
  const latest = tasks.map(({ period, deadline, jitter }) => deadline - period - jitter);
  return Math.max(0, ...latest, overtaken > BigInt(LARGEST_TIME) ? Infinity : Number(overtaken));
}

/**
 * After max(D, supply period), dbf and sbf repeat: one hyperperiod more adds the same demand and at least as much supply. Infinity
 * where the hyperperiod is beyond exact numbers.
 */
function repeatingHorizon(tasks: readonly DeadlineTask[], supply: Supply): number {
  const { period } = supply.rate;
  const hyperperiod = hyperperiodOf([...tasks.map((task) => task.period), period]);
  const settled = Math.max(period, ...tasks.map(({ deadline }) => deadline));
  return hyperperiod === null ? Infinity : hyperperiod + settled;
}

/**
 * Longest busy period, L_b: least fixed point of t = sbf^-1(B + sum of ceil((t + J) / T) C). No response and no violation spans
 * more.
 *
 * @param tasks demand; not more than the supply in the long run
 * @param supply what serves them
 * @param blocking the largest B(t)
 * @param search bounds the work
 * @param cap where to stop, Infinity: nowhere
 * @returns the busy period, or `cap` where that is shorter; Infinity or NaN as `FixedPointSearch` gives them
 * @cost O(n) per step
 */
export function longestBusyPeriod(
  tasks: readonly DeadlineTask[],
  supply: Supply,
  blocking: number,
  search: FixedPointSearch,
  cap = Infinity,
): number {
  return search.least(
    (t) => {
      let demand = blocking;
      for (const { wcet, period, jitter } of tasks) demand += ceilDivide(t + jitter, period) * wcet;
      return Math.min(cap, supply.timeToSupply(demand));
    },
    Math.min(1, cap),
  );
}

/** The last length of an interval that has to be looked at; Infinity or NaN as `FixedPointSearch` gives them. */
function horizonOf(
  tasks: readonly DeadlineTask[],
  supply: Supply,
  blocking: DeadlineBlocking,
  search: FixedPointSearch,
): number {
  const isLinear = supply === DEDICATED_CORE && compareUtilisation(tasks, supply.rate) < 0;
  const cap = isLinear ? linearHorizon(tasks, blocking.most) : repeatingHorizon(tasks, supply);
  return longestBusyPeriod(tasks, supply, blocking.most, search, cap);
}

/** What a walk found: a length of an interval that is violated, none (null), or not enough steps (NaN). */
interface Walk {
  readonly violated: number | null;
  readonly evaluations: number;
}

/** Walks from the horizon down, see `quickDemandTest`. */
function walkDown(
  tasks: readonly DeadlineTask[],
  horizon: number,
  { supply, blocking }: Required<DeadlineOptions>,
  search: FixedPointSearch,
): Walk {
  const first = Math.max(0, nextDeadline(tasks, -Infinity));
  let evaluations = 0;
  let t = lastDeadline(tasks, horizon);
  while (t >= first) {
    if (!search.step()) return { violated: NaN, evaluations };
    evaluations += 1;
    const demand = demandBound(tasks, t);
    if (demand + blocking.at(t) > supply.supplyBound(t)) {
      return { violated: lastDeadline(tasks, t), evaluations };
    }
    const enough = supply.timeToSupply(demand + blocking.most);
    if (enough <= first) break;
    t = enough < t ? enough : lastDeadline(tasks, t - 1);
  }
  return { violated: null, evaluations };
}

/** Walks through all deadlines up to the horizon, see `processorDemandTest`. */
function walkUp(
  tasks: readonly DeadlineTask[],
  horizon: number,
  { supply, blocking }: Required<DeadlineOptions>,
  search: FixedPointSearch,
): Walk {
  let evaluations = 0;
  const first = Math.max(0, nextDeadline(tasks, -Infinity));
  for (let t = first; t <= horizon; t = nextDeadline(tasks, t)) {
    if (!search.step()) return { violated: NaN, evaluations };
    evaluations += 1;
    if (demandBound(tasks, t) + blocking.at(t) > supply.supplyBound(t)) {
      return { violated: t, evaluations };
    }
  }
  return { violated: null, evaluations };
}

/** Finds the horizon, then walks. */
function demandTest(
  tasks: readonly DeadlineTask[],
  options: DeadlineOptions,
  walk: typeof walkDown,
): DemandVerdict {
  const all = {
    supply: options.supply ?? DEDICATED_CORE,
    blocking: options.blocking ?? NO_BLOCKING,
    limit: options.limit ?? STEP_LIMIT,
  };
  const none = { horizon: null, violated: null, evaluations: 0 };
  if (compareUtilisation(tasks, all.supply.rate) > 0) {
    return { verdict: { kind: 'unschedulable', at: null }, ...none };
  }
  const reach = tasks.map(({ jitter, period, deadline }) => Math.max(jitter, period) + deadline);
  const search = new FixedPointSearch(all.limit, Math.max(0, ...reach));
  const horizon = horizonOf(tasks, all.supply, all.blocking, search);
  if (!Number.isFinite(horizon)) return { verdict: unknownBecause(horizon), ...none };
  const { violated, evaluations } = walk(tasks, horizon, all, search);
  if (violated === null) {
    return { verdict: { kind: 'schedulable' }, horizon, violated, evaluations };
  }
  if (Number.isNaN(violated)) {
    return { verdict: unknownBecause(violated), horizon, violated: null, evaluations };
  }
  if (all.blocking.most === 0) {
    return { verdict: { kind: 'unschedulable', at: violated }, horizon, violated, evaluations };
  }
  const unblocked = demandTest(tasks, { ...options, blocking: NO_BLOCKING }, walk);
  if (unblocked.verdict.kind === 'unschedulable') return unblocked;
  return { verdict: { kind: 'unknown', reason: 'method' }, horizon, violated, evaluations };
}

/**
 * Processor demand test by quick convergence (QPA): dbf(t) + B(t) <= sbf(t) at every deadline t up to the horizon, looked at from
 * above. Where the demand of t is served by t' < t, no deadline in between can be violated, so that the next to look at is t'.
 *
 * The horizon is the longest busy period, or L_a where that is shorter (dedicated core, utilisation below 1), or one hyperperiod
 * after everything repeats (demand equal to supply in the long run).
 *
 * @param tasks in any order; their own `blocking` is not looked at
 * @param options a dedicated core without blocking by default
 * @returns the verdict; the violated length is the last one up to the horizon. Blocking is an upper bound: what is violated
 *   because of it alone is `unknown`, not refuted
 * @cost O(n) for each evaluation; few of them as a rule, all deadlines at worst
 */
export function quickDemandTest(
  tasks: readonly DeadlineTask[],
  options: DeadlineOptions = {},
): DemandVerdict {
  return demandTest(tasks, options, walkDown);
}

/**
 * The same test at every deadline, from below.
 *
 * @param tasks as for `quickDemandTest`
 * @param options as for `quickDemandTest`
 * @returns the same verdict; the violated length is the first one
 * @cost O(n) for each deadline up to the horizon, or up to the first violation
 */
export function processorDemandTest(
  tasks: readonly DeadlineTask[],
  options: DeadlineOptions = {},
): DemandVerdict {
  return demandTest(tasks, options, walkUp);
}
