/** Estimates of the engine, each with what it was computed from. */
import type { Estimate, FigureUse } from '../../analysis/result.ts';
import { inUnit, rangeCells, words } from '../cells.ts';
import type { Block } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';

function figureText(facts: ReportFacts, figure: FigureUse): string {
  const { value, unit } = figure;
  const amount =
    typeof value === 'number'
      ? inUnit(value, unit)
      : value === null
        ? 'unknown'
        : `${String(value)}${unit === '' ? '' : ` ${unit}`}`;
  const key = value === null ? '' : ` [${facts.sources.keyOf(figure.source)}]`;
  return `${figure.name} ${amount}${key}`;
}

function row(facts: ReportFacts, estimate: Estimate, formulas: readonly string[]) {
  const figures = estimate.figures.map((figure) => figureText(facts, figure));
  return {
    id: estimate.subject.id,
    cells: [
      words(estimate.subject.name),
      words(estimate.kind),
      ...rangeCells(estimate, estimate.unit, estimate.atLeast, 'A'),
      words(`F${formulas.indexOf(estimate.formula) + 1}`),
      words(
        figures.length > 6
          ? `${figures.slice(0, 6).join('; ')} and ${figures.length - 6} more`
          : figures.join('; '),
      ),
    ],
  };
}

/**
 * @param facts of the report
 * @param id of the table
 * @returns the table of all estimates and the formulas it names; nothing when the engine made none
 */
export function estimateBlocks(facts: ReportFacts, id: string): readonly Block[] {
  const { estimates } = facts.result;
  if (estimates.length === 0) return [];
  const formulas = [...new Set(estimates.map(({ formula }) => formula))];
  return [
    {
      kind: 'table',
      id,
      caption: 'Estimates and what they were computed from',
      columns: [
        { key: 'subject', head: 'Of', weight: 1.5 },
        { key: 'kind', head: 'Quantity', weight: 1 },
        { key: 'low', head: 'Low', numeric: true },
        { key: 'typical', head: 'Typical', numeric: true },
        { key: 'high', head: 'High', numeric: true },
        { key: 'formula', head: 'Formula', weight: 0.6 },
        { key: 'figures', head: 'Computed from', weight: 5 },
      ],
      rows: estimates.map((estimate) => row(facts, estimate, formulas)),
      empty: 'No estimates.',
    },
    { kind: 'list', items: formulas.map((formula, index) => `F${index + 1}: ${formula}`) },
  ];
}
