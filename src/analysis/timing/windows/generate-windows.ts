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
  /** Shortest window, its switch included: whole number, 0 or more; by default any length will do. */
  readonly leastWindow?: number;
}

/** A table, or why there is none. */
export type GeneratedTable =
  /** Checked: every partition gets its budget, after switches, in each of its periods. */
  | { readonly kind: 'table'; readonly frame: number; readonly windows: readonly PartitionWindow[] }
  /** Refuted: the budgets of this core, in ticks, are more than the core. */
  | { readonly kind: 'overloaded'; readonly core: number }
  /** None was found; `reservation` was the first that came too late, by `deadline` in the frame. Not a proof where switches cost time. */
  | { readonly kind: 'not-found'; readonly reservation: number; readonly deadline: number }
  /** All tables that were found for this core have a window that is shorter than `leastWindow`. Not a proof that there is no other. */
  | { readonly kind: 'splintered'; readonly core: number }
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

/** A stretch of one reservation of a core. */
interface OwnWindow {
  readonly own: number;
  readonly start: number;
  readonly length: number;
}

/** Windows of one core, or why there are none. */
type CoreTable =
  | { readonly kind: 'windows'; readonly windows: readonly OwnWindow[] }
  | { readonly kind: 'splintered' }
  | Exclude<Dispatch, { readonly kind: 'dispatched' }>;

function windowsIn(dispatch: Dispatch, unit: number, leastWindow: number): CoreTable {
  if (dispatch.kind !== 'dispatched') return dispatch;
  const windows = dispatch.stretches.map(({ demand, start, end }) => ({
    own: demand,
    start: start * unit,
    length: (end - start) * unit,
  }));
  return windows.some(({ length }) => length < leastWindow)
    ? { kind: 'splintered' }
    : { kind: 'windows', windows };
}

/** Grids that are tried for windows of a least length, and how many divisors of the periods are looked at. */
const MOST_GRIDS = 6;
const MOST_DIVISORS = 100_000;

/** Lengths of at least `least` that all periods are multiples of, the shortest first. */
function gridsOf(own: readonly Reservation[], tick: number, least: number): readonly number[] {
  let common = 0;
  for (const { period } of own) {
    let rest = period / tick;
    while (rest !== 0) [common, rest] = [rest, common % rest];
  }
  const grids: number[] = [];
  const most = Math.min(MOST_DIVISORS, Math.floor((common * tick) / least));
  for (let parts = most; parts >= 1 && grids.length < MOST_GRIDS; parts -= 1) {
    if (common % parts === 0) grids.push((common / parts) * tick);
  }
  return grids;
}

/** On a grid no window is shorter than one of its parts; each part is counted as if a switch were lost in it. */
function dispatchOnGrids(
  own: readonly Reservation[],
  frame: number,
  { tick, switchCost, shape, leastWindow = 0 }: TableRequest,
  limit: StepLimit,
): CoreTable | null {
  for (const grid of gridsOf(own, tick, Math.max(leastWindow, switchCost + 1))) {
    const demands = own.map(({ period, budget }) => ({
      period: period / grid,
      budget: ceilDivide(budget, grid - switchCost),
    }));
    for (const runOn of WAYS[shape]) {
      const dispatch = dispatchFrame(demands, frame / grid, 0, runOn, limit);
      if (dispatch.kind === 'dispatched') return windowsIn(dispatch, grid, leastWindow);
    }
  }
  return null;
}

/** The first way that keeps all deadlines and the least window; else why there is none. */
function dispatchCore(
  own: readonly Reservation[],
  frame: number,
  request: TableRequest,
  limit: StepLimit,
): CoreTable {
  const { tick, switchCost, shape, leastWindow = 0 } = request;
  const demands = own.map(({ period, budget }) => ({
    period: period / tick,
    budget: ceilDivide(budget, tick),
  }));
  const failed: CoreTable[] = [];
  for (const runOn of WAYS[shape]) {
    const ticks = ceilDivide(switchCost, tick);
    const dispatch = dispatchFrame(demands, frame / tick, ticks, runOn, limit);
    const table = windowsIn(dispatch, tick, leastWindow);
    if (table.kind === 'windows') return table;
    failed.push(table);
  }
  const onGrid = leastWindow > 0 ? dispatchOnGrids(own, frame, request, limit) : null;
  if (onGrid !== null) return onGrid;
  // Where one way was not decided, nothing is known; a table that is too fine says most, then what stopped the preferred way.
  return (
    failed.find(({ kind }) => kind === 'splintered') ??
    failed.find(({ kind }) => kind === 'steps') ??
    (failed[0] as CoreTable)
  );
}

/**
 * Makes one table for all cores. The major frame is the least common multiple of the periods of all reservations, so that the cores
 * stay in step. Each core is dispatched offline by earliest deadline first, equal deadlines to the partition that has the core;
 * neighbouring windows of one partition become one; each window pays for its switch; budgets and switches are rounded up to ticks.
 * Where that leaves windows shorter than `leastWindow`, windows are laid on coarser grids, which give partitions more than they ask
 * for. Every table is looked at by `checkWindows` before it is given away.
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
    if (dispatch.kind === 'splintered') return { kind: 'splintered', core };
    if (dispatch.kind === 'steps') return { kind: 'unknown', reason: 'steps' };
    if (dispatch.kind === 'late') {
      const reservation = places[dispatch.demand] ?? 0;
      return { kind: 'not-found', reservation, deadline: dispatch.deadline * tick };
    }
    for (const { own: at, start, length } of dispatch.windows) {
      windows.push({ partition: (own[at] as Reservation).partition, core, start, length });
    }
  }
  windows.sort((a, b) => a.core - b.core || a.start - b.start);
  const problems = checkWindows(windows, { frame, tick, switchCost, reservations });
  // Dispatching pays for every switch, so that this would be a fault of ours; no table is better than a wrong one.
  if (problems.length > 0) return { kind: 'unknown', reason: 'method' };
  return { kind: 'table', frame, windows };
}
