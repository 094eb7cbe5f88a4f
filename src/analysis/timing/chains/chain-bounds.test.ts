/** All theories together: what they promise against random runs, and against each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chain, LatencyKind } from './chain.ts';
import { latencyBounds, tightestBound } from './chain-bounds.ts';
import { chainOf, task } from './testing/chain-builder.ts';
import { simulateChain } from './testing/chain-simulation.ts';
import { drawFrom, PLAIN, randomChain, type Shape } from './testing/random-chain.ts';

const KINDS: readonly LatencyKind[] = ['reaction', 'age'];

const SHAPES: Readonly<Record<string, Shape>> = {
  'one core, synchronous': PLAIN,
  'known first releases on two cores': { ...PLAIN, cores: 2, offsets: 'known' },
  'sporadic tasks and jitter': { ...PLAIN, cores: 2, offsets: 'unknown', sporadic: 50, jitter: 40 },
  'LET beside implicit communication': { ...PLAIN, cores: 2, offsets: 'known', logical: 50 },
  'cores that start at different times': {
    ...PLAIN,
    cores: 2,
    offsets: 'known',
    clocks: 'per-core',
  },
  'partitions with windows of their own': { ...PLAIN, cores: 2, windows: 70, jitter: 30 },
  'queues with late notifications': {
    ...PLAIN,
    cores: 2,
    queues: 70,
    notification: 40,
    arrival: 30,
  },
  'runnables in the other order': { ...PLAIN, inversions: 50, offsets: 'known' },
  'everything at once': {
    cores: 2,
    offsets: 'known',
    clocks: 'per-core',
    windows: 40,
    sporadic: 20,
    jitter: 30,
    logical: 20,
    queues: 30,
    inversions: 20,
    notification: 30,
    arrival: 30,
  },
};

/** The longest latencies of some runs. */
function seenIn(
  seed: number,
  shape: Shape,
): { chain: Chain; reaction: number; age: number } | null {
  const draw = drawFrom(seed);
  const random = randomChain(draw, shape);
  if (!random) return null;
  const seen = { chain: random.chain, reaction: 0, age: 0 };
  for (let run = 0; run < 3; run += 1) {
    const { tasks, chain } = random.run(draw, 400);
    const { reaction, age, ageUntilReplaced } = simulateChain(tasks, chain, 400);
    const replaced = random.chain.stimulus === 'sampled' ? ageUntilReplaced : null;
    seen.reaction = Math.max(seen.reaction, reaction ?? 0, replaced ?? 0);
    seen.age = Math.max(seen.age, age ?? 0);
  }
  return seen;
}

describe('bounds of a chain', () => {
  it.each(Object.entries(SHAPES))('[CHAIN-3] hold in every run: %s', (_, shape) => {
    let compared = 0;
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const seen = seenIn(seed, shape);
        fc.pre(seen !== null);
        for (const kind of KINDS) {
          for (const { theory, outcome } of latencyBounds(seen.chain, kind)) {
            if (outcome.kind !== 'bounded') continue;
            compared += 1;
            expect(outcome.value, theory).toBeGreaterThanOrEqual(seen[kind]);
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(60);
  });

  it('[CHAIN-11] LET is reached: the enumeration is exact', () => {
    const shape: Shape = { ...PLAIN, cores: 2, offsets: 'known', logical: 100, jitter: 20 };
    let reached = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const seen = seenIn(seed, shape);
      const hyperperiod = seen?.chain.tasks.every(({ period }) => 120 % period === 0);
      if (!seen || hyperperiod !== true) continue;
      for (const kind of KINDS) {
        const bound = latencyBounds(seen.chain, kind).find(({ theory }) => theory === 'LET');
        expect(bound?.outcome).toMatchObject({ kind: 'bounded', value: seen[kind] });
        reached += 1;
      }
    }
    expect(reached).toBeGreaterThan(20);
  });

  it('[CHAIN-2] say where the time goes: parts of no negative time that add up exactly', () => {
    const shape = SHAPES['everything at once'] as Shape;
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 3 }), (seed, copyTime) => {
        const random = randomChain(drawFrom(seed), shape);
        fc.pre(random !== null);
        const hops = random.chain.hops.map((hop) => ({ ...hop, copyTime }));
        for (const kind of KINDS) {
          for (const { outcome } of latencyBounds({ ...random.chain, hops }, kind)) {
            if (outcome.kind !== 'bounded') continue;
            const times = outcome.terms.map(({ time }) => time);
            expect(times.every((time) => time > 0)).toBe(true);
            expect(times.reduce((sum, time) => sum + time, 0)).toBe(outcome.value);
          }
        }
      }),
    );
  });

  it('[CHAIN-4] order the theories: Kloda, Dürr, Davare; Becker with responses before Dürr', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = randomChain(drawFrom(seed), { ...PLAIN, offsets: 'zero', jitter: 20 });
        fc.pre(random !== null);
        const values = (kind: LatencyKind, ...theories: readonly string[]) =>
          theories.map((name) => {
            const bound = latencyBounds(random.chain, kind).find(({ theory }) => theory === name);
            return bound?.outcome.kind === 'bounded' ? bound.outcome.value : NaN;
          });
        for (const order of [
          values('reaction', 'Kloda', 'Dürr', 'Davare'),
          values('age', 'known releases', 'Dürr', 'Davare'),
        ]) {
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('[CHAIN-4] show the tightest that holds, and none where none does', () => {
    const chain = chainOf([task(7, 3, { priority: 2 }), task(12, 6, { priority: 1 })]);
    expect(tightestBound(latencyBounds(chain, 'reaction'))).toMatchObject({ theory: 'Kloda' });
    const none = chainOf([task(7, 3), task(12, null)]);
    expect(tightestBound(latencyBounds(none, 'reaction'))).toBeNull();
  });

  it('[CHAIN-6] break where the producer is said to go first, and does not', () => {
    // Partitions with windows of their own: the claim of one scheduler is false, and some run shows it.
    let broken = 0;
    for (let seed = 0; seed < 300; seed += 1) {
      const seen = seenIn(seed, { ...PLAIN, windows: 100 });
      if (!seen) continue;
      const hops = seen.chain.hops.map((hop) => ({ ...hop, sharedScheduler: true }));
      const bound = tightestBound(latencyBounds({ ...seen.chain, hops }, 'age'));
      if (bound?.outcome.kind === 'bounded' && bound.outcome.value < seen.age) broken += 1;
    }
    expect(broken).toBeGreaterThan(0);
  });
});
