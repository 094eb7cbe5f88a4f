import { describe, expect, test } from 'vitest';
import {
  exactNs,
  exceeds,
  fractionOf,
  percentOf,
  policyWords,
  readableShare,
  scheduleWords,
  transferTimeWords,
} from './timing-words.ts';

const ratio = (numerator: bigint, denominator: bigint) => ({
  numerator: String(numerator),
  denominator: String(denominator),
});

describe('words of timing', () => {
  test.each([
    [null, 'unknown'],
    [0, '0 ns'],
    [999, '999 ns'],
    [1_000, '1 µs'],
    [8_904_875, '8.904875 ms'],
    [-2_904_875, '−2.904875 ms'],
    [1_000_000_001, '1.000000001 s'],
    [Number.MAX_SAFE_INTEGER, '9007199.254740991 s'],
  ])('[TIMEWORDS-1] %s ns are told without rounding: %s', (ns, text) => {
    expect(exactNs(ns)).toBe(text);
  });

  test('[TIMEWORDS-2] a share is cut, never rounded up to full use, and says that it is cut', () => {
    expect(percentOf(ratio(1n, 1n))).toBe('100 %');
    expect(percentOf(ratio(10n ** 30n - 1n, 10n ** 30n))).toBe('99.9999… %');
    expect(percentOf(ratio(4_447_963n, 3_330_000n))).toBe('133.5724… %');
    expect(percentOf(ratio(1n, 8n))).toBe('12.5 %');
    expect(percentOf(null)).toBe('unknown');
  });

  test('[TIMEWORDS-2] a share for reading has one decimal, and hides neither full use nor more', () => {
    expect(readableShare(ratio(970_192n, 1_000_000n))).toBe('97 %');
    expect(readableShare(ratio(4_447_963n, 3_330_000n))).toBe('133.5 %');
    expect(readableShare(ratio(9_999n, 10_000n))).toBe('99.9 %');
    expect(readableShare(ratio(1_000_001n, 1_000_000n))).toBe('more than 100 %');
    expect(readableShare(null)).toBe('unknown');
  });

  test('[TIMEWORDS-4] a policy says how the tasks give way that it schedules', () => {
    expect(policyWords('fixed-priority', ['preemptive'])).toBe('fixed priorities, preemptive');
    expect(policyWords('edf', ['preemptive'])).toBe('earliest deadline first');
    expect(policyWords('edf', ['cooperative'])).toBe('earliest deadline first, cooperative');
    const tasks = new Map([
      ['a', { preemption: 'cooperative' as const }],
      ['b', { preemption: 'preemptive' as const }],
    ]);
    const schedule = { policy: 'fixed-priority', taskIds: ['a', 'b'] } as const;
    expect(scheduleWords(schedule, tasks)).toBe('fixed priorities, preemptive and cooperative');
    expect(scheduleWords({ ...schedule, policy: null }, tasks)).toBeNull();
  });

  test('[TIMEWORDS-3] a fraction is shown where it can be read, and compared however long it is', () => {
    expect(fractionOf(ratio(4_447_963n, 3_330_000n))).toBe('4447963/3330000');
    expect(fractionOf(ratio(10n ** 20n, 10n ** 21n + 1n))).toBeNull();
    expect(fractionOf(ratio(2n, 1n))).toBeNull();
    expect(exceeds(ratio(10n ** 30n + 1n, 10n ** 30n), ratio(1n, 1n))).toBe(true);
    expect(exceeds(ratio(1n, 1n), ratio(2n, 2n))).toBe(false);
  });

  test.each([
    [{ low: 50, typical: 50, high: 50, standing: 'counted' }, '50 ns, counted'],
    [
      { low: null, typical: 40, high: null, standing: 'indication' },
      '40 ns: an indication, in no bound',
    ],
    [
      { low: 10, typical: 40, high: 90, standing: 'indication' },
      '40 ns (from 10 ns up to 90 ns): an indication, in no bound',
    ],
    [{ low: null, typical: null, high: null, standing: 'unknown' }, 'unknown'],
  ] as const)(
    '[TIMEWORDS-3] a time of handing data on says whether it counts: %o',
    (time, text) => {
      expect(transferTimeWords({ ...time, basis: '' })).toBe(text);
    },
  );
});
