/**
 * Response times under preemptive fixed priorities of tasks with known offsets on one clock, beside tasks whose releases have no
 * known phase. Valid only for these offsets, and while nothing drifts.
 *
 * @source Tindell, Adding time-offsets to schedulability analysis, University of York, YCS 221, 1994; Palencia, Gonzalez Harbour,
 *   Schedulability analysis for tasks with static and dynamic offsets, RTSS 1998 (busy periods by the instants at which they begin);
 *   Leung, Whitehead, Performance Evaluation 2, 1982 (periodic tasks repeat with their hyperperiod). One clock is one transaction,
 *   whose instants are all tried, so that nothing has to be approximated; busy periods in windows: own, checked against simulation
 */
import { FixedPointSearch, unknownBecause } from './fixed-point.ts';
import { busyPeriodResponse } from './fixed-priority.ts';
import { serviceFromInstant, type Window } from './supply/window-table.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import { STEP_LIMIT, type StepLimit, type TimingTask, type UnknownReason } from './timing-task.ts';
import { compareUtilisation } from './utilisation.ts';
import { ceilDivide, hyperperiodOf, LARGEST_TIME } from './whole-numbers.ts';

export interface OffsetTask extends TimingTask {
  /** O: nominal releases at O + k T of the common clock, a whole number, 0 or more; null: any that are a period apart. */
  readonly offset: number | null;
}

/** What serves a busy period, by when on the common clock it begins. */
export interface ClockedService {
  /** It repeats after so long; 1: it is the same at all times. */
  readonly cycle: number;
  /** Instants in the cycle at which service ends: busy periods may begin with a gap. */
  readonly ends: readonly number[];
  /** Services of which any may hold from this instant on; at least one, all of one rate. */
  readonly from: (instant: number) => readonly Supply[];
}

/** A core that serves nobody else. */
export const AT_ALL_TIMES: ClockedService = unclocked([DEDICATED_CORE]);

/**
 * @param supplies at least one: of each, no busy period meets less, whenever it begins
 * @returns a service that has nothing to do with the common clock
 */
export function unclocked(supplies: readonly Supply[]): ClockedService {
  return { cycle: 1, ends: [], from: () => supplies };
}

/**
 * @param frame length of the major frame, which begins whenever the common clock is a multiple of it
 * @param windows of one partition on one core, within the frame, without overlap, at least one
 * @returns service of tasks whose offsets count from the start of the frame
 */
export function synchronisedWindows(frame: number, windows: readonly Window[]): ClockedService {
  const known = new Map<number, readonly Supply[]>();
  return {
    cycle: frame,
    ends: windows.map(({ start, length }) => (start + length) % frame),
    from: (instant) => {
      const phase = instant % frame;
      const supplies = known.get(phase) ?? [serviceFromInstant(frame, windows, phase)];
      known.set(phase, supplies);
      return supplies;
    },
  };
}

/** A longest response, and when it happens. */
export interface OffsetResponse {
  readonly kind: 'bounded';
  readonly responseTime: number;
  /** How many jobs of its busy period were looked at. */
  readonly jobs: number;
  /** Instant of the common clock at which its busy period begins. */
  readonly instant: number;
  /** Of `ClockedService.from`, the one in which it happens. */
  readonly supply: number;
  /** Whether every stated offset was used; else some tasks were taken as if they had none. */
  readonly isComplete: boolean;
}

