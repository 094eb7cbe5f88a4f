/** When the busy period of the longest response begins, where offsets are stated: for pictures. */
import { firstRelease, responseWithOffsets, type OffsetTask } from '../timing/offsets.ts';
import type { KnownSupply } from './ranked.ts';
import { stepsFor } from './task-timing.ts';
import { isSynchronised, serviceOf } from './with-offsets.ts';

/** Times count from the start of a frame, or from the instant where there is none. */
export interface PhasedInstant {
  /** When the busy period begins. */
  readonly atNs: number;
  /** First nominal release of each task in it, or after it has begun. */
  readonly firstNs: readonly number[];
  /** From the instant to the deadline of the last job of the task in it. */
  readonly horizonNs: number;
}

/**
 * @param tasks the most urgent first, those that may delay the last one, and the last one with its blocking
 * @param supply what serves them
 * @returns the instant; null: phases are not fixed, or what follows from them is not known
 * @cost as `responseWithOffsets`
 */
export function phasedInstant(
  tasks: readonly OffsetTask[],
  supply: KnownSupply,
): PhasedInstant | null {
  const own = tasks.at(-1);
  const stated = tasks.filter(({ offset }) => offset !== null).length;
  if (!own || stated <= (isSynchronised(supply) ? 0 : 1)) return null;
  const limit = stepsFor(tasks.length, tasks.length);
  const bound = responseWithOffsets(own, tasks.slice(0, -1), serviceOf(supply), limit);
  if (bound.kind !== 'bounded') return null;
  const { instant, jobs } = bound;
  let atNs = 0;
  if (supply.kind === 'windows') {
    const { start, length } = supply.windows[bound.supply] ?? { start: 0, length: 0 };
    atNs = (supply.isSynchronised ? instant : start + length) % supply.frame.lengthNs;
  }
  const firstNs = tasks.map((task) => firstRelease(task, instant) - instant + atNs);
  const last = (firstNs.at(-1) ?? atNs) + (jobs - 1) * own.period;
  return { atNs, firstNs, horizonNs: Math.max(1, last + own.deadline - atNs) };
}
