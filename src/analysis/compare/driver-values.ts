/** Ways to come from the results of one layout to one value of a driver. */
import { overrideReasons } from '../replaced-figures.ts';
import type { Estimate, FigureUse } from '../result.ts';
import type { DriverValue } from './comparison.ts';

/** A value before it is held against the reference. */
export type Measured = Omit<DriverValue, 'layoutId' | 'delta'>;

const NOTHING = { low: null, typical: null, high: null };

/** The engine has not looked, or there is nothing to look at. */
export const NOT_ASSESSED: Measured = {
  ...NOTHING,
  state: 'not-assessed',
  atLeast: false,
  isIndication: false,
  text: null,
  unknown: 0,
  subject: null,
  override: null,
  parts: [],
};

/**
 * @param count a number that is known exactly
 * @param more what is known beside it
 * @returns the value
 */
export function exactly(count: number, more: Partial<Measured> = {}): Measured {
  return {
    ...NOT_ASSESSED,
    state: 'assessed',
    low: count,
    typical: count,
    high: count,
    ...more,
  };
}

/**
 * Figures without a value, each named once.
 *
 * @param estimates what uses them
 * @returns their names
 * @cost O(figures)
 */
export function unknownFigures(estimates: readonly Estimate[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { figures } of estimates) {
    for (const { name, value } of figures) if (value === null) names.add(name);
  }
  return names;
}

function isUnknown({ value }: FigureUse): boolean {
  return value === null;
}

/**
 * @param estimate of the whole layout; undefined: there is none
 * @returns its value
 */
export function fromEstimate(estimate: Estimate | undefined): Measured {
  if (!estimate) return NOT_ASSESSED;
  const { low, typical, high, atLeast, isIndication, figures } = estimate;
  return {
    ...NOT_ASSESSED,
    state: typical === null ? 'unknown' : 'assessed',
    low,
    typical,
    high,
    atLeast,
    isIndication,
    unknown: figures.filter(isUnknown).length,
    override: overrideReasons(figures),
  };
}

type End = 'low' | 'typical' | 'high';

/**
 * The worst of several estimates. Each end is the largest of that end; the subject is that of the largest typical
 * value. One that is unknown may be the worst: then the value is a lower bound. One that is an indication may be the
 * worst or not: then the value is an indication with an open high end, above the largest of the low ends.
 *
 * @param estimates of one kind
 * @returns the value
 * @cost O(figures)
 */
export function worstOf(estimates: readonly Estimate[]): Measured {
  if (estimates.length === 0) return NOT_ASSESSED;
  const known = estimates.filter(({ typical }) => typical !== null);
  const isIndication = known.some((each) => each.isIndication);
  const end = (of: End) =>
    known.reduce<number | null>((most, each) => {
      const value = each[of] ?? (each.isIndication ? null : each.typical);
      return value === null ? most : Math.max(most ?? value, value);
    }, null);
  const [low, typical, high] = [end('low'), end('typical'), end('high')];
  const worst = known.filter(
    (each) => each.typical === typical || each.low === low || each.high === high,
  );
  return {
    ...NOT_ASSESSED,
    state: typical === null ? 'unknown' : 'assessed',
    low,
    typical,
    high: isIndication ? null : high,
    override: overrideReasons(worst.flatMap(({ figures }) => figures)),
    atLeast: estimates.some((each) => each.atLeast || each.typical === null),
    isIndication,
    unknown: unknownFigures(estimates).size,
    subject: known.find((each) => each.typical === typical)?.subject ?? null,
  };
}

/**
 * @param estimates of parts that do not overlap
 * @returns their sum; a part that is unknown makes it a lower bound
 */
export function sumOf(estimates: readonly Estimate[]): Measured {
  if (estimates.length === 0) return NOT_ASSESSED;
  const end = (of: End) =>
    estimates.reduce((total, each) => total + (each[of] ?? each.typical ?? 0), 0);
  const known = estimates.some(({ typical }) => typical !== null);
  const range = known ? { low: end('low'), typical: end('typical'), high: end('high') } : NOTHING;
  return {
    ...NOT_ASSESSED,
    ...range,
    state: known ? 'assessed' : 'unknown',
    atLeast: estimates.some((each) => each.atLeast || each.typical === null),
    unknown: unknownFigures(estimates).size,
    override: overrideReasons(estimates.flatMap(({ figures }) => figures)),
  };
}
