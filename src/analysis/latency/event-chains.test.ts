import { describe, expect, it } from 'vitest';
import { catalogueOf, mechanism } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import type { ChainResult } from '../result.ts';

type Seed = Readonly<Record<string, unknown>>;

const event = (fromTaskId: string | null, toTaskId: string | null): Seed => ({
  kind: 'event',
  fromTaskId,
  toTaskId,
});

/** pyCPA 1.2, examples/spp_test.py, on one kernel with two cores. */
function pycpa(): PlanBuilder {
  return new PlanBuilder()
    .environment('os', 'os', null, {
      coreIds: ['c0', 'c1'],
      os: { family: 'qnx' },
      scheduler: 'fixed-priority',
    })
    .application('one')
    .application('two')
    .place('one', 'os', ['c0'])
    .place('two', 'os', ['c1'])
    .task('T11', 'one', 10, 30, { bcetNs: 5, jitterNs: 5, priority: 9 })
    .task('T12', 'one', 3, 15, { bcetNs: 1, jitterNs: 6, priority: 8 })
    .task('T21', 'two', 2, 30, { kind: 'sporadic', bcetNs: 2, priority: 9 })
    .task('T22', 'two', 9, 15, { kind: 'sporadic', bcetNs: 4, priority: 8 })
    .link('a', 'one', 'two', event('T11', 'T21'))
    .link('b', 'one', 'two', event('T12', 'T22'));
}

const boundOf = (chain: ChainResult | undefined, theory: string, latency: string) =>
  chain?.bounds.find((bound) => bound.theory === theory && bound.latency === latency);
const chainOf = (builder: PlanBuilder, taskIds: readonly string[], seed: Seed = {}) =>
  builder.chain('chain', taskIds, seed).analyze().chains[0];

const QUEUE = catalogueOf(
  [],
  [
    (({ figures, ...rest }) => ({
      ...rest,
      figures: {
        ...figures,
        latency: {
          ...figures.latency,
          value: 40,
          unit: 'ns',
          conditions: 'on the Board',
          sources: ['test'],
        },
        throughput: {
          ...figures.throughput,
          value: 8,
          unit: 'Gbit/s',
          conditions: 'on the Board',
          sources: ['test'],
        },
      },
    }))(mechanism({ id: 'queue', channelKinds: ['message'] })),
  ],
);

/** Two images, and what the user states of the channel between them. */
function apart(link: Seed, stated: Readonly<Record<string, number>> = {}): ChainResult | undefined {
  const builder = new PlanBuilder()
    .environment('a', 'bare-metal', null, { coreIds: ['c0'] })
    .environment('b', 'bare-metal', null, { coreIds: ['c1'] })
    .application('one')
    .application('two')
    .place('one', 'a', ['c0'])
    .place('two', 'b', ['c1'])
    .task('t', 'one', 20, 1000, { priority: 1, bcetNs: 20 })
    .task('u', 'two', 30, 1000, {
      priority: 1,
      kind: link['kind'] === 'event' ? 'sporadic' : 'periodic',
    })
    .link('link', 'one', 'two', { fromTaskId: 't', toTaskId: 'u', payloadBytes: 64, ...link })
    .channel('link', 'message', { mechanismId: 'queue' })
    .chain('chain', ['t', 'u'], { latencyBoundNs: 5000 });
  for (const [parameter, value] of Object.entries(stated)) {
    const unit = parameter === 'latency' ? 'ns' : 'Gbit/s';
    const subject = { subjectKind: 'mechanism', subjectId: 'queue' };
    builder.override({ id: parameter, ...subject, parameter, value, unit, reason: 'by design' });
  }
  return builder.analyze(QUEUE).chains[0];
}

