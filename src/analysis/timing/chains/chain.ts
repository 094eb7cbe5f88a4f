/** A cause-effect chain as the theories see it: tasks that hand data on, and how each hands it to the next. */

/** How a job exchanges data with other tasks. */
export type Communication =
  /** It reads all inputs when it starts and writes all outputs when it ends. */
  | 'implicit'
  /** It reads at its nominal release and its outputs appear one period later (logical execution time). */
  | 'let';

/** One task of a chain. Times are whole numbers of one unit, counted from nominal releases, as in `TimingTask`. */
export interface ChainTask {
  /** T: period, or least distance of two nominal releases; above 0. */
  readonly period: number;
  /** Longest distance of two nominal releases: the period of a periodic task; null where nothing limits it. */
  readonly longestGap: number | null;
  /** First nominal release on its clock; null for a sporadic task, or where nobody knows. */
  readonly offset: number | null;
  /** J: a job may be ready this long after its nominal release. */
  readonly jitter: number;
  /**
   * R: longest response time inside what serves the task (its windows, its server), copying of outputs included in its WCET; at
   * least the jitter; null where no analysis bounds it. Of a task that a message activates: from the nominal release of the task
   * with which the run of messages starts, which is `MessageResponse.latency`.
   */
  readonly responseTime: number | null;
  /** Who schedules its releases. Tasks of different clocks have no known phase against each other. */
  readonly clock: string;
  readonly core: string;
  /** Larger is more urgent; compared only where a hop has `sharedScheduler`. */
  readonly priority: number;
  readonly communication: Communication;
  /**
   * How many times data goes from one runnable of the task to an earlier one on the way through it: each waits for the next job.
   * Runnables of one task that follow each other in the chain are one entry.
   */
  readonly orderInversions: number;
}

/** How a task of a chain hands data to the next one. */
export interface ChainHop {
  /** Time the producer spends on copying, a part of its response time; 0 where data is written in place. */
  readonly copyTime: number;
  /** Longest time from the write until the consumer can read, or is activated; 0 for a shared variable. */
  readonly notification: number;
  /** `register`: the consumer samples the newest value when it runs; `queue`: each message activates it once. */
  readonly transport: 'register' | 'queue';
  /**
   * Both are jobs of one preemptive or non-preemptive fixed-priority scheduler with one supply, and the producer neither suspends
   * itself nor lets others run before it has written. False across cores, across partitions of one core with windows of their own,
   * for cooperative tasks, under EDF.
   */
  readonly sharedScheduler: boolean;
}

/** Tasks in the order of the data, with `hops[i]` from task i to task i + 1: one hop less than tasks, at least one task. */
export interface Chain {
  readonly tasks: readonly ChainTask[];
  readonly hops: readonly ChainHop[];
  /**
   * How the outside enters. `sampled`: the first task looks when it runs, and may just have looked. `arrival`: what happens outside
   * releases the first task, at its nominal release.
   */
  readonly stimulus: 'sampled' | 'arrival';
}

/**
 * What a bound limits. `reaction`: from a change outside, just missed by the first task, until the first output that knows of it;
 * it equals, at its longest, the age of an output just before the next one replaces it (Günzel et al., ECRTS 2023). `age`: of the
 * input behind an output, at the moment the output is written.
 */
export type LatencyKind = 'reaction' | 'age';
