/** The drawings of a report: the same that the screen shows, in the colours of paper. */
import type { View } from '../drawing/drawing.ts';
import { memoryMapView } from '../drawing/memory-map/memory-map-view.ts';
import { toSvg } from '../drawing/scene.ts';
import { diskFigures } from './disk-figures.ts';
import type { Figure } from './document.ts';
import { matrixView } from '../drawing/matrix/matrix-view.ts';
import { drawFor, inlineSvg, layoutFigures, overviewFigure } from './layout-figures.ts';
import type { ReportFacts } from './report-facts.ts';
import { chainsFigure, timelineFigures } from './timing-figures.ts';

/** Figures by where they stand; null: there is nothing to draw. */
export interface ReportFigures {
  /** Small, on the summary page. */
  readonly overview: Figure;
  /** Large, on pages of their own. */
  readonly layout: readonly Figure[];
  readonly memoryMap: Figure | null;
  /** On pages of their own; empty without images. */
  readonly diskImages: readonly Figure[];
  readonly matrix: Figure | null;
  /** One per frame, or one; empty where nobody can say who runs when. */
  readonly timeline: readonly Figure[];
  /** Null: no chain has a bound. */
  readonly chains: Figure | null;
}

/**
 * @param facts of the report
 * @returns its figures; a layout without environments is drawn too: it shows the hardware
 */
export function reportFigures(facts: ReportFacts): ReportFigures {
  return {
    overview: overviewFigure(facts),
    layout: layoutFigures(facts),
    memoryMap:
      facts.tree.regions.length === 0
        ? null
        : {
            ...figureOf(facts, memoryMapView, 'figure-8-1', 'Regions in physical memory'),
            foldout: true,
          },
    diskImages: diskFigures(facts),
    timeline: timelineFigures(facts),
    chains: chainsFigure(facts),
    // With one environment all links stand in one cell.
    matrix:
      facts.plan.links.size === 0 || facts.tree.environments.length < 2
        ? null
        : figureOf(facts, matrixView, 'figure-9-1', 'Who talks to whom'),
  };
}

function figureOf(facts: ReportFacts, view: View, id: string, caption: string): Figure {
  const { scene, description } = drawFor(facts, view);
  return { kind: 'figure', id, caption, description, svg: inlineSvg(scene), file: toSvg(scene) };
}
