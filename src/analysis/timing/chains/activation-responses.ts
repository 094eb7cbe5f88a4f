/**
 * Response times under preemptive fixed priorities of tasks whose activations keep a least distance, as messages of one producer
 * do: however late some are, two of them are no closer than the producer's shortest execution. Several producers add up.
 *
 * @source Tindell, Burns, Wellings, Real-Time Systems 6, 1994; event models with least distances as in Richter, "Compositional
 *   Scheduling Analysis Using Standard Event Models", TU Braunschweig 2005, and pyCPA 1.2; OR activation as in `event-streams.ts`
 */
import { fixedPriorityResponse } from '../fixed-priority.ts';
import { DEDICATED_CORE, type Supply } from '../supply/supply.ts';
import {
  STEP_LIMIT,
  type ActivationResponse,
  type ResponseBound,
  type StepLimit,
  type TimingTask,
} from '../timing-task.ts';
import { compareUtilisation } from '../utilisation.ts';
import { ceilDivide, LARGEST_TIME } from '../whole-numbers.ts';
import { allStreams, leastSpan, mostEvents, type EventSource } from './event-streams.ts';

/** A task and the least distance d of two of its activations; 0 where none is known. */
export interface SpacedTask extends TimingTask {
  readonly separation: number;
  /** What activates it, where that is more than one stream; its own period, jitter and separation then say nothing. */
  readonly sources?: readonly EventSource[];
}

/**
 * @param task that one or more streams activate
 * @returns one task for each stream: together they ask for no less in any interval, and for as much in the long run
 * @cost O(streams)
 */
export function byStream(task: SpacedTask): readonly TimingTask[] {
  const { wcet, deadline, blocking, sources } = task;
  if (!sources) return [task];
  return allStreams(sources).map(({ period, jitter, copies }) => ({
    ...{ wcet: wcet * copies, period, jitter, deadline, blocking },
  }));
}

/** Most have one stream: the same tasks, thousands of times. */
function allByStream(tasks: readonly SpacedTask[]): readonly TimingTask[] {
  return tasks.some(({ sources }) => sources) ? tasks.flatMap(byStream) : tasks;
}

/** Most activations in an interval of a length above 0: min(ceil((w + J) / T), ceil(w / d)). */
function activations(task: SpacedTask, window: number): number {
  if (task.sources) return mostEvents(task.sources, window);
  const { period, jitter, separation } = task;
  const byPeriod = ceilDivide(window + jitter, period);
  return separation > 0 ? Math.min(byPeriod, ceilDivide(window, separation)) : byPeriod;
}

/** The longest time that a job of some stream may be ready after its nominal release. */
function latestOf({ jitter, sources }: SpacedTask): number {
  return sources ? Math.max(...allStreams(sources).map((stream) => stream.jitter)) : jitter;
}

/** Least fixed point of w = sbf^-1(own + interference), from a value above 0 below it; NaN without steps left. */
function fixedPoint(
  own: number,
  from: number,
  higher: readonly SpacedTask[],
  supply: Supply,
  left: { steps: number },
): number {
  for (let window = from; ;) {
    let demand = own;
    for (const task of higher) demand += activations(task, window) * task.wcet;
    const next = supply.timeToSupply(demand);
    if (next <= window || next > LARGEST_TIME) return Math.max(next, window);
    if ((left.steps -= 1) < 0) return NaN;
    window = next;
  }
}

/**
 * For theories of periods with jitter: each stream by itself, behind all others, which may all come first.
 *
 * @param task that one or more streams activate
 * @param higher all tasks of higher or equal priority, without the task
 * @param respond such a theory
 * @returns the longest response of all streams, each from its own nominal release, and from activation
 * @cost `respond` for each stream of the task, with those of the others
 */
export function responseByStream(
  task: SpacedTask,
  higher: readonly SpacedTask[],
  respond: (task: TimingTask, higher: readonly TimingTask[]) => ResponseBound | ActivationResponse,
): ActivationResponse {
  const above = allByStream(higher);
  const streams = byStream(task);
  let [responseTime, fromActivation, jobs] = [0, 0, 0];
  for (const [at, stream] of streams.entries()) {
    const others = streams.filter((_, other) => other !== at);
    // Of several alike one is looked at.
    if (stream.wcet > task.wcet) others.push({ ...stream, wcet: stream.wcet - task.wcet });
    const own = { ...stream, wcet: task.wcet };
    const bound = respond(own, others.length > 0 ? [...above, ...others] : above);
    if (bound.kind !== 'bounded') return bound;
    const since = 'fromActivation' in bound ? bound.fromActivation : bound.responseTime;
    responseTime = Math.max(responseTime, bound.responseTime);
    fromActivation = Math.max(fromActivation, since);
    jobs = Math.max(jobs, bound.jobs);
  }
  return { kind: 'bounded', responseTime, fromActivation, jobs };
}

/**
 * w(q) = sbf^-1(B + (q+1) C + sum of min(ceil((w + J_j) / T_j), ceil(w / d_j)) C_j); job q is ready at a(q) = max(0, q T - J, q d)
 * at the earliest, or where several streams activate it after the least span of q + 1 events. From the nominal release
 * R = max J + w(q) - q T, from activation R = max w(q) - a(q), until w(q) <= a(q+1); of several streams the latest that one may be
 * ready, and R from activation.
 *
 * @param task the task
 * @param higher all tasks of higher or equal priority, without the task
 * @param supply what serves them
 * @param limit bounds the work
 * @returns both response times, sufficient; without separations, or where demand equals supply, the first equals
 *   `fixedPriorityResponse`
 * @cost pseudo-polynomial: at most `limit.steps` times the number of higher priorities, with their streams
 */
export function activationResponse(
  task: SpacedTask,
  higher: readonly SpacedTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): ActivationResponse {
  const all = allByStream([task, ...higher]);
  // Where demand equals supply the queue may never empty; least distances then decide nothing that lasts.
  if (compareUtilisation(all, supply.rate) >= 0) {
    return responseByStream(task, higher, (own, above) =>
      fixedPriorityResponse(own, above, supply, limit),
    );
  }
  const { wcet, period, jitter, separation, sources } = task;
  const latest = latestOf(task);
  const left = { steps: limit.steps };
  let window = 0;
  let responseTime = 0;
  let fromActivation = 0;
  let ready = 0;
  for (let job = 0; ; job += 1) {
    const own = task.blocking + (job + 1) * wcet;
    window = fixedPoint(own, Math.max(1, window + wcet), higher, supply, left);
    if (Number.isNaN(window) || (left.steps -= 1) < 0) return { kind: 'unknown', reason: 'steps' };
    if (window + latest > LARGEST_TIME || (!sources && (job + 1) * period > LARGEST_TIME)) {
      return { kind: 'unknown', reason: 'overflow' };
    }
    fromActivation = Math.max(fromActivation, window - ready);
    responseTime = sources
      ? latest + fromActivation
      : Math.max(responseTime, jitter + window - job * period);
    const next = job + 1;
    ready = sources
      ? leastSpan(sources, next + 1, ready)
      : Math.max(0, next * period - jitter, next * separation);
    if (window <= ready) return { kind: 'bounded', responseTime, fromActivation, jobs: next };
  }
}

/**
 * @param tasks by priority, the highest first, no two equal
 * @param supply what serves them
 * @param limit bounds the work, of each task
 * @returns one answer per task, in the same order
 * @cost `activationResponse` for each task
 */
export function activationResponses(
  tasks: readonly SpacedTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): readonly ActivationResponse[] {
  return tasks.map((task, at) => activationResponse(task, tasks.slice(0, at), supply, limit));
}
