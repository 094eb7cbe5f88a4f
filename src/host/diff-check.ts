/** Whether a diff from outside was made for the plan as it is. */
import { sameRecord, type Diff } from '../model/diff.ts';
import type { Id } from '../model/fields.ts';
import { TABLE_NAMES, type Plan, type TableName } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { hostProblem } from './host-problems.ts';

type Loose = ReadonlyMap<Id, unknown>;

/**
 * @param plan the plan as it is
 * @param diff decoded, but from outside
 * @returns a problem for each record that is not as the diff says
 * @cost O(records in the diff)
 */
export function checkDiff(plan: Plan, diff: Diff): readonly Problem[] {
  return TABLE_NAMES.flatMap((table) => checkTable(table, plan[table], diff));
}

function checkTable(table: TableName, records: Loose, diff: Diff): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<Id>();
  const expect = (condition: boolean, id: Id, where: string) => {
    if (!condition || seen.has(id)) {
      problems.push(
        hostProblem('plan-conflict', {
          place: { pointer: `/${table}/${id}` },
          words: { where: seen.has(id) ? `${where}, and changed twice` : where },
        }),
      );
    }
    seen.add(id);
  };
  for (const record of diff.removed[table] ?? []) {
    expect(
      sameRecord(records.get(record.id), record),
      record.id,
      `${table} ${record.id} to remove`,
    );
  }
  for (const [from, to] of diff.updated[table] ?? []) {
    const fits = from.id === to.id && sameRecord(records.get(from.id), from);
    expect(fits, from.id, `${table} ${from.id} to change`);
  }
  for (const { id } of diff.added[table] ?? []) {
    expect(!records.has(id), id, `${table} ${id} to add`);
  }
  return problems;
}
