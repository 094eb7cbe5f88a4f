/** Least fixed points of growing whole-number functions, within a number of steps. */
import type { StepLimit } from './timing-task.ts';
import { LARGEST_TIME } from './whole-numbers.ts';

/** One budget of steps for all searches of one analysis. */
export class FixedPointSearch {
  readonly #largest: number;
  #steps: number;

  /**
   * @param limit bounds the evaluations
   * @param headroom what callers add to a result, such as the largest jitter: results leave room for it below `LARGEST_TIME`
   */
  constructor(limit: StepLimit, headroom = 0) {
    this.#steps = limit.steps;
    this.#largest = LARGEST_TIME - headroom;
  }

  /** Takes one step of work that is no evaluation. @returns whether it was left */
  step(): boolean {
    return (this.#steps -= 1) >= 0;
  }

  /**
   * @param next never sinks as its argument grows
   * @param from a whole number, at most the least fixed point
   * @returns least x >= from with next(x) <= x; Infinity beyond exact numbers, NaN when the steps are used up
   * @cost one evaluation per step
   */
  least(next: (x: number) => number, from: number): number {
    for (let x = from; ;) {
      if (x > this.#largest) return Infinity;
      if (!this.step()) return NaN;
      const grown = next(x);
      if (grown <= x) return x;
      x = grown;
    }
  }
}

/**
 * @param result of a search that found nothing
 * @returns why
 */
export function unknownBecause(result: number): { kind: 'unknown'; reason: 'steps' | 'overflow' } {
  return { kind: 'unknown', reason: Number.isNaN(result) ? 'steps' : 'overflow' };
}
