import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitSet } from './bit-set.ts';

function parse(text: string): BitSet {
  const set = BitSet.parse(text);
  if (!(set instanceof BitSet)) throw new Error(`${text} is ${set}`);
  return set;
}

/** Writes a set as hwloc does: words of 32 bits, zero words between others left empty. */
function format(bits: readonly number[]): string {
  const words = Array.from({ length: Math.floor(Math.max(0, ...bits) / 32) + 1 }, () => 0);
  for (const bit of bits) words[bit >> 5] = ((words[bit >> 5] ?? 0) | (1 << (bit & 31))) >>> 0;
  return words
    .map((word, index) =>
      word === 0 && index > 0 ? '' : `0x${word.toString(16).padStart(8, '0')}`,
    )
    .reverse()
    .join(',');
}

const someBits = fc.uniqueArray(fc.nat(300), { maxLength: 40 });

describe('sets of processing units', () => {
  it('[HWLOC-2] reads words, empty words and endless sets', () => {
    expect(parse('0x00000001').bits()).toEqual([0]);
    expect(parse('0x0').isEmpty).toBe(true);
    expect(parse('0x00000001,0x80000000').bits()).toEqual([31, 32]);
    expect(parse('0x00000002,,0x00000001').bits()).toEqual([0, 65]);
    expect(
      parse('0xf...f')
        .and(BitSet.of([7, 300]))
        .bits(),
    ).toEqual([7, 300]);
    expect(parse('0xf...f,0x0').first).toBe(32);
    expect(parse('0xf...f,0xfffffffe').first).toBe(1);
  });

  it('[HWLOC-2] refuses what is no such set, and what reaches too far', () => {
    for (const text of [
      '',
      ' ',
      '0x',
      'x',
      '0-3',
      '0x1,',
      ',',
      '0x123456789',
      '0x1;0x2',
      '0xf...f0',
    ]) {
      expect(BitSet.parse(text), text).toBe('malformed');
    }
    expect(BitSet.parse(`0x1${',0x0'.repeat(2047)}`)).toBeInstanceOf(BitSet);
    expect(BitSet.parse(`0x1${',0x0'.repeat(2048)}`)).toBe('too-large');
  });

  it('[HWLOC-2] reads back any set as hwloc writes it', () => {
    fc.assert(
      fc.property(someBits, (bits) => {
        expect(parse(format(bits)).bits()).toEqual(bits.toSorted((a, b) => a - b));
        expect(parse(format(bits)).equals(BitSet.of(bits))).toBe(true);
      }),
    );
  });

  it('[HWLOC-2] computes like sets of numbers', () => {
    fc.assert(
      fc.property(someBits, someBits, (left, right) => {
        const [a, b] = [BitSet.of(left), BitSet.of(right)];
        const y = new Set(right);
        expect(a.and(b).bits()).toEqual(left.filter((bit) => y.has(bit)).sort((m, n) => m - n));
        expect(a.first).toBe(Math.min(...left));
        expect(a.and(parse('0xf...f')).equals(a)).toBe(true);
      }),
    );
  });
});
