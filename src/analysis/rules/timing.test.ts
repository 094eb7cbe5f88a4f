import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

/** Two tasks on one bare-metal image: 10 of 30 above 25 of 40. */
function image(app: Seed = {}, low: Seed = {}, environment: Seed = {}): PlanBuilder {
  return new PlanBuilder()
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], ...environment })
    .application('app', app)
    .task('high', 'app', 10, 30, { priority: 2 })
    .task('low', 'app', 10, 40, { priority: 1, ...low })
    .place('app', 'image', ['c0']);
}

describe('deadlines', () => {
  it('[RT-1] passes what is proven, and counts it', () => {
    const result = image({}, {}, { scheduler: 'fixed-priority' }).analyze();
    const [pass] = findingsOf(result, 'RT-1', 'pass');
    expect(pass?.message).toBe('2 tasks proven to meet their deadlines, under these assumptions');
    expect(pass?.evidence).toEqual([
      {
        name: 'if',
        value: 'context switches are part of the WCETs: their cost is not stated',
        source: null,
        override: null,
      },
    ]);
    const stated = image({}, {}, { scheduler: 'fixed-priority', contextSwitchNs: 0 });
    const [plain] = findingsOf(stated.analyze(), 'RT-1', 'pass');
    expect(plain?.message).toBe('2 tasks proven to meet their deadlines');
    expect(plain?.evidence).toEqual([]);
  });

  it('[RT-1] names culprit, limit, response and what is missing', () => {
    const [finding] = findingsOf(image({}, { wcetNs: 25 }).analyze(), 'RT-1', 'error');
    expect(finding?.subjects[0]).toEqual({ kind: 'task', id: 'low', name: 'low' });
    expect(finding).toMatchObject({
      limit: '40 ns (deadline)',
      actual: '45 ns',
      remainder: '-5 ns',
    });
    expect(finding?.evidence.map(({ name }) => name)).toContain('assumption');
  });

  it('[RT-1] a miss of soft real time is a warning', () => {
    const result = image({ realTime: 'soft' }, { wcetNs: 25 }).analyze();
    expect(verdictsOf(result, 'RT-1')).toEqual(['pass', 'warning']);
  });

  it('[RT-1] what is unknown is not assessed, once for each reason', () => {
    const result = image({}, { priority: null }).analyze();
    const findings = findingsOf(result, 'RT-1', 'not-assessed');
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain('"high" and "low"');
  });

  const floating = (seed: Seed) =>
    image(seed)
      .environment('image', 'bare-metal', null, { coreIds: ['c0', 'c1'] })
      .place('app', 'image', [])
      .analyze();

  it('[RT-1] deadlines of what floats are not assessed, once for all of them', () => {
    const result = floating({ realTime: 'soft' });
    expect(verdictsOf(result, 'RT-1')).toEqual(['not-assessed']);
    const [finding] = findingsOf(result, 'RT-1', 'not-assessed');
    expect(finding?.message).toBe(
      'deadlines of "high" and "low" neither proven nor refuted: floating over 2 cores (global scheduling) is not analysed',
    );
    expect(finding?.remedy).toContain('to one core');
  });

  it('[RT-2] hard real time floats: not assessed, once; bound: pass', () => {
    const result = floating({ realTime: 'hard' });
    expect(verdictsOf(result, 'RT-2')).toEqual(['not-assessed']);
    expect(verdictsOf(result, 'RT-1')).toEqual(['not-applicable']);
    expect(verdictsOf(image({ realTime: 'hard' }).analyze(), 'RT-2')).toEqual(['pass']);
  });
});

