/** One schedule of a task's critical instant, for pictures: what happens when everything that may delay it is ready at once. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Preemption } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import {
  criticalInstantJobs,
  simulateSchedule,
  type Schedule,
  type SchedulingPolicy,
  type ServiceWindows,
  type SimulatedJob,
} from '../timing/schedule-simulation.ts';
import type { LockingSet } from './locking.ts';
import { phasedInstant, type PhasedInstant } from './phased-instant.ts';
import {
  byUrgency,
  countedTimes,
  instantTasks,
  scheduledOf,
  simulatedTasks,
  whyNoSchedule,
  withRegions,
  type CountedTime,
  type InstantTask,
  type Scheduled,
  type SimulatedTask,
} from './simulated-tasks.ts';
import type { SetTask } from './task-set.ts';
import { phaseOf } from './with-offsets.ts';

/** What less urgent tasks do before they give way, as far as nobody knows whose lock it is and where in its job it stands. */
export interface InstantBlocking {
  /** Of the longest lock, once in the busy period. */
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
  /** What its jobs take on top of their WCETs. */
  readonly counted: readonly CountedTime[];
  /** Of locks, simulated in one piece that begins with the instant; null: none, or unknown under this policy. */
  readonly blocking: InstantBlocking | null;
  /** Place among `tasks` of a less urgent one whose longest region has just begun; null: none keeps the task waiting. */
  readonly begun: number | null;
  /** When everything is ready; with windows, the end of one of them. With stated phases, when the busy period begins. */
  readonly atNs: number;
  /** Whether tasks are released at stated offsets to each other, or to the frame, so that not everything is ready at once. */
  readonly isPhased: boolean;
  /** Most urgent first; under earliest deadline first, in the user's order. After the task asked for only the one that has begun. */
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

const unknown = (reason: string): InstantAnswer => ({ kind: 'unknown', reason });

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

/** Rows of one run: what is as urgent as the task, the task, and what has begun before. */
interface Rows {
  readonly rows: readonly SimulatedTask[];
  /** Of several instances the last one waits longest. */
  readonly own: number;
  readonly begun: number | null;
}

/** Under earliest deadline first nobody knows who is less urgent: all are there, and regions fall where they fall. */
function rowsOf(setting: LockingSet, own: SetTask, scheduled: Scheduled): Rows | string {
  const { policy } = setting;
  const order = byUrgency(setting, own);
  const isEdf = policy.kind === 'policy' && policy.policy === 'edf';
  const upTo = isEdf ? order : order.slice(0, order.indexOf(own) + 1);
  const isWhole = policy.kind === 'policy' && policy.policy === 'fixed-priority-non-preemptive';
  // Above all cooperative tasks nobody waits for their regions.
  const isBelow = upTo.some(({ task }) => task.preemption === 'cooperative');
  const keeping = order
    .slice(upTo.length)
    .filter(
      ({ task: { preemption } }) =>
        isWhole || preemption === 'non-preemptive' || (isBelow && preemption === 'cooperative'),
    );
  const rows = simulatedTasks(setting, [...upTo, ...keeping], scheduled);
  if (typeof rows === 'string') return rows;
  const count = rows.findLastIndex(({ of }) => upTo.includes(of)) + 1;
  const place = rows.findLastIndex(({ of }) => of === own);
  const lengthOf = ({ regions }: SimulatedTask) => regions?.length ?? 0;
  const [longest] = rows.slice(count).sort((a, b) => lengthOf(b) - lengthOf(a));
  return longest
    ? { rows: [...rows.slice(0, count), longest], own: place, begun: count }
    : { rows, own: place, begun: null };
}

/** B of locks of lower priorities and of what the task states itself, or why it is not bounded; under other policies nothing of it is drawn. */
function lockBlocking(
  { policy }: LockingSet,
  own: SetTask,
  rows: readonly SimulatedTask[],
  { scheduling }: Scheduled,
): InstantBlocking | string | null {
  if (policy.kind !== 'policy' || policy.policy !== 'fixed-priority') return null;
  const unbounded = scheduling.locks.costs.get(own)?.unbounded ?? null;
  if (unbounded !== null) return unbounded;
  const of = (each: SetTask) =>
    (scheduling.locks.costs.get(each)?.blocking ?? 0) + (each.task.blockingNs ?? 0);
  const ns = of(own);
  return ns === 0 ? null : { ns, rank: rows.findIndex((row) => of(row.of) > 0) - 0.5 };
}

/** When the longest response begins by stated offsets, of preemptive fixed priorities; null: they fix nothing. */
function phasedIn(
  { policy, supply }: LockingSet,
  { rows, begun }: Rows,
  blocking: InstantBlocking | null,
  { scheduling }: Scheduled,
): PhasedInstant | null {
  if (policy.kind !== 'policy' || policy.policy !== 'fixed-priority') return null;
  if (supply.kind === 'unknown') return null;
  const { releases } = scheduling.activations;
  const upTo = rows.slice(0, begun ?? rows.length);
  const region = begun === null ? 0 : (rows[begun]?.regions?.length ?? 0);
  const tasks = upTo.map(({ of, timing }, at) => ({
    ...timing,
    blocking: at === upTo.length - 1 ? region + (blocking?.ns ?? 0) : 0,
    offset: phaseOf(of, releases.get(of.load) ?? null),
  }));
  const phased = phasedInstant(tasks, supply);
  if (phased === null || begun === null || phased.atNs > 0) return phased;
  // What has begun before began a nanosecond before: after the start of time, or in the next frame.
  const later = supply.kind === 'windows' ? supply.frame.lengthNs : 1;
  const firstNs = phased.firstNs.map((at) => at + later);
  return { ...phased, atNs: phased.atNs + later, firstNs };
}

/** What one run is made of. */
interface Setting extends Rows {
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

/** Jobs that are there before everything is ready: a region that has just begun, and a lock that is held. */
function jobsBefore(at: number, { rows, begun, blocking }: Setting): readonly SimulatedJob[] {
  const jobs: SimulatedJob[] = [];
  const row = begun === null ? undefined : rows[begun];
  if (row && begun !== null) {
    const { wcet, deadline } = row.timing;
    const release = at - 1;
    jobs.push({
      task: begun,
      release,
      ready: release,
      execution: wcet,
      deadline: release + deadline,
    });
  }
  if (blocking) {
    const { rank, ns } = blocking;
    jobs.push({ task: rank, release: at, ready: at, execution: ns, deadline: Infinity });
  }
  return jobs;
}

/** Simulates until the task ends: while it waits, more urgent jobs are released anew. */
function runAt(at: number, setting: Setting): Run | null {
  const { rows, own, begun, policy, service, leastNs, phased } = setting;
  const timings = rows.slice(0, begun ?? rows.length).map(({ timing }) => timing);
  const deadline = phased?.horizonNs ?? rows[own]?.timing.deadline ?? 0;
  const countIn = (span: number) =>
    timings.reduce((sum, { period, jitter }) => sum + Math.ceil((span + jitter) / period), 0);
  const before = jobsBefore(at, setting);
  let run: Run | null = null;
  const wished = Math.ceil(Math.max(deadline, leastNs) * AFTER);
  let span = countIn(wished) <= MOST_JOBS ? wished : deadline;
  while (countIn(span) <= MOST_JOBS) {
    const jobs = withRegions(
      [...criticalInstantJobs(timings, span, at, phased?.firstNs), ...before],
      rows,
    );
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
  const { begun, service, phased } = setting;
  if (phased) return runAt(phased.atNs, setting);
  // What has begun before began a nanosecond before.
  const first = begun === null ? 0 : 1;
  const instants = service
    ? instantsOf(service).map((at) => (at < first ? at + service.frame : at))
    : [];
  let worst: Run | null = null;
  const response = (run: Run | null) =>
    run === null
      ? -1
      : run.longest === null
        ? Infinity
        : (run.schedule.responses[run.longest] ?? Infinity);
  for (const at of instants.length > 0 ? instants : [first]) {
    const run = runAt(at, setting);
    if (run === null) return null;
    if (worst === null || response(run) > response(worst)) worst = run;
  }
  return worst;
}

/**
 * Simulates what happens when a task and everything that may delay it are ready at once, until it ends, at least up to its
 * deadline, all jobs at their WCET; at stated offsets, from when on the longest response by these begins; where windows serve them, at the end of the window after which the task responds latest, of up to 16 windows that
 * are tried. Under fixed priorities the longest region of a lower priority that keeps the task waiting has just begun, and regions are
 * left at their ends only, each as long as the longest; the longest lock of lower priorities stands in one piece. One schedule: shorter
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
 * @rules INSTANT-1, INSTANT-2, INSTANT-3, INSTANT-8
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

function instantIn(
  setting: LockingSet,
  own: SetTask,
  scheduled: Scheduled,
  leastNs: number,
): InstantAnswer {
  const { set, policy, supply } = setting;
  const reason = whyNoSchedule(setting);
  if (reason !== null || policy.kind === 'unknown') return unknown(reason ?? '');
  const rows = rowsOf(setting, own, scheduled);
  if (typeof rows === 'string') return unknown(rows);
  const service =
    supply.kind === 'windows' ? { frame: supply.frame.lengthNs, windows: supply.windows } : null;
  const blocking = lockBlocking(setting, own, rows.rows, scheduled);
  if (typeof blocking === 'string') return unknown(blocking);
  const phased = phasedIn(setting, rows, blocking, scheduled);
  const run = worstRun({ ...rows, policy: policy.policy, service, blocking, leastNs, phased });
  if (run === null) return unknown('there are too many jobs before its deadline for a picture');
  const facts = {
    hostName: set.host.name,
    coreId: set.core.core.id,
    policy: policy.policy,
    preemptions: set.tasks.map(({ task }) => task.preemption),
    counted: countedTimes(setting, scheduled),
    blocking,
    begun: rows.begun,
    isPhased: phased !== null,
    tasks: instantTasks(rows.rows),
    own: rows.own,
    service,
  };
  return { kind: 'instant', instant: { ...facts, ...run } };
}
