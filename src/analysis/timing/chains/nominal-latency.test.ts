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
      fromRelease: 41,
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

  it('[CHAIN-10] is reached, message by message, by a simulation that shares no code with it', () => {
    let [compared, same, queued, turned] = [0, 0, 0, 0];
    for (let seed = 0; seed < 300; seed += 1) {
      const draw = drawFrom(seed);
      const periods = [6, 8, 12, 24];
      const tasks = Array.from({ length: draw(2, 5) }, (_, at) => {
        const by = at > 0 && draw(0, 2) > 0 ? draw(0, at - 1) : null;
        return {
          core: draw(0, 1),
          by,
          wcet: draw(1, 3),
          period: periods[draw(0, 3)] ?? 6,
          delay: draw(0, 4),
        };
      });
      const root = (at: number): number => {
        const by = tasks[at]?.by ?? null;
        return by === null ? at : root(by);
      };
      const order = [0, 1].map((core) =>
        [...tasks.keys()].filter((at) => tasks[at]?.core === core),
      );
      const placeOf = (at: number) => {
        const core = tasks[at]?.core ?? 0;
        return { core, task: order[core]?.indexOf(at) ?? 0 };
      };
      const cores = order.map((list) =>
        list.map((at) => {
          const { wcet = 1, by = null, delay = 0 } = tasks[at] ?? {};
          const period = tasks[root(at)]?.period ?? 6;
          return {
            wcet,
            period,
            offset: 0,
            ...(by === null ? {} : { by: { ...placeOf(by), delay } }),
          };
        }),
      );
      const chain = [0];
      while (chain.length < 4) {
        const next = draw((chain.at(-1) ?? 0) + 1, 5);
        if (next >= tasks.length) break;
        chain.push(next);
      }
      const hops = chain.map((at, hop) => {
        const isQueue = hop > 0 && tasks[at]?.by === chain[hop - 1];
        const notification = isQueue ? (tasks[at]?.delay ?? 0) : draw(0, 3);
        return { isQueue, notification, nextJobs: draw(0, 4) === 0 ? 1 : 0 };
      });
      const nominal = nominalLatency(
        cores,
        chain.map((at, hop) => ({ ...placeOf(at), ...hops[hop] })),
        { steps: 10_000 },
      );
      if (nominal.kind !== 'nominal') continue;
      const seen = simulateChain(
        tasks.map(({ core, wcet, by }, at) => {
          const period = tasks[root(at)]?.period ?? 6;
          const on = chain.indexOf(at);
          const activates = tasks.flatMap((each, place) =>
            each.by === at && !(on >= 0 && chain[on + 1] === place)
              ? [{ place, notify: () => each.delay }]
              : [],
          );
          return {
            ...{ core, period, activates, priority: -at, communication: 'implicit' as const },
            orderInversions: hops[on]?.nextJobs ?? 0,
            messageDriven: by !== null,
            jobs: Array.from({ length: 240 / period }, (_, job) => {
              return { release: job * period, ready: job * period, execution: wcet };
            }),
          };
        }),
        {
          places: chain,
          notify: (hop) => hops[hop + 1]?.notification ?? 0,
          stimulus: 'sampled',
          queues: hops.slice(1).map(({ isQueue }) => isQueue),
        },
        240,
      );
      compared += 1;
      queued += hops.some(({ isQueue }) => isQueue) ? 1 : 0;
      turned += hops.some(({ nextJobs }) => nextJobs > 0) ? 1 : 0;
      const { reaction, age, ageUntilReplaced } = seen;
      const reached = [reaction ?? 0, age ?? 0, ageUntilReplaced ?? 0];
      const found = [nominal.reaction, nominal.age, nominal.ageUntilReplaced];
      for (const [at, value] of found.entries())
        expect(value, `${at} of ${seed}`).toBeLessThanOrEqual(reached[at] ?? 0);
      if (found.every((value, at) => value === reached[at])) same += 1;
      expect(nominal.fromRelease).toBeLessThanOrEqual(nominal.reaction + 24);
    }
    expect(compared).toBeGreaterThan(100);
    expect(same).toBeGreaterThan(compared * 0.7);
    expect(Math.min(queued, turned)).toBeGreaterThan(30);
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
