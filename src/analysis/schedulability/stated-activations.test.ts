import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

const kernel = { scheduler: 'fixed-priority', contextSwitchNs: 0 } as const;

/** A sender on a core and kernel of its own; nothing bounds its channel, so that its messages are not followed. */
function apart(sender: { wcet: number; period: number }) {
  return new PlanBuilder()
    .environment('e0', 'bare-metal', null, { coreIds: ['c0'], ...kernel })
    .environment('e1', 'bare-metal', null, { coreIds: ['c1'], ...kernel })
    .application('s')
    .application('h')
    .application('l')
    .place('s', 'e1', ['c1'])
    .place('h', 'e0', ['c0'])
    .place('l', 'e0', ['c0'])
    .task('S', 's', sender.wcet, sender.period, { priority: 5 })
    .link('l1', 's', 'h', { kind: 'event', fromTaskId: 'S', toTaskId: 'H' });
}
const verdicts = (builder: PlanBuilder) =>
  Object.fromEntries(
    builder.analyze().tasks.map(({ task, verdict, reason }) => [task.id, { verdict, reason }]),
  );

describe('activations that are only stated', () => {
  it('[SCHED-29] cause no miss: the sender comes less often', () => {
    const plan = apart({ wcet: 1, period: 100 })
      .task('H', 'h', 3, 5, { kind: 'sporadic', priority: 9 })
      .task('L', 'l', 5, 10, { priority: 1 });
    const { L } = verdicts(plan);
    expect(L?.verdict).toBe('unknown');
    expect(L?.reason).toContain('"H" comes as often as stated');
  });

  it('[SCHED-29] leave a miss proven that happens without them', () => {
    const plan = apart({ wcet: 1, period: 100 })
      .task('H', 'h', 3, 50, { kind: 'sporadic', priority: 9 })
      .task('M', 'l', 6, 10, { priority: 5 })
      .task('L', 'l', 6, 10, { priority: 1 });
    expect(verdicts(plan)).toMatchObject({
      M: { verdict: 'proven-ok' },
      L: { verdict: 'proven-miss' },
    });
  });

  it('[SCHED-29] prove nothing where the plan says that they come more often', () => {
    const tasks = (sender: number) =>
      verdicts(
        apart({ wcet: 1, period: sender })
          .task('H', 'h', 8, 100, { kind: 'sporadic', priority: 9 })
          .task('L', 'l', 4, 100, { priority: 1 }),
      );
    expect(tasks(100)).toMatchObject({ H: { verdict: 'proven-ok' }, L: { verdict: 'proven-ok' } });
    expect(tasks(10)).toMatchObject({ H: { verdict: 'unknown' }, L: { verdict: 'unknown' } });
    expect(tasks(10)['L']?.reason).toContain('every 10 ns, more often than it states');
  });
});
