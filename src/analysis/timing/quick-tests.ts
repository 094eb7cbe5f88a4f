/**
 * Bounds of the utilisation under which rate-monotonic priorities meet all deadlines: filters before the response times, which
 * decide. They refute nothing.
 *
 * @source Liu, Layland, Journal of the ACM 20(1), 1973; Bini, Buttazzo, Buttazzo, IEEE Transactions on Computers 52(7), 2003
 *   (hyperbolic bound); Sha, Rajkumar, Lehoczky, IEEE Transactions on Computers 39(9), 1990 (blocking, level by level)
 */
import type { TimingTask } from './timing-task.ts';

/** `unknown`: the bound is not met, or does not apply. */
export type QuickVerdict = 'schedulable' | 'unknown';

/** Demand and the time that it has to fit in: one term of a bound. */
interface Share {
  readonly demand: number;
  readonly within: number;
}

/**
 * The terms of each level of priority: the tasks above it, and the task of the level with its blocking. Each task counts as one
 * without jitter whose period and deadline are min(D, T) - J, which demands no less. Null where the bounds do not apply: priorities
 * are not in the order of these periods, or one of them is not above 0.
 */
function levelsOf(tasks: readonly TimingTask[]): readonly (readonly Share[])[] | null {
  const shares = tasks.map(({ wcet, period, deadline, jitter }): Share => {
    return { demand: wcet, within: Math.min(deadline, period) - jitter };
  });
  const isApplicable = shares.every(
    ({ within }, rank) => within > 0 && within >= (shares[rank - 1]?.within ?? 0),
  );
  if (!isApplicable) return null;
  return tasks.map(({ blocking }, rank) => {
    const own = shares.slice(rank, rank + 1);
    const blocked = own.map(({ demand, within }) => ({ demand: demand + blocking, within }));
    return [...shares.slice(0, rank), ...blocked];
  });
}

/** Whether n terms are together at most n (2^(1/n) - 1); false where rounding could decide, which for n > 1 no equal numbers do. */
function isWithinLiuLayland(shares: readonly Share[]): boolean {
  const [first] = shares;
  if (first && shares.length === 1) return first.demand <= first.within;
  let sum = 0;
  for (const { demand, within } of shares) sum += demand / within;
  const count = shares.length;
  // Terms below 1 and 2^(1/n) below 2 round by at most 2^-53 each, a power by a few times that; n of each.
  const doubt = 8 * count * 2 ** -52;
  return sum <= count * (2 ** (1 / count) - 1) - doubt;
}

/** Whether the product of 1 + demand / within is at most 2; in whole numbers where rounding could decide. */
function isWithinHyperbola(shares: readonly Share[]): boolean {
  let product = 1;
  for (const { demand, within } of shares) product *= 1 + demand / within;
  const doubt = (4 * shares.length + 4) * 2 ** -52 * product;
  if (Math.abs(product - 2) > doubt) return product < 2;
  let numerator = 1n;
  let denominator = 1n;
  for (const { demand, within } of shares) {
    numerator *= BigInt(within) + BigInt(demand);
    denominator *= BigInt(within);
  }
  return numerator <= 2n * denominator;
}

/**
 * Liu and Layland: C_1/T_1 + ... + (C_i + B_i)/T_i <= i (2^(1/i) - 1) at every level i.
 *
 * @param tasks by priority, the highest first, on a dedicated core; with T standing for min(D, T) - J
 * @returns `schedulable`, which is certain, or `unknown`, which is also the answer where priorities are not rate monotonic, or where
 *   rounding could decide
 * @cost O(n^2)
 */
export function liuLaylandTest(tasks: readonly TimingTask[]): QuickVerdict {
  return levelsOf(tasks)?.every(isWithinLiuLayland) ? 'schedulable' : 'unknown';
}

/**
 * Hyperbolic bound: (C_1/T_1 + 1) ... ((C_i + B_i)/T_i + 1) <= 2 at every level i. Accepts all that Liu and Layland accept, and more.
 * Decided without rounding.
 *
 * @param tasks by priority, the highest first, on a dedicated core; with T standing for min(D, T) - J
 * @returns `schedulable`, which is certain, or `unknown`, which is also the answer where priorities are not rate monotonic
 * @cost O(n^2), and big whole numbers where the product is within rounding of 2
 */
export function hyperbolicTest(tasks: readonly TimingTask[]): QuickVerdict {
  return levelsOf(tasks)?.every(isWithinHyperbola) ? 'schedulable' : 'unknown';
}