export type OffsetBound =
  | OffsetResponse
  | { readonly kind: 'unbounded' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** Instants that are tried for one task; with more, tasks are taken without their offsets. */
const MOST_INSTANTS = 5_000;

/** Tasks on the clock, and how long it takes until all of them repeat. */
interface Clock {
  readonly cycle: number;
  readonly tasks: readonly OffsetTask[];
}

/** As many of the tasks with offsets as repeat soon enough, in the order given. */
function clockOf(all: readonly OffsetTask[], service: ClockedService): Clock {
  let clock: Clock = { cycle: service.cycle, tasks: [] };
  for (const task of all) {
    if (task.offset === null) continue;
    const cycle = hyperperiodOf([clock.cycle, task.period]);
    const tasks = [...clock.tasks, task];
    if (cycle === null || 4 * cycle > LARGEST_TIME) continue;
    const releases = tasks.reduce((sum, { period }) => sum + cycle / period, 0);
    const ends = (cycle / service.cycle) * service.ends.length;
    if (releases + ends <= MOST_INSTANTS) clock = { cycle, tasks };
  }
  return clock;
}

/** The latest that a job may get ready: when a busy period begins, as the last of them or as the first. */
function instantsOf({ cycle, tasks }: Clock, service: ClockedService): ReadonlySet<number> {
  const instants = new Set<number>();
  const repeat = (first: number, period: number) => {
    for (let instant = first % period; instant < cycle; instant += period) instants.add(instant);
  };
  for (const { offset, jitter, period } of tasks) repeat((offset ?? 0) + jitter, period);
  for (const end of service.ends) repeat(end, service.cycle);
  // Without a clock all instants are alike.
  return instants.size > 0 ? instants : new Set([0]);
}

/**
 * How long before a busy period the first job of it may have been released: the jitter of a task without a known phase, at most
 * that of another one; below 0 where it comes later.
 */
function ageAt(instant: number, { offset, jitter, period }: OffsetTask): number {
  if (offset === null) return jitter;
  const since = instant - (offset % period);
  return since - ceilDivide(since - jitter, period) * period;
}

/**
 * @param task on the common clock, or without an offset
 * @param instant at which a busy period begins
 * @returns nominal release of its first job that may be ready at the instant, or of the first one after it
 */
export function firstRelease(task: OffsetTask, instant: number): number {
  return instant - ageAt(instant, task);
}

/**
 * Longest response time of a task: the longest over the instants t at which a busy period may begin. From t on, a task on the clock
 * demands ceil((w + a) / T) C in a window of length w, with a <= J the age that its first job not ready before t has at t; any
 * other task does so with a = J. The rest is as without offsets.
 *
 * A busy period that begins between two instants responds no later than one that begins at the later of them: the same jobs of the
 * clock count, and all other tasks, as well as service, begin as much later. In windows that go with the clock that holds up to the end of
 * the window, and what begins in a gap responds no later than what begins with the gap.
 *
 * Never above the response without offsets. On a dedicated core or in windows, without blocking and with all offsets used, it
 * is exact: with the ages above as delays the busy period at t takes as long.
 *
 * @param task the task
 * @param higher all tasks of higher or equal priority on the same service, without the task
 * @param service what serves them
 * @param limit bounds the work
 * @returns the longest response time from the nominal release
 * @cost pseudo-polynomial: at most 5,000 busy periods, together at most `limit.steps` times the number of higher priorities
 */
export function responseWithOffsets(
  task: OffsetTask,
  higher: readonly OffsetTask[],
  service: ClockedService = AT_ALL_TIMES,
  limit: StepLimit = STEP_LIMIT,
): OffsetBound {
  const all = [task, ...higher];
  const [supply] = service.from(0);
  if (!supply || compareUtilisation(all, supply.rate) > 0) return { kind: 'unbounded' };
  const clock = clockOf(all, service);
  const onClock = new Set(clock.tasks);
  const isComplete = all.every((each) => each.offset === null || onClock.has(each));
  // Thousands of instants: one copy of each task, aged anew at each of them.
  const aged = all.map((each) => ({
    ...each,
    of: onClock.has(each) ? each : { ...each, offset: null },
  }));
  const [own, ...above] = aged;
  const headroom = Math.max(...all.map(({ jitter }) => jitter)) + clock.cycle;
  if (headroom > LARGEST_TIME) return unknownBecause(Infinity);
  const search = new FixedPointSearch(limit, headroom);
  let longest: OffsetResponse | null = null;
  for (const instant of instantsOf(clock, service)) {
    for (const each of aged) each.jitter = ageAt(instant, each.of);
    for (const [at, supply] of service.from(instant).entries()) {
      const bound = own && busyPeriodResponse(own, above, supply, search);
      if (bound?.kind !== 'bounded') return bound ?? unknownBecause(Infinity);
      if (longest === null || bound.responseTime > longest.responseTime)
        longest = { ...bound, instant, supply: at, isComplete };
    }
  }
  return longest ?? { kind: 'unknown', reason: 'method' };
}
