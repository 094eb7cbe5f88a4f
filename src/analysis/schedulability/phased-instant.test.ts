import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { criticalInstant, type CriticalInstant } from './critical-instant.ts';

type Seed = Readonly<Record<string, unknown>>;

/** `high` takes 4 of 10, `low` 3 of 20. */
function image(high: Seed, low: Seed, host: Seed = {}): PlanBuilder {
  return new PlanBuilder()
    .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'windows' })
    .environment('image', 'partition', 'hv', {
      scheduler: 'fixed-priority',
      contextSwitchNs: 0,
      ...host,
    })
    .application('app')
    .task('high', 'app', 4, 10, { priority: 2, ...high })
    .task('low', 'app', 3, 20, { priority: 1, deadlineNs: 5, ...low })
    .place('app', 'image', ['c0']);
}

const bare = (high: Seed, low: Seed) =>
  new PlanBuilder()
    .environment('image', 'bare-metal', null, {
      coreIds: ['c0'],
      scheduler: 'fixed-priority',
      contextSwitchNs: 0,
    })
    .application('app')
    .task('high', 'app', 4, 10, { priority: 2, ...high })
    .task('low', 'app', 3, 20, { priority: 1, deadlineNs: 5, ...low })
    .place('app', 'image', ['c0']);

function drawn(builder: PlanBuilder): CriticalInstant {
  const plan = builder.plan();
  const given = criticalInstant(plan, 'layout', catalogueOf(), 'app-in-image', 'low');
  if (given.kind !== 'instant') throw new Error(given.reason);
  return given.instant;
}

const response = ({ schedule, longest }: CriticalInstant) => schedule.responses[longest ?? -1];
const bound = (builder: PlanBuilder) => builder.analyze().tasks[1]?.responseTimeNs;

describe('critical instant at stated offsets', () => {
  it('[INSTANT-6] is the one that the bound by phase finds, not all at once', () => {
    for (const [high, low, expected] of [
      [{ offsetNs: 0 }, { offsetNs: 5 }, 3],
      [{ offsetNs: 0 }, { offsetNs: 2 }, 5],
      [{ offsetNs: 0, jitterNs: 3 }, { offsetNs: 5, jitterNs: 1 }, 5],
      [{ offsetNs: 0, jitterNs: 5 }, { offsetNs: 5 }, 11],
    ] as const) {
      const builder = bare(high, low);
      const instant = drawn(builder);
      expect(instant.isPhased).toBe(true);
      expect([response(instant), instant.atNs]).toEqual([expected, 0]);
      expect(bound(builder)).toBe(expected);
    }
    const free = drawn(bare({ offsetNs: 0 }, {}));
    expect([free.isPhased, response(free)]).toEqual([false, 7]);
  });

  it('[INSTANT-6] begins where windows and phases have it', () => {
    const inWindows = (offsetsFromFrame: boolean) =>
      image({ offsetNs: 0 }, { offsetNs: 13 }, { offsetsFromFrame })
        .frame('frame', 10)
        .window('w', 'frame', 'c0', 'image', 2, 7);
    const synchronised = drawn(inWindows(true));
    // High runs in [12, 16) of the second frame, low after it.
    expect([response(synchronised), bound(inWindows(true))]).toEqual([6, 6]);
    expect(synchronised.atNs).toBeLessThan(10);
    const apart = drawn(inWindows(false));
    expect([apart.atNs, apart.isPhased]).toEqual([9, true]);
    expect(response(apart)).toBe(bound(inWindows(false)));
  });
});
