/** Budgets and estimates in words: unknown stays unknown, a lower bound says "at least". */
import { extentWords } from '../../analysis/compare/comparison-words.ts';
import type { Budget, Estimate, Range } from '../../analysis/result.ts';
import {
  formatBytes,
  formatBytesPerSecond,
  formatNs,
  formatNumber,
  formatShare,
} from '../../model/units.ts';

/** Units of several words: a range says them once. */
const LONG_UNITS = { SLOC: ' lines of source', ratio: ' of native' } as const;

/** Units of the engine that have a form of their own. */
const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  bytes: formatBytes,
  core: formatShare,
  share: formatShare,
  ns: formatNs,
  'bytes/s': formatBytesPerSecond,
  count: (value) => formatNumber(value),
  '': (value) => formatNumber(value),
  SLOC: (value) => `${value.toLocaleString('en-GB')}${LONG_UNITS.SLOC}`,
  ratio: (value) => `${formatNumber(value)}${LONG_UNITS.ratio}`,
};

/** How an amount of a unit is written; a unit without a form of its own stands behind the number. */
export function amountText(unit: string, value: number): string {
  return FORMATS[unit]?.(value) ?? `${formatNumber(value)} ${unit}`;
}

/**
 * @param estimate of the engine
 * @returns as `rangeText`; what rests on figures measured on another core type is named so, by its typical value alone:
 *   `indication: 930 ns`
 */
export function estimateText(
  estimate: Pick<Estimate, keyof Range | 'unit' | 'atLeast' | 'isIndication'>,
): string {
  const { typical, unit, atLeast, isIndication } = estimate;
  if (!isIndication || typical === null) return rangeText(estimate, unit, atLeast);
  return `${extentWords({ atLeast, isIndication })}${amountText(unit, typical)}`;
}

/**
 * @param range low, typical and high
 * @param unit unit of the engine
 * @param atLeast whether a part is missing
 * @returns for example `at least 40 % to 62 %`, `unknown`
 */
export function rangeText({ low, typical, high }: Range, unit: string, atLeast: boolean): string {
  const known = [low, typical, high].filter((value) => value !== null);
  const [least] = known;
  const most = known.at(-1);
  if (least === undefined || most === undefined) return 'unknown';
  const from = amountText(unit, least);
  const to = amountText(unit, most);
  const long = (LONG_UNITS as Readonly<Record<string, string>>)[unit] ?? '';
  const short = from.slice(0, from.length - long.length);
  return `${atLeast ? 'at least ' : ''}${from === to ? from : `${short} to ${to}`}`;
}

/**
 * @param budget a budget of the engine
 * @returns demand of capacity, in words
 */
export function budgetText(budget: Budget): string {
  const demand = rangeText(budget.demand, budget.unit, budget.atLeast);
  const capacity = budget.capacity === null ? 'unknown' : amountText(budget.unit, budget.capacity);
  return `${demand} of ${capacity}`;
}
