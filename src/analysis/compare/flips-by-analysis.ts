/** Which figures turn round the ranking of layouts, found by analysing them again with another value. */
import type { Plan } from '../../model/plan.ts';
import type { LayoutResult } from '../result.ts';
import { planWithFigure, type TriableFigure } from './catalogue-figures.ts';
import type { DriverId, Sensitivity } from './comparison.ts';
import { nameOfOne } from './linear-sum.ts';

/** Typical values by driver, smaller is better; null: unknown. */
export type Ranks = ReadonlyMap<DriverId, number | null>;

/** One layout with its ranks as they are today. */
export interface RankedLayout {
  readonly layoutId: string;
  readonly result: LayoutResult;
  readonly values: Ranks;
}

/** Analyses one layout of a plan and reads its drivers. */
export type Measure = (plan: Plan, layoutId: string) => Ranks;

/** How the search went. */
export interface Search {
  readonly entries: readonly Sensitivity[];
  readonly tried: number;
  readonly left: number;
}

/** A figure with the layouts that use it. */
interface Candidate {
  readonly name: string;
  readonly figure: TriableFigure;
  readonly users: ReadonlySet<RankedLayout>;
  /** Width of the range against the value; below 0 where the value is unknown: these come last. */
  readonly width: number;
  /** Values to try, as published. */
  readonly values: readonly number[];
}

/** Two values show the slope of what is unknown, and whether it is one. */
const PROBES = [1, 2];

function candidateOf(
  name: string,
  figure: TriableFigure,
  users: ReadonlySet<RankedLayout>,
): Candidate | null {
  const { range, published } = figure;
  if (range === null) {
    return figure.unit === null ? null : { name, figure, users, width: -1, values: PROBES };
  }
  const values = [published.low, published.high].filter((value) => value !== null);
  const width = (range.high - range.low) / Math.max(Math.abs(range.typical), Number.MIN_VALUE);
  const others = values.filter((value) => value !== published.value);
  return others.length === 0 ? null : { name, figure, users, width, values: others };
}

function candidatesOf(
  layouts: readonly RankedLayout[],
  triable: ReadonlyMap<string, TriableFigure>,
): readonly Candidate[] {
  const users = new Map<string, Set<RankedLayout>>();
  for (const layout of layouts) {
    // A plan of a thousand applications uses each figure thousands of times.
    const names = new Set(
      layout.result.estimates.flatMap(({ figures }) => figures.map((figure) => figure.name)),
    );
    for (const name of [...names].map(nameOfOne)) {
      if (!triable.has(name)) continue;
      const set = users.get(name);
      if (set) set.add(layout);
      else users.set(name, new Set([layout]));
    }
  }
  const candidates = [...users].flatMap(([name, using]) => {
    const figure = triable.get(name);
    return (figure && candidateOf(name, figure, using)) ?? [];
  });
  return candidates.sort((a, b) => b.width - a.width || (a.name < b.name ? -1 : 1));
}

/** One driver of two layouts: how far `a` is above `b`, now and with every value tried. */
interface Gap {
  readonly driver: DriverId;
  readonly a: RankedLayout;
  readonly b: RankedLayout;
  readonly now: number;
  readonly tried: readonly number[];
}

/** Every pair and driver with values throughout that somebody can rank today. */
function gapsOf(
  layouts: readonly RankedLayout[],
  runs: readonly ReadonlyMap<string, Ranks>[],
): readonly Gap[] {
  const pairs = layouts.flatMap((a, index) => layouts.slice(index + 1).map((b) => [a, b] as const));
  return pairs.flatMap(([a, b]) =>
    [...a.values].flatMap(([driver, value]): readonly Gap[] => {
      const other = b.values.get(driver) ?? null;
      if (value === null || other === null || value === other) return [];
      const tried = runs.map((run) => {
        const [ofA, ofB] = [run.get(a.layoutId)?.get(driver), run.get(b.layoutId)?.get(driver)];
        return typeof ofA === 'number' && typeof ofB === 'number' ? ofA - ofB : NaN;
      });
      return tried.includes(NaN) ? [] : [{ driver, a, b, now: value - other, tried }];
    }),
  );
}

function entry({ figure, name }: Candidate, gap: Gap, flipsAt: number): Sensitivity {
  const { range, use, unit } = figure;
  const [better, worse] = gap.now < 0 ? [gap.a, gap.b] : [gap.b, gap.a];
  return {
    driver: gap.driver,
    betterId: better.layoutId,
    worseId: worse.layoutId,
    figure: name,
    unit: unit ?? use.unit,
    value: range?.typical ?? null,
    low: range?.low ?? null,
    high: range?.high ?? null,
    source: use.source,
    flipsAt,
    inRange: range !== null,
    method: 're-analysis',
  };
}

/** Turned round at an end of the range. */
function atEnds(candidate: Candidate, gaps: readonly Gap[]): readonly Sensitivity[] {
  const { figure, values } = candidate;
  return gaps.flatMap((gap) =>
    gap.tried.flatMap((then, index) =>
      gap.now * then < 0 ? [entry(candidate, gap, figure.toBase(values[index] ?? 0))] : [],
    ),
  );
}

/** Where a figure that nobody knows would turn it round: only where what it does is proportional to it. */
function whereUnknown(candidate: Candidate, gaps: readonly Gap[]): readonly Sensitivity[] {
  return gaps.flatMap((gap) => {
    const [first = NaN, second = NaN] = gap.tried;
    const slope = first - gap.now;
    const isLinear = Math.abs(second - gap.now - 2 * slope) <= 1e-6 * Math.abs(gap.now);
    const units = -gap.now / slope;
    if (slope === 0 || !isLinear || !(units > 0)) return [];
    return [entry(candidate, gap, candidate.figure.toBase(units))];
  });
}

/**
 * Tries each figure of the catalogue that the layouts use: one with a published range at both of its ends, one
 * without a value at two values, from which follows where it would turn the ranking round. Widest ranges first; the
 * number of analyses is bounded.
 *
 * @param plan the plan
 * @param layouts what is compared, with today's values
 * @param triable figures of the catalogue by name
 * @param measure analyses one layout
 * @param most how many analyses there may be
 * @returns what was turned round, how many figures were tried, and how many were left out
 * @cost O(most) analyses
 * @rules COMPARE-6
 */
export function flipsByAnalysis(
  plan: Plan,
  layouts: readonly RankedLayout[],
  triable: ReadonlyMap<string, TriableFigure>,
  measure: Measure,
  most: number,
): Search {
  const candidates = candidatesOf(layouts, triable);
  const entries: Sensitivity[] = [];
  let [analyses, tried] = [0, 0];
  for (const candidate of candidates) {
    const { figure, users, values } = candidate;
    if (analyses + values.length * users.size > most) continue;
    analyses += values.length * users.size;
    tried += 1;
    const runs = values.map((value) => {
      const changed = planWithFigure(plan, figure, value);
      return new Map(
        layouts.map((layout): [string, Ranks] => [
          layout.layoutId,
          users.has(layout) ? measure(changed, layout.layoutId) : layout.values,
        ]),
      );
    });
    const gaps = gapsOf(layouts, runs);
    entries.push(...(figure.range ? atEnds(candidate, gaps) : whereUnknown(candidate, gaps)));
  }
  return { entries, tried, left: candidates.length - tried };
}
