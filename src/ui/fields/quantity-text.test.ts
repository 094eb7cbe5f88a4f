import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exactText,
  limitText,
  readQuantity,
  saysUnknown,
  shownIn,
  UNITS,
  wantedInstead,
  type DisplayUnit,
} from './quantity-text.ts';

describe('[FLD-1] quantities in a fixed unit', () => {
  test.each([
    ['10', UNITS.ms, 10_000_000],
    ['10 ms', UNITS.us, 10_000_000],
    ['1.5', UNITS.us, 1500],
    ['64 KiB', UNITS.mib, 65_536],
    ['0.5', UNITS.mib, 524_288],
    ['0x1000', UNITS.mib, 4096],
    ['35', UNITS.percent, 0.35],
    ['35 %', UNITS.percent, 0.35],
    ['1596', UNITS.mhz, 1_596_000_000],
    ['1.6 GHz', UNITS.mhz, 1_600_000_000],
    [' 7 ', UNITS.number, 7],
  ] as const)('[FLD-1] "%s" is read in its own unit or in the column\'s', (text, unit, value) => {
    expect(readQuantity(text, unit)).toBe(value);
  });

  test.each(['1,5', '10 parsecs', '-4', 'ten', '1 2', '0.3 B', '1e400', '64 KiB/s'])(
    '[FLD-2] "%s" is refused, never guessed',
    (text) => {
      expect(readQuantity(text, UNITS.bytes)).toBeNull();
    },
  );

  test('[FLD-2] what is too large is told so, with the limit', () => {
    const limit = 'at most 9007199254740991 ns';
    expect(wantedInstead('9007199254741', UNITS.ms)).toBe(limit);
    expect(wantedInstead('2e9 s', UNITS.ms)).toBe(limit);
    expect(wantedInstead('1e300 ms', UNITS.ms)).toBe(limit);
    for (const text of ['0.1 ns', '10 parsecs', '-4 parsecs', 'ten', '']) {
      expect(wantedInstead(text, UNITS.ms)).toBe(UNITS.ms.example);
    }
  });

  test('[FLD-2] what is negative is told the least, not what kind of number it is', () => {
    expect(wantedInstead('-4 ms', UNITS.ms)).toBe('0 ns or more');
    expect(wantedInstead('-1', UNITS.number, 1)).toBe('1 or more');
    expect(wantedInstead('−1', UNITS.ms, 1)).toBe('1 ns or more');
  });

  test('[FLD-2] a limit is said with its unit', () => {
    expect(limitText(1, UNITS.ms)).toBe('1 ns');
    expect(limitText(40_000_000, UNITS.ms)).toBe('40 ms');
    expect(limitText(1, UNITS.number)).toBe('1');
  });

  test('[FLD-3] editing and leaving a value alone keeps it to the last bit', () => {
    const whole = [UNITS.ns, UNITS.us, UNITS.ms, UNITS.bytes, UNITS.kib, UNITS.mib];
    fc.assert(
      fc.property(fc.constantFrom<DisplayUnit>(...whole), fc.maxSafeNat(), (unit, value) => {
        expect(readQuantity(exactText(value, unit), unit)).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000 }), (thousandths) => {
        const share = Number((thousandths / 100_000).toPrecision(15));
        expect(readQuantity(exactText(share, UNITS.percent), UNITS.percent)).toBe(share);
      }),
    );
  });

  test('[FLD-4] a value too small for its column shows its own unit, never a zero', () => {
    expect(shownIn(1, UNITS.mib)).toBe('1 B');
    expect(shownIn(100, UNITS.ms)).toBe('0.0001');
    expect(shownIn(0, UNITS.mib)).toBe('0');
    expect(shownIn(1_572_864, UNITS.mib)).toBe('1.5');
  });

  test('[FLD-9] a table shows a number whole, or marks that it is rounded', () => {
    expect(shownIn(3_805_355, UNITS.ms)).toBe('3.805355');
    expect(shownIn(11_712_730, UNITS.ms)).toBe('11.71273');
    expect(shownIn(1_000_001, UNITS.mib)).toBe('≈ 0.953675');
    expect(shownIn(1 / 3, UNITS.percent)).toBe('≈ 33.3333');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (ns) => {
        expect(readQuantity(shownIn(ns, UNITS.ms), UNITS.ms)).toBe(ns);
      }),
    );
  });

  test('[FLD-5] words of suppliers for "not known" are read as unknown', () => {
    expect(['', ' ', 'unknown', 'N/A', 'tbd', '?', '-', '–'].every(saysUnknown)).toBe(true);
    expect(['0', 'none', 'no'].some(saysUnknown)).toBe(false);
  });
});
