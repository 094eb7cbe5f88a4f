/** A task as the timing theories see it, and what they answer. */

/**
 * All times are whole numbers of one unit (nanoseconds in the product), and sums of them stay whole. Response times and deadlines
 * count from the nominal release, before jitter: R = J + w - q T (Tindell, Burns, Wellings 1994).
 */
export interface TimingTask {
  /** C: longest execution time of a job, context switches included. */
  readonly wcet: number;
  /** T: period, or least time between two nominal releases. */
  readonly period: number;
  /** D: relative to the nominal release; may be below, equal to or beyond the period. */
  readonly deadline: number;
  /** J: a job may be ready this long after its nominal release; jobs get ready in the order of their releases. */
  readonly jitter: number;
  /** B: longest time that tasks of lower priority delay it, once per busy period. */
  readonly blocking: number;
}

/**
 * Why there is no answer: not within the allowed steps (`steps`), not within the numbers that are exact (`overflow`), or not by
 * this method, which is only sufficient and did not succeed (`method`).
 */
export type UnknownReason = 'steps' | 'overflow' | 'method';

/**
 * What a response-time analysis gives. `unbounded`: demand exceeds supply in the long run, so that some response time exceeds every
 * bound.
 */
export type ResponseBound =
  | {
      readonly kind: 'bounded';
      readonly responseTime: number;
      /** How many jobs of the busy period were looked at. */
      readonly jobs: number;
    }
  | { readonly kind: 'unbounded' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** `responseTime` from the nominal release; `fromActivation` from the moment a job is ready, as compositional analyses count. */
export type ActivationResponse =
  | (Extract<ResponseBound, { kind: 'bounded' }> & { readonly fromActivation: number })
  | Exclude<ResponseBound, { kind: 'bounded' }>;

/** Answer of a test of a whole task set. */
export type SetVerdict =
  | { readonly kind: 'schedulable' }
  /** `at`: length of an interval in which the demand exceeds the supply; null: in the long run. */
  | { readonly kind: 'unschedulable'; readonly at: number | null }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** Bounds the work of one analysis, so that it always ends. */
export interface StepLimit {
  readonly steps: number;
}

/** Fixed-point iterations or points that one analysis may take; some seconds at worst. */
export const STEP_LIMIT: StepLimit = { steps: 2_000_000 };
