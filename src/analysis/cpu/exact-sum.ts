/**
 * Sums of shares that are compared with a capacity without rounding: three thirds of a core fill it, and do not
 * overload it. Sums are kept as floating point numbers; whole-number arithmetic decides where rounding could.
 */

/** Whole numbers beyond 2^53 come as such. */
type Factor = number | bigint;

/** A share as a product over a product; each factor means the decimal number it was typed as. */
export interface Term {
  readonly top: readonly Factor[];
  readonly bottom: readonly Factor[];
  /** Rounded value. */
  readonly value: number;
}

function product(factors: readonly Factor[]): number {
  let value = 1;
  for (const factor of factors) value *= Number(factor);
  return value;
}

/**
 * @param top factors, 0 or more each
 * @param bottom divisors, more than 0 each
 * @returns the term
 */
export function term(top: readonly Factor[], bottom: readonly Factor[]): Term {
  return { top, bottom, value: product(top) / product(bottom) };
}

/**
 * @param of a term
 * @param times a whole number
 * @returns so many of it; the same object for 1
 */
export function timesTerm(of: Term, times: number): Term {
  return times === 1 ? of : { ...of, top: [...of.top, times], value: of.value * times };
}

/** A whole number over a whole number. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Beyond so many bits a whole number is shortened before it becomes a rounded one. */
const EXPONENT_BITS = 1000n;
const isLong = (whole: bigint) => whole >> EXPONENT_BITS > 0n;

/**
 * @param of a term
 * @param ratio 0 or more, of any length
 * @returns so much of it
 */
export function timesRatio(of: Term, { numerator, denominator }: Ratio): Term {
  const top = [...of.top, numerator];
  const bottom = [...of.bottom, denominator];
  if (!isLong(numerator) && !isLong(denominator)) return term(top, bottom);
  let [short, under] = [numerator, denominator];
  while (isLong(short) || isLong(under)) [short, under] = [short >> 64n, under >> 64n];
  return { top, bottom, value: (of.value * Number(short)) / Number(under) };
}

/**
 * @param value 0.1 was typed as one tenth, not as the binary fraction next to it
 * @returns what was typed
 */
export function decimal(value: Factor): Ratio {
  if (typeof value === 'bigint') return { numerator: value, denominator: 1n };
  if (Number.isInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const digits = BigInt(whole + fraction);
  const shift = fraction.length - Number(exponent);
  return shift >= 0
    ? { numerator: digits, denominator: 10n ** BigInt(shift) }
    : { numerator: digits * 10n ** BigInt(-shift), denominator: 1n };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function exact(of: Term): Ratio {
  let numerator = 1n;
  let denominator = 1n;
  for (const factor of of.top.map(decimal)) {
    numerator *= factor.numerator;
    denominator *= factor.denominator;
  }
  for (const factor of of.bottom.map(decimal)) {
    numerator *= factor.denominator;
    denominator *= factor.numerator;
  }
  return lowestTerms({ numerator, denominator });
}

/**
 * @param ratio any
 * @returns the same in lowest terms
 */
export function lowestTerms({ numerator, denominator }: Ratio): Ratio {
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/**
 * @param of a term, for example a time scaled by clocks
 * @returns the least whole number that is not below it; null beyond what a number holds exactly
 */
export function ceilTerm(of: Term): number | null {
  return isWhole(of) ? of.value : wholeOf(exact(of), 1n);
}

/**
 * @param of a term
 * @returns the greatest whole number that is not above it; null beyond what a number holds exactly
 */
export function floorTerm(of: Term): number | null {
  return isWhole(of) ? of.value : wholeOf(exact(of), 0n);
}

/** A number as it was typed, which most are. */
function isWhole({ top, bottom, value }: Term): boolean {
  return top.length === 1 && bottom.length === 0 && Number.isSafeInteger(value);
}

function wholeOf({ numerator, denominator }: Ratio, up: 0n | 1n): number | null {
  const whole = (numerator + up * (denominator - 1n)) / denominator;
  return whole > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(whole);
}

/**
 * @param a a ratio
 * @param b another
 * @returns their sum, not in lowest terms
 */
export function plus(a: Ratio, b: Ratio): Ratio {
  return a.denominator === b.denominator
    ? { numerator: a.numerator + b.numerator, denominator: a.denominator }
    : {
        numerator: a.numerator * b.denominator + b.numerator * a.denominator,
        denominator: a.denominator * b.denominator,
      };
}

/** Adds equal denominators first, then pairs of neighbours: keeps the whole numbers short. */
function exactSum(terms: readonly Term[]): Ratio {
  const byDenominator = new Map<bigint, bigint>();
  for (const { numerator, denominator } of terms.map(exact)) {
    byDenominator.set(denominator, (byDenominator.get(denominator) ?? 0n) + numerator);
  }
  let level = [...byDenominator].map(([denominator, numerator]) => ({ numerator, denominator }));
  while (level.length > 1) {
    const next: Ratio[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [first, second] = [level[at], level[at + 1]];
      if (first) next.push(second ? plus(first, second) : first);
    }
    level = next;
  }
  return level[0] ?? { numerator: 0n, denominator: 1n };
}

/** Adds up terms and other sums. */
export class ShareSum {
  readonly #terms: Term[] = [];
  readonly #parts: { readonly sum: ShareSum; readonly times: number }[] = [];
  #value = 0;
  #count = 0;

  /** @param added one more term */
  add(added: Term): void {
    this.#terms.push(added);
    this.#value += added.value;
    this.#count += 1;
  }

  /**
   * @param part a finished sum that is counted in
   * @param times how often, a whole number
   */
  addSum(part: ShareSum, times = 1): void {
    this.#parts.push({ sum: part, times });
    this.#value += part.#value * times;
    this.#count += part.#count;
  }

  /** Rounded sum. */
  get value(): number {
    return this.#value;
  }

  /** How many terms there are, those of the parts included. */
  get count(): number {
    return this.#count;
  }

  /**
   * Compares without rounding.
   *
   * @param limit what the sum is held against, 0 or more
   * @returns 1 when the sum is more than the limit, 0 when equal, -1 when less
   * @cost O(1), and O(terms) in whole numbers where the rounded sum is within rounding of the limit
   */
  compare(limit: Term): -1 | 0 | 1 {
    const difference = this.#value - limit.value;
    // Each of n additions and about 16 factors per term round by at most 2^-53 of the result.
    const doubt = (this.#count + 16) * 2 ** -52 * Math.max(this.#value, limit.value);
    if (Math.abs(difference) > doubt) return difference > 0 ? 1 : -1;
    const sum = exactSum(this.#collect([]));
    const bound = exact(limit);
    const left = sum.numerator * bound.denominator;
    const right = bound.numerator * sum.denominator;
    return left > right ? 1 : left < right ? -1 : 0;
  }

  /**
   * @param most terms that are still added exactly; the whole numbers grow with every unlike one
   * @returns the exact sum in lowest terms; null where there are more terms
   */
  ratio(most: number): Ratio | null {
    if (this.#count > most) return null;
    return lowestTerms(exactSum(this.#collect([])));
  }

  #collect(into: Term[], times = 1): Term[] {
    for (const own of this.#terms) into.push(timesTerm(own, times));
    for (const part of this.#parts) part.sum.#collect(into, times * part.times);
    return into;
  }
}
