/** Figures of the catalogue in the units of the plan. Published units stay in the record; this converts for computing. */
import { MIB, MS, US } from '../model/units.ts';
import type { NumberFigure } from './figure.ts';

/** Units in which the plan computes. */
export type BaseUnit =
  'bytes' | 'ns' | 'share' | 'bytes/s' | 'count' | 'cycles' | 'SLOC' | 'ratio' | 'IOPS';

interface Conversion {
  readonly unit: BaseUnit;
  readonly factor: number;
  /** Quantities that the plan carries as whole numbers. */
  readonly whole: boolean;
}

const CONVERSIONS: ReadonlyMap<string, Conversion> = new Map([
  ['MiB', { unit: 'bytes', factor: MIB, whole: true }],
  ['ns', { unit: 'ns', factor: 1, whole: true }],
  ['us', { unit: 'ns', factor: US, whole: true }],
  ['ms', { unit: 'ns', factor: MS, whole: true }],
  ['percent', { unit: 'share', factor: 0.01, whole: false }],
  ['Gbit/s', { unit: 'bytes/s', factor: 1e9 / 8, whole: false }],
  ['count', { unit: 'count', factor: 1, whole: true }],
  ['cycles', { unit: 'cycles', factor: 1, whole: false }],
  ['SLOC', { unit: 'SLOC', factor: 1, whole: true }],
  ['IOPS', { unit: 'IOPS', factor: 1, whole: true }],
  ['ratio to native', { unit: 'ratio', factor: 1, whole: false }],
]);

/** A published number with its range, in a base unit. */
export interface Spread {
  /** Null when the source gives a range without this end. */
  readonly low: number | null;
  readonly typical: number;
  /** Null when the source gives a range without this end. */
  readonly high: number | null;
  readonly unit: BaseUnit;
}

/**
 * Low, typical and high of a figure in the unit the plan computes in. A figure without a range is a point:
 * low = typical = high. An end that the source leaves open stays null.
 *
 * @param figure a number of the catalogue
 * @returns the spread, or null where the value is unknown or its unit has no base unit
 * @cost O(1)
 * @rules CAT-4
 */
export function spreadOf(
  figure: Pick<NumberFigure, 'value' | 'low' | 'high' | 'unit'>,
): Spread | null {
  const conversion = figure.unit === null ? undefined : CONVERSIONS.get(figure.unit);
  if (figure.value === null || conversion === undefined) return null;
  const { factor, unit, whole } = conversion;
  const convert = (number: number) => (whole ? Math.round(number * factor) : number * factor);
  const typical = convert(figure.value);
  if (figure.low === null && figure.high === null)
    return { low: typical, typical, high: typical, unit };
  return {
    low: figure.low === null ? null : convert(figure.low),
    typical,
    high: figure.high === null ? null : convert(figure.high),
    unit,
  };
}
