/** What a response-time analysis says of one task at one place, and by what right. */
import type { StepLimit } from '../timing/timing-task.ts';
import type { MessageRelease } from './activations.ts';
import type { SetTask } from './task-set.ts';
import { UNSTATED_KINDS, type Unstated, type UnstatedKind } from './unstated.ts';

/** Steps for one task: an edit is analysed while the user waits, and what converges at all does so within thousands. */
const MOST_STEPS = 200_000;
/** Terms that the analyses of one set may add up, each step one for every task: seconds at worst, also with thousands of tasks. */
const SET_TERMS = 1_000_000_000;

/**
 * @param tasks how many tasks there are in the set
 * @param analyses how many times as much work as one step the whole set needs: its analyses, of which each step takes one
 * @param least what an analysis gets in any case
 * @returns steps for each analysis
 */
export function stepsFor(tasks: number, analyses: number, least = 1): StepLimit {
  const fair = Math.floor(SET_TERMS / Math.max(1, tasks * analyses));
  return { steps: Math.min(MOST_STEPS, Math.max(least, fair)) };
}

/** Jobs that an analysis of a whole set may look at: some seconds at worst. */
const MOST_JOBS = 5_000_000;

/**
 * @param tasks how many tasks there are in the set
 * @returns steps for an analysis that takes one for each job of all of them together
 */
export function jobsFor(tasks: number): StepLimit {
  return { steps: Math.min(MOST_JOBS, Math.max(1, tasks) * MOST_STEPS) };
}

export type TimingVerdict = 'proven-ok' | 'proven-miss' | 'unknown';

/** The answer for one task. */
export interface TaskTiming {
  readonly of: SetTask;
  readonly verdict: TimingVerdict;
  /** Whether some release pattern reaches the response time; null: no bound is known. */
  readonly bound: 'exact' | 'sufficient' | null;
  /** Name of the theory; null where none was applied. */
  readonly method: string | null;
  /** Upper bound of the response time from the nominal release; null: none is known. */
  readonly responseTimeNs: number | null;
  /** Of a task that messages activate: from the message, which is what its deadline counts from; null: none is known. */
  readonly fromActivationNs: number | null;
  /** How messages activate it; null: it is released by time, or as it states. */
  readonly release: MessageRelease | null;
  /** Either without interference of other cores, where a factor for it is stated. */
  readonly isolatedResponseTimeNs: number | null;
  /** Why the verdict is not `proven-ok`, or null. */
  readonly reason: string | null;
  readonly assumptions: readonly string[];
  /** What of the assumptions says at which phases its response time holds; empty: whatever the phases. */
  readonly phases: readonly string[];
  /** What of the assumptions is made because nobody states it: the verdict holds if it does. */
  readonly unstated: readonly Unstated[];
}

/**
 * @param of the task
 * @param reason why nothing is known
 * @param assumptions made so far
 * @returns a timing without an answer
 */
export function unknownTiming(
  of: SetTask,
  reason: string,
  assumptions: readonly string[] = [],
): TaskTiming {
  return {
    of,
    verdict: 'unknown',
    bound: null,
    method: null,
    responseTimeNs: null,
    fromActivationNs: null,
    release: null,
    isolatedResponseTimeNs: null,
    reason,
    assumptions,
    phases: [],
    unstated: [],
  };
}

/** Another truth in their place could only make a task later: a miss does not rest on them. */
const MAKES_LATER_ONLY: ReadonlySet<UnstatedKind> = new Set<UnstatedKind>(
  UNSTATED_KINDS.filter((kind) => kind !== 'scheduler' && kind !== 'activation'),
);

/**
 * A bound that rests on something unstated is not known to be reached.
 *
 * @param timing an answer
 * @param unstated what it rests on
 * @returns the answer that says so
 */
export function restingOn(timing: TaskTiming, unstated: readonly Unstated[]): TaskTiming {
  const { verdict, bound } = timing;
  const open =
    verdict === 'proven-miss'
      ? unstated.filter(({ kind }) => !MAKES_LATER_ONLY.has(kind))
      : unstated;
  return {
    ...timing,
    bound: bound === 'exact' && unstated.length > 0 ? 'sufficient' : bound,
    unstated: open,
  };
}
