import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../catalog/technology.ts';
import { US } from '../../model/units.ts';
import { catalogueOf, mechanism, technology } from '../testing/catalogue-builder.ts';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

const measured = (value: number, unit: string, conditions = 'on the Board') => ({
  value,
  unit,
  conditions,
  sources: ['test'],
  confidence: 'high' as const,
});

const base = catalogueOf(
  [
    technology({
      id: 'hv',
      family: 'type1-static',
      kinds: ['hypervisor', 'partition'],
      figures: {
        interruptLatency: measured(900, 'ns'),
        interruptLatencyMax: measured(1000, 'ns'),
        interruptLatencyInterferenceMax: measured(9000, 'ns'),
      },
    }),
    technology({ id: 'dark', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
  ],
  [mechanism({ id: 'queue', channelKinds: ['message'], technologyIds: ['hv'] })],
);
const queue = base.mechanisms.get('queue');
if (!queue) throw new Error('no mechanism');
const figures = {
  ...queue.figures,
  latency: { ...queue.figures.latency, ...measured(5000, 'ns') },
  throughput: { ...queue.figures.throughput, ...measured(0.8, 'Gbit/s') },
};
const catalogue: Catalogue = {
  ...base,
  mechanisms: new Map([['queue', { ...queue, figures }]]),
};

const otherSet = target({ clusters: [{ id: 'x', cores: 4, type: 'Ice Lake-SP', isa: 'x86_64' }] });
const elsewhere = target({ clusters: [{ id: 'x', cores: 4, type: 'Cortex-A72' }] });

/** Two applications in two cells, with one link by the queue. */
function linked(link: object, board = target(), mechanismId: string | null = 'queue') {
  return new PlanBuilder(board)
    .application('a')
    .application('b')
    .environment('hv', 'hypervisor', null, { technologyId: 'hv' })
    .environment('one', 'partition', 'hv', { coreIds: ['c0'] })
    .environment('two', 'partition', 'hv', { coreIds: ['c1'] })
    .place('a', 'one')
    .place('b', 'two')
    .link('l', 'a', 'b', { ...link })
    .channel('l', 'message', { mechanismId });
}

/** The user sets a figure for the plan. */
const set = (
  subjectKind: string,
  subjectId: string,
  parameter: string,
  value: number,
  unit: string,
) => ({
  id: `${subjectId}-${parameter}`,
  order: 1,
  subjectKind,
  subjectId,
  parameter,
  value,
  unit,
  reason: 'measured by us',
});

describe('latency of links', () => {
  it('[LAT-1] observed on the same core type above the bound: an error', () => {
    const result = linked({ latencyBoundNs: 4 * US }).analyze(catalogue);
    const [found] = findingsOf(result, 'LAT-1', 'error');
    expect(found).toMatchObject({ limit: '4 µs', actual: '5 µs', remainder: '-1 µs' });
    expect(found?.message).toContain('was observed to take 5 µs');
    expect(result.budgets.find(({ kind }) => kind === 'ipc-latency')).toMatchObject({
      verdict: 'over',
      capacity: 4 * US,
    });
  });

  it('[LAT-1] observed on another core type: no verdict either way, and the distance in words', () => {
    for (const latencyBoundNs of [4 * US, 6 * US]) {
      const result = linked({ latencyBoundNs }, elsewhere).analyze(catalogue);
      expect(verdictsOf(result, 'LAT-1')).toEqual(['not-assessed']);
      const [found] = findingsOf(result, 'LAT-1', 'not-assessed');
      expect(found?.message).toBe(
        'latency of what carries "l" was measured elsewhere only: measured on Cortex-A53 (Board); this target: Cortex-A72: an indication, no bound',
      );
      expect(found?.evidence[0]?.value).toBe('5 µs');
      expect(result.budgets.find(({ kind }) => kind === 'ipc-latency')).toMatchObject({
        demand: { low: null, typical: null, high: null },
        atLeast: true,
        verdict: 'unknown',
      });
    }
  });

  it('[LAT-1] observed on another instruction set: unknown, with what there is as evidence', () => {
    const result = linked({ latencyBoundNs: 4 * US }, otherSet).analyze(catalogue);
    expect(verdictsOf(result, 'LAT-1')).toEqual(['not-assessed']);
    expect(findingsOf(result, 'LAT-1', 'not-assessed')[0]?.evidence[0]?.value).toBe(
      "5 µs measured on Cortex-A53 (aarch64); this target's core is Ice Lake-SP (x86_64): not comparable",
    );
    const replaced = linked({ latencyBoundNs: 4 * US }, otherSet)
      .override(set('mechanism', 'queue', 'latency', 5500, 'ns'))
      .analyze(catalogue);
    expect(verdictsOf(replaced, 'LAT-1')).toEqual(['error']);
  });

  it('[LAT-1] below the bound proves nothing; unknown is unknown', () => {
    const below = linked({ latencyBoundNs: 6 * US }).analyze(catalogue);
    expect(verdictsOf(below, 'LAT-1')).toEqual(['not-assessed']);
    expect(findingsOf(below, 'LAT-1', 'not-assessed')[0]?.message).toContain(
      'observed is no bound',
    );
    expect(below.budgets.find(({ kind }) => kind === 'ipc-latency')?.verdict).toBe('unknown');
    const dark = linked({ latencyBoundNs: 6 * US }, target(), null).analyze(catalogue);
    expect(findingsOf(dark, 'LAT-1', 'not-assessed')[0]?.message).toContain('no latency was found');
  });

  it('[LAT-1] a latency that the user set for the plan passes', () => {
    const result = linked({ latencyBoundNs: 6 * US })
      .override(set('mechanism', 'queue', 'latency', 5500, 'ns'))
      .analyze(catalogue);
    expect(verdictsOf(result, 'LAT-1')).toEqual(['pass']);
    expect(result.budgets.find(({ kind }) => kind === 'ipc-latency')?.verdict).toBe('within');
  });
});

describe('figures that are not what a link asks for', () => {
  const reading = (phrase: string, kind: 'round-trip' | 'ping-pong' | 'added') => ({
    id: kind,
    phrase,
    reading: kind,
    payloadBytes: null,
  });
  const withReadings = (latency: string, throughput: string): Catalogue => ({
    ...catalogue,
    readings: [
      reading('round trip', 'round-trip'),
      reading('ping-pong', 'ping-pong'),
      reading('added', 'added'),
    ],
    mechanisms: new Map([
      [
        'queue',
        {
          ...queue,
          figures: {
            ...queue.figures,
            latency: { ...queue.figures.latency, ...measured(5000, 'ns', latency) },
            throughput: { ...queue.figures.throughput, ...measured(0.8, 'Gbit/s', throughput) },
          },
        },
      ],
    ]),
  });

  it('[LAT-1] a round trip refutes a bound only where half of it is above', () => {
    const round = withReadings('round trip on the Board', 'on the Board');
    const verdict = (ns: number) =>
      verdictsOf(linked({ latencyBoundNs: ns }).analyze(round), 'LAT-1');
    expect(verdict(4 * US)).toEqual(['not-assessed']);
    expect(verdict(2 * US)).toEqual(['error']);
    const result = linked({ latencyBoundNs: 4 * US }).analyze(round);
    expect(result.estimates.find(({ kind }) => kind === 'ipc-latency')).toMatchObject({
      low: 0,
      typical: 2500,
      high: 5000,
    });
    const own = linked({ latencyBoundNs: 4 * US })
      .override(set('mechanism', 'queue', 'latency', 5000, 'ns'))
      .analyze(round);
    expect(verdictsOf(own, 'LAT-1')).toEqual(['error']);
  });

  it('[LAT-1] what a layer adds is a lower bound of what the link takes', () => {
    const result = linked({ latencyBoundNs: 6 * US }).analyze(
      withReadings('added by a layer, on the Board', 'on the Board'),
    );
    expect(result.estimates.find(({ kind }) => kind === 'ipc-latency')).toMatchObject({
      low: 5000,
      atLeast: true,
    });
  });

  it('[LAT-3] a rate in turns suffices for a stream that needs less, and refutes none', () => {
    const turns = withReadings('on the Board', 'ping-pong on the Board');
    const verdict = (rateHz: number) =>
      verdictsOf(linked({ payloadBytes: 1000, rateHz }).analyze(turns), 'LAT-3');
    expect(verdict(100_000)).toEqual(['pass']);
    expect(verdict(100_001)).toEqual(['not-assessed']);
    const result = linked({ payloadBytes: 1000, rateHz: 1 }).analyze(turns);
    expect(result.estimates.find(({ kind }) => kind === 'ipc-throughput')).toMatchObject({
      low: 1e8,
      high: null,
      atLeast: true,
    });
  });
});

describe('interrupt latency', () => {
  const needs = (interruptLatencyNs: number, technologyId = 'hv', board = target()) =>
    new PlanBuilder(board)
      .application('a', { interruptLatencyNs })
      .environment('hv', 'hypervisor', null, { technologyId })
      .environment('one', 'partition', 'hv', { coreIds: ['c0'] })
      .place('a', 'one');

  it('[LAT-2] the largest observed alone is above the need: an error on the same core type', () => {
    const result = needs(999).analyze(catalogue);
    const [found] = findingsOf(result, 'LAT-2', 'error');
    expect(found).toMatchObject({ limit: '999 ns', actual: '1 µs', remainder: '-1 ns' });
    expect(result.budgets.find(({ kind }) => kind === 'interrupt-latency')).toMatchObject({
      demand: { low: 900, typical: 1000, high: 9000 },
      verdict: 'over',
    });
  });

  it('[LAT-2] observed on other cores: no verdict either way, and nothing in the budget', () => {
    for (const board of [elsewhere, otherSet]) {
      for (const need of [999, 1_000_000]) {
        const result = needs(need, 'hv', board).analyze(catalogue);
        expect(verdictsOf(result, 'LAT-2')).toEqual(['not-assessed']);
        const [found] = findingsOf(result, 'LAT-2', 'not-assessed');
        expect(found?.message).toContain('was measured elsewhere only: ');
        expect(found?.evidence).toHaveLength(4);
        expect(result.budgets.find(({ kind }) => kind === 'interrupt-latency')).toMatchObject({
          demand: { low: null, typical: null, high: null },
          verdict: 'unknown',
        });
      }
    }
  });

  it('[LAT-2] only under interference: a warning', () => {
    const [found] = findingsOf(needs(5000).analyze(catalogue), 'LAT-2', 'warning');
    expect(found?.message).toContain('while others load shared caches and memory');
    expect(found).toMatchObject({ actual: '9 µs', remainder: '-4 µs' });
  });

  it('[LAT-2] below the need proves nothing; unknown is unknown', () => {
    const below = findingsOf(needs(10_000).analyze(catalogue), 'LAT-2', 'not-assessed');
    expect(below[0]?.message).toContain('observed is no bound');
    const dark = findingsOf(needs(10_000, 'dark').analyze(catalogue), 'LAT-2', 'not-assessed');
    expect(dark[0]?.message).toContain('no interrupt latency was found');
  });

  it('[LAT-2] figures that the user set for the plan pass, but only all three', () => {
    const one = needs(10_000).override(
      set('technology', 'hv', 'interruptLatencyInterferenceMax', 8000, 'ns'),
    );
    expect(verdictsOf(one.analyze(catalogue), 'LAT-2')).toEqual(['not-assessed']);
    const all = one
      .override(set('technology', 'hv', 'interruptLatency', 800, 'ns'))
      .override(set('technology', 'hv', 'interruptLatencyMax', 950, 'ns'));
    expect(verdictsOf(all.analyze(catalogue), 'LAT-2')).toEqual(['pass']);
  });
});

describe('throughput of links', () => {
  // 0.8 Gbit/s are 100 MB/s
  it('[LAT-3] payload x rate above what was observed', () => {
    const [found] = findingsOf(
      linked({ payloadBytes: 1_100_000, rateHz: 100 }).analyze(catalogue),
      'LAT-3',
      'error',
    );
    expect(found).toMatchObject({ limit: '100 MB/s', actual: '110 MB/s', remainder: '-10 MB/s' });
  });

  it('[LAT-3] enough on the same core type; elsewhere it proves nothing', () => {
    const link = { payloadBytes: 1_000_000, rateHz: 100 };
    expect(verdictsOf(linked(link).analyze(catalogue), 'LAT-3')).toEqual(['pass']);
    const more = { payloadBytes: 1_100_000, rateHz: 100 };
    for (const board of [elsewhere, otherSet]) {
      for (const each of [link, more]) {
        const result = linked(each, board).analyze(catalogue);
        expect(verdictsOf(result, 'LAT-3')).toEqual(['not-assessed']);
      }
    }
    expect(verdictsOf(linked(link, target(), null).analyze(catalogue), 'LAT-3')).toEqual([
      'not-assessed',
    ]);
  });
});
