/** How quantities are written, whatever is missing of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GIB, MIB } from '../model/units.ts';
import {
  amountWords,
  figureWords,
  rangeCellWords,
  rangeWords,
  shortRangeWords,
  type Extent,
} from './range-words.ts';
import { statedFigure } from './technology-figure.ts';

function extent(
  low: number | null,
  typical: number | null,
  high: number | null,
  unit = 'ns',
  atLeast = false,
): Extent {
  return { low, typical, high, unit, atLeast };
}
const open = (low: number | null, typical: number | null, high: number | null, unit?: string) =>
  extent(low, typical, high, unit, true);

describe('[RANGE-1] one amount', () => {
  test.each([
    ['bytes', 1536, '1.5 KiB'],
    ['ns', 2_500_000, '2.5 ms'],
    ['share', 0.014, '1.4 %'],
    ['bytes/s', 1.25e9, '1.25 GB/s'],
    ['SLOC', 3_940_000, '3,940,000 lines of source'],
    ['count', 7, '7'],
    ['cycles', 6500, '6500 cycles'],
    ['bytes', -3 * GIB, '−3 GiB'],
  ])('[RANGE-1] %s %s is %s', (unit, value, text) => {
    expect(amountWords(value, unit)).toBe(text);
  });
});

describe('[RANGE-2] "at least" stands before the low end', () => {
  test.each([
    [
      open(2.117 * GIB, 2.2 * GIB, 2.238 * GIB, 'bytes'),
      'at least 2.117 GiB (typically 2.2 GiB, up to unknown)',
    ],
    [open(1000, 1000, 2000), 'at least 1 µs'],
    [open(1000, null, 2000), 'at least 1 µs'],
    [extent(1000, 2000, null), 'at least 1 µs (typically 2 µs, up to unknown)'],
    [open(9224, null, 10_943, 'SLOC'), 'at least 9,224 lines of source'],
    // A low end of 0 is true of everything: it says nothing.
    [open(0, 2000, 3000), 'typically 2 µs (up to unknown)'],
    [open(null, 2000, 3000), 'typically 2 µs (up to unknown)'],
    [open(0, 0, 0), 'unknown'],
    [open(null, null, 3000), 'unknown'],
    [open(null, null, null), 'unknown'],
  ] as const)('[RANGE-2] %o: %s', (given, text) => {
    expect(rangeWords(given)).toBe(text);
  });

  test('[RANGE-2] of CPU time the known worst case stays, as judged', () => {
    expect(rangeWords(open(0.12, 0.3, 0.62, 'core'))).toBe(
      'at least 12 % (typically 30 %, at worst 62 % or more)',
    );
    expect(rangeWords(open(0, null, 0.62, 'core'))).toBe('at worst 62 % or more');
    expect(rangeCellWords(open(0.12, 0.3, 0.62, 'core'))).toEqual(['≥ 12 %', '30 %', '≥ 62 %']);
  });

  test('[RANGE-2] in a table and in a box', () => {
    const given = open(2 * MIB, 3 * MIB, 4 * MIB, 'bytes');
    expect(rangeCellWords(given)).toEqual(['≥ 2 MiB', '3 MiB', 'unknown']);
    expect(shortRangeWords(given)).toBe('≥ 2 MiB');
    expect(shortRangeWords(open(0, 3, 4))).toBe('unknown');
  });

  test('[RANGE-2] never before a number above the low end', () => {
    const end = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(end, end, end, (a, b, c) => {
        const given = open(a, a + b, a + b + c);
        expect(rangeWords(given)).toMatch(new RegExp(`^at least ${a} ns`));
        expect(shortRangeWords(given)).toBe(`≥ ${a} ns`);
      }),
    );
  });
});

describe('[RANGE-3] ranges with both ends', () => {
  test.each([
    [extent(1000, 2000, 3000), '2 µs (1 µs to 3 µs)', 'up to 3 µs'],
    [extent(1000, null, 3000), '1 µs to 3 µs', 'up to 3 µs'],
    [extent(1000, 1000, 1000), '1 µs', '1 µs'],
    [extent(0, 0, 0, 'core'), '0 %', '0 %'],
    // Ends that read the same are no range.
    [extent(1_504_000, 1_504_000.01, 1_504_000.02), '1.504 ms', '1.504 ms'],
    [extent(null, 2000, 3000), '2 µs (up to 3 µs)', 'up to 3 µs'],
    [
      extent(9000, 9500, 9900, 'SLOC'),
      '9,500 (9,000 to 9,900 lines of source)',
      'up to 9,900 lines of source',
    ],
  ] as const)('[RANGE-3] %o: %s', (given, text, short) => {
    expect([rangeWords(given), shortRangeWords(given)]).toEqual([text, short]);
  });
});

test('[OVER-5] what was measured on another core type is named an indication', () => {
  const given = { ...extent(1000, 2000, null), isIndication: true };
  expect(rangeWords(given)).toBe('indication: 2 µs');
  expect(rangeWords({ ...given, atLeast: true })).toBe('indication of a part: 2 µs');
  expect(rangeWords({ ...given, low: null, typical: null })).toBe('unknown');
});

describe('[RANGE-5] figures that a number was computed from', () => {
  const stated = statedFigure('fixed memory', 3 * MIB, 'bytes', 'a book');
  const subject = { kind: 'environment', id: 'e', name: 'Docker' } as const;
  test('[RANGE-5] value, range and unit; false and words are values', () => {
    expect(figureWords(stated)).toBe('3 MiB');
    expect(figureWords({ ...stated, low: MIB, high: 4 * MIB })).toBe('3 MiB (1 MiB to 4 MiB)');
    expect(figureWords({ ...stated, value: null, low: MIB, high: 2 * MIB })).toBe('1 MiB to 2 MiB');
    expect(figureWords({ ...stated, value: false, unit: '' })).toBe('no');
    expect(figureWords({ ...stated, value: 0 })).toBe('0 B');
    expect(figureWords({ ...stated, value: null })).toBe('unknown');
  });

  test('[RANGE-5] an estimate in another one keeps its "at least"', () => {
    const estimate = { kind: 'memory', subject, atLeast: true };
    expect(figureWords({ ...stated, low: 2 * MIB, high: 4 * MIB, estimate })).toBe(
      'at least 2 MiB (typically 3 MiB, up to unknown)',
    );
    expect(figureWords({ ...stated, estimate: { ...estimate, atLeast: false } })).toBe('3 MiB');
  });
});
