/** One cell to a value of its column's kind. Blank is null: unknown. */
import { isaSchema, type Isa } from '../../model/target.ts';
import type { Criticality, DeviceNeed } from '../../model/application.ts';
import type { Place, Problem } from '../../model/problem.ts';
import { MAX_WHOLE } from '../../model/units.ts';
import {
  unitNamed,
  unitsOf,
  type CellKind,
  type ColumnSpec,
  type FoundColumn,
  type UnitScale,
} from './columns.ts';
import { parseDecimal, scaleToWhole, toNumber, type Decimal } from './number-text.ts';
import { csvNotice, csvProblem } from './problems.ts';

/** What came out of a cell. */
export interface CellResult {
  readonly value: unknown;
  readonly problem?: Problem;
  readonly notice?: Problem;
}

/** What reading a cell depends on besides its text. */
export interface CellContext {
  readonly place: Place;
  /** Whether the file uses decimal commas. */
  readonly commaIsDecimal: boolean;
  /** Unit of numbers that have none, by kind of cell: what the user says of a whole table. */
  readonly units?: Readonly<Partial<Record<CellKind, string>>>;
}

const NULL: CellResult = { value: null };
/** Twice what the longest field of a record takes. */
const MAX_CELL = 16_000;
/** No number, word or unit is longer; patterns below need not cope with more. */
const MAX_SHORT_CELL = 100;
const LONG_KINDS: readonly CellKind[] = [
  'devices',
  'services',
  'path',
  'isas',
  'records',
  'sources',
];
/** How people write that they do not know; never a number or a word of ours. */
const UNKNOWN_WORDS: readonly string[] = ['-', '–', '?', 'n/a', 'na', 'unknown', 'null', 'tbd'];
const ISA_WORDS: Readonly<Record<string, Isa>> = {
  arm64: 'aarch64',
  armv8: 'aarch64',
  'armv8-a': 'aarch64',
  amd64: 'x86_64',
  x64: 'x86_64',
  'x86-64': 'x86_64',
  armv7: 'armv7-a',
  armhf: 'armv7-a',
};
const SCALES: Readonly<Record<Criticality['scale'], readonly string[]>> = {
  ASIL: ['QM', 'A', 'B', 'C', 'D'],
  SIL: ['0', '1', '2', '3', '4'],
  DAL: ['E', 'D', 'C', 'B', 'A'],
};

type Code = Parameters<typeof csvProblem>[0];

function refuse(code: Code, context: CellContext, found: string, expected?: string): CellResult {
  const detail = { place: context.place, found };
  return {
    value: null,
    problem: csvProblem(code, expected === undefined ? detail : { ...detail, expected }),
  };
}

/** Splits `10 ms` and `35%` into number and unit. */
function splitUnit(text: string): readonly [number: string, unit: string] {
  const match = /^(.*?[\d.,])\s*([^\d\s.,][^\d]*)?$/.exec(text);
  const isExponent = /[eE][+-]?\d+$/.test(text);
  if (!match || isExponent) return [text, ''];
  return [match[1] ?? '', (match[2] ?? '').trim()];
}

interface Quantity {
  readonly amount: Decimal;
  readonly scale: UnitScale;
}

function readQuantity(
  cell: string,
  column: FoundColumn & { readonly spec: ColumnSpec },
  context: CellContext,
): Quantity | CellResult {
  const [number, written] = splitUnit(cell);
  const units = unitsOf(column.spec.kind);
  const amount = parseDecimal(number, context.commaIsDecimal);
  if (amount === 'not-a-number') return refuse('csv-not-a-number', context, cell);
  if (amount === 'ambiguous') return refuse('csv-ambiguous-number', context, cell);
  const list = Object.keys(units).join(', ');
  // The whole cell: `5o ms` has no unit called `o ms`.
  const named = written === '' ? null : unitNamed(column.spec.kind, written);
  if (written !== '' && named === null) {
    return refuse('csv-unknown-unit', context, cell, `one of ${list}`);
  }
  const unit =
    named ?? column.unit ?? column.spec.bareUnit ?? context.units?.[column.spec.kind] ?? null;
  if (unit === null) {
    // Nothing is nothing in every unit.
    if (amount.digits === 0n) return { amount, scale: { factor: 1n, power: 0 } };
    return refuse('csv-missing-unit', context, cell, `one of ${list}`);
  }
  const scale = units[unit];
  return scale ? { amount, scale } : refuse('csv-unknown-unit', context, cell, `one of ${list}`);
}

