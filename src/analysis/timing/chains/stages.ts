/**
 * A chain as a sequence of stages, each of which samples: a task, or a run of tasks that messages activate one after the other.
 * All theories of sampling chains work on stages.
 */
import type { Chain, ChainTask } from './chain.ts';
import { type LatencyTerm, type Obstacle, totalOf } from './latency-bound.ts';

/** Times count from the nominal release of the stage's first task. */
export interface Stage {
  /** Place in the chain of its first task, the one that samples. */
  readonly task: number;
  readonly period: number;
  readonly longestGap: number | null;
  readonly offset: number | null;
  readonly clock: string;
  /** More than one task, or data that goes against the order of runnables: outputs are not those of the job that read. */
  readonly run: boolean;
  /** Until its last task has written, at the latest. */
  readonly output: readonly LatencyTerm[];
  /** From that write until the next stage can read. */
  readonly notification: readonly LatencyTerm[];
  /**
   * A job of the next stage is sure to read the output if it is released this much later: output and notification; or, where the
   * producer goes first (P = 1), only the jitter, after which the producer is ready and keeps the consumer from starting.
   */
  readonly visible: readonly LatencyTerm[];
}

/** `responses`: outputs by response times. `intervals`: every task has the whole period, with or without LET. */
export type Counting = 'responses' | 'intervals';

/** Stages, or why there are none. */
export type Stages =
  | { readonly kind: 'stages'; readonly stages: readonly Stage[] }
  | { readonly kind: 'unknown'; readonly obstacles: readonly Obstacle[] };

/** Places [first, last] of each run: it goes on over hops that activate. */
function runsOf({ tasks, hops }: Chain): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const [at] of tasks.entries()) {
    const open = runs.at(-1);
    if (open && hops[at - 1]?.transport === 'queue') open[1] = at;
    else runs.push([at, at]);
  }
  return runs;
}

/** What keeps the run from having a latest output. */
function obstaclesOf(
  tasks: readonly ChainTask[],
  first: number,
  counting: Counting,
): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  const leader = tasks[0];
  for (const [at, task] of tasks.entries()) {
    const add = (code: Obstacle['code']) => obstacles.push({ code, task: first + at });
    const wholePeriod = counting === 'intervals' || task.communication === 'let';
    if (task.responseTime === null) add('no-response-time');
    else if (wholePeriod && task.responseTime > task.period) add('late-for-interval');
    if (task.period !== leader?.period) add('other-rate');
    if (tasks.length > 1 && task.communication === 'let') add('not-implicit');
    if (task.orderInversions > 0 && leader?.longestGap === null) add('no-longest-gap');
  }
  return obstacles;
}

/** Terms of one task's part of the output; `since`: of its response, what comes before it in the run. */
function taskTerms(
  chain: Chain,
  at: number,
  since: number,
  counting: Counting,
): readonly LatencyTerm[] {
  const task = chain.tasks[at] as ChainTask;
  if (counting === 'intervals' || task.communication === 'let') {
    return [{ kind: 'interval', task: at, time: task.period }];
  }
  const own = Math.max(0, (task.responseTime ?? 0) - since);
  const copy = Math.min(own, chain.hops[at]?.copyTime ?? 0);
  return [
    { kind: 'response', task: at, time: own - copy },
    { kind: 'copy', task: at, time: copy },
  ];
}

/** Waits for later jobs of the same task, because runnables stand in the other order. */
function orderTerms(chain: Chain, first: number, last: number): readonly LatencyTerm[] {
  const gap = chain.tasks[first]?.longestGap ?? 0;
  return chain.tasks.slice(first, last + 1).map(({ orderInversions }, at) => ({
    kind: 'order',
    task: first + at,
    time: orderInversions * gap,
  }));
}

/** P: whether a consumer released from the producer's readiness on is sure to start after the producer's write. */
function producerGoesFirst({ tasks, hops }: Chain, at: number): boolean {
  const [producer, hop, consumer] = [tasks[at], hops[at], tasks[at + 1]];
  if (!producer || !hop || !consumer) return false;
  return (
    hop.sharedScheduler &&
    hop.notification === 0 &&
    producer.priority > consumer.priority &&
    producer.communication === 'implicit' &&
    consumer.communication === 'implicit'
  );
}

/** One run as a stage. */
function stageOf(chain: Chain, first: number, last: number, counting: Counting): Stage {
  const leader = chain.tasks[first] as ChainTask;
  const order = orderTerms(chain, first, last);
  const output: LatencyTerm[] = [...order];
  if (counting === 'intervals') output.push(...taskTerms(chain, first, 0, counting));
  for (let at = first; counting === 'responses' && at <= last; at += 1) {
    const before = at === first ? 0 : (chain.tasks[at - 1]?.responseTime ?? 0);
    const notified = at === first ? 0 : (chain.hops[at - 1]?.notification ?? 0);
    if (at > first) output.push({ kind: 'notification', task: at - 1, time: notified });
    output.push(...taskTerms(chain, at, before + notified, counting));
  }
  const notification: readonly LatencyTerm[] = [
    { kind: 'notification', task: last, time: chain.hops[last]?.notification ?? 0 },
  ];
  const goesFirst = counting === 'responses' && first === last && producerGoesFirst(chain, first);
  const ready: LatencyTerm = { kind: 'response', task: first, time: leader.jitter };
  return {
    task: first,
    period: leader.period,
    longestGap: leader.longestGap,
    offset: leader.offset,
    clock: leader.clock,
    run: first !== last || leader.orderInversions > 0,
    output,
    notification,
    visible: goesFirst ? [...order, ready] : [...output, ...notification],
  };
}

/**
 * @param chain tasks and hops
 * @param counting what stands for the time from release to output
 * @returns the stages, in the order of the data; unknown where a response time is missing or beyond the period that must hold it
 * @cost O(tasks)
 */
export function stagesOf(chain: Chain, counting: Counting = 'responses'): Stages {
  const runs = runsOf(chain);
  const obstacles = runs.flatMap(([first, last]) =>
    obstaclesOf(chain.tasks.slice(first, last + 1), first, counting),
  );
  if (obstacles.length > 0) return { kind: 'unknown', obstacles };
  return {
    kind: 'stages',
    stages: runs.map(([first, last]) => stageOf(chain, first, last, counting)),
  };
}

/**
 * @param stages of a chain
 * @returns an obstacle for each stage whose releases may be any distance apart
 */
export function gapObstacles(stages: readonly Stage[]): readonly Obstacle[] {
  return stages
    .filter(({ longestGap }) => longestGap === null)
    .map(({ task }) => ({ code: 'no-longest-gap', task }));
}

/**
 * @param stage whose releases are at most `longestGap` apart
 * @returns the wait until it runs again, or until its next job replaces the value
 */
export function samplingTerm({ task, longestGap }: Stage): LatencyTerm {
  return { kind: 'sampling', task, time: longestGap ?? Infinity };
}

/** @returns from the release until a consumer released then is sure to read */
export function visibleAfter({ visible }: Stage): number {
  return totalOf(visible);
}
