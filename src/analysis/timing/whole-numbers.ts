/** Whole-number arithmetic of the timing theories. Floating-point `ceil` gives jobs that do not exist. */

/** Times, demands and sums beyond this are not exact in a number; whoever meets one answers "unknown". */
export const LARGEST_TIME = Number.MAX_SAFE_INTEGER;

/**
 * Exact for whole numbers up to `LARGEST_TIME`: a quotient that is no whole number is at least 1/b away from one, which is
 * more than half a unit in its last place as long as a < 2^53, so that rounding never reaches the whole number.
 *
 * @param a whole number
 * @param b whole number above 0
 * @returns the least whole number >= a / b
 */
export function ceilDivide(a: number, b: number): number {
  return Math.ceil(a / b);
}

/**
 * @param a whole number
 * @param b whole number above 0
 * @returns the greatest whole number <= a / b; exact, as `ceilDivide` is
 */
export function floorDivide(a: number, b: number): number {
  return Math.floor(a / b);
}

/**
 * @param a whole number, 0 or more
 * @param b whole number, 0 or more
 * @returns their greatest common divisor
 */
export function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/**
 * @param periods whole numbers above 0
 * @returns their least common multiple; null when it is beyond `LARGEST_TIME`
 */
export function hyperperiodOf(periods: Iterable<number>): number | null {
  let multiple = 1;
  for (const period of periods) {
    multiple *= period / greatestCommonDivisor(multiple, period);
    if (multiple > LARGEST_TIME) return null;
  }
  return multiple;
}
