/** Stated offsets under fixed priorities: where phases are fixed, and what follows from them. */
import { servicesFromWindowEnds } from '../timing/supply/window-table.ts';
import {
  responseWithOffsets,
  synchronisedWindows,
  unclocked,
  type ClockedService,
} from '../timing/offsets.ts';
import type { MessageRelease } from './activations.ts';
import {
  higherThan,
  limitOf,
  type Bound,
  type KnownSupply,
  type Ranked,
  type Setting,
} from './ranked.ts';
import type { SetTask } from './task-set.ts';

const ONE_CLOCK =
  'valid only for the stated offsets: releases count from one start, on one clock that does not drift';

/**
 * @param supply what serves the tasks
 * @returns whether releases of tasks with offsets have a phase to the windows that serve them
 */
export const isSynchronised = (supply: KnownSupply): boolean =>
  supply.kind === 'windows' && supply.isSynchronised;

/**
 * @param supply what serves the tasks
 * @returns what an answer by phase rests on
 */
export function phaseAssumption(supply: KnownSupply): string {
  return supply.kind === 'windows' && supply.isSynchronised
    ? `valid only for the stated offsets: releases count from the start of "${supply.frame.name}", on its clock`
    : ONE_CLOCK;
}

/**
 * @param of a task at its place
 * @param release when messages activate it
 * @returns its offset; null: none is stated, or it says nothing of when jobs come: of several instances, of sporadic tasks
 */
export function phaseOf(of: SetTask, release: MessageRelease | null): number | null {
  const isOneRow = of.instances === 1 && of.task.kind === 'periodic' && release === null;
  return isOneRow ? of.task.offsetNs : null;
}

/**
 * @param ranked a task
 * @returns whether nothing is left out that is stated of its phase
 */
export const isPhased = ({ of, timing }: Ranked): boolean => of.task.offsetNs === timing.offset;

/**
 * @param own a task
 * @param order all tasks
 * @param setting what they have in common
 * @returns whether the task and what it waits for have fixed phases to each other, or to the frame that serves them: of one of them
 *   alone an offset says nothing else
 * @cost O(n)
 */
export function hasFixedPhases(
  own: Ranked,
  order: readonly Ranked[],
  { preemptive, supply }: Setting,
): boolean {
  let stated = 0;
  for (const { of, priority } of order) {
    const counts = !preemptive || priority >= own.priority;
    if (counts && of.task.offsetNs !== null) stated += of.instances;
  }
  return stated > (isSynchronised(supply) ? 0 : 1);
}

/**
 * @param supply what is certain of the core
 * @returns the same to a theory that knows phases
 */
export function serviceOf(supply: KnownSupply): ClockedService {
  if (supply.kind !== 'windows') return unclocked([supply.supply]);
  const { frame, windows } = supply;
  return supply.isSynchronised
    ? synchronisedWindows(frame.lengthNs, windows)
    : unclocked(servicesFromWindowEnds(frame.lengthNs, windows));
}

/**
 * @param bound of a task, whatever the phases
 * @param ranked the task
 * @param supply what serves it
 * @returns whether its phase is worth an analysis: where nothing else proves the deadline, and where it is stated against the frame, so
 *   that the response is what is asked for
 */
export function asksForPhase(bound: Bound, { timing }: Ranked, supply: KnownSupply): boolean {
  return bound.kind !== 'bounded' || bound.responseTime > timing.deadline || isSynchronised(supply);
}

/**
 * @param own a task
 * @param order all tasks, none of which suspends itself
 * @param setting what they have in common
 * @returns its longest response at the stated phases; null: they say nothing here
 * @cost as `responseWithOffsets`
 */
export function boundByPhase(
  own: Ranked,
  order: readonly Ranked[],
  setting: Setting,
): Bound | null {
  const { preemptive, supply } = setting;
  if (!preemptive || own.release !== null || !hasFixedPhases(own, order, setting)) return null;
  return responseWithOffsets(own.timing, higherThan(own, order), serviceOf(supply), limitOf(order));
}
