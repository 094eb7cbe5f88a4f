/** Estimates in words: their order, their figures, and what is missing from one. */
import { ESTIMATE_TITLES } from '../../analysis/kind-words.ts';
import type { Estimate, EstimateRef, FigureUse } from '../../analysis/result.ts';

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
 * @param estimates of the result
 * @param ref what a figure repeats
 * @returns the estimate in full; null where there is none
 */
export function estimateOf(
  estimates: readonly Estimate[],
  { kind, subject }: EstimateRef,
): Estimate | null {
  return (
    estimates.find(
      (each) =>
        each.kind === kind && each.subject.kind === subject.kind && each.subject.id === subject.id,
    ) ?? null
  );
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
