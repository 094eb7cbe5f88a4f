/** Findings as they are printed: grouped by rule, nothing said twice. */
import type { Finding } from '../../analysis/result.ts';
import { alikeNames } from '../alike-names.ts';
import { words } from '../cells.ts';
import type { Printed, Row } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';
import { VERDICT_WORDS } from './verdict-words.ts';

/** How many subjects a printed row names. */
const NAMED = 6;
/** How many pieces of evidence a printed finding has; those that the user replaced or that are unknown are always there. */
const EVIDENCE = 3;

/** What the user replaced comes first. */
function ordered(evidence: Finding['evidence']): Finding['evidence'] {
  return [
    ...evidence.filter(({ override }) => override !== null),
    ...evidence.filter(({ override }) => override === null),
  ];
}

/** @returns all of it with the keys of its sources */
export function evidenceText(facts: ReportFacts, evidence: Finding['evidence']): string {
  return ordered(evidence)
    .map(({ name, value, source, override }) => {
      const key = source === null ? '' : ` [${facts.sources.keyOf(source)}]`;
      return `${name}: ${value}${key}${override === null ? '' : `, set by the user: ${override}`}`;
    })
    .join('; ');
}

/** @returns subjects by kind, in the order of the rule */
export function subjectsText(subjects: Finding['subjects']): string {
  // The culprit is the first; its kind is said once for all of that kind.
  return [...Map.groupBy(subjects, ({ kind }) => kind)]
    .map(([kind, list]) => `${kind} ${alikeNames(list.map(({ name }) => name)).join(', ')}`)
    .join('; ');
}

/** A finding with the id of its row. */
export interface NumberedFinding {
  readonly id: string;
  readonly finding: Finding;
}

function cut(texts: readonly string[], most: number): string {
  const rest = texts.length - most;
  return `${texts.slice(0, most).join('; ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Subjects that the messages do not name. */
function furtherSubjects(findings: readonly Finding[]): string {
  const messages = findings.map(({ message }) => message).join(' ');
  const unnamed = new Map(
    findings
      .flatMap(({ subjects }) => subjects)
      .filter(({ name }) => !messages.includes(`"${name}"`))
      .map((subject) => [`${subject.kind} ${subject.id}`, subject]),
  );
  const rest = unnamed.size - NAMED;
  const text = subjectsText([...unnamed.values()].slice(0, NAMED));
  return rest > 0 ? `${text} and ${rest} more` : text;
}

/** Limit, actual value, remainder and evidence, without what the message says already. */
function basisText(facts: ReportFacts, { message, evidence, ...finding }: Finding): string {
  const compared = (['limit', 'actual', 'remainder'] as const).flatMap((name) => {
    const value = finding[name];
    return value === null ? [] : [`${name} ${value}`];
  });
  const isAlways = ({ override, value }: Finding['evidence'][number]) =>
    override !== null || value === 'unknown';
  const always = ordered(evidence).filter(isAlways);
  const others = evidence.filter((each) => !isAlways(each) && !message.includes(each.value));
  const texts = [...always, ...others].map((each) => evidenceText(facts, [each]));
  const rest = cut(texts, Math.max(always.length, EVIDENCE));
  return [...compared, ...(rest === '' ? [] : [rest])].join('; ');
}

function printedRow(facts: ReportFacts, group: readonly NumberedFinding[]): readonly Row[] {
  const [first] = group;
  if (!first) return [];
  const findings = group.map(({ finding }) => finding);
  const { rule, verdict, remedy } = first.finding;
  const { text, tone } = VERDICT_WORDS[verdict];
  const many = findings.length > 1;
  const also = furtherSubjects(findings);
  const texts = findings.map((finding, index) => {
    const basis = basisText(facts, finding);
    const nth = many ? `(${index + 1}) ` : '';
    return `${nth}${finding.message}${basis === '' ? '' : `\nBasis: ${basis}`}`;
  });
  return [
    {
      id: first.id,
      cells: [
        words(many ? `${findings.length} × ${text}` : text, tone),
        words(rule),
        words([...texts, ...(also === '' ? [] : [`Also about: ${also}`])].join('\n')),
        words(remedy),
      ],
    },
  ];
}

/**
 * @param facts of the report
 * @param open findings that are not a pass, the worst first
 * @returns one row per verdict, rule and remedy, every message in it; subjects and evidence as far as the message does not say them
 * @cost O(findings x subjects)
 * @rules REP-19
 */
export function printedFindings(facts: ReportFacts, open: readonly NumberedFinding[]): Printed {
  const groups = Map.groupBy(open, ({ finding: { verdict, rule, remedy } }) =>
    JSON.stringify([verdict, rule, remedy]),
  );
  const rows = [...groups.values()].flatMap((group) => printedRow(facts, group));
  return {
    columns: [
      { key: 'verdict', head: 'Verdict', weight: 1.1 },
      { key: 'rule', head: 'Rule', weight: 0.9 },
      {
        key: 'message',
        head: 'Finding, with limit, actual value, remainder and evidence',
        weight: 9,
      },
      { key: 'remedy', head: 'Remedy', weight: 3 },
    ],
    rows,
    note: `${open.length} findings in ${rows.length} rows, one per rule and remedy; table-13-1.csv has each with all subjects and evidence`,
  };
}
