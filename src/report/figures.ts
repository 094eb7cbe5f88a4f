/** The drawings of a report. */
import type { Figure } from './document.ts';
import type { ReportFacts } from './report-facts.ts';

/** Figures by where they stand; null: there is nothing to draw. */
export interface ReportFigures {
  readonly layout: Figure | null;
  readonly memoryMap: Figure | null;
  readonly matrix: Figure | null;
}

/** @param facts of the report */
export function reportFigures(_facts: ReportFacts): ReportFigures {
  return { layout: null, memoryMap: null, matrix: null };
}
