/** Section 13: every rule that was checked, passes included. */
import type { Finding, Verdict } from '../../analysis/result.ts';
import { RULES, ruleById } from '../../analysis/rules/registry.ts';
import { words } from '../cells.ts';
import type { Row, Section, Table, Tone } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';

/** In the order in which a reader needs them. */
export const VERDICT_ORDER: readonly Verdict[] = [
  'error',
  'warning',
  'not-assessed',
  'manual',
  'pass',
];

export const VERDICT_WORDS: Readonly<Record<Verdict, { text: string; tone: Tone }>> = {
  error: { text: '! error', tone: 'error' },
  warning: { text: 'warning', tone: 'warning' },
  'not-assessed': { text: 'not assessed', tone: 'unknown' },
  manual: { text: 'check by hand', tone: 'unknown' },
  pass: { text: 'pass', tone: 'pass' },
};

/** How many subjects a row names before it counts the rest. */
const NAMED = 6;

function subjectsText({ subjects }: Finding): string {
  const names = subjects.map(({ kind, name }) => `${kind} ${name}`);
  const rest = names.length - NAMED;
  return rest > 0 ? `${names.slice(0, NAMED).join(', ')} and ${rest} more` : names.join(', ');
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
  const sorted = VERDICT_ORDER.filter((verdict) => verdict !== 'pass').flatMap((verdict) =>
    facts.result.findings.filter((finding) => finding.verdict === verdict),
  );
  return {
    kind: 'table',
    id: 'table-13-1',
    caption: 'Findings that are not a pass',
    columns: [
      { key: 'verdict', head: 'Verdict', weight: 0.9 },
      { key: 'rule', head: 'Rule', weight: 0.8 },
      { key: 'message', head: 'Finding', weight: 3 },
      { key: 'subjects', head: 'About', weight: 1.8 },
      { key: 'limit', head: 'Limit', weight: 0.9 },
      { key: 'actual', head: 'Actual', weight: 0.9 },
      { key: 'remainder', head: 'Remainder', weight: 0.9 },
      { key: 'evidence', head: 'Evidence', weight: 2 },
      { key: 'remedy', head: 'Remedy', weight: 2 },
    ],
    rows: sorted.map((finding) => {
      const index = (numbered.get(finding.rule) ?? 0) + 1;
      numbered.set(finding.rule, index);
      return findingRow(facts, finding, index);
    }),
    empty: 'Every rule that was checked passes.',
  };
}

function passesTable(facts: ReportFacts): Table {
  const passes = facts.result.findings.filter(({ verdict }) => verdict === 'pass');
  return {
    kind: 'table',
    id: 'table-13-2',
    caption: 'Passes: what was looked at and found in order',
    columns: [
      { key: 'verdict', head: 'Verdict', weight: 0.6 },
      { key: 'rule', head: 'Rule', weight: 0.6 },
      { key: 'title', head: 'It looks for', weight: 2.2 },
      { key: 'message', head: 'Found in order', weight: 3.4 },
    ],
    rows: passes.map((finding) => ({
      id: `${finding.rule}-pass`,
      cells: [
        words(VERDICT_WORDS.pass.text, 'pass'),
        words(finding.rule),
        words(ruleById(finding.rule)?.title ?? finding.rule),
        words(finding.message),
      ],
    })),
    empty: 'No rule passes.',
  };
}

function rulesTable(): Table {
  return {
    kind: 'table',
    id: 'table-13-3',
    caption: 'The rules of this version',
    columns: [
      { key: 'rule', head: 'Rule', weight: 0.7 },
      { key: 'title', head: 'What it looks for', weight: 1.6 },
      { key: 'strength', head: 'Strength', weight: 0.7 },
      { key: 'checks', head: 'When it is kept', weight: 3.4 },
      { key: 'source', head: 'Source', weight: 2 },
    ],
    rows: RULES.map((rule) => ({
      id: rule.id,
      cells: [
        words(rule.id),
        words(rule.title),
        words(rule.strength),
        words(rule.checks),
        words(rule.source),
      ],
    })),
    empty: 'This version has no rules.',
  };
}

export function rulesSection(facts: ReportFacts): Section {
  return {
    number: 13,
    id: 'section-13',
    title: 'Rules checked and waivers',
    parts: [
      { title: 'Findings', blocks: [findingsTable(facts), passesTable(facts)] },
      { title: 'Rules', blocks: [rulesTable()] },
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
