import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

/** A sender every 20 on one core activates a task on the other. */
function event(receiver: Seed, sender: Seed = {}, link: Seed = {}): PlanBuilder {
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
    .task('sender', 'one', 5, 20, { priority: 1, bcetNs: 5, ...sender })
    .task('receiver', 'two', 5, 20, { priority: 1, kind: 'sporadic', ...receiver })
    .link('event', 'one', 'two', {
      kind: 'event',
      fromTaskId: 'sender',
      toTaskId: 'receiver',
      ...link,
    });
}

describe('stated activations', () => {
  it('[RT-9] passes where messages keep the stated distance, and does not apply without events', () => {
    expect(verdictsOf(event({}).analyze(), 'RT-9')).toEqual(['pass']);
    expect(verdictsOf(event({ periodNs: 10 }).analyze(), 'RT-9')).toEqual(['pass']);
    expect(verdictsOf(event({ jitterNs: 4 }, { bcetNs: 1 }).analyze(), 'RT-9')).toEqual(['pass']);
    const polling = event({ kind: 'periodic' }).analyze();
    expect(verdictsOf(polling, 'RT-9')).toEqual(['not-applicable']);
  });

  it('[RT-9] a longer period than that of the sender is a warning', () => {
    const [found] = findingsOf(event({ periodNs: 30 }).analyze(), 'RT-9', 'warning');
    expect(found?.subjects.map(({ id }) => id)).toEqual(['receiver', 'sender', 'event']);
    expect(found).toMatchObject({ limit: 'at least 30 ns', actual: '20 ns', remainder: '-10 ns' });
  });

  it('[RT-9] messages that come closer than stated are an advice', () => {
    const [found] = findingsOf(event({}, { bcetNs: 1 }).analyze(), 'RT-9', 'warning');
    expect(found?.message).toContain('advice: ');
    expect(found).toMatchObject({ actual: '16 ns', remainder: '-4 ns' });
  });

  it('[RT-9] what cannot be followed, or does not settle, is not assessed', () => {
    const unnamed = event({}, {}, { fromTaskId: null }).analyze();
    const [found] = findingsOf(unnamed, 'RT-9', 'not-assessed');
    expect(found?.message).toContain('does not say which task sends it');
    const circle = event({ priority: 9, wcetNs: 10 }, { wcetNs: 10, bcetNs: 1 })
      .task('back', 'one', 10, 20, { priority: 9, kind: 'sporadic' })
      .task('start', 'two', 10, 20, { priority: 1, bcetNs: 1 })
      .link('other', 'two', 'one', { kind: 'event', fromTaskId: 'start', toTaskId: 'back' });
    const [unsettled] = findingsOf(circle.analyze(), 'RT-9', 'not-assessed');
    expect(unsettled?.message).toContain('did not converge');
  });
});
