/**
 * The nominal schedule of a layout, for pictures: every core from one common start, every job at its WCET, released at the offsets
 * that are stated, else at the start. Never a bound.
 */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Preemption } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import type {
  Schedule,
  SchedulingPolicy,
  ServiceWindows,
  SimulatedJob,
} from '../timing/schedule-simulation.ts';
import { hyperperiodOf } from '../timing/whole-numbers.ts';
import { streamsOf } from './activations.ts';
import type { LockingSet } from './locking.ts';
import { cutWithSenders, orphanOf, settle, type Draft } from './run-messages.ts';
import {
  byUrgency,
  countedTimes,
  instantTasks,
  scheduledOf,
  simulatedTasks,
  whyNoSchedule,
  type CountedTime,
  type InstantTask,
  type Scheduled,
  type SimulatedTask,
} from './simulated-tasks.ts';

/** What happened on one core under one kernel. Times count from the common start. */
export interface CoreRun {
  readonly coreId: Id;
  readonly hostId: Id;
  readonly hostName: string;
  readonly policy: SchedulingPolicy;
  /** How the tasks of the core give way. */
  readonly preemptions: readonly Preemption[];
  /** What its jobs take on top of their WCETs. */
  readonly counted: readonly CountedTime[];
  /** When the core serves these tasks; null: always. */
  readonly service: ServiceWindows | null;
  /** Most urgent first; under earliest deadline first, in the user's order. */
  readonly tasks: readonly InstantTask[];
  /** For each of the tasks the one whose ends release it; null: time does. */
  readonly activatedBy: readonly (Id | null)[];
  readonly jobs: readonly SimulatedJob[];
  readonly schedule: Schedule;
  /** What happens after this is not simulated. */
  readonly untilNs: number;
}

/** A core whose schedule nobody can show, and why. */
export interface UnknownRun {
  readonly coreId: Id;
  readonly hostId: Id;
  readonly hostName: string;
  readonly taskCount: number;
  readonly reason: string;
}

export type CoreRunAnswer =
  { readonly kind: 'run'; readonly run: CoreRun } | ({ readonly kind: 'unknown' } & UnknownRun);

/** Jobs of one core; more could not be told apart on a line. */
const MOST_JOBS = 1500;
/** Jobs of all cores of a picture. */
const MOST_IN_ALL = 4000;
/** The longest span, at most the one asked for, with so few jobs that they can be drawn. */
function spanWith(tasks: readonly SimulatedTask[], asked: number): number {
  const rate = tasks.reduce((sum, { timing }) => sum + 1 / timing.period, 0);
  return Math.max(1, Math.min(asked, Math.floor(MOST_JOBS / rate)));
}

const NOTHING: Schedule = { segments: [], responses: [], misses: [], complete: true };

function unknownRun(setting: LockingSet, reason: string): CoreRunAnswer {
  const { core, host, tasks } = setting.set;
  const names = { coreId: core.core.id, hostId: host.id, hostName: host.name };
  return { kind: 'unknown', ...names, taskCount: tasks.length, reason };
}

/** Ready to be simulated, or why it cannot be. */
function draftOf(setting: LockingSet, scheduled: Scheduled, spanNs: number): Draft | string {
  const reason = whyNoSchedule(setting);
  if (reason !== null) return reason;
  const tasks = simulatedTasks(setting, byUrgency(setting), scheduled);
  if (typeof tasks === 'string') return tasks;
  const several = tasks.find(({ of }) => {
    const release = scheduled.scheduling.activations.releases.get(of.load);
    return release && streamsOf(release).length > 1;
  });
  if (several) return `several events activate "${several.of.task.name}"`;
  const { supply } = setting;
  const service =
    supply.kind === 'windows' ? { frame: supply.frame.lengthNs, windows: supply.windows } : null;
  const untilNs = spanWith(tasks, spanNs);
  return { setting, tasks, service, untilNs, jobs: [], schedule: NOTHING };
}