describe('priorities and offsets', () => {
  it('[RT-3] equal priorities are named', () => {
    const [finding] = findingsOf(image({}, { priority: 2 }).analyze(), 'RT-3', 'warning');
    expect(finding?.message).toBe('advice: "high" and "low" on core 0 share the priority 2');
    expect(verdictsOf(image().analyze(), 'RT-3')).toEqual(['pass']);
  });

  it('[RT-4] an offset is within the first period', () => {
    expect(verdictsOf(image({}, { offsetNs: 40 }).analyze(), 'RT-4')).toEqual(['warning']);
    expect(verdictsOf(image({}, { offsetNs: 39 }).analyze(), 'RT-4')).toEqual(['pass']);
  });

  it('[RT-5] a lower level that runs first is an inversion; an unknown level is not assessed', () => {
    const levels = (high: Seed | null, low: Seed | null) =>
      image({ criticality: high })
        .application('other', { criticality: low })
        .task('most', 'other', 1, 100, { priority: 9 })
        .place('other', 'image', ['c0'])
        .analyze();
    const asil = (level: string) => ({ scale: 'ASIL', level });
    expect(verdictsOf(levels(asil('D'), asil('QM')), 'RT-5')).toEqual(['pass', 'warning']);
    expect(verdictsOf(levels(asil('B'), asil('D')), 'RT-5')).toEqual(['pass']);
    expect(verdictsOf(levels(asil('D'), { scale: 'SIL', level: '1' }), 'RT-5')).toEqual(['pass']);
    expect(verdictsOf(levels(asil('D'), null), 'RT-5')).toContain('not-assessed');
  });

  const beside = (
    kernel: Seed,
    low: Seed,
    high: Seed = {},
    cores: readonly [string, string] = ['c0', 'c0'],
  ) =>
    new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0', 'c1'], ...kernel })
      .application('brake', { criticality: { scale: 'ASIL', level: 'D' } })
      .application('radio', { criticality: { scale: 'ASIL', level: 'QM' } })
      .task('stop', 'brake', 10, 100, { priority: 2, ...high })
      .task('song', 'radio', 10, 200, { priority: 1, ...low })
      .place('brake', 'image', [cores[0]])
      .place('radio', 'image', [cores[1]])
      .analyze();
  const delays = (...args: Parameters<typeof beside>) =>
    findingsOf(beside(...args), 'RT-5', 'warning').map(({ subjects }) => subjects[0]?.id);

  it('[RT-5] by deadline, or without preemption, a lower level delays a higher one whatever its priority', () => {
    expect(delays({}, {})).toEqual([]);
    expect(delays({ scheduler: 'edf' }, {})).toEqual(['song']);
    expect(delays({ scheduler: 'fixed-priority-non-preemptive' }, {})).toEqual(['song']);
    expect(delays({}, { preemption: 'cooperative', longestRegionNs: 5 })).toEqual(['song']);
    expect(delays({}, { priority: 2 })).toEqual(['song']);
    expect(delays({ scheduler: 'edf' }, {}, {}, ['c0', 'c1'])).toEqual([]);
    expect(verdictsOf(beside({ scheduler: 'fair' }, {}), 'RT-5')).toEqual(['not-assessed']);
  });

  it('[RT-5] a lock that both take is an inversion, also from core to core', () => {
    const lock = (resource: string) => ({
      criticalSections: [{ resource, lengthNs: 2, count: 1 }],
    });
    expect(delays({}, lock('bus'), lock('bus'))).toEqual(['song']);
    expect(delays({}, lock('bus'), lock('bus'), ['c0', 'c1'])).toEqual(['song']);
    expect(delays({}, lock('bus'), lock('log'))).toEqual([]);
    const [found] = findingsOf(beside({}, lock('bus'), lock('bus')), 'RT-5', 'warning');
    expect(found?.message).toContain('locks "bus", for which "stop" may have to wait');
  });
});

describe('chains', () => {
  const two = (seed: Seed = {}) =>
    image()
      .application('sink')
      .task('end', 'sink', 1, 100)
      .link('link', 'app', 'sink', seed)
      .chain('chain', ['high', 'end']);

  it('[RT-6] a link between the tasks, or their applications, closes the chain', () => {
    expect(verdictsOf(two().analyze(), 'RT-6')).toEqual(['pass']);
    expect(verdictsOf(two({ fromTaskId: 'high', toTaskId: 'end' }).analyze(), 'RT-6')).toEqual([
      'pass',
    ]);
  });

  it('[RT-6] a gap and a loop are named', () => {
    const [gap] = findingsOf(two({ fromTaskId: 'low' }).analyze(), 'RT-6', 'error');
    expect(gap?.message).toContain('no link leads from "high" to "end"');
    const loop = image().chain('chain', ['high', 'low', 'high']).analyze();
    expect(findingsOf(loop, 'RT-6', 'error')[0]?.message).toContain('comes back to task "high"');
  });
});

