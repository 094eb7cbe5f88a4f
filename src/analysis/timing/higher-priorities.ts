/** Demand of the tasks that go first, gathered once for all tasks below them. */
import type { TimingTask } from './timing-task.ts';
import { compareUtilisation, type Rate } from './utilisation.ts';
import { ceilDivide, hyperperiodOf, LARGEST_TIME } from './whole-numbers.ts';

type Recurring = Pick<TimingTask, 'wcet' | 'period' | 'jitter'>;

/** What delays a task under preemptive fixed priorities. */
export interface HigherDemand {
  /** Sum of ceil((w + J) / T) C: demand of arrivals in a window of length w. */
  readonly within: (window: number) => number;
  /** As `compareUtilisation`, with the task. */
  readonly compareWith: (task: Recurring, rate: Rate) => -1 | 0 | 1;
  /** Least common multiple of all periods and another one; null beyond exact numbers. */
  readonly hyperperiodWith: (...periods: readonly number[]) => number | null;
  /** The largest jitter. */
  readonly jitter: number;
}

const keyOf = (period: number, jitter: number) => (jitter === 0 ? period : `${period} ${jitter}`);

/** Tasks of equal period and jitter delay as one that is as long as all of them. */
export class HigherPriorities implements HigherDemand {
  readonly #periods: number[] = [];
  readonly #jitters: number[] = [];
  readonly #wcets: number[] = [];
  readonly #placeOf = new Map<number | string, number>();
  #tasks = 0;
  #utilisation = 0;
  jitter = 0;

  /** @cost O(1) */
  add({ wcet, period, jitter }: Recurring): void {
    this.#tasks += 1;
    this.#utilisation += wcet / period;
    this.jitter = Math.max(this.jitter, jitter);
    const key = keyOf(period, jitter);
    const place = this.#placeOf.get(key);
    if (place !== undefined) {
      this.#wcets[place] = (this.#wcets[place] ?? 0) + wcet;
      return;
    }
    this.#placeOf.set(key, this.#wcets.length);
    this.#periods.push(period);
    this.#jitters.push(jitter);
    this.#wcets.push(wcet);
  }

  /** @cost O(different periods and jitters) */
  within(window: number): number {
    let demand = 0;
    for (let at = 0; at < this.#wcets.length; at += 1) {
      const arrived = ceilDivide(window + (this.#jitters[at] ?? 0), this.#periods[at] ?? 1);
      demand += arrived * (this.#wcets[at] ?? 0);
    }
    return demand;
  }

  /** @cost O(1), and exact sums where the utilisation is within rounding of the rate */
  compareWith(task: Recurring, rate: Rate): -1 | 0 | 1 {
    return this.#compare(task, this.#utilisation + task.wcet / task.period, rate, null);
  }

  hyperperiodWith(...periods: readonly number[]): number | null {
    return hyperperiodOf([...this.#periods, ...periods]);
  }

  /** @returns the demand without one task that was added, or a part of one */
  without(own: Recurring): HigherDemand {
    return {
      within: (window) => {
        const all = this.within(window);
        const jobs = ceilDivide(window + own.jitter, own.period);
        return all > LARGEST_TIME ? all : all - jobs * own.wcet;
      },
      compareWith: (task, rate) => {
        const sum = this.#utilisation - own.wcet / own.period + task.wcet / task.period;
        return this.#compare(task, sum, rate, own);
      },
      hyperperiodWith: (...periods) => this.hyperperiodWith(...periods),
      jitter: this.jitter,
    };
  }

  #compare(task: Recurring, sum: number, rate: Rate, less: Recurring | null): -1 | 0 | 1 {
    const limit = rate.budget / rate.period;
    // Each of at most n + 2 divisions, additions and one subtraction rounds by at most 2^-53 of the largest sum.
    const largest = Math.max(this.#utilisation + task.wcet / task.period, limit);
    if (Math.abs(sum - limit) > (2 * this.#tasks + 8) * 2 ** -52 * largest) {
      return sum > limit ? 1 : -1;
    }
    const place = less ? this.#placeOf.get(keyOf(less.period, less.jitter)) : undefined;
    const kept = this.#wcets.map((wcet, at) => ({
      wcet: at === place ? wcet - (less?.wcet ?? 0) : wcet,
      period: this.#periods[at] ?? 1,
    }));
    return compareUtilisation([...kept, task], rate);
  }
}
