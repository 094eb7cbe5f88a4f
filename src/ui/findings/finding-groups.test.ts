import { describe, expect, test } from 'vitest';
import type { Finding, Verdict } from '../../analysis/result.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { groupFindings, selectable, SHOWN_AT_FIRST, VERDICTS } from './finding-groups.ts';

const finding = (rule: string, verdict: Verdict, name: string): Finding => ({
  rule,
  verdict,
  subjects: [{ kind: 'application', id: name, name }],
  message: `${name} breaks ${rule}`,
  evidence: [],
  limit: null,
  actual: null,
  remainder: null,
  remedy: null,
});
const findings = [
  finding('CPU-1', 'pass', 'a'),
  finding('OS-1', 'error', 'b'),
  finding('CPU-1', 'error', 'c'),
  finding('MEM-1', 'not-assessed', 'd'),
];
const all = { verdicts: new Set(VERDICTS), text: '' };

describe('[UI-8] findings', () => {
  test('[UI-8] errors first, "not assessed" apart from passes', () => {
    const groups = groupFindings(findings, { ...all, groupBy: 'verdict' });
    expect(groups.map(({ title, findings: list }) => [title, list.length])).toEqual([
      ['Errors', 2],
      ['Not assessed', 1],
      ['Passed', 1],
    ]);
  });

  test('[UI-8] what is to be checked by hand is a group of its own, before the passes, and can be left out', () => {
    const some = [...findings, finding('TECH-B5', 'manual', 'e')];
    const groups = groupFindings(some, { ...all, groupBy: 'verdict' });
    expect(groups.map(({ title }) => title)).toEqual([
      'Errors',
      'Not assessed',
      'To check by hand',
      'Passed',
    ]);
    const checklist = new Set(['manual'] as const);
    const only = groupFindings(some, { verdicts: checklist, text: '', groupBy: 'rule' });
    expect(only.map(({ key }) => key)).toEqual(['TECH-B5']);
    const rest = new Set(VERDICTS.filter((verdict) => verdict !== 'manual'));
    expect(
      groupFindings(some, { verdicts: rest, text: '', groupBy: 'verdict' }).map(({ key }) => key),
    ).not.toContain('manual');
  });

  test('[UI-8] a rule that does not apply is no pass, and is folded away at first', () => {
    const some = [...findings, finding('SHM-1', 'not-applicable', 'f')];
    const groups = groupFindings(some, { ...all, groupBy: 'verdict' });
    expect(groups.slice(-2).map(({ title, findings: list }) => [title, list.length])).toEqual([
      ['Passed', 1],
      ['Does not apply', 1],
    ]);
    const first = { verdicts: new Set(SHOWN_AT_FIRST), text: '', groupBy: 'rule' } as const;
    expect(groupFindings(some, first).map(({ key }) => key)).not.toContain('SHM-1');
  });

  test('[UI-8] by rule, with the title of the rule and the worst verdict first', () => {
    const groups = groupFindings(findings, { ...all, groupBy: 'rule' });
    expect(groups.map(({ title }) => title.split(' ')[0])).toEqual(['CPU-1', 'OS-1', 'MEM-1']);
    expect(groups[0]?.title).toBe('CPU-1 Core over capacity');
    expect(groups[0]?.findings.map(({ finding: { verdict } }) => verdict)).toEqual([
      'error',
      'pass',
    ]);
  });

  test('[UI-8] filtered by verdict and by words in message and names', () => {
    const only = groupFindings(findings, {
      verdicts: new Set(['error'] as const),
      text: 'B os',
      groupBy: 'verdict',
    });
    expect(only.flatMap(({ findings: list }) => list.map(({ finding: { rule } }) => rule))).toEqual(
      ['OS-1'],
    );
  });

  test('[UI-8] equal findings keep keys of their own', () => {
    const twice = groupFindings([findings[1]!, findings[1]!], { ...all, groupBy: 'verdict' });
    const keys = twice.flatMap(({ findings: list }) => list.map(({ key }) => key));
    expect(new Set(keys).size).toBe(2);
  });
});

describe('[UI-1] subjects become selections', () => {
  const plan = smallPlan();
  test.each([
    [{ kind: 'placement', id: 'place-1', name: '' }, [{ kind: 'application', id: 'app-control' }]],
    [{ kind: 'channel', id: 'chan-1', name: '' }, [{ kind: 'link', id: 'link-state' }]],
    [{ kind: 'placement', id: 'gone', name: '' }, []],
    [{ kind: 'core', id: 'big.0', name: '' }, [{ kind: 'core', id: 'big.0' }]],
    [{ kind: 'layout', id: 'layout-a', name: '' }, []],
  ] as const)('[UI-1] %o', (subject, selected) => {
    expect(selectable(plan, subject, () => [])).toEqual(selected);
  });
});
