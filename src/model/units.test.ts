import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatAddress,
  formatBytes,
  formatHz,
  formatNs,
  formatNsBeside,
  formatNumber,
  formatShare,
  GIB,
  KIB,
  MAX_WHOLE,
  parseQuantity,
} from './units.ts';

describe('[UNIT-1] formatting keeps the unit and never invents digits', () => {
  test.each([
    [formatBytes(0), '0 B'],
    [formatBytes(64 * KIB), '64 KiB'],
    [formatBytes(1.5 * GIB), '1.5 GiB'],
    [formatNs(250), '250 ns'],
    [formatNs(1_500_000), '1.5 ms'],
    [formatHz(1_596_000_000), '1.596 GHz'],
    [formatAddress(0x8000_0000), '0x80000000'],
    [formatShare(1.25), '125 %'],
    [formatShare(0.0625), '6.3 %'],
    [formatNumber(1234.5678), '1235'],
    [formatNumber(0.000_031), '0.000031'],
  ])('[UNIT-1] %s', (text, expected) => expect(text).toBe(expected));

  test('[UNIT-2] null is unknown, never zero', () => {
    expect([formatBytes(null), formatNs(null), formatHz(null), formatAddress(null)]).toEqual(
      Array<string>(4).fill('unknown'),
    );
  });
});

describe('[UNIT-3] reading what people type', () => {
  test.each([
    ['10 ms', 'time', 10_000_000],
    ['1.5us', 'time', 1_500],
    ['16.815 µs', 'time', 16_815],
    ['64 KiB', 'size', 65_536],
    ['0x1000', 'size', 4_096],
    ['2 GB', 'size', 2_000_000_000],
    ['35 %', 'share', 0.35],
    ['1.2GHz', 'rate', 1.2e9],
  ] as const)('[UNIT-3] %s as %s', (text, kind, expected) =>
    expect(parseQuantity(text, kind)).toBeCloseTo(expected, 9),
  );

  test.each([
    ['0.5', 'time'],
    ['', 'size'],
    ['-3', 'size'],
    ['1,5 ms', 'time'],
    ['10 parsecs', 'time'],
    ['NaN', 'number'],
    ['1e400', 'number'],
    [`${MAX_WHOLE}0`, 'size'],
  ] as const)('[UNIT-4] refuses "%s" as %s', (text, kind) =>
    expect(parseQuantity(text, kind)).toBeNull(),
  );

  test('[UNIT-5] reads back any whole number of bytes and nanoseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_WHOLE }), (value) => {
        expect(parseQuantity(String(value), 'time')).toBe(value);
        expect(parseQuantity(formatAddress(value), 'address')).toBe(value);
      }),
    );
  });
});

test('[UNIT-6] times that are compared are told apart', () => {
  expect(formatNsBeside(1_000_001, 1_000_000)).toBe('1.000001 ms');
  expect(formatNsBeside(1_000_000, 1_000_001)).toBe('1 ms');
  expect(formatNsBeside(2_500_000, 1_000_000)).toBe('2.5 ms');
  expect(formatNsBeside(1_000_000, 1_000_000)).toBe('1 ms');
  expect(formatNsBeside(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1)).toBe(
    '9007199254740991 ns',
  );
});
