/** One schedule of a task's critical instant, for pictures: what happens when everything that may delay it is ready at once. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Preemption } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import { withOverrides } from '../../catalog/override.ts';
import { cpuFacts } from '../cpu/cpu-facts.ts';
import { layoutFacts, type LayoutFacts } from '../layout-facts.ts';
import {
  criticalInstantJobs,
  simulateSchedule,
  type Schedule,
  type SchedulingPolicy,
  type ServiceWindows,
  type SimulatedJob,
} from '../timing/schedule-simulation.ts';
import type { TimingTask } from '../timing/timing-task.ts';
import { blockingOf } from './by-priority.ts';
import { phasedInstant, type PhasedInstant } from './phased-instant.ts';
import { demandOf } from './execution.ts';
import type { LockingSet } from './locking.ts';
import { schedulingOf, type Scheduling } from './schedulability-facts.ts';
import type { SetTask } from './task-set.ts';
import { phaseOf } from './with-offsets.ts';

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

/** What less urgent tasks do before they give way: regions without preemption, and locks. */
export interface InstantBlocking {
  /** Longest, once in the busy period. */
  readonly ns: number;
  /** Rank of its work in the schedule: before the most urgent task that it keeps waiting. */
  readonly rank: number;
}

/** What happened. Times count from the start of a frame, or from the instant where there is none. */
export interface CriticalInstant {
  readonly hostName: string;
  readonly coreId: Id;
  readonly policy: SchedulingPolicy;
  /** How the tasks of the core give way, the less urgent ones too. */
  readonly preemptions: readonly Preemption[];
  /** Simulated in one piece that begins with the instant; null: none, or unknown under this policy. */
  readonly blocking: InstantBlocking | null;
  /** When everything is ready; with windows, the end of one of them. With stated phases, when the busy period begins. */
  readonly atNs: number;
  /** Whether tasks are released at stated offsets to each other, or to the frame, so that not everything is ready at once. */
  readonly isPhased: boolean;
  /** Most urgent first; under earliest deadline first, in the user's order. */
  readonly tasks: readonly InstantTask[];
  /** Place of the task asked for among `tasks`. */
  readonly own: number;
  readonly jobs: readonly SimulatedJob[];
  readonly schedule: Schedule;
  /** When the core serves these tasks; null: always. */
  readonly service: ServiceWindows | null;
  /**
   * Place of its job with the longest response among `jobs`, of those released before its first deadline; null: one of them does not
   * end before `untilNs`.
   */
  readonly longest: number | null;
  /** Releases after this are left out, so that nothing after it means anything. */
  readonly untilNs: number;
}

/** The schedule, or why none can be shown. */
export type InstantAnswer =
  | { readonly kind: 'instant'; readonly instant: CriticalInstant }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Jobs of one picture; more could not be read. */
const MOST_JOBS = 3000;
/** Instants that are tried: the ends of the windows before the longest gaps. */
const MOST_INSTANTS = 16;

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

const unknown = (reason: string): InstantAnswer => ({ kind: 'unknown', reason });

/** A task as it is simulated. */
export interface SimulatedTask {
  readonly of: SetTask;
  readonly timing: TimingTask;
}

type Row = SimulatedTask;

/**
 * @param setting what one kernel schedules on one core
 * @param own task that stands after its equals, since each of them may run first, and after which nothing is needed; null: all are
 * @param scheduled the layout
 * @returns tasks by urgency, or why one of them cannot be simulated
 */
export function simulatedTasks(
  setting: LockingSet,
  own: SetTask | null,
  scheduled: Scheduled,
): readonly SimulatedTask[] | string {
  const { costs } = setting;
  const isEdf = setting.policy.kind === 'policy' && setting.policy.policy === 'edf';
  const priority = ({ task }: SetTask) => task.priority ?? 0;
  const order = isEdf
    ? setting.set.tasks
    : [...setting.set.tasks].sort(
        (a, b) => priority(b) - priority(a) || Number(a === own) - Number(b === own),
      );
  const list: Row[] = [];
  for (const of of order) {
    const lock = scheduled.scheduling.locks.costs.get(of);
    const wcet = demandOf(of, costs, true) + (lock?.execution ?? 0);
    if (of.wcetNs === null) return `the WCET of "${of.task.name}" on this core is not known`;
    if (!Number.isFinite(wcet)) return `the times of "${of.task.name}" are beyond exact numbers`;
    const release = scheduled.scheduling.activations.releases.get(of.load);
    const { periodNs: period, jitterNs } = release ?? of.task;
    const jitter = jitterNs + costs.latencyNs;
    if (!Number.isFinite(jitter)) return `when messages activate "${of.task.name}" is not bounded`;
    const timing = { wcet, period, deadline: of.deadlineNs, jitter, blocking: 0 };
    for (let instance = 0; instance < of.instances; instance += 1) {
      list.push({ of, timing });
      if (list.length > MOST_JOBS) return 'there are too many instances for a picture';
    }
    // What is less urgent cannot delay it, unless it keeps the core to its end.
    const isLast = of === own && setting.policy.kind === 'policy';
    if (isLast && setting.policy.policy === 'fixed-priority') break;
  }
  return list;
}

