/** Tasks of one kernel on one core by priority, as theories of fixed priorities see them. */
import type { Load } from '../cpu/cpu-facts.ts';
import type { SpacedTask } from '../timing/chains/activation-responses.ts';
import type { OffsetResponse, OffsetTask } from '../timing/offsets.ts';
import type { ActivationResponse, ResponseBound, StepLimit } from '../timing/timing-task.ts';
import type { MessageRelease } from './activations.ts';
import type { ExecutionCosts } from './execution.ts';
import type { LockCost } from './locking.ts';
import type { SupplyAnswer } from './supply-answer.ts';
import type { SetTask, TaskSet } from './task-set.ts';
import { stepsFor } from './task-timing.ts';

/** A supply of which something is certain. */
export type KnownSupply = Exclude<SupplyAnswer, { kind: 'unknown' }>;

/** Everything that the tasks of a set have in common. */
export interface Setting {
  readonly set: TaskSet;
  readonly supply: KnownSupply;
  readonly costs: ExecutionCosts;
  /** What locks add to tasks. */
  readonly locks: ReadonlyMap<SetTask, LockCost>;
  /** When messages activate tasks. */
  readonly releases: ReadonlyMap<Load, MessageRelease>;
  readonly preemptive: boolean;
  readonly assumptions: readonly string[];
}

/** A task to theories of fixed priorities. */
export type PriorityTask = SpacedTask & OffsetTask;

/** What one of them gives. */
export type Bound = ResponseBound | ActivationResponse | OffsetResponse;

/** A task ready for the theory. */
export interface Ranked {
  readonly of: SetTask;
  readonly priority: number;
  readonly timing: PriorityTask;
  /** Null: not activated by messages. */
  readonly release: MessageRelease | null;
}

/**
 * @param ranked a task
 * @returns what its jobs may really take: the WCET alone, in whole nanoseconds, without switches, overhead, latency, waiting or
 *   spinning
 */
export function leastTiming({ of, timing }: Ranked): OffsetTask {
  const { periodNs: period, jitterNs: jitter } = of.task;
  const { deadline, offset } = timing;
  return { wcet: of.leastWcetNs, period, deadline, jitter, blocking: 0, offset };
}

/**
 * @param own a task
 * @param order all tasks
 * @returns copies of further instances, and all of equal or higher priority: each of them may run first
 * @cost O(n)
 */
export function higherThan(own: Ranked, order: readonly Ranked[]): PriorityTask[] {
  const higher: PriorityTask[] = [];
  for (const other of order) {
    if (other.priority < own.priority) continue;
    // Equal tasks with one period are one task as long as all of them: the same interference.
    const times = other.of.instances - (other === own ? 1 : 0);
    // Copies of thousands of tasks for each of them would be most of the work.
    if (times === 1) higher.push(other.timing);
    else if (times > 0) higher.push({ ...other.timing, wcet: other.timing.wcet * times });
  }
  return higher;
}

/** Most tasks with short responses converge within so many. */
const LEAST_STEPS = 50;

/**
 * @param order all tasks, each of which is analysed
 * @param terms that one step adds up
 * @returns steps for each
 */
export const limitOf = (order: readonly Ranked[], terms = order.length): StepLimit =>
  stepsFor(order.length, terms, LEAST_STEPS);
