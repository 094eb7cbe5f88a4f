/** Reads and writes the records of the model. What stands where is in `columns.ts`. */
import { decode } from '../src/model/decode.ts';
import type { Diff } from '../src/model/diff.ts';
import type { Id } from '../src/model/fields.ts';
import {
  recordSchemas,
  TABLE_NAMES,
  type Plan,
  type Records,
  type TableName,
} from '../src/model/plan.ts';
import { fail, ok, type Problem, type Result } from '../src/model/problem.ts';
import { COLUMNS, columnName, type ChildRows, type Column, type ObjectColumns } from './columns.ts';
import type { Db } from './connection.ts';
import { storageProblem } from './storage-problems.ts';

type Cell = string | number | null;
type Row = Readonly<Record<string, unknown>>;
type Loose = Readonly<Record<string, unknown>> & { readonly id: Id };
interface Statement {
  run(...values: readonly unknown[]): { readonly changes: number };
}

/** Statements of one table, prepared once. */
interface TableStatements {
  readonly insert: Statement;
  readonly update: Statement;
  readonly remove: Statement;
  readonly children: readonly ChildStatements[];
}
interface ChildStatements {
  readonly column: ChildRows;
  readonly insert: Statement;
  readonly clear: Statement;
}

function sqlColumns(columns: readonly Column[]): readonly string[] {
  return columns.flatMap((column) => {
    if (column.kind === 'rows') return [];
    return column.kind === 'object' ? column.columns.map((inner) => inner.column) : [column.column];
  });
}

function childRows(columns: readonly Column[]): readonly ChildRows[] {
  return columns.filter((column) => column.kind === 'rows');
}

function cell(value: unknown): Cell {
  return typeof value === 'boolean' ? Number(value) : (value as Cell);
}

/** Values in the order of `sqlColumns`. */
function cells(columns: readonly Column[], record: Loose): readonly Cell[] {
  return columns.flatMap((column): readonly Cell[] => {
    const value = record[column.field];
    switch (column.kind) {
      case 'rows':
        return [];
      case 'json':
        return [JSON.stringify(value)];
      case 'object':
        return column.columns.map((inner) =>
          value === null ? null : cell((value as Loose)[inner.field]),
        );
      case 'value':
        return [cell(value)];
    }
  });
}

function quoted(name: string): string {
  return `"${name}"`;
}

/** Writes diffs and reads whole plans over one connection. */
export class RecordStore {
  readonly #db: Db;
  readonly #statements = new Map<TableName, TableStatements>();

  /** @param db a database of the current schema */
  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Writes a diff. The caller holds the transaction; references are checked when it commits.
   *
   * @throws {Error} SqliteError, also when a record to change is not there
   */
  write(diff: Diff): void {
    for (const table of TABLE_NAMES) {
      for (const record of diff.removed[table] ?? []) this.#remove(table, record.id);
      for (const [, to] of diff.updated[table] ?? []) this.#update(table, to);
      for (const record of diff.added[table] ?? []) this.#insert(table, record);
    }
  }

  /**
   * Reads and decodes every record.
   *
   * @returns the plan, or every record that does not decode, by table and id
   */
  read(): Result<Plan> {
    const problems: Problem[] = [];
    const tables: Record<string, ReadonlyMap<Id, Records[TableName]>> = {};
    for (const table of TABLE_NAMES) tables[table] = this.#readTable(table, problems);
    return problems.length > 0 ? fail(...problems) : ok(tables as unknown as Plan);
  }

  #readTable(table: TableName, problems: Problem[]): ReadonlyMap<Id, Records[TableName]> {
    const { table: sqlTable, columns } = COLUMNS[table];
    const children = childRows(columns).map((child) => this.#readChildren(child));
    const names = sqlColumns(columns);
    // Rows as lists: making an object of each in native code takes twice as long.
    const rows = this.#db
      .prepare(`SELECT ${names.join(', ')} FROM ${quoted(sqlTable)} ORDER BY rowid`)
      .raw()
      .all() as unknown[][];
    const records = new Map<Id, Records[TableName]>();
    for (const row of rows) {
      const place = [sqlTable, String(row[0])];
      const read = readRow(columns, row, place, children);
      const decoded = read.ok ? decode(recordSchemas[table], read.value, place) : read;
      if (decoded.ok) records.set(decoded.value.id, decoded.value);
      else problems.push(...decoded.problems.map(inDatabase));
    }
    return records;
  }

