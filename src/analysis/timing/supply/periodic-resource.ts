/** A share of a core that arrives somewhere in every period. */
import { explicitDeadlinePeriodicSupply } from './explicit-deadline-periodic.ts';
import type { Supply } from './supply.ts';

/**
 * Exact supply-bound function of the periodic resource (Pi, Theta): at least Theta within each period, no matter where in it. With
 * b = Pi - Theta: sbf(t) = 0 for t < b; else k Theta + max(0, t - 2 b - k Pi) with k = floor((t - b) / Pi). Longest time without
 * supply: 2 (Pi - Theta). It is the explicit deadline periodic resource whose deadline is its period.
 *
 * @param budget Theta, whole number, 0 to `period`
 * @param period Pi, whole number above 0
 * @returns the supply, exact over all patterns that the resource allows
 * @throws {Error} when budget or period is outside its range
 * @cost O(1) for each evaluation, both ways
 * @source Shin, Lee, RTSS 2003
 */
export function periodicResourceSupply(budget: number, period: number): Supply {
  return explicitDeadlinePeriodicSupply({ budget, period, deadline: period });
}
