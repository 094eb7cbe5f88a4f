/** From stated times to the demand of a job: context switches, what environments do themselves, interference of other cores. */
import type { Environment } from '../../model/layout.ts';
import { formatNs } from '../../model/units.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import type { InterferenceMethod } from '../result.ts';
import type { SupplyAnswer } from './supply-answer.ts';
import type { SetTask } from './task-set.ts';

/** A job enters and leaves the core once each, and once more where it suspends itself in between. */
const SWITCHES_PER_JOB = 2;

/** How executions grow while other cores are busy. */
export interface Inflation {
  readonly method: InterferenceMethod;
  /** Longest time that a stretch of one job of a task takes; the whole delay of a job may fall into any stretch of it. */
  readonly stretched: (ns: number, of: SetTask) => number;
  /** Delay that counts once per busy window, whoever runs in it. */
  readonly onceNs: number;
  /** Whether it changes nothing: a factor of 1. */
  readonly isNeutral: boolean;
  readonly assumptions: readonly string[];
}

/** What is added to every WCET of a host. */
export interface ExecutionCosts {
  readonly switchNs: number;
  /**
   * Latest decision of the scheduler on a job after its release, beyond its jitter. Where the host does not have its core to itself, it
   * counts in the time that it is certain to get: what takes so long there comes late by as much.
   */
  readonly latencyNs: number;
  /** By which WCETs grow through what environments do themselves; null: by nothing. */
  readonly overhead: Ratio | null;
  /** What is stated of the two. */
  readonly assumptions: readonly string[];
  /** Null: nothing says how much executions grow while other cores are busy. */
  readonly inflation: Inflation | null;
}

/** Numerator and denominator. */
type Ratio = readonly [bigint, bigint];

/** The decimal number that the user stated (1 to 1,000), exactly: as a binary number 1.1 is a little more. */
function decimalRatio(factor: number): Ratio {
  const [whole = '0', fraction = ''] = String(factor).split('.');
  return [BigInt(`${whole}${fraction}`), 10n ** BigInt(fraction.length)];
}

/** Rounded up to whole nanoseconds; Infinity for what is no exact number. */
function timesRatio(ns: number, [top, bottom]: Ratio): number {
  return Number.isSafeInteger(ns) ? Number((BigInt(ns) * top + bottom - 1n) / bottom) : Infinity;
}

function inflationByFactor(factor: number, source: string | null): Inflation {
  const ratio = decimalRatio(factor);
  return {
    method: 'stated-factor',
    stretched: (ns) => timesRatio(ns, ratio),
    onceNs: 0,
    isNeutral: factor === 1,
    assumptions: [
      `WCETs grow by the factor ${factor} while other cores are busy (${source ?? 'user'})`,
    ],
  };
}

/** What environments do themselves, as they state it: each adds to what those beneath it do. */
function overheadOf(path: readonly Environment[]): Ratio | null {
  let [top, bottom] = [1n, 1n];
  for (const { executionFactor } of path) {
    if (executionFactor === null) continue;
    const [over, under] = decimalRatio(executionFactor);
    top *= over;
    bottom *= under;
  }
  return top === bottom ? null : [top, bottom];
}

function overheadWords(environment: Environment): readonly string[] {
  const { name, releaseLatencyNs: latency, executionFactor: factor, timingSource } = environment;
  const words = [
    ...(latency === null ? [] : [`delays releases by at most ${formatNs(latency)}`]),
    ...(factor === null ? [] : [`makes WCETs grow by the factor ${factor} at most`]),
  ];
  return words.length === 0 ? [] : [`"${name}" ${words.join(' and ')} (${timingSource ?? 'user'})`];
}

/** Wall-clock time within which the scheduler decides, if it takes so much of the time that its host gets. */
function latencyIn(supply: SupplyAnswer, path: readonly Environment[]): number {
  const latency = path.reduce((sum, { releaseLatencyNs }) => sum + (releaseLatencyNs ?? 0), 0);
  return latency === 0 || supply.kind === 'unknown' ? latency : supply.supply.timeToSupply(latency);
}

/**
 * @param path from the hardware up to the host
 * @param supply what the host is certain to get
 * @param contextSwitchNs one switch between its tasks; null: not stated
 * @returns its own costs, and those of what it stands in; an interference factor of an environment holds for what stands in it
 */
export function costsOf(
  path: readonly Environment[],
  supply: SupplyAnswer,
  contextSwitchNs: number | null,
): ExecutionCosts {
  const stated = [...path].reverse().find(({ interferenceFactor }) => interferenceFactor !== null);
  const factor = stated?.interferenceFactor ?? null;
  return {
    switchNs: SWITCHES_PER_JOB * (contextSwitchNs ?? 0),
    latencyNs: latencyIn(supply, path),
    overhead: overheadOf(path),
    assumptions: path.flatMap(overheadWords),
    inflation:
      factor === null ? null : inflationByFactor(factor, stated?.interferenceSource ?? null),
  };
}

/** All that environments do during a job may fall into any stretch of it. */
function withOverhead(ns: number, { wcetNs }: SetTask, { overhead }: ExecutionCosts): number {
  if (overhead === null) return ns;
  return wcetNs === null ? Infinity : ns + timesRatio(wcetNs, overhead) - wcetNs;
}

/**
 * @param ns a length of execution alone
 * @param of the task whose job it is part of
 * @param costs of its host
 * @returns the same with what environments do, while other cores are busy, in whole nanoseconds, rounded up; Infinity beyond exact numbers
 */
export function whileOthersAreBusy(ns: number, of: SetTask, costs: ExecutionCosts): number {
  const own = withOverhead(ns, of, costs);
  const length = costs.inflation ? costs.inflation.stretched(own, of) : own;
  return length > LARGEST_TIME ? Infinity : length;
}

/**
 * @param of a task
 * @param costs of its host
 * @param isInflated whether other cores are busy
 * @returns demand of a job with its switches in whole nanoseconds, rounded up; Infinity beyond exact numbers, and where the WCET is unknown
 */
export function demandOf(of: SetTask, costs: ExecutionCosts, isInflated: boolean): number {
  if (of.wcetNs === null) return Infinity;
  const switches = of.task.suspensionNs > 0 ? 2 * costs.switchNs : costs.switchNs;
  const execution = isInflated
    ? whileOthersAreBusy(of.wcetNs, of, costs)
    : withOverhead(of.wcetNs, of, costs);
  const demand = execution + switches;
  return demand > LARGEST_TIME ? Infinity : demand;
}

/**
 * Whether demands are what jobs really take, when they are ready by themselves: switches, overhead, latency and interference are counted as often as they can happen, which may be more
 * often than they do, and a scaled WCET is rounded up.
 *
 * @param tasks of one set
 * @param costs of its host
 * @returns true where nothing is counted on top of WCETs in whole nanoseconds
 */
export function isPlainDemand(tasks: readonly SetTask[], costs: ExecutionCosts): boolean {
  return (
    costs.switchNs === 0 &&
    costs.latencyNs === 0 &&
    costs.overhead === null &&
    (costs.inflation === null || costs.inflation.isNeutral) &&
    tasks.every(({ wcetNs, leastWcetNs }) => wcetNs === leastWcetNs)
  );
}
