import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Preemption, type PreemptionMode, regionBlocking } from './blocking.ts';

function mode(
  preemption: Preemption,
  wcet: number,
  longestRegion: number | null = null,
): PreemptionMode {
  return { preemption, wcet, longestRegion };
}

describe('blocking by regions that cannot be preempted', () => {
  const mixed = [
    mode('preemptive', 9),
    mode('cooperative', 9, 2),
    mode('preemptive', 9),
    mode('cooperative', 9, 4),
    mode('cooperative', 9, 3),
    mode('preemptive', 9),
  ];

  it('[BLOCK-1] keeps only cooperative tasks waiting where the kernel preempts them anywhere', () => {
    expect(regionBlocking(mixed, 'cooperative-tasks')).toEqual([0, 4, 0, 3, 0, 0]);
  });

  it('[BLOCK-1] keeps every task up to the ceiling waiting where they share an internal resource', () => {
    expect(regionBlocking(mixed, 'internal-resource')).toEqual([0, 4, 4, 3, 0, 0]);
  });

  it('[BLOCK-2] counts the whole execution where the longest region is unknown, never more', () => {
    const top = mode('cooperative', 1);
    expect(regionBlocking([top, mode('cooperative', 7)], 'cooperative-tasks')).toEqual([7, 0]);
    expect(regionBlocking([top, mode('cooperative', 7, 99)], 'cooperative-tasks')).toEqual([7, 0]);
  });

  it('[BLOCK-3] lets a non-preemptive task keep everybody waiting, whole', () => {
    const tasks = [mode('preemptive', 1), mode('cooperative', 5, 1), mode('non-preemptive', 8, 2)];
    expect(regionBlocking(tasks, 'cooperative-tasks')).toEqual([8, 8, 0]);
    expect(regionBlocking([], 'internal-resource')).toEqual([]);
  });

  it('[BLOCK-4] never blocks longer where the kernel preempts anywhere, nor the lowest priority', () => {
    const task = fc.record({
      preemption: fc.constantFrom<Preemption>('preemptive', 'cooperative', 'non-preemptive'),
      wcet: fc.integer({ min: 1, max: 50 }),
      longestRegion: fc.option(fc.integer({ min: 1, max: 50 })),
    });
    fc.assert(
      fc.property(fc.array(task, { minLength: 1, maxLength: 8 }), (tasks) => {
        const anywhere = regionBlocking(tasks, 'cooperative-tasks');
        const ceiling = regionBlocking(tasks, 'internal-resource');
        for (const [rank, blocking] of anywhere.entries()) {
          const lower = tasks.slice(rank + 1).map(({ wcet }) => wcet);
          expect(blocking).toBeLessThanOrEqual(ceiling[rank] ?? NaN);
          expect(ceiling[rank]).toBeLessThanOrEqual(Math.max(0, ...lower));
        }
        expect([anywhere.at(-1), ceiling.at(-1)]).toEqual([0, 0]);
      }),
      { seed: 6 },
    );
  });
});
