import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

/** Burns and Wellings, set D, as a chain on one core from a common start. */
function one(chain: Seed = {}, offsetNs: number | null = 0, kernel: Seed = {}): PlanBuilder {
  const builder = new PlanBuilder()
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], ...kernel })
    .application('app');
  for (const [at, [wcet, period]] of [
    [3, 7] as const,
    [3, 12] as const,
    [5, 20] as const,
  ].entries()) {
    builder.task(`t${at}`, 'app', wcet, period, { priority: 9 - at, offsetNs });
  }
  return builder.place('app', 'image', ['c0']).chain('chain', ['t0', 't1', 't2'], chain);
}

const valueOf = (builder: PlanBuilder, theory: string, latency: string) =>
  builder
    .analyze()
    .chains[0]?.bounds.find((bound) => bound.theory === theory && bound.latency === latency);

describe('chains of a layout', () => {
  it('[LAT-ROW-1] gives the published bounds of every theory, and where the time goes', () => {
    expect(valueOf(one(), 'Davare', 'reaction')?.valueNs).toBe(68);
    expect(valueOf(one(), 'Dürr', 'reaction')?.valueNs).toBe(59);
    expect(valueOf(one(), 'Dürr', 'age')?.valueNs).toBe(39);
    expect(valueOf(one(), 'Kloda', 'reaction')?.valueNs).toBe(54);
    expect(one().analyze().chains[0]).toMatchObject({
      theory: 'Kloda',
      latencyNs: 54,
      nominalNs: 48,
    });
    for (const { valueNs, parts, obstacles } of one().analyze().chains[0]?.bounds ?? []) {
      if (valueNs === null) expect(obstacles).not.toEqual([]);
      else expect(parts.reduce((sum, { timeNs }) => sum + timeNs, 0)).toBe(valueNs);
    }
  });

  it('[LAT-ROW-1] logical execution time has bounds of its own', () => {
    expect(valueOf(one({ communication: 'let' }), 'LET', 'reaction')?.valueNs).toBe(73);
  });

  it('[LAT-ROW-5] a link with fewer transfers than its sender has jobs leaves the chain unknown', () => {
    const chain = (rateHz: number, periodNs: number) =>
      new PlanBuilder()
        .environment('image', 'bare-metal', null, { coreIds: ['c0'] })
        .application('app')
        .application('end')
        .task('tx', 'app', 10, periodNs, { priority: 2, bcetNs: 10 })
        .task('rx', 'end', 10, periodNs, { priority: 1, kind: 'sporadic' })
        .place('app', 'image', ['c0'])
        .place('end', 'image', ['c0'])
        .link('k', 'app', 'end', { kind: 'event', fromTaskId: 'tx', toTaskId: 'rx', rateHz })
        .chain('chain', ['tx', 'rx'], { latencyBoundNs: 90_000_000 })
        .analyze().chains[0];
    expect(chain(33, 30_000_000)?.verdict).toBe('proven-ok');
    // Once a second: what comes just after a message waits for that.
    expect(chain(1, 30_000_000)).toMatchObject({ verdict: 'unknown', latencyNs: null });
    expect(chain(1, 30_000_000)?.reason).toContain('fewer transfers');
  });

  it('[LAT-ROW-5] sampled data as often as the receiver runs is read that often, and says so', () => {
    const chain = (rateHz: number) =>
      new PlanBuilder()
        .environment('image', 'bare-metal', null, { coreIds: ['c0'] })
        .application('app')
        .application('end')
        .task('tx', 'app', 10, 1_000_000, { priority: 2 })
        .task('rx', 'end', 10, 20_000_000, { priority: 1 })
        .place('app', 'image', ['c0'])
        .place('end', 'image', ['c0'])
        .link('k', 'app', 'end', { kind: 'data', fromTaskId: 'tx', toTaskId: 'rx', rateHz })
        .chain('chain', ['tx', 'rx'], { latencyBoundNs: 90_000_000 })
        .analyze().chains[0];
    expect(chain(50)?.verdict).toBe('proven-ok');
    expect(JSON.stringify(chain(50)?.bounds)).toContain('is that at which');
    expect(chain(10)?.verdict).toBe('unknown');
    expect(JSON.stringify(chain(1000)?.bounds)).not.toContain('is that at which');
  });

  it('[LAT-ROW-2] without known releases theories that need them say so', () => {
    const kloda = valueOf(one({}, null), 'Kloda', 'reaction');
    expect(kloda?.valueNs).toBeNull();
    expect(kloda?.obstacles[0]).toContain('release');
    expect(one({}, null).analyze().chains[0]).toMatchObject({ theory: 'Dürr', latencyNs: 59 });
  });

  it('[LAT-ROW-2] between kernels shared memory is sampled, and observed latencies bound nothing', () => {
    const two = (kind: string) =>
      new PlanBuilder()
        .environment('a', 'bare-metal', null, { coreIds: ['c0'] })
        .environment('b', 'bare-metal', null, { coreIds: ['c1'] })
        .application('one')
        .application('two')
        .task('t', 'one', 2, 10, { priority: 1 })
        .task('u', 'two', 3, 20, { priority: 1 })
        .place('one', 'a', ['c0'])
        .place('two', 'b', ['c1'])
        .link('link', 'one', 'two')
        .channel('link', kind)
        .chain('chain', ['t', 'u'], { latencyBoundNs: 100 })
        .analyze().chains[0];
    // 10 + 2 + 20 + 3: nothing is known of the phase.
    expect(two('shared-memory')).toMatchObject({ latencyNs: 35, verdict: 'proven-ok' });
    expect(two('message')?.reason).toContain('observations');
  });

  it('[LAT-ROW-3] no bound is a refutation, a schedule is', () => {
    expect(one({ latencyBoundNs: 47 }).analyze().chains[0]?.verdict).toBe('proven-miss');
    expect(one({ latencyBoundNs: 50 }).analyze().chains[0]?.verdict).toBe('unknown');
    expect(one({ latencyBoundNs: 54 }).analyze().chains[0]?.verdict).toBe('proven-ok');
    // Switches move what runs when.
    const [switched] = one({}, 0, { contextSwitchNs: 1 }).analyze().chains;
    expect(switched?.nominalNs).toBeNull();
  });

  it('[LAT-ROW-2] a producer that the scheduler learns of late goes first only after that', () => {
    const reaction = (releaseLatencyNs: number) => {
      const builder = one({ taskIds: ['t0', 't1'] }, 0, { releaseLatencyNs });
      const response = builder.analyze().tasks[1]?.responseTimeNs ?? 0;
      return (valueOf(builder, 'Dürr', 'reaction')?.valueNs ?? 0) - response;
    };
    // T of both, and the latency of the first.
    expect([reaction(0), reaction(2)]).toEqual([19, 21]);
  });

  it('[LAT-ROW-4] data that goes on inside one task takes one period more each time', () => {
    const twice = one().chain('chain', ['t0', 't0', 't2']).analyze().chains[0];
    const once = one().chain('chain', ['t0', 't2']).analyze().chains[0];
    const davare = (of: typeof once) =>
      of?.bounds.find(({ theory, latency }) => theory === 'Davare' && latency === 'reaction')
        ?.valueNs;
    expect((davare(twice) ?? 0) - (davare(once) ?? 0)).toBe(7);
  });

  it('[LAT-ROW-4] not where a later runnable of the same job takes over, by the positions stated', () => {
    const reaction = (runnablePositions: readonly (number | null)[], seed: Seed = {}) => {
      const taskIds = ['t0', 't0', 't0', 't0', 't2'];
      const chain = one()
        .chain('chain', taskIds, { runnablePositions, ...seed })
        .analyze().chains[0];
      const davare = chain?.bounds.find(({ theory }) => theory === 'Davare');
      return { value: davare?.valueNs ?? 0, nominal: chain?.nominalNs, of: davare };
    };
    const once = one().chain('chain', ['t0', 't2']).analyze().chains[0];
    const least = once?.bounds.find(({ theory }) => theory === 'Davare')?.valueNs ?? 0;
    // As EffectChain_1 of WATERS 2017: the last of four runnables stands before the others.
    expect(reaction([149, 243, 272, 107, 1]).value).toBe(least + 7);
    expect(reaction([1, 2, 3, 4, 1]).value).toBe(least);
    expect(reaction([1, 2, 3, 4, 1]).of?.assumptions.join()).toContain('order of their positions');
    expect(reaction([1, 2, 3, 4, 1]).nominal).toBe(once?.nominalNs);
    expect(reaction([4, 3, 2, 1, 1]).nominal).toBe((once?.nominalNs ?? 0) + 21);
    // One runnable that hands data to itself, or nobody knows which: the next job.
    expect(reaction([4, 4, 5, 6, 1]).value).toBe(least + 7);
    expect(reaction([1, null, 3, 4, 1])).toMatchObject({ value: least + 14, nominal: null });
    // Positions of another path, and reads at releases: nothing is handed on within a job.
    expect(reaction([1, 2, 3, 4]).value).toBe(least + 21);
    expect(reaction([1, 2, 3, 4, 1], { communication: 'let' }).value).toBe(
      reaction([], { communication: 'let' }).value,
    );
  });

  it('[LAT-ROW-8] the age until the next output replaces it is bounded by the reaction from a sample', () => {
    const age = one({ latencyKind: 'age' }).analyze().chains[0];
    // 28 old when written, 48 just before the next output.
    expect(age).toMatchObject({ nominalNs: 28, heldAgeNs: 54, heldAgeTheory: 'Kloda' });
    const arrival = one().task('t0', 'app', 3, 7, { kind: 'sporadic', priority: 9 });
    expect(arrival.analyze().chains[0]).toMatchObject({ heldAgeNs: null, latencyNs: 52 });
  });

  it('[LAT-ROW-2] containers of one kernel hand data on through their channel', () => {
    const boxes = (kind: string) =>
      new PlanBuilder()
        .environment('os', 'os', null, {
          coreIds: ['c0'],
          os: { family: 'qnx' },
          scheduler: 'fixed-priority',
        })
        .environment('engine', 'container-engine', 'os')
        .environment('a', 'container', 'engine')
        .environment('b', 'container', 'engine')
        .application('one')
        .application('two')
        .task('t', 'one', 2, 10, { priority: 2 })
        .task('u', 'two', 3, 20, { priority: 1 })
        .place('one', 'a', ['c0'])
        .place('two', 'b', ['c0'])
        .link('link', 'one', 'two')
        .channel('link', kind)
        .chain('chain', ['t', 'u'], { latencyBoundNs: 100 })
        .analyze().chains[0];
    expect(boxes('shared-memory')?.verdict).toBe('proven-ok');
    expect(boxes('socket')?.reason).toContain('observations');
  });

  it('[LAT-ROW-3] a schedule that starts with a sample refutes nothing of what an arrival starts', () => {
    const sporadic = new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0'] })
      .application('app')
      .task('t', 'app', 1, 100, { priority: 2, kind: 'sporadic' })
      .place('app', 'image', ['c0'])
      .chain('chain', ['t'], { latencyBoundNs: 50 });
    // It responds within 1 of the arrival; between two samples of a periodic task lie 100.
    expect(sporadic.analyze().chains[0]).toMatchObject({ verdict: 'proven-ok', latencyNs: 1 });
  });
});
