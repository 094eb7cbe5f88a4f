/** Which figures turn round the ranking of two sums, and at which value: exactly, from the sums alone. */
import type { Id } from '../../model/fields.ts';
import type { DriverId, Sensitivity } from './comparison.ts';
import type { LinearSum, Term } from './linear-sum.ts';

/** One layout's sum. */
export interface SummedLayout {
  readonly layoutId: Id;
  readonly sum: LinearSum;
}

/**
 * A figure without a published range has to at most double, or may go down to nothing: what would need a larger
 * change does not decide.
 */
const LARGEST_CHANGE = 1;

/** Whether a figure that stands in only one of the lists may still be in the other sum. */
function isCertain(
  term: Term,
  key: string,
  a: LinearSum,
  b: LinearSum,
  listed: ReadonlySet<string>,
): boolean {
  const { name } = term.figure;
  if (a.hidden.has(name) || b.hidden.has(name)) return false;
  if (!a.grouped && !b.grouped) return true;
  // Figures of applications may be among the grouped ones; those of the catalogue never are.
  return listed.has(name) && (a.terms.has(key) || b.terms.has(key));
}

function flip(
  driver: DriverId,
  better: SummedLayout,
  worse: SummedLayout,
  key: string,
  term: Term,
): Sensitivity | null {
  const gap = better.sum.total - worse.sum.total;
  const times = (better.sum.terms.get(key)?.times ?? 0) - (worse.sum.terms.get(key)?.times ?? 0);
  if (times === 0) return null;
  const flipsAt = term.value - gap / times;
  // Nothing is smaller than nothing.
  if (flipsAt <= 0) return null;
  const { name, unit, source } = term.figure;
  const low = term.figure.low ?? term.value;
  const high = term.figure.high ?? term.value;
  const inRange = flipsAt >= low && flipsAt <= high && low < high;
  const change = Math.abs(flipsAt - term.value) / Math.max(term.value, 1);
  if (!inRange && change > LARGEST_CHANGE) return null;
  return {
    driver,
    betterId: better.layoutId,
    worseId: worse.layoutId,
    figure: name,
    unit,
    value: term.value,
    low,
    high,
    source,
    flipsAt,
    inRange,
    method: 'sum',
  };
}

/**
 * The difference of two sums is linear in each of their figures, so that the value at which it is zero follows.
 *
 * @param driver whose sums
 * @param a a layout
 * @param b another
 * @param catalogueNames names of figures of the catalogue: never grouped
 * @returns a figure each, with the value beyond which the ranking is turned round; empty where the sums are equal
 * @cost O(figures)
 * @rules COMPARE-6
 */
export function flipsBySum(
  driver: DriverId,
  a: SummedLayout,
  b: SummedLayout,
  catalogueNames: ReadonlySet<string>,
): readonly Sensitivity[] {
  if (a.sum.total === b.sum.total) return [];
  const [better, worse] = a.sum.total < b.sum.total ? [a, b] : [b, a];
  const entries: Sensitivity[] = [];
  const look = (key: string, term: Term) => {
    if (!isCertain(term, key, better.sum, worse.sum, catalogueNames)) return;
    const found = flip(driver, better, worse, key, term);
    if (found) entries.push(found);
  };
  for (const [key, term] of better.sum.terms) {
    // Most figures stand in both alike.
    if (worse.sum.terms.get(key)?.times !== term.times) look(key, term);
  }
  for (const [key, term] of worse.sum.terms) if (!better.sum.terms.has(key)) look(key, term);
  return entries;
}
