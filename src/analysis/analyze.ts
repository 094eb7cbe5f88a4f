/** One plan and one layout in, one result out: the same engine for UI, command line and report. */
import type { Catalogue } from '../catalog/technology.ts';
import type { Id } from '../model/fields.ts';
import type { LayoutTree } from '../model/layout-tree.ts';
import { infoOf, type Plan } from '../model/plan.ts';
import { cpuBudgets } from './cpu/cpu-budgets.ts';
import { diskBudgets, diskEstimates } from './disk/disk-estimates.ts';
import { gatherFacts } from './facts.ts';
import { deviceBudgets } from './io/device-budgets.ts';
import { channelBudgets, channelEstimates } from './ipc/channel-estimates.ts';
import { memoryBudgets, memoryEstimates } from './memory/memory-budgets.ts';
import { interruptBudgets, overheadEstimates } from './overheads/overhead-estimates.ts';
import { tcbEstimates } from './overheads/tcb.ts';
import type { LayoutResult, Placed } from './result.ts';
import { runRules } from './rules/registry.ts';
import { coreResults, scheduleResults, taskResults } from './schedulability/timing-rows.ts';
import { instanceBudgets } from './scale/scale-budgets.ts';
import { startupBudgets, startupEstimates } from './startup/startup-estimates.ts';

/** Changes whenever the same plan may give another result. */
export const ENGINE_VERSION = '1.5.0';

function placedOf(plan: Plan, { placementsOf }: LayoutTree): Placed {
  const ids = [...plan.applications.keys()];
  return { applications: ids.filter((id) => placementsOf.has(id)).length, of: ids.length };
}

/**
 * Analyses one layout. Pure and deterministic: equal inputs give equal results.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @returns budgets, estimates, task and chain rows, and at least one finding per rule
 * @throws {Error} when the plan has no such layout: the caller chose it from the plan
 * @cost linear in applications, tasks, links and records of the layout; core sets and memory regions that
 *   overlap cost the square of how many overlap
 */
export function analyze(plan: Plan, layoutId: Id, catalogue: Catalogue): LayoutResult {
  const facts = gatherFacts(plan, layoutId, catalogue);
  const info = infoOf(plan);
  return {
    plan: { id: info.id, name: info.name },
    layout: { id: facts.layout.id, name: facts.layout.name },
    versions: { engine: ENGINE_VERSION, catalogue: catalogue.version },
    placed: placedOf(plan, facts.tree),
    budgets: [
      ...cpuBudgets(facts),
      ...memoryBudgets(facts),
      ...diskBudgets(facts),
      ...deviceBudgets(facts),
      ...startupBudgets(facts),
      ...instanceBudgets(facts),
      ...interruptBudgets(facts),
      ...channelBudgets(facts),
    ],
    estimates: [
      ...memoryEstimates(facts),
      ...diskEstimates(facts),
      ...startupEstimates(facts),
      ...overheadEstimates(facts),
      ...channelEstimates(facts),
      ...tcbEstimates(facts),
    ],
    tasks: taskResults(facts),
    cores: coreResults(facts),
    schedules: scheduleResults(facts),
    chains: facts.chains,
    dependencies: facts.dependencies,
    findings: runRules(facts),
  };
}
