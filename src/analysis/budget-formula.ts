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
  if (parts.length < 2) return '';
  const listed: string[] = [];
  let [added, rest, more, unknown] = [0, 0, 0, 0];
  for (const { name, value } of parts) {
    if (value === null) unknown += 1;
    else if (listed.length < LISTED) {
      listed.push(`${name === null ? '' : `${name} `}${amountWords(value, unit)}`);
    } else {
      more += 1;
      rest += value;
    }
    added += value ?? 0;
  }
  if (Math.abs(added - sum) > TOLERANCE * Math.max(1, sum)) return '';
  if (more > 0) listed.push(`${more} more ${amountWords(rest, unit)}`);
  if (unknown > 0) listed.push(`${unknown} unknown`);
  return listed.join(' + ');
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
