import { describe, expect, test } from 'vitest';
import type { PlacementVerdict } from '../../analysis/rules/placement-verdict.ts';
import { levelOf, shortNumber, verdictLine } from './verdict-text.ts';

const base: PlacementVerdict = {
  verdict: 'pass',
  rule: null,
  message: null,
  findings: [],
  cpu: { demand: 0.64, atLeast: false, capacity: 1, verdict: 'within' },
  memory: null,
};

describe('[UI-8] verdicts in words', () => {
  test.each([
    [base, 'fits', 'fits – CPU 64 % of 100 %'],
    [
      { ...base, verdict: 'error', rule: 'CPU-1' },
      'over',
      'over budget (CPU-1) – CPU 64 % of 100 %',
    ],
    [{ ...base, verdict: 'error', rule: 'OS-1', cpu: null }, 'forbidden', 'forbidden (OS-1)'],
    [{ ...base, verdict: 'error', cpu: null }, 'forbidden', 'forbidden'],
    [
      { ...base, verdict: 'not-assessed', rule: 'CPU-4', cpu: null },
      'unsure',
      'cannot be judged fully (CPU-4)',
    ],
  ] as const)('[UI-8] %o', (verdict, level, line) => {
    expect([levelOf(verdict), verdictLine(verdict)]).toEqual([level, line]);
  });

  test('[UI-8] unknown is said, a lower bound is called one', () => {
    const unknown = { ...base, cpu: { ...base.cpu!, demand: null, atLeast: true } };
    const least = { ...base, cpu: { ...base.cpu!, atLeast: true } };
    const wide = { ...base, cpu: { ...base.cpu!, capacity: 2 } };
    expect([unknown, least, wide].map(shortNumber)).toEqual([
      'CPU unknown',
      'CPU ≥ 64 %',
      'CPU 64 % of 200 %',
    ]);
    expect(verdictLine(unknown)).toBe('fits – CPU unknown of 100 %');
    expect(verdictLine(least)).toBe('fits – CPU at least 64 % of 100 %');
  });
});