describe('chains over events', () => {
  it('[LAT-ROW-5] add no sampling: the published example takes 17 and 30 from the first release', () => {
    const long = chainOf(pycpa(), ['T12', 'T22']);
    expect(boundOf(long, 'message-driven', 'age')?.valueNs).toBe(30);
    expect(boundOf(long, 'message-driven', 'reaction')?.valueNs).toBe(45);
    expect(long).toMatchObject({ latencyNs: 45, nominalNs: 37 });
    expect(long?.transfers).toMatchObject([{ transport: 'queue', link: { id: 'b' } }]);
    const short = chainOf(pycpa(), ['T11', 'T21']);
    expect(boundOf(short, 'message-driven', 'age')?.valueNs).toBe(17);
    expect(boundOf(short, 'message-driven', 'age')?.parts).toEqual([
      { kind: 'response', taskId: 'T11', timeNs: 15 },
      { kind: 'response', taskId: 'T21', timeNs: 2 },
    ]);
  });

  it('[LAT-ROW-5] add up with sampled hops', () => {
    const mixed = pycpa()
      .task('S', 'two', 1, 100, { priority: 1 })
      .link('c', 'two', 'two', { fromTaskId: 'T22', toTaskId: 'S' });
    const age = boundOf(chainOf(mixed, ['T12', 'T22', 'S']), 'Davare', 'age');
    const response = mixed.analyze().tasks.find(({ task }) => task.id === 'S')?.responseTimeNs ?? 0;
    // The run of messages is one stage of period 15 that takes 30.
    expect(age?.valueNs).toBe(15 + 30 + 100 + response);
    expect(
      chainOf(mixed, ['T12', 'T22', 'S'])?.transfers.map(({ transport }) => transport),
    ).toEqual(['queue', 'register']);
  });

  it('[LAT-ROW-5] one that begins amid a run counts from the message to its first task', () => {
    const later = pycpa()
      .task('T3', 'one', 1, 15, { kind: 'sporadic', bcetNs: 1, priority: 99 })
      .link('c', 'two', 'one', event('T22', 'T3'));
    const whole = boundOf(chainOf(later, ['T12', 'T22', 'T3']), 'message-driven', 'age')?.valueNs;
    const part = boundOf(chainOf(later, ['T22', 'T3']), 'message-driven', 'age')?.valueNs;
    // The first message comes 1 after the release of T12 at the earliest.
    expect((whole ?? 0) - (part ?? 0)).toBe(1);
  });

  it('[LAT-ROW-3] reach what the schedule with every job at its WCET gives, messages followed', () => {
    // T12 starts at 10 and 15, then at 40 behind T11; that message activates T22 at 43, which ends at 52: 52 - 15.
    expect(chainOf(pycpa(), ['T12', 'T22'])?.nominalNs).toBe(37);
    expect(chainOf(pycpa(), ['T12', 'T22'], { latencyKind: 'age' })?.nominalNs).toBe(16);
    // An event from outside releases T22 with the message, and it waits for the job before and T21.
    expect(chainOf(pycpa(), ['T22'])?.nominalNs).toBe(13);
    const late = chainOf(pycpa(), ['T12', 'T22'], { latencyBoundNs: 36 });
    expect(late?.verdict).toBe('proven-miss');
    expect(late?.reason).toContain('the worst case is at least that');
    expect(chainOf(pycpa(), ['T12', 'T22'], { latencyBoundNs: 37 })?.verdict).toBe('unknown');
    // Equals in priority, or an activation that is not followed: which schedule happens is not known.
    const equal = pycpa().task('T21', 'two', 2, 30, { kind: 'sporadic', priority: 8 });
    expect(chainOf(equal, ['T12', 'T22'])?.nominalNs).toBeNull();
    const both = pycpa().link('c', 'one', 'two', event('T12', 'T21'));
    expect(chainOf(both, ['T12', 'T22'])?.nominalNs).toBeNull();
  });

  it('[LAT-ROW-3] notification and copying count in the nominal value where the user states them', () => {
    const plain = apart({ kind: 'event' }, { latency: 50 });
    // Read at 0, written after 20, noticed 50 later, done 30 later; what comes just after 0 waits for the next job.
    expect(plain?.nominalNs).toBe(1000 + 20 + 50 + 30);
    expect(apart({ kind: 'event' }, { latency: 50, throughput: 4 })?.nominalNs).toBe(1228);
  });

  it('[LAT-ROW-1] every theory has its entry, with the parts that are known, where a link is not', () => {
    const chain = apart({});
    expect(chain?.bounds).toHaveLength(14);
    const davare = boundOf(chain, 'Davare', 'reaction');
    expect(davare?.valueNs).toBeNull();
    expect(davare?.obstacles.join()).toContain('observations');
    expect(davare?.parts).toEqual([
      { kind: 'sampling', taskId: 't', timeNs: 1000 },
      { kind: 'response', taskId: 't', timeNs: 20 },
      { kind: 'sampling', taskId: 'u', timeNs: 1000 },
      { kind: 'response', taskId: 'u', timeNs: 30 },
    ]);
    // It would need logical execution time, link or not.
    expect(boundOf(chain, 'LET', 'reaction')?.parts).toEqual([]);
  });

  it('[LAT-ROW-1] neither is a task without a response time or a place the end of what is said', () => {
    const late = pycpa()
      .task('S', 'two', 200, 100, { priority: 1 })
      .task('U', 'one', 1, 100, { priority: 10 })
      .link('c', 'two', 'two', { fromTaskId: 'T22', toTaskId: 'S' })
      .link('d', 'two', 'one', { fromTaskId: 'S', toTaskId: 'U' });
    const chain = chainOf(late, ['T12', 'T22', 'S', 'U']);
    expect(chain?.reason).toContain('"S"');
    expect(boundOf(chain, 'Davare', 'age')?.parts.map(({ taskId }) => taskId)).toEqual([
      ...['T12', 'T12', 'T22'],
      ...['U', 'U'],
    ]);
    const homeless = late.application('none').task('N', 'none', 1, 50, { priority: 1 });
    const other = chainOf(homeless, ['T12', 'T22', 'N']);
    expect(other?.reason).toContain('no core of its own');
    expect(boundOf(other, 'message-driven', 'age')?.parts).toHaveLength(2);
  });

  it('[LAT-ROW-5] are unknown where the activation is, and say why', () => {
    const unnamed = pycpa().link('a', 'one', 'two', event('T11', null));
    expect(chainOf(unnamed, ['T11', 'T21'])?.reason).toContain(
      'does not say which task it activates',
    );
    const other = chainOf(pycpa(), ['T11', 'T21'], { communication: 'let' });
    expect(other?.reason).toContain('logical execution time');
  });

  it('[LAT-ROW-5] a periodic task finds the event when it runs, as every bound says', () => {
    const polling = pycpa().task('T21', 'two', 2, 30, { bcetNs: 2, priority: 9 });
    const chain = chainOf(polling, ['T11', 'T21']);
    expect(boundOf(chain, 'Davare', 'reaction')?.valueNs).toBe(30 + 15 + 30 + 2);
    expect(chain?.bounds[0]?.assumptions.join()).toContain('it finds the event of "a"');
  });
});

