/** Section 14: the layouts side by side, and the decision between them. */
import type { LayoutResult, Verdict } from '../../analysis/result.ts';
import type { Layout } from '../../model/layout.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { rows } from '../../model/plan.ts';
import { inUnit, UNKNOWN, words } from '../cells.ts';
import type { Cell, Row, Section, Table } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';
import { VERDICT_ORDER, VERDICT_WORDS } from './rules.ts';

function ofVerdict(result: LayoutResult, verdict: Verdict): number {
  return result.findings.filter((finding) => finding.verdict === verdict).length;
}

/** The fullest budget of a kind, as a share of its capacity. */
function fullest(result: LayoutResult, kind: 'cpu' | 'memory'): Cell {
  const budgets = result.budgets.filter((budget) => budget.kind === kind);
  let most: { readonly share: number; readonly text: string } | null = null;
  for (const { demand, capacity, unit, atLeast, subject } of budgets) {
    if (capacity === null || capacity === 0 || demand.high === null) continue;
    const share = demand.high / capacity;
    if (most && most.share >= share) continue;
    const prefix = atLeast ? 'at least ' : '';
    most = {
      share,
      text: `${prefix}${inUnit(demand.high, unit)} of ${inUnit(capacity, unit)} (${subject.name})`,
    };
  }
  return most
    ? { text: most.text, value: most.share, sources: ['A'] }
    : { text: UNKNOWN, value: null, tone: 'unknown' };
}

type Driver = readonly [
  id: string,
  name: string,
  cell: (layout: Layout, result: LayoutResult) => Cell,
];

function drivers(facts: ReportFacts): readonly Driver[] {
  const unplaced = (layout: Layout) => {
    const tree = layoutTree(facts.plan, layout.id);
    return facts.applications.filter(({ id }) => !tree?.placementsOf.has(id)).length;
  };
  return [
    ...VERDICT_ORDER.map((verdict): Driver => {
      const name = {
        error: 'Errors',
        warning: 'Warnings',
        'not-assessed': 'Not assessed',
        manual: 'To check by hand',
        pass: 'Passes',
      };
      return [
        verdict,
        name[verdict],
        (_, result) => {
          const count = ofVerdict(result, verdict);
          const stands = verdict !== 'pass' && count > 0;
          return {
            text: String(count),
            value: count,
            sources: ['A'],
            ...(stands ? { tone: VERDICT_WORDS[verdict].tone } : {}),
          };
        },
      ];
    }),
    [
      'unplaced',
      'Applications without a place',
      (layout) => ({ text: String(unplaced(layout)), value: unplaced(layout), sources: ['A'] }),
    ],
    [
      'environments',
      'Environments',
      (layout) => {
        const count = layoutTree(facts.plan, layout.id)?.environments.length ?? 0;
        return { text: String(count), value: count, sources: ['A'] };
      },
    ],
    ['cpu', 'Fullest core at high demand', (_, result) => fullest(result, 'cpu')],
    ['memory', 'Fullest memory at high demand', (_, result) => fullest(result, 'memory')],
  ];
}

function optionsTable(facts: ReportFacts): Table {
  const options = rows(facts.plan.layouts).flatMap((layout) => {
    const result = facts.results.find((each) => each.layout.id === layout.id);
    return result ? [{ layout, result }] : [];
  });
  return {
    kind: 'table',
    id: 'table-14-1',
    caption: 'Alternatives, by what drives the decision',
    columns: [
      { key: 'driver', head: 'Driver', weight: 1.5 },
      ...options.map(({ layout }) => ({
        key: layout.id,
        head: `${layout.name}${layout.id === facts.layout.id ? ' (this report)' : ''}`,
        weight: 1.5,
      })),
    ],
    rows: drivers(facts).map(([id, name, cell]): Row => ({
      id,
      cells: [words(name), ...options.map(({ layout, result }) => cell(layout, result))],
    })),
    empty: 'The plan has no layouts.',
  };
}

export function alternativesSection(facts: ReportFacts): Section {
  const described = rows(facts.plan.layouts).filter(({ description }) => description !== null);
  return {
    number: 14,
    id: 'section-14',
    title: 'Alternatives considered',
    parts: [
      {
        title: 'Options and drivers',
        blocks: [
          optionsTable(facts),
          ...(described.length === 0
            ? []
            : [
                {
                  kind: 'definitions',
                  id: 'options',
                  entries: described.map(({ name, description }) => ({
                    term: name,
                    text: description ?? '',
                  })),
                } as const,
              ]),
        ],
      },
      {
        title: 'Decision',
        blocks: [
          {
            kind: 'not-assessed',
            reason:
              'No decision record is part of the plan yet: context, options, outcome, consequences and who decided have to be written down elsewhere.',
          },
        ],
      },
    ],
  };
}
