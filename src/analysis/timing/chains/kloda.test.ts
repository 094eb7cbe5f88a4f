/** Following releases onward. */
import { describe, expect, it } from 'vitest';
import type { Chain, ChainTask } from './chain.ts';
import { klodaReaction, releasesReaction } from './kloda.ts';
import { chainOf, task, termsOf, valueOf } from './testing/chain-builder.ts';

const setD = [
  task(7, 3, { priority: 3 }),
  task(12, 6, { priority: 2 }),
  task(20, 20, { priority: 1 }),
];
const changed = (rest: Partial<ChainTask>): Chain =>
  chainOf([...setD.slice(0, 2), task(20, 20, { priority: 1, ...rest })]);

describe('Kloda', () => {
  it('[CHAIN-1] gives the values of set D as a chain, both ways', () => {
    expect(valueOf(klodaReaction(chainOf(setD)))).toBe(54);
    expect(valueOf(klodaReaction(chainOf(setD.toReversed())))).toBe(63);
  });

  it('[CHAIN-2] shows the waits of the worst release', () => {
    // From 49: read by the job at 60, which the job at 80 reads; the change came just after 42.
    expect(termsOf(klodaReaction(chainOf(setD)))).toEqual([
      'sampling 0 7',
      'sampling 1 11',
      'sampling 2 16',
      'response 2 20',
    ]);
  });

  it('[CHAIN-5] needs one core, one scheduler, synchronous release, implicit communication', () => {
    const other = [
      [changed({ core: 'other' }), 'several-cores'],
      [chainOf(setD, { sharedScheduler: false }), 'not-fixed-priority'],
      [changed({ offset: 1 }), 'not-synchronous'],
      [changed({ offset: null }), 'no-offset'],
      [changed({ longestGap: 21 }), 'no-offset'],
      [changed({ clock: 'other' }), 'several-clocks'],
      [changed({ communication: 'let' }), 'not-implicit'],
    ] as const;
    for (const [chain, code] of other) {
      expect(valueOf(klodaReaction(chain))).toBe(`not-applicable: ${code}`);
    }
    expect(valueOf(klodaReaction(changed({ responseTime: null })))).toBe(
      'unknown: no-response-time',
    );
  });

  it('[CHAIN-5] follows known releases over cores of one clock, never over clocks', () => {
    // Released at 0 mod 10, written by 4, read from the release at 5 mod 10 on.
    const offset = chainOf([task(10, 4), task(10, 3, { offset: 5, core: 'other' })], {
      sharedScheduler: false,
    });
    expect(valueOf(releasesReaction(offset))).toBe(10 + 5 + 3);
    const late = chainOf([task(10, 6), task(10, 3, { offset: 5, core: 'other' })], {
      sharedScheduler: false,
    });
    expect(valueOf(releasesReaction(late))).toBe(10 + 15 + 3);
    expect(valueOf(releasesReaction(changed({ clock: 'other' })))).toBe(
      'not-applicable: several-clocks',
    );
  });

  it('[CHAIN-12] ends: too many releases, or a hyperperiod beyond exact numbers, are unknown', () => {
    expect(valueOf(klodaReaction(chainOf(setD), { steps: 100 }))).toBe('unknown: steps');
    const huge = chainOf([task(2 ** 40 + 1, 1), task(2 ** 40 - 1, 1)]);
    expect(valueOf(klodaReaction(huge))).toBe('unknown: overflow');
  });
});
