/** From stated times to the demand of a job: context switches, interference of other cores, time spent waiting. */
import type { Environment } from '../../model/layout.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import type { InterferenceMethod } from '../result.ts';
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
  /** Null: nothing says how much executions grow while other cores are busy. */
  readonly inflation: Inflation | null;
}

/** The decimal number that the user stated (1 to 1,000), exactly: as a binary number 1.1 is a little more. */
function decimalRatio(factor: number): readonly [bigint, bigint] {
  const [whole = '0', fraction = ''] = String(factor).split('.');
  return [BigInt(`${whole}${fraction}`), 10n ** BigInt(fraction.length)];
}

function inflationByFactor(factor: number, source: string | null): Inflation {
  const [top, bottom] = decimalRatio(factor);
  return {
    method: 'stated-factor',
    stretched: (ns) =>
      Number.isSafeInteger(ns) ? Number((BigInt(ns) * top + bottom - 1n) / bottom) : Infinity,
    onceNs: 0,
    isNeutral: factor === 1,
    assumptions: [
      `WCETs grow by the factor ${factor} while other cores are busy (${source ?? 'user'})`,
    ],
  };
}

/**
 * @param path from the hardware up to the host
 * @returns its own costs; an interference factor of an environment holds for what stands in it
 */
export function costsOf(path: readonly Environment[]): ExecutionCosts {
  const host = path.at(-1);
  const stated = [...path].reverse().find(({ interferenceFactor }) => interferenceFactor !== null);
  const factor = stated?.interferenceFactor ?? null;
  return {
    switchNs: SWITCHES_PER_JOB * (host?.contextSwitchNs ?? 0),
    inflation:
      factor === null ? null : inflationByFactor(factor, stated?.interferenceSource ?? null),
  };
}

/**
 * @param ns a length of execution alone
 * @param of the task whose job it is part of
 * @param costs of its host
 * @returns the same while other cores are busy, in whole nanoseconds, rounded up; Infinity beyond exact numbers
 */
export function whileOthersAreBusy(ns: number, of: SetTask, { inflation }: ExecutionCosts): number {
  const length = inflation ? inflation.stretched(ns, of) : ns;
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
  const demand = (isInflated ? whileOthersAreBusy(of.wcetNs, of, costs) : of.wcetNs) + switches;
  return demand > LARGEST_TIME ? Infinity : demand;
}

/**
 * Whether demands are what jobs really take: switches and interference are counted as often as they can happen, which may be more
 * often than they do, and a scaled WCET is rounded up.
 *
 * @param tasks of one set
 * @param costs of its host
 * @returns true where nothing is counted on top of WCETs in whole nanoseconds
 */
export function isPlainDemand(tasks: readonly SetTask[], costs: ExecutionCosts): boolean {
  return (
    costs.switchNs === 0 &&
    (costs.inflation === null || costs.inflation.isNeutral) &&
    tasks.every(({ wcetNs, leastWcetNs }) => wcetNs === leastWcetNs)
  );
}
