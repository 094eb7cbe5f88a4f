import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

/** `by` sends from the first core; `to` on the second states 30 ns. */
function plan(os: Seed = {}, placed: Seed = {}): PlanBuilder {
  return new PlanBuilder()
    .environment('os', 'os', null, {
      coreIds: ['c0', 'c1'],
      os: { family: 'qnx' },
      scheduler: 'fixed-priority',
      ...os,
    })
    .application('one')
    .application('two')
    .place('one', 'os', ['c0'], placed)
    .place('two', 'os', ['c1'])
    .task('by', 'one', 1, 10, { priority: 1 })
    .task('to', 'two', 2, 30, { priority: 1, kind: 'sporadic' });
}

const event = (fromTaskId: string | null, seed: Seed = {}): Seed => ({
  ...{ kind: 'event', fromTaskId, toTaskId: 'to' },
  ...seed,
});

/** Utilisation of the core of `to`: of the core, of its schedule, and the row of the core. */
function onReceiver(builder: PlanBuilder) {
  const { cores, schedules, budgets } = builder.analyze();
  const core = cores.find(({ core: { id } }) => id === 'c1');
  const text = (ratio: { numerator: string; denominator: string } | null | undefined) =>
    ratio ? `${ratio.numerator}/${ratio.denominator}` : null;
  return {
    core: text(core?.utilisation),
    atLeast: core?.atLeast,
    schedule: text(schedules.find(({ core: { id } }) => id === 'c1')?.demand),
    formula: budgets.find(({ kind, subject }) => kind === 'cpu' && subject.id === 'c1')?.formula,
  };
}

describe('rates of activated tasks', () => {
  it('[RATE-1] are those of the sender, whatever distance the task states, and the budget says so', () => {
    const { formula, ...found } = onReceiver(plan().link('l', 'one', 'two', event('by')));
    expect(found).toEqual({ core: '1/5', atLeast: false, schedule: '1/5' });
    const beside = plan().link('l', 'one', 'two', event('by')).task('rest', 'two', 1, 10, {});
    expect(onReceiver(beside).formula).toContain('two/to (activated every 10 ns) 20 %');
    expect(formula).toContain('20 %');
  });

  it('[RATE-1] of several events add up without rounding, over tasks that events activate themselves', () => {
    const several = plan()
      .task('also', 'one', 1, 15, { priority: 2 })
      .task('middle', 'one', 1, 1000, { priority: 3, kind: 'sporadic' })
      .link('a', 'one', 'two', event('by'))
      .link('b', 'one', 'one', { kind: 'event', fromTaskId: 'also', toTaskId: 'middle' })
      .link('c', 'one', 'two', event('middle'));
    // 2 (1/10 + 1/15)
    expect(onReceiver(several)).toMatchObject({ core: '1/3', schedule: '1/3' });
  });

  it('[RATE-1] are those of the period for a periodic task, which finds events when it runs', () => {
    const polling = plan().task('to', 'two', 2, 30, { priority: 1, kind: 'periodic' });
    const found = onReceiver(polling.link('l', 'one', 'two', event('by')));
    expect(found).toMatchObject({ core: '1/15', schedule: '1/15' });
  });

  it('[RATE-1] are those of the link where no sender is named, or it sends more often than that runs', () => {
    const rateHz = 200_000_000;
    const unnamed = plan().link('l', 'one', 'two', event(null, { rateHz }));
    expect(onReceiver(unnamed).core).toBe('2/5');
    const often = plan().link('l', 'one', 'two', event('by', { rateHz }));
    expect(onReceiver(often).core).toBe('2/5');
    const seldom = plan().link('l', 'one', 'two', event('by', { rateHz: 1 }));
    expect(onReceiver(seldom).core).toBe('1/5');
  });

  it('[RATE-2] are unknown where that of a sender is, and the core says so', () => {
    const unnamed = plan().link('l', 'one', 'two', event(null));
    expect(onReceiver(unnamed)).toMatchObject({ schedule: null, atLeast: true });
    const [found] = findingsOf(unnamed.analyze(), 'CPU-4', 'not-assessed');
    expect(found?.message).toContain('says neither which task sends it nor how often');
    const elsewhere = plan()
      .application('three')
      .task('away', 'three', 1, 10, {})
      .link('l', 'three', 'two', event('away'));
    expect(onReceiver(elsewhere)).toMatchObject({ schedule: null, atLeast: true });
    const circle = plan()
      .task('back', 'one', 1, 10, { kind: 'sporadic', priority: 2 })
      .link('l', 'one', 'two', event('back'))
      .link('m', 'two', 'one', { kind: 'event', fromTaskId: 'to', toTaskId: 'back' });
    expect(onReceiver(circle)).toMatchObject({ schedule: null, atLeast: true });
  });

  it('[RATE-2] of one of several receivers refute nothing: which of them a message goes to nobody states', () => {
    const crowd = (twice: boolean) => {
      const builder = plan({}, { instances: 6 }).link('l', 'one', 'two', event('by'));
      return twice ? builder.place('two', 'os', ['c2'], { id: 'again' }) : builder;
    };
    // Six senders every 10 with 2 each: 120 %.
    expect(onReceiver(crowd(false)).core).toBe('6/5');
    expect(verdictsOf(crowd(false).analyze(), 'CPU-1')).toContain('error');
    expect(onReceiver(crowd(true)).core).toBe('6/5');
    expect(verdictsOf(crowd(true).analyze(), 'CPU-1')).not.toContain('error');
    expect(verdictsOf(crowd(true).analyze(), 'CPU-1')).toContain('not-assessed');
  });

  it('[RATE-3] worst cases grow by the factors that environments state, averages do not', () => {
    const grown = plan({ executionFactor: 1.1 })
      .task('to', 'two', 2, 10, { acetNs: 1 })
      .task('rest', 'two', 1, 10, {});
    // 1.1 x (2 + 1) / 10
    expect(onReceiver(grown)).toMatchObject({ core: '33/100', schedule: '33/100' });
    expect(onReceiver(grown).formula).toContain('two/to (WCET x 1.1) 22 %');
    const row = grown.analyze().tasks.find(({ task }) => task.id === 'to');
    expect(row?.utilisation.typical).toBe(0.1);
    expect(row?.utilisation.high).toBeCloseTo(0.22, 12);
  });
});
