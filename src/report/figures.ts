/** The drawings of a report: the same that the screen shows, in the colours of paper. */
import type { Figure } from './document.ts';
import { matrixView } from '../drawing/matrix/matrix-view.ts';
import { drawFor, inlineSvg, layoutFigures, overviewFigure } from './layout-figures.ts';
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
    matrix: facts.plan.links.size === 0 ? null : matrixFigure(facts),
  };
}

function matrixFigure(facts: ReportFacts): Figure {
  const drawing = drawFor(facts, matrixView);
  return {
    kind: 'figure',
    id: 'figure-9-1',
    caption: 'Who talks to whom',
    description: drawing.description,
    svg: inlineSvg(drawing.scene),
  };
}
