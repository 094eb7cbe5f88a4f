/** Rows of a chains table to cause-effect chains over tasks that the plan has. */
import type { Chain, Task } from '../../model/application.ts';
import { sameRecord } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { groupByText, type Merger } from './merge.ts';
import type { ValueRow } from './read-records.ts';

const FIELDS = ['latencyKind', 'communication', 'latencyBoundNs', 'sources'] as const;
const FIGURES = ['latencyBoundNs'] as const;

/**
 * Creates chains and changes those of the same name.
 *
 * @param merger collects changes and problems
 * @cost O(rows x tasks of a chain + tasks of the plan)
 */
export function importChains(merger: Merger): void {
  const { plan, table } = merger.input;
  if (!merger.has('name')) merger.reportColumn('name, or chain');
  if (!merger.has('taskIds')) merger.reportColumn('tasks');
  if (!merger.has('name') || !merger.has('taskIds')) return;
  const find = taskFinder(merger);
  const byName = groupByText(plan.chains.values(), ({ name }) => name);
  const seen = new Set<string>();
  for (const row of table.rows) {
    const name = merger.required(row, 'name');
    const taskIds = pathOf(merger, row, find);
    if (name === null || taskIds === null) continue;
    const [existing = null, another] = byName.get(name) ?? [];
    const detail = { found: name, word: 'chain' };
    if (seen.has(name)) merger.report('csv-duplicate-name', row, 'name', detail);
    else if (another) merger.report('csv-ambiguous-name', row, 'name', detail);
    seen.add(name);
    const runnablePositions = positionsOf(merger, row, existing, taskIds);
    const fields: Record<string, unknown> = { name, taskIds, runnablePositions };
    for (const field of FIELDS) if (merger.has(field)) fields[field] = row.values[field];
    merger.put('chains', row, existing, fields, FIGURES);
  }
}

type FindTask = (text: string) => readonly Task[];

/** By name, or by application and name: `Engine / Torque`. */
function taskFinder({ input: { plan } }: Merger): FindTask {
  const tasks = [...plan.tasks.values()];
  const byName = groupByText(tasks, ({ name }) => name);
  const ownerOf = ({ applicationId }: Task) => plan.applications.get(applicationId)?.name ?? '';
  const byBoth = groupByText(tasks, (task) => `${ownerOf(task)} / ${task.name}`);
  return (text) =>
    byName.get(text) ?? byBoth.get(text) ?? byBoth.get(text.replace(/\s*\/\s*/, ' / ')) ?? [];
}

/** The tasks of a row, first to last; null after reporting. */
function pathOf(merger: Merger, row: ValueRow, find: FindTask): readonly Id[] | null {
  const names = row.values['taskIds'];
  if (!Array.isArray(names) || names.length === 0) {
    if (!row.faulty.has('taskIds')) merger.report('csv-missing-value', row, 'taskIds');
    return null;
  }
  const ids: Id[] = [];
  for (const name of names.map(String)) {
    const [task, another] = find(name);
    const detail = { found: name, word: 'task' };
    if (task && !another) ids.push(task.id);
    else merger.report(task ? 'csv-ambiguous-name' : 'csv-unknown-name', row, 'taskIds', detail);
  }
  return ids.length === names.length ? ids : null;
}

/** Stands in a list of positions where none is stated. */
const NOT_STATED = '-';

/** What the row states; without a column for it, what was stated on the same path. */
function positionsOf(
  merger: Merger,
  row: ValueRow,
  existing: Chain | null,
  taskIds: readonly Id[],
): unknown {
  if (!merger.has('runnablePositions')) {
    return existing && sameRecord(existing.taskIds, taskIds) ? existing.runnablePositions : null;
  }
  const stated = row.values['runnablePositions'];
  if (!Array.isArray(stated)) return stated;
  // What is no number is refused with its column by the schema.
  return stated.map((each: unknown) => {
    if (each === NOT_STATED) return null;
    return typeof each === 'string' && /^\d+$/.test(each) ? Number(each) : each;
  });
}
