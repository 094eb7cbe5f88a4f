/** Findings, filtered and grouped for reading. */
import type { Finding, Subject, Verdict } from '../../analysis/result.ts';
import { ruleById } from '../../analysis/rules/registry.ts';
import type { Plan } from '../../model/plan.ts';
import type { Selected } from '../app/selection.svelte.ts';

/** Most urgent first. */
export const VERDICTS = [
  'error',
  'warning',
  'not-assessed',
  'manual',
  'pass',
  'not-applicable',
] as const satisfies Verdict[];

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  error: 'Errors',
  warning: 'Warnings',
  'not-assessed': 'Not assessed',
  manual: 'To check by hand',
  pass: 'Passed',
  'not-applicable': 'Does not apply',
};
/** A sign beside the colour, so that colour never says it alone. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  error: '!',
  warning: '▲',
  'not-assessed': '?',
  manual: '☐',
  pass: '✓',
  'not-applicable': '–',
};

/** Shown before anybody chooses: a rule that does not apply has nothing to say about this layout. */
export const SHOWN_AT_FIRST: readonly Verdict[] = VERDICTS.filter(
  (verdict) => verdict !== 'not-applicable',
);

/** A finding with a key that stays the same while the layout changes around it. */
export interface ListedFinding {
  readonly key: string;
  readonly finding: Finding;
}

export interface FindingGroup {
  readonly key: string;
  readonly title: string;
  readonly findings: readonly ListedFinding[];
}

export interface FindingFilter {
  readonly verdicts: ReadonlySet<Verdict>;
  readonly text: string;
  readonly groupBy: 'verdict' | 'rule';
}

function keyed(findings: readonly Finding[]): readonly ListedFinding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const subjects = finding.subjects.map(({ kind, id }) => `${kind}/${id}`).join(',');
    const base = `${finding.rule}|${finding.verdict}|${subjects}`;
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    return { key: `${base}|${count}`, finding };
  });
}

function matches(finding: Finding, words: readonly string[]): boolean {
  const names = finding.subjects.map(({ name }) => name).join(' ');
  const text = `${finding.rule} ${finding.message} ${names}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/**
 * @param findings findings of one result
 * @param filter which, and how grouped
 * @returns groups in reading order, without empty ones
 * @cost O(findings)
 */
export function groupFindings(
  findings: readonly Finding[],
  filter: FindingFilter,
): readonly FindingGroup[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = keyed(findings).filter(
    ({ finding }) => filter.verdicts.has(finding.verdict) && matches(finding, words),
  );
  if (filter.groupBy === 'verdict') {
    return VERDICTS.map((verdict) => ({
      key: verdict,
      title: VERDICT_WORDS[verdict],
      findings: shown.filter(({ finding }) => finding.verdict === verdict),
    })).filter(({ findings: list }) => list.length > 0);
  }
  const rules = [...new Set(shown.map(({ finding }) => finding.rule))];
  return rules.map((rule) => ({
    key: rule,
    title: `${rule} ${ruleById(rule)?.title ?? ''}`,
    findings: shown
      .filter(({ finding }) => finding.rule === rule)
      .sort((a, b) => VERDICTS.indexOf(a.finding.verdict) - VERDICTS.indexOf(b.finding.verdict)),
  }));
}

/**
 * What to select for a subject: places stand for their application, channels for their link, a set of cores for
 * its cores.
 *
 * @param plan the plan
 * @param subject a subject of a finding
 * @param coresOfSet cores of a set, by its id
 * @returns what to select; empty when it is no longer there
 */
export function selectable(
  plan: Plan,
  subject: Subject,
  coresOfSet: (id: string) => readonly string[],
): readonly Selected[] {
  const { kind, id } = subject;
  switch (kind) {
    case 'placement': {
      const placement = plan.placements.get(id);
      return placement ? [{ kind: 'application', id: placement.applicationId }] : [];
    }
    case 'channel': {
      const channel = plan.channels.get(id);
      return channel ? [{ kind: 'link', id: channel.linkId }] : [];
    }
    case 'core-set':
      return coresOfSet(id).map((core) => ({ kind: 'core', id: core }));
    case 'layout':
    case 'target':
      // A verdict on the whole points at nothing in it.
      return [];
    default:
      return [{ kind, id }];
  }
}
