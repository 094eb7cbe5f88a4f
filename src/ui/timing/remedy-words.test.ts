import { expect, test } from 'vitest';
import {
  budgetRemedyWords,
  clockRemedyWords,
  takenWords,
  wcetRemedyWords,
} from './remedy-words.ts';

test('[TIMINGUI-10] what would prove a deadline is said exactly, its change rounded away from nothing', () => {
  expect(wcetRemedyWords({ now: 24_000, then: 21_999 })).toBe(
    'at most 21.999 µs instead of 24 µs (−8.4 %)',
  );
  expect(wcetRemedyWords({ now: 24_000, then: null })).toMatch(/^none: not even with 1 ns/);
  expect(wcetRemedyWords(null)).toMatch(/^unknown/);
  expect(clockRemedyWords({ coreType: 'A53', now: 1e9, then: 1_050_001_000 })).toBe(
    'at least 1.050001 GHz instead of 1 GHz (+5.1 %)',
  );
  const budget = { environmentId: 'vm', now: 1_000_000, then: null };
  expect(budgetRemedyWords({ ...budget, reason: 'not granted' })).toBe('none: not granted');
});

test('[TIMINGUI-10] what lacks is said only where it does', () => {
  const taken = { withinNs: 40_000, takers: [], totalNs: 42_000, suppliedNs: 40_000 };
  expect(takenWords(taken)).toMatch(/: 2 µs lacking$/);
  expect(takenWords({ ...taken, totalNs: 40_000 })).not.toContain('lacking');
});
