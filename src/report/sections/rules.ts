/** Section 13: every rule that was checked, those that pass or do not apply included. */
import type { Finding, Verdict } from '../../analysis/result.ts';
import { isOpen } from '../../analysis/rules/finding-changes.ts';
import { RULES } from '../../analysis/rules/registry.ts';
import { words } from '../cells.ts';
import type { Printed, Row, Section, Table } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';
import {
  evidenceText,
  printedFindings,
  subjectsText,
  type NumberedFinding,
} from './printed-findings.ts';
import { VERDICT_ORDER, VERDICT_WORDS } from './verdict-words.ts';

/** Open findings, the worst first. */
function openFindings({ result }: ReportFacts): readonly NumberedFinding[] {
  const count = new Map<string, number>();
  return VERDICT_ORDER.flatMap((verdict) =>
    result.findings.filter((finding) => isOpen(finding) && finding.verdict === verdict),
  ).map((finding) => {
    const nth = (count.get(finding.rule) ?? 0) + 1;
    count.set(finding.rule, nth);
    return { id: `${finding.rule}-${nth}`, finding };
  });
}

function findingsTable(facts: ReportFacts): Table {
  const open = openFindings(facts);
  const table: Table = {
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
    rows: open.map(({ id, finding }) => {
      const { text, tone } = VERDICT_WORDS[finding.verdict];
      return {
        id,
        cells: [
          words(text, tone),
          words(finding.rule),
          words(finding.message),
          words(subjectsText(finding.subjects)),
          words(finding.limit),
          words(finding.actual),
          words(finding.remainder),
          words(evidenceText(facts, finding.evidence)),
          words(finding.remedy),
        ],
      };
    }),
    empty: 'Every rule that applies passes.',
  };
  return open.length === 0 ? table : { ...table, printed: printedFindings(facts, open) };
}

/** What became of a rule: how many findings of each verdict, and what was found in order. */
function outcomeText(
  facts: ReportFacts,
  findings: readonly Finding[],
  restsOn: (finding: Finding) => Finding['evidence'],
): string {
  const open = findings.filter(isOpen);
  const counts = VERDICT_ORDER.flatMap((verdict) => {
    const count = open.filter((finding) => finding.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${VERDICT_WORDS[verdict].text}`];
  });
  const passes = findings
    .filter((finding) => !isOpen(finding))
    .map((finding) => {
      const rests = evidenceText(facts, restsOn(finding));
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

function allOf({ evidence }: Finding): Finding['evidence'] {
  return evidence;
}

/** What no source but the user says: named on paper too. */
function replacedOf({ evidence }: Finding): Finding['evidence'] {
  return evidence.filter(({ override }) => override !== null);
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
          words(outcomeText(facts, findings, allOf), tone),
        ],
      };
    }),
    empty: 'This version has no rules.',
  };
  const outcomes = RULES.map(({ id, title, strength }) => ({
    ...{ id, title, strength, verdict: verdictOf(id) },
    outcome: outcomeText(facts, byRule.get(id) ?? [], replacedOf),
  }));
  return { ...table, printed: printedRules(outcomes) };
}

/** A rule and what became of it, in words. */
interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly strength: string;
  readonly verdict: Verdict;
  readonly outcome: string;
}

/** `TECH-B1` is of `TECH`. */
function familyOf({ id }: Outcome): string {
  return id.split('-')[0] ?? id;
}

/** Rules with findings one by one; those that pass, and those that do not apply, by family. */
function printedRules(outcomes: readonly Outcome[]): Printed {
  const isQuiet = ({ verdict }: Outcome) => verdict === 'pass' || verdict === 'not-applicable';
  const single = outcomes.filter((each) => !isQuiet(each));
  const groups = Map.groupBy(
    outcomes
      .filter(isQuiet)
      .sort(
        (one, other) => VERDICT_ORDER.indexOf(one.verdict) - VERDICT_ORDER.indexOf(other.verdict),
      ),
    (each) => (each.verdict === 'pass' ? `pass ${familyOf(each)}` : each.verdict),
  );
  return {
    columns: [
      { key: 'rule', head: 'Rules', weight: 1 },
      { key: 'outcome', head: 'In this layout', weight: 1.6 },
      { key: 'checks', head: 'What they look for, and what was found in order', weight: 9 },
    ],
    rows: [
      ...single.map(({ id, title, strength, verdict, outcome }) => ({
        id,
        cells: [
          words(id),
          words(VERDICT_WORDS[verdict].text, VERDICT_WORDS[verdict].tone),
          words(`${title} (${strength}): ${outcome}`),
        ],
      })),
      ...[...groups.values()].flatMap(groupRow),
    ],
    note: `When each rule is kept, who says so, and what each pass rests on: table-13-2.csv; findings: Table 13-1`,
  };
}

function groupRow(group: readonly Outcome[]): readonly Row[] {
  const [first] = group;
  if (!first) return [];
  const { text, tone } = VERDICT_WORDS[first.verdict];
  const isPass = first.verdict === 'pass';
  const texts = group.map(({ id, title, strength, outcome }) =>
    // What a rule asks for that does not apply matters to nobody here.
    isPass ? `${id} ${title} (${strength}): ${outcome.replace(/^pass: /, '')}` : `${id} ${title}`,
  );
  return [
    {
      id: `rules-${first.verdict}-${first.id}`,
      cells: [
        words(isPass ? familyOf(first) : `${group.length} rules`),
        words(isPass ? `${group.length} ${text}` : text, tone),
        words(texts.join('; ')),
      ],
    },
  ];
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
