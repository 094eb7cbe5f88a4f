/** Short ways to state chains in tests. */
import type { Chain, ChainHop, ChainTask } from '../chain.ts';
import type { LatencyOutcome } from '../latency-bound.ts';

/** A periodic task of one core and clock, released at 0. */
export function task(
  period: number,
  responseTime: number | null,
  rest: Partial<ChainTask> = {},
): ChainTask {
  return {
    period,
    longestGap: period,
    offset: 0,
    jitter: 0,
    responseTime,
    clock: 'clock',
    core: 'core',
    priority: 0,
    communication: 'implicit',
    orderInversions: 0,
    ...rest,
  };
}

/** Registers without cost between tasks of one scheduler, but for what is given. */
export function chainOf(tasks: readonly ChainTask[], rest: Partial<ChainHop> = {}): Chain {
  const hop: ChainHop = {
    copyTime: 0,
    notification: 0,
    transport: 'register',
    sharedScheduler: true,
    ...rest,
  };
  return { tasks, hops: tasks.slice(1).map(() => hop), stimulus: 'sampled' };
}

/** The value, or the codes of what is missing. */
export function valueOf(outcome: LatencyOutcome): number | string {
  return outcome.kind === 'bounded'
    ? outcome.value
    : `${outcome.kind}: ${outcome.obstacles.map(({ code }) => code).join(' ')}`;
}

/** Terms as "kind place time". */
export function termsOf(outcome: LatencyOutcome): readonly string[] {
  return outcome.kind === 'bounded'
    ? outcome.terms.map(({ kind, task: place, time }) => `${kind} ${place} ${time}`)
    : [];
}
