import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShareSum, term } from './exact-sum.ts';

function sumOf(parts: readonly (readonly [top: number, bottom: number])[]): ShareSum {
  const sum = new ShareSum();
  for (const [top, bottom] of parts) sum.add(term([top], [bottom]));
  return sum;
}
const one = term([1], []);

describe('exact sums', () => {
  it('[SUM-1] three thirds are one', () => {
    const third = [1, 3] as const;
    expect(sumOf([third, third, third]).compare(one)).toBe(0);
  });

  it('[SUM-1] a sum that floating point gets wrong both ways', () => {
    // 0.1 + 0.2 rounds above 0.3; ten tenths round below 1.
    expect(
      sumOf([
        [0.1, 1],
        [0.2, 1],
      ]).compare(term([0.3], [])),
    ).toBe(0);
    expect(sumOf(Array.from({ length: 10 }, () => [0.1, 1] as const)).compare(one)).toBe(0);
  });

  it('[SUM-1] sees one part in 2^53', () => {
    const big = 2 ** 53 - 1;
    expect(sumOf([[big - 1, big]]).compare(one)).toBe(-1);
    expect(
      sumOf([
        [big - 1, big],
        [1, big],
      ]).compare(one),
    ).toBe(0);
    expect(
      sumOf([
        [big - 1, big],
        [2, big],
      ]).compare(one),
    ).toBe(1);
  });

  it('[SUM-1] agrees with whole-number arithmetic on any fractions', () => {
    const fraction = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(fraction, { maxLength: 12 }), fraction, (parts, [top, bottom]) => {
        let [numerator, denominator] = [0n, 1n];
        for (const [a, b] of parts) {
          numerator = numerator * BigInt(b) + BigInt(a) * denominator;
          denominator *= BigInt(b);
        }
        const left = numerator * BigInt(bottom);
        const right = BigInt(top) * denominator;
        const expected = left > right ? 1 : left < right ? -1 : 0;
        expect(sumOf(parts).compare(term([top], [bottom]))).toBe(expected);
      }),
    );
  });

  it('[SUM-1] takes decimals as typed: n times a share is the share times n', () => {
    // Shares as people type them: up to six digits after the point.
    const share = fc.integer({ min: 1, max: 4_096_000_000 }).map((millionths) => millionths / 1e6);
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 40 }), (each, times) => {
        const sum = sumOf(Array.from({ length: times }, () => [each, 1] as const));
        expect(sum.compare(term([each, times], []))).toBe(0);
      }),
    );
  });

  it('[SUM-2] counts the terms of sums that were counted in', () => {
    const outer = sumOf([[1, 2]]);
    outer.addSum(
      sumOf([
        [1, 3],
        [1, 6],
      ]),
    );
    expect(outer.count).toBe(3);
    expect(outer.compare(one)).toBe(0);
  });

  it('[SUM-3] adds thousands of unlike denominators that come to the limit exactly', () => {
    const parts: [number, number][] = [];
    // 1/n - 1/(n+1) telescopes: the sum over n = 1..2000 is 1 - 1/2001.
    for (let n = 1; n <= 2000; n += 1) parts.push([1, n * (n + 1)]);
    parts.push([1, 2001]);
    expect(sumOf(parts).compare(one)).toBe(0);
  });
});
