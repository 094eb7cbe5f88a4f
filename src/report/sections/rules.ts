/** Section 13: every rule that was checked, those that pass or do not apply included. */
import type { Finding, Verdict } from '../../analysis/result.ts';
import { isOpen } from '../../analysis/rules/finding-changes.ts';
import { RULES } from '../../analysis/rules/registry.ts';
import { words } from '../cells.ts';
import type { Row, Section, Table, Tone } from '../document.ts';
import { withPrinted } from '../printed-rows.ts';
import type { ReportFacts } from '../report-facts.ts';

/** In the order in which a reader needs them. */
export const VERDICT_ORDER: readonly Verdict[] = [
  'error',
  'warning',
  'not-assessed',
  'manual',
  'pass',
  'not-applicable',
];

export const VERDICT_WORDS: Readonly<Record<Verdict, { text: string; tone: Tone }>> = {
  error: { text: '! error', tone: 'error' },
  warning: { text: 'warning', tone: 'warning' },
  'not-assessed': { text: 'not assessed', tone: 'unknown' },
  manual: { text: 'check by hand', tone: 'unknown' },
  pass: { text: 'pass', tone: 'pass' },
  'not-applicable': { text: 'does not apply', tone: 'quiet' },
};

/** How many subjects a row names before it counts the rest. */
const NAMED = 6;

function subjectsText({ subjects }: Finding): string {
  const rest = subjects.length - NAMED;
  // The culprit is the first; its kind is said once for all of that kind.
  const byKind = Map.groupBy(subjects.slice(0, NAMED), ({ kind }) => kind);
  const texts = [...byKind].map(
    ([kind, list]) => `${kind} ${list.map(({ name }) => name).join(', ')}`,
  );
  return `${texts.join('; ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function evidenceText(facts: ReportFacts, { evidence }: Finding): string {
  // What no source but the user says is never among those that are only counted.
  const sorted = [
    ...evidence.filter(({ override }) => override !== null),
    ...evidence.filter(({ override }) => override === null),
  ];
  const texts = sorted.map(({ name, value, source, override }) => {
    const key = source === null ? '' : ` [${facts.sources.keyOf(source)}]`;
    return `${name}: ${value}${key}${override === null ? '' : `, set by the user: ${override}`}`;
  });
  const rest = texts.length - NAMED;
  return rest > 0 ? `${texts.slice(0, NAMED).join('; ')} and ${rest} more` : texts.join('; ');
}

function findingRow(facts: ReportFacts, finding: Finding, index: number): Row {
  const { text, tone } = VERDICT_WORDS[finding.verdict];
  return {
    id: `${finding.rule}-${index}`,
    cells: [
      words(text, tone),
      words(finding.rule),
      words(finding.message),
      words(subjectsText(finding)),
      words(finding.limit),
      words(finding.actual),
      words(finding.remainder),
      words(evidenceText(facts, finding)),
      words(finding.remedy),
    ],
  };
}

function findingsTable(facts: ReportFacts): Table {
  const numbered = new Map<string, number>();
  const sorted = VERDICT_ORDER.flatMap((verdict) =>
    facts.result.findings.filter((finding) => isOpen(finding) && finding.verdict === verdict),
  );
  return {
    kind: 'table',
    id: 'table-13-1',
    caption: 'Findings that are not a pass',
    columns: [
      { key: 'verdict', head: 'Verdict', weight: 1.25 },
      { key: 'rule', head: 'Rule', weight: 1.25 },
      { key: 'message', head: 'Finding', weight: 2.8 },
      { key: 'subjects', head: 'About', weight: 1.9 },
      { key: 'limit', head: 'Limit', weight: 1.2 },
      { key: 'actual', head: 'Actual', weight: 1.2 },
      { key: 'remainder', head: 'Remainder', weight: 1.35 },
      { key: 'evidence', head: 'Evidence', weight: 3.6 },
      { key: 'remedy', head: 'Remedy', weight: 2.2 },
    ],
    rows: sorted.map((finding) => {
      const index = (numbered.get(finding.rule) ?? 0) + 1;
      numbered.set(finding.rule, index);
      return findingRow(facts, finding, index);
    }),
    empty: 'Every rule that applies passes.',
  };
}

/** What became of a rule: how many findings of each verdict, and what was found in order. */
function outcomeText(facts: ReportFacts, findings: readonly Finding[]): string {
  const open = findings.filter(isOpen);
  const counts = VERDICT_ORDER.flatMap((verdict) => {
    const count = open.filter((finding) => finding.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${VERDICT_WORDS[verdict].text}`];
  });
  const passes = findings
    .filter((finding) => !isOpen(finding))
    .map((finding) => {
      const rests = evidenceText(facts, finding);
      const { text } = VERDICT_WORDS[finding.verdict];
      return `${text}: ${finding.message}${rests === '' ? '' : ` (rests on ${rests})`}`;
    });
  return [...counts, ...passes].join('; ');
}

/** The worst of its verdicts. */
function worstOf(findings: readonly Finding[]): Verdict {
  return (
    VERDICT_ORDER.find((verdict) => findings.some((each) => each.verdict === verdict)) ?? 'pass'
  );
}

/** Every rule once: what it asks for, who says so, and what became of it here. */
function rulesTable(facts: ReportFacts): Table {
  const byRule = Map.groupBy(facts.result.findings, ({ rule }) => rule);
  const verdictOf = (id: string) => worstOf(byRule.get(id) ?? []);
  const table: Table = {
    kind: 'table',
    id: 'table-13-2',
    caption:
      'Every rule of this version and what became of it, those that pass or do not apply included',
    columns: [
      { key: 'rule', head: 'Rule', weight: 0.75 },
      { key: 'checks', head: 'What it looks for, and when it is kept', weight: 5.4 },
      { key: 'source', head: 'Source', weight: 2.6 },
      { key: 'outcome', head: 'In this layout', weight: 2.4 },
    ],
    rows: RULES.map((rule) => {
      const findings = byRule.get(rule.id) ?? [];
      const { tone } = VERDICT_WORDS[verdictOf(rule.id)];
      return {
        id: rule.id,
        cells: [
          words(rule.id),
          words(`${rule.title} (${rule.strength}). ${rule.checks}`),
          words(rule.source),
          words(outcomeText(facts, findings), tone),
        ],
      };
    }),
    empty: 'This version has no rules.',
  };
  const apart = table.rows.filter(({ id }) => verdictOf(id) === 'not-applicable');
  const printed = table.rows.filter(({ id }) => verdictOf(id) !== 'not-applicable');
  return withPrinted(table, [...printed, notApplicableRow(apart)]);
}

/** Rules that do not apply, by name: what they ask for matters to nobody here. */
function notApplicableRow(apart: readonly Row[]): Row {
  const titles = new Map(RULES.map(({ id, title }) => [id, title]));
  const names = apart.map(({ id }) => `${id} ${titles.get(id) ?? ''}`).join('; ');
  const cells = [`${apart.length} rules`, names, '–', VERDICT_WORDS['not-applicable'].text];
  return { id: 'rules-not-applicable', cells: cells.map((text) => words(text, 'quiet')) };
}

export function rulesSection(facts: ReportFacts): Section {
  return {
    number: 13,
    id: 'section-13',
    title: 'Rules checked and waivers',
    parts: [
      { title: 'Findings', blocks: [findingsTable(facts)] },
      { title: 'Rules', blocks: [rulesTable(facts)] },
      {
        title: 'Waivers',
        blocks: [
          {
            kind: 'not-assessed',
            reason: 'Waivers are not part of the plan yet: every finding above stands as it is.',
          },
        ],
      },
    ],
  };
}
