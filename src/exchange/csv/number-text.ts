/** Numbers as spreadsheets and people write them, read exactly or not at all. */

/** A decimal number: `digits` x 10^`exponent`, without loss. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

export type NumberFault = 'not-a-number' | 'ambiguous';

/** Largest exponent that is read: far beyond any quantity, far below what would cost time. */
const MAX_EXPONENT = 40;
const MAX_LENGTH = 60;

/** Blanks that stand between thousands: plain, no-break, narrow no-break, thin. */
const GROUP_BLANK = /[ \u00a0\u202f\u2009]/g;

/**
 * Whether a text has a comma that can only be a decimal comma: other than three digits behind it, or a zero before.
 *
 * @param text a number, perhaps with a unit
 * @returns true for `0,5`, `1,25`, `1.234,5`; false for `1,234`, `1.5`, `1,234.5`
 */
export function hasDecimalComma(text: string): boolean {
  const number = /^[+-]?([\d.,]+)/.exec(text.trim())?.[1] ?? '';
  const comma = number.lastIndexOf(',');
  if (comma < 0 || comma < number.lastIndexOf('.')) return false;
  if (number.indexOf(',') !== comma) return false;
  const [before, after] = [number.slice(0, comma), number.slice(comma + 1)];
  return before.includes('.') || after.length !== 3 || /^0*$/.test(before);
}

/** The number with a decimal point and nothing between thousands; null when it can be read in two ways. */
function plainNumber(text: string, commaIsDecimal: boolean): string | null {
  const commas = text.split(',').length - 1;
  const points = text.split('.').length - 1;
  const looksGrouped = (separator: string) => {
    const [first = '', ...groups] = text.split(separator);
    return (
      groups.length > 0 &&
      groups.every((group) => /^\d{3}$/.test(group)) &&
      /^[+-]?[1-9]\d{0,2}$/.test(first)
    );
  };
  if (commas > 0 && points > 0) {
    // The last one is the decimal mark; the other kind must group thousands before it.
    const decimal = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.';
    const group = decimal === ',' ? '.' : ',';
    const [whole = '', fraction = '', ...rest] = text.split(decimal);
    const pattern = group === ',' ? /^[+-]?\d{1,3}(?:,\d{3})+$/ : /^[+-]?\d{1,3}(?:\.\d{3})+$/;
    if (rest.length > 0 || !pattern.test(whole) || fraction.includes(group)) return '';
    return `${whole.replaceAll(group, '')}.${fraction}`;
  }
  if (commas > 1) return looksGrouped(',') ? text.replaceAll(',', '') : '';
  if (points > 1) return looksGrouped('.') ? text.replaceAll('.', '') : '';
  if (commas === 1) return commaIsDecimal || hasDecimalComma(text) ? text.replace(',', '.') : null;
  // A file with decimal commas elsewhere may mean thousands by this point.
  if (points === 1 && commaIsDecimal && looksGrouped('.')) return null;
  return text;
}

/**
 * Reads a number exactly.
 *
 * @param text digits with decimal point, or with a decimal comma where nothing else can be meant; blanks between
 * thousands and an exponent are read
 * @param commaIsDecimal whether the file uses decimal commas elsewhere, so that `1.234` is no longer plain
 * @returns the number, or why it is none
 */
export function parseDecimal(text: string, commaIsDecimal = false): Decimal | NumberFault {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return 'not-a-number';
  const [, body = '', power = '0'] = /^(.*?)(?:[eE]([+-]?\d{1,3}))?$/.exec(trimmed) ?? [];
  const grouped = /^[+-]?\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?$/.test(body);
  const plain = plainNumber(grouped ? body.replace(GROUP_BLANK, '') : body, commaIsDecimal);
  if (plain === null) return 'ambiguous';
  const match = /^([+-]?)(\d*)(?:\.(\d+))?$/.exec(plain);
  const fraction = match?.[3] ?? '';
  if (!match || `${match[2]}${fraction}` === '') return 'not-a-number';
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) > MAX_EXPONENT) return 'not-a-number';
  const digits = BigInt(`${match[2]}${fraction}`);
  return { digits: match[1] === '-' ? -digits : digits, exponent };
}

/**
 * Multiplies by a whole factor and by a power of ten.
 *
 * @param value the number
 * @param factor whole factor
 * @param power power of ten
 * @returns the product as a whole number, with what is left over as a share of one (0: exact)
 */
export function scaleToWhole(
  value: Decimal,
  factor: bigint,
  power = 0,
): { readonly whole: bigint; readonly isExact: boolean } {
  const exponent = value.exponent + power;
  const product = value.digits * factor;
  if (exponent >= 0) return { whole: product * 10n ** BigInt(exponent), isExact: true };
  const divisor = 10n ** BigInt(-exponent);
  const rest = product % divisor;
  const down = product / divisor;
  const isUp = 2n * (rest < 0n ? -rest : rest) >= divisor;
  const step = rest < 0n ? -1n : 1n;
  return { whole: isUp ? down + step : down, isExact: rest === 0n };
}

/**
 * @param value the number
 * @param power power of ten to multiply by
 * @returns the nearest double
 */
export function toNumber(value: Decimal, power = 0): number {
  return Number(`${value.digits}e${value.exponent + power}`);
}

/**
 * Moves the decimal point of a number without touching its digits, so that reading it back gives the same number.
 *
 * @param value any finite number
 * @param places how far to the right; negative: to the left
 * @returns decimal text without exponent
 */
export function shiftPoint(value: number, places: number): string {
  const [, sign = '', whole = '0', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const digits = `${whole}${fraction}`;
  const point = whole.length + Number(power) + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const after = padded.slice(at).replace(/0+$/, '');
  return `${sign}${before}${after === '' ? '' : `.${after}`}`;
}
