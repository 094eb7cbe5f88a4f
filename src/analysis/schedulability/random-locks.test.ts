/** Small plans that state how they lock, how late their schedulers decide and how executions grow, against schedules unit by unit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LockProtocol } from '../../model/scheduling.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { type Part, type ScriptedJob, simulateSlots } from '../timing/testing/slot-simulation.ts';

const randomTask = fc.record({
  stretches: fc.array(
    fc.record({
      resource: fc.constantFrom(null, 'x', 'y'),
      length: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  period: fc.integer({ min: 15, max: 60 }),
  offset: fc.nat(40),
  /** Of the latency that is stated, what each job in turn waits. */
  waits: fc.array(fc.nat(4), { minLength: 5, maxLength: 5 }),
  /** The stretch into which all that environments do falls. */
  longer: fc.nat(2),
});
type RandomTask = typeof randomTask extends fc.Arbitrary<infer T> ? T : never;

const randomCore = fc.record({
  tasks: fc.array(randomTask, { minLength: 1, maxLength: 4 }),
  protocol: fc.constantFrom<LockProtocol>(
    'priority-ceiling',
    'priority-inheritance',
    'non-preemptive',
    'none',
  ),
  latency: fc.constantFrom(0, 0, 1, 4),
  factor: fc.constantFrom(1, 1, 1.1, 1.5),
});
type RandomCore = typeof randomCore extends fc.Arbitrary<infer T> ? T : never;

const lengthOf = ({ stretches }: RandomTask) =>
  stretches.reduce((sum, { length }) => sum + length, 0);

const uses = ({ tasks }: RandomCore, wanted: string) =>
  tasks.some(({ stretches }) => stretches.some(({ resource }) => resource === wanted));

function analysed(cores: readonly RandomCore[], scheduler: 'fixed-priority' | 'edf') {
  const builder = new PlanBuilder();
  for (const [core, { tasks, protocol, latency, factor }] of cores.entries()) {
    builder
      .environment(`image${core}`, 'bare-metal', null, {
        coreIds: [`c${core}`],
        scheduler,
        contextSwitchNs: 0,
        lockProtocol: protocol,
        crossCoreLockProtocol: 'fifo-spin',
        releaseLatencyNs: latency,
        executionFactor: factor,
        interferenceFactor: 1,
      })
      .application(`a${core}`);
    for (const [rank, task] of tasks.entries()) {
      const locked = task.stretches.filter(({ resource }) => resource !== null);
      const byResource = Map.groupBy(locked, ({ resource }) => resource ?? '');
      builder.task(`t${core}-${rank}`, `a${core}`, lengthOf(task), task.period, {
        priority: 10 - rank,
        criticalSections: [...byResource].map(([resource, list]) => ({
          resource,
          lengthNs: Math.max(...list.map(({ length }) => length)),
          count: list.length,
        })),
      });
    }
    builder.place(`a${core}`, `image${core}`, [`c${core}`]);
  }
  return builder.analyze().tasks;
}

/** How a lock of one core is kept in the simulation. */
function keptBy(core: RandomCore, resource: string, isEdf: boolean): NonNullable<Part['ceiling']> {
  switch (core.protocol) {
    case 'priority-ceiling':
      return core.tasks.findIndex(({ stretches }) =>
        stretches.some((each) => each.resource === resource),
      );
    case 'priority-inheritance':
      return 'inherit';
    case 'non-preemptive':
      return isEdf ? -Infinity : 0;
    case 'none':
      return 'plain';
  }
}

function partsOf(task: RandomTask, cores: readonly RandomCore[], at: number, isEdf: boolean) {
  const core = cores[at] as RandomCore;
  const extra = Math.ceil((lengthOf(task) * Math.round(10 * core.factor)) / 10) - lengthOf(task);
  const longer = task.longer % task.stretches.length;
  return task.stretches.map(({ resource, length: own }, place): Part => {
    const length = own + (place === longer ? extra : 0);
    if (resource === null) return { kind: 'run', length };
    const isAcross = cores.every((each) => uses(each, resource)) && cores.length > 1;
    const ceiling = isAcross ? 'shared' : keptBy(core, resource, isEdf);
    return {
      kind: 'section',
      length,
      resource: isAcross ? resource : `${at} ${resource}`,
      ceiling,
    };
  });
}

/** @returns how many jobs have a bound, and how many tasks have none */
function compare(cores: readonly RandomCore[], scheduler: 'fixed-priority' | 'edf') {
  const rows = analysed(cores, scheduler);
  const isEdf = scheduler === 'edf';
  const jobs = cores.flatMap(({ tasks, latency }, core) =>
    tasks.flatMap((task, rank) =>
      task.waits.map((wait, job): ScriptedJob => {
        const release = task.offset + job * task.period;
        const ready = release + Math.min(wait, latency);
        const urgency = isEdf ? { urgency: release + task.period } : {};
        return { core, rank, release, ready, parts: partsOf(task, cores, core, isEdf), ...urgency };
      }),
    ),
  );
  let compared = 0;
  const rowOf = ({ core, rank }: ScriptedJob) =>
    rows.find(({ task }) => task.id === `t${core}-${rank}`);
  for (const [at, response] of simulateSlots(jobs, 700).entries()) {
    const row = jobs[at] && rowOf(jobs[at]);
    if (!row) continue;
    const bound = row.responseTimeNs ?? (row.verdict === 'proven-ok' ? row.deadlineNs : null);
    if (bound === null) continue;
    compared += 1;
    expect(row.unstated).toEqual([]);
    expect(response ?? Infinity).toBeLessThanOrEqual(bound);
  }
  return { compared, open: rows.filter(({ responseTimeNs }) => responseTimeNs === null) };
}

describe('plans that state how they lock', () => {
  it('[SCHED-22] [SCHED-23] no schedule of one core is later than a bound, whatever the protocol', () => {
    const compared = new Map<LockProtocol, number>();
    let inversions = 0;
    fc.assert(
      fc.property(randomCore, (core) => {
        const found = compare([core], 'fixed-priority');
        compared.set(core.protocol, (compared.get(core.protocol) ?? 0) + found.compared);
        inversions += found.open.filter(({ reason }) => reason?.includes('inversion')).length;
      }),
      { seed: 41, numRuns: 800 },
    );
    expect([...compared.values()].every((jobs) => jobs > 500)).toBe(true);
    expect(inversions).toBeGreaterThan(50);
  });

  it('[SCHED-22] [SCHED-23] no schedule of two cores with spin locks and their own is later than a bound', () => {
    let compared = 0;
    fc.assert(
      fc.property(randomCore, randomCore, (one, other) => {
        compared += compare([one, other], 'fixed-priority').compared;
      }),
      { seed: 42, numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it('[SCHED-22] [SCHED-23] no schedule by deadline with preemption off in sections is later than a bound', () => {
    let compared = 0;
    fc.assert(
      fc.property(randomCore, (core) => {
        compared += compare([{ ...core, protocol: 'non-preemptive' }], 'edf').compared;
      }),
      { seed: 43, numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});
