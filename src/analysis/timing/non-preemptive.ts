/**
 * Response times under non-preemptive fixed priorities: kernels that run every job to its end, buses such as CAN.
 *
 * @source Davis, Burns, Bril, Lukkien, Real-Time Systems 35, 2007, which refutes the analysis of the first job only (Tindell, Burns,
 *   Wellings 1994); George, Rivierre, Spuri, INRIA RR 2966, 1996; Shin, Lee, RTSS 2003 (supply)
 */
import { FixedPointSearch, unknownBecause } from './fixed-point.ts';
import { type HigherDemand, HigherPriorities } from './higher-priorities.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import {
  STEP_LIMIT,
  type ActivationResponse,
  type ResponseBound,
  type StepLimit,
  type TimingTask,
} from './timing-task.ts';
import { ceilDivide, LARGEST_TIME } from './whole-numbers.ts';

/** Where two searches may begin: no more than their least fixed points. */
interface Beginnings {
  /** The longest busy period of a task and those above. */
  readonly busy: number;
  /** The start of the first job in it. */
  readonly start: number;
}

/** An answer, with what the searches of the next priority may begin from; 0 where it was not found. */
interface Found {
  readonly response: ActivationResponse;
  readonly reached: Beginnings;
}

const FROM_NOTHING: Beginnings = { busy: 0, start: 0 };
const notFound = (response: ActivationResponse): Found => ({ response, reached: FROM_NOTHING });

/** What a response is asked of: a task, all that goes first, and what serves them. */
interface Asked {
  readonly task: TimingTask;
  readonly higher: HigherDemand;
  readonly supply: Supply;
  readonly isActivated: boolean;
}

/**
 * How many jobs of a task decide: those that are released in the longest busy period, ceil((t + J) / T) with t the least fixed
 * point of t = sbf^-1(B + sum of ceil((t + J_j) / T_j) C_j), and never more than in one hyperperiod, after which responses do
 * not grow. NaN or Infinity as `FixedPointSearch` gives them.
 */
function jobsToLookAt(
  { task, higher, supply, isActivated }: Asked,
  search: FixedPointSearch,
  from: number,
): { readonly jobs: number; readonly busy: number } {
  // At full load, blocking or jitter keep the busy period from ever ending.
  const isFull = higher.compareWith(task, supply.rate) === 0;
  const inHyperperiod = () => {
    const hyperperiod = higher.hyperperiodWith(task.period, supply.rate.period);
    // Late jobs that are ready at once are not late from there: those come before it all repeats.
    const late = isActivated ? ceilDivide(task.jitter, task.period) : 0;
    return hyperperiod === null ? Infinity : hyperperiod / task.period + late;
  };
  if (isFull && Number.isFinite(inHyperperiod())) return { jobs: inHyperperiod(), busy: 0 };
  const busy = search.least(
    (t) => {
      const own = ceilDivide(t + task.jitter, task.period) * task.wcet;
      return supply.timeToSupply(task.blocking + own + higher.within(t));
    },
    Math.max(task.wcet, from),
  );
  const jobs = ceilDivide(busy + task.jitter, task.period);
  // Most busy periods hold one job; only others are worth the hyperperiod.
  return { jobs: jobs > 1 ? Math.min(inHyperperiod(), jobs) : jobs, busy };
}

