/** Small plans whose tasks wait, lock and do not give way, against schedules unit by unit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { type Part, type ScriptedJob, simulateSlots } from '../timing/testing/slot-simulation.ts';

const randomTask = fc.record({
  wcet: fc.integer({ min: 1, max: 5 }),
  period: fc.integer({ min: 8, max: 40 }),
  preemption: fc.constantFrom('preemptive', 'preemptive', 'cooperative', 'non-preemptive'),
  region: fc.integer({ min: 1, max: 5 }),
  suspension: fc.constantFrom(0, 0, 0, 1, 4),
  section: fc.constantFrom(0, 0, 1, 2),
  offset: fc.nat(40),
});
interface RandomTask {
  readonly wcet: number;
  readonly period: number;
  readonly preemption: string;
  readonly region: number;
  readonly suspension: number;
  readonly section: number;
  readonly offset: number;
}

/** Each list of tasks is an image on a core of its own, the first task the most urgent. */
function analysed(cores: readonly (readonly RandomTask[])[], isLocking: boolean) {
  const builder = new PlanBuilder();
  for (const [core, tasks] of cores.entries()) {
    builder
      .environment(`image${core}`, 'bare-metal', null, { coreIds: [`c${core}`] })
      .application(`a${core}`);
    for (const [rank, task] of tasks.entries()) {
      const lengthNs = Math.min(task.section, task.wcet);
      builder.task(`t${core}-${rank}`, `a${core}`, task.wcet, task.period, {
        priority: 10 - rank,
        preemption: isLocking ? 'preemptive' : task.preemption,
        longestRegionNs: task.region,
        suspensionNs: isLocking ? 0 : task.suspension,
        criticalSections: isLocking && lengthNs > 0 ? [{ resource: 'bus', lengthNs }] : [],
      });
    }
    builder.place(`a${core}`, `image${core}`, [`c${core}`]);
  }
  return builder.analyze().tasks;
}

/** Regions of a job, with its suspension after the first of them. */
function regionsOf(task: RandomTask, ceiling: number): Part[] {
  const isWhole = task.preemption === 'non-preemptive';
  const region = isWhole ? task.wcet : task.preemption === 'cooperative' ? task.region : 1;
  const parts: Part[] = [];
  for (let left = task.wcet; left > 0; left -= region) {
    const length = Math.min(region, left);
    parts.push(
      task.preemption === 'preemptive'
        ? { kind: 'run', length }
        : { kind: 'section', length, resource: 'region', ceiling: isWhole ? 0 : ceiling },
    );
    if (left === task.wcet && left > region && task.suspension > 0)
      parts.push({ kind: 'suspend', length: task.suspension });
  }
  return parts;
}

function lockingParts(task: RandomTask): Part[] {
  const length = Math.min(task.section, task.wcet);
  const parts: Part[] = [
    { kind: 'section', length, resource: 'bus', ceiling: 'shared' },
    { kind: 'run', length: task.wcet - length },
  ];
  return parts.filter((part) => part.length > 0);
}

function compare(cores: readonly (readonly RandomTask[])[], isLocking: boolean): number {
  const rows = analysed(cores, isLocking);
  const jobs = cores.flatMap((tasks, core) => {
    const ceiling = tasks.findIndex(({ preemption }) => preemption === 'cooperative');
    return tasks.flatMap((task, rank) =>
      [0, 1, 2, 3, 4].map((job): ScriptedJob => {
        const release = task.offset + job * task.period;
        const parts = isLocking ? lockingParts(task) : regionsOf(task, ceiling);
        return { core, rank, release, ready: release, parts };
      }),
    );
  });
  let compared = 0;
  for (const [at, response] of simulateSlots(jobs, 500).entries()) {
    const job = jobs[at];
    const bound = rows.find(({ task }) => task.id === `t${job?.core}-${job?.rank}`)?.responseTimeNs;
    if (typeof bound !== 'number') continue;
    compared += 1;
    expect(response ?? Infinity).toBeLessThanOrEqual(bound);
  }
  return compared;
}

describe('plans whose tasks wait', () => {
  it('[SCHED-16] [SCHED-17] no schedule with regions and self-suspension is later than a bound', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.array(randomTask, { minLength: 2, maxLength: 4 }), (tasks) => {
        compared += compare([tasks], false);
      }),
      { seed: 8, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it('[SCHED-14] [SCHED-15] no schedule with locks between two cores is later than a bound', () => {
    const core = fc.array(randomTask, { minLength: 1, maxLength: 3 });
    let compared = 0;
    fc.assert(
      fc.property(fc.tuple(core, core), (cores) => {
        // Alone on its core a lock follows the ceiling: here both cores take it.
        const isShared = cores.every((tasks) => tasks.some(({ section }) => section > 0));
        if (isShared) compared += compare(cores, true);
      }),
      { seed: 9, numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});
