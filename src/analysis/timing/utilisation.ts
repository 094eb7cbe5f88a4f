/** Long-run demand against long-run supply, without rounding. */
import type { TimingTask } from './timing-task.ts';

/** What long-run demand is computed from. */
type Recurring = Pick<TimingTask, 'wcet' | 'period'>;

/** A share of a core as whole numbers: `budget` every `period`. */
export interface Rate {
  readonly budget: number;
  readonly period: number;
}

/** Exact sum of the utilisations as numerator over denominator, not reduced: halves first, since products of thousands of periods are long. */
function exactUtilisation(tasks: readonly Recurring[]): readonly [bigint, bigint] {
  const [only] = tasks;
  if (tasks.length < 2) return only ? [BigInt(only.wcet), BigInt(only.period)] : [0n, 1n];
  const half = tasks.length >> 1;
  const [a, b] = exactUtilisation(tasks.slice(0, half));
  const [c, d] = exactUtilisation(tasks.slice(half));
  return b === d ? [a + c, b] : [a * d + c * b, b * d];
}

/**
 * @param tasks C and T of each
 * @param rate of the supply
 * @returns 1 when the sum of C/T is more than the rate, 0 when equal, -1 when less; never rounded
 * @cost O(n), and big whole numbers where the sum is within rounding of the rate
 */
export function compareUtilisation(tasks: readonly Recurring[], rate: Rate): -1 | 0 | 1 {
  let sum = 0;
  for (const { wcet, period } of tasks) sum += wcet / period;
  const limit = rate.budget / rate.period;
  // Each of n divisions and additions rounds by at most 2^-53 of the result.
  const doubt = (2 * tasks.length + 2) * 2 ** -52 * Math.max(sum, limit);
  if (Math.abs(sum - limit) > doubt) return sum > limit ? 1 : -1;
  const [numerator, denominator] = exactUtilisation(tasks);
  const demand = numerator * BigInt(rate.period);
  const supply = BigInt(rate.budget) * denominator;
  return demand > supply ? 1 : demand < supply ? -1 : 0;
}
