/** Shares of a cache. */
import { describe, expect, it } from 'vitest';
import { cacheColours, cacheShareFaults, type CacheShare } from './cache-partitions.ts';

const share = (group: string, mask: bigint, workingSetBytes: number | null = 0): CacheShare => ({
  group,
  mask,
  workingSetBytes,
});
const RULES = { length: 12, leastBits: 2, contiguous: true, classes: 3 };
const MIB = 2 ** 20;

const codes = (...shares: readonly CacheShare[]) =>
  cacheShareFaults(shares, RULES, 12 * MIB).map(({ code }) => code);

describe('shares of a cache', () => {
  it('[INTERFERE-4] has size / (ways page) colours', () => {
    // 1 MiB, 16 ways (ZCU102): 64 KiB a way, 16 pages of 4 KiB, 1 of 64 KiB.
    expect(cacheColours({ bytes: MIB, ways: 16 }, 4096)).toBe(16);
    expect(cacheColours({ bytes: MIB, ways: 16 }, 65_536)).toBe(1);
    expect(cacheColours({ bytes: MIB, ways: 16 }, 2 * MIB)).toBe(1);
    expect(cacheColours({ bytes: 3 * MIB, ways: 7 }, 4096)).toBeNull();
    expect(cacheColours({ bytes: 10_000 * 2, ways: 2 }, 4096)).toBeNull();
  });

  it('[INTERFERE-4] accepts parts side by side for different groups, and one part for one group', () => {
    expect(codes(share('a', 0xfn), share('b', 0xff0n))).toEqual([]);
    expect(codes(share('a', 0xffn), share('a', 0xf0n))).toEqual([]);
  });

  it.each([
    ['empty', share('a', 0n)],
    ['outside', share('a', 0x3000n)],
    ['too-few-bits', share('a', 0x1n)],
    ['not-contiguous', share('a', 0b1011n)],
    ['working-set-unknown', share('a', 0x3n, null)],
    ['working-set-too-large', share('a', 0x3n, 2 * MIB + 1)],
  ] as const)('[INTERFERE-4] refuses: %s', (code, one) => {
    expect(codes(one)).toEqual([code]);
  });

  it('[INTERFERE-4] finds groups that meet, and more masks than classes of service', () => {
    expect(cacheShareFaults([share('a', 0x7n), share('b', 0xcn)], RULES, MIB)).toEqual([
      { code: 'overlap', share: 1, other: 0, found: 1, allowed: null },
    ]);
    const four = [0x3n, 0xcn, 0x30n, 0xc0n].map((mask, at) => share(String(at), mask));
    expect(codes(...four)).toEqual(['too-many-classes']);
    expect(codes(...four.map(({ group }) => ({ ...share(group, 0x3n), group: 'one' })))).toEqual(
      [],
    );
  });

  it('[INTERFERE-4] lets portions stand apart where the mechanism does, and compares sizes exactly', () => {
    const portions = { length: 3, leastBits: 1, contiguous: false, classes: null };
    // A third of 1000 bytes is 333 and a bit.
    expect(cacheShareFaults([share('a', 0b101n, 666)], portions, 1000)).toEqual([]);
    expect(cacheShareFaults([share('a', 0b101n, 667)], portions, 1000)).toMatchObject([
      { code: 'working-set-too-large', found: 667, allowed: 666 },
    ]);
  });
});
