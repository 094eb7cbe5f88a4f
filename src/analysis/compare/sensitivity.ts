/** The figures whose change would turn round which layout is better. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Plan } from '../../model/plan.ts';
import type { Estimate } from '../result.ts';
import { triableFigures } from './catalogue-figures.ts';
import type { DriverId, Sensitivity, SensitivityReport } from './comparison.ts';
import { flipsByAnalysis, type Measure, type RankedLayout } from './flips-by-analysis.ts';
import { flipsBySum, type SummedLayout } from './flips-by-sum.ts';
import { linearSum } from './linear-sum.ts';

/** Drivers that are sums over the whole machine. */
const SUMS: readonly DriverId[] = ['memory', 'disk'];

/** Analyses beyond those of the layouts themselves: many for a small plan, few for one of a thousand applications. */
const MOST_ANALYSES = 60;
const FEWEST_ANALYSES = 2;
const RECORDS_TO_ANALYSE = 8_000;

/** Of one driver between two layouts, and in all: a list to be read. */
const MOST_OF_A_PAIR = 3;
const MOST_ENTRIES = 40;

function whole(estimates: readonly Estimate[]): Estimate | undefined {
  return estimates.find(({ subject }) => subject.kind === 'target' || subject.kind === 'layout');
}

function summed({ result, layoutId }: RankedLayout, driver: DriverId): SummedLayout | null {
  const estimates = result.estimates.filter(({ kind }) => kind === driver);
  const estimate = whole(estimates);
  const sum = estimate && estimate.typical !== null ? linearSum(estimate, estimates) : null;
  return sum && { layoutId, sum };
}

/** Exact flips of every pair whose two values are sums. */
function bySum(
  layouts: readonly RankedLayout[],
  names: ReadonlySet<string>,
): readonly Sensitivity[] {
  return SUMS.flatMap((driver) => {
    const sums = layouts.flatMap((layout) => summed(layout, driver) ?? []);
    return sums.flatMap((a, index) =>
      sums.slice(index + 1).flatMap((b) => flipsBySum(driver, a, b, names)),
    );
  });
}

function pairOf({ driver, betterId, worseId }: Sensitivity): string {
  return `${driver}\n${betterId}\n${worseId}`;
}

/** What is unknown is no match for what is known: each has its own places in the list. */
function placeOf(entry: Sensitivity): string {
  return `${pairOf(entry)}\n${entry.value === null ? 'unknown' : 'known'}`;
}

function changeOf({ flipsAt, value }: Sensitivity): number {
  return Math.abs(flipsAt - (value ?? 0)) / Math.max(Math.abs(value ?? 0), 1);
}

function mostTelling(entries: readonly Sensitivity[]): readonly Sensitivity[] {
  const sorted = [...entries].sort(
    (a, b) => Number(b.inRange) - Number(a.inRange) || changeOf(a) - changeOf(b),
  );
  const counts = new Map<string, number>();
  const kept = sorted.filter((entry) => {
    const seen = (counts.get(placeOf(entry)) ?? 0) + 1;
    counts.set(placeOf(entry), seen);
    return seen <= MOST_OF_A_PAIR;
  });
  return kept.slice(0, MOST_ENTRIES);
}

function analysesFor(plan: Plan): number {
  const records =
    plan.applications.size + plan.links.size + plan.placements.size / plan.layouts.size;
  const room = Math.floor(RECORDS_TO_ANALYSE / Math.max(records, 1));
  return Math.max(FEWEST_ANALYSES, Math.min(MOST_ANALYSES, room));
}

/**
 * Which figures decide between the layouts: sums are solved for the figure; everything else is analysed again with
 * each figure of the catalogue at both ends of its published range, as far as the bound on the work allows.
 *
 * @param plan the plan
 * @param layouts what is compared, with results and typical values
 * @param catalogue with the overrides of the plan
 * @param measure analyses a layout of a changed plan
 * @param most how many analyses there may be, however small the plan is
 * @returns the figures, those that turn the ranking round within their published range first
 * @cost O(figures x pairs of layouts), and at most 60 analyses
 * @rules COMPARE-6
 */
export function sensitivityOf(
  plan: Plan,
  layouts: readonly RankedLayout[],
  catalogue: Catalogue,
  measure: Measure,
  most = MOST_ANALYSES,
): Omit<SensitivityReport, 'unstated'> {
  const triable = triableFigures(catalogue);
  const exact = bySum(layouts, new Set(triable.keys()));
  const solved = new Set(exact.map((entry) => `${pairOf(entry)}\n${entry.figure}`));
  const search = flipsByAnalysis(
    plan,
    layouts,
    triable,
    measure,
    Math.min(most, analysesFor(plan)),
  );
  const seen = search.entries.filter((entry) => !solved.has(`${pairOf(entry)}\n${entry.figure}`));
  return {
    entries: mostTelling([...exact, ...seen]),
    tried: search.tried,
    left: search.left,
  };
}