function isResult(value: Quantity | CellResult): value is CellResult {
  return 'value' in value;
}

function readWhole(
  cell: string,
  column: FoundColumn & { readonly spec: ColumnSpec },
  context: CellContext,
): CellResult {
  const quantity = readQuantity(cell, column, context);
  if (isResult(quantity)) return quantity;
  const { whole, isExact } = scaleToWhole(
    quantity.amount,
    quantity.scale.factor,
    quantity.scale.power,
  );
  if (whole < 0n || whole > BigInt(MAX_WHOLE)) {
    const unit = column.spec.kind === 'time' ? 'ns' : 'B';
    return refuse('csv-out-of-range', context, cell, `0 to ${MAX_WHOLE} ${unit}`);
  }
  if (isExact) return { value: Number(whole) };
  if (column.spec.kind === 'time') return refuse('csv-too-fine', context, cell);
  const rounded = { place: context.place, found: cell, expected: `${whole} B` };
  return { value: Number(whole), notice: csvNotice('csv-rounded', rounded) };
}

function readReal(
  cell: string,
  column: FoundColumn & { readonly spec: ColumnSpec },
  context: CellContext,
): CellResult {
  const isShare = column.spec.kind === 'share';
  // A bare share up to one core is plain; above it could as well be per cent.
  const bare = isShare && column.unit === null ? parseDecimal(cell, context.commaIsDecimal) : null;
  if (bare !== null && typeof bare === 'object' && toNumber(bare) <= 1 && toNumber(bare) >= 0) {
    return { value: toNumber(bare) };
  }
  const quantity = readQuantity(cell, column, context);
  if (isResult(quantity)) return quantity;
  const value = toNumber(quantity.amount, quantity.scale.power);
  const [least, most] = isShare ? [0, 4096] : [Number.MIN_VALUE, 1e15];
  if (value >= least && value <= most) return { value };
  return refuse('csv-out-of-range', context, cell, isShare ? '0 to 4096 cores' : 'more than 0');
}

function readInteger(cell: string, context: CellContext): CellResult {
  const amount = parseDecimal(cell, context.commaIsDecimal);
  if (amount === 'not-a-number') return refuse('csv-not-a-number', context, cell);
  if (amount === 'ambiguous') return refuse('csv-ambiguous-number', context, cell);
  const { whole, isExact } = scaleToWhole(amount, 1n);
  const isSafe = whole >= 0n && whole <= BigInt(MAX_WHOLE);
  return isExact && isSafe
    ? { value: Number(whole) }
    : refuse('csv-out-of-range', context, cell, 'a whole number, 0 or more');
}

function readWord(cell: string, spec: ColumnSpec, context: CellContext): CellResult {
  const word = cell.toLowerCase();
  const values = spec.values ?? [];
  if (values.includes(word)) return { value: word };
  const meant = spec.words && Object.hasOwn(spec.words, word) ? spec.words[word] : undefined;
  if (meant !== undefined) return { value: meant };
  return refuse('csv-unknown-word', context, cell, `one of ${values.join(', ')}`);
}

