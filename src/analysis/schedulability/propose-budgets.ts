/** Periodic budgets from what the tasks inside an environment demand: the least for a period, and the best period. */
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { formatNs } from '../../model/units.ts';
import { cpuFacts } from '../cpu/cpu-facts.ts';
import { hasWindow } from '../isolation/time-partitioning.ts';
import { layoutFacts } from '../layout-facts.ts';
import {
  bestPeriod,
  periodCandidates,
  smallestBudget,
  type ContentPolicy,
  type PeriodBudget,
} from '../timing/supply/budget-selection.ts';
import type { TimingTask } from '../timing/timing-task.ts';
import { ceilDivide, LARGEST_TIME } from '../timing/whole-numbers.ts';
import { listNames } from '../wording.ts';
import { blockingOf } from './by-priority.ts';
import { demandOf } from './execution.ts';
import type { LockingSet } from './locking.ts';
import { schedulingOf, type Scheduling } from './schedulability-facts.ts';
import { leastWindowFor } from './table-for-budgets.ts';
import type { SetTask } from './task-set.ts';

/** What a budget is proposed for. */
export interface BudgetWish {
  /** What entering and leaving the budget costs in each period; null: unknown, and so is the best period. */
  readonly switchNs: number | null;
  /** Budgets and periods are multiples of it, and switches count as such; null: of a nanosecond. */
  readonly tickNs: number | null;
  /** Looked at besides the candidates; null: none. */
  readonly periodNs: number | null;
}

/** The budget that an environment should get, or why that is not known. */
export type BudgetProposal = {
  readonly environmentId: Id;
  readonly name: string;
} & (
  | {
      readonly kind: 'budgets';
      /** Names of the tasks that it has to serve. */
      readonly taskNames: readonly string[];
      /** What a switch takes of a table on the ticks of the wish; null: unknown. */
      readonly switchNs: number | null;
      /** Candidates by period, each with the least budget on a tick that serves all tasks wherever in a period it comes. */
      readonly candidates: readonly PeriodBudget[];
      /** The candidate that takes least of the core, switches counted; null: none fits, or the cost of a switch is unknown. */
      readonly best: PeriodBudget | null;
      /** Least budget for the period of the wish; null: none serves the tasks. */
      readonly asked: PeriodBudget | null;
    }
  | { readonly kind: 'none'; readonly reason: string }
);

/** A task of which something is missing, or does more than demand time; null: none. */
function taskObstacle(
  { tasks }: LockingSet['set'],
  { activations, locks }: Scheduling,
): string | null {
  for (const of of tasks) {
    const { task, wcetNs, load } = of;
    const { name } = task;
    if (wcetNs === null) return `the WCET of "${name}" on this core is unknown`;
    if (task.suspensionNs > 0) return `"${name}" suspends itself`;
    const unbounded = locks.costs.get(of)?.unbounded ?? null;
    if (unbounded !== null) return unbounded;
    if (activations.releases.has(load)) return `"${name}" is activated by messages`;
  }
  return null;
}

/** Why the demand of a set is not a sum of its tasks' demands; null: it is. */
function obstacleOf(setting: LockingSet, scheduling: Scheduling): string | null {
  const { set, policy } = setting;
  if (policy.kind === 'unknown') return policy.reason;
  if (policy.policy === 'fixed-priority-non-preemptive') {
    return `"${set.host.name}" does not preempt its tasks: no least budget is known for that`;
  }
  if (set.strangers.length > 0) {
    return `${listNames(set.strangers)}: no task with times and a core of its own`;
  }
  if (set.tasks.some(({ latencyNs }) => latencyNs > 0)) {
    return 'releases are delayed by a stated latency, and by how much depends on the budget: no least one is known for that';
  }
  return taskObstacle(set, scheduling) ?? scheduling.locks.reasons.get(set) ?? null;
}

/** A task with its place in the order of priority. */
interface Ranked {
  readonly priority: number;
  readonly timing: TimingTask;
}

