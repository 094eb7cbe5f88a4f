/** Section 14: the layouts side by side, what decides between them, and the decision. */
import {
  deltaWords,
  driverTitle,
  overrideWords,
  paretoWords,
  searchWords,
  sensitivityWords,
  unstatedWords,
  valueWords,
} from '../../analysis/compare/comparison-words.ts';
import type {
  Comparison,
  Driver,
  DriverValue,
  Sensitivity,
} from '../../analysis/compare/comparison.ts';
import { rows } from '../../model/plan.ts';
import { UNKNOWN, words } from '../cells.ts';
import { comparisonFigures, type ReportComparison } from '../comparison-figures.ts';
import type { Block, Cell, Part, Row, Section, Table } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';

/** How many figures that decide the page has room for; `partita compare` prints the others. */
const MOST_FLIPS = 10;

function cell(driver: Driver, value: DriverValue): Cell {
  const delta = deltaWords(driver, value.delta);
  const text = [valueWords(driver, value), delta, overrideWords(value)]
    .filter((part) => part !== null && part !== '')
    .join('; ');
  if (value.text) return { text: text === '' ? UNKNOWN : text };
  if (value.state !== 'assessed') return { text, value: null, tone: 'unknown' };
  const worse = value.delta?.direction === 'worse';
  return {
    text,
    // A range without a middle has no one number: its words are all.
    ...(value.typical === null ? {} : { value: value.typical }),
    sources: ['A'],
    ...(worse ? { tone: 'warning' as const } : {}),
  };
}

function optionsTable(facts: ReportFacts, { drivers, layouts }: Comparison): Table {
  return {
    kind: 'table',
    id: 'table-14-1',
    caption:
      'Alternatives, by what drives the decision; differences are against the layout of this report',
    columns: [
      { key: 'driver', head: 'Driver', weight: 1.2 },
      ...layouts.map(({ id, name }) => ({
        key: id,
        head: `${name}${id === facts.layout.id ? ' (this report)' : ''}`,
        weight: 1.5,
      })),
    ],
    rows: drivers.map((driver): Row => ({
      id: driver.id,
      cells: [words(driver.title), ...driver.values.map((value) => cell(driver, value))],
    })),
    empty: 'The plan has no layouts.',
  };
}

/** The report's own layout first of all: what speaks against it, or for it. */
/** What nobody has stated cannot be tried: said by driver, so that no ranking looks more certain than it is. */
function unstatedOf(comparison: Comparison): readonly Block[] {
  const items = comparison.sensitivity.unstated.map((entry) => unstatedWords(comparison, entry));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function flipsOf(facts: ReportFacts, { sensitivity }: Comparison): readonly Sensitivity[] {
  const own = ({ betterId, worseId }: Sensitivity) =>
    betterId === facts.layout.id || worseId === facts.layout.id;
  return [...sensitivity.entries]
    .sort((a, b) => Number(own(b)) - Number(own(a)))
    .slice(0, MOST_FLIPS);
}

function decisiveBlocks(facts: ReportFacts, comparison: Comparison): readonly Block[] {
  const flips = flipsOf(facts, comparison);
  const rest = comparison.sensitivity.entries.length - flips.length;
  const items = flips.map((entry) => sensitivityWords(comparison, entry));
  return [
    flips.length === 0
      ? { kind: 'paragraph', text: 'No figure was found that would turn a ranking round.' }
      : { kind: 'list', items: rest > 0 ? [...items, `and ${rest} more`] : items },
    { kind: 'paragraph', text: searchWords(comparison) },
    ...unstatedOf(comparison),
  ];
}

function tradeOffBlocks(comparison: Comparison): readonly Block[] {
  const axes = comparison.pareto.drivers.map((id) => driverTitle(comparison, id)).join(', ');
  return [
    {
      kind: 'paragraph',
      text: `Drivers of the trade-off: ${axes}. A layout is dominated only where another one is better whatever the figures are within their ranges.`,
    },
    {
      kind: 'list',
      items: comparison.pareto.places.map((place) => paretoWords(comparison, place)),
    },
  ];
}

function optionParts(facts: ReportFacts, compared: ReportComparison): readonly Part[] {
  const { comparison, left } = compared;
  const [multiples, tradeOff] = comparisonFigures(facts, compared);
  const described = rows(facts.plan.layouts).filter(({ description }) => description !== null);
  const entries = described.map(({ name, description }) => ({
    term: name,
    text: description ?? '',
  }));
  const more: Block = {
    kind: 'not-assessed',
    reason: `${left} further layouts of the plan: six stand side by side at most.`,
  };
  return [
    {
      title: 'Options and drivers',
      blocks: [
        optionsTable(facts, comparison),
        ...(left > 0 ? [more] : []),
        ...(entries.length === 0 ? [] : [{ kind: 'definitions', id: 'options', entries } as const]),
        ...(multiples ? [multiples] : []),
      ],
    },
    {
      title: 'Trade-off',
      blocks: [...tradeOffBlocks(comparison), ...(tradeOff ? [tradeOff] : [])],
    },
    { title: 'Figures that decide', blocks: decisiveBlocks(facts, comparison) },
  ];
}

const ALONE: Part = {
  title: 'Options and drivers',
  blocks: [
    {
      kind: 'not-assessed',
      reason: 'The plan has one layout only: there is nothing to hold it against.',
    },
  ],
};

const NOT_RECORDED = 'not recorded';

const DECISION: Part = {
  title: 'Decision',
  blocks: [
    {
      kind: 'definitions',
      id: 'decision',
      entries: [
        'Context',
        'Options considered',
        'Decided for',
        'Reasons',
        'Consequences',
        'Decided by',
        'Decided on',
      ].map((term) => ({
        term,
        text: term === 'Options considered' ? 'the layouts above' : NOT_RECORDED,
      })),
    },
    {
      kind: 'not-assessed',
      reason:
        'No decision record is part of the plan yet: what is not recorded here has to be written down elsewhere.',
    },
  ],
};

/**
 * @param facts of the report
 * @param compared the layouts side by side; null when the plan has no other one
 * @returns the section
 */
export function alternativesSection(
  facts: ReportFacts,
  compared: ReportComparison | null,
): Section {
  return {
    number: 14,
    id: 'section-14',
    title: 'Alternatives considered',
    parts: [...(compared ? optionParts(facts, compared) : [ALONE]), DECISION],
  };
}
