/**
 * Window tables from what partitions need.
 *
 * @source ARINC 653 part 1 (major frame, periodicity P1); Liu, Layland, JACM 20(1), 1973 (earliest deadline first)
 */
import { compareUtilisation } from '../utilisation.ts';
import { ceilDivide, hyperperiodOf, LARGEST_TIME } from '../whole-numbers.ts';
import type { StepLimit, UnknownReason } from '../timing-task.ts';
import { checkWindows } from './check-windows.ts';
import { dispatchFrame, type Dispatch, type RunOn } from './offline-dispatch.ts';
import type { PartitionWindow, Reservation } from './partition-window.ts';

/**
 * What a table should be like. `even`: partitions of short periods are not kept waiting, as earliest deadline first has it.
 * `few-switches`: as few windows as are found, at the price of longer times without supply.
 */
export type TableShape = 'even' | 'few-switches';

/** What a table is generated for. */
export interface TableRequest {
  readonly reservations: readonly Reservation[];
  /** Timer tick to which windows begin and end: whole number above 0. */
  readonly tick: number;
  /** Time that a switch takes from the window that it begins: whole number, 0 or more. */
  readonly switchCost: number;
  readonly shape: TableShape;
  /**
   * Shortest window, its switch included, of a budget that is cut into several: whole number, 0 or more; by default any length
   * will do.
   */
  readonly leastWindow?: number;
}

/** A table, or why there is none. */
export type GeneratedTable =
  /** Checked: every partition gets its budget, after switches, in each of its periods. */
  | { readonly kind: 'table'; readonly frame: number; readonly windows: readonly PartitionWindow[] }
  /** Refuted: the budgets of this core, in ticks, are more than the core. */
  | { readonly kind: 'overloaded'; readonly core: number }
  /** None was found; `reservation` was the first that came too late, by `deadline` in the frame. Not a proof where switches cost time or windows
   * have a least length. */
  | { readonly kind: 'not-found'; readonly reservation: number; readonly deadline: number }
  /** The period of this reservation is no multiple of the tick. */
  | { readonly kind: 'unaligned-period'; readonly reservation: number }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** Decisions for one core; a table of more windows could not be read. */
export const DISPATCH_LIMIT: StepLimit = { steps: 200_000 };

/** Ways to dispatch a core, the best for a shape first. */
const WAYS: Readonly<Record<TableShape, readonly RunOn[]>> = {
  even: ['never', 'when-safe', 'always'],
  'few-switches': ['always', 'when-safe', 'never'],
};

/** Reservations of one core, as places in the request. */
function byCore(reservations: readonly Reservation[]): ReadonlyMap<number, readonly number[]> {
  const cores = new Map<number, number[]>();
  for (const [at, { core, budget }] of reservations.entries()) {
    const places = cores.get(core) ?? [];
    if (budget > 0) places.push(at);
    cores.set(core, places);
  }
  return cores;
}

/** The first way that keeps all deadlines; else why there is none. */
function dispatchCore(
  own: readonly Reservation[],
  frame: number,
  { tick, switchCost, shape, leastWindow = 0 }: TableRequest,
  limit: StepLimit,
): Dispatch {
  const demands = own.map(({ period, budget }) => ({
    period: period / tick,
    budget: ceilDivide(budget, tick),
  }));
  const costs = {
    switchCost: ceilDivide(switchCost, tick),
    leastWindow: ceilDivide(leastWindow, tick),
  };
  const failed: Dispatch[] = [];
  for (const runOn of WAYS[shape]) {
    const dispatch = dispatchFrame(demands, frame / tick, costs, runOn, limit);
    if (dispatch.kind === 'dispatched') return dispatch;
    failed.push(dispatch);
  }
  // Where one way was not decided, nothing is known; else what stopped the preferred way says most.
  return failed.find(({ kind }) => kind === 'steps') ?? (failed[0] as Dispatch);
}

/**
 * Makes one table for all cores. The major frame is the least common multiple of the periods of all reservations, so that the cores
 * stay in step. Each core is dispatched offline by earliest deadline first, equal deadlines to the partition that has the core;
 * neighbouring windows of one partition become one; each window pays for its switch; budgets and switches are rounded up to ticks.
 * No partition is preempted before it had `leastWindow`, nor where it would have to come back for less. Every table is looked at by
 * `checkWindows` before it is given away.
 *
 * @param request what partitions need, at most one reservation for a partition and core
 * @param limit bounds the decisions for each core and way
 * @returns the table, windows by core and start. Where switches are free and budgets are whole ticks, none is given only where
 *   there is none
 * @throws {Error} when a partition reserves a core twice
 * @cost O(decisions x reservations of a core), and once more for each preemption where partitions run on
 */
export function generateWindows(
  request: TableRequest,
  limit: StepLimit = DISPATCH_LIMIT,
): GeneratedTable {
  const { reservations, tick, switchCost } = request;
  const unaligned = reservations.findIndex(({ period }) => period % tick !== 0);
  if (unaligned >= 0) return { kind: 'unaligned-period', reservation: unaligned };
  const frame = hyperperiodOf(reservations.map(({ period }) => period));
  if (frame === null || 2 * frame > LARGEST_TIME) return { kind: 'unknown', reason: 'overflow' };
  const windows: PartitionWindow[] = [];
  for (const [core, places] of byCore(reservations)) {
    const own = places.map((place) => reservations[place] as Reservation);
    const load = own.map(({ period, budget }) => ({
      wcet: ceilDivide(budget, tick) * tick,
      period,
    }));
    if (compareUtilisation(load, { budget: 1, period: 1 }) > 0) return { kind: 'overloaded', core };
    if (own.length === 0) continue;
    const dispatch = dispatchCore(own, frame, request, limit);
    if (dispatch.kind === 'steps') return { kind: 'unknown', reason: 'steps' };
    if (dispatch.kind === 'late') {
      const reservation = places[dispatch.demand] ?? 0;
      return { kind: 'not-found', reservation, deadline: dispatch.deadline * tick };
    }
    for (const { demand, start, end } of dispatch.stretches) {
      const { partition } = own[demand] as Reservation;
      windows.push({ partition, core, start: start * tick, length: (end - start) * tick });
    }
  }
  windows.sort((a, b) => a.core - b.core || a.start - b.start);
  const problems = checkWindows(windows, { frame, tick, switchCost, reservations });
  // Dispatching pays for every switch, so that this would be a fault of ours; no table is better than a wrong one.
  if (problems.length > 0) return { kind: 'unknown', reason: 'method' };
  return { kind: 'table', frame, windows };
}
