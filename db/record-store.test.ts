import { describe, expect, test } from 'vitest';
import { recordSchemas, TABLE_NAMES } from '../src/model/plan.ts';
import { smallPlan } from '../src/model/testing/small-plan.ts';
import { COLUMNS } from './columns.ts';
import { connect, type Db } from './connection.ts';
import { migrate } from './migrations.ts';
import { RecordStore } from './record-store.ts';

function freshDatabase(): Db {
  const db = connect(':memory:');
  migrate(db);
  return db;
}

function columnsInSql(db: Db, table: string): string[] {
  return (db.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
}

describe('columns', () => {
  test.each(TABLE_NAMES)(
    '[DB-1] every field of %s has its place, and no place is left over',
    (table) => {
      const fields = Object.keys(recordSchemas[table].shape);
      const placed = COLUMNS[table].columns.map(({ field }) => field);
      expect(placed.toSorted()).toEqual(fields.toSorted());
    },
  );

  test.each(TABLE_NAMES)('[DB-1] the columns of %s are those of the SQL table', (table) => {
    const db = freshDatabase();
    const { table: sqlTable, columns } = COLUMNS[table];
    const expected = columns.flatMap((column) => {
      if (column.kind === 'object') return column.columns.map((inner) => inner.column);
      return column.kind === 'rows' ? [] : [column.column];
    });
    expect(columnsInSql(db, sqlTable).toSorted()).toEqual(expected.toSorted());
    for (const column of columns) {
      if (column.kind !== 'rows') continue;
      const child = [column.owner, 'place', ...column.columns.map((inner) => inner.column)];
      expect(columnsInSql(db, column.table).toSorted()).toEqual(child.toSorted());
    }
    db.close();
  });

  test('[DB-2] every table of ours is STRICT, and refuses a value of another type', () => {
    const db = freshDatabase();
    const tables = db.pragma('table_list') as { name: string; type: string; strict: number }[];
    const loose = tables.filter(
      ({ name, type, strict }) => type === 'table' && strict !== 1 && !name.startsWith('sqlite_'),
    );
    expect(loose).toEqual([]);
    expect(() =>
      db.exec("INSERT INTO layout (id, position, name) VALUES ('l', 'first', 'L')"),
    ).toThrow(/cannot store TEXT value in REAL column/);
    expect(() =>
      db.exec("INSERT INTO step (id, parent_id, name, length, diff) VALUES (1, 0, 's', 1, '{')"),
    ).toThrow(/CHECK constraint failed/);
    db.close();
  });
});

describe('records', () => {
  test('[DB-4] a record that SQL made unreadable is named by table, id and column; all of them are', () => {
    const db = freshDatabase();
    const store = new RecordStore(db);
    writePlan(store);
    db.pragma('ignore_check_constraints = ON');
    db.exec("UPDATE application SET os = 'dos' WHERE id = 'app-control'");
    db.exec("UPDATE layout SET name = '' WHERE id = 'layout-b'");
    db.exec("UPDATE task SET wcet_on = '{' WHERE id = 'task-loop'");
    db.exec("UPDATE application SET criticality_level = 'B' WHERE id = 'app-logger'");
    const read = store.read();
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.problems.map(({ code, place }) => [code, place.pointer])).toEqual([
      ['plan-damaged-record', '/application/app-control/os'],
      ['plan-damaged-record', '/application/app-logger/criticality/scale'],
      ['plan-damaged-record', '/task/task-loop/wcet_on'],
      ['plan-damaged-record', '/layout/layout-b/name'],
    ]);
    db.close();
  });

  test('[DB-5] SQLite itself refuses references that lead nowhere or into another layout', () => {
    const db = freshDatabase();
    writePlan(new RecordStore(db));
    const refused = (sql: string) => expect(() => db.exec(sql), sql).toThrow(/FOREIGN KEY/);
    refused("UPDATE task SET application_id = 'nobody' WHERE id = 'task-loop'");
    refused("DELETE FROM application WHERE id = 'app-control'");
    refused("UPDATE chain_task SET task_id = 'nobody'");
    refused("UPDATE placement_task_core SET task_id = 'nobody'");
    refused("UPDATE placement SET layout_id = 'layout-b' WHERE id = 'place-1'");
    refused("UPDATE channel SET region_id = 'nowhere'");
    refused(`UPDATE "grant" SET environment_id = 'nowhere'`);
    refused("UPDATE environment SET parent_id = 'nowhere' WHERE id = 'p1'");
    db.close();
  });

  test('[DB-6] the views show cores and devices of the target', () => {
    const db = freshDatabase();
    writePlan(new RecordStore(db));
    expect(
      db.prepare('SELECT id, core_type, isa, max_clock_hz FROM core ORDER BY id').all(),
    ).toEqual([
      { id: 'big.0', core_type: 'Cortex-A72', isa: 'aarch64', max_clock_hz: 1_600_000_000 },
      { id: 'big.1', core_type: 'Cortex-A72', isa: 'aarch64', max_clock_hz: 1_600_000_000 },
      { id: 'small.0', core_type: 'Cortex-M4F', isa: 'armv7e-m', max_clock_hz: null },
    ]);
    expect(db.prepare('SELECT id, class, behind_iommu FROM device').all()).toEqual([
      { id: 'can0', class: 'can', behind_iommu: null },
    ]);
    db.close();
  });
});

function writePlan(store: RecordStore): void {
  const plan = smallPlan();
  const added = Object.fromEntries(TABLE_NAMES.map((table) => [table, [...plan[table].values()]]));
  store.write({ added, updated: {}, removed: {} });
}
