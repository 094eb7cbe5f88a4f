/** What section 14 stands on: the comparison of the layouts, and its two drawings. */
import { compareResults } from '../analysis/compare/compare-layouts.ts';
import { FEWEST_LAYOUTS, MOST_LAYOUTS, type Comparison } from '../analysis/compare/comparison.ts';
import type { LayoutResult } from '../analysis/result.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { toSvg } from '../drawing/scene.ts';
import { smallMultiplesView } from '../drawing/small-multiples/small-multiples-view.ts';
import { tradeOffView } from '../drawing/trade-off/trade-off-view.ts';
import { rows } from '../model/plan.ts';
import type { Figure } from './document.ts';
import { inlineSvg } from './layout-figures.ts';
import type { ReportFacts } from './report-facts.ts';

/** A report is made anew after every edit while it is looked at: fewer analyses than a comparison may take. */
const MOST_ANALYSES = 24;

/** The layouts side by side, the report's own as reference. */
export interface ReportComparison {
  readonly comparison: Comparison;
  readonly results: readonly LayoutResult[];
  /** Layouts of the plan that have no column any more. */
  readonly left: number;
}

/**
 * @param facts of the report
 * @returns the comparison of the report's layout with the first five others; null when there is no other
 * @cost as `compareResults`, with at most 24 analyses
 */
export function reportComparison(facts: ReportFacts): ReportComparison | null {
  const { plan, layoutId, catalogue } = facts;
  const all = rows(plan.layouts).flatMap(
    ({ id }) => facts.results.find(({ layout }) => layout.id === id) ?? [],
  );
  const others = all.filter(({ layout }) => layout.id !== layoutId).slice(0, MOST_LAYOUTS - 1);
  const results = all.filter((each) => each.layout.id === layoutId || others.includes(each));
  if (results.length < FEWEST_LAYOUTS) return null;
  const options = { referenceId: layoutId, mostAnalyses: MOST_ANALYSES };
  const comparison = compareResults(plan, results, catalogue, options);
  return { comparison, results, left: all.length - results.length };
}

/**
 * Applications up to which layouts side by side can be read on paper; beyond, their text falls below 8 points, and
 * the tables and the window show the differences.
 */
const READABLE_APPLICATIONS = 20;

function figure(id: string, caption: string, drawing: Drawing): Figure {
  const { scene, description } = drawing;
  return { kind: 'figure', id, caption, description, svg: inlineSvg(scene), file: toSvg(scene) };
}

/**
 * @param facts of the report
 * @param compared the comparison
 * @returns the layouts side by side where they can be read on paper, and the trade-off, in the colours of paper
 */
export function comparisonFigures(
  { plan, catalogue }: ReportFacts,
  { comparison, results }: ReportComparison,
): readonly Figure[] {
  const options = { theme: 'light', catalogue, caption: false } as const;
  const title = 'Layouts side by side; outlined: what differs from this report’s layout';
  const sideBySide = () => smallMultiplesView({ plan, comparison, results }, options);
  return [
    ...(plan.applications.size > READABLE_APPLICATIONS
      ? []
      : [{ ...figure('figure-14-1', title, sideBySide()), foldout: true }]),
    figure('figure-14-2', 'Trade-off, with ranges', tradeOffView(comparison, options)),
  ];
}