/** Ends of windows, those before the longest gaps first. */
function instantsOf({ frame, windows }: ServiceWindows): readonly number[] {
  const gaps = windows.map(({ start, length }, at) => {
    const next = windows[at + 1]?.start ?? (windows[0]?.start ?? 0) + frame;
    return { end: start + length, gap: next - start - length };
  });
  return gaps
    .filter(({ gap }) => gap > 0)
    .sort((a, b) => b.gap - a.gap)
    .slice(0, MOST_INSTANTS)
    .map(({ end }) => end % frame);
}

/** Without preemption the longest job of lower priority has begun just before. */
function withBlocker(
  jobs: readonly SimulatedJob[],
  rows: readonly Row[],
  own: number,
): readonly SimulatedJob[] {
  let blocker = -1;
  for (const [rank, { timing }] of rows.entries()) {
    const longest = rows[blocker]?.timing.wcet ?? 0;
    if (rank > own && timing.wcet > longest) blocker = rank;
  }
  const first = jobs.findIndex(({ task }) => task === blocker);
  return jobs.map((job, place) =>
    place === first
      ? {
          ...job,
          release: job.release - 1,
          ready: Math.max(0, job.ready - 1),
          deadline: job.deadline - 1,
        }
      : job,
  );
}

/** B of the task, from regions and locks of lower priorities; under other policies their jobs are simulated themselves, or nothing is. */
function blockingIn(
  { set, policy, costs }: LockingSet,
  own: SetTask,
  rows: readonly Row[],
  { scheduling }: Scheduled,
): InstantBlocking | string | null {
  if (policy.kind !== 'policy' || policy.policy !== 'fixed-priority') return null;
  const unbounded = scheduling.locks.costs.get(own)?.unbounded ?? null;
  if (unbounded !== null) return unbounded;
  const order = [...set.tasks].sort((a, b) => (b.task.priority ?? 0) - (a.task.priority ?? 0));
  const regions = blockingOf(order, costs);
  const of = (each: SetTask) =>
    (regions[order.indexOf(each)] ?? 0) +
    (scheduling.locks.costs.get(each)?.blocking ?? 0) +
    (each.task.blockingNs ?? 0);
  const ns = of(own);
  if (!Number.isFinite(ns)) return 'the longest region of a lower priority is unknown';
  return ns === 0 ? null : { ns, rank: rows.findIndex((row) => of(row.of) > 0) - 0.5 };
}

/** When the longest response begins by stated offsets, of preemptive fixed priorities; null: they fix nothing. */
function phasedIn(
  { policy, supply }: LockingSet,
  rows: readonly Row[],
  blocking: InstantBlocking | null,
  { scheduling }: Scheduled,
): PhasedInstant | null {
  if (policy.kind !== 'policy' || policy.policy !== 'fixed-priority') return null;
  if (supply.kind === 'unknown') return null;
  const { releases } = scheduling.activations;
  const tasks = rows.map(({ of, timing }, at) => ({
    ...timing,
    blocking: at === rows.length - 1 ? (blocking?.ns ?? 0) : 0,
    offset: phaseOf(of, releases.get(of.load) ?? null),
  }));
  return phasedInstant(tasks, supply);
}

/** What one run is made of. */
interface Setting {
  readonly rows: readonly Row[];
  readonly own: number;
  readonly policy: SchedulingPolicy;
  readonly service: ServiceWindows | null;
  readonly blocking: InstantBlocking | null;
  readonly leastNs: number;
  /** Null: everything may be ready at once. */
  readonly phased: PhasedInstant | null;
}

type Run = Pick<CriticalInstant, 'atNs' | 'jobs' | 'schedule' | 'longest' | 'untilNs'>;

/** The own job that takes longest, of those released before `before`; null: one has no end before `until`. */
function longestOf(
  jobs: readonly SimulatedJob[],
  { responses }: Schedule,
  own: number,
  before: number,
  until: number,
): { readonly place: number | null; readonly end: number } {
  let place: number | null = null;
  let last = -Infinity;
  for (const [at, { task, release }] of jobs.entries()) {
    if (task !== own || release >= before) continue;
    const response = responses[at] ?? Infinity;
    last = Math.max(last, release + response);
    if (place === null || response > (responses[place] ?? 0)) place = at;
  }
  return { place: last <= until ? place : null, end: last };
}

/** By what part the time simulated grows at least, while the task has not ended in it. */
const GROWTH = 1.5;

/** So much of the time until the deadline is simulated, so that a picture shows what comes after it. */
const AFTER = 1.05;

