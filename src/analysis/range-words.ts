/**
 * How a quantity is written, for window, drawing, terminal, report and findings alike. A part that is missing leaves
 * the high end open, so that "at least" stands before the low end and nowhere else.
 */
import {
  formatBytes,
  formatBytesPerSecond,
  formatNs,
  formatNumber,
  formatShare,
} from '../model/units.ts';
import type { FigureUse, Range } from './result.ts';

/** Units of several words: a range says them once. */
const LONG_UNITS: Readonly<Record<string, string>> = {
  SLOC: ' lines of source',
  ratio: ' of native',
};

/** Units of the engine that have a form of their own. */
const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  bytes: formatBytes,
  core: formatShare,
  share: formatShare,
  ns: formatNs,
  'bytes/s': formatBytesPerSecond,
  count: (value) => formatNumber(value),
  '': (value) => formatNumber(value),
  SLOC: (value) => `${value.toLocaleString('en-GB')}${LONG_UNITS['SLOC'] ?? ''}`,
  ratio: (value) => `${formatNumber(value)}${LONG_UNITS['ratio'] ?? ''}`,
};

const UNKNOWN = 'unknown';

/**
 * @param value in `unit`
 * @param unit of a budget, an estimate, a driver or a figure
 * @returns with unit, for people; a unit without a form of its own stands behind the number
 */
export function amountWords(value: number, unit: string): string {
  const amount = Math.abs(value);
  const text = FORMATS[unit]?.(amount) ?? `${formatNumber(amount)} ${unit}`;
  return `${value < 0 ? '−' : ''}${text}`;
}

/** A quantity with what is missing of it. */
export interface Extent extends Range {
  readonly unit: string;
  /** A part is missing: the high end is open. */
  readonly atLeast: boolean;
  /** Rests on what was measured on another core type: only the typical value is told, and as such. */
  readonly isIndication?: boolean;
}

type Format = (value: number, unit: string) => string;

/** A low end of 0 with an open high end says nothing. */
function boundOf({ low }: Extent): number | null {
  return low !== null && low > 0 ? low : null;
}

function isOpen({ atLeast, high }: Extent): boolean {
  return atLeast || high === null;
}

function indicationWords({ atLeast, unit }: Extent, typical: number, format: Format): string {
  return `indication${atLeast ? ' of a part' : ''}: ${format(typical, unit)}`;
}

/** CPU time is judged by its worst case, so that what is known of it is told also where it is only a part. */
function worstCase({ atLeast, low, high, unit }: Extent, format: Format): string | null {
  if (unit !== 'core' || !atLeast || high === null || high <= (low ?? 0)) return null;
  return `at worst ${format(high, unit)} or more`;
}

function openWords(extent: Extent, format: Format): string {
  const { typical, unit } = extent;
  const low = boundOf(extent);
  const worst = worstCase(extent, format);
  const least = low === null ? '' : format(low, unit);
  const usual = typical === null || typical === 0 ? '' : format(typical, unit);
  if (usual === '' || usual === least) {
    const more = worst === null ? '' : ` (${worst})`;
    return least === '' ? (worst ?? UNKNOWN) : `at least ${least}${more}`;
  }
  const end = worst ?? `up to ${UNKNOWN}`;
  if (least === '') return `typically ${usual} (${end})`;
  return `at least ${least} (typically ${usual}, ${end})`;
}

function closedWords({ low, typical, high, unit }: Extent, format: Format): string {
  const most = high ?? 0;
  const to = format(most, unit);
  if (low === null) {
    return typical === null || typical === most
      ? `up to ${to}`
      : `${format(typical, unit)} (up to ${to})`;
  }
  const from = format(low, unit);
  if (from === to) return to;
  const long = LONG_UNITS[unit] ?? '';
  const spread = `${from.slice(0, from.length - long.length)} to ${to}`;
  if (typical === null) return spread;
  const main = format(typical, unit);
  return `${main.slice(0, main.length - long.length)} (${spread})`;
}

/**
 * A quantity in full.
 *
 * @param extent low, typical and high with their unit, and what is missing
 * @param format of one amount
 * @returns complete: `2.2 GiB (2.117 GiB to 2.238 GiB)`; a part missing: `at least 2.117 GiB (typically 2.2 GiB, up to
 *   unknown)`, of CPU time `at least 12 % (typically 30 %, at worst 62 % or more)`; by figures of another core type:
 *   `indication: 930 ns`; else `unknown`
 * @rules RANGE-1 RANGE-2 RANGE-3
 */
export function rangeWords(extent: Extent, format: Format = amountWords): string {
  const { low, typical, high, isIndication = false } = extent;
  if (low === null && typical === null && high === null) return UNKNOWN;
  if (isIndication && typical !== null) return indicationWords(extent, typical, format);
  return isOpen(extent) ? openWords(extent, format) : closedWords(extent, format);
}

/**
 * A quantity in a word or two, for boxes and lists; the full form belongs into their title.
 *
 * @param extent as for `rangeWords`
 * @param format of one amount
 * @returns `2.2 GiB`; with a spread the most that it may be, `up to 2.238 GiB`; with a part missing the least, `≥ 2.117 GiB`
 * @rules RANGE-1 RANGE-4
 */
export function shortRangeWords(extent: Extent, format: Format = amountWords): string {
  const { low, typical, high, unit, isIndication = false } = extent;
  if (isIndication && typical !== null) return indicationWords(extent, typical, format);
  if (isOpen(extent)) {
    const bound = boundOf(extent);
    return bound === null ? UNKNOWN : `≥ ${format(bound, unit)}`;
  }
  const most = format(high ?? 0, unit);
  return low !== null && format(low, unit) === most ? most : `up to ${most}`;
}

/**
 * A quantity as three cells of a table.
 *
 * @param extent as for `rangeWords`
 * @returns low, typical and high; with a part missing `≥` stands before the low end, and the high end is unknown, but
 *   for CPU time, whose worst case is at least what is known of it
 * @rules RANGE-1 RANGE-2
 */
export function rangeCellWords(extent: Extent): readonly [string, string, string] {
  const { low, typical, high, unit, atLeast } = extent;
  const words = (value: number | null) => (value === null ? UNKNOWN : amountWords(value, unit));
  if (!atLeast) return [words(low), words(typical), words(high)];
  const bound = boundOf(extent);
  const worst = unit === 'core' && high !== null && high > 0 ? `≥ ${words(high)}` : UNKNOWN;
  return [bound === null ? UNKNOWN : `≥ ${words(bound)}`, words(typical), worst];
}

/**
 * @param figure what a number was computed from
 * @returns its value with unit and range; an estimate with a missing part says so; `unknown` without a value
 * @rules RANGE-5
 */
export function figureWords({ value, low, high, unit, estimate }: FigureUse): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return unit === '' ? value : `${value} ${unit}`;
  const ends = { low: low ?? value, typical: value, high: high ?? value };
  return rangeWords({ ...ends, unit, atLeast: estimate?.atLeast ?? false });
}
