/** Cells of tables: what is read, the bare value for programs, and who says it. */
import { amountWords, rangeCellWords } from '../analysis/range-words.ts';
import type { Range } from '../analysis/result.ts';
import {
  formatAddress,
  formatBytes,
  formatBytesPerSecond,
  formatHz,
  formatNs,
  formatNumber,
  formatShare,
} from '../model/units.ts';
import type { Cell, SourceKey, Tone } from './document.ts';

/** How an unknown value reads. It is never 0 and never left blank. */
export const UNKNOWN = 'unknown';

/** @param value words; null or empty: nothing is stated */
export function words(value: string | null | undefined, tone?: Tone): Cell {
  if (value === null || value === undefined || value === '') return { text: '–', tone: 'quiet' };
  return tone === undefined ? { text: value } : { text: value, tone };
}

/** @param names what to list; an empty list says so */
export function listed(names: readonly string[], none = '–'): Cell {
  return names.length === 0 ? { text: none, tone: 'quiet' } : { text: names.join(', ') };
}

function figure(text: string, value: number | null, sources: readonly SourceKey[]): Cell {
  return value === null
    ? { text: UNKNOWN, value: null, tone: 'unknown' }
    : { text, value, sources };
}

/** @param value bytes; null: unknown */
export function bytes(value: number | null, ...sources: readonly SourceKey[]): Cell {
  return figure(formatBytes(value), value, sources);
}

/** @param value nanoseconds; null: unknown */
export function time(value: number | null, ...sources: readonly SourceKey[]): Cell {
  return figure(formatNs(value), value, sources);
}

/** @param value hertz; null: unknown */
export function rate(value: number | null, ...sources: readonly SourceKey[]): Cell {
  return figure(formatHz(value), value, sources);
}

/** @param value an address; null: not placed */
export function address(value: number | null, ...sources: readonly SourceKey[]): Cell {
  return value === null
    ? { text: 'not placed', value: null, tone: 'quiet' }
    : { text: formatAddress(value), value, sources };
}

/** @param value share of one core; null: unknown */
export function share(value: number | null, ...sources: readonly SourceKey[]): Cell {
  return figure(formatShare(value), value, sources);
}

/** @param value bytes per second; null: unknown */
export function bandwidth(value: number | null, ...sources: readonly SourceKey[]): Cell {
  return figure(formatBytesPerSecond(value), value, sources);
}

/** @param value a count; null: unknown */
export function count(value: number | null, ...sources: readonly SourceKey[]): Cell {
  return figure(value === null ? '' : formatNumber(value), value, sources);
}

/** @param value a fact that is true, false or unknown */
export function fact(value: boolean | null, ...sources: readonly SourceKey[]): Cell {
  if (value === null) return { text: UNKNOWN, value: null, tone: 'unknown' };
  return { text: value ? 'yes' : 'no', value, sources };
}

/** @returns a quantity of a budget or an estimate in the unit it is stated in */
export function inUnit(value: number | null, unit: string): string {
  return value === null ? UNKNOWN : amountWords(value, unit);
}

/**
 * Three cells: low, typical, high.
 *
 * @param range the quantity
 * @param unit unit of its members
 * @param atLeast whether a part of it is unknown: then the high end is open
 */
export function rangeCells(
  range: Range,
  unit: string,
  atLeast: boolean,
  ...sources: readonly SourceKey[]
): readonly Cell[] {
  const { low, typical, high } = range;
  const texts = rangeCellWords({ ...range, unit, atLeast });
  return [low, typical, high].map((value, index) => {
    const text = texts[index] ?? UNKNOWN;
    return figure(text, text === UNKNOWN ? null : value, sources);
  });
}
