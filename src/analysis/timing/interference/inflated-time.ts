/** Execution times with what other cores do to them, and exact factors. */
import { LARGEST_TIME } from '../whole-numbers.ts';

/** A ratio of whole numbers; the denominator is above 0. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** An inflated execution time and what it stands on, to be shown beside the isolated one. */
export type InflatedTime =
  | {
      readonly kind: 'bounded';
      readonly isolated: number;
      readonly inflated: number;
      readonly assumptions: readonly string[];
      readonly source: string;
    }
  | { readonly kind: 'unknown'; readonly reason: 'overflow' | 'no-budget' };

/**
 * @param isolated execution time alone on the machine
 * @param inflated the same with interference, exact
 * @param assumptions in words
 * @param source of the formula
 * @returns both; unknown beyond exact numbers
 */
export function inflatedTime(
  isolated: number,
  inflated: bigint,
  assumptions: readonly string[],
  source: string,
): InflatedTime {
  return inflated > BigInt(LARGEST_TIME)
    ? { kind: 'unknown', reason: 'overflow' }
    : { kind: 'bounded', isolated, inflated: Number(inflated), assumptions, source };
}

/**
 * @param value finite number, 0 or more, as a person wrote it: 1.3 means thirteen tenths
 * @returns the ratio that its shortest decimal form says; null where that is beyond exact numbers
 */
export function decimalRatio(value: number): Ratio | null {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!match) return null;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const places = fraction.length - Number(exponent);
  const numerator = Number(whole + fraction) * 10 ** Math.max(0, -places);
  const denominator = 10 ** Math.max(0, places);
  return numerator > LARGEST_TIME || denominator > LARGEST_TIME ? null : { numerator, denominator };
}

/** Least whole number >= value * ratio. */
function scaledUp(value: bigint, { numerator, denominator }: Ratio): bigint {
  const [product, divisor] = [value * BigInt(numerator), BigInt(denominator)];
  return (product + divisor - 1n) / divisor;
}

/**
 * C' = ceil(C factor).
 *
 * @param wcet C, isolated
 * @param factor from the user or a measured interference matrix; 1 or more
 * @returns the inflated time; exact, and as good as the factor
 * @cost O(1)
 */
export function inflatedByFactor(wcet: number, factor: Ratio): InflatedTime {
  return inflatedTime(
    wcet,
    scaledUp(BigInt(wcet), factor),
    ['the factor covers every mix of activity on other cores'],
    'factor given by the user',
  );
}

/** What a job asks of shared memory. */
export interface MemoryDemand {
  /** C: longest execution time alone, in which each of the H accesses takes the isolated latency. */
  readonly wcet: number;
  /** H: most last-level cache misses and write-backs of one job. */
  readonly accesses: number;
  /** Isolated latency of one access, longest. */
  readonly latency: number;
}

/**
 * C' = C + ceil(H l a): each access takes a times its isolated latency longer.
 *
 * @param demand C, H, l
 * @param slowdown a, of the victim among the aggressors
 * @returns the inflated time
 * @cost O(1)
 * @source interference matrices of CAST-32A and AMC 20-193
 */
export function inflatedBySlowdown(demand: MemoryDemand, slowdown: Ratio): InflatedTime {
  const { wcet, accesses, latency } = demand;
  const delay = scaledUp(BigInt(accesses) * BigInt(latency), slowdown);
  return inflatedTime(
    wcet,
    BigInt(wcet) + delay,
    ['no access is delayed by more than the slowdown of its class', 'one access at a time'],
    'interference matrix as in CAST-32A, AMC 20-193',
  );
}

/**
 * C' = C + H (m - 1) s: round-robin arbitration among m cores, one outstanding request per core.
 *
 * @param demand C, H, l
 * @param cores m, those that may ask for memory
 * @param slot s: longest time that the arbiter serves one request of another core
 * @returns the inflated time; not for out-of-order cores with several requests at once
 * @cost O(1)
 */
export function inflatedByRoundRobin(
  { wcet, accesses }: MemoryDemand,
  cores: number,
  slot: number,
): InflatedTime {
  return inflatedTime(
    wcet,
    BigInt(wcet) + BigInt(accesses) * BigInt(cores - 1) * BigInt(slot),
    ['round-robin arbitration', 'one outstanding request per core'],
    'one slot of every other core per access',
  );
}
