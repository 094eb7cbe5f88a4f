/** Demand for CPU time, added up with what is unknown of it. */
import type { BudgetVerdict, Range } from '../result.ts';
import { ShareSum, timesTerm, type Ratio, type Term } from './exact-sum.ts';
import type { Unknown } from './scaling.ts';

/** What one application or task asks of a core, or of any core of a set: 1 is one core fully used. */
export interface Share {
  readonly low: Term | null;
  readonly typical: Term | null;
  /** On the slowest core of the set, at worst-case times. */
  readonly high: Term | null;
  /** On the fastest core of the set: what is needed for certain. Equal to `high` where all cores are alike. */
  readonly fastest: Term | null;
  /** Why `high` is unknown; null when it is known. */
  readonly unknown: Unknown | null;
  readonly assumption: string | null;
}

/**
 * @param share of one
 * @param times how many
 * @returns the share of all of them
 */
export function timesShare(share: Share, times: number): Share {
  if (times === 1) return share;
  const all = (of: Term | null) => of && timesTerm(of, times);
  const [low, typical] = [all(share.low), all(share.typical)];
  return { ...share, low, typical, high: all(share.high), fastest: all(share.fastest) };
}

/** Adds up shares. Unknown ones are counted, never taken for zero. */
export class Demand {
  readonly #low = new ShareSum();
  readonly #typical = new ShareSum();
  readonly #high = new ShareSum();
  readonly #certain = new ShareSum();
  #shares = 0;
  #withoutHigh = 0;
  #known = 0;

  /** @param share one more share */
  add(share: Share): void {
    this.#shares += 1;
    if (share.high === null) this.#withoutHigh += 1;
    // A worst case is never below the average, and that never below the best case: a valid lower bound.
    const least = share.high ?? share.typical ?? share.low;
    if (least === null) return;
    this.#known += 1;
    this.#high.add(least);
    this.#certain.add(share.fastest ?? least);
    if (share.low) this.#low.add(share.low);
    if (share.typical) this.#typical.add(share.typical);
  }

  /**
   * @param other a finished demand that is counted in
   * @param times how often, for copies
   */
  addDemand(other: Demand, times = 1): void {
    this.#shares += other.#shares;
    this.#withoutHigh += other.#withoutHigh;
    this.#known += other.#known;
    this.#low.addSum(other.#low, times);
    this.#typical.addSum(other.#typical, times);
    this.#high.addSum(other.#high, times);
    this.#certain.addSum(other.#certain, times);
  }

  /** How many shares were added. */
  get count(): number {
    return this.#shares;
  }

  /** True when some worst case is unknown, so that `high` is a lower bound. */
  get atLeast(): boolean {
    return this.#withoutHigh > 0;
  }

  /**
   * @param capacity used to show a sum that equals it exactly as exactly it
   * @returns low, typical and high; null where a member is not stated for every known share
   */
  range(capacity: Term): Range {
    const whole = (sum: ShareSum) =>
      sum.count < this.#known ? null : sum.compare(capacity) === 0 ? capacity.value : sum.value;
    if (this.#shares > 0 && this.#known === 0) return { low: null, typical: null, high: null };
    return { low: whole(this.#low), typical: whole(this.#typical), high: whole(this.#high) };
  }

  /**
   * @param most terms that are still added exactly
   * @returns the sum of the worst cases without rounding; null where there are more terms
   */
  exactHigh(most: number): Ratio | null {
    return this.#high.ratio(most);
  }

  /**
   * @param capacity what there is
   * @returns `over` when even the fastest cores and the known part alone exceed it, `within` when everything is
   *   known and fits on the slowest ones, `unknown` otherwise
   */
  verdict(capacity: Term): BudgetVerdict {
    if (this.#certain.compare(capacity) > 0) return 'over';
    return this.atLeast || this.#high.compare(capacity) > 0 ? 'unknown' : 'within';
  }

  /**
   * @param capacity what there is
   * @returns how the typical sum compares, null when it is not known for every share
   */
  typicalVerdict(capacity: Term): BudgetVerdict {
    if (this.#shares === 0 || this.#typical.count < this.#shares) return 'unknown';
    return this.#typical.compare(capacity) > 0 ? 'over' : 'within';
  }
}
