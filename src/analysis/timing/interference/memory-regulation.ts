/**
 * Memory bandwidth regulation in the manner of MemGuard: each core has a budget of accesses per period, and stalls without.
 *
 * @source Yun, Yao, Pellizzoni, Caccamo, Sha, "MemGuard", RTAS 2013 and IEEE Transactions on Computers 65(2), 2016; the bound for one
 *   job is our own derivation, tested against random regulated executions
 */
import { LARGEST_TIME, ceilDivide } from '../whole-numbers.ts';
import { inflatedTime, type InflatedTime, type MemoryDemand } from './inflated-time.ts';

/** A core's share. Times in nanoseconds in the product. */
export interface Regulation {
  /** P: budgets are refilled every so often, on all cores at once. */
  readonly period: number;
  /** Q: accesses per period. */
  readonly budget: number;
  /** Longest latency of one access while all cores keep to their budgets; at least the isolated one. */
  readonly latency: number;
}

const SOURCE = 'MemGuard: Yun et al., RTAS 2013; own bound of one job';

/**
 * Delay of H accesses: H (l_reg - l) + floor(H / Q) max(0, P - Q l) + P.
 *
 * Within a period that ends in a stall, Q accesses and the stall take P together; there are at most floor(H / Q) such periods after
 * the first. The first may find the budget used up, or nearly, and the core stalled: that costs one P at most, also a job without accesses. An access counts when it is issued.
 *
 * @param accesses H, of a job, or of all jobs in one busy window on the core
 * @param latency l, isolated
 * @param regulation P, Q, l_reg
 * @returns the delay, exact; null where the core has no budget
 * @cost O(1)
 */
export function regulationDelay(
  accesses: number,
  latency: number,
  regulation: Regulation,
): bigint | null {
  if (regulation.budget <= 0) return null;
  const [h, q, p] = [accesses, regulation.budget, regulation.period].map(BigInt) as [
    bigint,
    bigint,
    bigint,
  ];
  const slower = h * BigInt(Math.max(0, regulation.latency - latency));
  const stall = p - q * BigInt(latency);
  return slower + (h / q) * (stall > 0n ? stall : 0n) + p;
}

/**
 * C' = C + `regulationDelay`, for one job alone on its core. With several tasks on the core the delay counts once per busy window, with
 * the accesses of all jobs in it.
 *
 * @param demand C, H, l
 * @param regulation P, Q, l_reg
 * @returns the inflated time, sufficient
 * @cost O(1)
 */
export function inflatedByRegulation(demand: MemoryDemand, regulation: Regulation): InflatedTime {
  const delay = regulationDelay(demand.accesses, demand.latency, regulation);
  if (delay === null) return { kind: 'unknown', reason: 'no-budget' };
  return inflatedTime(
    demand.wcet,
    BigInt(demand.wcet) + delay,
    [
      'all cores are regulated and admitted',
      'one job alone on the core',
      'an access counts when it is issued, write-backs included',
      'the cost of the regulator itself is not counted',
    ],
    SOURCE,
  );
}

/** Whether memory can serve all budgets. `demand` and `capacity`: bytes per period; capacity rounded down. */
export type RegulationAdmission =
  | { readonly kind: 'admitted' | 'refused'; readonly demand: number; readonly capacity: number }
  | { readonly kind: 'unknown'; readonly reason: 'no-guaranteed-bandwidth' | 'overflow' };

/** Nanoseconds of a second, the unit of bandwidths. */
const SECOND_NS = 1_000_000_000n;

/**
 * Admission: sum of Q line / P <= r_min, without rounding.
 *
 * @param budgets Q of every core that may use the memory
 * @param lineBytes bytes of one access
 * @param periodNs P
 * @param guaranteedBytesPerSecond r_min: bandwidth that was measured to be there in the worst case, not the peak; null: unknown
 * @returns verdict with both sides
 * @cost O(cores)
 */
export function admitRegulation(
  budgets: readonly number[],
  lineBytes: number,
  periodNs: number,
  guaranteedBytesPerSecond: number | null,
): RegulationAdmission {
  if (guaranteedBytesPerSecond === null) {
    return { kind: 'unknown', reason: 'no-guaranteed-bandwidth' };
  }
  const demand = budgets.reduce((sum, budget) => sum + BigInt(budget) * BigInt(lineBytes), 0n);
  const served = BigInt(guaranteedBytesPerSecond) * BigInt(periodNs);
  const capacity = served / SECOND_NS;
  if (demand > LARGEST_TIME || capacity > LARGEST_TIME) {
    return { kind: 'unknown', reason: 'overflow' };
  }
  return {
    kind: demand * SECOND_NS <= served ? 'admitted' : 'refused',
    demand: Number(demand),
    capacity: Number(capacity),
  };
}

/**
 * Most accesses of a regulated core in any window: (ceil(w / P) + 1) Q.
 *
 * @param window length, 0 or more
 * @param regulation P and Q
 * @returns accesses
 */
export function regulatedTraffic(
  window: number,
  regulation: Pick<Regulation, 'period' | 'budget'>,
): number {
  return (ceilDivide(window, regulation.period) + 1) * regulation.budget;
}
