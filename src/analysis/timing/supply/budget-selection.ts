/**
 * The smallest budget of a periodic resource in which a task set meets its deadlines, as an exact ratio, and the period for which
 * budgets and switches together take the least of a core.
 *
 * @source Shin, Lee, RTSS 2003, and ACM TECS 7(3), 2008 (budget for a period); Lipari, Bini, ECRTS 2003 (period against switch cost);
 *   own closed form per demand point
 */
import { demandBound, nextDeadline, NO_BLOCKING, type DeadlineBlocking } from '../edf.ts';
import { STEP_LIMIT, type StepLimit, type TimingTask } from '../timing-task.ts';
import { ceilDivide, hyperperiodOf, LARGEST_TIME } from '../whole-numbers.ts';
import {
  compareRatios,
  largerRatio,
  ratioOf,
  roundUpToMultiple,
  type Ratio,
} from './exact-ratio.ts';

/** How the content of the resource is scheduled. Under fixed priorities the first task has the highest. */
export type ContentPolicy = 'fixed-priority' | 'earliest-deadline';

/** A budget for a period. */
export type BudgetChoice =
  | {
      readonly kind: 'budget';
      /** The least budget, in continuous time. */
      readonly exact: Ratio;
      /** `exact` rounded up to a multiple of the tick. */
      readonly budget: number;
    }
  /** No budget of this period will do: not even the whole core, or the tick is too coarse. */
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'unknown'; readonly reason: 'steps' | 'overflow' };

/** What a search for budgets is about. */
export interface BudgetSearch {
  readonly policy: ContentPolicy;
  /** Budgets are multiples of it; 1 by default. */
  readonly tick?: number;
  /** Under earliest deadline first; under fixed priorities tasks carry their own. */
  readonly blocking?: DeadlineBlocking;
  readonly limit?: StepLimit;
}

/** Demand of `work` that has to be served within any interval of length `time`. */
interface DemandPoint {
  readonly time: number;
  readonly work: number;
}

/**
 * The least Theta with sbf(t) >= w for the periodic resource (Pi, Theta). Served in the y-th period after the longest time without
 * supply, y Theta < w <= (y+1) Theta, the demand takes 2 (Pi - Theta) + y Pi + w - y Theta, so that Theta >= (w - t + (y+2) Pi) / (y+2)
 * and Theta >= w / (y+1). The largest y for which that stays below w / y gives the least Theta.
 *
 * @param point t and w, whole numbers
 * @param period Pi
 * @returns the least budget; null where w > t, which no core serves
 * @cost O(log t) big whole numbers
 */
export function leastBudgetFor({ time, work }: DemandPoint, period: number): Ratio | null {
  if (work > time) return null;
  const [t, w, pi] = [BigInt(time), BigInt(work), BigInt(period)];
  const fits = (y: bigint): boolean => (w - t + (y + 2n) * pi) * y < w * (y + 2n);
  let low = 0n;
  let high = (t + 2n * w) / pi + 1n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return largerRatio(ratioOf(w, low + 1n), ratioOf(w - t + (low + 2n) * pi, low + 2n));
}

/** Whether a budget serves a demand in time. */
function serves({ numerator, denominator }: Ratio, point: DemandPoint, period: number): boolean {
  if (point.work === 0) return true;
  if (numerator === 0n) return false;
  const [t, w, pi] = [point.time, point.work, period].map(BigInt) as [bigint, bigint, bigint];
  const y = (w * denominator + numerator - 1n) / numerator - 1n;
  return ((2n + y) * pi + w - t) * denominator <= (y + 2n) * numerator;
}

/** The search for one period: the budget found so far, which grows from the utilisation, and what it could not decide. */
class Search {
  readonly period: number;
  #steps: number;
  budget: Ratio;
  /** Set where the search ended without an answer. */
  undecided: 'steps' | 'overflow' | null = null;

  constructor(tasks: readonly TimingTask[], period: number, limit: StepLimit) {
    this.period = period;
    this.#steps = limit.steps;
    const [used, over] = utilisation(tasks);
    this.budget = ratioOf(used * BigInt(period), over);
  }

