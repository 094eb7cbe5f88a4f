/** Ratios of whole numbers that are never rounded. */

/** Lowest terms, the denominator above 0. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * @param numerator any whole number
 * @param denominator whole number above 0
 * @returns the ratio in lowest terms
 * @cost a greatest common divisor
 */
export function ratioOf(numerator: bigint, denominator: bigint): Ratio {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

/**
 * @param a ratio
 * @param b ratio
 * @returns above 0 when a > b, 0 when equal, below 0 when a < b
 */
export function compareRatios(a: Ratio, b: Ratio): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/**
 * @param a ratio
 * @param b ratio
 * @returns the larger of them
 */
export function largerRatio(a: Ratio, b: Ratio): Ratio {
  return compareRatios(a, b) >= 0 ? a : b;
}

/**
 * @param value 0 or more
 * @param step whole number above 0
 * @returns the least multiple of `step` that is not below the value
 */
export function roundUpToMultiple({ numerator, denominator }: Ratio, step: number): number {
  const unit = denominator * BigInt(step);
  return Number((numerator + unit - 1n) / unit) * step;
}
