/** Speed of the schedulability analyses on random task sets. */
import { quickDemandTest } from '../src/analysis/timing/edf.ts';
import { fixedPriorityResponses } from '../src/analysis/timing/fixed-priority.ts';
import type { TimingTask } from '../src/analysis/timing/timing-task.ts';
import { type Bench, growthExponent } from './harness.ts';
import { randomTaskSets } from './task-sets.ts';

/** Aims of the project, milliseconds at p95 for 10,000 sets of 20 tasks on one core. */
const RESPONSES_AIM_MS = 2000;
const DEMAND_AIM_MS = 2000;
const SETS = { sets: 10_000, tasks: 20, utilisation: 0.9, leastDeadline: 1 };
const RUNS = { runs: 7, warmUp: 2 };
const SIZES = [10, 20, 40, 80] as const;

/** Response times as a textbook writes them: every job from its own demand on, no limits, no exact numbers. */
function plainResponses(tasks: readonly TimingTask[]): number {
  let sum = 0;
  for (const [rank, { wcet, period }] of tasks.entries()) {
    let longest = 0;
    for (let job = 1; ; job += 1) {
      let window = 0;
      let next = job * wcet;
      while (next > window) {
        window = next;
        next = job * wcet;
        for (let above = 0; above < rank; above += 1) {
          const other = tasks[above];
          if (other) next += Math.ceil(window / other.period) * other.wcet;
        }
      }
      longest = Math.max(longest, window - (job - 1) * period);
      if (window <= job * period) break;
    }
    sum += longest;
  }
  return sum;
}

/** The same sum by the product. */
function responses(tasks: readonly TimingTask[]): number {
  let sum = 0;
  for (const bound of fixedPriorityResponses(tasks)) {
    if (bound.kind !== 'bounded') throw new Error(`a random set is ${bound.kind}`);
    sum += bound.responseTime;
  }
  return sum;
}

function decided(tasks: readonly TimingTask[]): number {
  const { verdict, evaluations } = quickDemandTest(tasks);
  if (verdict.kind === 'unknown') throw new Error('a random set is unknown');
  return evaluations;
}

function overAll(
  sets: readonly (readonly TimingTask[])[],
  work: (tasks: readonly TimingTask[]) => number,
): () => number {
  return () => sets.reduce((sum, tasks) => sum + work(tasks), 0);
}

/** Response times and demand tests of 10,000 sets, against a plain loop, and their growth with the tasks of a set. */
export async function timing(bench: Bench): Promise<void> {
  const sets = randomTaskSets(SETS);
  const constrained = randomTaskSets({ ...SETS, leastDeadline: 0.5 });
  if (overAll(sets, responses)() !== overAll(sets, plainResponses)()) {
    throw new Error('the plain loop finds other response times');
  }
  const ours = await bench.time(
    'timing: response times, 10,000 sets of 20 tasks, U 0.9',
    overAll(sets, responses),
    { ...RUNS, aim: RESPONSES_AIM_MS },
  );
  const plain = await bench.time(
    'timing: the same by a plain loop',
    overAll(sets, plainResponses),
    RUNS,
  );
  bench.addValue('timing: response times over the plain loop', 'ratio', ours / plain);
  await bench.time('timing: QPA, the same sets, D = T', overAll(sets, decided), RUNS);
  await bench.time(
    'timing: QPA, 10,000 sets of 20 tasks, U 0.9, D from T/2 to T',
    overAll(constrained, decided),
    { ...RUNS, aim: DEMAND_AIM_MS },
  );
  const evaluations = overAll(constrained, decided)() / constrained.length;
  bench.addValue('timing: QPA evaluations per set', 'evaluations', evaluations);
  for (const [name, work] of [
    ['response times', responses],
    ['QPA', decided],
  ] as const) {
    const points = [];
    for (const tasks of SIZES) {
      const some = randomTaskSets({ ...SETS, sets: 500, tasks, leastDeadline: 0.5 });
      const label = `timing: ${name}, 500 sets of ${tasks} tasks`;
      points.push({ size: tasks, time: await bench.time(label, overAll(some, work), RUNS) });
    }
    const growth = growthExponent(points);
    bench.addValue(`timing: growth of ${name} from 10 to 80 tasks`, 'exponent', growth);
  }
}
