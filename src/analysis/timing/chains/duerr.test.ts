/** Sums that know which producer goes first. */
import { describe, expect, it } from 'vitest';
import type { ChainHop, ChainTask } from './chain.ts';
import { duerrAge, duerrReaction } from './duerr.ts';
import { chainOf, task, valueOf } from './testing/chain-builder.ts';

const both = (tasks: readonly ChainTask[], rest: Partial<ChainHop> = {}) => {
  const chain = chainOf(tasks, rest);
  return [valueOf(duerrReaction(chain)), valueOf(duerrAge(chain))];
};

describe('Dürr', () => {
  const falling = [
    task(7, 3, { priority: 3 }),
    task(12, 6, { priority: 2 }),
    task(20, 20, { priority: 1 }),
  ];

  it('[CHAIN-1] gives the values of set D as a chain, both ways', () => {
    expect(both(falling)).toEqual([59, 39]);
    expect(both(falling.toReversed())).toEqual([68, 61]);
  });

  it('[CHAIN-6] lets a producer go first on one scheduler only, of higher priority, told of at once', () => {
    expect(both(falling, { sharedScheduler: false })).toEqual([68, 7 + 3 + 12 + 6 + 20]);
    expect(both(falling, { notification: 1 })).toEqual([70, 7 + 4 + 12 + 7 + 20]);
    const equal = falling.map((one) => ({ ...one, priority: 1 }));
    expect(both(equal)).toEqual([68, 48]);
  });

  it('[CHAIN-6] waits for a producer with jitter until it is ready', () => {
    const late = falling.map((one) => ({ ...one, jitter: 2 }));
    expect(both(late)).toEqual([59 + 2 + 2, 39 + 2 + 2]);
  });

  it('[CHAIN-7] waits a period for every step against the order of runnables', () => {
    // Four runnables of a 10 ms task at places 149, 243, 272, 107: the last step goes back.
    expect(both([task(10, 3)])).toEqual([13, 3]);
    expect(both([task(10, 3, { orderInversions: 1 })])).toEqual([23, 13]);
    const first = task(7, 3, { priority: 3, orderInversions: 1 });
    expect(both([first, ...falling.slice(1)])).toEqual([59 + 7, 39 + 7]);
  });

  it('[CHAIN-5] needs no longest gap of the last task for the age', () => {
    const last = task(20, 5, { longestGap: null, offset: null });
    expect(both([task(10, 3), last])).toEqual(['unknown: no-longest-gap', 18]);
  });
});
