/**
 * Response times under preemptive fixed priorities of tasks whose activations keep a least distance, as messages of one producer
 * do: however late some are, two of them are no closer than the producer's shortest execution.
 *
 * @source Tindell, Burns, Wellings, Real-Time Systems 6, 1994; event models with least distances as in Richter, "Compositional
 *   Scheduling Analysis Using Standard Event Models", TU Braunschweig 2005, and pyCPA 1.2
 */
import { fixedPriorityResponse } from '../fixed-priority.ts';
import { DEDICATED_CORE, type Supply } from '../supply/supply.ts';
import { STEP_LIMIT, type ResponseBound, type StepLimit, type TimingTask } from '../timing-task.ts';
import { compareUtilisation } from '../utilisation.ts';
import { ceilDivide, LARGEST_TIME } from '../whole-numbers.ts';

/** A task and the least distance d of two of its activations; 0 where none is known. */
export interface SpacedTask extends TimingTask {
  readonly separation: number;
}

/** `responseTime` from the nominal release; `fromActivation` from the moment a job is ready, as compositional analyses count. */
export type ActivationResponse =
  | (Extract<ResponseBound, { kind: 'bounded' }> & { readonly fromActivation: number })
  | Exclude<ResponseBound, { kind: 'bounded' }>;

/** Most activations in an interval of a length above 0: min(ceil((w + J) / T), ceil(w / d)). */
function activations({ period, jitter, separation }: SpacedTask, window: number): number {
  const byPeriod = ceilDivide(window + jitter, period);
  return separation > 0 ? Math.min(byPeriod, ceilDivide(window, separation)) : byPeriod;
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
 * w(q) = sbf^-1(B + (q+1) C + sum of min(ceil((w + J_j) / T_j), ceil(w / d_j)) C_j); job q is ready at a(q) = max(0, q T - J, q d)
 * at the earliest. From the nominal release R = max J + w(q) - q T, from activation R = max w(q) - a(q), until w(q) <= a(q+1).
 *
 * @param task the task
 * @param higher all tasks of higher or equal priority, without the task
 * @param supply what serves them
 * @param limit bounds the work
 * @returns both response times, sufficient; without separations, or where demand equals supply, the first equals
 *   `fixedPriorityResponse`
 * @cost pseudo-polynomial: at most `limit.steps` times the number of higher priorities
 */
export function activationResponse(
  task: SpacedTask,
  higher: readonly SpacedTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): ActivationResponse {
  // Where demand equals supply the queue may never empty; least distances then decide nothing that lasts.
  if (compareUtilisation([task, ...higher], supply.rate) >= 0) {
    const bound = fixedPriorityResponse(task, higher, supply, limit);
    return bound.kind === 'bounded' ? { ...bound, fromActivation: bound.responseTime } : bound;
  }
  const { wcet, period, jitter, separation } = task;
  const left = { steps: limit.steps };
  let window = 0;
  let responseTime = 0;
  let fromActivation = 0;
  for (let job = 0; ; job += 1) {
    const own = task.blocking + (job + 1) * wcet;
    window = fixedPoint(own, Math.max(1, window + wcet), higher, supply, left);
    if (Number.isNaN(window) || (left.steps -= 1) < 0) return { kind: 'unknown', reason: 'steps' };
    if (window + jitter > LARGEST_TIME || (job + 1) * period > LARGEST_TIME) {
      return { kind: 'unknown', reason: 'overflow' };
    }
    const ready = (q: number) => Math.max(0, q * period - jitter, q * separation);
    responseTime = Math.max(responseTime, jitter + window - job * period);
    fromActivation = Math.max(fromActivation, window - ready(job));
    if (window <= ready(job + 1)) {
      return { kind: 'bounded', responseTime, fromActivation, jobs: job + 1 };
    }
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
