/**
 * Measures how long work takes, as a ratio to a fixed loop that is timed in the same run: machines differ, and
 * the same machine differs from minute to minute, but both sides of the ratio differ alike.
 */

/** One measured quantity. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** How often it was measured. */
  readonly runs: number;
  readonly p50: number;
  readonly p95: number;
  /** Median of the reference loop, milliseconds; null for what is not a time. */
  readonly reference: number | null;
  /** p95 over reference; null for what is not a time. */
  readonly ratio: number | null;
  /** Largest p95 that the project aims at, in `unit`; null where it aims at none. */
  readonly aim: number | null;
}

export interface Options {
  /** Measured repetitions. */
  readonly runs?: number;
  /** Repetitions before the first measured one, so that the compiler has seen the code. */
  readonly warmUp?: number;
  readonly aim?: number;
}

const RUNS = 40;
const WARM_UP = 10;

/** Steps of the reference loop: about 10 ms on a desktop core of 2024. */
const REFERENCE_STEPS = 8_000_000;

/** Xorshift: integer work that no compiler can fold away, without memory traffic. */
export function referenceLoop(steps = REFERENCE_STEPS): number {
  let x = 2463534242;
  for (let i = 0; i < steps; i += 1) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

/**
 * @param values at least one
 * @param share 0 to 1
 * @returns the smallest value that at least this share of all values does not exceed (nearest rank)
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('percentile of nothing');
  return value;
}

/**
 * Exponent k of `time ~ size^k`: slope of a least-squares line through the logarithms.
 *
 * @param points at least two different sizes, everything above zero
 * @returns 1 for linear growth, 2 for quadratic
 */
export function growthExponent(points: readonly { size: number; time: number }[]): number {
  const xs = points.map((p) => Math.log(p.size));
  const ys = points.map((p) => Math.log(p.time));
  const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const over = xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] ?? my) - my), 0);
  const under = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  if (under === 0) throw new Error('growth needs two different sizes');
  return over / under;
}

const SIGNIFICANT_DIGITS = 4;
const rounded = (value: number) => Number(value.toPrecision(SIGNIFICANT_DIGITS));

async function timesOf(work: () => unknown, runs: number, warmUp: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = -warmUp; i < runs; i += 1) {
    const began = performance.now();
    await work();
    if (i >= 0) times.push(performance.now() - began);
  }
  return times;
}

/** A run: times work and keeps what it measured. */
export class Bench {
  readonly measures: Measure[] = [];
  private readonly referenceMs: number;

  private constructor(referenceMs: number) {
    this.referenceMs = referenceMs;
  }

  /** Times the reference loop first. */
  static async start(): Promise<Bench> {
    const times = await timesOf(() => referenceLoop(), 15, 5);
    return new Bench(percentile(times, 0.5));
  }

  /**
   * Times repeated work in this process.
   *
   * @param name what is measured
   * @param work what one repetition does
   * @returns median in milliseconds, for `growthExponent`
   */
  async time(name: string, work: () => unknown, options: Options = {}): Promise<number> {
    const times = await timesOf(work, options.runs ?? RUNS, options.warmUp ?? WARM_UP);
    this.addTimes(name, times, options.aim ?? null);
    return percentile(times, 0.5);
  }

  /** Takes in times that were measured elsewhere, for example in a page: milliseconds. */
  addTimes(name: string, times: readonly number[], aim: number | null = null): void {
    const p95 = percentile(times, 0.95);
    this.measures.push({
      name,
      unit: 'ms',
      runs: times.length,
      p50: rounded(percentile(times, 0.5)),
      p95: rounded(p95),
      reference: rounded(this.referenceMs),
      ratio: rounded(p95 / this.referenceMs),
      aim,
    });
  }

  /** Takes in a single value that is not a time: bytes, an exponent. */
  addValue(name: string, unit: string, value: number, aim: number | null = null): void {
    const once = rounded(value);
    this.measures.push({
      name,
      unit,
      runs: 1,
      p50: once,
      p95: once,
      reference: null,
      ratio: null,
      aim,
    });
  }
}
