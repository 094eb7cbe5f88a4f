/** Chains over several clocks. */
import { describe, expect, it } from 'vitest';
import { latencyBounds, tightestBound } from './chain-bounds.ts';
import { OBSTACLES } from './latency-bound.ts';
import { chainOf, task, termsOf, valueOf } from './testing/chain-builder.ts';

/** Two tasks on one core, a gateway, two tasks on another: only the first two and the last two know each other's phase. */
const far = { clock: 'far', core: 'far' };
const chain = chainOf([
  task(10, 4, { priority: 2 }),
  task(20, 9, { priority: 1 }),
  task(5, 2, { clock: 'bus', core: 'bus' }),
  task(10, 3, { ...far, priority: 2 }),
  task(10, 6, { ...far, priority: 1 }),
]);
const bounds = (latency: 'reaction' | 'age') =>
  Object.fromEntries(
    latencyBounds(
      {
        ...chain,
        hops: chain.hops.map((hop, at) => ({ ...hop, sharedScheduler: at === 0 || at === 3 })),
      },
      latency,
    ).map((bound) => [bound.theory, bound.outcome]),
  );

describe('segments of several clocks', () => {
  it('[CHAIN-8] add up the pieces, a gateway adding T + R', () => {
    const { segments } = bounds('reaction');
    // 10 + (10 + 9), then 5 + 2, then 10 + (0 + 6): each piece by Kloda.
    expect(segments && valueOf(segments)).toBe(10 + 19 + 7 + 16);
    expect(segments && termsOf(segments)).toEqual([
      'sampling 0 10',
      'sampling 1 10',
      'response 1 9',
      'sampling 2 5',
      'response 2 2',
      'sampling 3 10',
      'response 4 6',
    ]);
  });

  it('[CHAIN-8] let the age of all pieces but the last be that until replaced', () => {
    const { segments } = bounds('age');
    expect(segments && valueOf(segments)).toBe(29 + 7 + 6);
  });

  it('[CHAIN-8] are the tightest, and whoever needs a phase says nothing', () => {
    const all = bounds('reaction');
    expect(tightestBound(latencyBounds(chain, 'reaction'))?.theory).toBe('segments');
    expect(all.Kloda && valueOf(all.Kloda)).toBe('not-applicable: several-cores');
    expect(all['known releases'] && valueOf(all['known releases'])).toBe(
      'not-applicable: several-clocks',
    );
    expect(OBSTACLES['several-cores']).toBe('needs one core');
  });

  it('[CHAIN-5] are unknown with one piece unknown, and not applicable to one clock', () => {
    const gap = {
      ...chain,
      tasks: chain.tasks.map((one, at) => (at === 3 ? task(10, null, far) : one)),
    };
    const segments = latencyBounds(gap, 'reaction').at(-1);
    expect(segments?.outcome).toEqual({
      kind: 'unknown',
      obstacles: [{ code: 'no-response-time', task: 3 }],
    });
    const near = latencyBounds(chainOf([task(10, 4), task(20, 9)]), 'age').at(-1);
    expect(near && valueOf(near.outcome)).toBe('not-applicable: one-clock');
  });
});
