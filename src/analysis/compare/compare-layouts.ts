/** Two to six layouts of one plan side by side: what drives the choice, and which figures decide it. */
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { infoOf, targetOf, type Plan } from '../../model/plan.ts';
import { invariant } from '../../model/problem.ts';
import { analyze } from '../analyze.ts';
import type { LayoutResult } from '../result.ts';
import {
  DRIVER_IDS,
  FEWEST_LAYOUTS,
  MOST_LAYOUTS,
  type Comparison,
  type Driver,
  type DriverId,
} from './comparison.ts';
import { deltaOf } from './delta.ts';
import { differencesOf } from './differences.ts';
import type { Measured } from './driver-values.ts';
import { DRIVERS, type DriverInput, isRankable, measureDriver } from './drivers.ts';
import type { Measure, RankedLayout, Ranks } from './flips-by-analysis.ts';
import { defaultAxes, paretoOf } from './pareto.ts';
import { triableFigures } from './catalogue-figures.ts';
import { unstatedFigures } from './unstated-figures.ts';
import { sensitivityOf } from './sensitivity.ts';

/** What is compared, and with what. */
export interface CompareOptions {
  /** Layout that the others are held against; the first when left out. */
  readonly referenceId?: Id;
  /** Two or three drivers of the trade-off; chosen by what is known when left out. */
  readonly axes?: readonly DriverId[];
  /** Most analyses for the sensitivity; by the size of the plan, at most 60, when left out. */
  readonly mostAnalyses?: number;
}

/** Drivers that a figure of the catalogue can change. */
const MOVED_BY_FIGURES: readonly DriverId[] = [
  'memory',
  'memory-saved',
  'disk',
  'startup',
  'ipc-latency',
  'interrupt-latency',
  'interrupt-latency-interference',
  'tcb',
  'error',
  'warning',
];

function inputOf(plan: Plan, result: LayoutResult, catalogue: Catalogue): DriverInput {
  const tree = layoutTree(plan, result.layout.id);
  invariant(tree !== null, `no layout ${result.layout.id} in the plan`);
  const estimatesOf = Map.groupBy(result.estimates, ({ kind }) => kind);
  return { plan, target: targetOf(plan), tree, result, estimatesOf, catalogue };
}

type Rankable = Pick<Measured, 'typical' | 'isIndication'>;

/** More of it is better for one of them: the sign makes smaller better everywhere. Indications are not ranked. */
function rank(id: DriverId, value: Rankable | undefined): readonly [DriverId, number | null] {
  const typical = value && !value.isIndication ? value.typical : null;
  return [id, typical !== null && DRIVERS[id].wish === 'more' ? -typical : typical];
}

function ranksOf(input: DriverInput): Ranks {
  return new Map(MOVED_BY_FIGURES.map((id) => rank(id, measureDriver(id, input))));
}

function rankedFrom(drivers: readonly Driver[], index: number): Ranks {
  const moved = drivers.filter(({ id }) => MOVED_BY_FIGURES.includes(id));
  return new Map(moved.map(({ id, values }) => rank(id, values[index])));
}

function driverOf(id: DriverId, inputs: readonly DriverInput[], reference: number): Driver {
  const { title, unit, meaning } = DRIVERS[id];
  const measured = inputs.map((input) => measureDriver(id, input));
  // Against a layout that lacks applications, fewer findings are no merit.
  const wish = inputs.every((input) => isRankable(id, input)) ? DRIVERS[id].wish : 'none';
  const held = measured[reference] as Measured;
  return {
    id,
    title,
    unit,
    wish,
    meaning,
    values: measured.map((value, index) => ({
      ...value,
      layoutId: inputs[index]?.result.layout.id ?? '',
      delta: index === reference ? null : deltaOf(value, held, wish),
    })),
  };
}

function checked(ids: readonly Id[], options: CompareOptions): number {
  invariant(
    ids.length >= FEWEST_LAYOUTS && ids.length <= MOST_LAYOUTS && new Set(ids).size === ids.length,
    `${ids.length} layouts cannot be compared`,
  );
  const reference = options.referenceId === undefined ? 0 : ids.indexOf(options.referenceId);
  invariant(reference >= 0, 'the reference is not among the layouts compared');
  return reference;
}

/**
 * Compares results that are there already.
 *
 * @param plan the plan that the results belong to
 * @param results of two to six different layouts of it, in the order of the columns
 * @param catalogue technologies and mechanisms, as they ship
 * @param options reference and trade-off
 * @returns drivers with deltas, Pareto front, sensitivity, differences
 * @throws {Error} on fewer than two, more than six or equal layouts, or a reference that is none of them: the caller
 *   chose them
 * @cost O(records of the layouts), and at most 60 analyses for the sensitivity, fewer the larger the plan is
 * @rules COMPARE-1 to COMPARE-9
 */
export function compareResults(
  plan: Plan,
  results: readonly LayoutResult[],
  catalogue: Catalogue,
  options: CompareOptions = {},
): Comparison {
  const reference = checked(
    results.map(({ layout }) => layout.id),
    options,
  );
  const replaced = withOverrides(catalogue, plan);
  const inputs = results.map((result) => inputOf(plan, result, replaced));
  const drivers = DRIVER_IDS.map((id) => driverOf(id, inputs, reference));
  const layouts = results.map(({ layout }) => layout);
  const ranked: readonly RankedLayout[] = inputs.map((input, index) => ({
    layoutId: input.result.layout.id,
    result: input.result,
    values: rankedFrom(drivers, index),
  }));
  const measure: Measure = (changed, layoutId) =>
    ranksOf(
      inputOf(changed, analyze(changed, layoutId, catalogue), withOverrides(catalogue, changed)),
    );
  const axes = options.axes?.flatMap((id) => drivers.find((driver) => driver.id === id) ?? []);
  const held = inputs[reference] as DriverInput;
  const { id, name } = infoOf(plan);
  return {
    plan: { id, name },
    versions: (results[0] as LayoutResult).versions,
    referenceId: held.tree.layout.id,
    layouts,
    drivers,
    pareto: paretoOf(
      axes ?? defaultAxes(drivers),
      layouts.map((layout) => layout.id),
    ),
    sensitivity: {
      ...sensitivityOf(plan, ranked, replaced, measure, options.mostAnalyses),
      unstated: unstatedFigures(drivers, inputs, new Set(triableFigures(replaced).keys())),
    },
    differences: inputs
      .filter((input) => input !== held)
      .map(({ tree }) => differencesOf(plan, held.tree, tree, replaced, held.target)),
  };
}

/**
 * Analyses layouts and compares them.
 *
 * @param plan the plan
 * @param layoutIds two to six different layouts of it, in the order of the columns
 * @param catalogue technologies and mechanisms, as they ship
 * @param options reference and trade-off
 * @returns as `compareResults`
 * @throws {Error} as `compareResults`, and for a layout that the plan does not have
 * @cost an analysis per layout, and as `compareResults`
 */
export function compareLayouts(
  plan: Plan,
  layoutIds: readonly Id[],
  catalogue: Catalogue,
  options: CompareOptions = {},
): Comparison {
  checked(layoutIds, options);
  const results = layoutIds.map((id) => analyze(plan, id, catalogue));
  return compareResults(plan, results, catalogue, options);
}