function respondBehind(asked: Asked, limit: StepLimit, from: Beginnings): Found {
  const { task, higher, supply, isActivated } = asked;
  if (higher.compareWith(task, supply.rate) > 0) return notFound({ kind: 'unbounded' });
  const search = new FixedPointSearch(limit, Math.max(task.jitter, higher.jitter));
  const { jobs, busy } = jobsToLookAt(asked, search, from.busy);
  if (!Number.isFinite(jobs)) return notFound(unknownBecause(jobs));
  let start = -task.wcet;
  let first = 0;
  let longest = 0;
  let fromActivation = 0;
  for (let job = 0; job < jobs; job += 1) {
    // Jobs that are ready at the start go first, too: floor((w + J) / T) + 1 of them are ceil((w + 1 + J) / T).
    const before = (window: number): number =>
      task.blocking + job * task.wcet + higher.within(window + 1);
    start = search.least(
      (w) => supply.timeToSupply(before(w) + 1) - 1,
      job === 0 ? from.start : start + task.wcet,
    );
    if (!Number.isFinite(start)) return notFound(unknownBecause(start));
    if (job === 0) first = start;
    const end = supply.timeToSupply(before(start) + task.wcet);
    if (Math.max(end + task.jitter, job * task.period) > LARGEST_TIME) {
      return notFound(unknownBecause(Infinity));
    }
    longest = Math.max(longest, task.jitter + end - job * task.period);
    fromActivation = Math.max(fromActivation, end - Math.max(0, job * task.period - task.jitter));
  }
  return {
    response: {
      kind: 'bounded',
      responseTime: longest,
      fromActivation: isActivated ? fromActivation : longest,
      jobs,
    },
    reached: { busy, start: first },
  };
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
 * @cost pseudo-polynomial: at most `limit.steps` times the number of different periods and jitters
 */
export function nonPreemptiveResponse(
  task: TimingTask,
  higher: readonly TimingTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
  isActivated = false,
): ActivationResponse {
  const demand = new HigherPriorities();
  for (const each of higher) demand.add(each);
  return respondBehind({ task, higher: demand, supply, isActivated }, limit, FROM_NOTHING).response;
}

/** Where the searches of the last priority ended, and C of what was added since then. */
interface Reached extends Beginnings {
  readonly blocking: number;
  /** Of that priority itself, which `busy` holds and `start` does not. */
  readonly own: number;
  readonly added: number;
}

/**
 * The same from the highest priority down: tasks are added, and asked about below all that were.
 *
 * At least one job of each task that was added since comes into the window of the next one, and no supply grows faster than time. Where
 * a search ended, with all their C, is therefore where the next may begin, less what blocks the next one for a shorter time.
 */
export class NonPreemptiveDescent {
  readonly #higher = new HigherPriorities();
  readonly #supply: Supply;
  readonly #limit: StepLimit;
  #reached: Reached = { ...FROM_NOTHING, blocking: 0, own: 0, added: 0 };
  /** As soon as the task that was asked about last is added. */
  #last: { readonly task: TimingTask; readonly reached: Reached } | null = null;

  /**
   * @param supply what serves the tasks
   * @param limit bounds the work, of each task
   */
  constructor(supply: Supply, limit: StepLimit) {
    this.#supply = supply;
    this.#limit = limit;
  }

  /**
   * @param task goes before all that are asked about from now on
   * @cost O(1)
   */
  add(task: Pick<TimingTask, 'wcet' | 'period' | 'jitter'>): void {
    this.#higher.add(task);
    const from = this.#last?.task === task ? this.#last.reached : this.#reached;
    this.#reached = { ...from, added: from.added + task.wcet };
    this.#last = null;
  }

  /**
   * @param task a task below all that were added; its blocking: the longest job of a lower priority, whole
   * @returns its longest response time, as `nonPreemptiveResponse` gives it
   * @cost pseudo-polynomial: steps times different periods and jitters above
   */
  respond(task: TimingTask): ActivationResponse {
    const { response, reached } = this.#respond(task, this.#higher, 0);
    const { wcet: own, blocking } = task;
    if (reached.busy > 0) this.#last = { task, reached: { ...reached, blocking, own, added: 0 } };
    return response;
  }

  /**
   * @param task one of those that were added
   * @returns its longest response time behind all of them but itself
   * @cost as for `respond`
   */
  respondBeside(task: TimingTask): ActivationResponse {
    return this.#respond(task, this.#higher.without(task), task.wcet).response;
  }

  /** `within`: execution of the task that is in what was added. */
  #respond(task: TimingTask, higher: HigherDemand, within: number): Found {
    const { busy, start, blocking, own, added } = this.#reached;
    const others = added - within - Math.max(0, blocking - task.blocking);
    // Without any demand the window may be empty.
    const isKnown = task.wcet > 0 && others >= own;
    const from = isKnown
      ? { busy: busy + others - own + task.wcet, start: start + others }
      : FROM_NOTHING;
    return respondBehind(
      { task, higher, supply: this.#supply, isActivated: false },
      this.#limit,
      from,
    );
  }
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
