/** What a finding rests on: figures as evidence, with the user's reason where the user replaced one. */
import type { Evidence, FigureUse } from '../result.ts';

/** Evidence as rules state it: what says nothing of an override is no figure of the catalogue. */
export type StatedEvidence = Omit<Evidence, 'override'> & Partial<Pick<Evidence, 'override'>>;

/**
 * @param use a figure as an estimate uses it
 * @param value its value in words
 * @returns the figure as evidence
 */
export function useEvidence(
  { name, source, override }: Pick<FigureUse, 'name' | 'source' | 'override'>,
  value: string,
): Evidence {
  return { name, value, source, override };
}

/**
 * @param figures what a number was computed from
 * @param most how many a finding quotes
 * @param textOf value in words
 * @returns the first of them, and each that the user replaced, wherever it stands
 */
export function quotedEvidence(
  figures: readonly FigureUse[],
  most: number,
  textOf: (use: FigureUse) => string,
): readonly Evidence[] {
  return figures
    .filter(({ override }, index) => index < most || override !== null)
    .map((use) => useEvidence(use, textOf(use)));
}
