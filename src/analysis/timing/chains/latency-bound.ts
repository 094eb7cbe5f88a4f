/** What theories of chain latency answer: a value and where its time goes, or why there is none. */
import { LARGEST_TIME } from '../whole-numbers.ts';
import type { LatencyKind } from './chain.ts';

/** What a part of a latency is spent on. */
export type TermKind =
  /** Waiting until the task runs again, or until its next job replaces the value. */
  | 'sampling'
  /** Response time of the task, without copying. */
  | 'response'
  /** The period of the task, counted in place of its response time (LET, no knowledge of the schedule). */
  | 'interval'
  /** Runnables inside the task stand in the other order than the data flows. */
  | 'order'
  /** Copying by the task to its consumer. */
  | 'copy'
  /** From the write of the task until its consumer can read. */
  | 'notification';

/** One part of a latency. `task`: place in the chain. */
export interface LatencyTerm {
  readonly kind: TermKind;
  readonly task: number;
  readonly time: number;
}

/** Why a theory says nothing about a chain: it does not apply, or it lacks something. */
export const OBSTACLES = {
  'several-cores': 'needs one core',
  'several-clocks': 'needs one clock: the phase of tasks of different clocks is not known',
  'one-clock': 'has nothing to cut: all tasks have one clock',
  'not-fixed-priority': 'needs fixed priorities of one scheduler for the whole chain',
  'not-synchronous': 'needs synchronous release: all first releases at one instant',
  'no-offset': 'needs a periodic task with a known first release',
  'not-let': 'needs logical execution time in every task',
  'not-implicit': 'needs implicit communication in every task',
  'not-queue': 'needs every task after the first activated by a message',
  'other-rate':
    'a task that a message activates has another period than the task that starts the run',
  'late-for-interval': 'needs every response time within the period',
  merged: 'needs that only messages of the chain activate its tasks',
  'no-response-time': 'the task has no response-time bound',
  'no-longest-gap': 'the task has no longest distance between releases',
  steps: 'the analysis would take more steps than allowed',
  overflow: 'the value is beyond exact whole numbers',
} as const;

export type ObstacleCode = keyof typeof OBSTACLES;

/** `task`: place in the chain; null where the whole chain is meant. Words are in `OBSTACLES`. */
export interface Obstacle {
  readonly code: ObstacleCode;
  readonly task: number | null;
}

/** What assumptions say; a bound names those it stands on. */
export const ASSUMPTIONS = {
  'response-times': 'response times hold for every phase that tasks may have, copying included',
  'longest-gaps': 'no two releases of a task are further apart than its longest gap',
  'one-timebase': 'periods are exact; drift of clocks is not counted',
  'known-releases':
    'every task is released exactly at its first release and whole periods after it',
  'producer-first':
    'a producer of higher priority on the same scheduler has written before its consumer starts',
  'within-period': 'every job ends before its period does',
  'let-outputs': 'under logical execution time outputs appear exactly at the end of the period',
  'queues-in-order':
    'queues keep the order and lose nothing; every message activates its consumer once',
  'run-as-one': 'a run of message-driven tasks counts as one task with the latency of the run',
  'own-extension':
    'the published recursion, with known first releases and several cores of one clock',
  'closed-form':
    'the closed form was taken: releases are not known or repeat too late to be enumerated',
} as const;

export type Assumption = keyof typeof ASSUMPTIONS;

/** Answer of one theory. The terms add up to the value exactly; terms of no time are left out. */
export type LatencyOutcome =
  | {
      readonly kind: 'bounded';
      readonly value: number;
      readonly terms: readonly LatencyTerm[];
      readonly assumptions: readonly Assumption[];
    }
  /** The theory is not made for such a chain. */
  | { readonly kind: 'not-applicable'; readonly obstacles: readonly Obstacle[] }
  /** It is, but something is missing. */
  | { readonly kind: 'unknown'; readonly obstacles: readonly Obstacle[] };

/** One theory, as a chain's list of bounds shows it. */
export interface LatencyBound {
  readonly theory: string;
  readonly latency: LatencyKind;
  readonly source: string;
  readonly outcome: LatencyOutcome;
}

/** A theory that does not apply. */
export function notApplicable(code: ObstacleCode, task: number | null = null): LatencyOutcome {
  return { kind: 'not-applicable', obstacles: [{ code, task }] };
}

/** A theory that lacks something. */
export function unknown(...obstacles: readonly Obstacle[]): LatencyOutcome {
  return { kind: 'unknown', obstacles };
}

/**
 * @param terms parts of a latency, in the order of the data
 * @param assumptions what the bound stands on
 * @returns the bound with their sum; unknown when that is beyond exact numbers
 * @cost O(terms)
 */
export function boundOf(
  terms: readonly LatencyTerm[],
  assumptions: readonly Assumption[],
): LatencyOutcome {
  const value = totalOf(terms);
  if (value > LARGEST_TIME) return unknown({ code: 'overflow', task: null });
  return { kind: 'bounded', value, terms: terms.filter(({ time }) => time !== 0), assumptions };
}

/** Sum of the times; beyond `LARGEST_TIME` not exact, but never back below it. */
export function totalOf(terms: readonly LatencyTerm[]): number {
  return terms.reduce((sum, { time }) => sum + time, 0);
}
