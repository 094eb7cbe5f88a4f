/** Counts of a run, and the line that closes it. */

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NONE: Tally = { passed: 0, failed: 0, skipped: 0 };

/** @returns both together */
export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** @returns for example `12 passed, 0 failed, 1 skipped` */
export function closingLine(t: Tally): string {
  return `${t.passed} passed, ${t.failed} failed, ${t.skipped} skipped`;
}

/**
 * Counts a test runner's own report against its exit code: a runner that failed without a failed test, or
 * without a report, or that ran nothing, counts as one failure.
 *
 * @param exitCode of the runner
 * @param report its counts; null when it left none
 */
export function judge(exitCode: number, report: Tally | null): Tally {
  if (report === null || report.passed + report.failed === 0) return { ...NONE, failed: 1 };
  return exitCode !== 0 && report.failed === 0 ? { ...report, failed: 1 } : report;
}

/** @param text of Vitest's JSON report */
export function readVitest(text: string): Tally {
  const r = JSON.parse(text) as Record<string, number>;
  return {
    passed: r['numPassedTests'] ?? 0,
    failed: r['numFailedTests'] ?? 0,
    skipped: (r['numPendingTests'] ?? 0) + (r['numTodoTests'] ?? 0),
  };
}

/** @param text of Playwright's JSON report; a test that passed on a second try only counts as failed */
export function readPlaywright(text: string): Tally {
  const { stats } = JSON.parse(text) as { stats: Record<string, number> };
  return {
    passed: stats['expected'] ?? 0,
    failed: (stats['unexpected'] ?? 0) + (stats['flaky'] ?? 0),
    skipped: stats['skipped'] ?? 0,
  };
}
