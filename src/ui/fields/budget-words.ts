/** Budgets in words. */
import { formatNs, formatShare } from '../../model/units.ts';

/**
 * @param budget a budget and its period, in nanoseconds
 * @param switchNs cost of entering and leaving it; null: unknown
 * @returns the budget and the share of a core that it takes, with its switch where that is known
 */
export function budgetWords(
  { period, budget }: { readonly period: number; readonly budget: number },
  switchNs: number | null,
): string {
  const stated = `${formatNs(budget)} in every ${formatNs(period)}`;
  return switchNs === null || switchNs === 0
    ? `${stated}, ${formatShare(budget / period)} of the core`
    : `${stated}, ${formatShare((budget + switchNs) / period)} of the core with its switch`;
}
