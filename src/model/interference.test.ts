import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cacheShareSchema, readMask } from './interference.ts';

describe('masks', () => {
  test('[UNIT-2] are read as a person writes them, and have one text each', () => {
    expect(readMask('0xF0')).toBe('0xf0');
    expect(readMask(' 0x00f0 ')).toBe('0xf0');
    expect(readMask('4-7')).toBe('0xf0');
    expect(readMask('0, 2, 4-7')).toBe('0xf5');
    expect(readMask('127')).toBe(`0x8${'0'.repeat(31)}`);
  });

  test.each(['', '0x', '7-4', '128', '-1', '1.5', 'f0', '0xg', '1,,2', `0x1${'0'.repeat(32)}`])(
    '[UNIT-2] what is none is null: %j',
    (text) => {
      expect(readMask(text)).toBeNull();
    },
  );

  test('[UNIT-2] whatever is read is what the schema accepts, and reads as itself', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 128n) - 1n), (bits) => {
        const mask = readMask(`0x${bits.toString(16)}`);
        expect(mask).toBe(`0x${bits.toString(16)}`);
        expect(cacheShareSchema.safeParse({ mechanism: 'cat', mask }).success).toBe(true);
      }),
    );
  });

  test('[JSON-4] a mask with another text than its own is refused', () => {
    for (const mask of ['0xF0', '0x0f', 'f0', '4-7']) {
      expect(cacheShareSchema.safeParse({ mechanism: 'cat', mask }).success, mask).toBe(false);
    }
  });
});
