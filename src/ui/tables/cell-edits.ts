/** From edited cells to one diff: every cell is read, every row decoded; one bad cell and nothing happens. */
import { placeApplications, unplaceApplications } from '../../model/commands/placement.ts';
import type { NewId } from '../../model/commands/records.ts';
import { decode } from '../../model/decode.ts';
import { DiffDraft, type Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { nextOrder, recordSchemas, type Plan, type Records, type Table } from '../../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { AnyRecord, Column, PlaceWish, TableContext, TableDefinition } from './column.ts';
import { sourcesAfter, type Sources } from '../fields/sources.ts';
import { combined } from '../../model/commands/combined.ts';
import { tableProblem } from './problems.ts';

/** New text of one cell. */
export interface CellEdit {
  /** Record of the row; null: a row that does not exist yet. */
  readonly id: Id | null;
  /** Number of the row as it stands at its left; tells new rows apart. */
  readonly row: number;
  readonly column: Column;
  readonly text: string;
}

/** One edit of cells, ready to be applied. */
export interface CellChange {
  readonly diff: Diff;
  /** Records that new rows became, in their order. */
  readonly added: readonly Id[];
}

interface RowOutcome {
  readonly record: AnyRecord;
  readonly isNew: boolean;
  readonly place: PlaceWish | null;
}

const at = (problem: Problem, row: number, field: string): Problem => ({
  ...problem,
  place: { row, field },
});

/** Sources of the figures that were edited: the user says so now. */
function withSources(record: AnyRecord, edited: readonly Column[]): AnyRecord {
  const fields = edited.flatMap((column) => (column.isFigure ? column.fields.slice(0, 1) : []));
  if (fields.length === 0) return record;
  const before = (record['sources'] ?? {}) as Sources;
  const sources = fields.reduce((all, field) => sourcesAfter(all, field, record[field]), before);
  return { ...record, sources };
}

/** The column that shows what a problem of the decoder is about. */
function columnOf(definition: TableDefinition, pointer: string | undefined): Column | undefined {
  const path = (pointer ?? '').replace(/^\//, '');
  const holds = (field: string): boolean => path === field || path.startsWith(`${field}/`);
  return definition.columns
    .flatMap((column) => column.fields.filter(holds).map((field) => ({ column, field })))
    .sort((a, b) => b.field.length - a.field.length)[0]?.column;
}

/** Records count in base units: without one, a limit would be read in the unit of the column. */
function withBaseUnit(problem: Problem): Problem {
  const { code, expected, found, place } = problem;
  const ending = /(Ns|Bytes|Hz)$/.exec(place.pointer ?? '')?.[1];
  if (code !== 'json-out-of-range' || ending === undefined) return problem;
  const unit = { Ns: 'ns', Bytes: 'B', Hz: 'Hz' }[ending] ?? '';
  const withUnit = (text: string | null) => (text === null ? null : `${text} ${unit}`);
  return { ...problem, expected: withUnit(expected), found: withUnit(found) };
}

function missingIn(definition: TableDefinition, record: AnyRecord): readonly Column[] {
  return definition.columns.filter(({ required, fields }) => {
    const value = record[fields[0] ?? ''];
    return required && (value === undefined || value === null || value === '');
  });
}

function readCells(
  edits: readonly CellEdit[],
  start: AnyRecord,
  context: TableContext,
): Result<{ record: AnyRecord; place: PlaceWish | null }> {
  let record = start;
  let place = null as PlaceWish | null;
  const problems: Problem[] = [];
  for (const { column, text, row } of edits) {
    const result = column.read(text, record, context);
    if (!result.ok) {
      problems.push(...result.problems.map((problem) => at(problem, row, column.title)));
      continue;
    }
    if (result.value.fields) record = { ...record, ...result.value.fields };
    if (result.value.place) place = { ...place, ...result.value.place };
  }
  return problems.length > 0 ? fail(...problems) : ok({ record, place });
}

/** Reads the edited cells of one row and decodes what comes out. */
function settleRow(
  definition: TableDefinition,
  context: TableContext,
  edits: readonly CellEdit[],
  start: AnyRecord,
  isNew: boolean,
): Result<RowOutcome> {
  const row = edits[0]?.row ?? 0;
  const read = readCells(edits, start, context);
  if (!read.ok) return read;
  const missing = missingIn(definition, read.value.record);
  if (missing.length > 0) {
    const words = { word: definition.word, missing: missing.map(({ title }) => title).join(', ') };
    return fail(at(tableProblem('row-incomplete', { words }), row, missing[0]?.title ?? ''));
  }
  const finished = definition.finish?.(read.value.record, context) ?? ok(read.value.record);
  const placed = (problem: Problem): Problem => {
    const column = columnOf(definition, problem.place.pointer);
    return at(withBaseUnit(problem), row, column?.title ?? definition.word);
  };
  if (!finished.ok) return fail(...finished.problems.map(placed));
  const edited = edits.map(({ column }) => column);
  const decoded = decode(recordSchemas[definition.table], withSources(finished.value, edited));
  if (!decoded.ok) return fail(...decoded.problems.map(placed));
  return ok({ record: decoded.value, isNew, place: read.value.place });
}

/** Applications with the same wish go to their place together. */
function placeCommands(
  outcomes: readonly RowOutcome[],
  { tree }: TableContext,
  newId: NewId,
): readonly ((plan: Plan) => Result<Diff> | Diff)[] {
  if (!tree) return [];
  const layoutId = tree.layout.id;
  const groups = new Map<string, { ids: Id[]; environmentId: Id | null; coreIds: readonly Id[] }>();
  for (const { record, place } of outcomes) {
    if (!place || (place.environmentId === undefined && place.coreIds === undefined)) continue;
    const now = tree.placementsOf.get(record.id)?.[0];
    const environmentId =
      place.environmentId === undefined ? now?.environmentId : place.environmentId;
    // Cores alone of an application without a place: refused where the cells were read.
    if (environmentId === undefined) continue;
    const coreIds = place.coreIds ?? now?.coreIds ?? [];
    const key = JSON.stringify([environmentId, coreIds]);
    const group = groups.get(key);
    if (group) group.ids.push(record.id);
    else groups.set(key, { ids: [record.id], environmentId, coreIds });
  }
  return [...groups.values()].map(({ ids, environmentId, coreIds }) => (plan: Plan) => {
    if (environmentId === null) return unplaceApplications(plan, layoutId, ids);
    const args = { layoutId, applicationIds: ids, environmentId, coreIds };
    return layoutTree(plan, layoutId) ? placeApplications(plan, args, newId) : fail();
  });
}

function homeless(outcome: RowOutcome, context: TableContext, row: number): readonly Problem[] {
  const { place, record } = outcome;
  const cores = place?.coreIds ?? [];
  if (cores.length === 0 || place?.environmentId !== undefined) return [];
  if ((context.tree?.placementsOf.get(record.id) ?? []).length > 0) return [];
  return [at(tableProblem('cell-no-place'), row, 'Cores')];
}

/**
 * Makes one diff of edited cells.
 *
 * @param definition the table
 * @param context the plan as it is
 * @param edits new texts; cells of one row are read in the given order
 * @param newId gives ids
 * @returns the diff, or every problem with its row and column; then nothing is changed at all
 * @cost O(edits + records)
 */
export function changeOf(
  definition: TableDefinition,
  context: TableContext,
  edits: readonly CellEdit[],
  newId: NewId,
): Result<CellChange> {
  const byRow = new Map<string, CellEdit[]>();
  for (const edit of edits) {
    const key = edit.id ?? `new ${edit.row}`;
    const list = byRow.get(key);
    if (list) list.push(edit);
    else byRow.set(key, [edit]);
  }
  const table = context.plan[definition.table] as unknown as Table<AnyRecord & { order: number }>;
  let order = nextOrder(table);
  const problems: Problem[] = [];
  const outcomes: RowOutcome[] = [];
  for (const cells of byRow.values()) {
    const id = cells[0]?.id ?? null;
    const start = id === null ? undefined : table.get(id);
    const seed = start ?? { ...definition.seed(newId, context), order: order++ };
    const outcome = settleRow(definition, context, cells, seed, start === undefined);
    if (!outcome.ok) problems.push(...outcome.problems);
    else {
      problems.push(...homeless(outcome.value, context, cells[0]?.row ?? 0));
      outcomes.push(outcome.value);
    }
  }
  if (problems.length > 0) return fail(...problems);
  const put = (plan: Plan): Diff => {
    const draft = new DiffDraft(plan);
    for (const { record } of outcomes)
      draft.put(definition.table, record as unknown as Records[typeof definition.table]);
    return draft.diff();
  };
  const diff = combined(context.plan, [put, ...placeCommands(outcomes, context, newId)]);
  if (!diff.ok) return diff;
  const added = outcomes.filter(({ isNew }) => isNew).map(({ record }) => record.id);
  return ok({ diff: diff.value, added });
}
