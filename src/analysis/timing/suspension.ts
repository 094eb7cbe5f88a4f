/**
 * Tasks that suspend themselves: jobs that wait for another core, an accelerator or a device and give the core away meanwhile. Not to
 * count the waiting is unsafe, and so is to count it only for the task that waits: its execution may be pushed together.
 *
 * @source Chen, Nelissen, Huang, Yang, Brandenburg, Bletsas, Liu, Richard, Ridouard, Audsley, Rajkumar, de Niz, von der Brueggen,
 *   Many suspensions, many problems, Real-Time Systems 55, 2019 (both methods, and the refuted ones); Huang, Chen, Zhou, Liu,
 *   DAC 2015; Liu, Real-Time Systems, 2000 (suspension as execution)
 */
import { fixedPriorityResponse } from './fixed-priority.ts';
import { DEDICATED_CORE, type Supply } from './supply/supply.ts';
import { STEP_LIMIT, type ResponseBound, type StepLimit, type TimingTask } from './timing-task.ts';
import { compareUtilisation } from './utilisation.ts';

export interface SuspendingTask extends TimingTask {
  /** S: longest time for which a job suspends itself, in total and wherever it likes; 0: never. */
  readonly suspension: number;
  /** How often a job may suspend itself: each time, tasks of lower priority may begin to block anew. */
  readonly suspensions: number;
}

/** A task whose waiting counts as execution, each resumption blocked as long as at the level that is looked at. */
function suspensionAsExecution(task: SuspendingTask, blocking: number): TimingTask {
  return { ...task, wcet: task.wcet + task.suspension + task.suspensions * blocking };
}

/** A task whose execution may come as late as its longest response allows; null where that is not known. */
function suspensionAsJitter(task: SuspendingTask, response: ResponseBound): TimingTask | null {
  if (task.suspension === 0) return task;
  if (response.kind !== 'bounded') return null;
  return { ...task, jitter: response.responseTime - task.wcet };
}

/** The shorter of bounds that both hold. A method that finds no bound refutes nothing: it adds demand that may not be there. */
function shortest(bounds: readonly ResponseBound[]): ResponseBound {
  let best: ResponseBound = { kind: 'unknown', reason: 'method' };
  for (const bound of bounds) {
    if (bound.kind === 'unbounded') continue;
    const isBetter =
      best.kind !== 'bounded' ||
      (bound.kind === 'bounded' && bound.responseTime < best.responseTime);
    if (isBetter) best = bound;
  }
  return best;
}

/**
 * Response times of tasks that suspend themselves, under preemptive fixed priorities: the shorter of two bounds.
 *
 * Suspension as jitter: a task of higher priority that suspends itself interferes as one with a jitter of R_j - C_j, since a window
 * of length w meets at most ceil((w + R_j - C_j) / T_j) C_j of it; others interfere with their own jitter, as the window may begin
 * where none of them is pending. The task itself waits for C + S. Suspension as execution: everybody for C + S.
 *
 * Jobs of a task run one after the other. A job of the task is blocked once, and once more after each suspension.
 *
 * @param tasks by priority, the highest first, no two equal
 * @param supply what serves them; it may be lost while a job waits, so that waiting counts as demand on it
 * @param limit bounds the work of each bound
 * @returns one bound per task, in the same order; sufficient, not exact; `unbounded` only where execution alone exceeds the supply
 * @cost two analyses of fixed priorities for each task
 */
export function suspendingResponses(
  tasks: readonly SuspendingTask[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): readonly ResponseBound[] {
  const responses: ResponseBound[] = [];
  const late: (TimingTask | null)[] = [];
  for (const [rank, task] of tasks.entries()) {
    const higher = tasks.slice(0, rank);
    const own = suspensionAsExecution(task, task.blocking);
    const inflated = higher.map((one) => suspensionAsExecution(one, task.blocking));
    const jittered = late.filter((one) => one !== null);
    const bounds = [fixedPriorityResponse(own, inflated, supply, limit)];
    if (jittered.length === rank) bounds.push(fixedPriorityResponse(own, jittered, supply, limit));
    const isOverloaded = compareUtilisation([...higher, task], supply.rate) > 0;
    const response: ResponseBound = isOverloaded ? { kind: 'unbounded' } : shortest(bounds);
    responses.push(response);
    late.push(suspensionAsJitter(task, response));
  }
  return responses;
}
