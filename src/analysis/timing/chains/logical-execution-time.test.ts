/** Logical execution time. */
import { describe, expect, it } from 'vitest';
import type { ChainTask } from './chain.ts';
import { letBound } from './logical-execution-time.ts';
import { chainOf, task, termsOf, valueOf } from './testing/chain-builder.ts';

const logical = (period: number, rest: Partial<ChainTask> = {}) =>
  task(period, 1, { communication: 'let', ...rest });

describe('logical execution time', () => {
  const setD = [logical(7), logical(12), logical(20)];

  it('[CHAIN-11] enumerates set D as a chain, both ways and both latencies', () => {
    for (const [tasks, reaction, age] of [
      [setD, 73, 53],
      [setD.toReversed(), 73, 66],
    ] as const) {
      expect(valueOf(letBound(chainOf(tasks), 'reaction'))).toBe(reaction);
      expect(valueOf(letBound(chainOf(tasks), 'age'))).toBe(age);
    }
  });

  it('[CHAIN-11] takes the closed form, 2 T each, where clocks differ or steps do not reach', () => {
    const apart = chainOf([logical(7), logical(12, { clock: 'other' })]);
    expect(valueOf(letBound(apart, 'reaction'))).toBe(38);
    expect(termsOf(letBound(apart, 'reaction'))).toEqual([
      'sampling 0 7',
      'interval 0 7',
      'sampling 1 12',
      'interval 1 12',
    ]);
    const outcome = letBound(chainOf(setD), 'reaction', { steps: 10 });
    expect(valueOf(outcome)).toBe(78);
    expect(outcome.kind === 'bounded' && outcome.assumptions).toContain('closed-form');
  });

  it('[CHAIN-5] needs LET in every task, and every job within its interval', () => {
    const mixed = chainOf([logical(7), task(12, 1)]);
    expect(valueOf(letBound(mixed, 'age'))).toBe('not-applicable: not-let');
    const late = chainOf([logical(7, { responseTime: 8 }), logical(12)]);
    expect(valueOf(letBound(late, 'age'))).toBe('unknown: late-for-interval');
  });
});
