/** Orders of priority for the tasks of one kernel on one core, and what each order would prove in the layout. */
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import { cpuFacts } from '../cpu/cpu-facts.ts';
import { layoutFacts } from '../layout-facts.ts';
import {
  deadlineMinusJitterMonotonic,
  deadlineMonotonic,
  optimalPriorities,
  type LevelVerdict,
} from '../timing/priority-assignment.ts';
import { listNames } from '../wording.ts';
import { timingsByPriority } from './by-priority.ts';
import type { LockingSet } from './locking.ts';
import {
  schedulabilityFacts,
  schedulingOf,
  type CoreSchedule,
  type SchedulabilityFacts,
} from './schedulability-facts.ts';
import type { SetTask } from './task-set.ts';
import type { TaskTiming } from './task-timing.ts';

export const PRIORITY_RULES = ['deadline-monotonic', 'deadline-minus-jitter', 'optimal'] as const;
export type PriorityRule = (typeof PRIORITY_RULES)[number];

/** Tasks of one kernel on one core, whose priorities stand against each other. */
export interface PriorityGroup {
  readonly environmentId: Id;
  readonly environmentName: string;
  readonly coreId: Id;
  readonly coreName: string;
  /** In the user's order. */
  readonly tasks: readonly Task[];
  /** Why priorities decide nothing here; null: they do. */
  readonly refusal: string | null;
}

/** What an order says of one task. */
export type OrderTiming = Pick<TaskTiming, 'verdict' | 'responseTimeNs' | 'reason'> & {
  readonly unstated: readonly string[];
};

/** What one task had, and what it would have: plain data, so that another thread can be told. */
export interface PriorityEffect {
  readonly placementId: Id;
  readonly task: Task;
  readonly deadlineNs: TaskTiming['of']['deadlineNs'];
  readonly priority: number | null;
  readonly before: OrderTiming;
  readonly after: OrderTiming;
}

