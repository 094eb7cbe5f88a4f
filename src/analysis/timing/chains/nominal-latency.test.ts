/** The schedule of jobs that all take their WCET, and what it is not. */
import { describe, expect, it } from 'vitest';
import { latencyBounds } from './chain-bounds.ts';
import { nominalLatency } from './nominal-latency.ts';
import { simulateChain } from './testing/chain-simulation.ts';
import { drawFrom } from './testing/random-chain.ts';
import { chainOf, task, valueOf } from './testing/chain-builder.ts';

const SET_D = [
  { wcet: 3, period: 7, offset: 0 },
  { wcet: 3, period: 12, offset: 0 },
  { wcet: 5, period: 20, offset: 0 },
];
const places = (...tasks: readonly number[]) => tasks.map((at) => ({ core: 0, task: at }));

describe('nominal latency', () => {
  it('[CHAIN-10] gives the job-level values of set D as a chain, both ways', () => {
    expect(nominalLatency([SET_D], places(0, 1, 2))).toEqual({
      kind: 'nominal',
      reaction: 48,
      age: 28,
      ageUntilReplaced: 48,
    });
    expect(nominalLatency([SET_D], places(2, 1, 0))).toMatchObject({
      reaction: 53,
      age: 46,
      ageUntilReplaced: 53,
    });
  });

  it('[CHAIN-10] is exceeded when jobs run shorter, while the bound is not: it is never a bound', () => {
    const draw = drawFrom(1);
    let longest = 0;
    for (let run = 0; run < 200; run += 1) {
      const tasks = SET_D.map(({ wcet, period }, at) => ({
        core: 0,
        priority: -at,
        communication: 'implicit' as const,
        period,
        orderInversions: 0,
        messageDriven: false,
        jobs: Array.from({ length: Math.ceil(840 / period) }, (_, job) => {
          return {
            release: job * period,
            ready: job * period,
            execution: draw(0, 1) === 0 ? 1 : wcet,
          };
        }),
      }));
      const chain = { places: [2, 1, 0], notify: () => 0, stimulus: 'sampled' as const };
      longest = Math.max(longest, simulateChain(tasks, chain, 840).reaction ?? 0);
    }
    const chain = chainOf([
      task(20, 20, { priority: 1 }),
      task(12, 6, { priority: 2 }),
      task(7, 3, { priority: 3 }),
    ]);
    const bounds = latencyBounds(chain, 'reaction');
    expect(longest).toBeGreaterThan(53);
    const kloda = bounds.find(({ theory }) => theory === 'Kloda');
    expect(longest).toBeLessThanOrEqual(Number(kloda && valueOf(kloda.outcome)));
  });

  it('[CHAIN-10] follows data over cores of one clock, and offsets', () => {
    const one = [{ wcet: 2, period: 10, offset: 0 }];
    const two = [{ wcet: 3, period: 10, offset: 5 }];
    const chain = [
      { core: 0, task: 0 },
      { core: 1, task: 0 },
    ];
    // Read at 0, written at 2, read at 5, written at 8: 8 old; a change after 0 is read at 10.
    expect(nominalLatency([one, two], chain)).toMatchObject({ reaction: 18, age: 8 });
  });

  it('[CHAIN-12] is unknown for too many jobs, too long hyperperiods, schedules that do not repeat', () => {
    expect(nominalLatency([SET_D], places(0), { steps: 100 })).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
    const huge = [2 ** 40 + 1, 2 ** 40 - 1].map((period) => ({ wcet: 1, period, offset: 0 }));
    expect(nominalLatency([huge], places(0, 1))).toMatchObject({ reason: 'overflow' });
    const over = [
      { wcet: 3, period: 4, offset: 0 },
      { wcet: 3, period: 8, offset: 0 },
    ];
    expect(nominalLatency([over], places(0, 1))).toMatchObject({ reason: 'not-periodic' });
  });
});
