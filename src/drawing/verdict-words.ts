/** Verdict counts in words. */
import type { LayoutResult } from '../analysis/result.ts';
import type { FindingMarks } from './finding-marks.ts';

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/**
 * @param findings marks of a result
 * @param result the result, or null
 * @returns for example `2 errors`, `3 warnings`, `41 passed`, `4 not assessed`; `not analysed` without a result
 */
export function verdictWords(
  findings: FindingMarks,
  result: LayoutResult | null,
): readonly string[] {
  if (!result) return ['not analysed'];
  const { errors, warnings, passed, notAssessed, manual } = findings.counts;
  return [
    [
      counted(errors, 'error'),
      counted(warnings, 'warning'),
      `${passed} passed`,
      `${notAssessed} not assessed`,
      ...(manual > 0 ? [`${manual} to check by hand`] : []),
    ].join(', '),
  ];
}
