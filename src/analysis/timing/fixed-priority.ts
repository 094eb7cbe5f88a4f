/**
 * Response times under preemptive fixed priorities, on a dedicated core or inside a supply.
 *
 * @source Joseph, Pandya, The Computer Journal 29(5), 1986; Audsley, Burns, Richardson, Tindell, Wellings, Software Engineering
 *   Journal 8(5), 1993 (jitter, blocking); Lehoczky, RTSS 1990; Tindell, Burns, Wellings, Real-Time Systems 6, 1994 (deadlines
 *   beyond the period); Shin, Lee, RTSS 2003 (supply)
 */
import { FixedPointSearch, unknownBecause } from './fixed-point.ts';
import { PriorityDescent } from './priority-descent.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import { STEP_LIMIT, type ResponseBound, type StepLimit, type TimingTask } from './timing-task.ts';
import { compareUtilisation } from './utilisation.ts';
import { ceilDivide, hyperperiodOf, LARGEST_TIME } from './whole-numbers.ts';

/** Jobs of the first task in one hyperperiod of all tasks and their supply; null beyond exact numbers. */
function jobsPerHyperperiod(all: readonly TimingTask[], supply: Supply): number | null {
  const hyperperiod = hyperperiodOf([...all.map(({ period }) => period), supply.rate.period]);
  return hyperperiod === null ? null : hyperperiod / (all[0]?.period ?? 1);
}

/**
 * Longest response of a busy period whose demand does not exceed its supply in the long run. A jitter below 0 is a first job that
 * comes so long after the busy period has begun.
 *
 * @param task as for `fixedPriorityResponse`
 * @param higher as for `fixedPriorityResponse`
 * @param supply what serves them from the beginning of the busy period on
 * @param search bounds the work, of as many busy periods as share it
 * @returns the longest response time from the nominal release
 * @cost pseudo-polynomial: one term for each higher priority per step
 */
export function busyPeriodResponse(
  task: TimingTask,
  higher: readonly TimingTask[],
  supply: Supply,
  search: FixedPointSearch,
): ResponseBound {
  let window = 0;
  let longest = 0;
  let jobs = Infinity;
  for (let job = 0; job < jobs; job += 1) {
    const own = task.blocking + (job + 1) * task.wcet;
    window = search.least((w) => {
      let demand = own;
      for (const { wcet, period, jitter } of higher)
        demand += ceilDivide(w + jitter, period) * wcet;
      return supply.timeToSupply(demand);
    }, window + task.wcet);
    if (!Number.isFinite(window)) return unknownBecause(window);
    if ((job + 1) * task.period > LARGEST_TIME) return unknownBecause(Infinity);
    longest = Math.max(longest, task.jitter + window - job * task.period);
    if (task.jitter + window <= (job + 1) * task.period) {
      return { kind: 'bounded', responseTime: longest, jobs: job + 1 };
    }
    // Most busy periods end with the first job; only others are worth the hyperperiod.
    if (job === 0) jobs = jobsPerHyperperiod([task, ...higher], supply) ?? Infinity;
  }
  return { kind: 'bounded', responseTime: longest, jobs };
}

/**
 * Longest response time of a task: R = max over q of J + w(q) - q T, with w(q) the least fixed point of
 * w = sbf^-1(B + (q+1) C + sum over higher priorities of ceil((w + J_j) / T_j) C_j), until J + w(q) <= (q+1) T.
 *
 * Where demand equals supply in the long run that may never happen. Then w(q) - q T does not grow from one hyperperiod to the next
 * (a fixed point plus one hyperperiod is again one), so that the jobs of one hyperperiod decide.
 *
 * @param task the task
 * @param higher all tasks of higher or equal priority on the same supply, without the task
 * @param supply what serves them
 * @param limit bounds the work
 * @returns the longest response time from the nominal release; exact for sporadic tasks without blocking on a dedicated core
 * @cost pseudo-polynomial: at most `limit.steps` times the number of higher priorities
 */
export function fixedPriorityResponse(
  task: TimingTask,
  higher: readonly TimingTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): ResponseBound {
  const all = [task, ...higher];
  if (compareUtilisation(all, supply.rate) > 0) return { kind: 'unbounded' };
  const search = new FixedPointSearch(limit, Math.max(...all.map(({ jitter }) => jitter)));
  return busyPeriodResponse(task, higher, supply, search);
}

/**
 * @param tasks by priority, the highest first, no two equal
 * @param supply what serves them
 * @param limit bounds the work, of each task
 * @returns one bound per task, in the same order
 * @cost as `fixedPriorityResponse` for each task, from where the search of the one above ended
 */
export function fixedPriorityResponses(
  tasks: readonly TimingTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): readonly ResponseBound[] {
  const descent = new PriorityDescent([supply], limit);
  return tasks.map((task) => {
    const bound = descent.respond(task);
    descent.add(task);
    return bound;
  });
}
