/** Estimates of the engine, each with what it was computed from. */
import { figureWords } from '../../analysis/range-words.ts';
import type { Estimate, FigureUse } from '../../analysis/result.ts';
import { alikeNames } from '../alike-names.ts';
import { rangeCells, words } from '../cells.ts';
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

/** Names of a row before the rest is counted. */
const MOST_NAMED = 6;

function isReplaced({ override }: FigureUse): boolean {
  return override !== null;
}

function replacedWords({ source }: FigureUse): string {
  return source === 'estimate' ? 'uses a figure replaced by the user' : 'replaced by the user';
}

function figureText(facts: ReportFacts, figure: FigureUse, name = figure.name): string {
  const key = figure.value === null ? '' : ` [${facts.sources.keyOf(figure.source)}]`;
  const mark = isReplaced(figure) ? ` (${replacedWords(figure)})` : '';
  return `${name} ${figureWords(figure)}${key}${mark}`;
}

/** What the user replaced comes first. */
function ordered(figures: readonly FigureUse[]): readonly FigureUse[] {
  return [...figures.filter(isReplaced), ...figures.filter((figure) => !isReplaced(figure))];
}

/**
 * Keys of the figures of an estimate; what is replaced or unknown is said beside the key. Figures about the subject itself do not
 * repeat its name, so that things alike have equal keys.
 */
function figureKeys(facts: ReportFacts, { figures, subject }: Estimate): string {
  return ordered(figures)
    .map((figure) => {
      const name = figure.name.replaceAll(`"${subject.name}"`, 'itself');
      const key = facts.figures.keyOf(figureText(facts, figure, name));
      if (isReplaced(figure)) return `${key} (${replacedWords(figure)})`;
      return figure.value === null ? `${key} (unknown)` : key;
    })
    .join(', ');
}

/** Texts that several rows of a table have, written once below it: `F1`, `C1`. */
class Notes {
  readonly #texts: readonly string[];
  readonly #letter: string;
  readonly #title: string;

  constructor(letter: string, title: string, texts: readonly string[]) {
    this.#letter = letter;
    this.#title = title;
    this.#texts = [...new Set(texts)];
  }

  /** Whether rows differ in it; where they do not, no column is needed. */
  get differ(): boolean {
    return this.#texts.length > 1;
  }

  keyOf(text: string): string {
    return `${this.#letter}${this.#texts.indexOf(text) + 1}`;
  }

  list(): readonly string[] {
    return this.#texts.map((text) => `${this.differ ? this.keyOf(text) : this.#title}: ${text}`);
  }
}

interface RowNotes {
  readonly formulas: Notes;
  readonly conditions: Notes;
  /** Whether rows differ in kind. */
  readonly hasKinds: boolean;
}

function kindText({ kind }: Estimate): string {
  return KIND_WORDS[kind] ?? kind.replaceAll('-', ' ');
}

/** Every estimate with all of its figures in words: for plain tables. */
function fullRows(
  facts: ReportFacts,
  estimates: readonly Estimate[],
  { formulas, conditions, hasKinds }: RowNotes,
): readonly Row[] {
  const seen = new Map<string, number>();
  return estimates.map((estimate) => {
    const { id, name } = estimate.subject;
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    const figures = ordered(estimate.figures).map((figure) => figureText(facts, figure));
    return {
      // A subject may have several kinds in one table; ids of rows are unique.
      id: nth === 1 ? id : `${id}.${nth}`,
      cells: [
        words(name),
        ...(hasKinds ? [words(kindText(estimate))] : []),
        ...rangeCells(estimate, estimate.unit, estimate.atLeast, 'A'),
        ...(formulas.differ ? [words(estimate.formula)] : []),
        words(figures.join('; ')),
        ...(conditions.differ ? [words(estimate.applicability)] : []),
      ],
    };
  });
}

function alikeText(names: readonly string[]): string {
  const listing = alikeNames(names);
  const rest = listing.length - MOST_NAMED;
  const text = `${listing.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return names.length > 2 ? `${names.length} alike: ${text}` : text;
}

/** Estimates that differ in nothing but their subject in one row, and keys in place of words: for reading. */
function printedRows(
  facts: ReportFacts,
  estimates: readonly Estimate[],
  rows: readonly Row[],
  { formulas, conditions, hasKinds }: RowNotes,
): readonly Row[] {
  const described = estimates.map((estimate, index) => ({
    ...{ estimate, id: rows[index]?.id ?? '', keys: figureKeys(facts, estimate) },
  }));
  const groups = Map.groupBy(described, ({ estimate, keys }) => {
    const { kind, low, typical, high, atLeast, formula, applicability } = estimate;
    return JSON.stringify([kind, low, typical, high, atLeast, formula, applicability, keys]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { estimate, id, keys } = first;
    const { applicability } = estimate;
    return [
      {
        id,
        cells: [
          words(alikeText(group.map((each) => each.estimate.subject.name))),
          ...(hasKinds ? [words(kindText(estimate))] : []),
          ...rangeCells(estimate, estimate.unit, estimate.atLeast, 'A'),
          ...(formulas.differ ? [words(formulas.keyOf(estimate.formula))] : []),
          words(keys),
          ...(conditions.differ
            ? [words(applicability === null ? null : conditions.keyOf(applicability))]
            : []),
        ],
      },
    ];
  });
}

/**
 * @param facts of the report
 * @param table id, caption and the kinds that stand in it
 * @returns the table of those estimates, equal ones in one row on paper, figures that the user replaced first and marked, and the
 *   formulas and conditions it names; nothing when the engine made none
 * @cost O(estimates + figures)
 * @rules REP-2 REP-3 REP-16
 */
export function estimateBlocks(facts: ReportFacts, table: EstimateTable): readonly Block[] {
  const estimates = facts.result.estimates.filter(({ kind }) => table.kinds.includes(kind));
  if (estimates.length === 0) return [];
  const notes: RowNotes = {
    formulas: new Notes(
      'F',
      'Formula',
      estimates.map(({ formula }) => formula),
    ),
    conditions: new Notes(
      'C',
      'Measurements among them',
      estimates.flatMap(({ applicability }) => applicability ?? []),
    ),
    hasKinds: new Set(estimates.map(({ kind }) => kind)).size > 1,
  };
  const { formulas, conditions, hasKinds } = notes;
  const rows = fullRows(facts, estimates, notes);
  const printed = printedRows(facts, estimates, rows, notes);
  const note = `${rows.length} estimates in ${printed.length} rows; N1 and its like are figures, listed in section 15; ${table.id}.csv has all of it in words`;
  return [
    {
      kind: 'table',
      id: table.id,
      caption: table.caption,
      columns: [
        { key: 'subject', head: 'Of', weight: 2.6 },
        ...(hasKinds ? [{ key: 'kind', head: 'Quantity', weight: 3 }] : []),
        { key: 'low', head: 'Low', numeric: true, weight: 1.1 },
        { key: 'typical', head: 'Typical', numeric: true, weight: 1.1 },
        { key: 'high', head: 'High', numeric: true, weight: 1.1 },
        ...(formulas.differ ? [{ key: 'formula', head: 'Formula', weight: 0.9 }] : []),
        { key: 'figures', head: 'Computed from', weight: 4.2 },
        ...(conditions.differ ? [{ key: 'applies', head: 'Applies', weight: 0.9 }] : []),
      ],
      rows,
      printed: { rows: printed, note },
      empty: 'No estimates.',
    },
    { kind: 'list', items: [...formulas.list(), ...conditions.list()] },
  ];
}
