/** Problems of one file, all of them up to where more would tell nothing. */
import type { Problem } from '../model/problem.ts';

/** A file that is wrong throughout need not say so of every object; a million problems would not fit in memory. */
export const MAX_PROBLEMS = 500;

/** Collects problems. */
export class ProblemList {
  readonly #problems: Problem[] = [];

  /** @param problem one more; dropped when there are `MAX_PROBLEMS` already */
  add(problem: Problem): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
  }

  /** @returns what was collected, in order */
  get all(): readonly Problem[] {
    return this.#problems;
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }
}
