import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { criticalInstant, type CriticalInstant } from './critical-instant.ts';

type Seed = Readonly<Record<string, unknown>>;

/** C = 3, 3, 5 and T = 7, 12, 20: responses 3, 6 and 20 (Audsley et al. 1993). */
function image(seed: Seed = {}, low: Seed = {}): PlanBuilder {
  return new PlanBuilder()
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], contextSwitchNs: 0, ...seed })
    .application('app')
    .task('high', 'app', 3, 7, { priority: 3 })
    .task('middle', 'app', 3, 12, { priority: 2 })
    .task('low', 'app', 5, 20, { priority: 1, ...low })
    .place('app', 'image', ['c0']);
}

/** Frame of 20: `own` has [0, 8), `other` [10, 18). */
function partitioned(own: readonly [number, number] = [0, 8]): PlanBuilder {
  return new PlanBuilder()
    .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
    .environment('own', 'partition', 'hv', { coreIds: ['c0'], contextSwitchNs: 0 })
    .environment('other', 'partition', 'hv', { coreIds: ['c0'] })
    .application('app')
    .task('task', 'app', 4, 40, { priority: 1 })
    .place('app', 'own', ['c0'])
    .frame('frame', 20, { switchNs: 1 })
    .window('w0', 'frame', 'c0', 'own', ...own)
    .window('w1', 'frame', 'c0', 'other', 10, 8);
}

function answer(builder: PlanBuilder, taskId: string, placementId = 'app-in-image') {
  return criticalInstant(builder.plan(), 'layout', catalogueOf(), placementId, taskId);
}

function instant(builder: PlanBuilder, taskId: string, placementId?: string): CriticalInstant {
  const given = answer(builder, taskId, placementId);
  if (given.kind !== 'instant') throw new Error(given.reason);
  return given.instant;
}

function response({ schedule, longest }: CriticalInstant): number | null {
  return schedule.responses[longest ?? -1] ?? null;
}

