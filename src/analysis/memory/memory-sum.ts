/** Bytes added up with their range, what is unknown of them, and the figures they come from. */
import { overrideReasons } from '../replaced-figures.ts';
import type { BudgetVerdict, EstimateRef, FigureUse, Range } from '../result.ts';
import { statedFigure } from '../technology-figure.ts';

/** Smallest unit in which a hypervisor or kernel maps memory, in bytes. */
export const MAPPING_GRANULE = 4096;

/**
 * @param bytes a size
 * @returns the size rounded up to whole mapping granules
 * @source smallest page of Armv8-A (4 KiB granule) and x86-64
 */
export function roundToGranule(bytes: number): number {
  return Math.ceil(bytes / MAPPING_GRANULE) * MAPPING_GRANULE;
}

/** A figure of known bytes. */
export interface KnownBytes {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

/**
 * @param bytes of one
 * @param times how many
 * @returns of all of them
 */
export function timesBytes(bytes: KnownBytes, times: number): KnownBytes {
  const { low, typical, high } = bytes;
  return { low: low * times, typical: typical * times, high: high * times };
}

/**
 * @param bytes low, typical and high
 * @returns each rounded up to whole mapping granules
 */
export function granulesOf({ low, typical, high }: KnownBytes): KnownBytes {
  return {
    low: roundToGranule(low),
    typical: roundToGranule(typical),
    high: roundToGranule(high),
  };
}

/** How many figures of one kind are listed one by one before the rest is added up. */
const LISTED = 24;

/** A figure that was counted, and how many times. */
interface Part {
  readonly figure: FigureUse;
  readonly bytes: number;
}

/** Adds up figures. Unknown ones make the sum a lower bound. */
export class MemorySum {
  #low = 0;
  #typical = 0;
  #high = 0;
  readonly #unknown = new Map<string, FigureUse>();
  readonly #parts: FigureUse[] = [];
  readonly #applications: Part[] = [];

  /**
   * @param bytes what is counted
   * @param from where it comes from
   * @param kind `application` figures are listed largest first, and added up beyond the first two dozen
   */
  add(bytes: KnownBytes, from: FigureUse, kind: 'application' | 'other' = 'other'): void {
    this.#low += bytes.low;
    this.#typical += bytes.typical;
    this.#high += bytes.high;
    if (kind === 'application') this.#applications.push({ figure: from, bytes: bytes.high });
    else this.#parts.push(from);
  }

  /** @param missing a needed figure without a value */
  addUnknown(missing: FigureUse): void {
    this.#unknown.set(missing.name, missing);
  }

  /**
   * Counts a finished sum in as one figure; what is unknown of it stays named, and so does why the user replaced a
   * figure of it.
   *
   * @param other the sum
   * @param name what it is called here
   * @param of the estimate that tells it in full
   * @param bytes what is counted of it, when not just its own bytes
   */
  addSum(
    other: MemorySum,
    name: string,
    of: Pick<EstimateRef, 'kind' | 'subject'>,
    bytes: KnownBytes = other.bytes,
  ): void {
    for (const missing of other.#unknown.values()) this.addUnknown(missing);
    this.add(bytes, {
      ...figure(name, bytes.typical, 'estimate'),
      low: bytes.low,
      high: bytes.high,
      override: overrideReasons(other.#parts),
      estimate: { ...of, atLeast: other.atLeast },
    });
  }

  /** @param other a sum whose figures are counted in one by one */
  addAll(other: MemorySum): void {
    this.#low += other.#low;
    this.#typical += other.#typical;
    this.#high += other.#high;
    for (const missing of other.#unknown.values()) this.addUnknown(missing);
    for (const part of other.#parts) this.#parts.push(part);
    for (const part of other.#applications) this.#applications.push(part);
  }

  /**
   * Lifts the sum to what a technology needs at least.
   *
   * @param floor the smallest sum
   * @param from where that comes from
   */
  raiseTo(floor: KnownBytes, from: FigureUse): void {
    const { low, typical, high } = this.bytes;
    if (low >= floor.low && typical >= floor.typical && high >= floor.high) return;
    this.#low = Math.max(low, floor.low);
    this.#typical = Math.max(typical, floor.typical);
    this.#high = Math.max(high, floor.high);
    this.#parts.push(from);
  }

  /** The known bytes. */
  get bytes(): KnownBytes {
    return { low: this.#low, typical: this.#typical, high: this.#high };
  }

  /** True when a needed figure is unknown. */
  get atLeast(): boolean {
    return this.#unknown.size > 0;
  }

  /** True when nothing at all was counted. */
  get empty(): boolean {
    return this.#unknown.size + this.#parts.length + this.#applications.length === 0;
  }

  /** Low, typical, high; all null when nothing is known of what there is. */
  get range(): Range {
    const nothing = this.#unknown.size > 0 && this.#high === 0;
    return nothing ? { low: null, typical: null, high: null } : this.bytes;
  }

  /** What was counted: unknown figures and overheads first, then applications from the largest on. */
  get figures(): readonly FigureUse[] {
    const unknown = [...this.#unknown.values()];
    const listed = unknown.slice(0, LISTED);
    if (unknown.length > LISTED) {
      const more = unknown.length - LISTED;
      listed.push({ ...figure(`${more} more unknown figures`, null, null), standsFor: more });
    }
    const applications = [...this.#applications].sort((a, b) => b.bytes - a.bytes);
    const largest = applications.slice(0, LISTED).map((part) => part.figure);
    return [...listed, ...this.#parts, ...largest, ...restOf(applications.slice(LISTED))];
  }

  /** Names of the figures that are unknown. */
  get unknownNames(): readonly string[] {
    return [...this.#unknown.keys()];
  }

  /**
   * @param capacity bytes there are, null when unknown
   * @returns `over` when the typical sum exceeds it, `within` when the high one does not and everything is known
   */
  verdict(capacity: number | null): BudgetVerdict {
    if (capacity === null) return 'unknown';
    if (this.#typical > capacity) return 'over';
    return this.atLeast || this.#high > capacity ? 'unknown' : 'within';
  }
}

function restOf(rest: readonly Part[]): readonly FigureUse[] {
  if (rest.length === 0) return [];
  const bytes = rest.reduce((sum, part) => sum + part.bytes, 0);
  const sources = [...new Set(rest.map((part) => part.figure.source))].slice(0, 3);
  return [figure(`${rest.length} more figures of applications`, bytes, sources.join('; '))];
}

/**
 * @param name what it is
 * @param value bytes, null when unknown
 * @param source who says so; ignored for an unknown value
 * @returns a figure without a range
 */
export function figure(name: string, value: number | null, source: string | null): FigureUse {
  return statedFigure(name, value, 'bytes', source);
}
