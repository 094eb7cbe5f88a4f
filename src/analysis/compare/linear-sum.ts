/** Estimates that are sums of their figures, taken apart so that one figure can be changed without a new analysis. */
import type { Estimate, FigureUse } from '../result.ts';

/** A figure with how often it is in the sum. */
export interface Term {
  readonly figure: FigureUse;
  /** Of one. */
  readonly value: number;
  readonly times: number;
}

/** A sum whose figures add up to it. */
export interface LinearSum {
  readonly total: number;
  /** By name and value: figures of one name and different values are different figures. */
  readonly terms: ReadonlyMap<string, Term>;
  /** Names of figures that are also in parts that could not be taken apart. */
  readonly hidden: ReadonlySet<string>;
  /** True when small figures are only listed as a group, so that an absent figure may be among them. */
  readonly grouped: boolean;
}

/** Sums are whole bytes; less than this is rounding. */
const ROUNDING = 0.5;
/** Estimates stand in each other as deep as environments do. */
const DEEPEST = 64;

/** The value is that of all of them. */
const TIMES = / x (\d+)$/;
/** The value is that of one. */
const COUNTED = / \(counted (\d+) times\)$/;
const GROUP = /^\d+ more /;
/** An estimate of an environment that is counted in as one figure, with its copies. */
const PART = /^(?:memory of|private memory in) "(.*?)"(?: x (\d+))?$/;

/**
 * @param name of a figure in an estimate
 * @returns its name without how often it is counted there
 */
export function nameOfOne(name: string): string {
  return name.replace(COUNTED, '').replace(TIMES, '');
}

class Collector {
  readonly terms = new Map<string, Term>();
  readonly hidden = new Set<string>();
  readonly #parts: ReadonlyMap<string, readonly Estimate[]>;
  grouped = false;
  sum = 0;

  constructor(parts: ReadonlyMap<string, readonly Estimate[]>) {
    this.#parts = parts;
  }

  /** @returns false when the estimate cannot be taken apart */
  take(estimate: Estimate, depth: number, copies: number): boolean {
    if (depth > DEEPEST) return false;
    return estimate.figures.every((figure) => this.#figure(figure, depth, copies));
  }

  /** @param copies of the estimate that lists the figure */
  #figure(figure: FigureUse, depth: number, copies: number): boolean {
    // Unknown figures add nothing; they are listed once, however often the sum would need them.
    if (figure.value === null) return true;
    if (typeof figure.value !== 'number' || figure.unit !== 'bytes') return false;
    if (GROUP.test(figure.name)) {
      this.grouped = true;
      this.sum += figure.value * copies;
      return true;
    }
    const [, quoted, number = '1'] = PART.exec(figure.name) ?? [];
    const parts =
      figure.source === 'estimate' && quoted !== undefined ? this.#parts.get(quoted) : undefined;
    if (!parts) return this.#term(figure, figure.value, copies);
    const [part] = parts;
    const all = Number(number);
    const isWhole =
      parts.length === 1 && part !== undefined && (part.typical ?? NaN) * all === figure.value;
    if (isWhole) return this.take(part, depth + 1, copies * all);
    // Only a share of that estimate is in this sum: it stays as it is, and so do its figures.
    this.sum += figure.value * copies;
    return parts.every((each) => this.#hide(each, depth + 1));
  }

  #hide(estimate: Estimate, depth: number): boolean {
    if (depth > DEEPEST) return false;
    const inner = new Collector(this.#parts);
    if (!inner.take(estimate, depth, 1)) return false;
    for (const { figure } of inner.terms.values()) this.hidden.add(figure.name);
    for (const name of inner.hidden) this.hidden.add(name);
    if (inner.grouped) this.grouped = true;
    return true;
  }

  #term(figure: FigureUse, known: number, copies: number): true {
    const counted = COUNTED.exec(figure.name)?.[1];
    const listed = Number(counted ?? TIMES.exec(figure.name)?.[1] ?? 1);
    const share = counted === undefined ? listed : 1;
    const value = known / share;
    const name = nameOfOne(figure.name);
    const key = `${name}\n${value}`;
    const times = listed * copies;
    const before = this.terms.get(key)?.times ?? 0;
    const of = (end: number | null) => (end === null ? null : end / share);
    const one = { ...figure, name, low: of(figure.low), high: of(figure.high) };
    this.terms.set(key, { figure: one, value, times: before + times });
    this.sum += value * times;
    return true;
  }
}

/**
 * Takes an estimate apart into its figures, following the estimates that it adds up. Only where everything listed
 * adds up to the typical value exactly is it a sum; what is rounded, or lifted to a smallest value, is not.
 *
 * @param estimate in bytes
 * @param others estimates of the same kind in the same result, which it may be made of
 * @returns the sum, or null where it is none
 * @cost O(figures)
 * @rules COMPARE-6
 */
export function linearSum(estimate: Estimate, others: readonly Estimate[]): LinearSum | null {
  const parts = Map.groupBy(
    others.filter((each) => each !== estimate),
    (each) => each.subject.name,
  );
  const collector = new Collector(parts);
  if (!collector.take(estimate, 0, 1)) return null;
  const total = estimate.typical ?? 0;
  if (Math.abs(collector.sum - total) > ROUNDING) return null;
  const { terms, hidden, grouped } = collector;
  return { total, terms, hidden, grouped };
}
