import { describe, expect, it } from 'vitest';
import { findingsOf, GHZ, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

describe('a task alone', () => {
  const clusters = [{ id: 'slow', cores: 1, clockHz: GHZ / 2 }];
  const alone = (wcet: number, seed: Readonly<Record<string, unknown>> = {}) =>
    new PlanBuilder(target({ clusters }))
      .environment('os', 'os', null, { coreIds: ['c0'] })
      .application('a')
      .task('t', 'a', wcet, 10_000, seed)
      .place('a', 'os')
      .analyze();

  it('[TASK-1] fits its period exactly, and no more, on its own core', () => {
    // Stated at 1 GHz; the core runs at 500 MHz, so that 5 us become 10 us at most, and stay 5 us where all of it waits for memory.
    expect(verdictsOf(alone(5_000), 'TASK-1')).toEqual(['pass']);
    expect(findingsOf(alone(5_001), 'TASK-1', 'not-assessed')[0]).toMatchObject({
      limit: '10 µs (period)',
      actual: 'at most 10.002 µs',
    });
    expect(verdictsOf(alone(10_000), 'TASK-1')).toEqual(['not-assessed']);
    expect(findingsOf(alone(10_002), 'TASK-1', 'error')[0]).toMatchObject({
      limit: '10 µs (period)',
      remainder: '-2 ns',
    });
  });

  it('[TASK-1] is held to a deadline before the period', () => {
    expect(verdictsOf(alone(4_000, { deadlineNs: 8_000 }), 'TASK-1')).toEqual(['pass']);
    const late = alone(4_000, { deadlineNs: 7_999 });
    const [finding] = findingsOf(late, 'TASK-1', 'not-assessed');
    expect(finding?.limit).toBe('7.999 µs (deadline)');
    // A deadline after the period does not make a longer task possible.
    expect(verdictsOf(alone(12_000, { deadlineNs: 20_000 }), 'TASK-1')).toEqual(['error']);
  });

  it('[TASK-2] has its times in order', () => {
    expect(verdictsOf(alone(10, { bcetNs: 2, acetNs: 10 }), 'TASK-2')).toEqual(['pass']);
    expect(verdictsOf(alone(10, { acetNs: 11 }), 'TASK-2')).toEqual(['warning']);
    expect(verdictsOf(alone(10, { bcetNs: 11 }), 'TASK-2')).toEqual(['warning']);
    const section = (lengthNs: number) => [{ resource: 'bus', lengthNs, count: 1 }];
    expect(verdictsOf(alone(10, { criticalSections: section(10) }), 'TASK-2')).toEqual(['pass']);
    expect(verdictsOf(alone(10, { criticalSections: section(11) }), 'TASK-2')).toEqual(['warning']);
    const twice = [{ resource: 'bus', lengthNs: 6, count: 2 }];
    const [together] = findingsOf(alone(10, { criticalSections: twice }), 'TASK-2', 'warning');
    expect(together?.message).toBe(
      'task "t": 2 critical sections of "bus" together 12 ns is more than WCET 10 ns',
    );
    expect(verdictsOf(alone(10, { longestRegionNs: 11 }), 'TASK-2')).toEqual(['warning']);
  });
});