describe('chain latencies', () => {
  const chain = (latencyBoundNs: number | null, seed: Seed = {}) =>
    image(seed).chain('chain', ['high', 'low'], { latencyBoundNs }).analyze();

  it('[RT-8] passes what the tightest theory proves and refutes what a schedule exceeds', () => {
    expect(verdictsOf(chain(200), 'RT-8')).toEqual(['pass']);
    const [miss] = findingsOf(chain(50), 'RT-8', 'error');
    expect(miss?.message).toContain('with every job at its WCET');
  });

  it('[RT-8] between the two it is not assessed, as is a chain without response times', () => {
    const between = chain(100).chains[0];
    expect(between?.nominalNs).toBeLessThanOrEqual(between?.latencyNs ?? 0);
    expect(findingsOf(chain(between?.latencyNs ?? 0), 'RT-8', 'pass')).toHaveLength(1);
    expect(verdictsOf(chain((between?.latencyNs ?? 0) - 1), 'RT-8')).not.toContain('pass');
    const floating = image()
      .place('app', 'image', [])
      .environment('image', 'bare-metal', null, {
        coreIds: ['c0', 'c1'],
      });
    const result = floating.chain('chain', ['high', 'low'], { latencyBoundNs: 500 }).analyze();
    expect(verdictsOf(result, 'RT-8')).toEqual(['not-assessed']);
  });
});

