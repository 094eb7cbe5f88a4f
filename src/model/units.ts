/**
 * Units of the plan. A quantity is a plain number whose type carries its unit, so that the compiler refuses
 * to add bytes to nanoseconds; a bare literal is accepted.
 */

/** Whole nanoseconds, at most 2^53. */
export type Ns = number & { readonly __unit?: 'ns' };
/** Whole bytes, or a byte address. */
export type Bytes = number & { readonly __unit?: 'bytes' };
/** Events per second; may be fractional. */
export type Hz = number & { readonly __unit?: 'hz' };

/** Largest whole number that JSON and JavaScript carry exactly; about 104 days in nanoseconds. */
export const MAX_WHOLE = Number.MAX_SAFE_INTEGER;

export const KIB: Bytes = 1024;
export const MIB: Bytes = 1024 ** 2;
export const GIB: Bytes = 1024 ** 3;
export const TIB: Bytes = 1024 ** 4;
export const US: Ns = 1_000;
export const MS: Ns = 1_000_000;
export const SECOND: Ns = 1_000_000_000;

interface Step {
  readonly factor: number;
  readonly suffix: string;
}

const BYTE_STEPS: readonly Step[] = [
  { factor: TIB, suffix: 'TiB' },
  { factor: GIB, suffix: 'GiB' },
  { factor: MIB, suffix: 'MiB' },
  { factor: KIB, suffix: 'KiB' },
];
const TIME_STEPS: readonly Step[] = [
  { factor: SECOND, suffix: 's' },
  { factor: MS, suffix: 'ms' },
  { factor: US, suffix: 'µs' },
];
const RATE_STEPS: readonly Step[] = [
  { factor: 1e9, suffix: 'GHz' },
  { factor: 1e6, suffix: 'MHz' },
  { factor: 1e3, suffix: 'kHz' },
];

/**
 * Shortest text of a number with at most `digits` significant digits, without exponent or trailing zeros.
 *
 * @param value any finite number
 * @param digits significant digits, default 4
 * @returns for example `2.5`, `1200`, `0.0031`
 */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return String(value);
  const whole = Math.trunc(Math.abs(value)).toString().length;
  const exact = Number(value.toPrecision(Math.max(digits, value >= 1 ? whole : digits)));
  const text = String(exact);
  // Only what is below a millionth prints with an exponent; toFixed is the slow way round it.
  return text.includes('e') ? exact.toFixed(9).replace(/\.?0+$/, '') : text;
}

function withStep(value: number, steps: readonly Step[], base: string, digits?: number): string {
  const size = Math.abs(value);
  const step = steps.find((candidate) => size >= candidate.factor);
  return step
    ? `${formatNumber(value / step.factor, digits)} ${step.suffix}`
    : `${formatNumber(value, digits)} ${base}`;
}

/**
 * @param value bytes, or null for unknown
 * @returns text with a binary unit, `unknown` for null
 */
export function formatBytes(value: Bytes | null): string {
  return value === null ? 'unknown' : withStep(value, BYTE_STEPS, 'B');
}

/**
 * @param value nanoseconds, or null for unknown
 * @returns text with the largest unit that keeps the value at 1 or more, `unknown` for null
 */
export function formatNs(value: Ns | null): string {
  return value === null ? 'unknown' : withStep(value, TIME_STEPS, 'ns');
}

/** A number has no more digits than this. */
const ALL_DIGITS = 17;

/**
 * A time beside another that it is compared with: 1.000001 ms against 1 ms, where `formatNs` would give 1 ms for both.
 *
 * @param value nanoseconds
 * @param other nanoseconds
 * @returns as `formatNs`, with as many digits as tell the two apart
 */
export function formatNsBeside(value: Ns, other: Ns): string {
  if (value === other) return formatNs(value);
  for (let digits = 4; digits < ALL_DIGITS; digits += 1) {
    const text = withStep(value, TIME_STEPS, 'ns', digits);
    if (text !== withStep(other, TIME_STEPS, 'ns', digits)) return text;
  }
  return `${value} ns`;
}

