/** Bytes needed against bytes there are, as a verdict in words. */
import { formatBytes } from '../../model/units.ts';
import type { MemorySum } from '../memory/memory-sum.ts';
import type { Evidence, FigureUse, Subject } from '../result.ts';
import { quotedEvidence } from './evidence.ts';
import type { Report } from './rule.ts';

/** How many figures a finding quotes. */
const QUOTED = 12;

function figureText({ value, low, high }: FigureUse): string {
  if (typeof value !== 'number') return 'unknown';
  const text = formatBytes(value);
  return low !== null && high !== null && low !== high
    ? `${text} (${formatBytes(low)} to ${formatBytes(high)})`
    : text;
}

/**
 * @param figures what a sum is made of
 * @returns the first dozen as evidence, and what the user replaced
 */
export function evidenceOf(figures: readonly FigureUse[]): readonly Evidence[] {
  return quotedEvidence(figures, QUOTED, figureText);
}

/** Bytes so exact that a value never reads like the limit it misses. */
function precise(bytes: number, limit: number): string {
  const text = formatBytes(bytes);
  return bytes !== limit && text === formatBytes(limit) ? `${bytes} B` : text;
}

/** Bytes needed against bytes there are. */
export interface ByteComparison {
  readonly subjects: readonly Subject[];
  readonly what: string;
  readonly content: MemorySum;
  readonly capacity: number | null;
  readonly capacityWord: string;
  readonly capacityFigures: readonly FigureUse[];
  readonly remedy: string;
  /** What to do where the capacity is unknown; by default the plan's target says how large a memory is. */
  readonly capacityRemedy?: string;
}

/**
 * One budget as a verdict; the machine, an environment, an on-chip memory and a disk differ only in words.
 *
 * @param comparison what is held against what
 * @param report gets the verdict
 */
export function compareBytes(comparison: ByteComparison, report: Report): void {
  const { content, capacity, what, capacityWord } = comparison;
  const { typical, high } = content.bytes;
  const verdict = content.verdict(capacity);
  if (verdict === 'within') {
    report.pass(1, evidenceOf([...comparison.capacityFigures, ...content.figures]));
    return;
  }
  const evidence = evidenceOf([...comparison.capacityFigures, ...content.figures]);
  const atLeast = content.atLeast ? 'at least ' : '';
  const base = { subjects: comparison.subjects, evidence };
  if (capacity === null || (content.atLeast && high === 0)) {
    const needed =
      high === 0 && content.atLeast ? 'an unknown amount' : `${atLeast}${formatBytes(typical)}`;
    const there =
      capacity === null
        ? `; ${capacityWord} is unknown`
        : `; ${capacityWord} is ${formatBytes(capacity)}`;
    report.notAssessed({
      ...base,
      message: `${what} needs ${needed}${there}`,
      limit: capacity === null ? null : formatBytes(capacity),
      actual: needed,
      remedy:
        capacity === null
          ? (comparison.capacityRemedy ?? "Set the size of the memory in the plan's target.")
          : 'State what is unknown, or override the figure of the technology.',
    });
    return;
  }
  const exceeded = verdict === 'over' ? typical : high;
  const numbers = {
    limit: precise(capacity, exceeded),
    actual: `${atLeast}${precise(exceeded, capacity)}`,
    remainder: `${content.atLeast ? 'at most ' : ''}${capacity < exceeded ? '-' : ''}${formatBytes(Math.abs(capacity - exceeded))}`,
  };
  const against = `${what} needs ${numbers.actual} of ${numbers.limit}`;
  if (verdict === 'over') {
    report.error({ ...base, ...numbers, message: against, remedy: comparison.remedy });
  } else if (high > capacity) {
    const fits = `it fits with the typical figures (${formatBytes(typical)})`;
    const message = `${against} with the highest figures of the sources; ${fits}`;
    report.warning({ ...base, ...numbers, message, remedy: comparison.remedy });
  } else {
    const unknown = content.unknownNames;
    const named = unknown.slice(0, 3).join('; ');
    const more = unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
    report.notAssessed({
      ...base,
      ...numbers,
      message: `${against}; unknown: ${named}${more}`,
      remedy: 'State what is unknown, or override the figure of the technology.',
    });
  }
}