describe('window tables', () => {
  const table = (second: readonly [number, number], seed: Seed = {}) =>
    new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
      .environment('a', 'partition', 'hv', { coreIds: ['c0'], ...seed })
      .environment('b', 'partition', 'hv', { coreIds: ['c0'] })
      .frame('frame', 100, { tickNs: 10 })
      .window('first', 'frame', 'c0', 'a', 0, 50)
      .window('second', 'frame', 'c0', 'b', ...second)
      .analyze();
  const messages = (result: ReturnType<typeof table>) =>
    findingsOf(result, 'RT-7', 'error').map(({ message }) => message);

  it('[RT-7] a table in order passes', () => {
    expect(verdictsOf(table([50, 50]), 'RT-7')).toEqual(['pass']);
  });

  it('[RT-7] every fault is named: outside the frame, overlap, off the tick', () => {
    expect(messages(table([60, 50]))).toEqual([
      'frame "frame": the window of "b" at 60 ns leaves the frame: 110 ns against 100 ns',
    ]);
    expect(messages(table([40, 50]))[0]).toContain('begins before the window of "a" at 0 ns ends');
    expect(messages(table([55, 40]))[0]).toContain('is not on a tick: 55 ns');
  });

  it('[RT-7] a budget is missed in the period in which the table gives less', () => {
    const server = { kind: 'periodic', budgetNs: 30, periodNs: 50 };
    expect(messages(table([50, 50], { server }))).toEqual([
      'frame "frame": "a" gets 0 ns of its 30 ns in the period that begins at 50 ns',
    ]);
  });

  /** Partitions a and b on cores handed down, with windows as given. */
  const partitions = (
    hypervisor: Seed,
    windows: readonly (readonly [string, string])[],
    seed: Seed = {},
  ) => {
    const builder = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], ...hypervisor })
      .environment('a', 'partition', 'hv', { scheduler: 'fixed-priority', ...seed })
      .environment('b', 'partition', 'hv', { scheduler: 'fixed-priority', ...seed })
      .application('x')
      .task('tx', 'x', 1, 100, { priority: 1 })
      .place('x', 'a', ['c0'])
      .application('y')
      .task('ty', 'y', 1, 100, { priority: 1 })
      .place('y', 'b', ['c0']);
    if (windows.length > 0) builder.frame('frame', 100);
    for (const [at, [coreId, id]] of windows.entries()) {
      builder.window(`w${at}`, 'frame', coreId, id, 50 * at, 50);
    }
    return builder.analyze();
  };
  const both = [
    ['c0', 'a'],
    ['c0', 'b'],
  ] as const;

  it.each([
    ['c9', 'not of the target', {}, 'stands on c9, which the target'],
    ['c1', 'not of the hypervisor', {}, 'stands on core 1, which "hv" does not have'],
    ['c1', 'not of the partition', { coreIds: ['c0', 'c1'] }, 'which "a" does not have'],
  ])('[RT-7] a window on %s: %s', (coreId, _, hypervisor, words) => {
    const seed = 'coreIds' in hypervisor ? { coreIds: ['c0'] } : {};
    const result = partitions(
      hypervisor,
      [
        [coreId, 'a'],
        ['c0', 'b'],
      ],
      seed,
    );
    expect(messages(result)[0]).toContain(words);
    expect(verdictsOf(result, 'RT-7')).toEqual(['error']);
  });

  it('[RT-7] a hypervisor that states another scheduler than its windows: an error, and nothing is proven', () => {
    const result = partitions({ scheduler: 'fixed-priority' }, both);
    expect(messages(result)).toEqual([
      'frame "frame" has windows, and "hv" states another scheduler: fixed priorities, preemptive',
    ]);
    expect(result.tasks.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
    for (const scheduler of [null, 'windows']) {
      const sound = partitions({ scheduler }, both);
      expect(verdictsOf(sound, 'RT-7')).toEqual(['pass']);
      expect(sound.tasks.map(({ verdict }) => verdict)).toEqual(['proven-ok', 'proven-ok']);
    }
  });

  it('[RT-7] a core with windows in two frames follows neither: reported once, and both frames fail', () => {
    const builder = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
      .environment('a', 'partition', 'hv')
      .frame('short', 100)
      .window('first', 'short', 'c0', 'a', 0, 50)
      .frame('long', 250)
      .window('second', 'long', 'c0', 'a', 100, 50);
    expect(messages(builder.analyze())).toEqual([
      'core 0 has windows in "short" and "long": which table it follows when is unknown',
    ]);
    expect(verdictsOf(builder.analyze(), 'RT-7')).toEqual(['error']);
  });

  it('[RT-7] windows under a hypervisor without a scheduler', () => {
    expect(messages(partitions({ technologyId: 'bao' }, both))[0]).toContain('has no scheduler');
  });

  it('[RT-7] a scheduler of windows without a table, or without a window for one', () => {
    expect(messages(partitions({ scheduler: 'windows' }, []))).toEqual([
      '"hv" schedules by windows, and the layout has no table of them: when "a" and "b" run is unknown',
    ]);
    expect(messages(partitions({ scheduler: 'windows' }, [['c0', 'a']]))).toEqual([
      '"hv" schedules by windows, and there is none for "b": it never runs',
    ]);
    expect(verdictsOf(partitions({}, []), 'RT-7')).toEqual(['not-applicable']);
  });
});

describe('chains that are late', () => {
  const chained = (kind: string) =>
    new PlanBuilder()
      .environment('a', 'bare-metal', null, { coreIds: ['c0'] })
      .environment('b', 'bare-metal', null, { coreIds: ['c1'] })
      .application('one')
      .application('two')
      .place('one', 'a', ['c0'])
      .place('two', 'b', ['c1'])
      .task('t', 'one', 2, 10, { priority: 1 })
      .task('u', 'two', 3, 20, { priority: 1 })
      .link('link', 'one', 'two')
      .channel('link', kind)
      .chain('chain', ['t', 'u'], { latencyBoundNs: 30 });

  it('[RT-8] say where the time goes', () => {
    const { findings } = chained('shared-memory').analyze();
    const found = findings.find(({ rule }) => rule === 'RT-8');
    expect(found?.evidence.map(({ name, value }) => [name, value])).toContainEqual([
      'waiting to be read of "u"',
      '20 ns',
    ]);
  });

  it('[RT-8] name the link that nothing bounds, and what would', () => {
    const [found] = findingsOf(chained('message').analyze(), 'RT-8', 'not-assessed');
    expect(found?.message).toContain('observations');
    expect(found?.remedy).toContain('set the latency of its mechanism');
  });
});
