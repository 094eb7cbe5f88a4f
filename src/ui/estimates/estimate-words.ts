/** Estimates in words: their order, their figures, and what is missing from one. */
import { ESTIMATE_TITLES } from '../../analysis/kind-words.ts';
import type { Estimate, FigureUse } from '../../analysis/result.ts';
import { amountText } from '../components/budget-text.ts';

const ORDER = new Map(Object.keys(ESTIMATE_TITLES).map((kind, index) => [kind, index]));

/**
 * @param estimates in any order
 * @returns by kind, kinds without a title last; those of one kind as the engine gave them
 * @cost O(n log n)
 */
export function sortedEstimates(estimates: readonly Estimate[]): readonly Estimate[] {
  const rank = ({ kind }: Estimate): number => ORDER.get(kind) ?? ORDER.size;
  return [...estimates].sort((a, b) => rank(a) - rank(b) || (a.kind < b.kind ? -1 : 1));
}

/**
 * @param figure a figure that an estimate was computed from
 * @returns value with unit, and range where it is one; `unknown` without a value
 */
export function figureUseText({ value, low, high, unit }: FigureUse): string {
  if (value === null && low === null && high === null) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return unit === '' ? value : `${value} ${unit}`;
  const range =
    low === null || high === null || low === high
      ? null
      : `${amountText(unit, low)} to ${amountText(unit, high)}`;
  if (value === null) return range ?? 'unknown';
  return range === null ? amountText(unit, value) : `${amountText(unit, value)} (${range})`;
}

/**
 * @param figures what a number was computed from
 * @returns names of those without a value, each once
 */
export function unknownFigures(figures: readonly FigureUse[]): readonly string[] {
  const missing = figures.filter(
    ({ value, low, high }) => value === null && low === null && high === null,
  );
  return [...new Set(missing.map(({ name }) => name))];
}

/**
 * @param source of a figure, as the engine gives it
 * @returns as people read it
 */
export function useSourceText(source: string | null): string {
  if (source === null) return 'no source';
  // Facts of the plan, not figures of the catalogue that somebody replaced.
  if (source === 'user') return 'stated by you';
  return source === 'estimate' ? 'an estimate' : source;
}
