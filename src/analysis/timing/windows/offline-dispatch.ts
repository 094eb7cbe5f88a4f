/**
 * One core, dispatched offline over one major frame: what a window generator writes into its table. Times are whole ticks.
 *
 * Earliest deadline first in which every switch takes its time, and a job may be left to run on: a window more costs a switch more.
 *
 * @source Liu, Layland, JACM 20(1), 1973 (optimal where switches are free); own rule for running on
 */
import type { StepLimit } from '../timing-task.ts';

/** Demand of one partition on the core, in ticks: `budget` in each [k period, (k+1) period). */
export interface DispatchDemand {
  readonly period: number;
  readonly budget: number;
}

/**
 * Whether the partition that has the core keeps it to the end of its budget where another one has an earlier deadline: never, where
 * everybody still meets the deadlines, or always (no preemption).
 */
export type RunOn = 'never' | 'when-safe' | 'always';

/** What is kept to besides deadlines, in ticks. */
interface DispatchCosts {
  /** Of each switch. */
  readonly switchCost: number;
  /** Shortest stretch of a budget that is cut into several, its switch included. */
  readonly leastWindow: number;
}

/** A stretch of time of one demand. */
export interface Stretch {
  readonly demand: number;
  readonly start: number;
  end: number;
}

/** What became of it. */
export type Dispatch =
  | { readonly kind: 'dispatched'; readonly stretches: readonly Stretch[] }
  /** The demand that is not met by the end of its period. */
  | { readonly kind: 'late'; readonly demand: number; readonly deadline: number }
  | { readonly kind: 'steps' };

/** The core at one instant. */
class Core {
  readonly #demands: readonly DispatchDemand[];
  readonly #switchCost: number;
  readonly left: number[];
  now = 0;
  /** Who has the core; -1: nobody. */
  current = -1;
  /** How long, and what it had left before its switch. */
  #since = 0;
  #leftBefore = 0;
  late = -1;

  constructor(demands: readonly DispatchDemand[], switchCost: number) {
    this.#demands = demands;
    this.#switchCost = switchCost;
    this.left = demands.map(() => 0);
  }

  copy(): Core {
    const copy = new Core(this.#demands, this.#switchCost);
    for (const [at, left] of this.left.entries()) copy.left[at] = left;
    copy.now = this.now;
    copy.current = this.current;
    copy.#since = this.#since;
    copy.#leftBefore = this.#leftBefore;
    return copy;
  }

  /** Starts the periods that begin now. @returns whether those before them got all of their budgets */
  release(frame: number): boolean {
    for (const [at, { period, budget }] of this.#demands.entries()) {
      if (this.now % period !== 0) continue;
      if ((this.left[at] ?? 0) > 0) {
        this.late = at;
        return false;
      }
      if (this.now < frame) this.left[at] = budget;
    }
    return true;
  }

  deadlineOf(at: number): number {
    const { period } = this.#demands[at] as DispatchDemand;
    return this.now - (this.now % period) + period;
  }

  /** The earliest deadline; between equal ones who has the core, then the first. -1: nobody wants it. */
  earliest(): number {
    let best = -1;
    for (let at = 0; at < this.left.length; at += 1) {
      if ((this.left[at] ?? 0) === 0) continue;
      const difference = best < 0 ? -1 : this.deadlineOf(at) - this.deadlineOf(best);
      if (difference < 0 || (difference === 0 && at === this.current)) best = at;
    }
    return best;
  }

  /** Gives the core to somebody; another one than before pays for the switch. */
  give(to: number): void {
    if (to === this.current) return;
    // A window that was nothing but its switch is left out of the table, and is not paid for.
    const wasted = this.now - this.#since <= this.#switchCost;
    if (this.current >= 0 && wasted && (this.left[this.current] ?? 0) > 0) {
      this.left[this.current] = this.#leftBefore;
    }
    this.current = to;
    this.#since = this.now;
    if (to < 0) return;
    this.#leftBefore = this.left[to] ?? 0;
    this.left[to] = this.#leftBefore + this.#switchCost;
  }

  /**
   * Until when whoever has the core keeps it, so that neither what it had nor what would be left is less than a window: now where it
   * may be preempted, Infinity where its budget has to end first.
   */
  keptUntil({ leastWindow, switchCost }: DispatchCosts): number {
    const shortest = this.#since + leastWindow;
    // What it had left when its window will be long enough, and would come back for.
    const rest = (this.left[this.current] ?? 0) - Math.max(0, shortest - this.now);
    return rest + switchCost < leastWindow ? Infinity : Math.max(this.now, shortest);
  }

  /** Lets time pass until the next period begins, the budget is used up, or `limit`. */
  pass(limit = Infinity): void {
    let until = limit;
    for (let at = 0; at < this.left.length; at += 1) until = Math.min(until, this.deadlineOf(at));
    const left = this.current < 0 ? Infinity : (this.left[this.current] ?? 0);
    const time = Math.min(until - this.now, left);
    if (this.current >= 0) this.left[this.current] = left - time;
    this.now += time;
  }
}

/** One budget of steps for a dispatch and all that it tries out. */
class Steps {
  left: number;

