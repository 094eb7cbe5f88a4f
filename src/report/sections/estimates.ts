/** Estimates of the engine, each with what it was computed from. */
import { figureWords } from '../../analysis/range-words.ts';
import type { Estimate, FigureUse } from '../../analysis/result.ts';
import { listed, rangeCells, words } from '../cells.ts';
import type { Block, Row } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';

/** One table of estimates. */
export interface EstimateTable {
  /** For example `table-8-3`. */
  readonly id: string;
  readonly caption: string;
  /** Kinds of estimate that stand in it. */
  readonly kinds: readonly string[];
}

/** Kinds as they are read; one that is not here stands in its own words. */
const KIND_WORDS: Readonly<Record<string, string>> = {
  startup: 'time to ready',
  'cpu-overhead': 'CPU overhead',
  'cpu-overhead-interference': 'CPU overhead under interference',
  'interrupt-latency': 'interrupt latency, mean',
  'interrupt-latency-max': 'interrupt latency, largest observed',
  'interrupt-latency-interference-max': 'interrupt latency, largest observed under interference',
  'ipc-latency': 'IPC latency',
  'ipc-throughput': 'IPC throughput',
  'memory-deduplication': 'memory that may be saved',
  'disk-raw': 'as raw images',
  tcb: 'trusted code',
};

/** So many figures of a sum are written out. */
const MOST_FIGURES = 6;

function figureText(facts: ReportFacts, figure: FigureUse): string {
  const { value, override, source } = figure;
  const key = value === null ? '' : ` [${facts.sources.keyOf(source)}]`;
  const replaced =
    source === 'estimate' ? 'uses a figure replaced by the user' : 'replaced by the user';
  return `${figure.name} ${figureWords(figure)}${key}${override === null ? '' : ` (${replaced})`}`;
}

function figuresText(facts: ReportFacts, figures: readonly FigureUse[]): string {
  // What the user replaced must not fall behind the end of the list.
  const ordered = [
    ...figures.filter(({ override }) => override !== null),
    ...figures.filter(({ override }) => override === null),
  ];
  const texts = ordered.slice(0, MOST_FIGURES).map((figure) => figureText(facts, figure));
  const more = ordered.length - texts.length;
  return `${texts.join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What the rows of a table have in common. */
interface RowContext {
  readonly formulas: readonly string[];
  /** Whether rows differ in kind. */
  readonly hasKinds: boolean;
  /** Whether rows differ in formula. */
  readonly hasFormulas: boolean;
  /** Whether rows differ in how far they apply. */
  readonly hasApplicability: boolean;
}

/** Subjects whose estimate is the same down to its figures, in one row: twelve cameras need not be read twelve times. */
interface EqualEstimates {
  readonly estimate: Estimate;
  readonly figures: string;
  readonly names: readonly string[];
}

function grouped(facts: ReportFacts, estimates: readonly Estimate[]): readonly EqualEstimates[] {
  const described = estimates.map((estimate) => ({
    estimate,
    figures: figuresText(facts, estimate.figures),
  }));
  const groups = Map.groupBy(described, ({ estimate, figures }) => {
    const { kind, low, typical, high, atLeast, formula, applicability } = estimate;
    return JSON.stringify([kind, low, typical, high, atLeast, formula, applicability, figures]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, names: group.map(({ estimate }) => estimate.subject.name) }] : [];
  });
}

function rowsOf(
  facts: ReportFacts,
  estimates: readonly Estimate[],
  { formulas, hasKinds, hasFormulas, hasApplicability }: RowContext,
): readonly Row[] {
  const seen = new Map<string, number>();
  return grouped(facts, estimates).map(({ estimate, figures, names }) => {
    const { id } = estimate.subject;
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    return {
      // A subject may have several kinds in one table; ids of rows are unique.
      id: nth === 1 ? id : `${id}.${nth}`,
      cells: [
        listed(names),
        ...(hasKinds
          ? [words(KIND_WORDS[estimate.kind] ?? estimate.kind.replaceAll('-', ' '))]
          : []),
        ...rangeCells(estimate, estimate.unit, estimate.atLeast, 'A'),
        ...(hasFormulas ? [words(`F${formulas.indexOf(estimate.formula) + 1}`)] : []),
        words(figures),
        ...(hasApplicability ? [words(estimate.applicability)] : []),
      ],
    };
  });
}

/**
 * @param facts of the report
 * @param table id, caption and the kinds that stand in it
 * @returns the table of those estimates, equal ones in one row, figures that the user replaced first and marked, and the formulas it
 *   names; nothing when the engine made none
 * @cost O(estimates + figures)
 * @rules REP-2 REP-3 REP-16
 */
export function estimateBlocks(facts: ReportFacts, table: EstimateTable): readonly Block[] {
  const estimates = facts.result.estimates.filter(({ kind }) => table.kinds.includes(kind));
  if (estimates.length === 0) return [];
  const formulas = [...new Set(estimates.map(({ formula }) => formula))];
  const hasKinds = new Set(estimates.map(({ kind }) => kind)).size > 1;
  const hasFormulas = formulas.length > 1;
  const applies = [...new Set(estimates.flatMap(({ applicability }) => applicability ?? []))];
  const hasApplicability = applies.length > 1;
  // What all rows have in common is said once, below them.
  const [only] = applies;
  const common =
    applies.length === 1 && only !== undefined ? [`Measurements among them: ${only}`] : [];
  return [
    {
      kind: 'table',
      id: table.id,
      caption: table.caption,
      columns: [
        { key: 'subject', head: 'Of', weight: 1.5 },
        ...(hasKinds ? [{ key: 'kind', head: 'Quantity', weight: 1.5 }] : []),
        { key: 'low', head: 'Low', numeric: true },
        { key: 'typical', head: 'Typical', numeric: true },
        { key: 'high', head: 'High', numeric: true },
        ...(hasFormulas ? [{ key: 'formula', head: 'Formula', weight: 0.8 }] : []),
        { key: 'figures', head: 'Computed from', weight: 4.2 },
        ...(hasApplicability ? [{ key: 'applies', head: 'How far it applies', weight: 2 }] : []),
      ],
      rows: rowsOf(facts, estimates, { formulas, hasKinds, hasFormulas, hasApplicability }),
      empty: 'No estimates.',
    },
    {
      kind: 'list',
      items: [
        ...formulas.map((formula, index) =>
          hasFormulas ? `F${index + 1}: ${formula}` : `Formula: ${formula}`,
        ),
        ...common,
      ],
    },
  ];
}