export type PriorityAnswer =
  | {
      readonly kind: 'proposed';
      /** Task -> priority; larger is more urgent. */
      readonly priorities: ReadonlyMap<Id, number>;
      /** Tasks of the layout whose priority, response time or verdict would change, and all of the group; most urgent first. */
      readonly effects: readonly PriorityEffect[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Searching among more tasks of one core takes seconds: as many as n (n + 1) / 2 tests of n response times each. */
const MOST_SEARCHED = 60;

const refused = (reason: string): PriorityAnswer => ({ kind: 'refused', reason });

function distinctTasks({ set }: LockingSet): readonly Task[] {
  return [...new Map(set.tasks.map(({ task }) => [task.id, task])).values()];
}

function refusalOf({ set, policy }: LockingSet): string | null {
  const { scheduler, name } = set.scheduler;
  if (policy.kind === 'policy' && policy.policy === 'edf')
    return `"${name}" schedules by deadlines, not by priorities`;
  const goesByPriority =
    scheduler === null ||
    scheduler === 'fixed-priority' ||
    scheduler === 'fixed-priority-non-preemptive';
  return goesByPriority || policy.kind !== 'unknown' ? null : policy.reason;
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue as published; figures that the plan replaces are applied
 * @returns every kernel on every core with tasks of its own, in hardware order
 */
export function priorityGroups(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
): readonly PriorityGroup[] {
  const facts = layoutFacts(plan, layoutId, withOverrides(catalogue, plan));
  return schedulingOf(facts, cpuFacts(facts)).settings.flatMap((setting) => {
    const tasks = distinctTasks(setting);
    if (tasks.length === 0) return [];
    const { host, core } = setting.set;
    return {
      environmentId: host.id,
      environmentName: host.name,
      coreId: core.core.id,
      coreName: core.core.name,
      tasks,
      refusal: refusalOf(setting),
    };
  });
}

/** Levels of a test: who is above and who below counts, not in which order. */
const [BELOW, OWN, ABOVE] = [1, 2, 3] as const;

/** A test that Audsley's assignment may use: it depends on the sets above and below only. */
function levelTest(setting: LockingSet) {
  const { set, supply, costs } = setting;
  return (task: Task, higher: readonly Task[]): LevelVerdict => {
    if (supply.kind === 'unknown') return 'unknown';
    const above = new Set(higher.map(({ id }) => id));
    const tasks = set.tasks.map((of): SetTask => {
      const { id } = of.task;
      const priority = id === task.id ? OWN : above.has(id) ? ABOVE : BELOW;
      return { ...of, task: { ...of.task, priority } };
    });
    const timings = timingsByPriority({
      set: { ...set, tasks },
      supply,
      costs,
      locks: new Map(),
      releases: new Map(),
      preemptive: set.scheduler.scheduler !== 'fixed-priority-non-preemptive',
      assumptions: [],
    }).filter(({ of }) => of.task.id === task.id);
    if (timings.every(({ verdict }) => verdict === 'proven-ok')) return 'passes';
    return timings.some(({ method }) => method === null) ? 'unknown' : 'fails';
  };
}

/** Why the search finds nothing that could be trusted here; null: it may run. */
function searchRefusal(
  { set, supply, timings }: CoreSchedule,
  tasks: readonly Task[],
): string | null {
  if (supply.kind === 'unknown') return supply.reason;
  if (set.strangers.length > 0)
    return `${listNames(set.strangers)} may run on this core too, without a task of its own`;
  const silent = set.tasks.find(({ wcetNs }) => wcetNs === null);
  if (silent) return `the WCET of task "${silent.task.name}" on this core is unknown`;
  if (tasks.some(({ suspensionNs }) => suspensionNs > 0))
    return 'response times of tasks that suspend themselves depend on the order above them: the search would not be optimal';
  if (timings.some(({ release }) => release !== null))
    return 'when messages activate tasks depends on all priorities: the search would not be optimal';
  if (tasks.some(({ blockingNs }) => blockingNs !== null))
    return 'blocking that is stated holds for the priorities as they are: the search would not be optimal';
  if (tasks.some(({ criticalSections }) => criticalSections.length > 0))
    return 'what locks add depends on all priorities: the search would not be optimal';
  return tasks.length > MOST_SEARCHED
    ? `more than ${MOST_SEARCHED} tasks on one core are not searched`
    : null;
}

/** Most urgent first, or why there is no such order. */
function orderOf(setting: CoreSchedule, rule: PriorityRule): readonly Task[] | string {
  const tasks = distinctTasks(setting);
  const timed = tasks.map((task) => ({
    task,
    deadline: task.deadlineNs ?? task.periodNs,
    jitter: task.jitterNs,
  }));
  if (rule === 'deadline-monotonic') return deadlineMonotonic(timed).map(({ task }) => task);
  if (rule === 'deadline-minus-jitter')
    return deadlineMinusJitterMonotonic(timed).map(({ task }) => task);
  const refusal = searchRefusal(setting, tasks);
  if (refusal !== null) return refusal;
  // The longest deadline is the likeliest to stand the lowest level, and so is tried first.
  const latest = deadlineMonotonic(timed).map(({ task }) => task);
  const found = optimalPriorities(latest.toReversed(), levelTest(setting));
  if (found.kind === 'assigned') return found.order;
  const names = listNames(found.unassigned.map(({ name }) => name));
  return found.kind === 'impossible'
    ? `no order proves all deadlines: none of ${names} passes the test below the others`
    : `of ${names} the test does not know whether one passes below the others`;
}

/** The values that these tasks have, in the new order, where all differ: they may have a meaning to the kernel. */
function valuesOf(order: readonly Task[]): ReadonlyMap<Id, number> {
  const stated = new Set(order.flatMap(({ priority }) => priority ?? []));
  const values =
    stated.size === order.length
      ? [...stated].sort((a, b) => b - a)
      : order.map((_, at) => order.length - at);
  return new Map(order.map(({ id }, at) => [id, values[at] ?? 0]));
}

function withPriorities(plan: Plan, priorities: ReadonlyMap<Id, number>): Plan {
  const tasks = new Map(plan.tasks);
  for (const [id, priority] of priorities) {
    const task = tasks.get(id);
    if (task) tasks.set(id, { ...task, priority });
  }
  return { ...plan, tasks };
}

function timingOf(plan: Plan, layoutId: Id, catalogue: Catalogue): SchedulabilityFacts {
  const facts = layoutFacts(plan, layoutId, catalogue);
  return schedulabilityFacts(facts, cpuFacts(facts));
}

function orderTiming({ verdict, responseTimeNs, reason, unstated }: TaskTiming): OrderTiming {
  return { verdict, responseTimeNs, reason, unstated: unstated.map(({ words }) => words) };
}

function effectsOf(
  before: SchedulabilityFacts,
  after: SchedulabilityFacts,
  priorities: ReadonlyMap<Id, number>,
): readonly PriorityEffect[] {
  const effects = [...before.timings].flatMap(([key, timing]) => {
    const next = after.timings.get(key);
    if (!next) return [];
    const { task, load } = timing.of;
    const isSame = timing.verdict === next.verdict && timing.responseTimeNs === next.responseTimeNs;
    if (isSame && !priorities.has(task.id)) return [];
    return {
      placementId: load.placement.id,
      task,
      deadlineNs: next.of.deadlineNs,
      priority: next.of.task.priority,
      before: orderTiming(timing),
      after: orderTiming(next),
    };
  });
  const isOurs = ({ task }: PriorityEffect) => (priorities.has(task.id) ? 0 : 1);
  return effects.sort((a, b) => isOurs(a) - isOurs(b) || (b.priority ?? 0) - (a.priority ?? 0));
}

/**
 * An order of priority for the tasks of one kernel on one core, with what it would prove in this layout.
 *
 * @param plan the plan; priorities are its tasks', so that other layouts change, too
 * @param layoutId a layout of it
 * @param catalogue as published; figures that the plan replaces are applied
 * @param at the kernel and its core
 * @param rule how to order: by deadline, by deadline minus jitter, or any order that proves all deadlines
 * @returns the priorities with their effects, or why there are none
 * @cost two analyses of the layout's tasks; `optimal` at most n (n + 1) / 2 analyses of the core besides
 */
export function proposePriorities(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  at: { readonly environmentId: Id; readonly coreId: Id },
  rule: PriorityRule,
): PriorityAnswer {
  const own = withOverrides(catalogue, plan);
  const before = timingOf(plan, layoutId, own);
  const setting = before.schedules.find(
    ({ set }) => set.host.id === at.environmentId && set.core.core.id === at.coreId,
  );
  if (!setting || setting.set.tasks.length === 0)
    return refused('it schedules no task on this core');
  const refusal = refusalOf(setting);
  if (refusal !== null) return refused(refusal);
  const order = orderOf(setting, rule);
  if (typeof order === 'string') return refused(order);
  const priorities = valuesOf(order);
  const after = timingOf(withPriorities(plan, priorities), layoutId, own);
  return { kind: 'proposed', priorities, effects: effectsOf(before, after, priorities) };
}
