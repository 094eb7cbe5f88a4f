import { expect, test } from 'vitest';
import type { Finding, Verdict } from '../../analysis/result.ts';
import { markOf } from './row-marks.ts';

const finding = (rule: string, verdict: Verdict, id: string): Finding => ({
  rule,
  verdict,
  subjects: [{ kind: 'application', id, name: id }],
  message: 'it does not fit',
  evidence: [],
  limit: null,
  actual: null,
  remainder: null,
  remedy: null,
});

test('[TAB-13] a row shows its errors, else its warnings; a pass and "not assessed" mark nothing', () => {
  const findings = [
    finding('A', 'warning', 'x'),
    finding('B', 'error', 'x'),
    finding('C', 'warning', 'x'),
    finding('D', 'warning', 'y'),
    finding('E', 'pass', 'z'),
    finding('F', 'not-assessed', 'z'),
  ];
  expect(markOf(findings, 'application', 'x')).toEqual({
    verdict: 'error',
    messages: ['B: it does not fit'],
  });
  expect(markOf(findings, 'application', 'y')?.verdict).toBe('warning');
  expect(markOf(findings, 'application', 'z')).toBeNull();
  expect(markOf(findings, 'task', 'x')).toBeNull();
});
