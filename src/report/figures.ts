/** The drawings of a report: the same that the screen shows, in the colours of paper. */
import type { Figure } from './document.ts';
import { layoutFigures, overviewFigure } from './layout-figures.ts';
import type { ReportFacts } from './report-facts.ts';

/** Figures by where they stand; null: there is nothing to draw. */
export interface ReportFigures {
  /** Small, on the summary page. */
  readonly overview: Figure;
  /** Large, on pages of their own. */
  readonly layout: readonly Figure[];
  readonly memoryMap: Figure | null;
  readonly matrix: Figure | null;
}

/**
 * @param facts of the report
 * @returns its figures; a layout without environments is drawn too: it shows the hardware
 */
export function reportFigures(facts: ReportFacts): ReportFigures {
  return {
    overview: overviewFigure(facts),
    layout: layoutFigures(facts),
    memoryMap: null,
    matrix: null,
  };
}
