/** What a column can mean: its headers, the kind of its cells, and the units a header may carry. */

/** Kinds of cell. Quantities are read exactly and need a unit in the header or in the cell. */
export type CellKind =
  | 'name'
  | 'text'
  | 'long-text'
  | 'time'
  | 'size'
  | 'rate'
  | 'share'
  | 'integer'
  | 'word'
  | 'isas'
  | 'services'
  | 'path'
  | 'criticality'
  | 'devices'
  | 'records'
  | 'sources';

/** One column of a table. */
export interface ColumnSpec {
  /** Field of the record, or a name of our own for what becomes something else. */
  readonly field: string;
  /** Header that is written, without unit; also the first that is recognised. */
  readonly header: string;
  readonly kind: CellKind;
  /** Further headers, normalised, without unit. */
  readonly aliases?: readonly string[];
  /** Headers that are this column only where no other column of the file is: `id` beside `name` is a number. */
  readonly fallbacks?: readonly string[];
  /** Headers that imply a unit without naming it, such as `bytes`. */
  readonly implied?: Readonly<Record<string, string>>;
  /** Unit of numbers without one; absent: such numbers are refused. */
  readonly bareUnit?: string;
  /** For kind `word`: what is written -> value; a value always reads as itself. */
  readonly words?: Readonly<Record<string, string>>;
  /** For kind `word`: the values. */
  readonly values?: readonly string[];
}

/** A column as found in a file. */
export interface FoundColumn {
  readonly index: number;
  /** Header as written. */
  readonly header: string;
  readonly spec: ColumnSpec | null;
  /** Unit in the header, or implied by it. */
  readonly unit: string | null;
}

/** A unit: whole factor and power of ten of the base unit. */
export interface UnitScale {
  readonly factor: bigint;
  readonly power: number;
}

const decimal = (power: number): UnitScale => ({ factor: 1n, power });
const binary = (bits: number): UnitScale => ({ factor: 2n ** BigInt(bits), power: 0 });

/** Base units: nanosecond, byte, hertz, one. The same suffixes as `parseQuantity` in the model. */
const UNITS: Readonly<Record<string, Readonly<Record<string, UnitScale>>>> = {
  time: {
    ns: decimal(0),
    us: decimal(3),
    ms: decimal(6),
    s: decimal(9),
    sec: decimal(9),
  },
  size: {
    b: decimal(0),
    byte: decimal(0),
    bytes: decimal(0),
    kib: binary(10),
    mib: binary(20),
    gib: binary(30),
    tib: binary(40),
    kb: decimal(3),
    mb: decimal(6),
    gb: decimal(9),
    tb: decimal(12),
  },
  rate: {
    hz: decimal(0),
    '/s': decimal(0),
    per_s: decimal(0),
    khz: decimal(3),
    mhz: decimal(6),
    ghz: decimal(9),
  },
  share: { one: decimal(0), percent: decimal(-2), pct: decimal(-2), '%': decimal(-2) },
};

/** Units written out, and what they are short for. */
const LONG_UNITS: Readonly<Record<string, string>> = {
  nsec: 'ns',
  nanosecond: 'ns',
  nanoseconds: 'ns',
  usec: 'us',
  microsecond: 'us',
  microseconds: 'us',
  msec: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  second: 's',
  seconds: 's',
};

/**
 * @param kind kind of cell
 * @param text a unit as written: any case, either micro sign, short or written out
 * @returns the unit as `unitsOf` names it, or null when the kind has no such unit
 */
export function unitNamed(kind: CellKind, text: string): string | null {
  const word = text.toLowerCase().replace(/[µμ]/g, 'u');
  const units = unitsOf(kind);
  if (Object.hasOwn(units, word)) return word;
  const short = Object.hasOwn(LONG_UNITS, word) ? LONG_UNITS[word] : undefined;
  return short !== undefined && Object.hasOwn(units, short) ? short : null;
}

/**
 * @param kind kind of cell
 * @returns units it takes, in lower case; none for kinds that are no quantity
 */
export function unitsOf(kind: CellKind): Readonly<Record<string, UnitScale>> {
  return UNITS[kind] ?? {};
}

/** No header that is known is longer. */
const MAX_HEADER = 100;

/**
 * Brings a header into one form: `Period [µs]`, `period-us` and ` PERIOD_US ` are the same.
 *
 * @param header as written
 * @returns lower case, micro sign as `u`, Greek letters of papers by name, words joined by `_`
 */
export function normaliseHeader(header: string): string {
  return header
    .slice(0, MAX_HEADER)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[µμ]/g, 'u')
    .replace(/τ/g, 'tau')
    .replace(/[φϕ]/g, 'phi')
    .replace(/π/g, 'pi')
    .replace(/%/g, ' percent ')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

function matchSpec(name: string, spec: ColumnSpec): string | null | undefined {
  if (spec.implied && Object.hasOwn(spec.implied, name)) return spec.implied[name];
  const names = [spec.header, ...(spec.aliases ?? [])];
  if (names.includes(name)) return null;
  // `period_us`, `period_in_us`; of `per_s` the unit has two words.
  const [, stem = '', word = ''] = /^(.*?)(?:_in)?_((?:per_)?[a-z]+)$/.exec(name) ?? [];
  return names.includes(stem) ? (unitNamed(spec.kind, word) ?? undefined) : undefined;
}

/** Columns that nothing else of the file says: where one of their headers stands. */
function withFallbacks(
  columns: readonly FoundColumn[],
  specs: readonly ColumnSpec[],
): readonly FoundColumn[] {
  const taken = new Set(columns.map(({ spec }) => spec?.field));
  return columns.map((column) => {
    if (column.spec !== null) return column;
    const name = normaliseHeader(column.header);
    const spec = specs.find(
      ({ field, fallbacks }) => !taken.has(field) && fallbacks?.includes(name),
    );
    if (!spec) return column;
    taken.add(spec.field);
    return { ...column, spec };
  });
}

/**
 * Recognises the columns of a file.
 *
 * @param headers header cells as written
 * @param specs columns of the table
 * @returns one entry a header; its `spec` is null when it is not known
 */
export function findColumns(
  headers: readonly string[],
  specs: readonly ColumnSpec[],
): readonly FoundColumn[] {
  const columns = headers.map((header, index): FoundColumn => {
    const name = normaliseHeader(header);
    for (const spec of specs) {
      const unit = matchSpec(name, spec);
      if (unit !== undefined) return { index, header, spec, unit };
    }
    return { index, header, spec: null, unit: null };
  });
  return withFallbacks(columns, specs);
}
