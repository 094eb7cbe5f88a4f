/** Budgets in words. */
import { amountWords, rangeWords } from '../../analysis/range-words.ts';
import type { Budget } from '../../analysis/result.ts';

/**
 * @param budget a budget of the engine
 * @returns demand of capacity, in words
 */
export function budgetText({ demand, unit, atLeast, capacity }: Budget): string {
  const there = capacity === null ? 'unknown' : amountWords(capacity, unit);
  return `${rangeWords({ ...demand, unit, atLeast })} of ${there}`;
}
