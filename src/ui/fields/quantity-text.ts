/** Quantities in a fixed unit of display: what a cell or a field shows, what it edits, what it reads. */
import { GIB, KIB, MIB, MS, parseQuantity, US, type QuantityKind } from '../../model/units.ts';

/** The unit that a column or field stands in; bare numbers are read in it. */
export interface DisplayUnit {
  readonly kind: QuantityKind;
  /** As it stands in headers; empty for plain numbers. */
  readonly suffix: string;
  /** Base units (ns, bytes, Hz, share of one) per display unit. */
  readonly factor: number;
  /** What people may type, for refusals and hints. */
  readonly example: string;
}

const TIME = 'a time such as 10 ms, 250 µs or 1 s';
const SIZE = 'a size such as 64 KiB or 2 GiB';
const RATE = 'a rate such as 100 Hz or 1.6 GHz';

export const UNITS = {
  ns: { kind: 'time', suffix: 'ns', factor: 1, example: TIME },
  us: { kind: 'time', suffix: 'µs', factor: US, example: TIME },
  ms: { kind: 'time', suffix: 'ms', factor: MS, example: TIME },
  bytes: { kind: 'size', suffix: 'B', factor: 1, example: SIZE },
  kib: { kind: 'size', suffix: 'KiB', factor: KIB, example: SIZE },
  mib: { kind: 'size', suffix: 'MiB', factor: MIB, example: SIZE },
  gib: { kind: 'size', suffix: 'GiB', factor: GIB, example: SIZE },
  hz: { kind: 'rate', suffix: 'Hz', factor: 1, example: RATE },
  mhz: { kind: 'rate', suffix: 'MHz', factor: 1e6, example: RATE },
  mbs: {
    kind: 'number',
    suffix: 'MB/s',
    factor: 1e6,
    example: 'a bandwidth in MB/s such as 90',
  },
  percent: { kind: 'share', suffix: '%', factor: 0.01, example: 'a share such as 35 %' },
  number: { kind: 'number', suffix: '', factor: 1, example: 'a number' },
} as const satisfies Readonly<Record<string, DisplayUnit>>;

/** Base units whose values are whole. */
const WHOLE: ReadonlySet<QuantityKind> = new Set(['time', 'size', 'address']);
/** Digits of a value that a column cannot hold whole. */
const SHOWN_DIGITS = 6;
/** Characters that a table column holds: milliseconds with all their nanoseconds, up to a second. */
const SHOWN_LENGTH = 10;
/** Beyond this many digits a double is noise of the conversion. */
const EXACT_DIGITS = 15;

/** Words for "not known" in spreadsheets of suppliers. */
const UNKNOWN_WORDS = /^(unknown|n\/?a|tbd|\?+|-|–|—)$/i;

/**
 * @param text what was typed or pasted
 * @returns whether it says that the value is not known: empty, `unknown`, `n/a`, `TBD`, `?`, a dash
 */
export function saysUnknown(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || UNKNOWN_WORDS.test(trimmed);
}

function plain(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  if (Number.isInteger(rounded)) return String(rounded);
  return rounded.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 });
}

/**
 * The number of a cell, without its unit.
 *
 * @param value in base units
 * @param unit the column's unit
 * @returns the exact number where it fits; else six significant digits behind `≈`; a value below what six decimals show gets a
 *   unit of its own instead of a zero
 */
export function shownIn(value: number, unit: DisplayUnit): string {
  const exact = plain(value / unit.factor, EXACT_DIGITS);
  if (exact.length <= SHOWN_LENGTH && readQuantity(exact, unit) === value) return exact;
  const text = plain(value / unit.factor, SHOWN_DIGITS);
  const isHidden = text === '0' && value !== 0;
  return isHidden || text.length > SHOWN_LENGTH ? exactText(value, unit) : `≈ ${text}`;
}

/**
 * The text to edit and to copy: reading it gives the same value back.
 *
 * @param value in base units
 * @param unit the column's unit
 * @returns a bare number where that is exact and short, else the value with its base unit
 */
export function exactText(value: number, unit: DisplayUnit): string {
  const bare = plain(value / unit.factor, EXACT_DIGITS);
  if (bare.length <= SHOWN_LENGTH && readQuantity(bare, unit) === value) return bare;
  const suffix = { time: ' ns', size: ' B', rate: ' Hz', share: '', address: '', number: '' };
  return unit.kind === 'share'
    ? `${plain(value * 100, EXACT_DIGITS)} %`
    : `${value}${suffix[unit.kind]}`;
}

/**
 * Reads what was typed: a bare number is in the unit of display, everything else as `parseQuantity` reads it.
 *
 * @param text for example `10`, `10 ms`, `64 KiB`, `0x1000`
 * @param unit the column's unit
 * @returns the value in base units, or null where the text is no such quantity (never a guess: `1,5` is none)
 */
export function readQuantity(text: string, unit: DisplayUnit): number | null {
  const trimmed = text.trim();
  if (!/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(trimmed)) {
    const value = parseQuantity(trimmed, unit.kind);
    return value === null
      ? null
      : Number(value.toPrecision(WHOLE.has(unit.kind) ? 17 : EXACT_DIGITS));
  }
  const exact = Number(trimmed) * unit.factor;
  if (!Number.isFinite(exact) || exact > Number.MAX_SAFE_INTEGER) return null;
  if (!WHOLE.has(unit.kind)) return Number(exact.toPrecision(EXACT_DIGITS));
  const whole = Math.round(exact);
  // A third of a byte is a slip of the pen; the last bit of a double is not.
  return Math.abs(whole - exact) <= 1e-9 * Math.max(1, exact) ? whole : null;
}

/**
 * What a field or cell wanted, for a text that `readQuantity` does not read: a quantity, or one that is not so large, or not
 * negative.
 *
 * @param text what was typed
 * @param unit the column's unit
 * @param least the smallest value that is taken, in base units
 * @returns for example `a time such as 10 ms, 250 µs or 1 s`, `at most 9007199254740991 ns`, or `1 ns or more`
 */
export function wantedInstead(text: string, unit: DisplayUnit, least = 0): string {
  const [, magnitude] = /^[-−](.+)$/.exec(text.trim()) ?? [];
  if (magnitude !== undefined && readQuantity(magnitude, unit) !== null) {
    return `${limitText(least, unit)} or more`;
  }
  const [, number, rest = ''] = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(.*)$/i.exec(text.trim()) ?? [];
  const one = number === undefined ? null : readQuantity(`1${rest}`, unit);
  if (one === null || Number(number) * one <= Number.MAX_SAFE_INTEGER) return unit.example;
  return `at most ${limitText(Number.MAX_SAFE_INTEGER, unit)}`;
}

/**
 * A limit as messages say it, with a unit wherever it has one.
 *
 * @param value in base units
 * @param unit the column's unit
 * @returns for example `1 ns`, `40 ms`, `1`
 */
export function limitText(value: number, unit: DisplayUnit): string {
  if (unit.kind === 'time' && value < unit.factor) return `${value} ns`;
  const text = exactText(value, unit);
  return /^[\d.]+$/.test(text) ? `${text} ${unit.suffix}`.trim() : text;
}