describe('critical instant of a task', () => {
  it('[INSTANT-1] reaches the published response times, without what is less urgent', () => {
    expect(['high', 'middle', 'low'].map((id) => response(instant(image(), id)))).toEqual([
      3, 6, 20,
    ]);
    expect(instant(image(), 'middle').tasks.map(({ taskId }) => taskId)).toEqual([
      'high',
      'middle',
    ]);
  });

  it('[INSTANT-1] equal priorities and further instances run first', () => {
    const equal = image({}, { priority: 2 });
    // 3 + 5 of the equal one + 2 x 3 of the higher one.
    expect(response(instant(equal, 'middle'))).toBe(14);
    const twice = image().place('app', 'image', ['c0'], { instances: 2 });
    expect(instant(twice, 'high').tasks).toHaveLength(2);
    expect(response(instant(twice, 'high'))).toBe(6);
  });

  it('[INSTANT-1] context switches and stated interference are part of the executions', () => {
    const slow = image({ contextSwitchNs: 1, interferenceFactor: 2, interferenceSource: 'us' });
    // 2 x 3, and a switch in and out.
    expect(instant(slow, 'high').tasks[0]?.executionNs).toBe(8);
  });

  it('[INSTANT-1] without preemption the longest less urgent job has just begun', () => {
    const cooperative = image({ scheduler: 'fixed-priority-non-preemptive' });
    expect(response(instant(cooperative, 'high'))).toBe(7);
  });

  it('[INSTANT-8] a region of a lower priority has just begun, is left at its end only, and its job goes on later', () => {
    const blocked = (mode: string) =>
      image({}, { preemption: mode }).task('least', 'app', 4, 100, {
        priority: 0,
        preemption: mode,
        longestRegionNs: 2,
      });
    const low = instant(blocked('cooperative'), 'low');
    expect(low.tasks.map(({ taskId }) => taskId)).toEqual(['high', 'middle', 'low', 'least']);
    expect([low.begun, low.atNs, low.blocking]).toEqual([3, 1, null]);
    // Both above `low` preempt regions anywhere; the region that was begun goes on before `low` does.
    expect(
      low.schedule.segments
        .slice(0, 6)
        .map(({ task, start, end }) => [low.tasks[task]?.taskId, start, end]),
    ).toEqual([
      ['least', 0, 1],
      ['high', 1, 4],
      ['middle', 4, 7],
      ['least', 7, 8],
      ['high', 8, 11],
      ['low', 11, 13],
    ]);
    // Above all cooperative ones nothing blocks; without preemption everybody waits for all of it.
    expect(instant(blocked('cooperative'), 'middle').begun).toBeNull();
    const high = instant(blocked('non-preemptive'), 'high');
    expect([high.begun, response(high)]).toEqual([1, 4 + 3]);
    expect(high.tasks[1]?.taskId).toBe('low');
  });

  it('[INSTANT-8] with regions of every kind no response is later than the bound', () => {
    const mode = fc.constantFrom('preemptive', 'cooperative', 'non-preemptive');
    const seeds = fc.array(
      fc.record({
        wcet: fc.integer({ min: 1, max: 6 }),
        period: fc.integer({ min: 10, max: 40 }),
        preemption: mode,
        longestRegionNs: fc.option(fc.integer({ min: 1, max: 6 })),
        jitterNs: fc.integer({ min: 0, max: 5 }),
      }),
      { minLength: 2, maxLength: 4 },
    );
    const kernel = fc.constantFrom('fixed-priority', 'fixed-priority-non-preemptive');
    let compared = 0;
    fc.assert(
      fc.property(seeds, kernel, fc.boolean(), (tasks, scheduler, isWindowed) => {
        const builder = new PlanBuilder()
          .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
          .environment('own', 'partition', 'hv', { coreIds: ['c0'], contextSwitchNs: 0, scheduler })
          .application('app')
          .place('app', 'own', ['c0']);
        if (isWindowed) {
          builder.frame('frame', 10, { switchNs: 0 });
          builder.window('w0', 'frame', 'c0', 'own', 0, 4).window('w1', 'frame', 'c0', 'own', 6, 3);
        }
        for (const [at, { wcet, period, ...rest }] of tasks.entries()) {
          builder.task(`t${at}`, 'app', wcet, period, { priority: 9 - at, ...rest });
        }
        for (const { task, responseTimeNs } of builder.analyze().tasks) {
          if (responseTimeNs === null) continue;
          compared += 1;
          const longest = response(instant(builder, task.id, 'app-in-own'));
          expect(longest).toBeLessThanOrEqual(responseTimeNs);
        }
      }),
      { seed: 3, numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it('[INSTANT-1] a WCET stays apart from switches; the policy says how tasks give way', () => {
    const given = instant(image({ contextSwitchNs: 1 }, { preemption: 'cooperative' }), 'high');
    expect(given.tasks[0]).toMatchObject({ wcetNs: 3, executionNs: 5 });
    expect(given.preemptions).toEqual(['preemptive', 'preemptive', 'cooperative']);
  });

  it('[INSTANT-2] begins at the end of a window and runs in usable windows only', () => {
    const { atNs, schedule, service, ...rest } = instant(partitioned(), 'task', 'app-in-own');
    expect(service).toEqual({ frame: 20, windows: [{ start: 1, length: 7 }] });
    expect(atNs).toBe(8);
    expect(schedule.segments.map(({ start, end }) => [start, end])).toEqual([
      [21, 25],
      [61, 65],
    ]);
    expect(response({ atNs, schedule, service, ...rest })).toBe(17);
  });

  it('[INSTANT-2] never responds later than the bound of the engine', () => {
    for (const own of [
      [0, 8],
      [2, 7],
      [3, 5],
    ] as const) {
      const builder = partitioned(own);
      const bound = builder.analyze().tasks[0]?.responseTimeNs ?? 0;
      expect(response(instant(builder, 'task', 'app-in-own'))).toBe(bound);
    }
  });

  it('[INSTANT-3] says why there is nothing to show', () => {
    const reason = (builder: PlanBuilder, id = 'low') => {
      const given = answer(builder, id);
      return given.kind === 'unknown' ? given.reason : null;
    };
    expect(reason(image({}, { wcetNs: null }))).toContain('WCET of "low"');
    expect(reason(image({ scheduler: 'fair' }))).toContain('shares time fairly');
    expect(reason(image().place('app', 'image', []), 'nobody')).toContain('no core of its own');
    expect(reason(image({}, { periodNs: 1_000_000_000_000 }))).toContain('too many jobs');
  });

  it('[INSTANT-5] while a late task waits, what is more urgent is released anew', () => {
    // C = 3, 3, 5: due after 10, it ends at 20; releases at 12 and 14 come after its deadline.
    const late = instant(image({}, { deadlineNs: 10 }), 'low');
    expect(response(late)).toBe(20);
    expect(late.untilNs).toBeGreaterThanOrEqual(20);
    expect(late.jobs.some(({ task, release }) => task === 0 && release === 14)).toBe(true);
  });

  it('[INSTANT-5] a task that starves has no response', () => {
    const none = instant(
      new PlanBuilder()
        .environment('image', 'bare-metal', null, {
          coreIds: ['c0'],
          scheduler: 'fixed-priority',
          contextSwitchNs: 0,
        })
        .application('app')
        .task('full', 'app', 10, 10, { priority: 2 })
        .task('low', 'app', 1, 20, { priority: 1 })
        .place('app', 'image', ['c0']),
      'low',
    );
    expect(none.longest).toBeNull();
  });
});
