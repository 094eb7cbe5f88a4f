/** The drawings of a report: the same that the screen shows, on paper's colours. */
import type { Drawing, View } from '../drawing/drawing.ts';
import { layoutView } from '../drawing/layout-view/layout-view.ts';
import { toSvg } from '../drawing/scene.ts';
import type { Figure } from './document.ts';
import type { ReportFacts } from './report-facts.ts';

/** Figures by where they stand; null: there is nothing to draw. */
export interface ReportFigures {
  /** Small, on the summary page. */
  readonly overview: Figure | null;
  /** The same, as large as a page allows. */
  readonly layout: Figure | null;
  readonly memoryMap: Figure | null;
  readonly matrix: Figure | null;
}

/** An SVG file begins with a declaration that has no place inside a page. */
function withoutDeclaration(svg: string): string {
  return svg.replace(/^<\?xml[^>]*\?>\s*/, '');
}

function figureOf(id: string, caption: string, drawing: Drawing): Figure {
  const { description, width, height } = drawing;
  return {
    kind: 'figure',
    id,
    caption,
    description,
    width,
    height,
    svg: withoutDeclaration(toSvg(drawing.scene)),
  };
}

/**
 * @param facts of the report
 * @returns its figures; a layout without environments is drawn too: it shows the hardware
 */
export function reportFigures(facts: ReportFacts): ReportFigures {
  const { plan, layoutId, result, catalogue } = facts;
  const draw = (view: View, idiom: 'none' | null = null) =>
    view(plan, layoutId, result, { theme: 'light', catalogue, caption: false, idiom });
  return {
    overview: figureOf('figure-2-1', 'The layout at a glance', draw(layoutView, 'none')),
    layout: figureOf('figure-6-1', 'The layout with its links', draw(layoutView)),
    memoryMap: null,
    matrix: null,
  };
}
