/** Findings for a terminal: errors first, each with culprit, limit, actual value, remainder and remedy. */
import type { Finding, LayoutResult, Verdict } from '../analysis/result.ts';
import { ruleById } from '../analysis/rules/registry.ts';
import { placedWords } from '../analysis/wording.ts';
import { wrapped } from './text-table.ts';

/** In the order in which a reader needs them. */
export const VERDICTS: readonly Verdict[] = [
  'error',
  'warning',
  'not-assessed',
  'manual',
  'pass',
  'not-applicable',
];

const WORDS: Readonly<Record<Verdict, { label: string; one: string; many: string; ansi: string }>> =
  {
    error: { label: 'ERROR', one: 'error', many: 'errors', ansi: '31;1' },
    warning: { label: 'WARNING', one: 'warning', many: 'warnings', ansi: '33' },
    'not-assessed': {
      label: 'NOT ASSESSED',
      one: 'not assessed',
      many: 'not assessed',
      ansi: '36',
    },
    manual: { label: 'MANUAL', one: 'to check by hand', many: 'to check by hand', ansi: '35' },
    pass: { label: 'PASS', one: 'pass', many: 'passes', ansi: '32' },
    'not-applicable': {
      label: 'DOES NOT APPLY',
      one: 'does not apply',
      many: 'do not apply',
      ansi: '2',
    },
  };

/** How many findings there are of each verdict. */
export function countVerdicts(findings: readonly Finding[]): Readonly<Record<Verdict, number>> {
  const counts: Record<Verdict, number> = {
    error: 0,
    warning: 0,
    'not-assessed': 0,
    manual: 0,
    pass: 0,
    'not-applicable': 0,
  };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
}

/** @returns for example `2 errors, 1 warning, 0 not assessed, 14 passes` */
export function countsText(findings: readonly Finding[]): string {
  const counts = countVerdicts(findings);
  return VERDICTS.map((verdict) => {
    const { one, many } = WORDS[verdict];
    return `${counts[verdict]} ${counts[verdict] === 1 ? one : many}`;
  }).join(', ');
}

function label(verdict: Verdict, colour: boolean): string {
  const { label: text, ansi } = WORDS[verdict];
  return colour ? `\u001b[${ansi}m${text}\u001b[0m` : text;
}

function findingText(finding: Finding, colour: boolean): string {
  const title = ruleById(finding.rule)?.title;
  const head = `${label(finding.verdict, colour)}  ${finding.rule}${title === undefined ? '' : ` ${title}`}`;
  const replaced = finding.evidence.flatMap(({ name, value, override }) =>
    override === null ? [] : [`    set by the user: ${name}, ${value} (${override})`],
  );
  if (finding.verdict === 'pass') {
    const pass = `${label('pass', colour)}  ${finding.rule}  ${finding.message}`;
    return [pass, ...replaced, ''].join('\n');
  }
  const details: readonly (readonly [string, string | null])[] = [
    ['limit', finding.limit],
    ['actual', finding.actual],
    ['remainder', finding.remainder],
    ['remedy', finding.remedy],
  ];
  const subjects = finding.subjects.map(({ kind, name, id }) => `${kind} "${name}" (${id})`);
  return [
    head,
    `    ${finding.message}`,
    `    about:     ${subjects.slice(0, 4).join(', ')}${subjects.length > 4 ? ` and ${subjects.length - 4} more` : ''}`,
    ...details.flatMap(([word, value]) =>
      value === null ? [] : [`    ${`${word}:`.padEnd(10)} ${value}`],
    ),
    ...replaced,
    '',
  ].join('\n');
}

/** What nothing in the layout is about, by id alone: there is nothing to read in it. */
function notApplicableText(findings: readonly Finding[], colour: boolean): string {
  const rules = findings.flatMap(({ rule, verdict }) => (verdict === 'not-applicable' ? rule : []));
  if (rules.length === 0) return '';
  return `${label('not-applicable', colour)}\n${wrapped(`    ${rules.join(', ')}`, 100, '    ')}\n`;
}

/**
 * @param result findings of one layout
 * @param colour whether the reader's terminal shows colours; the words say it all without
 * @returns a paragraph per finding, passes as one line each, rules that do not apply by their ids, counts
 *   in the head
 */
export function findingsText(result: LayoutResult, colour: boolean): string {
  const sorted = VERDICTS.filter((verdict) => verdict !== 'not-applicable').flatMap((verdict) =>
    result.findings.filter((finding) => finding.verdict === verdict),
  );
  const body = sorted.map((finding) => findingText(finding, colour)).join('');
  const placed = placedWords(result.placed);
  const counts = countsText(result.findings);
  const head = `Layout "${result.layout.name}" (${result.layout.id}): ${placed === null ? counts : `${placed}; ${counts}`}`;
  return `${head}\n\n${body}${notApplicableText(result.findings, colour)}`;
}
