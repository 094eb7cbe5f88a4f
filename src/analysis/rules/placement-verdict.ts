/** What would happen if applications were dropped somewhere: fast enough to ask for every target while dragging. */
import type { Catalogue } from '../../catalog/technology.ts';
import { placeApplications } from '../../model/commands/placement.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import { term } from '../cpu/exact-sum.ts';
import { gatherFacts, type Facts } from '../facts.ts';
import type { BudgetVerdict, Finding, Verdict } from '../result.ts';
import { baselineOf, isCaused, SEVERITY, type Baseline } from './finding-changes.ts';
import { RULES, runRules } from './registry.ts';

/** Where applications would go. */
export interface DropTarget {
  readonly environmentId: Id;
  /** One: pinned; several: floats over them; none: floats over the environment. */
  readonly coreIds: readonly Id[];
}

/** One amount after the drop, against what there is. */
export interface AmountAfter {
  /** High demand: worst-case times, highest figures; null when nothing of it is known. */
  readonly demand: number | null;
  readonly atLeast: boolean;
  /** Null when unknown. */
  readonly capacity: number | null;
  readonly verdict: BudgetVerdict;
}

/** What a drop would do. */
export interface PlacementVerdict {
  /** `error` and `warning`: the drop causes a new finding; `pass`: it causes none. */
  readonly verdict: Verdict;
  /** Rule of the worst new finding; null when there is none, or when the drop makes no sense at all. */
  readonly rule: string | null;
  readonly message: string | null;
  /** Every finding the drop would cause, worst first. */
  readonly findings: readonly Finding[];
  /** Load of the core, or of the set of cores, that the applications would run on; null when there is none. */
  readonly cpu: AmountAfter | null;
  /** Content of the environment against the memory it is assigned. */
  readonly memory: AmountAfter | null;
}

const PLACEMENT_RULES = RULES.filter((rule) => rule.onPlacement);
/**
 * Rules that ask for a next step instead of forbidding this one: a channel can only be made between places, so a
 * link without one is no reason against the place.
 */
const NEXT_STEP: ReadonlySet<string> = new Set(['LINK-2']);

function weightOf({ rule, verdict }: Finding): Verdict {
  return verdict === 'error' && NEXT_STEP.has(rule) ? 'warning' : verdict;
}

const baselines = new WeakMap<Plan, Map<string, Baseline>>();

/** Findings of the plan as it is; asked for once per drag, not once per target. */
function baselineFor(plan: Plan, layoutId: Id, catalogue: Catalogue): Baseline {
  const key = `${layoutId} ${catalogue.version}`;
  const ofPlan = baselines.get(plan) ?? new Map<string, Baseline>();
  let baseline = ofPlan.get(key);
  if (!baseline) {
    const findings = runRules(gatherFacts(plan, layoutId, catalogue), PLACEMENT_RULES);
    baseline = baselineOf(findings);
    baselines.set(plan, ofPlan.set(key, baseline));
  }
  return baseline;
}

function cpuAfter(facts: Facts, target: DropTarget): AmountAfter | null {
  const ids =
    target.coreIds.length > 0
      ? target.coreIds
      : (facts.tree.coresOf.get(target.environmentId) ?? []);
  const cores = facts.cpu.coresOf(ids);
  const [first] = cores;
  if (!first) return null;
  const load =
    cores.length === 1
      ? { demand: facts.cpu.cores[first.index]?.pinned, capacity: term([1], []) }
      : facts.cpu.sets.find(
          ({ set }) =>
            set.cores.length === cores.length && set.cores.every((core, at) => core === cores[at]),
        );
  if (!load?.demand) return null;
  return {
    demand: load.demand.range(load.capacity).high,
    atLeast: load.demand.atLeast,
    capacity: load.capacity.value,
    verdict: load.demand.verdict(load.capacity),
  };
}

function memoryAfter(facts: Facts, target: DropTarget): AmountAfter | null {
  const found = facts.memory.environments.find(
    ({ environment }) => environment.id === target.environmentId,
  );
  if (!found) return null;
  const capacity = found.environment.memoryBytes;
  return {
    // With a part missing only the low end is certain.
    demand: found.content.atLeast ? found.content.range.low : found.content.range.high,
    atLeast: found.content.atLeast,
    capacity,
    verdict: found.content.verdict(capacity),
  };
}

/**
 * Verdict on a drop before it happens: the plan is changed by the same command that the drop would use, and the
 * rules that placing can change are run on it.
 *
 * @param plan the plan as it is
 * @param layoutId the layout shown
 * @param catalogue technologies and mechanisms
 * @param applicationIds what is dragged
 * @param target where the pointer is
 * @returns the worst finding that the drop would cause, all of them, and core load and memory after it
 * @cost that of one analysis of the layout; the state before is analysed once per plan
 * @rules DROP-1, DROP-2
 */
export function placementVerdict(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  applicationIds: readonly Id[],
  target: DropTarget,
): PlacementVerdict {
  const nothing = { findings: [], cpu: null, memory: null };
  let fresh = 0;
  // Nobody sees these ids: the changed plan lives only as long as the question.
  const newId = (prefix: string): Id => `${prefix}-drop-${(fresh += 1)}`;
  const change = placeApplications(plan, { layoutId, applicationIds, ...target }, newId);
  if (!change.ok) {
    const message = change.problems[0]?.message ?? 'not possible';
    return { ...nothing, verdict: 'error', rule: null, message };
  }
  const baseline = baselineFor(plan, layoutId, catalogue);
  const facts = gatherFacts(applyDiff(plan, change.value), layoutId, catalogue);
  const findings = runRules(facts, PLACEMENT_RULES)
    .filter((finding) => isCaused(finding, baseline))
    .sort((a, b) => SEVERITY[weightOf(b)] - SEVERITY[weightOf(a)]);
  const [worst] = findings;
  return {
    verdict: worst ? weightOf(worst) : 'pass',
    rule: worst?.rule ?? null,
    message: worst?.message ?? null,
    findings,
    cpu: cpuAfter(facts, target),
    memory: memoryAfter(facts, target),
  };
}
