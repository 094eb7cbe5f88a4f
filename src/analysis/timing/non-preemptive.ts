/**
 * Response times under non-preemptive fixed priorities: kernels that run every job to its end, buses such as CAN.
 *
 * @source Davis, Burns, Bril, Lukkien, Real-Time Systems 35, 2007, which refutes the analysis of the first job only (Tindell, Burns,
 *   Wellings 1994); George, Rivierre, Spuri, INRIA RR 2966, 1996; Shin, Lee, RTSS 2003 (supply)
 */
import { FixedPointSearch, unknownBecause } from './fixed-point.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import {
  STEP_LIMIT,
  type ActivationResponse,
  type ResponseBound,
  type StepLimit,
  type TimingTask,
} from './timing-task.ts';
import { compareUtilisation } from './utilisation.ts';
import { ceilDivide, floorDivide, hyperperiodOf, LARGEST_TIME } from './whole-numbers.ts';

/**
 * How many jobs of a task decide: those that are released in the longest busy period, ceil((t + J) / T) with t the least fixed
 * point of t = sbf^-1(B + sum of ceil((t + J_j) / T_j) C_j), and never more than in one hyperperiod, after which responses do
 * not grow. NaN or Infinity as `FixedPointSearch` gives them.
 */
function jobsToLookAt(
  task: TimingTask,
  higher: readonly TimingTask[],
  supply: Supply,
  search: FixedPointSearch,
  isActivated: boolean,
): number {
  const all = [task, ...higher];
  const hyperperiod = hyperperiodOf([...all.map(({ period }) => period), supply.rate.period]);
  // Late jobs that are ready at once are not late from there: those come before it all repeats.
  const late = isActivated ? ceilDivide(task.jitter, task.period) : 0;
  const inHyperperiod = hyperperiod === null ? Infinity : hyperperiod / task.period + late;
  // At full load, blocking or jitter keep the busy period from ever ending.
  if (hyperperiod !== null && compareUtilisation(all, supply.rate) === 0) return inHyperperiod;
  const busy = search.least((t) => {
    let demand = task.blocking;
    for (const { wcet, period, jitter } of all) demand += ceilDivide(t + jitter, period) * wcet;
    return supply.timeToSupply(demand);
  }, task.wcet);
  return Math.min(inHyperperiod, ceilDivide(busy + task.jitter, task.period));
}

/**
 * Longest response time of a task: R = max over the jobs q of the busy period of J + f(q) - q T. Job q starts w(q) after the
 * beginning, the least fixed point of w = B + q C + sum over higher priorities of (floor((w + J_j) / T_j) + 1) C_j, and ends at
 * f(q) = w(q) + C. Later jobs can be the worst: what the first one kept waiting, the second one has to let pass.
 *
 * In a supply a job starts in the unit of time that serves the first unit after the demand before it: w = sbf^-1(demand + 1) - 1 and
 * f = sbf^-1(demand + C), the same on a dedicated core.
 *
 * @param task the task; its blocking: the longest job of a lower priority, whole
 * @param higher all tasks of higher or equal priority on the same supply, without the task
 * @param supply what serves them
 * @param limit bounds the work
 * @param isActivated whether the response from the moment a job is ready is asked for; else it is that from the nominal release
 * @returns an upper bound of the response time from the nominal release, and from the moment a job is ready. The first is exact on a dedicated core for sporadic tasks where nothing
 *   blocks, and in whole time units with a blocking of one unit less than the longest job, which has begun one unit before
 * @cost pseudo-polynomial: at most `limit.steps` times the number of tasks
 */
export function nonPreemptiveResponse(
  task: TimingTask,
  higher: readonly TimingTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
  isActivated = false,
): ActivationResponse {
  const all = [task, ...higher];
  if (compareUtilisation(all, supply.rate) > 0) return { kind: 'unbounded' };
  const search = new FixedPointSearch(limit, Math.max(...all.map(({ jitter }) => jitter)));
  const jobs = jobsToLookAt(task, higher, supply, search, isActivated);
  if (!Number.isFinite(jobs)) return unknownBecause(jobs);
  let start = -task.wcet;
  let longest = 0;
  let fromActivation = 0;
  for (let job = 0; job < jobs; job += 1) {
    const before = (window: number): number => {
      let demand = task.blocking + job * task.wcet;
      for (const { wcet, period, jitter } of higher) {
        demand += (floorDivide(window + jitter, period) + 1) * wcet;
      }
      return demand;
    };
    start = search.least((w) => supply.timeToSupply(before(w) + 1) - 1, start + task.wcet);
    if (!Number.isFinite(start)) return unknownBecause(start);
    const end = supply.timeToSupply(before(start) + task.wcet);
    if (Math.max(end + task.jitter, job * task.period) > LARGEST_TIME) {
      return unknownBecause(Infinity);
    }
    longest = Math.max(longest, task.jitter + end - job * task.period);
    fromActivation = Math.max(fromActivation, end - Math.max(0, job * task.period - task.jitter));
  }
  return {
    kind: 'bounded',
    responseTime: longest,
    fromActivation: isActivated ? fromActivation : longest,
    jobs,
  };
}

/**
 * @param tasks by priority, the highest first, no two equal; a task that something blocks for longer than its lower priorities do
 *   says so in its blocking
 * @param supply what serves them
 * @param limit bounds the work, of each task
 * @returns one bound per task, in the same order, each blocked by the longest job of a lower priority
 * @cost `nonPreemptiveResponse` for each task
 */
export function nonPreemptiveResponses(
  tasks: readonly TimingTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): readonly ResponseBound[] {
  return tasks.map((task, at) => {
    const lower = tasks.slice(at + 1).map(({ wcet }) => wcet);
    const blocked = { ...task, blocking: Math.max(task.blocking, ...lower) };
    return nonPreemptiveResponse(blocked, tasks.slice(0, at), supply, limit);
  });
}
