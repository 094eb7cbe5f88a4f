/**
 * Response times under earliest deadline first, on a dedicated core or inside a supply; any deadlines.
 *
 * @source Spuri, Analysis of Deadline Scheduled Real-Time Systems, INRIA RR 2772, 1996 (jitter, blocking, deadlines beyond periods);
 *   Shin, Lee, RTSS 2003 (supply)
 */
import {
  firstDue,
  longestBusyPeriod,
  NO_BLOCKING,
  type DeadlineOptions,
  type DeadlineTask,
} from './edf.ts';
import { FixedPointSearch, unknownBecause } from './fixed-point.ts';
import { LeastFirst } from './least-first.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import { STEP_LIMIT, type ResponseBound } from './timing-task.ts';
import { compareUtilisation } from './utilisation.ts';
import { ceilDivide, hyperperiodOf, LARGEST_TIME } from './whole-numbers.ts';

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
  tasks: readonly DeadlineTask[],
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
 * @param tasks in any order
 * @returns the same demand with one task for all whose jobs arrive and are due together
 * @cost O(n)
 */
export function mergedTasks(tasks: readonly DeadlineTask[]): readonly DeadlineTask[] {
  const merged = new Map<string, DeadlineTask>();
  for (const task of tasks) {
    const key = `${task.period} ${task.deadline} ${task.jitter} ${firstDue(task)}`;
    const other = merged.get(key);
    merged.set(key, other ? { ...task, wcet: other.wcet + task.wcet } : task);
  }
  return [...merged.values()];
}

/**
 * When all is done that arrives in one busy period and is due until then, one deadline after the other: L(d), the least fixed point
 * of t = sbf^-1(B(d) + sum of min(ceil((t + J) / T), floor((d + J - D) / T) + 1) C). As d grows every job is taken once when it is
 * due and once when it arrives.
 */
class BusyUntilDue {
  readonly #tasks: readonly DeadlineTask[];
  readonly #supply: Supply;
  /** Jobs that are due no later than the deadline, and those of them that arrive before the end. */
  readonly #due: number[];
  readonly #arrived: number[];
  readonly #byDue = new LeastFirst();
  #byArrival = new LeastFirst();
  #demand = 0;
  #blocked = 0;
  end = 1;

  constructor(tasks: readonly DeadlineTask[], supply: Supply) {
    this.#tasks = tasks;
    this.#supply = supply;
    this.#due = tasks.map(() => 0);
    this.#arrived = tasks.map(() => 0);
    for (const [at, task] of tasks.entries()) this.#byDue.add(at, firstDue(task));
  }

  /** The deadline that comes next. */
  get nextDue(): number {
    return this.#byDue.leastKey;
  }

