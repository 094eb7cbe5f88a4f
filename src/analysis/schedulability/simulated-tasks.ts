/** The tasks of one kernel on one core as they are simulated for pictures: executions, regions, why there is no schedule. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import { withOverrides } from '../../catalog/override.ts';
import { cpuFacts } from '../cpu/cpu-facts.ts';
import { layoutFacts, type LayoutFacts } from '../layout-facts.ts';
import type { Regions, SimulatedJob } from '../timing/schedule-simulation.ts';
import type { DeadlineTask } from '../timing/edf.ts';
import { streamsOf, type MessageRelease } from './activations.ts';
import { isSettled } from './arrivals.ts';
import { demandOf, whileOthersAreBusy } from './execution.ts';
import type { LockingSet } from './locking.ts';
import { schedulingOf, type Scheduling } from './schedulability-facts.ts';
import type { SetTask } from './task-set.ts';

/** One row of the schedule: a task, or one of its instances. */
export interface InstantTask {
  readonly taskId: Id;
  readonly placementId: Id;
  readonly applicationName: string;
  readonly name: string;
  /** Of each job alone. */
  readonly wcetNs: number;
  /** Of each job as it is simulated: with context switches, stated interference and spinning. */
  readonly executionNs: number;
}

/** Who schedules what in a layout. */
export interface Scheduled {
  readonly facts: LayoutFacts;
  readonly scheduling: Scheduling;
}

const known = new WeakMap<Plan, Map<Id, { of: Catalogue; scheduled: Scheduled }>>();

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @returns who schedules what; the same object for the same plan and catalogue
 * @cost the facts of the layout, the first time
 */
export function scheduledOf(plan: Plan, layoutId: Id, catalogue: Catalogue): Scheduled {
  const ofPlan = known.get(plan) ?? new Map<Id, { of: Catalogue; scheduled: Scheduled }>();
  known.set(plan, ofPlan);
  const cached = ofPlan.get(layoutId);
  if (cached?.of === catalogue) return cached.scheduled;
  const facts = layoutFacts(plan, layoutId, withOverrides(catalogue, plan));
  const scheduled = { facts, scheduling: schedulingOf(facts, cpuFacts(facts)) };
  ofPlan.set(layoutId, { of: catalogue, scheduled });
  return scheduled;
}

/** What counts on top of WCETs where times are simulated, in the order in which it is told. */
export const COUNTED_TIMES = [
  'switches',
  'execution factor',
  'interference factor',
  'spinning',
] as const;
export type CountedTime = (typeof COUNTED_TIMES)[number];

/**
 * @param setting what one kernel schedules on one core
 * @param scheduled the layout
 * @returns what every simulated job of it takes on top of its WCET
 */
export function countedTimes(
  { set, costs }: LockingSet,
  { scheduling }: Scheduled,
): readonly CountedTime[] {
  const spins = set.tasks.some((of) => (scheduling.locks.costs.get(of)?.execution ?? 0) > 0);
  const counted: Readonly<Record<CountedTime, boolean>> = {
    switches: costs.switchNs > 0,
    'execution factor': set.tasks.some(({ overhead }) => overhead !== null),
    'interference factor': costs.inflation !== null && !costs.inflation.isNeutral,
    spinning: spins,
  };
  return COUNTED_TIMES.filter((each) => counted[each]);
}

/** Rows of one schedule; more could not be read. */
const MOST_ROWS = 3000;

/** A task as it is simulated. */
export interface SimulatedTask {
  readonly of: SetTask;
  readonly timing: DeadlineTask;
  /** What its jobs do not leave once they have begun it, each at its longest; absent: they give way anywhere. */
  readonly regions: Regions | undefined;
}

/**
 * @param setting what one kernel schedules on one core
 * @param own task that stands after its equals, since each of them may run first; null: none
 * @returns tasks by urgency; under earliest deadline first in the user's order
 */
export function byUrgency(
  { set, policy }: LockingSet,
  own: SetTask | null = null,
): readonly SetTask[] {
  if (policy.kind === 'policy' && policy.policy === 'edf') return set.tasks;
  const priority = ({ task }: SetTask) => task.priority ?? 0;
  return [...set.tasks].sort(
    (a, b) => priority(b) - priority(a) || Number(a === own) - Number(b === own),
  );
}

