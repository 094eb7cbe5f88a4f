/** Figures of the catalogue in words, in their published units. */
import type { Figure, FigureAlternative } from '../../catalog/figure.ts';
import { formatNumber } from '../../model/units.ts';
import { IO_MODE_WORDS } from './catalogue-words.ts';

/** Published units as they are read; a unit that is not here stands for itself. */
const UNIT_WORDS: Readonly<Record<string, string>> = {
  percent: '%',
  us: 'µs',
  'ratio to native': 'of native',
  count: '',
  SLOC: 'lines of source',
};

/**
 * @param unit unit of the catalogue
 * @returns as it stands behind a number; empty for counts and for no unit
 */
export function unitText(unit: string | null): string {
  return unit === null ? '' : (UNIT_WORDS[unit] ?? unit);
}

/** From here on digits are grouped: nobody reads 3940000. */
const GROUPED_FROM = 10_000;

function numberText(value: number): string {
  const text = formatNumber(value);
  return Math.abs(value) < GROUPED_FROM ? text : Number(text).toLocaleString('en-GB');
}

function withUnit(text: string, unit: string | null): string {
  const word = unitText(unit);
  return word === '' ? text : `${text} ${word}`;
}

function valueText(value: NonNullable<Figure['value']>, unit: string | null): string {
  if (typeof value === 'number') return withUnit(numberText(value), unit);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.map((mode) => IO_MODE_WORDS[mode]).join(', ') : value;
}

/**
 * @param figure a figure or another value of one
 * @returns its value with unit; `unknown` without a value
 */
export function figureValueText(figure: Figure | FigureAlternative): string {
  return figure.value === null ? 'unknown' : valueText(figure.value, figure.unit);
}

/**
 * The published range.
 *
 * @param figure a figure or another value of one
 * @returns `131 to 148 MiB`, `from 5 %`, `up to 40 %`; null where there is none or it is a point
 */
export function figureRangeText(figure: Figure | FigureAlternative): string | null {
  const { value, low, high, unit } = figure;
  if (value === null || low === high) return null;
  if (low === null) return high === null ? null : `up to ${withUnit(numberText(high), unit)}`;
  if (high === null) return `from ${withUnit(numberText(low), unit)}`;
  return `${numberText(low)} to ${withUnit(numberText(high), unit)}`;
}

/**
 * @param figure a figure or another value of one
 * @returns its value with unit, and the published range where there is one; `unknown` without a value
 */
export function figureText(figure: Figure | FigureAlternative): string {
  const range = figureRangeText(figure);
  return `${figureValueText(figure)}${range === null ? '' : ` (${range})`}`;
}

/**
 * @param figure a figure
 * @returns as `figureText`; where it is published by instruction set, each with its own: `4 MiB; on x86_64 6 MiB`
 */
export function figureTextByIsa(figure: Figure): string {
  const byIsa = 'byIsa' in figure ? figure.byIsa : [];
  return [figureText(figure), ...byIsa.map((each) => `on ${each.isa} ${figureText(each)}`)].join(
    '; ',
  );
}
