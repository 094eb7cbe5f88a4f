/**
 * Response times under preemptive fixed priorities, one priority after the other, where each search begins near its end.
 *
 * @source as `fixed-priority.ts`; first values from the level above: Sjodin, Hansson, RTSS 1998
 */
import { FixedPointSearch, unknownBecause } from './fixed-point.ts';
import { type HigherDemand, HigherPriorities } from './higher-priorities.ts';
import type { Supply } from './supply/supply.ts';
import type { ResponseBound, StepLimit, TimingTask } from './timing-task.ts';
import { LARGEST_TIME } from './whole-numbers.ts';

/** A bound with w(0), the window of the first job; 0 where it was not found. */
interface Found {
  readonly bound: ResponseBound;
  readonly window: number;
}

const UNBOUNDED: Found = { bound: { kind: 'unbounded' }, window: 0 };

/** Response of a task in one supply, see `fixedPriorityResponse`; `from` is no more than w(0). */
function respondIn(
  task: TimingTask,
  higher: HigherDemand,
  supply: Supply,
  limit: StepLimit,
  from: number,
): Found {
  if (higher.compareWith(task, supply.rate) > 0) return UNBOUNDED;
  const search = new FixedPointSearch(limit, Math.max(task.jitter, higher.jitter));
  let window = 0;
  let first = 0;
  let longest = 0;
  let jobs = Infinity;
  for (let job = 0; job < jobs; job += 1) {
    const own = task.blocking + (job + 1) * task.wcet;
    window = search.least(
      (w) => supply.timeToSupply(own + higher.within(w)),
      job === 0 ? Math.max(from, task.wcet) : window + task.wcet,
    );
    if (!Number.isFinite(window)) return { bound: unknownBecause(window), window: first };
    if (job === 0) first = window;
    if ((job + 1) * task.period > LARGEST_TIME) {
      return { bound: unknownBecause(Infinity), window: first };
    }
    longest = Math.max(longest, task.jitter + window - job * task.period);
    if (task.jitter + window <= (job + 1) * task.period) {
      return { bound: { kind: 'bounded', responseTime: longest, jobs: job + 1 }, window: first };
    }
    // Most busy periods end with the first job; only others are worth the hyperperiod.
    if (job === 0) {
      const hyperperiod = higher.hyperperiodWith(task.period, supply.rate.period);
      jobs = hyperperiod === null ? Infinity : hyperperiod / task.period;
    }
  }
  return { bound: { kind: 'bounded', responseTime: longest, jobs }, window: first };
}

/** For each service, no more than the window of all that is added, blocked for so long. */
interface Reached {
  readonly windows: readonly number[];
  readonly blocking: number;
}

/**
 * Preemptive fixed priorities, from the highest down: tasks are added, and asked about below all that were.
 *
 * A window that holds jobs of all tasks above and of one more task of C is at least C longer than one without: w > 0 meets at least
 * one job of each, and no supply grows faster than time. The window of a task, once that task is above, and C of every other
 * task that was added since are therefore where the next search may begin, less what blocks the next task for a shorter time.
 */
export class PriorityDescent {
  readonly #higher = new HigherPriorities();
  readonly #services: readonly Supply[];
  readonly #limit: StepLimit;
  #reached: Reached;
  /** As soon as the task that was asked about last is added. */
  #last: { readonly task: TimingTask; readonly reached: Reached | null } | null = null;
  /** As soon as all tasks of the priority that was asked about last are added. */
  #beside: Reached | null = null;

  /**
   * @param services what may serve the tasks: the longest response of them counts; none is a supply of nothing
   * @param limit bounds the work, of each task and service
   */
  constructor(services: readonly Supply[], limit: StepLimit) {
    this.#services = services;
    this.#limit = limit;
    this.#reached = { windows: services.map(() => 0), blocking: 0 };
  }

  /**
   * @param task goes before all that are asked about from now on
   * @cost O(services)
   */
  add(task: Pick<TimingTask, 'wcet' | 'period' | 'jitter'>): void {
    this.#higher.add(task);
    const found = this.#last?.task === task ? this.#last.reached : null;
    const { windows, blocking } = this.#beside ?? this.#reached;
    this.#reached = found ?? { windows: windows.map((each) => each + task.wcet), blocking };
    this.#last = null;
    this.#beside = null;
  }

  /**
   * @param task a task below all that were added
   * @returns its longest response time, as `fixedPriorityResponse` gives it for each service
   * @cost pseudo-polynomial: steps times different periods and jitters above
   */
  respond(task: TimingTask): ResponseBound {
    const found = this.#respond(task, this.#higher, task.wcet);
    this.#last = { task, reached: this.#reachedBy(task, found) };
    return longestOf(found);
  }

  /**
   * @param task a task of the same priority as others that were added, of which it is one
   * @returns its longest response time behind all of them but itself
   * @cost as for `respond`
   */
  respondBeside(task: TimingTask): ResponseBound {
    const found = this.#respond(task, this.#higher.without(task), 0);
    this.#beside = this.#reachedBy(task, found);
    return longestOf(found);
  }

  /** Where the search after a task may begin, once that is among what was added; null: it was not found. */
  #reachedBy(task: TimingTask, found: readonly Found[]): Reached | null {
    const windows = found.map(({ window }) => window);
    const isFound = windows.length === this.#services.length && windows.every((each) => each > 0);
    return isFound ? { windows, blocking: task.blocking } : null;
  }

  /** `more`: execution of the task that is not in what was added. */
  #respond(task: TimingTask, higher: HigherDemand, more: number): readonly Found[] {
    const grown = more - Math.max(0, this.#reached.blocking - task.blocking);
    // Without any demand the window may be empty.
    const isKnown = grown >= 0 && task.wcet > 0;
    const found: Found[] = [];
    for (const [at, service] of this.#services.entries()) {
      const from = isKnown ? (this.#reached.windows[at] ?? 0) + grown : 0;
      found.push(respondIn(task, higher, service, this.#limit, from));
      if (found.at(-1)?.bound.kind !== 'bounded') break;
    }
    return found;
  }
}

function longestOf(found: readonly Found[]): ResponseBound {
  if (found.length === 0) return { kind: 'unbounded' };
  let responseTime = 0;
  let jobs = 0;
  for (const { bound } of found) {
    if (bound.kind !== 'bounded') return bound;
    responseTime = Math.max(responseTime, bound.responseTime);
    jobs = Math.max(jobs, bound.jobs);
  }
  return { kind: 'bounded', responseTime, jobs };
}