/** Cooperative tasks share a ceiling, the most urgent of them; who is above preempts them anywhere. */
function regionsOf(
  of: SetTask,
  { policy, costs }: LockingSet,
  execution: number,
  ceiling: number,
): Regions | undefined {
  const { preemption } = of.task;
  const isWhole = policy.kind === 'policy' && policy.policy === 'fixed-priority-non-preemptive';
  if (isWhole || preemption === 'non-preemptive') return { length: execution, ceiling: 0 };
  if (preemption === 'preemptive') return undefined;
  const length =
    of.regionNs === null
      ? execution
      : Math.min(execution, whileOthersAreBusy(of.regionNs, of, costs) + costs.switchNs);
  return length > 0 ? { length, ceiling } : undefined;
}

/** A row for each instance, and for each stream of messages that activates it. */
function timingsOf(
  of: SetTask,
  release: MessageRelease | null,
  wcet: number,
  { policy }: LockingSet,
): readonly { readonly timing: DeadlineTask; readonly rows: number }[] {
  const isEdf = policy.kind === 'policy' && policy.policy === 'edf';
  // Under earliest deadline first that of a message counts from it.
  const due = release && isEdf ? { leastDue: of.deadlineNs - of.latencyNs } : {};
  const streams = release ? streamsOf(release) : [{ ...of.task, copies: 1 }];
  return streams.map(({ periodNs: period, jitterNs, copies }) => {
    const jitter = jitterNs + of.latencyNs;
    const timing = { wcet, period, deadline: of.deadlineNs, jitter, blocking: 0, ...due };
    return { timing, rows: of.instances * copies };
  });
}

/**
 * @param setting what one kernel schedules on one core
 * @param order its tasks by urgency, as far as they are needed
 * @param scheduled the layout
 * @returns a row for each instance, or why one of the tasks cannot be simulated
 */
export function simulatedTasks(
  setting: LockingSet,
  order: readonly SetTask[],
  { scheduling }: Scheduled,
): readonly SimulatedTask[] | string {
  const list: SimulatedTask[] = [];
  let ceiling = Infinity;
  for (const of of order) {
    const lock = scheduling.locks.costs.get(of);
    const wcet = demandOf(of, setting.costs, true) + (lock?.execution ?? 0);
    if (of.wcetNs === null) return `the WCET of "${of.task.name}" on this core is not known`;
    if (!Number.isFinite(wcet)) return `the times of "${of.task.name}" are beyond exact numbers`;
    const release = scheduling.activations.releases.get(of.load) ?? null;
    if (release && !isSettled(release))
      return `when messages activate "${of.task.name}" is not bounded`;
    if (of.task.preemption === 'cooperative') ceiling = Math.min(ceiling, list.length);
    const regions = regionsOf(of, setting, wcet, ceiling);
    for (const { timing, rows } of timingsOf(of, release, wcet, setting)) {
      for (let row = 0; row < rows; row += 1) {
        list.push({ of, timing, regions });
        if (list.length > MOST_ROWS) return 'there are too many instances for a picture';
      }
    }
  }
  return list;
}

/**
 * @param jobs of the tasks, by rank
 * @param tasks as they are simulated
 * @returns the jobs with the regions of their tasks
 */
export function withRegions(
  jobs: readonly SimulatedJob[],
  tasks: readonly SimulatedTask[],
): readonly SimulatedJob[] {
  return jobs.map((job) => {
    const regions = tasks[job.task]?.regions;
    return regions ? { ...job, regions } : job;
  });
}

/**
 * @param setting what one kernel schedules on one core
 * @returns why no schedule of it can be shown; null: one can
 */
export function whyNoSchedule({ set, policy, supply }: LockingSet): string | null {
  if (policy.kind === 'unknown') return policy.reason;
  if (supply.kind === 'unknown') return supply.reason;
  if (supply.kind === 'core' && !supply.isWhole) {
    return 'when within its period a budget is granted is not known';
  }
  if (set.strangers.length > 0) {
    return `"${set.strangers[0] ?? ''}" may run on this core at any time`;
  }
  return null;
}

/**
 * @param tasks as they are simulated
 * @returns one row of a schedule for each
 */
export function instantTasks(tasks: readonly SimulatedTask[]): readonly InstantTask[] {
  return tasks.map(({ of, timing }) => ({
    taskId: of.task.id,
    placementId: of.load.placement.id,
    applicationName: of.load.application.name,
    name: of.task.name,
    wcetNs: of.wcetNs ?? timing.wcet,
    executionNs: timing.wcet,
  }));
}
