/** Import of a CSV file, seen before it happens: what would change, and everything that is wrong. */
import type { NewId } from '../../model/commands/records.ts';
import type { Diff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { importApplications } from './import-applications.ts';
import { importChains } from './import-chains.ts';
import { importLinks } from './import-links.ts';
import { importTasks } from './import-tasks.ts';
import { Merger, PLAIN_BASIS, type RowChange, type TableBasis, type TaskBinding } from './merge.ts';
import { csvProblem } from './problems.ts';
import { countKnown, readRecords } from './read-records.ts';
import { readTable, type CsvLimits } from './read-table.ts';
import { TABLE_SPECS, type CsvKind } from './table-specs.ts';

export interface CsvInput {
  readonly plan: Plan;
  readonly text: string;
  /** For the source of imported figures. */
  readonly fileName: string;
  /** What the file holds; null: told by its columns. */
  readonly kind: CsvKind | null;
  readonly newId: NewId;
  /** What the table means where it does not say so itself. */
  readonly tableBasis?: Partial<TableBasis>;
  /** How much is read; for tests. */
  readonly limits?: CsvLimits;
}

/** A column of the file and the field it goes to. */
export interface PreviewColumn {
  readonly header: string;
  /** Null: not imported. */
  readonly field: string | null;
}

export interface PreviewRow {
  /** Number of the row in the file. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly change: RowChange;
}

/** What an import would do. */
export interface CsvPreview {
  /** Null when neither the caller nor the columns tell. */
  readonly kind: CsvKind | null;
  readonly delimiter: string;
  readonly columns: readonly PreviewColumn[];
  readonly rows: readonly PreviewRow[];
  /** While there is one, nothing can be imported. */
  readonly problems: readonly Problem[];
  readonly notices: readonly Problem[];
  /** Null while there is a problem. */
  readonly diff: Diff | null;
  /** Tasks bound to cores; empty while there is a problem. */
  readonly bindings: readonly TaskBinding[];
}

/** Fields that applications share with other tables. */
const SHARED: readonly string[] = ['name', 'sources'];

/**
 * Tells from its headers what a table holds: links have two ends, chains a path of tasks and nothing that applications have, tasks a
 * period or execution time of an application, or two of period, WCET and deadline, or one and nothing that applications have.
 *
 * @param headers header cells
 * @returns the kind, or null when no kind knows the headers it needs
 */
export function detectKind(headers: readonly string[]): CsvKind | null {
  const among = (kind: CsvKind, isIn: (field: string) => boolean) =>
    countKnown(
      headers,
      TABLE_SPECS[kind].filter(({ field }) => isIn(field)),
    ) > 0;
  const knows = (kind: CsvKind, ...fields: readonly string[]) =>
    among(kind, (field) => fields.includes(field));
  const hasFrom = knows('links', 'from', 'fromApplication', 'fromTask');
  const hasTo = knows('links', 'to', 'toApplication', 'toTask');
  if (hasFrom && hasTo) return 'links';
  const isNamed = knows('applications', 'name');
  const isOfApplications = among('applications', (field) => !SHARED.includes(field));
  const isPath = knows('chains', 'name') && knows('chains', 'taskIds');
  if (isPath && !(isNamed && isOfApplications)) return 'chains';
  const isTimed = knows('tasks', 'periodNs', 'deadlineNs', 'wcetNs', 'acetNs', 'bcetNs');
  if (isTimed && knows('tasks', 'application', 'partition')) return 'tasks';
  const groups = [['periodNs', 'rateHz'], ['deadlineNs'], ['wcetNs']];
  const times = groups.filter((fields) => knows('tasks', ...fields)).length;
  const isTaskSet = times > 1 || (times === 1 && !isOfApplications);
  if (isTaskSet && knows('tasks', 'name')) return 'tasks';
  return isNamed ? 'applications' : null;
}

/**
 * Reads a CSV file against a plan. New names become new records, known names change their records; a blank cell makes a
 * field unknown, an absent column leaves it alone.
 *
 * @param input file and plan
 * @returns every row with what becomes of it; the diff, or every problem by row and column
 * @cost O(cells + records of the plan)
 */
export function previewCsv(input: CsvInput): CsvPreview {
  const table = input.limits ? readTable(input.text, input.limits) : readTable(input.text);
  if (!table.ok) {
    const { kind } = input;
    const nothing = { columns: [], rows: [], notices: [], diff: null, bindings: [] };
    return { kind, delimiter: ',', ...nothing, problems: table.problems };
  }
  const { delimiter, headers, rows, headerRow } = table.value;
  const kind = input.kind ?? detectKind(headers);
  const { plan, fileName, newId } = input;
  const tableBasis = { ...PLAIN_BASIS, ...input.tableBasis };
  const { timeUnit } = tableBasis;
  const units = timeUnit === null ? {} : { time: timeUnit };
  const values = readRecords(table.value, kind === null ? [] : TABLE_SPECS[kind], units);
  const columns = values.columns.map(({ header, spec }) => ({
    header,
    field: spec?.field ?? null,
  }));
  const merger = new Merger({ plan, table: values, headerRow, fileName, newId, tableBasis });
  const more = kind === null ? [] : runImport(kind, merger);
  const unknown = csvProblem('csv-unknown-kind', {
    place: { row: headerRow },
    found: headers.join(', '),
    expected:
      'for tasks two of period, WCET and deadline; for links both ends; for chains a name and tasks; for applications a name',
  });
  const problems = kind === null ? [unknown] : [...values.problems, ...merger.problems];
  const isGood = problems.length === 0;
  // A row of units is none of the records.
  const records = new Set(values.rows.map(({ row }) => row));
  const faulty = new Set(values.rows.filter((row) => row.isFaulty).map(({ row }) => row));
  return {
    kind,
    delimiter,
    columns,
    rows: rows
      .filter(({ row }) => records.has(row))
      .map(({ row, cells }) => ({
        row,
        cells,
        change: faulty.has(row) ? 'refused' : (merger.changes.get(row) ?? 'refused'),
      })),
    problems: sortByRow(problems),
    notices: [...table.value.notices, ...(kind === null ? [] : values.notices), ...more],
    diff: isGood ? merger.diff() : null,
    bindings: isGood ? merger.bindings : [],
  };
}

function runImport(kind: CsvKind, merger: Merger): readonly Problem[] {
  if (kind === 'tasks') return importTasks(merger);
  if (kind === 'links') importLinks(merger);
  else if (kind === 'chains') importChains(merger);
  else importApplications(merger);
  return [];
}

function sortByRow(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => (a.place.row ?? 0) - (b.place.row ?? 0));
}