  /**
   * Goes on to the next deadline.
   *
   * @param blocked B of it
   * @returns steps taken
   */
  advance(blocked: number): number {
    const due = this.nextDue;
    let steps = 0;
    for (
      let at = this.#byDue.least;
      at !== undefined && this.nextDue === due;
      at = this.#byDue.least
    ) {
      const task = this.#tasks[at] as DeadlineTask;
      const { period, jitter, deadline } = task;
      const job = this.#due[at] ?? 0;
      this.#due[at] = job + 1;
      if (this.#arrived[at] === job) this.#byArrival.add(at, job * period - jitter);
      // Late jobs come close together, and none is due before the first.
      this.#byDue.rekeyLeast(Math.max(firstDue(task), (job + 1) * period + deadline - jitter));
      steps += 1;
    }
    const isLess = blocked < this.#blocked;
    this.#blocked = blocked;
    // Less blocking may end the busy period before what was counted last.
    if (isLess) steps += this.#startAnew();
    this.#serve();
    return steps;
  }

  #startAnew(): number {
    this.end = 1;
    this.#demand = 0;
    this.#byArrival = new LeastFirst();
    for (const [at, { jitter }] of this.#tasks.entries()) {
      this.#arrived[at] = 0;
      if ((this.#due[at] ?? 0) > 0) this.#byArrival.add(at, -jitter);
    }
    return this.#tasks.length;
  }

  /** Counts what arrives before the end until the end stays. */
  #serve(): void {
    for (;;) {
      const end = this.#supply.timeToSupply(this.#blocked + this.#demand);
      if (end > this.end) this.end = end;
      if (this.#byArrival.leastKey >= this.end || this.end > LARGEST_TIME) return;
      for (let at = this.#byArrival.least; at !== undefined; at = this.#byArrival.least) {
        if (this.#byArrival.leastKey >= this.end) break;
        const { period, jitter, wcet } = this.#tasks[at] as DeadlineTask;
        const due = this.#due[at] ?? 0;
        const arrived = Math.min(due, ceilDivide(this.end + jitter, period));
        this.#demand += (arrived - (this.#arrived[at] ?? 0)) * wcet;
        this.#arrived[at] = arrived;
        this.#byArrival.rekeyLeast(arrived < due ? arrived * period - jitter : Infinity);
      }
    }
  }
}

/** The largest lateness L(d) - d from each deadline on: only what no later one exceeds is kept. */
class LatenessFrom {
  readonly #dues: number[] = [];
  readonly #values: number[] = [];

  add(due: number, lateness: number): void {
    while (this.#values.length > 0 && (this.#values.at(-1) ?? 0) <= lateness) {
      this.#values.pop();
      this.#dues.pop();
    }
    this.#values.push(lateness);
    this.#dues.push(due);
  }

  /** @returns the largest of `due` and later; -Infinity where there is none */
  from(due: number): number {
    let [low, high] = [0, this.#dues.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#dues[middle] ?? 0) < due) low = middle + 1;
      else high = middle;
    }
    return this.#values[low] ?? -Infinity;
  }
}

/** Walks through deadlines until no later one can be the worst for any task. */
function responsesWithin(
  tasks: readonly DeadlineTask[],
  { releases, busy }: Reach,
  { supply, blocking, limit }: Required<DeadlineOptions>,
  largest: number,
): readonly ResponseBound[] {
  const walk = new BusyUntilDue(mergedTasks(tasks), supply);
  const late = new LatenessFrom();
  const lastFirst = tasks.reduce((last, task) => Math.max(last, firstDue(task)), -Infinity);
  const until = releases + tasks.reduce((last, { deadline }) => Math.max(last, deadline), 0);
  let steps = limit.steps;
  let jobs = 0;
  let failed = 0;
  let due = walk.nextDue;
  for (; due < until; due = walk.nextDue) {
    if (busy - due <= late.from(lastFirst)) break;
    steps -= walk.advance(blocking.at(due));
    if (steps < 0) failed = NaN;
    else if (walk.end > largest) failed = Infinity;
    if (failed !== 0) break;
    late.add(due, walk.end - due);
    jobs += 1;
  }
  return tasks.map((task) => {
    const lateness = late.from(firstDue(task));
    const isDone = failed === 0 || busy - due <= lateness;
    if (!isDone) return unknownBecause(failed);
    return { kind: 'bounded', responseTime: Math.max(0, task.deadline + lateness), jobs };
  });
}

/**
 * Longest response time of each task: the largest L(a) - a over releases a >= -J in a busy period, which all other tasks begin
 * together after their whole jitter; of a task whose deadlines count from activation over activations a >= 0. L(a) is the least fixed point of t = sbf^-1(B(a + D) + (1 + floor((a + J) / T)) C + sum over the
 * others with D_j - J_j <= a + D of min(ceil((t + J_j) / T_j), 1 + floor((a + D + J_j - D_j) / T_j)) C_j). Only releases that are
 * due with a job of some task can be the worst.
 *
 * Where L(a) > a, all jobs of the task up to that one have arrived, so that the sum is the same for all tasks: one walk over the
 * deadlines d gives R = D + max over d >= D - J (`firstDue`) of L(d) - d for each of them, from what its deadlines count from. Where L(a) <= a the busy period ends before the
 * release, which begins another one.
 *
 * @param tasks the task set; their own `blocking` is not looked at
 * @param options a dedicated core without blocking by default; the steps are jobs that are looked at, of all tasks together
 * @returns one bound per task, in the same order, `jobs`: how many deadlines were looked at; exact for sporadic tasks on a
 *   dedicated core without blocking, where ties are decided against the task
 * @cost O(log n) for each job in the busy period; n more each time that B(d) sinks
 */
export function earliestDeadlineResponses(
  tasks: readonly DeadlineTask[],
  options: DeadlineOptions = {},
): readonly ResponseBound[] {
  const { supply = DEDICATED_CORE, blocking = NO_BLOCKING, limit = STEP_LIMIT } = options;
  if (compareUtilisation(tasks, supply.rate) > 0) return tasks.map(() => ({ kind: 'unbounded' }));
  const headroom = tasks.reduce(
    (most, { jitter, period, deadline }) => Math.max(most, jitter + period + deadline),
    0,
  );
  const merged = mergedTasks(tasks);
  // A step of the busy period looks at all of them.
  const search = new FixedPointSearch({ steps: Math.ceil(limit.steps / merged.length) }, headroom);
  const reach = reachOf(merged, supply, blocking.most, search);
  if (!Number.isFinite(reach.releases)) return tasks.map(() => unknownBecause(reach.releases));
  return responsesWithin(tasks, reach, { supply, blocking, limit }, LARGEST_TIME - headroom);
}
