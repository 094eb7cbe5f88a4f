/** From stated times to the demand of a job: context switches, interference of other cores, time spent waiting. */
import type { Environment } from '../../model/layout.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import type { SetTask } from './task-set.ts';

/** A job leaves and enters the core once each. */
const SWITCHES_PER_JOB = 2;

/** What is added to every WCET of a host, with what is assumed where nothing is stated. */
export interface ExecutionCosts {
  readonly switchNs: number;
  /** Factor on a WCET while other cores are busy; null: not stated. */
  readonly interference: number | null;
  readonly assumptions: readonly string[];
}

/**
 * @param path from the hardware up to the host
 * @returns its own costs; an interference factor of an environment holds for what stands in it
 */
export function costsOf(path: readonly Environment[]): ExecutionCosts {
  const host = path.at(-1);
  const stated = [...path].reverse().find(({ interferenceFactor }) => interferenceFactor !== null);
  const interference = stated?.interferenceFactor ?? null;
  const switchNs = host?.contextSwitchNs ?? null;
  return {
    switchNs: SWITCHES_PER_JOB * (switchNs ?? 0),
    interference,
    assumptions: [
      ...(switchNs === null
        ? ['context switches are part of the WCETs: their cost is not stated']
        : []),
      interference === null
        ? 'WCETs hold while other cores are busy: no interference factor is stated'
        : `WCETs grow by the factor ${interference} while other cores are busy (${stated?.interferenceSource ?? 'user'})`,
    ],
  };
}

/**
 * @param ns a length of execution alone
 * @param costs of its host
 * @returns the same while other cores are busy, in whole nanoseconds, rounded up; Infinity beyond exact numbers
 */
export function whileOthersAreBusy(ns: number, { interference }: ExecutionCosts): number {
  const factor = interference ?? 1;
  // A factor of 1.1 is a rounded binary number: one nanosecond more than the product covers that.
  const length = factor === 1 ? ns : Math.ceil(ns * factor) + 1;
  return length > LARGEST_TIME ? Infinity : length;
}

/**
 * @param wcetNs longest execution alone
 * @param costs of its host
 * @param isInflated whether other cores are busy
 * @returns demand of a job with its switches in whole nanoseconds, rounded up; Infinity beyond exact numbers
 */
export function demandOf(wcetNs: number, costs: ExecutionCosts, isInflated: boolean): number {
  const demand = (isInflated ? whileOthersAreBusy(wcetNs, costs) : wcetNs) + costs.switchNs;
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
    (costs.interference ?? 1) === 1 &&
    tasks.every(({ wcetNs, leastWcetNs }) => wcetNs === leastWcetNs)
  );
}
