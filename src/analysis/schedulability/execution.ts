/** From stated times to the demand of a job: context switches, what environments do themselves, interference of other cores. */
import type { Environment } from '../../model/layout.ts';
import { formatNs } from '../../model/units.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import type { InterferenceMethod } from '../result.ts';
import { decimalRatio, type Ratio } from './surcharge.ts';
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
  /** What is stated of what environments do themselves. */
  readonly assumptions: readonly string[];
  /** Null: nothing says how much executions grow while other cores are busy. */
  readonly inflation: Inflation | null;
  /** Why its tasks are not analysed: what they stand in states what is not counted; null: all is counted. */
  readonly refusal: string | null;
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

function overheadWords(environment: Environment): readonly string[] {
  const { name, releaseLatencyNs: latency, executionFactor: factor, timingSource } = environment;
  const words = [
    ...(latency === null ? [] : [`delays releases by at most ${formatNs(latency)}`]),
    ...(factor === null ? [] : [`makes WCETs grow by the factor ${factor} at most`]),
  ];
  return words.length === 0 ? [] : [`"${name}" ${words.join(' and ')} (${timingSource ?? 'user'})`];
}

/** One factor is counted for all tasks of a kernel: that of a container in it would be lost, and proofs with it. */
function interferenceInside(
  path: readonly Environment[],
  inside: Iterable<Environment>,
  counted: number,
): string | null {
  const other = [...inside].find(
    (each) => !path.includes(each) && (each.interferenceFactor ?? 1) > counted,
  );
  if (!other) return null;
  return `"${other.name}" states an interference factor of its own, above that of the kernel that schedules its tasks: state it of "${path.at(-1)?.name ?? ''}"`;
}

/**
 * @param path from the hardware up to the host
 * @param contextSwitchNs one switch between its tasks; null: not stated
 * @param inside all that its tasks stand in
 * @returns its own costs, and those of what it stands in; an interference factor of an environment holds for what stands in it
 */
export function costsOf(
  path: readonly Environment[],
  contextSwitchNs: number | null,
  inside: Iterable<Environment> = path,
): ExecutionCosts {
  const stated = [...path].reverse().find(({ interferenceFactor }) => interferenceFactor !== null);
  const factor = stated?.interferenceFactor ?? null;
  return {
    switchNs: SWITCHES_PER_JOB * (contextSwitchNs ?? 0),
    assumptions: [...inside].flatMap(overheadWords),
    inflation:
      factor === null ? null : inflationByFactor(factor, stated?.interferenceSource ?? null),
    refusal: interferenceInside(path, inside, factor ?? 1),
  };
}

/** All that environments do during a job may fall into any stretch of it. */
function withOverhead(ns: number, { wcetNs, overhead }: SetTask): number {
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
  const own = withOverhead(ns, of);
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
    : withOverhead(of.wcetNs, of);
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
    (costs.inflation === null || costs.inflation.isNeutral) &&
    tasks.every(
      ({ wcetNs, leastWcetNs, latencyNs, overhead }) =>
        wcetNs === leastWcetNs && latencyNs === 0 && overhead === null,
    )
  );
}