function runOf(draft: Draft, scheduled: Scheduled): CoreRun {
  const { releases } = scheduled.scheduling.activations;
  const { setting, tasks, service, jobs, schedule, untilNs } = draft;
  const { set, policy } = setting;
  return {
    coreId: set.core.core.id,
    hostId: set.host.id,
    hostName: set.host.name,
    policy: policy.kind === 'policy' ? policy.policy : 'edf',
    preemptions: set.tasks.map(({ task }) => task.preemption),
    counted: countedTimes(setting, scheduled),
    service,
    tasks: instantTasks(tasks),
    activatedBy: tasks.map(({ of }) => releases.get(of.load)?.activation.from.task.id ?? null),
    jobs,
    schedule,
    untilNs,
  };
}

const UNSETTLED = 'when messages activate its tasks does not settle';

function simulated(scheduled: Scheduled, spanNs: number): readonly CoreRunAnswer[] {
  const settings = scheduled.scheduling.settings.filter(
    ({ set }) => set.tasks.length > 0 || set.strangers.length > 0,
  );
  const answers = new Map(settings.map((each) => [each, draftOf(each, scheduled, spanNs)]));
  let drafts: readonly Draft[] = [];
  for (let isCut = true; isCut;) {
    drafts = [...answers.values()].filter((each) => typeof each !== 'string');
    isCut = false;
    for (const draft of drafts) {
      const orphan = orphanOf(drafts, draft, scheduled);
      if (!orphan) continue;
      const reason = `what activates "${orphan.of.task.name}" has no schedule that can be shown`;
      answers.set(draft.setting, reason);
      isCut = true;
    }
  }
  cutWithSenders(drafts, scheduled);
  const isSettled = settle(drafts, scheduled);
  return settings.map((setting): CoreRunAnswer => {
    const draft = answers.get(setting) ?? '';
    if (typeof draft === 'string') return unknownRun(setting, draft);
    return isSettled
      ? { kind: 'run', run: runOf(draft, scheduled) }
      : unknownRun(setting, UNSETTLED);
  });
}

interface Known {
  readonly of: Catalogue;
  readonly spanNs: number;
  readonly runs: readonly CoreRunAnswer[];
}

const known = new WeakMap<Plan, Map<Id, Known>>();

/**
 * One schedule of all cores: from a common start, each job at its WCET with switches, stated interference and spinning, released at
 * the stated offset (else at the start) and then by its period without jitter; windows begin with the start. Sporadic tasks come as
 * often as they may; what an event activates is ready when its sender has ended and the notification has taken its longest. Regions
 * that are not left are as long as the longest. Nothing suspends itself.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @param spanNs jobs released before this are simulated, fewer where there are more than can be drawn
 * @returns a schedule, or why none can be shown, for every kernel on every core
 * @cost one simulation of at most about 1,500 jobs per core, and one more round for each message of a run; kept for the newest span
 *   of a layout
 * @rules INSTANT-4, INSTANT-7
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
  const runs = simulated(scheduledOf(plan, layoutId, catalogue), spanNs);
  ofPlan.set(layoutId, { of: catalogue, spanNs, runs });
  return runs;
}

/** How much time a picture of the nominal schedule can show. */
export interface RunSpan {
  /** After which releases and windows repeat; null: nothing can be simulated, or it is beyond exact numbers. */
  readonly hyperperiodNs: number | null;
  /** The hyperperiod, less where it holds more jobs than can be drawn; 0 without any. */
  readonly shownNs: number;
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @returns hyperperiod of all tasks and windows that a picture can show, and how much of it is shown
 * @cost O(tasks), after the facts of the layout
 */
export function runSpan(plan: Plan, layoutId: Id, catalogue: Catalogue): RunSpan {
  const settings = scheduledOf(plan, layoutId, catalogue).scheduling.settings.filter(
    (each) => whyNoSchedule(each) === null,
  );
  const tasks = settings.flatMap(({ set }) => set.tasks);
  if (tasks.length === 0) return { hyperperiodNs: null, shownNs: 0 };
  const frames = settings.flatMap(({ supply }) =>
    supply.kind === 'windows' ? [supply.frame.lengthNs] : [],
  );
  const hyperperiodNs = hyperperiodOf([...tasks.map(({ task }) => task.periodNs), ...frames]);
  const rate = tasks.reduce((sum, { task, instances }) => sum + instances / task.periodNs, 0);
  return {
    hyperperiodNs,
    shownNs: Math.min(hyperperiodNs ?? Infinity, Math.floor(MOST_IN_ALL / rate)),
  };
}
