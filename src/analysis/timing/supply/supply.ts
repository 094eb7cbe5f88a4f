/** The least processor time that a task set is certain to get. */

/**
 * Supply of one core to a task set. `supplyBound` never sinks, and neither grows faster than time.
 *
 * @source Shin, Lee, RTSS 2003; Mok, Feng, Chen, RTAS 2001
 */
export interface Supply {
  /** sbf(t): processor time that every interval of length t contains. `t`: a whole number, 0 or more. */
  readonly supplyBound: (t: number) => number;
  /** Least whole t with `supplyBound(t) >= demand`; Infinity where there is none. Lossless inverse of `supplyBound`. */
  readonly timeToSupply: (demand: number) => number;
  /** Long-run rate, `budget` every `period`, as whole numbers. */
  readonly rate: { readonly budget: number; readonly period: number };
}

/** A core that serves nobody else: sbf(t) = t. */
export const DEDICATED_CORE: Supply = {
  supplyBound: (t) => t,
  timeToSupply: (demand) => demand,
  rate: { budget: 1, period: 1 },
};
