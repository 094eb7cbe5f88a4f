/** Speed of the timing analysis of whole plans: who meets its deadline, how late chains are. */
import { analyze } from '../src/analysis/analyze.ts';
import { gatherFacts } from '../src/analysis/facts.ts';
import { chainResults } from '../src/analysis/latency/chain-rows.ts';
import { schedulabilityFacts } from '../src/analysis/schedulability/schedulability-facts.ts';
import type { Catalogue } from '../src/catalog/technology.ts';
import { parsePlan } from '../src/model/interchange.ts';
import type { Plan } from '../src/model/plan.ts';
import { type Bench, growthExponent } from './harness.ts';
import { firstLayoutId, samplePlan, shippedCatalogue } from './plans.ts';
import { randomTaskSets } from './task-sets.ts';

/** Aims of the project, milliseconds at p95. */
const ENGINE_AIM_MS = 5;
const LARGE_AIM_MS = 100;
const LARGE_CORES = 64;
const CROWDED_AIM_MS = 5000;
const CROWDED_TASKS = 10_000;
const GROWTH_AIM = 1.2;
const SIZES = [8, 16, 32, 64, 128] as const;
const RUNS = { runs: 15, warmUp: 5 };

/** About 1,000 tasks and 100 chains on 64 cores; every chain passes four tasks of four cores. */
const TASKS_PER_CORE = 16;
const CHAINS_PER_CORE = 1.6;
const CHAIN_LENGTH = 4;
const PERIOD_STEP_NS = 1_000_000;

const PROVENANCE = { sources: [], confidence: null };
const ALL = { clusterId: 'c', hwIds: [] };

/** Periods of automotive applications, in milliseconds: random ones have no hyperperiod that anybody would plan. */
const PERIODS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 1000];

function periodNear(period: number): number {
  const at = Math.floor(Math.log10(Math.max(1, period / PERIOD_STEP_NS)) * 3);
  return (PERIODS_MS[Math.min(at, PERIODS_MS.length - 1)] ?? 1) * PERIOD_STEP_NS;
}

interface BoundTask {
  readonly id: string;
  readonly core: string;
}

/** One image over all cores, with each task on the core that it names. */
function planWith(
  cores: number,
  tasks: readonly BoundTask[],
  chains: readonly object[],
  kernel: object = {},
): Plan {
  const coreRows = Array.from({ length: cores }, (_, at) => ({
    id: `k${at}`,
    name: `k${at}`,
    ...ALL,
  }));
  const coreIds = coreRows.map(({ id }) => id);
  const cluster = { id: 'c', name: 'c', role: 'application', coreType: 'core', isa: 'other' };
  const plan = parsePlan(
    JSON.stringify({
      format: 'partita-plan',
      version: 1,
      plan: { id: 'plan', name: 'Timed' },
      target: {
        id: 'target',
        name: 'Target',
        category: 'custom',
        provenance: PROVENANCE,
        clusters: [{ ...cluster, maxClockHz: 1e9, provenance: PROVENANCE }],
        cores: coreRows,
        caches: [],
        memories: [],
        devices: [],
        virtualization: { provenance: PROVENANCE },
        sources: {},
      },
      applications: [{ id: 'app', name: 'app' }],
      tasks: tasks.map(({ core: _, ...task }) => task),
      chains,
      layouts: [
        {
          id: 'layout',
          name: 'Layout',
          environments: [{ id: 'image', name: 'image', kind: 'bare-metal', coreIds, ...kernel }],
          placements: [
            {
              id: 'place',
              applicationId: 'app',
              environmentId: 'image',
              taskCores: tasks.map(({ id, core }) => ({ taskId: id, coreId: core })),
            },
          ],
        },
      ],
    }),
  );
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems.slice(0, 3)));
  return plan.value;
}

