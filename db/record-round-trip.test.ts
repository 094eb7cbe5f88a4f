import fc from 'fast-check';
import type { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { recordSchemas, TABLE_NAMES, type Records, type TableName } from '../src/model/plan.ts';
import { connect } from './connection.ts';
import { migrate } from './migrations.ts';
import { RecordStore } from './record-store.ts';

/** The parts of a schema's definition that are read here. */
interface Definition {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  readonly innerType?: Node;
  readonly element?: Node;
  readonly options?: readonly Node[];
  readonly items?: readonly Node[];
  readonly shape?: Readonly<Record<string, Node>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly keyType?: Node;
  readonly valueType?: Node;
}
interface Check {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly pattern?: RegExp;
  readonly format?: string;
}
interface Node {
  readonly _zod: { readonly def: Definition };
}

const NAMES = [
  'Brake "ctrl"',
  "O'Neil; DROP TABLE plan;--",
  'Größe ½ 你好 🚗',
  '%s $1 \\',
  'a,b;c|d',
  'null',
  '0',
];
/** Half of a character outside the basic plane, as a text cut at a length leaves it: not text in UTF-8. */
const HALF_CHARACTER = 'cut \ud83d';

function text(checks: readonly Check[]): fc.Arbitrary<string> {
  const min = checks.find(({ check }) => check === 'min_length')?.minimum ?? 0;
  const max = Math.min(40, checks.find(({ check }) => check === 'max_length')?.maximum ?? 40);
  const pattern = checks.find((check) => check.pattern)?.pattern;
  const free = fc.oneof(
    fc.constantFrom(...NAMES, HALF_CHARACTER, 'nul\0'),
    fc.string({ minLength: min, maxLength: max, unit: 'binary' }),
  );
  const ids = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,20}$/);
  const masks = fc.stringMatching(/^0x[1-9a-f][0-9a-f]{0,12}$/);
  return pattern === undefined
    ? free
    : fc.oneof(free, ids, masks).filter((value) => pattern.test(value));
}

function number(checks: readonly Check[]): fc.Arbitrary<number> {
  const whole = checks.some(({ check }) => check === 'number_format');
  const low = checks.find(({ check }) => check === 'greater_than');
  const high = checks.find(({ check }) => check === 'less_than')?.value;
  const min = low?.value ?? (whole ? Number.MIN_SAFE_INTEGER : -1e12);
  const max = high ?? (whole ? Number.MAX_SAFE_INTEGER : 1e12);
  if (whole) return fc.oneof(fc.integer({ min, max }), fc.constant(max), fc.constant(min));
  return (
    fc
      .double({ min, max, noNaN: true, minExcluded: low?.inclusive === false })
      // JSON and SQL know one zero.
      .map((value) => (value === 0 ? 0 : value))
  );
}

function arbitraryOf(node: Node): fc.Arbitrary<unknown> {
  const def = node._zod.def;
  const checks = (def.checks ?? []).map((check) => check._zod.def);
  const inner = def.innerType;
  switch (def.type) {
    case 'string':
      return text(checks);
    case 'number':
      return number(checks);
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries ?? {}));
    case 'literal':
      return fc.constantFrom(...(def.values ?? []));
    case 'nullable':
      return fc.option(arbitraryOf(inner as Node), { nil: null });
    case 'default':
    case 'prefault':
      return arbitraryOf(inner as Node);
    case 'array':
      return fc.array(arbitraryOf(def.element as Node), {
        minLength: checks.find(({ check }) => check === 'min_length')?.minimum ?? 0,
        maxLength: 3,
      });
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(def.shape ?? {}).map(([key, field]) => [key, arbitraryOf(field)]),
        ),
      );
    case 'record':
      return fc.dictionary(
        arbitraryOf(def.keyType as Node) as fc.Arbitrary<string>,
        arbitraryOf(def.valueType as Node),
        { maxKeys: 3 },
      );
    case 'union':
      return fc.oneof(...(def.options ?? []).map(arbitraryOf));
    case 'tuple':
      return fc.tuple(...(def.items ?? []).map(arbitraryOf));
    default:
      throw new Error(`record-arbitrary does not know schemas of type ${def.type}`);
  }
}

/** Records that the schema of a table accepts: random ones, made from the schema, so that a new field is tested too. */
function recordArbitrary<T extends TableName>(table: T): fc.Arbitrary<Records[T]> {
  const schema = recordSchemas[table] as unknown as z.ZodType<Records[T]>;
  return arbitraryOf(schema as unknown as Node)
    .map((value) => schema.safeParse(value))
    .filter((parsed) => parsed.success)
    .map((parsed) => parsed.data);
}

function only(part: 'added' | 'updated' | 'removed', table: TableName, list: unknown[]) {
  return { added: {}, updated: {}, removed: {}, [part]: { [table]: list } };
}

function readAll(store: RecordStore, table: TableName): unknown[] {
  const plan = store.read();
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return [...plan.value[table].values()];
}

describe('round trip', () => {
  test.each(TABLE_NAMES)('[DB-3] any record of %s comes back as it was written', (table) => {
    const db = connect(':memory:');
    migrate(db);
    // One table at a time: what it refers to is not there.
    db.pragma('foreign_keys = OFF');
    const store = new RecordStore(db);
    fc.assert(
      fc.property(recordArbitrary(table), recordArbitrary(table), (first, second) => {
        db.exec('BEGIN');
        try {
          store.write(only('added', table, [first]));
          expect(readAll(store, table)).toEqual([first]);
          const changed = { ...second, id: first.id };
          store.write(only('updated', table, [[first, changed]]));
          expect(readAll(store, table)).toEqual([changed]);
          store.write(only('removed', table, [changed]));
          expect(readAll(store, table)).toEqual([]);
        } finally {
          db.exec('ROLLBACK');
        }
      }),
      { numRuns: table === 'target' ? 30 : 100 },
    );
    expect(db.prepare('SELECT count(*) FROM chain_task').pluck().get()).toBe(0);
    db.close();
  });
});
