/** Section 2: one page for who reads no other. */
import type { Budget, Finding } from '../../analysis/result.ts';
import { placedWords } from '../../analysis/wording.ts';
import { inUnit, words } from '../cells.ts';
import type { Block, Figure, Section, Table } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';
import { marginOf } from './allocation.ts';
import { VERDICT_ORDER, VERDICT_WORDS } from './verdict-words.ts';

/** How many margins and findings the page has room for. */
const MARGINS = 3;
const FINDINGS = 4;
/** Longest finding on the page, in characters; section 13 has all of it. */
const LONGEST = 130;

interface Margin {
  readonly budget: Budget;
  readonly share: number;
  readonly left: number;
}

function smallestMargins(budgets: readonly Budget[]): readonly Margin[] {
  return budgets
    .flatMap((budget): readonly Margin[] => {
      const left = marginOf(budget);
      if (left === null || budget.capacity === null || budget.capacity === 0) return [];
      return [{ budget, left, share: left / budget.capacity }];
    })
    .sort((a, b) => a.share - b.share)
    .slice(0, MARGINS);
}

function marginsTable({ result }: ReportFacts): Table {
  const rows = smallestMargins(result.budgets).map(({ budget, left, share }) => ({
    id: budget.subject.id,
    cells: [
      words(`${budget.kind} of ${budget.subject.name}`),
      { text: inUnit(budget.demand.high, budget.unit), value: budget.demand.high, sources: ['A'] },
      { text: inUnit(budget.capacity, budget.unit), value: budget.capacity, sources: ['A'] },
      {
        text: `${inUnit(left, budget.unit)} (${inUnit(share, 'share')})`,
        value: left,
        sources: ['A'],
        ...(left < 0 ? { tone: 'error' as const } : {}),
      },
    ],
  }));
  const unknown = result.budgets.filter(
    (budget) => budget.demand.high !== 0 && marginOf(budget) === null,
  ).length;
  return {
    kind: 'table',
    id: 'table-2-1',
    caption: `The ${MARGINS} smallest margins${unknown === 0 ? '' : `; of ${unknown} further budgets the margin is unknown`}`,
    columns: [
      { key: 'budget', head: 'Budget', weight: 2 },
      { key: 'demand', head: 'Demand at high', numeric: true },
      { key: 'capacity', head: 'Capacity', numeric: true },
      { key: 'margin', head: 'Margin', numeric: true, weight: 1.4 },
    ],
    rows,
    empty: 'No margin is known: no budget has both a known demand and a known capacity.',
  };
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function worst(findings: readonly Finding[]): readonly string[] {
  const serious = VERDICT_ORDER.slice(0, 2).flatMap((verdict) =>
    findings.filter((finding) => finding.verdict === verdict),
  );
  const lines = serious
    .slice(0, FINDINGS)
    .map(
      ({ rule, verdict, message }) => `${VERDICT_WORDS[verdict].text}, ${rule}: ${cut(message)}`,
    );
  const rest = serious.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} more, in section 13`] : lines;
}

export function summarySection(facts: ReportFacts, overview: Figure): Section {
  const { findings } = facts.result;
  const list = worst(findings);
  const placed = placedWords(facts.result.placed);
  const blocks: Block[] = [
    {
      kind: 'counts',
      entries: VERDICT_ORDER.map((verdict) => ({
        word: {
          error: 'errors',
          warning: 'warnings',
          'not-assessed': 'not assessed',
          manual: 'to check by hand',
          pass: 'passes',
          'not-applicable': 'do not apply',
        }[verdict],
        count: findings.filter((finding) => finding.verdict === verdict).length,
        tone: VERDICT_WORDS[verdict].tone,
      })),
    },
    ...(placed === null
      ? []
      : [{ kind: 'list', items: [`${placed}: nothing here is about the whole plan`] } as const]),
    ...(list.length === 0 ? [] : [{ kind: 'list', items: list } as const]),
    marginsTable(facts),
    {
      kind: 'not-assessed',
      reason: 'Changes since the last approved revision: the plan records no approved revision.',
    },
  ];
  return {
    number: 2,
    id: 'section-2',
    title: 'Summary',
    parts: [
      { title: 'Layout', blocks: [overview] },
      { title: 'Verdicts and margins', blocks },
    ],
  };
}
