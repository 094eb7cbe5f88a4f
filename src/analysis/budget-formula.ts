/** How the number of a budget comes about: what is added up, and the sum, with the numbers at hand. */
import { amountWords, rangeWords } from './range-words.ts';
import type { Budget, FigureUse } from './result.ts';

/** One number that a demand adds up. */
export interface FormulaPart {
  /** Where no list beside the formula names it; null: the figures do. */
  readonly name: string | null;
  /** In the unit of the budget; null: unknown. */
  readonly value: number | null;
}

/** More parts than a sentence holds: the others are one number. */
const LISTED = 10;
/** Numbers that differ by less are rounded differently, not different. */
const TOLERANCE = 1e-9;

/**
 * @param figures what a sum lists
 * @param unit of the sum; figures in other units are no parts of it
 * @returns its parts but those of 0, without names, since the figures name them
 */
export function partsOf(figures: readonly FigureUse[], unit: string): readonly FormulaPart[] {
  return figures
    .filter((figure) => figure.unit === unit && figure.value !== 0)
    .map(({ value }) => ({ name: null, value: typeof value === 'number' ? value : null }));
}

/** The number that a budget is judged by first: CPU time in the worst case, everything else as it typically is. */
function mainOf({ demand: { typical, high }, unit }: Pick<Budget, 'demand' | 'unit'>) {
  return unit === 'core' ? (high ?? typical) : (typical ?? high);
}

/** Empty where the parts do not add up to the sum: then it is more than a sum of them. */
function sumText(parts: readonly FormulaPart[], sum: number, unit: string): string {
  const known = parts.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
  const unknown = parts.length - known.length;
  const added = known.reduce((total, { value }) => total + value, 0);
  if (parts.length < 2 || Math.abs(added - sum) > TOLERANCE * Math.max(1, sum)) return '';
  const rest = known.slice(LISTED).reduce((total, { value }) => total + value, 0);
  return [
    ...known
      .slice(0, LISTED)
      .map(({ name, value }) => `${name === null ? '' : `${name} `}${amountWords(value, unit)}`),
    ...(known.length > LISTED ? [`${known.length - LISTED} more ${amountWords(rest, unit)}`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ].join(' + ');
}

/**
 * @param words what is added up or looked at
 * @param budget its numbers
 * @param parts what the demand adds up; left out of the formula where they do not give the sum exactly
 * @returns for example `what is pinned to the core: camera 21 % + audio 18 % = 39 %, of 100 %`; of a range the sum that
 *   the parts give, then all of it
 * @cost O(parts)
 * @rules ANALYZE-12
 */
export function budgetFormula(
  words: string,
  budget: Pick<Budget, 'demand' | 'atLeast' | 'capacity' | 'unit'>,
  parts: readonly FormulaPart[] = [],
): string {
  const { demand, atLeast, capacity, unit } = budget;
  const main = mainOf(budget);
  const sum = main === null ? '' : sumText(parts, main, unit);
  const total = rangeWords({ ...demand, atLeast, unit });
  const there = capacity === null ? 'of an unknown capacity' : `of ${amountWords(capacity, unit)}`;
  if (main === null || sum === '') return `${words} = ${total}, ${there}`;
  if (demand.low === demand.high) return `${words}: ${sum} = ${total}, ${there}`;
  // The parts add up to one of the three numbers of a range.
  const which = unit === 'core' && demand.high !== null ? 'at worst' : 'typically';
  const added = `${amountWords(main, unit)}${atLeast ? ' or more' : ''}`;
  return `${words}: ${which} ${sum} = ${added}; ${total}, ${there}`;
}
