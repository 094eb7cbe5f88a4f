/** Execution times and loads stated for one core type and clock, taken to another core. */
import type { Task } from '../../model/application.ts';
import type { Hz } from '../../model/units.ts';
import { highestClockHz, sustainedClockHz } from '../../model/clock.ts';
import type { Cluster } from '../../model/target.ts';
import { sameCoreType, type Hardware } from '../hardware.ts';
import { term, type Term } from './exact-sum.ts';

/** Why a demand on a core is unknown. */
export type UnknownCause =
  | 'no-demand'
  | 'no-wcet'
  | 'no-core-type'
  | 'stated-clock'
  | 'core-clock'
  | 'no-factor'
  | 'several-clocks'
  | 'no-cluster'
  | 'no-core'
  | 'no-rate';

/** One cause, with the two core types it lies between where it is about scaling. */
export interface Unknown {
  readonly cause: UnknownCause;
  readonly fromType: string | null;
  readonly toType: string | null;
  /** Why a rate is. */
  readonly reason?: string;
}

type ClockOf = (cluster: Cluster) => Hz | null;

/** What was assumed or used to get from the stated core to the one it runs on. */
export type ScaleKind = 'same-clock' | 'clock' | 'factor';

/** Factors that turn a stated time into the time on a core. */
export interface Scale {
  readonly kind: ScaleKind;
  readonly top: readonly number[];
  readonly bottom: readonly number[];
  /** Factors of the top without the clock: what waits for memory takes no part in that. */
  readonly unclocked: readonly number[];
  /** In words, with the source of a factor; null where nothing is scaled. */
  readonly assumption: string | null;
}

/** A core type at a clock, as somebody stated a time or load for it. */
export interface StatedFor {
  readonly coreType: string | null;
  readonly clockHz: Hz | null;
}

const UNSCALED: Scale = {
  kind: 'same-clock',
  top: [],
  bottom: [],
  unclocked: [],
  assumption: null,
};

function clockAssumption(from: Hz, to: Hz): string {
  return from < to
    ? 'execution time is inversely proportional to the clock: expected at a faster clock, and no bound, since memory does not get faster'
    : 'execution time is inversely proportional to the clock: at most that at a slower clock, since memory does not get slower';
}

function unknown(cause: UnknownCause, from: string | null, to: string | null): Unknown {
  return { cause, fromType: from, toType: to };
}

/**
 * @param value a result of this module
 * @returns whether it says why something is unknown
 */
export function isUnknown(value: object): value is Unknown {
  return 'cause' in value;
}

/**
 * How to get from the core that a time was stated for to the cores of a cluster: by clock within one core type,
 * by a stated capacity factor to another one, and not at all otherwise.
 *
 * @param hardware the target
 * @param from what the time was stated for
 * @param cluster where it is to run
 * @param clockOf which clock of a cluster counts: by default the one that all its cores hold
 * @returns the factors, or why they are unknown
 * @rules CPU-4
 */
export function scaleTo(
  hardware: Hardware,
  from: StatedFor,
  cluster: Cluster,
  clockOf: ClockOf = sustainedClockHz,
): Scale | Unknown {
  const to = cluster.coreType;
  const clockHz = clockOf(cluster);
  if (from.coreType === null) return unknown('no-core-type', null, to);
  if (!sameCoreType(from.coreType, to)) return scaleByFactor(hardware, from, cluster, clockOf);
  if (from.clockHz === null) return unknown('stated-clock', from.coreType, to);
  if (clockHz === null) return unknown('core-clock', from.coreType, to);
  if (from.clockHz === clockHz) return UNSCALED;
  return {
    kind: 'clock',
    top: [from.clockHz],
    bottom: [clockHz],
    unclocked: [],
    assumption: clockAssumption(from.clockHz, clockHz),
  };
}

/** Clocks of a core type on the target: none when it is not there, a null among them when one is unknown. */
function clocksOf(hardware: Hardware, coreType: string, clockOf: ClockOf): ReadonlySet<Hz | null> {
  return new Set(
    hardware.target.clusters
      .filter((cluster) => sameCoreType(cluster.coreType, coreType))
      .map(clockOf),
  );
}

/** A factor relates both types at the clocks they have on this target. */
function scaleByFactor(
  hardware: Hardware,
  from: StatedFor,
  cluster: Cluster,
  clockOf: ClockOf,
): Scale | Unknown {
  const fromType = from.coreType ?? '';
  const to = cluster.coreType;
  const factor = hardware.target.capacityFactors.find(
    (stated) => sameCoreType(stated.fromCoreType, fromType) && sameCoreType(stated.toCoreType, to),
  );
  if (!factor) return unknown('no-factor', fromType, to);
  const fromClocks = clocksOf(hardware, fromType, clockOf);
  // Two clusters of one type at different clocks: the factor does not say which of them it means.
  if (fromClocks.size > 1 || clocksOf(hardware, to, clockOf).size > 1) {
    return unknown('several-clocks', fromType, to);
  }
  const said = `factor ${factor.timeFactor} from ${fromType} to ${to} (${factor.source})`;
  const unclocked = [factor.timeFactor];
  const byFactor: Scale = {
    kind: 'factor',
    top: unclocked,
    bottom: [],
    unclocked,
    assumption: said,
  };
  const [reference] = fromClocks;
  if (reference === undefined) {
    // The type is not on this target, so that the factor can only mean the stated times as they are.
    return byFactor;
  }
  if (from.clockHz === null) return unknown('stated-clock', fromType, to);
  if (reference === null) return unknown('core-clock', fromType, fromType);
  return reference === from.clockHz
    ? byFactor
    : {
        kind: 'factor',
        top: [factor.timeFactor, from.clockHz],
        bottom: [reference],
        unclocked,
        assumption: `${said}; ${clockAssumption(from.clockHz, reference)}`,
      };
}