describe('copying and notification', () => {
  it('[LAT-ROW-6] observed, they are indications, and the bound is unknown', () => {
    const chain = apart({});
    expect(chain).toMatchObject({ verdict: 'unknown', latencyNs: null, nominalNs: null });
    expect(chain?.reason).toContain('observations');
    expect(chain?.transfers[0]?.notification).toMatchObject({
      typical: 40,
      standing: 'indication',
    });
    expect(chain?.transfers[0]?.copy).toMatchObject({ typical: 64, standing: 'indication' });
  });

  it('[LAT-ROW-6] set by the user, they count: copying in the response of the sender', () => {
    const latency = apart({}, { latency: 50 });
    const davare = boundOf(latency, 'Davare', 'reaction');
    expect(davare?.valueNs).toBe(1000 + 20 + 50 + 1000 + 30);
    expect(davare?.parts).toContainEqual({ kind: 'notification', taskId: 't', timeNs: 50 });
    expect(davare?.assumptions).toContain('copying is part of the WCET of the producer');
    const both = apart({}, { latency: 50, throughput: 4 });
    // 64 bytes at 4 Gbit/s take 128.
    expect(boundOf(both, 'Davare', 'reaction')?.valueNs).toBe(2228);
    expect(boundOf(both, 'Davare', 'reaction')?.parts).toContainEqual({
      kind: 'copy',
      taskId: 't',
      timeNs: 128,
    });
    expect(boundOf(both, 'Davare', 'reaction')?.assumptions).not.toContain(
      'copying is part of the WCET of the producer',
    );
    expect(both?.transfers[0]).toMatchObject({
      copy: { high: 128, standing: 'counted' },
      notification: { high: 50, standing: 'counted' },
    });
  });

  it('[LAT-ROW-6] the notification of an event is jitter of what it activates', () => {
    const activated = apart({ kind: 'event' }, { latency: 50 });
    expect(boundOf(activated, 'message-driven', 'age')?.valueNs).toBe(20 + 50 + 30);
    expect(apart({ kind: 'event' })?.reason).toContain('observations');
  });

  it('[LAT-ROW-6] without payload or channel nothing is made up', () => {
    expect(apart({ payloadBytes: null })?.transfers[0]?.copy).toMatchObject({
      typical: null,
      standing: 'unknown',
    });
  });
});