/** Simulates until the task ends: while it waits, more urgent jobs are released anew. */
function runAt(at: number, setting: Setting): Run | null {
  const { rows, own, policy, service, blocking, leastNs, phased } = setting;
  const timings = rows.map(({ timing }) => timing);
  const deadline = phased?.horizonNs ?? rows[own]?.timing.deadline ?? 0;
  const countIn = (span: number) =>
    timings.reduce((sum, { period, jitter }) => sum + Math.ceil((span + jitter) / period), 0);
  const blocks = blocking
    ? [{ task: blocking.rank, release: at, ready: at, execution: blocking.ns, deadline: Infinity }]
    : [];
  let run: Run | null = null;
  const wished = Math.ceil(Math.max(deadline, leastNs) * AFTER);
  let span = countIn(wished) <= MOST_JOBS ? wished : deadline;
  while (countIn(span) <= MOST_JOBS) {
    const instant = criticalInstantJobs(timings, span, at, phased?.firstNs);
    const jobs =
      policy === 'fixed-priority-non-preemptive'
        ? withBlocker(instant, rows, own)
        : [...instant, ...blocks];
    const schedule = simulateSchedule(jobs, policy, service);
    const untilNs = at + span;
    const { place, end } = longestOf(jobs, schedule, own, at + deadline, untilNs);
    run = { atNs: at, jobs, schedule, longest: place, untilNs };
    if (end <= untilNs || !Number.isFinite(end)) return run;
    span = Math.max(end - at, Math.ceil(span * GROWTH));
  }
  return run;
}

/** The instant with the longest response of those that are tried. */
function worstRun(setting: Setting): Run | null {
  const { policy, service, phased } = setting;
  if (phased) return runAt(phased.atNs, setting);
  const whole = policy === 'fixed-priority-non-preemptive' ? [1] : [0];
  const instants = service ? instantsOf(service) : whole;
  let worst: Run | null = null;
  const response = (run: Run | null) =>
    run === null
      ? -1
      : run.longest === null
        ? Infinity
        : (run.schedule.responses[run.longest] ?? Infinity);
  for (const at of instants.length > 0 ? instants : whole) {
    const run = runAt(at, setting);
    if (run === null) return null;
    if (worst === null || response(run) > response(worst)) worst = run;
  }
  return worst;
}

/**
 * Simulates what happens when a task and everything that may delay it are ready at once, until it ends, at least up to its
 * deadline, all jobs at their WCET; at stated offsets, from when on the longest response by these begins; where windows serve them, at the end of the window after which the task responds latest, of up to 16 windows that
 * are tried. Of preemptive fixed priorities it begins with the longest region and lock of lower priorities in one piece. One schedule: shorter
 * executions, other releases, self-suspension, and under earliest deadline first locks, may give longer responses.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @param placementId place of the task's application
 * @param taskId the task
 * @param leastNs so long is simulated in any case, if it can be drawn
 * @returns the schedule, or why none can be shown
 * @cost one simulation of at most 3,000 jobs per window that is tried; the tasks of the layout are gathered once per plan
 * @rules INSTANT-1, INSTANT-2, INSTANT-3
 */
export function criticalInstant(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  placementId: Id,
  taskId: Id,
  leastNs = 0,
): InstantAnswer {
  const scheduled = scheduledOf(plan, layoutId, catalogue);
  for (const setting of scheduled.scheduling.settings) {
    const own = setting.set.tasks.find(
      ({ load, task }) => load.placement.id === placementId && task.id === taskId,
    );
    if (own) return instantIn(setting, own, scheduled, leastNs);
  }
  return unknown('the task has no core of its own in this layout');
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

function instantIn(
  setting: LockingSet,
  own: SetTask,
  scheduled: Scheduled,
  leastNs: number,
): InstantAnswer {
  const { set, policy, supply } = setting;
  const reason = whyNoSchedule(setting);
  if (reason !== null || policy.kind === 'unknown') return unknown(reason ?? '');
  const list = simulatedTasks(setting, own, scheduled);
  if (typeof list === 'string') return unknown(list);
  const service =
    supply.kind === 'windows' ? { frame: supply.frame.lengthNs, windows: supply.windows } : null;
  // Of several instances the last one waits longest.
  const rank = list.findLastIndex(({ of }) => of === own);
  const blocking = blockingIn(setting, own, list, scheduled);
  if (typeof blocking === 'string') return unknown(blocking);
  const phased = phasedIn(setting, list, blocking, scheduled);
  const simulated = {
    ...{ rows: list, own: rank, policy: policy.policy, service, blocking },
    ...{ leastNs, phased },
  };
  const run = worstRun(simulated);
  if (run === null) return unknown('there are too many jobs before its deadline for a picture');
  const facts = {
    hostName: set.host.name,
    coreId: set.core.core.id,
    policy: policy.policy,
    preemptions: set.tasks.map(({ task }) => task.preemption),
    blocking,
    isPhased: phased !== null,
    tasks: instantTasks(list),
    own: rank,
    service,
  };
  return { kind: 'instant', instant: { ...facts, ...run } };
}
