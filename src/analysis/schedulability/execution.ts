/** From stated times to the demand of a job: context switches, interference of other cores, time spent waiting. */
import type { Environment } from '../../model/layout.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';

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
 * @param wcetNs longest execution alone
 * @param costs of its host
 * @param isInflated whether other cores are busy
 * @returns demand of a job in whole nanoseconds, rounded up; Infinity beyond exact numbers
 */
export function demandOf(wcetNs: number, costs: ExecutionCosts, isInflated: boolean): number {
  const factor = isInflated ? (costs.interference ?? 1) : 1;
  // A factor of 1.1 is a rounded binary number: one nanosecond more than the product covers that.
  const alone = factor === 1 ? wcetNs : Math.ceil(wcetNs * factor) + 1;
  const demand = alone + costs.switchNs;
  return demand > LARGEST_TIME ? Infinity : demand;
}