function readCriticality(cell: string, context: CellContext): CellResult {
  const match = /^(?:(ASIL|SIL|DAL)[\s_-]*)?([A-Z]+|\d)$/i.exec(cell);
  const level = match?.[2]?.toUpperCase() ?? '';
  const written = match?.[1]?.toUpperCase();
  const scale = level === 'QM' && written === undefined ? 'ASIL' : written;
  const levels = scale === undefined ? [] : SCALES[scale as Criticality['scale']];
  if (levels.includes(level)) return { value: { scale, level } };
  return refuse('csv-unknown-word', context, cell, 'QM, ASIL A to D, SIL 0 to 4 or DAL A to E');
}

/** Lists are written as JSON where an entry would break the plain form. */
function readJson(cell: string, context: CellContext): CellResult {
  try {
    return { value: JSON.parse(cell) as unknown };
  } catch {
    return refuse('csv-not-allowed', context, cell, 'JSON');
  }
}

function splitList(cell: string, separators: RegExp): readonly string[] {
  return cell
    .split(separators)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readIsas(cell: string, context: CellContext): CellResult {
  const isas: Isa[] = [];
  for (const part of splitList(cell, /[\s;,|/]+/)) {
    const word = part.toLowerCase();
    const known = isaSchema.safeParse(Object.hasOwn(ISA_WORDS, word) ? ISA_WORDS[word] : word);
    if (!known.success) {
      return refuse('csv-unknown-word', context, part, `of ${isaSchema.options.join(', ')}`);
    }
    isas.push(known.data);
  }
  return { value: isas };
}

const EXCLUSIVE = ' exclusive';

function readDevices(cell: string): CellResult {
  const devices = splitList(cell, /[;|]/).map((part): DeviceNeed => {
    const [, count, rest = ''] = /^(?:(\d{1,4}) ?[x×] ?)?(.*)$/s.exec(part) ?? [];
    const isExclusive = rest.endsWith(EXCLUSIVE);
    return {
      class: (isExclusive ? rest.slice(0, -EXCLUSIVE.length) : rest).trim(),
      count: count === undefined ? 1 : Number(count),
      access: isExclusive ? 'exclusive' : 'any',
    };
  });
  return { value: devices };
}

/**
 * Reads one cell.
 *
 * @param cell text of the cell
 * @param column its column, which must be known
 * @param context where it stands
 * @returns the value; null for a blank cell (unknown) and where there is a problem
 */
export function readCell(
  cell: string,
  column: FoundColumn & { readonly spec: ColumnSpec },
  context: CellContext,
): CellResult {
  const { kind } = column.spec;
  const trimmed = cell.trim();
  if (trimmed === '') return NULL;
  if (trimmed.length > MAX_CELL) {
    return refuse('csv-not-allowed', context, trimmed, `at most ${MAX_CELL} characters`);
  }
  if (kind === 'long-text') return { value: cell };
  if (kind === 'name' || kind === 'text') return { value: trimmed };
  if (UNKNOWN_WORDS.includes(trimmed.toLowerCase())) return NULL;
  if (trimmed.length > MAX_SHORT_CELL && !LONG_KINDS.includes(kind)) {
    const expected = `at most ${MAX_SHORT_CELL} characters`;
    return refuse('csv-not-allowed', context, trimmed, expected);
  }
  switch (kind) {
    case 'time':
    case 'size':
      return readWhole(trimmed, column, context);
    case 'rate':
    case 'share':
      return readReal(trimmed, column, context);
    case 'integer':
      return readInteger(trimmed, context);
    case 'word':
      return readWord(trimmed, column.spec, context);
    case 'criticality':
      return readCriticality(trimmed, context);
    case 'isas':
      return readIsas(trimmed, context);
    case 'devices':
      return trimmed.startsWith('[') ? readJson(trimmed, context) : readDevices(trimmed);
    case 'services':
      return trimmed.startsWith('[')
        ? readJson(trimmed, context)
        : { value: splitList(trimmed, /[;,|]/) };
    case 'path':
      return trimmed.startsWith('[')
        ? readJson(trimmed, context)
        : { value: splitList(trimmed, /;|-+>|→|>/) };
    case 'records':
    case 'sources':
      return readJson(trimmed, context);
  }
}
