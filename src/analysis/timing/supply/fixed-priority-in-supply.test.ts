/** Response times inside supplies against the answers that lie beside the project, published ones, and a simulation. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponse, fixedPriorityResponses } from '../fixed-priority.ts';
import type { TimingTask } from '../timing-task.ts';
import { fixedPriorityResponseInWindows } from '../windows/response-in-windows.ts';
import { explicitDeadlinePeriodicSupply } from './explicit-deadline-periodic.ts';
import { periodicResourceSupply } from './periodic-resource.ts';
import type { Supply } from './supply.ts';
import { windowTableSupply } from './window-table.ts';

const FACTS = new URL('../../../../../shared/data/timing/', import.meta.url);
const there = existsSync(FACTS);
if (!there) console.warn('Task sets not beside the project: supplies are not compared with them.');

interface TaskFact {
  readonly C: number;
  readonly T: number;
  readonly D?: number;
  readonly J?: number;
}
interface PartitionFact {
  readonly partition: string;
  readonly tasks: readonly TaskFact[];
  readonly wcrt_exact_windows: readonly number[];
  readonly wcrt_prm: readonly number[];
  readonly max_simulated_over_all_offsets: readonly number[];
  readonly blackout_windows: number;
  readonly blackout_prm: number;
}
interface WindowsFact {
  readonly id: string;
  readonly partitions: readonly { name: string; period: number; budget: number }[];
  readonly major_frame: number;
  readonly windows: readonly { partition: string; start: number; length: number }[];
  readonly analysis: readonly PartitionFact[];
}
interface SlotFact {
  readonly id: string;
  readonly cycle: number;
  readonly tasks: readonly (TaskFact & { readonly slot: number })[];
  readonly expected: { readonly wcrt: readonly number[] };
}

function factsOf<T>(file: string, nothing: T): T {
  return there ? (JSON.parse(readFileSync(new URL(file, FACTS), 'utf8')) as T) : nothing;
}

function taskOf({ C, T, D = T, J = 0 }: TaskFact): TimingTask {
  return { wcet: C, period: T, deadline: D, jitter: J, blocking: 0 };
}

function times(tasks: readonly TimingTask[], supply: Supply): readonly (number | string)[] {
  return fixedPriorityResponses(tasks, supply).map((bound) =>
    bound.kind === 'bounded' ? bound.responseTime : bound.kind,
  );
}

const hierarchical = factsOf<{ readonly windows: readonly WindowsFact[] }>('hierarchical.json', {
  windows: [],
});
const partitions = hierarchical.windows.flatMap((table) =>
  table.analysis.map((fact) => ({ table, fact, name: `${table.id} ${fact.partition}` })),
);

describe.skipIf(!there)('response times inside supplies with known answers', () => {
  it.each(partitions)(
    '[SUPPLY-10] $name: window table and periodic resource',
    ({ table, fact }) => {
      const tasks = fact.tasks.map(taskOf);
      const windows = table.windows.filter(({ partition }) => partition === fact.partition);
      const supply = windowTableSupply(table.major_frame, windows);
      expect(times(tasks, supply)).toEqual(fact.wcrt_exact_windows);
      const exact = tasks.map((task, at) =>
        fixedPriorityResponseInWindows(task, tasks.slice(0, at), table.major_frame, windows),
      );
      expect(exact.map((bound) => bound.kind === 'bounded' && bound.responseTime)).toEqual(
        fact.max_simulated_over_all_offsets,
      );
      expect(supply.timeToSupply(1) - 1).toBe(fact.blackout_windows);

      const server = table.partitions.find(({ name }) => name === fact.partition);
      const periodic = periodicResourceSupply(server?.budget ?? 0, server?.period ?? 0);
      expect(times(tasks, periodic)).toEqual(fact.wcrt_prm);
      expect(periodic.timeToSupply(1) - 1).toBe(fact.blackout_prm);
    },
  );

  it.each(factsOf<readonly SlotFact[]>('tdma_windows.json', []))(
    '[SUPPLY-10] $id: one task per window, with jitter',
    ({ cycle, tasks, expected }) => {
      let start = 0;
      const found = tasks.map((fact) => {
        const window = { start, length: fact.slot };
        start += fact.slot;
        const bound = fixedPriorityResponse(taskOf(fact), [], windowTableSupply(cycle, [window]));
        return bound.kind === 'bounded' ? bound.responseTime : bound.kind;
      });
      expect(found).toEqual(expected.wcrt);
    },
  );
});

describe('response times inside supplies', () => {
  it('[SUPPLY-11] end where demand equals supply, and are unbounded one unit above', () => {
    // Window [0, 4) of 20 for C 4, T 20: from its end 20 to the end of the next, and so for every later job.
    const window = windowTableSupply(20, [{ start: 0, length: 4 }]);
    expect(times([taskOf({ C: 4, T: 20 })], window)).toEqual([20]);
    expect(times([taskOf({ C: 5, T: 20 })], window)).toEqual(['unbounded']);
    // The same server under others that let it wait for 8 (Chen et al., ECRTS 2022, case study): 20 without supply, then 4.
    const server = explicitDeadlinePeriodicSupply({ budget: 4, period: 20, deadline: 8 });
    expect(times([taskOf({ C: 4, T: 20 })], server)).toEqual([24]);
    // Equal rates, periods that do not divide one another: 15 units by 28 + 2 x 21 + 1 = 71, the third job waits 41.
    expect(times([taskOf({ C: 5, T: 15 })], periodicResourceSupply(7, 21))).toEqual([41]);
  });

  it('[SUPPLY-12] are at least those on a core that serves nobody else, and shrink as the budget grows', () => {
    const tasks = [taskOf({ C: 2, T: 20 }), taskOf({ C: 3, T: 35 }), taskOf({ C: 4, T: 60 })];
    let before = times(tasks, periodicResourceSupply(4, 10)) as readonly number[];
    for (let budget = 5; budget <= 10; budget += 1) {
      const now = times(tasks, periodicResourceSupply(budget, 10)) as readonly number[];
      for (const [at, response] of now.entries()) {
        expect(response).toBeLessThanOrEqual(before[at] ?? 0);
      }
      before = now;
    }
    expect(before).toEqual(
      fixedPriorityResponses(tasks).map((b) => b.kind === 'bounded' && b.responseTime),
    );
  });
});