/** The tasks of a set by priority, as the response-time analysis has them; instances as one task as long as all of them. */
function rankedTasks({ set, costs, policy }: LockingSet, { locks }: Scheduling): readonly Ranked[] {
  const order = [...set.tasks].sort((a, b) => (b.task.priority ?? 0) - (a.task.priority ?? 0));
  const isByPriority = policy.kind === 'policy' && policy.policy === 'fixed-priority';
  const blocking = isByPriority ? blockingOf(order, costs) : [];
  const once = costs.inflation?.onceNs ?? 0;
  return order.map((of: SetTask, at) => {
    const lock = locks.costs.get(of);
    const { periodNs: period, jitterNs: jitter, priority, blockingNs } = of.task;
    const stated = blockingNs ?? 0;
    // As the analysis counts it: under earliest deadline first as execution.
    const execution =
      demandOf(of, costs, true) + (lock?.execution ?? 0) + (isByPriority ? 0 : stated);
    const wcet = execution * of.instances;
    return {
      priority: priority ?? 0,
      timing: {
        wcet,
        period,
        deadline: of.deadlineNs,
        jitter,
        blocking: (blocking[at] ?? 0) + (lock?.blocking ?? 0) + once + (isByPriority ? stated : 0),
      },
    };
  });
}

/** Orders in which each task comes once after all of its priority: whoever of them has to wait longest is not known. */
function ordersOf(tasks: readonly Ranked[]): readonly (readonly TimingTask[])[] {
  const orders = [tasks.map(({ timing }) => timing)];
  for (const own of tasks) {
    const last = tasks.findLast(({ priority }) => priority === own.priority);
    if (last === own) continue;
    const above = tasks.filter((each) => each !== own && each.priority >= own.priority);
    orders.push([...above, own].map(({ timing }) => timing));
  }
  return orders;
}

/** What an environment has to serve on one core. */
interface Content {
  readonly policy: ContentPolicy;
  readonly orders: readonly (readonly TimingTask[])[];
}

function contentOf(setting: LockingSet, scheduling: Scheduling): Content | string {
  const obstacle = obstacleOf(setting, scheduling);
  if (obstacle !== null) return obstacle;
  const ranked = rankedTasks(setting, scheduling);
  const beyond = ranked.some(({ timing }) => timing.wcet + timing.blocking > LARGEST_TIME);
  if (beyond) return 'the demand of its tasks is not known, or beyond exact numbers';
  if (setting.policy.kind === 'policy' && setting.policy.policy === 'edf') {
    if (setting.costs.inflation && setting.costs.inflation.onceNs > 0)
      return 'memory delays of its tasks, scheduled by deadlines: no least budget is known for that';
    if (setting.set.tasks.some(({ task }) => task.criticalSections.length > 0))
      return 'tasks that lock, scheduled by deadlines: no least budget is known for that';
    if (setting.set.tasks.some(({ task }) => task.preemption !== 'preemptive'))
      return 'tasks that hold the core, scheduled by deadlines: no least budget is known for that';
    return { policy: 'earliest-deadline', orders: [ranked.map(({ timing }) => timing)] };
  }
  return { policy: 'fixed-priority', orders: ordersOf(ranked) };
}

/** The least budget for all that an environment serves, on whichever core; null: none, or none found within its steps. */
function leastFor(contents: readonly Content[], period: number, tick: number): PeriodBudget | null {
  let budget = 0;
  for (const { policy, orders } of contents) {
    for (const tasks of orders) {
      const choice = smallestBudget(tasks, period, { policy, tick });
      if (choice.kind !== 'budget') return null;
      budget = Math.max(budget, choice.budget);
    }
  }
  return { period, budget };
}

/**
 * Periods in step with all tasks; where none of those is long enough, with the most frequent one. A shorter period than `least` could
 * not hold one window of the length that tables keep to.
 */
function periodsFor(contents: readonly Content[], tick: number, least: number): readonly number[] {
  const tasks = contents.flatMap(({ orders }) => orders[0] ?? []);
  const longEnough = (of: readonly TimingTask[]) =>
    periodCandidates(of, tick).filter((one) => one >= least);
  const inStep = longEnough(tasks);
  const [first, ...rest] = tasks;
  if (inStep.length > 0 || !first) return inStep;
  return longEnough([rest.reduce((a, b) => (b.period < a.period ? b : a), first)]);
}

/** Without a cost of switches ever shorter periods take ever less; so few of a period no system has. */
const LEAST_PARTS = 100;

