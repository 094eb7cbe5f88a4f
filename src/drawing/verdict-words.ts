/** Verdict counts in words. */
import type { LayoutResult } from '../analysis/result.ts';
import { placedWords } from '../analysis/wording.ts';
import type { FindingMarks } from './finding-marks.ts';

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/**
 * @param findings marks of a result
 * @param result the result, or null
 * @returns for example `2 errors`, `3 warnings`, `41 passed`, `4 not assessed`; rules that do not apply are
 *   not counted, nothing passes where nothing is placed; `not analysed` without a result
 */
export function verdictWords(
  findings: FindingMarks,
  result: LayoutResult | null,
): readonly string[] {
  if (!result) return ['not analysed'];
  const { errors, warnings, passed, notAssessed, manual } = findings.counts;
  const placed = placedWords(result.placed);
  return [
    [
      counted(errors, 'error'),
      counted(warnings, 'warning'),
      ...(placed === null ? [] : [placed]),
      ...(result.placed.applications > 0 ? [`${passed} passed`] : []),
      `${notAssessed} not assessed`,
      ...(manual > 0 ? [`${manual} to check by hand`] : []),
    ].join(', '),
  ];
}
