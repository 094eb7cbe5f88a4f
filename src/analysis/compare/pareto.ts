/** Which layouts nothing beats in a trade-off between a few drivers. */
import type { Id } from '../../model/fields.ts';
import type {
  Driver,
  DriverId,
  DriverValue,
  Pareto,
  ParetoPlace,
  ParetoStatus,
} from './comparison.ts';
import { largest } from './delta.ts';

/** How many drivers a trade-off has. */
export const FEWEST_AXES = 2;
export const MOST_AXES = 3;

/** A layout in the trade-off: per driver its best, typical and worst, smaller is better; null: unknown. */
interface Candidate {
  readonly layoutId: Id;
  readonly axes: readonly Axis[] | null;
  /** A part of a driver is missing, so that nobody knows how far up it goes. */
  readonly isOpen: boolean;
}
interface Axis {
  readonly best: number;
  readonly typical: number;
  readonly worst: number;
}

function axisOf(driver: Driver, value: DriverValue | undefined): Axis | null {
  if (
    !value ||
    value.isIndication ||
    driver.wish === 'none' ||
    value.low === null ||
    value.typical === null
  )
    return null;
  const most = largest(value);
  if (most === null) return null;
  return driver.wish === 'less'
    ? { best: value.low, typical: value.typical, worst: most }
    : { best: -most, typical: -value.typical, worst: -value.low };
}

function candidates(drivers: readonly Driver[], layoutIds: readonly Id[]): readonly Candidate[] {
  return layoutIds.map((layoutId, index) => {
    const axes = drivers.map((driver) => axisOf(driver, driver.values[index]));
    const isWhole = axes.every((axis) => axis !== null);
    const isOpen = drivers.some(({ values }) => values[index]?.atLeast ?? true);
    return { layoutId, axes: isWhole ? axes.filter((axis) => axis !== null) : null, isOpen };
  });
}

type Pick = (axis: Axis) => number;

/** Nowhere worse, and better at least once. */
function beats(a: readonly Axis[], b: readonly Axis[], ofA: Pick, ofB: Pick): boolean {
  let better = false;
  for (const [index, axis] of a.entries()) {
    const other = b[index];
    if (!other || ofA(axis) > ofB(other)) return false;
    if (ofA(axis) < ofB(other)) better = true;
  }
  return better;
}

const best: Pick = (axis) => axis.best;
const typical: Pick = (axis) => axis.typical;
const worst: Pick = (axis) => axis.worst;

function placeOf(candidate: Candidate, all: readonly Candidate[]): ParetoPlace {
  const { layoutId, axes, isOpen } = candidate;
  if (axes === null) return { layoutId, status: 'open', beatenBy: [] };
  const by = (ofOther: Pick, ofThis: Pick) =>
    all.flatMap((other) =>
      other !== candidate && other.axes && beats(other.axes, axes, ofOther, ofThis)
        ? [other.layoutId]
        : [],
    );
  const certainly = by(worst, best);
  if (certainly.length > 0) return { layoutId, status: 'dominated', beatenBy: certainly };
  if (isOpen) return { layoutId, status: 'open', beatenBy: [] };
  const possibly = by(typical, typical);
  const status: ParetoStatus = possibly.length > 0 ? 'possibly-dominated' : 'front';
  return { layoutId, status, beatenBy: possibly };
}

/**
 * The Pareto front with ranges. A layout is dominated only where another one, even at its worst, is nowhere worse
 * than this one at its best, and better at least once; with typical figures only, it is possibly dominated. A
 * layout with an unknown driver is never dominated, and a lower bound never dominates. A layout of which the upper end
 * of a driver is unknown is dominated or open, and never on the front.
 *
 * @param drivers two or three of the table; one without a wish makes every layout open
 * @param layoutIds the layouts, in the order of the values
 * @returns where each layout stands
 * @cost O(layouts^2 x drivers)
 * @rules COMPARE-5
 */
export function paretoOf(drivers: readonly Driver[], layoutIds: readonly Id[]): Pareto {
  const all = candidates(drivers, layoutIds);
  return {
    drivers: drivers.map(({ id }) => id),
    places: all.map((candidate) => placeOf(candidate, all)),
  };
}

/** Axes of a trade-off that nobody has chosen, most wanted first. */
const WANTED: readonly DriverId[] = [
  'memory',
  'interference',
  'startup',
  'ipc-latency',
  'interrupt-latency',
  'disk',
  'tcb',
  'cores',
  'error',
  'warning',
];

/** Whether every layout has a typical value that can be ranked, and whether they differ. */
function tells(driver: Driver): boolean {
  const values = driver.values.map((value) => (value.isIndication ? null : value.typical));
  return !values.includes(null) && new Set(values).size > 1;
}

/**
 * @param drivers of the table
 * @returns two or three drivers to begin with: known in every layout and different between them where possible
 */
export function defaultAxes(drivers: readonly Driver[]): readonly Driver[] {
  const wanted = WANTED.flatMap((id) => drivers.find((driver) => driver.id === id) ?? []);
  const telling = wanted.filter(tells);
  const rest = wanted.filter((driver) => !telling.includes(driver));
  const wish = Math.max(FEWEST_AXES, Math.min(MOST_AXES, telling.length));
  return [...telling, ...rest].slice(0, wish);
}
