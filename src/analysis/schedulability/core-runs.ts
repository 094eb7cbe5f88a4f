/** One schedule of each core without windows, for pictures: everything on it is ready at once. Never a bound. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Preemption } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import {
  criticalInstantJobs,
  simulateSchedule,
  type Schedule,
  type SchedulingPolicy,
  type SimulatedJob,
} from '../timing/schedule-simulation.ts';
import {
  instantTasks,
  scheduledOf,
  simulatedTasks,
  whyNoSchedule,
  type InstantTask,
  type Scheduled,
  type SimulatedTask,
} from './critical-instant.ts';
import type { LockingSet } from './locking.ts';

/** What happened on one core. Times count from the instant; cores have no common one. */
export interface CoreRun {
  readonly coreId: Id;
  readonly hostName: string;
  readonly policy: SchedulingPolicy;
  /** How the tasks of the core give way; the schedule has them give way at once. */
  readonly preemptions: readonly Preemption[];
  /** Most urgent first; under earliest deadline first, in the user's order. */
  readonly tasks: readonly InstantTask[];
  readonly jobs: readonly SimulatedJob[];
  readonly schedule: Schedule;
  /** Jobs after this are not simulated. */
  readonly untilNs: number;
}

/** A core whose schedule nobody can show, and why. */
export interface UnknownRun {
  readonly coreId: Id;
  readonly hostName: string;
  readonly taskCount: number;
  readonly reason: string;
}

export type CoreRunAnswer =
  { readonly kind: 'run'; readonly run: CoreRun } | ({ readonly kind: 'unknown' } & UnknownRun);

/** Jobs of one core; more could not be told apart on a line. */
const MOST_JOBS = 1500;

/** The longest span, at most the one asked for, with so few jobs that they can be drawn. */
function spanWith(tasks: readonly SimulatedTask[], asked: number): number {
  const rate = tasks.reduce((sum, { timing }) => sum + 1 / timing.period, 0);
  return Math.max(1, Math.min(asked, Math.floor(MOST_JOBS / rate)));
}

function runOf(setting: LockingSet, scheduled: Scheduled, spanNs: number): CoreRunAnswer {
  const { set, policy } = setting;
  const names = { coreId: set.core.core.id, hostName: set.host.name };
  const unknown = (reason: string): CoreRunAnswer => ({
    kind: 'unknown',
    ...names,
    taskCount: set.tasks.length,
    reason,
  });
  const reason = whyNoSchedule(setting);
  if (reason !== null || policy.kind === 'unknown') return unknown(reason ?? '');
  const tasks = simulatedTasks(setting, null, scheduled);
  if (typeof tasks === 'string') return unknown(tasks);
  const untilNs = spanWith(tasks, spanNs);
  const jobs = criticalInstantJobs(
    tasks.map(({ timing }) => timing),
    untilNs,
  );
  const schedule = simulateSchedule(jobs, policy.policy);
  const preemptions = set.tasks.map(({ task }) => task.preemption);
  const run = { ...names, policy: policy.policy, preemptions, tasks: instantTasks(tasks) };
  return { kind: 'run', run: { ...run, jobs, schedule, untilNs } };
}

interface Known {
  readonly of: Catalogue;
  readonly spanNs: number;
  readonly runs: readonly CoreRunAnswer[];
}

const known = new WeakMap<Plan, Map<Id, Known>>();

/**
 * What runs on each core without windows when everything there is ready at once, all jobs at their WCET. Cores are taken one by one:
 * the instants of two of them have nothing to do with each other.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @param spanNs jobs released before this are simulated, fewer where there are more than can be drawn
 * @returns in hardware order, one entry per kernel and core: a schedule, or why none can be shown
 * @cost one simulation of at most about 1,500 jobs per core; kept for the newest span of a layout
 * @rules INSTANT-4
 */
export function coreRuns(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  spanNs: number,
): readonly CoreRunAnswer[] {
  const ofPlan = known.get(plan) ?? new Map<Id, Known>();
  known.set(plan, ofPlan);
  const cached = ofPlan.get(layoutId);
  if (cached?.of === catalogue && cached.spanNs === spanNs) return cached.runs;
  const scheduled = scheduledOf(plan, layoutId, catalogue);
  const runs = scheduled.scheduling.settings
    .filter(({ set, supply }) => {
      const hasWork = set.tasks.length > 0 || set.strangers.length > 0;
      return hasWork && supply.kind !== 'windows';
    })
    .map((setting) => runOf(setting, scheduled, spanNs));
  ofPlan.set(layoutId, { of: catalogue, spanNs, runs });
  return runs;
}
