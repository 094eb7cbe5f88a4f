/**
 * Shorter periods of which each divides the next: the major frame is then the longest of them, where periods that do not fit together
 * need a frame as long as their least common multiple.
 *
 * @source Han, Lin, Hou, IEEE Transactions on Computers 45(7), 1996 (specialisation to one base and powers of 2, Sr)
 */
import { compareRatios, ratioOf, type Ratio } from '../supply/exact-ratio.ts';
import type { Reservation } from './partition-window.ts';

/** Period and budget of a reservation. */
type Budgeted = Pick<Reservation, 'period' | 'budget'>;

/** Whether each period divides the next longer one. */
function isChain(periods: readonly number[]): boolean {
  const ascending = [...periods].sort((a, b) => a - b);
  return ascending.every((period, at) => at === 0 || period % (ascending[at - 1] ?? 1) === 0);
}

/** The longest base x 2^k that is no longer than the period. */
function specialised(period: number, base: number): number {
  let shorter = base;
  while (2 * shorter <= period) shorter *= 2;
  return shorter;
}

/** Share of a core that budgets and one switch each take with these periods. */
function shareOf(
  reservations: readonly Budgeted[],
  periods: readonly number[],
  switchCost: number,
): Ratio {
  let share = ratioOf(0n, 1n);
  for (const [at, { budget }] of reservations.entries()) {
    const period = BigInt(periods[at] ?? 1);
    share = ratioOf(
      share.numerator * period + BigInt(budget + switchCost) * share.denominator,
      share.denominator * period,
    );
  }
  return share;
}

/**
 * Rounds periods down to a base and its multiples by powers of 2. The base is the one, among those that keep some period as it is,
 * with which budgets and switches take the least. Budgets are for the old periods: with shorter ones `smallestBudget` finds smaller.
 *
 * @param reservations periods, multiples of the tick, and budgets
 * @param switchCost time of a switch, once in each period
 * @param tick new periods are multiples of it: whole number above 0
 * @returns new periods in the same order, each more than half of the old one; the old ones where each divides the
 *   next already, or the tick is too coarse
 * @cost O(n^2) and big whole numbers
 */
export function harmonicPeriods(
  reservations: readonly Budgeted[],
  switchCost: number,
  tick: number,
): readonly number[] {
  const old = reservations.map(({ period }) => period);
  if (isChain(old)) return old;
  const shortest = old.reduce((a, b) => Math.min(a, b), Infinity);
  let best: { periods: readonly number[]; share: Ratio } | null = null;
  for (const period of old) {
    let base = period;
    while (base > shortest) base /= 2;
    base = Math.floor(base / tick) * tick;
    if (base < tick) continue;
    const periods = old.map((one) => specialised(one, base));
    const share = shareOf(reservations, periods, switchCost);
    if (best === null || compareRatios(share, best.share) < 0) best = { periods, share };
  }
  return best?.periods ?? old;
}
