/**
 * A share of a core that arrives in every period, in time for a deadline of its own.
 *
 * @source Easwaran, Anand, Lee, RTSS 2007 (explicit deadline periodic resource); Shin, Lee, RTSS 2003 (deadline = period)
 */
import { invariant } from '../../../model/problem.ts';
import { LARGEST_TIME } from '../whole-numbers.ts';
import type { Supply } from './supply.ts';

/** Whole numbers with 0 <= budget <= deadline <= period and period > 0. */
export interface PeriodicBudget {
  /** Theta: processor time within each period. */
  readonly budget: number;
  /** Pi: from one replenishment to the next. */
  readonly period: number;
  /** Delta: after the start of a period, by which its whole budget is there for content that asks for it. */
  readonly deadline: number;
}

/**
 * Supply that begins after the longest time without any, `blackout`, and from then on gives the budget at the start of each period:
 * sbf(t) = k Theta + min(Theta, r) with t - blackout = k Pi + r.
 *
 * @param blackout whole number; longest interval without supply
 * @param budget whole number, 0 to `period`
 * @param period whole number above 0
 * @returns the supply; its inverse is blackout + k Pi + r, for a demand of k Theta + r with 0 < r <= Theta
 * @cost O(1) for each evaluation, both ways
 */
export function supplyAfterBlackout(blackout: number, budget: number, period: number): Supply {
  return {
    supplyBound: (t) => {
      const served = t - blackout;
      if (served <= 0) return 0;
      const rest = served % period;
      return ((served - rest) / period) * budget + Math.min(budget, rest);
    },
    timeToSupply: (demand) => {
      if (demand <= 0) return 0;
      if (budget === 0) return Infinity;
      const rest = ((demand - 1) % budget) + 1;
      return blackout + ((demand - rest) / budget) * period + rest;
    },
    rate: { budget, period },
  };
}

/**
 * Exact supply-bound function of the explicit deadline periodic resource (Pi, Theta, Delta). The worst interval begins where a budget
 * was served at once and the next one comes as late as it may: a blackout of Pi + Delta - 2 Theta. In closed form, for
 * t >= Delta - Theta and y = floor((t - (Delta - Theta)) / Pi): sbf(t) = y Theta + max(0, t - (Pi + Delta - 2 Theta) - y Pi).
 *
 * @param resource (Pi, Theta, Delta)
 * @returns the supply, exact over all patterns that the resource allows
 * @throws {Error} when the resource breaks its own ranges
 * @cost O(1) for each evaluation, both ways
 * @source Easwaran, Anand, Lee, RTSS 2007
 */
export function explicitDeadlinePeriodicSupply(resource: PeriodicBudget): Supply {
  const { budget, period, deadline } = resource;
  invariant(
    [budget, period, deadline].every((time) => Number.isInteger(time) && time <= LARGEST_TIME),
    'a periodic budget has whole times',
  );
  invariant(
    period > 0 && budget >= 0 && budget <= deadline && deadline <= period,
    'a periodic budget has 0 <= budget <= deadline <= period',
  );
  return supplyAfterBlackout(period - budget + (deadline - budget), budget, period);
}
