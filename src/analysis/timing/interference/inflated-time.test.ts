/** Factors and slots. */
import { describe, expect, it } from 'vitest';
import {
  decimalRatio,
  inflatedByFactor,
  inflatedByRoundRobin,
  inflatedBySlowdown,
} from './inflated-time.ts';

describe('inflated execution times', () => {
  it('[INTERFERE-1] read a factor as it was written, without rounding', () => {
    expect(decimalRatio(1.3)).toEqual({ numerator: 13, denominator: 10 });
    expect(decimalRatio(2)).toEqual({ numerator: 2, denominator: 1 });
    expect(decimalRatio(1e-7)).toEqual({ numerator: 1, denominator: 10_000_000 });
    expect(decimalRatio(1e21)).toBeNull();
    expect(decimalRatio(-1)).toBeNull();
  });

  it('[INTERFERE-1] round up, and only where something is left over', () => {
    // 100 * 1.1 is 110.00000000000001 in floating point, 111 rounded up.
    expect(Math.ceil(100 * 1.1)).toBe(111);
    const factor = decimalRatio(1.1);
    expect(factor && inflatedByFactor(100, factor)).toMatchObject({ isolated: 100, inflated: 110 });
    expect(factor && inflatedByFactor(101, factor)).toMatchObject({ inflated: 112 });
  });

  it('[INTERFERE-1] delay each access by its slowdown, or by one slot of every other core', () => {
    const demand = { wcet: 1000, accesses: 7, latency: 10 };
    expect(inflatedBySlowdown(demand, { numerator: 1, denominator: 4 })).toMatchObject({
      inflated: 1018,
    });
    expect(inflatedByRoundRobin(demand, 4, 5)).toMatchObject({ inflated: 1000 + 7 * 3 * 5 });
    expect(inflatedByRoundRobin(demand, 1, 5)).toMatchObject({ inflated: 1000 });
  });

  it('[INTERFERE-5] are unknown beyond exact numbers', () => {
    expect(inflatedByFactor(2 ** 52, { numerator: 3, denominator: 1 })).toEqual({
      kind: 'unknown',
      reason: 'overflow',
    });
  });
});
