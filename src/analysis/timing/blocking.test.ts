import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Preemption, type PreemptionMode, regionBlocking } from './blocking.ts';
import { fixedPriorityResponses } from './fixed-priority.ts';
import { type Part, type ScriptedJob, simulateSlots } from './testing/slot-simulation.ts';

function mode(
  preemption: Preemption,
  wcet: number,
  longestRegion: number | null = null,
): PreemptionMode {
  return { preemption, wcet, longestRegion };
}

/** A job in regions: cooperative ones hold the ceiling of the cooperative tasks, non-preemptive ones the highest. */
function partsOf({ preemption, wcet, longestRegion }: PreemptionMode, ceiling: number): Part[] {
  if (preemption === 'preemptive') return [{ kind: 'run', length: wcet }];
  const region = preemption === 'cooperative' ? (longestRegion ?? wcet) : wcet;
  const parts: Part[] = [];
  for (let left = wcet; left > 0; left -= region) {
    parts.push({
      kind: 'section',
      length: Math.min(region, left),
      resource: 'region',
      ceiling: preemption === 'cooperative' ? ceiling : 0,
    });
  }
  return parts;
}

describe('blocking by regions that cannot be preempted', () => {
  it('[BLOCK-1] never blocks preemptive tasks above all cooperative ones', () => {
    const tasks = [
      mode('preemptive', 9),
      mode('preemptive', 9),
      mode('cooperative', 9, 2),
      mode('cooperative', 9, 4),
      mode('cooperative', 9, 3),
      mode('preemptive', 9),
    ];
    expect(regionBlocking(tasks)).toEqual([0, 0, 4, 3, 0, 0]);
  });

  it('[BLOCK-2] blocks a preemptive task between cooperative ones, through the one above it', () => {
    const tasks = [
      { ...mode('cooperative', 1), period: 6, release: 1 },
      { ...mode('preemptive', 5), period: 6, release: 2 },
      { ...mode('cooperative', 5), period: 100, release: 0 },
    ];
    expect(regionBlocking(tasks)).toEqual([5, 5, 0]);
    const jobs = tasks.flatMap((one, rank) =>
      [0, 1, 2].map((at): ScriptedJob => {
        const release = one.release + at * one.period;
        return { core: 0, rank, release, ready: release, parts: partsOf(one, 0) };
      }),
    );
    // Without blocking its response would be 6; the one above it comes at 5 and again at 7.
    expect(simulateSlots(jobs, 60)[3]).toBeGreaterThan(6);
  });

  it('[BLOCK-3] counts the whole execution where the longest region is unknown, never more', () => {
    const top = mode('cooperative', 1);
    expect(regionBlocking([top, mode('cooperative', 7)])).toEqual([7, 0]);
    expect(regionBlocking([top, mode('cooperative', 7, 99)])).toEqual([7, 0]);
  });

  it('[BLOCK-4] lets a non-preemptive task keep everybody waiting, whole', () => {
    const tasks = [mode('preemptive', 1), mode('cooperative', 5, 1), mode('non-preemptive', 8, 2)];
    expect(regionBlocking(tasks)).toEqual([8, 8, 0]);
    expect(regionBlocking([])).toEqual([]);
  });

  it('[BLOCK-5] makes response times that no simulation exceeds', () => {
    const one = fc.record({
      preemption: fc.constantFrom<Preemption>('preemptive', 'cooperative', 'non-preemptive'),
      wcet: fc.integer({ min: 1, max: 5 }),
      longestRegion: fc.integer({ min: 1, max: 5 }),
      period: fc.integer({ min: 6, max: 30 }),
      offset: fc.nat(30),
    });
    let compared = 0;
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 4 }), (tasks) => {
        const blocking = regionBlocking(tasks);
        const bounds = fixedPriorityResponses(
          tasks.map(({ wcet, period }, rank) => {
            return { wcet, period, deadline: period, jitter: 0, blocking: blocking[rank] ?? NaN };
          }),
        );
        const ceiling = tasks.findIndex(({ preemption }) => preemption === 'cooperative');
        const jobs = tasks.flatMap((task, rank) =>
          [0, 1, 2, 3, 4].map((at): ScriptedJob => {
            const release = task.offset + at * task.period;
            return { core: 0, rank, release, ready: release, parts: partsOf(task, ceiling) };
          }),
        );
        for (const [at, response] of simulateSlots(jobs, 300).entries()) {
          const bound = bounds[jobs[at]?.rank ?? -1];
          if (bound?.kind !== 'bounded') continue;
          compared += 1;
          expect(response ?? Infinity).toBeLessThanOrEqual(bound.responseTime);
        }
      }),
      { seed: 6, numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(2000);
  });
});
