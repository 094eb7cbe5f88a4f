/** What environments add to the tasks that stand in them. */
import type { Environment } from '../../model/layout.ts';
import type { SupplyAnswer } from './supply-answer.ts';

/** Numerator and denominator. */
export type Ratio = readonly [bigint, bigint];

/**
 * @param factor that the user stated, 1 to 1,000
 * @returns the decimal number exactly: as a binary number 1.1 is a little more
 */
export function decimalRatio(factor: number): Ratio {
  const [whole = '0', fraction = ''] = String(factor).split('.');
  return [BigInt(`${whole}${fraction}`), 10n ** BigInt(fraction.length)];
}

/** What environments add to a task themselves: all that it stands in, also those above the one that schedules it. */
export interface Surcharge {
  /**
   * Latest decision of the scheduler on a job after its release, beyond its jitter. Where the host does not have its core to itself, it
   * counts in the time that it is certain to get: what takes so long there comes late by as much.
   */
  readonly latencyNs: number;
  /** By which its WCET grows; null: by nothing. */
  readonly overhead: Ratio | null;
}

/** What environments do themselves, as they state it: each adds to what those beneath it do. */
function overheadOf(path: readonly Environment[]): Ratio | null {
  let [top, bottom] = [1n, 1n];
  for (const { executionFactor } of path) {
    if (executionFactor === null) continue;
    const [over, under] = decimalRatio(executionFactor);
    top *= over;
    bottom *= under;
  }
  return top === bottom ? null : [top, bottom];
}

/** Wall-clock time within which the scheduler decides, if it takes so much of the time that its host gets. */
function latencyIn(supply: SupplyAnswer, path: readonly Environment[]): number {
  const latency = path.reduce((sum, { releaseLatencyNs }) => sum + (releaseLatencyNs ?? 0), 0);
  return latency === 0 || supply.kind === 'unknown' ? latency : supply.supply.timeToSupply(latency);
}

/**
 * @param path from the hardware up to what a task stands in
 * @param supply what its host is certain to get
 * @returns what all of the path adds to the task
 * @cost linear in the path
 */
export function surchargeOf(path: readonly Environment[], supply: SupplyAnswer): Surcharge {
  return { latencyNs: latencyIn(supply, path), overhead: overheadOf(path) };
}