  #readChildren(child: ChildRows): ReadonlyMap<Id, readonly Row[]> {
    const rows = this.#db
      .prepare(`SELECT * FROM ${quoted(child.table)} ORDER BY ${child.owner}, place`)
      .all() as Row[];
    return Map.groupBy(rows, (row) => String(row[child.owner]));
  }

  #insert(table: TableName, record: Loose): void {
    const statements = this.#of(table);
    statements.insert.run(...cells(COLUMNS[table].columns, record));
    this.#putChildren(statements, record);
  }

  #update(table: TableName, record: Loose): void {
    const statements = this.#of(table);
    const { changes } = statements.update.run(...cells(COLUMNS[table].columns, record), record.id);
    if (changes !== 1) throw new Error(`Bug in Partita: no ${table} ${record.id} to update`);
    for (const child of statements.children) child.clear.run(record.id);
    this.#putChildren(statements, record);
  }

  #remove(table: TableName, id: Id): void {
    const { changes } = this.#of(table).remove.run(id);
    if (changes !== 1) throw new Error(`Bug in Partita: no ${table} ${id} to remove`);
  }

  #putChildren(statements: TableStatements, record: Loose): void {
    for (const { column, insert } of statements.children) {
      (record[column.field] as readonly unknown[]).forEach((entry, place) => {
        const values = column.plain
          ? [entry]
          : column.columns.map((inner) => (entry as Loose)[inner.field]);
        insert.run(record.id, place, ...values);
      });
    }
  }

  #of(table: TableName): TableStatements {
    const known = this.#statements.get(table);
    if (known) return known;
    const { table: sqlTable, columns } = COLUMNS[table];
    const names = sqlColumns(columns);
    const into = (name: string, list: readonly string[]) =>
      this.#db.prepare(
        `INSERT INTO ${quoted(name)} (${list.join(', ')}) VALUES (${list.map(() => '?').join(', ')})`,
      );
    const statements: TableStatements = {
      insert: into(sqlTable, names),
      update: this.#db.prepare(
        `UPDATE ${quoted(sqlTable)} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
      ),
      remove: this.#db.prepare(`DELETE FROM ${quoted(sqlTable)} WHERE id = ?`),
      children: childRows(columns).map((column) => ({
        column,
        insert: into(column.table, [
          column.owner,
          'place',
          ...column.columns.map((inner) => inner.column),
        ]),
        clear: this.#db.prepare(`DELETE FROM ${quoted(column.table)} WHERE ${column.owner} = ?`),
      })),
    };
    this.#statements.set(table, statements);
    return statements;
  }
}

/**
 * A record as its schema expects it, or the JSON columns that cannot be parsed.
 *
 * @param row values in the order of `sqlColumns`; the id comes first
 */
function readRow(
  columns: readonly Column[],
  row: readonly unknown[],
  place: readonly string[],
  children: readonly ReadonlyMap<Id, readonly Row[]>[],
): Result<unknown> {
  const problems: Problem[] = [];
  const record: Record<string, unknown> = {};
  let at = 0;
  let child = 0;
  for (const column of columns) {
    switch (column.kind) {
      case 'value':
        record[column.field] = plainValue(row[at], column.boolean);
        at += 1;
        break;
      case 'object':
        record[column.field] = objectValue(column, row, at);
        at += column.columns.length;
        break;
      case 'rows':
        record[column.field] = listValue(column, children[child]?.get(String(row[0])) ?? []);
        child += 1;
        break;
      case 'json':
        try {
          record[column.field] = JSON.parse(String(row[at])) as unknown;
        } catch {
          const pointer = `/${[...place, columnName(column.field)].join('/')}`;
          problems.push(storageProblem('plan-damaged-record', { place: { pointer } }));
        }
        at += 1;
        break;
    }
  }
  return problems.length > 0 ? fail(...problems) : ok(record);
}

/** Null when all of its columns are; an object without its first field is left to its schema to refuse. */
function objectValue(object: ObjectColumns, row: readonly unknown[], at: number): unknown {
  if (object.columns.every((_, index) => row[at + index] === null)) return null;
  return Object.fromEntries(object.columns.map(({ field }, index) => [field, row[at + index]]));
}

function listValue(list: ChildRows, rows: readonly Row[]): unknown[] {
  const [first] = list.columns;
  return rows.map((row) =>
    list.plain
      ? row[first?.column ?? '']
      : Object.fromEntries(list.columns.map(({ field, column }) => [field, row[column]])),
  );
}

function plainValue(value: unknown, boolean: boolean): unknown {
  return boolean && typeof value === 'number' ? value !== 0 : value;
}

/** A value of the file that its schema refuses is damage, whatever is wrong with it. */
function inDatabase(found: Problem): Problem {
  if (found.code === 'plan-damaged-record') return found;
  const detail = { place: found.place, ...(found.found === null ? {} : { found: found.found }) };
  return storageProblem('plan-damaged-record', {
    ...detail,
    expected: found.expected ?? found.message,
  });
}
