/** Bytes needed against bytes there are, as a verdict in words. */
import { formatBytes } from '../../model/units.ts';
import type { MemorySum } from '../memory/memory-sum.ts';
import { figureWords, rangeWords } from '../range-words.ts';
import type { Evidence, FigureUse, Subject } from '../result.ts';
import { quotedEvidence } from './evidence.ts';
import type { Report } from './rule.ts';

/** How many figures a finding quotes. */
const QUOTED = 12;

/**
 * @param figures what a sum is made of
 * @returns the first dozen as evidence, and what the user replaced
 */
export function evidenceOf(figures: readonly FigureUse[]): readonly Evidence[] {
  return quotedEvidence(figures, QUOTED, figureWords);
}

/** Bytes so exact that a value never reads like the limit it misses. */
function precise(bytes: number, limit: number): string {
  const text = formatBytes(bytes);
  return bytes !== limit && text === formatBytes(limit) ? `${bytes} B` : text;
}

/** Bytes needed against bytes there are. */
export interface ByteComparison {
  /** What has the capacity first. */
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

/** What is left, at most where a part is missing; an excess by typical figures only says so. */
function remainderText(content: MemorySum, capacity: number): string {
  const { low, typical, high } = content.bytes;
  const isOver = typical > capacity;
  const words = (needed: number, prefix: string) =>
    `${prefix}${capacity < needed ? '-' : ''}${formatBytes(Math.abs(capacity - needed))}`;
  if (!content.atLeast) return words(isOver ? typical : high, '');
  return isOver && low <= capacity ? words(typical, 'typically ') : words(low, 'at most ');
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
  const base = { subjects: comparison.subjects, evidence };
  const extent = { ...content.range, unit: 'bytes', atLeast: content.atLeast };
  if (capacity === null || extent.high === null) {
    const needed = extent.high === null ? 'an unknown amount' : rangeWords(extent);
    const there = capacity === null ? 'unknown' : formatBytes(capacity);
    report.notAssessed({
      ...base,
      message: `${what} needs ${needed}; ${capacityWord} is ${there}`,
      limit: capacity === null ? null : formatBytes(capacity),
      actual: needed,
      remedy:
        capacity === null
          ? (comparison.capacityRemedy ?? "Set the size of the memory in the plan's target.")
          : 'State what is unknown, or override the figure of the technology.',
    });
    return;
  }
  const actual = rangeWords(extent, (bytes) => precise(bytes, capacity));
  const exceeded = verdict === 'over' ? typical : high;
  const numbers = {
    limit: precise(capacity, exceeded),
    actual,
    remainder: remainderText(content, capacity),
  };
  const against = `${what} needs ${actual} of ${numbers.limit}`;
  if (verdict === 'over') {
    const overrun = { of: comparison.subjects.slice(0, 1), by: typical - capacity };
    report.error({ ...base, ...numbers, overrun, message: against, remedy: comparison.remedy });
  } else if (high > capacity) {
    const message = `${against}: too much with the highest figures of the sources (${precise(high, capacity)}); it fits with the typical figures (${formatBytes(typical)})`;
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
