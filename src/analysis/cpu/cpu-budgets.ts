/** CPU budgets and task rows of a result. */
import { highestClockHz, sustainedClockHz } from '../../model/clock.ts';
import { rows } from '../../model/plan.ts';
import type { Facts } from '../facts.ts';
import { hardwareSource, type CoreFacts, type Hardware } from '../hardware.ts';
import type { Budget, FigureUse, Subject, TaskResult } from '../result.ts';
import { UNKNOWN_RANGE } from '../result.ts';
import { ofApplication, ofCore, ofCoreSet, ofEnvironment, ofTask } from '../subjects.ts';
import type { Load } from './cpu-facts.ts';
import type { Demand } from './demand.ts';
import { term, type Term } from './exact-sum.ts';

const ONE_CORE = term([1], []);

function clockFigures(hardware: Hardware, cores: readonly CoreFacts[]): readonly FigureUse[] {
  const clusters = [...new Set(cores.map((core) => core.cluster))];
  return clusters.flatMap((cluster) =>
    cluster
      ? {
          name: `clock of ${cluster.coreType}`,
          value: sustainedClockHz(cluster),
          low: null,
          high: highestClockHz(cluster),
          unit: 'Hz',
          source: hardwareSource(
            hardware.target,
            cluster.provenance,
            cluster.baseClockHz === null ? 'maxClockHz' : 'baseClockHz',
          ),
          conditions: null,
          confidence: cluster.provenance.confidence,
          override: null,
        }
      : [],
  );
}

function cpuBudget(
  hardware: Hardware,
  subject: Subject,
  cores: readonly CoreFacts[],
  demand: Demand,
  capacity: Term,
): Budget {
  const verdict = cores.length === 0 ? 'unknown' : demand.verdict(capacity);
  return {
    kind: 'cpu',
    subject,
    demand: demand.range(capacity),
    atLeast: demand.atLeast,
    capacity: cores.length === 0 ? null : capacity.value,
    unit: 'core',
    verdict,
    coreIds: cores.map((core) => core.core.id),
    figures: clockFigures(hardware, cores),
  };
}

/**
 * Budgets of every core (what is pinned to it), every set of cores over which something floats (with what is
 * pinned to them), and every environment that holds anything. Floating load is never split over cores.
 *
 * @param facts the layout
 * @returns budgets in cores, in hardware order, then sets, then environments
 */
export function cpuBudgets(facts: Facts): readonly Budget[] {
  const { cpu, hardware } = facts;
  return [
    ...cpu.cores.map(({ core, pinned }) =>
      cpuBudget(hardware, ofCore(core.core), [core], pinned, ONE_CORE),
    ),
    ...cpu.sets.map(({ set, demand, capacity }) =>
      cpuBudget(hardware, ofCoreSet(set), set.cores, demand, capacity),
    ),
    ...cpu.environments
      .filter(({ demand }) => demand.count > 0)
      .map(({ environment, cores, demand, capacity }) =>
        cpuBudget(hardware, ofEnvironment(environment), cores, demand, capacity),
      ),
  ];
}

function taskResult(load: Load): TaskResult | null {
  const { task, application, placement, share, cores } = load;
  if (!task) return null;
  const [core] = cores;
  return {
    task: ofTask(task),
    application: ofApplication(application),
    placementId: placement.id,
    coreId: core && cores.length === 1 ? core.core.id : null,
    utilisation: {
      low: share.low?.value ?? null,
      typical: share.typical?.value ?? null,
      high: share.high?.value ?? null,
    },
    verdict: 'not-assessed',
    method: null,
    assumptions: share.assumption === null ? [] : [share.assumption],
    responseTimeNs: null,
    slackNs: null,
  };
}

/**
 * One row per task and place, and one for each task of an application without a place.
 *
 * @param facts the layout
 * @returns rows in the order of the tasks; response times are not assessed by this version
 */
export function taskResults(facts: Facts): readonly TaskResult[] {
  const placed = new Map<string, TaskResult[]>();
  for (const load of facts.cpu.loads) {
    const result = taskResult(load);
    if (!result) continue;
    const list = placed.get(result.task.id);
    if (list) list.push(result);
    else placed.set(result.task.id, [result]);
  }
  return rows(facts.plan.tasks).flatMap((task) => {
    const application = facts.plan.applications.get(task.applicationId);
    return (
      placed.get(task.id) ?? {
        task: ofTask(task),
        application: application
          ? ofApplication(application)
          : { kind: 'application' as const, id: task.applicationId, name: task.applicationId },
        placementId: null,
        coreId: null,
        utilisation: UNKNOWN_RANGE,
        verdict: 'not-assessed' as const,
        method: null,
        assumptions: [],
        responseTimeNs: null,
        slackNs: null,
      }
    );
  });
}