describe('chains over a task that several events activate', () => {
  /** T21 and T22 both wake `sink`. */
  const woken = (taskIds: readonly string[], more = (plan: PlanBuilder) => plan, seed: Seed = {}) =>
    chainOf(
      more(
        pycpa()
          .task('sink', 'two', 1, 20, { kind: 'sporadic', bcetNs: 1, priority: 7 })
          .link('c', 'two', 'two', event('T21', 'sink'))
          .link('d', 'two', 'two', event('T22', 'sink')),
      ),
      taskIds,
      seed,
    );

  it.each([
    ['T11', 'T21', 30],
    ['T12', 'T22', 15],
  ])('[LAT-ROW-5] message by message take as long as their own messages: %s and %s', (...given) => {
    const [first, second, period] = given;
    const path = [first, second, 'sink'];
    const sink = woken(path)?.bounds;
    const reaction = sink?.find(({ valueNs }) => valueNs !== null);
    const age = woken(path, (plan) => plan, { latencyKind: 'age' });
    // Its jobs for others may pass on the last of the chain until the next of the chain comes.
    expect(age?.latencyNs).toBe(reaction?.valueNs);
    expect(age?.latencyNs).toBe(age?.heldAgeNs);
    const parts = reaction?.parts ?? [];
    expect(parts[0]).toEqual({ kind: 'sampling', taskId: first, timeNs: period });
    expect(reaction?.assumptions.join()).toContain('or the last of each');
    expect(
      age?.bounds.find(({ theory, latency }) => theory === 'Becker' && latency === 'age'),
    ).toMatchObject({
      valueNs: null,
      obstacles: ['needs that only messages of the chain activate its tasks'],
    });
  });

  it('[LAT-ROW-5] are unknown where a job for another event may write over them first', () => {
    const sampled = woken(['T11', 'T21', 'sink', 'polls'], (plan) =>
      plan
        .task('polls', 'two', 1, 100, { priority: 1 })
        .link('e', 'two', 'two', { fromTaskId: 'sink', toTaskId: 'polls' }),
    );
    expect(sampled?.latencyNs).toBeNull();
    expect(sampled?.reason).toContain(
      'several events activate "sink": its job for another one may write over what this chain brought before "polls" reads it',
    );
    const inside = woken(['T11', 'T21', 'sink', 'sink']);
    expect(inside?.reason).toContain('before the next job of "sink"');
  });

  it('[LAT-ROW-5] are bounded from there on', () => {
    const chain = woken(['sink', 'next'], (plan) =>
      plan
        .task('next', 'two', 1, 20, { kind: 'sporadic', bcetNs: 1, priority: 6 })
        .link('e', 'two', 'two', event('sink', 'next')),
    );
    expect(chain?.latencyNs).toBeGreaterThan(0);
  });
});
