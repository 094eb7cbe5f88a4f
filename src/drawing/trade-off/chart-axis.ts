/** One axis of the trade-off chart: what it spans, in which unit, with which ticks. */
import { scaleLinear } from 'd3-scale';
import { largest } from '../../analysis/compare/delta.ts';
import type { Driver, DriverValue } from '../../analysis/compare/comparison.ts';
import { formatNumber, GIB, KIB, MIB, MS, SECOND, TIB, US } from '../../model/units.ts';

/** A tick with its text. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** An axis; positions are in user units along it. */
export interface ChartAxis {
  readonly driver: Driver;
  /** Driver with its unit and which way is better. */
  readonly title: string;
  readonly ticks: readonly Tick[];
  /** Whether the axis begins at 0; otherwise the chart says so. */
  readonly fromZero: boolean;
  readonly place: (value: number) => number;
}

interface Unit {
  readonly factor: number;
  readonly name: string;
}

const UNITS: Readonly<Record<string, readonly Unit[]>> = {
  bytes: [
    { factor: TIB, name: 'TiB' },
    { factor: GIB, name: 'GiB' },
    { factor: MIB, name: 'MiB' },
    { factor: KIB, name: 'KiB' },
    { factor: 1, name: 'B' },
  ],
  ns: [
    { factor: SECOND, name: 's' },
    { factor: MS, name: 'ms' },
    { factor: US, name: 'µs' },
    { factor: 1, name: 'ns' },
  ],
};

/** Values closer together than this, against the largest, could not be told apart on an axis from 0. */
const CLOSE = 0.25;
/** Air at both ends of an axis that does not begin at 0, as a share of what it spans. */
const AIR = 0.2;
const TICKS = 6;

function unitOf(unit: string, most: number): Unit {
  const steps = UNITS[unit] ?? [{ factor: 1, name: unit === 'count' ? '' : unit }];
  return steps.find(({ factor }) => most >= factor) ?? steps.at(-1) ?? { factor: 1, name: '' };
}

function ends({ low, typical, high }: DriverValue): readonly number[] {
  return [low, typical, high].filter((end) => end !== null);
}

/** Room for an open end beyond the largest value, as a share of the axis. */
const OPEN_AIR = 0.12;

function domainOf(values: readonly number[], open: boolean): readonly [number, number] {
  const least = Math.min(...values);
  const largestKnown = Math.max(...values);
  const most = largestKnown + (open ? OPEN_AIR * largestKnown : 0);
  if (largestKnown === least) return [0, most === 0 ? 1 : most * (1 + AIR)];
  if ((largestKnown - least) / largestKnown >= CLOSE) return [0, most];
  const air = (largestKnown - least) * AIR;
  return [Math.max(0, least - air), largestKnown + (open ? 2 : 1) * air];
}

const WISH_WORDS = { less: 'less is better', more: 'more is better', none: '' } as const;

/**
 * @param driver whose values
 * @param from position of the lower end, user units
 * @param to position of the upper end; smaller than `from` for an axis that points upwards
 * @returns the axis; it spans every known end of every layout
 */
export function chartAxis(driver: Driver, from: number, to: number): ChartAxis {
  const known = driver.values.flatMap(ends);
  const domain = domainOf(known.length === 0 ? [0] : known, driver.values.some(isOpen));
  const unit = unitOf(driver.unit, domain[1]);
  const scale = scaleLinear()
    .domain(domain.map((end) => end / unit.factor))
    .range([from, to])
    .nice(TICKS);
  const wish = WISH_WORDS[driver.wish];
  const inUnit = unit.name === '' ? '' : ` in ${unit.name}`;
  return {
    driver,
    title: `${driver.title}${inUnit}${wish === '' ? '' : ` (${wish})`}`,
    ticks: scale
      .ticks(TICKS)
      // Half an error or a third of a core is nothing.
      .filter((tick) => driver.unit !== 'count' || Number.isInteger(tick))
      .map((tick) => ({ at: scale(tick), text: formatNumber(tick) })),
    fromZero: scale.domain()[0] === 0,
    place: (value) => scale(value / unit.factor),
  };
}

/**
 * @param value of a driver
 * @returns whether its upper end is open: it is only a lower bound
 */
export function isOpen(value: DriverValue): boolean {
  return largest(value) === Number.POSITIVE_INFINITY;
}