function proposeFor(
  environment: Environment,
  settings: readonly LockingSet[],
  scheduling: Scheduling,
  { switchNs, tickNs, periodNs }: BudgetWish,
): BudgetProposal {
  const at = { environmentId: environment.id, name: environment.name };
  const none = (reason: string): BudgetProposal => ({ ...at, kind: 'none', reason });
  if (settings.length === 0) return none('no task with a core stands in it');
  const cores = new Set(settings.map(({ set }) => set.core));
  if (cores.size < settings.length) return none('several kernels in it share a core');
  const inner = settings.find(({ set }) => set.host !== environment && set.host.server !== null);
  if (inner) return none(`"${inner.set.host.name}" in it has a budget of its own`);
  const contents: Content[] = [];
  for (const setting of settings) {
    const content = contentOf(setting, scheduling);
    if (typeof content === 'string') return none(content);
    contents.push(content);
  }
  const tick = tickNs ?? 1;
  const tasks = settings.flatMap(({ set }) => set.tasks.map(({ task }) => task));
  const shortest = Math.min(...tasks.map((task) => task.periodNs));
  const least = Math.max(leastWindowFor(switchNs ?? 0), Math.ceil(shortest / LEAST_PARTS));
  const periods = periodsFor(contents, tick, least);
  const candidates = periods.flatMap((period) => leastFor(contents, period, tick) ?? []);
  // As the table pays for it: windows begin and end on ticks.
  const onTick = switchNs === null ? null : ceilDivide(switchNs, tick) * tick;
  const asked = periodNs === null ? null : leastFor(contents, periodNs, tick);
  if (candidates.length === 0 && asked === null) {
    return none(
      periods.length === 0
        ? `no period of at least ${formatNs(least)}, on ticks, goes twice or more into the ${formatNs(shortest)} of its most frequent task${tick > 1 ? ': a finer tick may do' : ''}`
        : 'no budget serves its tasks: they miss deadlines even on a core of their own, or the search did not end',
    );
  }
  return {
    ...at,
    kind: 'budgets',
    taskNames: [...new Set(tasks.map(({ name }) => name))],
    switchNs: onTick,
    candidates,
    best: onTick === null || onTick === 0 ? null : bestPeriod(candidates, onTick),
    asked,
  };
}

/**
 * @param tree a layout
 * @param environment one of it
 * @returns what entering and leaving its budget costs, as stated: the switch into a window, or two of whoever schedules it; null: unknown
 */
export function statedSwitchNs(tree: LayoutTree, { parentId }: Environment): number | null {
  const parent = tree.environmentById.get(parentId ?? '');
  if (parent?.scheduler !== 'windows') {
    const once = parent?.contextSwitchNs ?? null;
    return once === null ? null : 2 * once;
  }
  const stated = tree.frames.flatMap(({ switchNs }) => switchNs ?? []);
  return stated.length === 0 ? null : Math.max(...stated);
}

/**
 * @param tree a layout
 * @param environment one of it
 * @returns the tick that its budget is kept on, as stated: that of the window tables where it is scheduled by them; null: none
 */
export function statedTickNs(tree: LayoutTree, { parentId }: Environment): number | null {
  if (tree.environmentById.get(parentId ?? '')?.scheduler !== 'windows') return null;
  const stated = tree.frames.flatMap(({ tickNs }) => tickNs ?? []);
  return stated.length === 0 ? null : Math.max(...stated);
}

/**
 * @param tree a layout
 * @returns partitions without a budget that have windows or stand in an environment which schedules by them, in the user's order
 */
export function withoutBudget(tree: LayoutTree): readonly Environment[] {
  return tree.environments.filter(
    (environment) =>
      environment.server === null &&
      (tree.environmentById.get(environment.parentId ?? '')?.scheduler === 'windows' ||
        hasWindow(tree, environment, null)),
  );
}

/**
 * Proposes periodic budgets: for each candidate period the least budget that serves the tasks of an environment whatever else the core
 * does (any pattern of the periodic resource), and the period for which budget and switch take the least of the core. On several
 * cores it is the largest of the least budgets. A window table made for it is analysed exactly, and may serve the tasks better.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue as published; figures that the plan replaces are applied
 * @param environmentIds for whom
 * @param wish cost of a switch, tick, a period to look at
 * @returns one proposal each, in that order; environments that do not exist are left out
 * @cost facts of the layout, and `smallestBudget` for each candidate period and core
 * @source Shin, Lee, RTSS 2003; Lipari, Bini, ECRTS 2003
 * @rules BUDGETS-1, BUDGETS-2, BUDGETS-3
 */
export function proposeBudgets(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  environmentIds: readonly Id[],
  wish: BudgetWish,
): readonly BudgetProposal[] {
  const facts = layoutFacts(plan, layoutId, withOverrides(catalogue, plan));
  const { tree } = facts;
  const scheduling = schedulingOf(facts, cpuFacts(facts));
  return environmentIds.flatMap((id) => {
    const environment = tree.environmentById.get(id);
    if (!environment) return [];
    const inside = scheduling.settings.filter(({ set }) =>
      tree.pathOf.get(set.host.id)?.includes(environment),
    );
    return proposeFor(environment, inside, scheduling, wish);
  });
}
