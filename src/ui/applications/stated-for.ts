/** What a WCET is stated for: the clock that the target gives a core type, and what is said beside the fields. */
import { sameCoreType } from '../../analysis/hardware.ts';
import { exactNs } from '../../analysis/timing-words.ts';
import type { Task } from '../../model/application.ts';
import { sustainedClockHz } from '../../model/clock.ts';
import type { Target } from '../../model/target.ts';
import type { Hz } from '../../model/units.ts';

type Stated = Pick<Task, 'wcetNs' | 'coreType' | 'clockHz' | 'periodNs'>;

/** Sustained clocks of a core type on the target, each once; empty: it is not there. */
function clocksOf(target: Target, coreType: string): readonly (Hz | null)[] {
  const clusters = target.clusters.filter((cluster) => sameCoreType(cluster.coreType, coreType));
  return [...new Set(clusters.map(sustainedClockHz))];
}

/**
 * @param target of the plan
 * @param coreType as a task states it; null: none
 * @returns the clock that all clusters of that type hold for any time; null: unknown, not one clock, or no such type there
 */
export function clockOnTarget(target: Target, coreType: string | null): Hz | null {
  const clocks = coreType === null ? [] : clocksOf(target, coreType);
  return clocks.length === 1 ? (clocks[0] ?? null) : null;
}

/**
 * @param target of the plan
 * @param coreType whose clock it gives
 * @returns the source of a clock that was taken from the target
 */
export function clockSource(target: Target, coreType: string): string {
  return `target ${target.name}: sustained clock of ${coreType}`;
}

/**
 * What choosing a core type changes, as one step: a clock that nobody stated is that of the target, with the target as its source;
 * one that was taken from it goes with its core type; one that somebody stated stays.
 *
 * @param target of the plan
 * @param task before
 * @param coreType chosen; null: unknown
 * @returns the changed fields
 */
export function withCoreType(
  target: Target,
  task: Pick<Task, 'coreType' | 'clockHz' | 'sources'>,
  coreType: string | null,
): Partial<Task> {
  const { clockHz: source, ...sources } = task.sources;
  const isTaken = task.coreType !== null && source === clockSource(target, task.coreType);
  if (task.clockHz !== null && !isTaken) return { coreType };
  const clockHz = clockOnTarget(target, coreType);
  return coreType === null || clockHz === null
    ? { coreType, clockHz: null, sources }
    : { coreType, clockHz, sources: { ...sources, clockHz: clockSource(target, coreType) } };
}

/**
 * @param target of the plan
 * @param task as stated, or as typed so far
 * @returns what stands at the WCET: what it lacks to count, or that it is beyond the period; null: nothing
 */
export function wcetRemark(
  target: Target,
  { wcetNs, coreType, clockHz, periodNs }: Stated,
): string | null {
  if (wcetNs === null) return null;
  if (coreType === null) return 'counts for nothing without a core type and its clock';
  if (clockHz === null && clocksOf(target, coreType).length > 0)
    return 'counts for nothing without the clock that it is stated at';
  return periodNs > 0 && wcetNs > periodNs
    ? `longer than the period, ${exactNs(periodNs)}: a core of that type at that clock cannot keep up`
    : null;
}

/**
 * @param target of the plan
 * @param task as stated, or as typed so far
 * @returns what stands at an empty clock: why the target does not give it; null: nothing
 */
export function clockRemark(
  target: Target,
  { coreType, clockHz }: Pick<Task, 'coreType' | 'clockHz'>,
): string | null {
  if (coreType === null || clockHz !== null) return null;
  const clocks = clocksOf(target, coreType);
  if (clocks.length > 1) return `the target has ${coreType} at several clocks: state one`;
  return clocks.length === 1 && clocks[0] === null ? 'not known of the target: state it' : null;
}