/** What a stated time is on another core for certain: between its length with and without the clock. */
export interface Span {
  readonly least: Term;
  readonly most: Term;
}

/**
 * Of a program, computing takes time in inverse proportion to the clock, and waiting for memory does not: a time taken to a faster clock
 * is at most what it was and at least the scaled one, to a slower clock at least what it was and at most the scaled one.
 *
 * @param ns a time as stated
 * @param scale from where it was stated to a core
 * @returns what it lies between there; both are the same at the clock that it was stated for
 * @rules SCALE-5
 */
export function spanOf(ns: number, { top, bottom, unclocked }: Scale): Span {
  const clocked = term([ns, ...top], bottom);
  const unscaled = term([ns, ...unclocked], []);
  return clocked.value < unscaled.value
    ? { least: clocked, most: unscaled }
    : { least: unscaled, most: clocked };
}

/** A task's execution times on one core, as shares of nothing yet: nanoseconds as terms. */
export interface TimesOn {
  readonly low: Term | null;
  readonly typical: Term | null;
  /** WCET at the clock that all cores hold, as expected there. */
  readonly high: Term | null;
  /** What that WCET lies between for certain; proofs count the most, refutations the least of it. */
  readonly wcet: Span | null;
  /** Least that the best case can be. */
  readonly bcet: Term | null;
  /** What is needed for certain: WCET, or else a shorter time that is known, at the highest clock. */
  readonly fastest: Term | null;
  /** Why `high` is unknown. */
  readonly unknown: Unknown | null;
  readonly assumption: string | null;
}

function scaled(ns: number | null, scale: Scale | Unknown): Term | null {
  return ns === null || isUnknown(scale) ? null : term([ns, ...scale.top], scale.bottom);
}

function known(ns: number | null, scale: Scale | Unknown): Span | null {
  return ns === null || isUnknown(scale) ? null : spanOf(ns, scale);
}

/** A WCET from `wcetOn`, and whether it was stated at the core's own clock. */
interface FurtherWcet {
  readonly time: Term;
  readonly span: Span;
  readonly assumption: string | null;
  readonly atClock: boolean;
}

/** The WCET of `wcetOn` for this very core type: at its clock, or else the longest after scaling. */
function furtherWcet(
  hardware: Hardware,
  task: Task,
  cluster: Cluster,
  clockOf: ClockOf,
): FurtherWcet | null {
  let longest: FurtherWcet | null = null;
  for (const entry of task.wcetOn) {
    if (!sameCoreType(entry.coreType, cluster.coreType)) continue;
    const scale = scaleTo(hardware, entry, cluster, clockOf);
    if (isUnknown(scale)) continue;
    const time = term([entry.wcetNs, ...scale.top], scale.bottom);
    const { kind, assumption } = scale;
    const further = { time, span: spanOf(entry.wcetNs, scale), assumption };
    if (kind === 'same-clock') return { ...further, atClock: true };
    if (!longest || time.value > longest.time.value) longest = { ...further, atClock: false };
  }
  return longest;
}

/** WCET at one clock of the cluster. */
interface WcetAt {
  readonly time: Term | null;
  readonly span: Span | null;
  readonly scale: Scale | Unknown;
  /** Where the time comes from `wcetOn`. */
  readonly further: FurtherWcet | null;
}

function wcetAt(hardware: Hardware, task: Task, cluster: Cluster, clockOf: ClockOf): WcetAt {
  const scale = scaleTo(hardware, task, cluster, clockOf);
  const own = scaled(task.wcetNs, scale);
  const kind = isUnknown(scale) ? null : scale.kind;
  const further = task.wcetOn.length > 0 ? furtherWcet(hardware, task, cluster, clockOf) : null;
  const ownFirst =
    own !== null && (kind === 'same-clock' || (kind === 'clock' && !further?.atClock));
  return ownFirst || !further
    ? { time: own, span: known(task.wcetNs, scale), scale, further: null }
    : { time: further.time, span: further.span, scale, further };
}

/**
 * Execution times of a task on the cores of a cluster. The WCET is, in this order: one stated for the type at the
 * core's clock (in `wcetOn` or as the task's own), the task's own scaled by clock, one of `wcetOn` scaled by
 * clock, the task's own taken over by a capacity factor. Average and worst case count at the clock that all cores hold, the best
 * case at the highest.
 *
 * @param hardware the target
 * @param task the task
 * @param cluster where it runs
 * @returns times in nanoseconds; low from the BCET, typical from the average, high from the WCET
 * @rules CPU-4
 */
export function timesOn(hardware: Hardware, task: Task, cluster: Cluster): TimesOn {
  const sustained = wcetAt(hardware, task, cluster, sustainedClockHz);
  const oneClock = sustainedClockHz(cluster) === highestClockHz(cluster);
  const highest = oneClock ? sustained : wcetAt(hardware, task, cluster, highestClockHz);
  const { time: high, span: wcet, scale, further } = sustained;
  const low = scaled(task.bcetNs, highest.scale);
  return {
    low,
    typical: scaled(task.acetNs, scale),
    high,
    wcet,
    bcet: known(task.bcetNs, highest.scale)?.least ?? null,
    fastest: highest.time ?? scaled(task.acetNs, highest.scale) ?? low,
    unknown: high ? null : isUnknown(scale) ? scale : unknown('no-wcet', null, null),
    assumption: assumptionOf(scale, further),
  };
}

function assumptionOf(scale: Scale | Unknown, further: FurtherWcet | null): string | null {
  if (further) return further.assumption;
  return isUnknown(scale) ? null : scale.assumption;
}
