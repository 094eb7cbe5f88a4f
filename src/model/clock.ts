/** Which clock of a cluster counts. */
import type { Cluster } from './target.ts';
import { formatHz, type Hz } from './units.ts';

type Clocks = Pick<Cluster, 'baseClockHz' | 'maxClockHz'>;

/**
 * The clock that all cores of a cluster hold for any time. A maximum clock above the base clock is reached by some cores for a while.
 *
 * @param cluster clocks as the vendor states them
 * @returns the base clock where one is stated, else the maximum clock; null: unknown
 */
export function sustainedClockHz({ baseClockHz, maxClockHz }: Clocks): Hz | null {
  return baseClockHz ?? maxClockHz;
}

/**
 * @param cluster clocks as the vendor states them
 * @returns the highest clock that is known; null: unknown
 */
export function highestClockHz({ baseClockHz, maxClockHz }: Clocks): Hz | null {
  return maxClockHz ?? baseClockHz;
}

/**
 * @param cluster clocks as the vendor states them
 * @returns for example `1.6 GHz`, `2.1 GHz base, 3.9 GHz max`, `2.2 GHz base` or `clock unknown`
 */
export function clockText({ baseClockHz, maxClockHz }: Clocks): string {
  if (maxClockHz === null) {
    return baseClockHz === null ? 'clock unknown' : `${formatHz(baseClockHz)} base`;
  }
  return baseClockHz === null || baseClockHz === maxClockHz
    ? formatHz(maxClockHz)
    : `${formatHz(baseClockHz)} base, ${formatHz(maxClockHz)} max`;
}