/**
 * @param value hertz, or null for unknown
 * @returns text with unit, `unknown` for null
 */
export function formatHz(value: Hz | null): string {
  return value === null ? 'unknown' : withStep(value, RATE_STEPS, 'Hz');
}

/**
 * @param value bytes per second, or null for unknown
 * @returns text with a decimal unit (kB/s, MB/s, GB/s) as data sheets give it
 */
export function formatBytesPerSecond(value: number | null): string {
  const steps: readonly Step[] = [
    { factor: 1e9, suffix: 'GB/s' },
    { factor: 1e6, suffix: 'MB/s' },
    { factor: 1e3, suffix: 'kB/s' },
  ];
  return value === null ? 'unknown' : withStep(value, steps, 'B/s');
}

/**
 * @param value an address, or null for unknown
 * @returns hexadecimal with 0x, `unknown` for null
 */
export function formatAddress(value: Bytes | null): string {
  return value === null ? 'unknown' : `0x${value.toString(16)}`;
}

/**
 * @param value share of one, or null for unknown
 * @returns per cent with at most one decimal, `unknown` for null
 */
export function formatShare(value: number | null): string {
  if (value === null) return 'unknown';
  const percent = value * 100;
  return `${percent >= 100 ? Math.round(percent) : Number(percent.toFixed(1))} %`;
}

/** Which table of suffixes `parseQuantity` reads. */
export type QuantityKind = 'time' | 'size' | 'rate' | 'address' | 'share' | 'number';

const SUFFIXES: Readonly<Record<QuantityKind, Readonly<Record<string, number>>>> = {
  time: { '': 1, ns: 1, us: US, µs: US, μs: US, ms: MS, s: SECOND },
  size: {
    '': 1,
    b: 1,
    byte: 1,
    bytes: 1,
    kib: KIB,
    mib: MIB,
    gib: GIB,
    tib: TIB,
    k: KIB,
    m: MIB,
    g: GIB,
    t: TIB,
    kb: 1e3,
    mb: 1e6,
    gb: 1e9,
    tb: 1e12,
  },
  rate: { '': 1, hz: 1, '/s': 1, khz: 1e3, mhz: 1e6, ghz: 1e9 },
  address: { '': 1 },
  share: { '': 1, '%': 0.01 },
  number: { '': 1 },
};
/** Kinds whose value must come out whole. */
const WHOLE: ReadonlySet<QuantityKind> = new Set(['time', 'size', 'address']);

/**
 * Reads a quantity as people type it: `64 KiB`, `1.5ms`, `2 kHz`, `0x80000000`, `35 %`.
 *
 * @param text what was typed; surrounding blanks are ignored
 * @param kind which suffixes are allowed; a bare number is in the base unit (ns, bytes, Hz, share of one)
 * @returns the value in the base unit, or null where the text is not such a quantity (never a guess)
 */
export function parseQuantity(text: string, kind: QuantityKind): number | null {
  const trimmed = text.trim();
  if ((kind === 'address' || kind === 'size') && /^0x[0-9a-f]+$/i.test(trimmed)) {
    const address = Number.parseInt(trimmed.slice(2), 16);
    return address <= MAX_WHOLE ? address : null;
  }
  const match = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([^\d\s]*)$/i.exec(trimmed);
  if (!match) return null;
  const factor = SUFFIXES[kind][(match[2] ?? '').toLowerCase()];
  if (factor === undefined) return null;
  const exact = Number(match[1]) * factor;
  const value = WHOLE.has(kind) ? Math.round(exact) : exact;
  if (WHOLE.has(kind) && Math.abs(value - exact) > 1e-6 * Math.max(1, exact)) return null;
  return Number.isFinite(value) && value <= MAX_WHOLE ? value : null;
}
