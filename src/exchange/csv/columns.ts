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
 * @returns lower case, micro sign as `u`, words joined by `_`
 */
export function normaliseHeader(header: string): string {
  return header
    .slice(0, MAX_HEADER)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[µμ]/g, 'u')
    .replace(/%/g, ' percent ')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

function matchSpec(name: string, spec: ColumnSpec): string | null | undefined {
  if (spec.implied && Object.hasOwn(spec.implied, name)) return spec.implied[name];
  const names = [spec.header, ...(spec.aliases ?? [])];
  if (names.includes(name)) return null;
  for (const unit of Object.keys(unitsOf(spec.kind))) {
    const stem = name.endsWith(`_${unit}`) ? name.slice(0, -unit.length - 1) : null;
    if (stem !== null && names.includes(stem)) return unit;
  }
  return undefined;
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
  return headers.map((header, index) => {
    const name = normaliseHeader(header);
    for (const spec of specs) {
      const unit = matchSpec(name, spec);
      if (unit !== undefined) return { index, header, spec, unit };
    }
    return { index, header, spec: null, unit: null };
  });
}
