import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasDecimalComma,
  parseDecimal,
  scaleToWhole,
  shiftPoint,
  toNumber,
} from './number-text.ts';

function read(text: string, commaIsDecimal = false): number | string {
  const decimal = parseDecimal(text, commaIsDecimal);
  return typeof decimal === 'string' ? decimal : toNumber(decimal);
}

describe('numbers as people write them', () => {
  it.each([
    ['7', 7],
    [' -2 ', -2],
    ['+3.25', 3.25],
    ['.5', 0.5],
    ['1e3', 1000],
    ['2.5E-2', 0.025],
    ['0,5', 0.5],
    ['12,75', 12.75],
    ['0,500', 0.5],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['1 000', 1000],
    ['12\u00a0345,6', 12_345.6],
  ])('[CSV-4] %j is %d', (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    '',
    'x',
    '1.',
    '1,2,3',
    '12,345,6',
    '1.234,567,8',
    '12 34',
    '1e99',
    '0x10',
    '--1',
    'NaN',
  ])('[CSV-4] %j is no number', (text) => {
    expect(read(text)).toBe('not-a-number');
  });

  it('[CSV-4] a comma before three digits is ambiguous until the file shows decimal commas', () => {
    expect(read('1,234')).toBe('ambiguous');
    expect(read('1,234', true)).toBe(1.234);
    expect(read('1.234')).toBe(1.234);
    expect(read('1.234', true)).toBe('ambiguous');
    expect(read('1.5', true)).toBe(1.5);
  });

  it('[CSV-4] sees a decimal comma only where nothing else can be meant', () => {
    expect(['0,5', '1,25 ms', '1.234,5', '0,123'].map(hasDecimalComma)).toEqual(
      Array.from({ length: 4 }, () => true),
    );
    expect(['1,234', '1.5', '1,234.5', '7', '', '1,2,3', 'a,b'].map(hasDecimalComma)).toEqual(
      Array.from({ length: 7 }, () => false),
    );
  });

  it('[CSV-4] scales exactly, also where doubles could not', () => {
    const micro = parseDecimal('16.815');
    if (typeof micro === 'string') throw new Error(micro);
    expect(scaleToWhole(micro, 1n, 3)).toEqual({ whole: 16_815n, isExact: true });
    const fine = parseDecimal('0.0005');
    if (typeof fine === 'string') throw new Error(fine);
    expect(scaleToWhole(fine, 1n, 3)).toEqual({ whole: 1n, isExact: false });
    const big = parseDecimal('9007199254740.991');
    if (typeof big === 'string') throw new Error(big);
    expect(scaleToWhole(big, 1n, 3).whole).toBe(9_007_199_254_740_991n);
  });

  it('[CSV-4] any number with a shifted point reads back as the same number', () => {
    fc.assert(
      fc.property(
        fc
          .double({ noNaN: true, min: -1e15, max: 1e15 })
          .filter((n) => Math.abs(n) > 1e-12 || Object.is(n, 0)),
        fc.integer({ min: -6, max: 6 }),
        (value, places) => {
          const text = shiftPoint(value, places);
          expect(text).toMatch(/^-?\d+(\.\d+)?$/);
          expect(Number(`${text}e${-places}`)).toBe(value);
        },
      ),
    );
  });
});
