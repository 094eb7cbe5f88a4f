/** Stated offsets under fixed priorities: where phases are fixed, and what follows from them. */
import { byStream } from '../timing/chains/activation-responses.ts';
import { servicesFromWindowEnds } from '../timing/supply/window-table.ts';
import {
  responseWithOffsets,
  synchronisedWindows,
  unclocked,
  type ClockedService,
  type OffsetTask,
} from '../timing/offsets.ts';
import type { StepLimit } from '../timing/timing-task.ts';
import type { MessageRelease } from './activations.ts';
import { higherThan, type Bound, type KnownSupply, type Ranked } from './ranked.ts';
import type { Ranking } from './ranking.ts';
import type { SetTask } from './task-set.ts';
import { stepsFor } from './task-timing.ts';

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
 * @param ranking all tasks
 * @returns whether the task and what it waits for have fixed phases to each other, or to the frame that serves them: of one of them
 *   alone an offset says nothing else
 * @cost O(n), O(1) where no offset is stated
 */
export function hasFixedPhases(own: Ranked, { tasks, setting, hasOffsets }: Ranking): boolean {
  if (!hasOffsets) return false;
  let stated = 0;
  for (const { of, priority } of tasks) {
    const counts = !setting.preemptive || priority >= own.priority;
    if (counts && of.task.offsetNs !== null) stated += of.instances;
  }
  return stated > (isSynchronised(setting.supply) ? 0 : 1);
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
 * @returns whether its phase is worth an analysis: where nothing else proves the deadline, and where the response is what is asked
 *   for: it is stated against the frame, or a chain or an event goes on from it. That would get shorter as its deadline is missed
 */
export function asksForPhase(bound: Bound, { of, timing }: Ranked, supply: KnownSupply): boolean {
  const isMet = bound.kind === 'bounded' && bound.responseTime <= timing.deadline;
  return !isMet || of.isFollowed || isSynchronised(supply);
}

/** Each instant is a busy period of its own: phases get a tenth of the steps, which is a second at worst for hundreds of tasks. */
const SHARE = 10;

/**
 * @param ranking all tasks
 * @returns steps for the phases of one of them; with fewer than they need the bound for any phases stands
 */
export const phaseSteps = ({ tasks }: Ranking): StepLimit =>
  stepsFor(tasks.length, SHARE * tasks.length);

/**
 * @param own a task
 * @param ranking all tasks, none of which suspends itself
 * @returns its longest response at the stated phases; null: they say nothing here
 * @cost as `responseWithOffsets`
 */
export function boundByPhase(own: Ranked, ranking: Ranking): Bound | null {
  const { tasks, setting } = ranking;
  const { preemptive, supply } = setting;
  if (!preemptive || own.release !== null || !hasFixedPhases(own, ranking)) return null;
  const higher = higherThan(own, tasks).flatMap((each): readonly OffsetTask[] =>
    each.sources ? byStream(each).map((stream) => ({ ...stream, offset: null })) : [each],
  );
  return responseWithOffsets(own.timing, higher, serviceOf(supply), phaseSteps(ranking));
}