/** @param cores how many; tasks and chains follow */
function timedPlan(cores: number): Plan {
  const sets = randomTaskSets({
    sets: cores,
    tasks: TASKS_PER_CORE,
    utilisation: 0.8,
    leastDeadline: 1,
  });
  const tasks = sets.flatMap((set, core) =>
    set.map(({ wcet, period }, at) => {
      const periodNs = periodNear(period);
      return {
        id: `t${core}-${at}`,
        applicationId: 'app',
        name: `t${core}-${at}`,
        periodNs,
        wcetNs: Math.max(1, Math.floor((wcet / period) * periodNs)),
        coreType: 'core',
        clockHz: 1e9,
        // Rate monotonic.
        priority: 1_000_000 - (periodNs / PERIOD_STEP_NS) * 100 - at,
        core: `k${core}`,
      };
    }),
  );
  const chains = Array.from({ length: Math.round(cores * CHAINS_PER_CORE) }, (_, chain) => ({
    id: `chain${chain}`,
    name: `chain${chain}`,
    taskIds: Array.from({ length: CHAIN_LENGTH }, (_hop, hop) => {
      const core = (chain * 7 + hop * 3) % cores;
      return `t${core}-${(chain + hop * 5) % TASKS_PER_CORE}`;
    }).filter((id, at, all) => all.indexOf(id) === at),
  }));
  return planWith(cores, tasks, chains);
}

/** Thousands of tasks on one core, periods from 1 ms to 1 s: round milliseconds as in plans, or no two alike. */
function crowdedPlan(stepNs: number, scheduler: string): Plan {
  const [set = []] = randomTaskSets({
    sets: 1,
    tasks: CROWDED_TASKS,
    utilisation: 0.9,
    leastDeadline: 1,
  });
  const tasks = set.map(({ wcet, period }, at) => {
    const periodNs = Math.max(1, Math.round(period / stepNs)) * stepNs;
    const wcetNs = Math.max(1, Math.floor((wcet / period) * periodNs));
    const timed = {
      periodNs,
      wcetNs,
      coreType: 'core',
      clockHz: 1e9,
      priority: CROWDED_TASKS - at,
    };
    return { id: `t${at}`, applicationId: 'app', name: `t${at}`, ...timed, core: 'k0' };
  });
  return planWith(1, tasks, [], { scheduler });
}

/** Deadlines and chains of a layout whose other facts are known. */
function timingOf(plan: Plan, catalogue: Catalogue): () => number {
  const facts = gatherFacts(plan, firstLayoutId(plan), catalogue);
  return () => {
    const schedulability = schedulabilityFacts(facts, facts.cpu);
    return schedulability.timings.size + chainResults({ ...facts, schedulability }).length;
  };
}

/** The engine-control workload, and plans of about 1,000 tasks on 64 cores with 100 chains. */
export async function schedulability(bench: Bench): Promise<void> {
  const catalogue = shippedCatalogue();
  const engine = samplePlan('engine-control');
  await bench.time('schedulability: engine control', timingOf(engine, catalogue), {
    ...RUNS,
    aim: ENGINE_AIM_MS,
  });
  await bench.time(
    'schedulability: engine control, whole analysis',
    () => analyze(engine, firstLayoutId(engine), catalogue),
    RUNS,
  );
  for (const scheduler of ['fixed-priority', 'edf']) {
    for (const [periods, stepNs] of [
      ['of whole milliseconds', PERIOD_STEP_NS],
      ['all different', 1],
    ] as const) {
      const plan = crowdedPlan(stepNs, scheduler);
      await bench.time(
        `schedulability: ${CROWDED_TASKS} tasks on one core, ${scheduler}, periods ${periods}, whole analysis`,
        () => analyze(plan, 'layout', catalogue),
        { runs: 5, warmUp: 1, aim: CROWDED_AIM_MS },
      );
    }
  }
  const points: { size: number; time: number }[] = [];
  for (const cores of SIZES) {
    const plan = timedPlan(cores);
    const name = `schedulability: ${cores * TASKS_PER_CORE} tasks, ${plan.chains.size} chains, ${cores} cores`;
    const isLarge = cores === LARGE_CORES;
    const aim = isLarge ? { aim: LARGE_AIM_MS } : {};
    const time = await bench.time(name, timingOf(plan, catalogue), { ...RUNS, ...aim });
    points.push({ size: cores, time });
    if (isLarge) {
      await bench.time(`${name}, whole analysis`, () => analyze(plan, 'layout', catalogue), {
        ...RUNS,
        ...aim,
      });
    }
  }
  bench.addValue('schedulability: growth', 'exponent', growthExponent(points), GROWTH_AIM);
}