  /** Takes one step of work up to a length of time. @returns whether there is an answer within steps and exact numbers */
  reaches(time: number): boolean {
    if (time > LARGEST_TIME) this.undecided = 'overflow';
    else if ((this.#steps -= 1) < 0) this.undecided = 'steps';
    return this.undecided === null;
  }

  /** Raises the budget until it serves the point. @returns whether any budget does */
  serve(point: DemandPoint): boolean {
    if (!this.reaches(point.time)) return false;
    if (serves(this.budget, point, this.period)) return true;
    const least = leastBudgetFor(point, this.period);
    if (least === null) return false;
    this.budget = least;
    return true;
  }

  /** Raises the budget until it serves one of the points, the cheapest. @returns whether any budget does */
  serveOneOf(points: Iterable<DemandPoint>): boolean {
    let least: Ratio | null = null;
    for (const point of points) {
      if (!this.reaches(point.time)) return false;
      if (serves(this.budget, point, this.period)) return true;
      if (least !== null && !serves(least, point, this.period)) continue;
      least = leastBudgetFor(point, this.period) ?? least;
    }
    if (least === null) return false;
    this.budget = least;
    return true;
  }
}

function utilisation(tasks: readonly TimingTask[]): readonly [used: bigint, over: bigint] {
  let used = 0n;
  let over = 1n;
  for (const { wcet, period } of tasks) {
    used = used * BigInt(period) + BigInt(wcet) * over;
    over *= BigInt(period);
  }
  return [used, over];
}

/** Demand of job `job` of a task and all that may come before it, at each length up to `until` where that is about to grow. */
function* schedulingPoints(
  task: TimingTask,
  higher: readonly TimingTask[],
  job: number,
  until: number,
): Generator<DemandPoint> {
  const at = (time: number): DemandPoint => {
    let work = task.blocking + (job + 1) * task.wcet;
    for (const { wcet, period, jitter } of higher) {
      work += ceilDivide(time + jitter, period) * wcet;
    }
    return { time, work };
  };
  if (until <= 0) return;
  yield at(until);
  for (const { period, jitter } of higher) {
    const first = period - (jitter % period);
    for (let time = first; time < until; time += period) yield at(time);
  }
}

/** Raises the budget until every job of a task's busy period meets its deadline. @returns whether any budget does */
function serveTask(search: Search, task: TimingTask, higher: readonly TimingTask[]): boolean {
  const all = [task, ...higher];
  const hyperperiod = hyperperiodOf([...all.map(({ period }) => period), search.period]);
  const jobs = hyperperiod === null ? Infinity : hyperperiod / task.period;
  for (let job = 0; job < jobs; job += 1) {
    const due = job * task.period + task.deadline - task.jitter;
    if (!search.serveOneOf(schedulingPoints(task, higher, job, due))) return false;
    // The busy period ends with this job where it is served before the next one may come.
    const next = (job + 1) * task.period - task.jitter;
    if (due <= next) return true;
    for (const point of schedulingPoints(task, higher, job, next)) {
      if (!search.reaches(point.time)) return false;
      if (serves(search.budget, point, search.period)) return true;
    }
  }
  return true;
}

/**
 * Beyond which length the budget serves whatever is due: dbf(t) + B(t) <= U t + c with c = sum of max(0, T - D + J) U_i + B, and
 * sbf(t) >= (Theta / Pi) (t - 2 (Pi - Theta)). Where Theta / Pi = U, one hyperperiod after everything repeats. Infinity: none known.
 */
function lastDemand(
  tasks: readonly TimingTask[],
  blocking: DeadlineBlocking,
  { budget, period }: Search,
): number {
  const [used, over] = utilisation(tasks);
  const pi = BigInt(period);
  let offset = BigInt(blocking.most) * over;
  for (const { wcet, period: every, deadline, jitter } of tasks) {
    const late = BigInt(Math.max(0, every - deadline + jitter));
    offset += (late * BigInt(wcet) * over) / BigInt(every) + 1n;
  }
  // Theta / Pi - U, and the sum of c and 2 (Theta / Pi) (Pi - Theta), both over Pi * d * over with Theta = n / d; d once more below.
  const { numerator: n, denominator: d } = budget;
  const spare = n * over - used * pi * d;
  if (spare === 0n) {
    const hyperperiod = hyperperiodOf([...tasks.map((task) => task.period), period]);
    const settled = 2 * period + Math.max(0, ...tasks.map(({ deadline }) => deadline));
    return hyperperiod === null ? Infinity : hyperperiod + settled;
  }
  const blackout = 2n * n * (pi * d - n) * over;
  return Number((offset * pi * d * d + blackout) / (spare * d) + 1n);
}

/** Raises the budget until dbf(t) + B(t) <= sbf(t) at all deadlines. @returns whether any budget does */
function serveDeadlines(
  search: Search,
  tasks: readonly TimingTask[],
  blocking: DeadlineBlocking,
): boolean {
  let last = lastDemand(tasks, blocking, search);
  for (let time = nextDeadline(tasks, -Infinity); time <= last; time = nextDeadline(tasks, time)) {
    if (time <= 0) return false;
    const before = search.budget;
    if (!search.serve({ time, work: demandBound(tasks, time) + blocking.at(time) })) return false;
    if (search.budget !== before) last = lastDemand(tasks, blocking, search);
  }
  return true;
}

/**
 * The smallest budget of a periodic resource for a period: under earliest deadline first the largest of the least budgets of all
 * deadlines; under fixed priorities, for each job of each busy period the cheapest of its scheduling points, and the largest of
 * those. Exact for the periodic resource: with any less, some pattern of it makes some task late.
 *
 * @param tasks under fixed priorities by priority, the highest first; under earliest deadline first their own `blocking` is not looked at
 * @param period Pi of the resource: whole number above 0
 * @param search policy, tick, and the bound on the work
 * @returns the budget, exact and rounded up; `infeasible` where the deadlines cannot be met, or not with budgets of this tick
 * @cost one closed form for each demand point; `limit.steps` points at most
 */
export function smallestBudget(
  tasks: readonly TimingTask[],
  period: number,
  { policy, tick = 1, blocking = NO_BLOCKING, limit = STEP_LIMIT }: BudgetSearch,
): BudgetChoice {
  const search = new Search(tasks, period, limit);
  const whole = ratioOf(BigInt(period), 1n);
  if (compareRatios(search.budget, whole) > 0) return { kind: 'infeasible' };
  const served =
    policy === 'earliest-deadline'
      ? serveDeadlines(search, tasks, blocking)
      : tasks.every((task, at) => serveTask(search, task, tasks.slice(0, at)));
  if (search.undecided !== null) return { kind: 'unknown', reason: search.undecided };
  if (!served) return { kind: 'infeasible' };
  const budget = roundUpToMultiple(search.budget, tick);
  return budget > period
    ? { kind: 'infeasible' }
    : { kind: 'budget', exact: search.budget, budget };
}

/** A period and its least budget. */
export interface PeriodBudget {
  readonly period: number;
  readonly budget: number;
}

/**
 * The period that takes the least of a core: the least (budget + switch cost) / period over the candidates, the longest of equals.
 *
 * @param candidates periods with their least budgets
 * @param switchCost sigma, of one activation: two switches and what refilling caches takes
 * @returns the best candidate; null where budget and switch cost fit into none
 * @cost O(candidates)
 * @source Lipari, Bini, ECRTS 2003
 */
export function bestPeriod<T extends PeriodBudget>(
  candidates: readonly T[],
  switchCost: number,
): T | null {
  let best: { candidate: T; share: Ratio } | null = null;
  for (const candidate of candidates) {
    const { period, budget } = candidate;
    if (budget + switchCost > period) continue;
    const share = ratioOf(BigInt(budget + switchCost), BigInt(period));
    const against = best === null ? -1 : compareRatios(share, best.share);
    if (best === null || against < 0 || (against === 0 && period > best.candidate.period)) {
      best = { candidate, share };
    }
  }
  return best?.candidate ?? null;
}

/**
 * Periods of which every task's period is a multiple, so that content and resource stay in step.
 *
 * @param tasks whose periods are divided
 * @param tick periods are multiples of it
 * @returns the common divisors that are multiples of the tick and at most half the shortest period, ascending
 * @cost O(sqrt(greatest common divisor / tick))
 */
export function periodCandidates(tasks: readonly TimingTask[], tick: number): readonly number[] {
  let divisor = 0;
  let shortest = Infinity;
  for (const { period } of tasks) {
    let rest = period;
    while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
    shortest = Math.min(shortest, period);
  }
  const ticks = divisor / tick;
  const found: number[] = [];
  for (let small = 1; Number.isInteger(ticks) && small * small <= ticks; small += 1) {
    if (ticks % small === 0) found.push(small * tick, (ticks / small) * tick);
  }
  return [...new Set(found)].filter((one) => 2 * one <= shortest).sort((a, b) => a - b);
}