  constructor({ steps }: StepLimit) {
    this.left = steps;
  }
}

/** Whether all deadlines are met if the core goes on with `current`, then by earliest deadline. */
function isSafe(from: Core, frame: number, steps: Steps): boolean {
  const core = from.copy();
  let keeps = core.current;
  while (core.now < frame) {
    if ((steps.left -= 1) < 0) return false;
    if (keeps >= 0 && (core.left[keeps] ?? 0) === 0) keeps = -1;
    core.give(keeps >= 0 ? keeps : core.earliest());
    core.pass();
    if (!core.release(frame)) return false;
  }
  return true;
}

/**
 * Dispatches one frame.
 *
 * @param demands of one core, at least one
 * @param frame a multiple of all periods
 * @param costs of switches, and the shortest window
 * @param runOn when a partition keeps the core against an earlier deadline
 * @param limit bounds the decisions, those tried out included
 * @returns who has the core when; a stretch that is no longer than its switch is left out
 * @cost O(decisions x demands); `when-safe` once more for each preemption
 */
export function dispatchFrame(
  demands: readonly DispatchDemand[],
  frame: number,
  costs: DispatchCosts,
  runOn: RunOn,
  limit: StepLimit,
): Dispatch {
  const { switchCost } = costs;
  const core = new Core(demands, switchCost);
  const steps = new Steps(limit);
  const stretches: Stretch[] = [];
  let keeps = -1;
  core.release(frame);
  while (core.now < frame) {
    if ((steps.left -= 1) < 0) return { kind: 'steps' };
    if (keeps >= 0 && (core.left[keeps] ?? 0) === 0) keeps = -1;
    let chosen = keeps >= 0 ? keeps : core.earliest();
    const { current } = core;
    const wouldPreempt = chosen !== current && current >= 0 && (core.left[current] ?? 0) > 0;
    let until = Infinity;
    if (wouldPreempt && runOn !== 'never' && (runOn === 'always' || isSafe(core, frame, steps))) {
      chosen = keeps = current;
    } else if (wouldPreempt && core.keptUntil(costs) > core.now) {
      chosen = current;
      until = core.keptUntil(costs);
    }
    core.give(chosen);
    const start = core.now;
    core.pass(until);
    const last = stretches.at(-1);
    if (chosen >= 0 && last?.demand === chosen && last.end === start) last.end = core.now;
    else if (chosen >= 0) stretches.push({ demand: chosen, start, end: core.now });
    if (!core.release(frame)) return { kind: 'late', demand: core.late, deadline: core.now };
  }
  return {
    kind: 'dispatched',
    stretches: stretches.filter(({ start, end }) => end - start > switchCost),
  };
}
