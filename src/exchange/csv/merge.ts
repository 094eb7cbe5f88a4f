/** Puts imported rows beside the records of a plan: what is new, what changes, what stays. */
import type { NewId } from '../../model/commands/records.ts';
import { decode } from '../../model/decode.ts';
import { DiffDraft, sameRecord, type Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import {
  nextOrder,
  recordSchemas,
  TABLE_WORDS,
  type Plan,
  type Records,
} from '../../model/plan.ts';
import type { Place, Problem } from '../../model/problem.ts';
import { MAX_PROBLEMS } from '../problem-list.ts';
import { csvProblem } from './problems.ts';
import { cellPlace, type ValueRow, type ValueTable } from './read-records.ts';
import type { CsvKind } from './table-specs.ts';

/** What becomes of a row. */
export type RowChange = 'new' | 'changed' | 'same' | 'refused';

/** A task that the file binds to a core; the caller turns it into a layout. */
export interface TaskBinding {
  readonly taskId: Id;
  readonly applicationId: Id;
  /** As written: a core's number, id or name. */
  readonly core: string;
  readonly place: Place;
}

/** What a table means where it does not say so itself. */
export interface TableBasis {
  /** Core type that execution times and loads were stated for; null: unknown. */
  readonly coreType: string | null;
  readonly clockHz: number | null;
  /** Unit of times that have none in their header or cell; null: they are refused. */
  readonly timeUnit: 'ns' | 'us' | 'ms' | 's' | null;
  /** Which priorities of tasks are the most urgent. */
  readonly urgentPriority: 'largest' | 'smallest';
  /** Whether a column of label access times is added to the WCETs. */
  readonly addsAccessTimes: boolean;
  /** Core that tasks are bound to, by number, id or name; null: they are not bound. */
  readonly core: string | null;
}

/** Nothing is said besides the table. */
export const PLAIN_BASIS: TableBasis = {
  coreType: null,
  clockHz: null,
  timeUnit: null,
  urgentPriority: 'largest',
  addsAccessTimes: false,
  core: null,
};

/** What an import is made with. */
export interface MergeInput {
  readonly plan: Plan;
  readonly table: ValueTable;
  readonly headerRow: number;
  readonly fileName: string;
  readonly newId: NewId;
  readonly tableBasis: TableBasis;
}

type Field = string;
type Values = Readonly<Record<Field, unknown>>;

/** Longest source text that a record takes. */
const MAX_SOURCE = 400;

/** Collects the changes of one import. */
export class Merger {
  readonly problems: Problem[] = [];
  readonly bindings: TaskBinding[] = [];
  readonly changes = new Map<number, RowChange>();
  readonly input: MergeInput;
  readonly draft: DiffDraft;
  readonly #orders = new Map<CsvKind, number>();
  readonly #source: string;

  constructor(input: MergeInput) {
    this.input = input;
    this.draft = new DiffDraft(input.plan);
    this.#source = `imported from ${input.fileName}`.slice(0, MAX_SOURCE).toWellFormed();
  }

  /** @returns whether the file has a column for the field */
  has(field: Field): boolean {
    return this.input.table.columns.some(({ spec }) => spec?.field === field);
  }

  /**
   * Reports something about a cell; its row is refused.
   *
   * @param code which problem
   * @param row the row
   * @param field the field, whose column is named where the file has one
   * @param detail what was found, words of the message
   */
  report(
    code: Parameters<typeof csvProblem>[0],
    row: ValueRow,
    field: Field,
    detail: { readonly found?: string; readonly expected?: string; readonly word?: string } = {},
  ): void {
    const { word = '', ...rest } = detail;
    this.changes.set(row.row, 'refused');
    if (this.problems.length >= MAX_PROBLEMS) return;
    const place = cellPlace(this.input.table.columns, row.row, field);
    this.problems.push(csvProblem(code, { place, ...rest, words: { word } }));
  }

  /**
   * Reports a column that the file needs and lacks.
   *
   * @param headers headers that would do
   */
  reportColumn(headers: string): void {
    const place = { row: this.input.headerRow };
    this.problems.push(csvProblem('csv-missing-column', { place, expected: headers }));
  }

  /**
   * Reports two columns that say the same in different ways.
   *
   * @param first field of one
   * @param second field of the other
   */
  reportDuplicate(first: Field, second: Field): void {
    const { columns } = this.input.table;
    const place = cellPlace(columns, this.input.headerRow, second);
    const found = [first, second]
      .map((field) => columns.find(({ spec }) => spec?.field === field)?.header ?? field)
      .join(', ');
    this.problems.push(csvProblem('csv-duplicate-column', { place, found }));
  }

  /**
   * The text of a cell that must not be blank.
   *
   * @returns the text, or null after reporting
   */
  required(row: ValueRow, field: Field): string | null {
    const value = row.values[field];
    if (typeof value === 'string') return value;
    // A faulty cell has its own problem.
    if (!row.faulty.has(field)) this.report('csv-missing-value', row, field);
    else this.changes.set(row.row, 'refused');
    return null;
  }

  /**
   * Puts a record made from a row: fields that the file has replace those of the existing record, a blank one makes
   * the field unknown or its default.
   *
   * @param table where it goes
   * @param row the row
   * @param existing the record to change, or null for a new one
   * @param fields values by field; null: blank
   * @param figures fields whose source becomes the file
   * @param remarks field -> what its source says besides the file
   * @returns the record, or null when its row is refused
   */
  put<T extends CsvKind>(
    table: T,
    row: ValueRow,
    existing: Records[T] | null,
    fields: Values,
    figures: readonly Field[],
    remarks: Readonly<Record<Field, string>> = {},
  ): Records[T] | null {
    const base = existing ?? {
      id: this.input.newId(TABLE_WORDS[table]),
      order: this.#nextOrder(table),
    };
    const merged: Record<string, unknown> = { ...base, ...fields };
    for (const [field, value] of Object.entries(fields)) {
      if (value === null) Reflect.deleteProperty(merged, field);
    }
    if (!('sources' in fields))
      merged['sources'] = this.#sources(existing, fields, figures, remarks);
    const decoded = decode(recordSchemas[table], merged);
    if (!decoded.ok) {
      this.#refuseFields(row, decoded.problems);
      return null;
    }
    const record = decoded.value as Records[T];
    if (row.isFaulty || this.changes.get(row.row) === 'refused') return record;
    this.draft.put(table, record);
    const isSame = existing !== null && sameRecord(existing, record);
    this.changes.set(row.row, existing === null ? 'new' : isSame ? 'same' : 'changed');
    return record;
  }

  /**
   * Adds a record that a row names and the plan lacks.
   *
   * @param table where it goes
   * @param row the row that names it
   * @param fields its fields; the others get their defaults
   * @param field column that names it
   * @returns the record, or null when its row is refused
   */
  create<T extends CsvKind>(
    table: T,
    row: ValueRow,
    fields: Values,
    field: Field,
  ): Records[T] | null {
    const id = this.input.newId(TABLE_WORDS[table]);
    const order = this.#nextOrder(table);
    const decoded = decode(recordSchemas[table], { id, order, ...fields });
    if (!decoded.ok) {
      for (const problem of decoded.problems) this.#refuse(row, field, problem);
      return null;
    }
    const record = decoded.value as Records[T];
    this.draft.put(table, record);
    return record;
  }

  /** @returns the diff; only without problems */
  diff(): Diff {
    return this.draft.diff();
  }

  #nextOrder(table: CsvKind): number {
    const last = this.#orders.get(table) ?? nextOrder(this.input.plan[table]) - 1;
    this.#orders.set(table, last + 1);
    return last + 1;
  }

  #sources(
    existing: { readonly sources: Readonly<Record<string, string>> } | null,
    fields: Values,
    figures: readonly Field[],
    remarks: Readonly<Record<Field, string>>,
  ): Readonly<Record<string, string>> {
    const remarked: Record<string, string> = {};
    for (const [field, remark] of Object.entries(remarks)) {
      const file = this.#source.slice(0, MAX_SOURCE - remark.length - 2).toWellFormed();
      remarked[field] = `${file}, ${remark}`;
    }
    if (existing === null) return { '*': this.#source, ...remarked };
    const sources: Record<string, string> = { ...existing.sources };
    for (const field of figures) {
      const old = (existing as unknown as Values)[field];
      if (field in fields && !sameRecord(old, fields[field]))
        sources[field] = remarked[field] ?? this.#source;
    }
    return sources;
  }

  /** What the schema refuses although the cell could be read: a name too long, control characters. */
  #refuseFields(row: ValueRow, problems: readonly Problem[]): void {
    for (const problem of problems) {
      const own = problem.place.pointer?.split('/')[1] ?? '';
      const columns = [own, ...(FIELD_COLUMNS[own] ?? [])];
      this.#refuse(row, columns.find((candidate) => this.has(candidate)) ?? own, problem);
    }
  }

  #refuse(row: ValueRow, column: Field, { code, expected, found }: Problem): void {
    const isNumber = code === 'json-out-of-range';
    const unit = UNITS.find(([ending]) => isNumber && column.endsWith(ending))?.[1] ?? '';
    this.report(isNumber ? 'csv-out-of-range' : 'csv-not-allowed', row, column, {
      ...(expected === null ? {} : { expected: `${expected}${unit}` }),
      ...(found === null ? {} : { found: `${found}${unit}` }),
    });
  }
}

/** Units that records count in, by the ending of their fields. */
const UNITS: readonly (readonly [ending: string, unit: string])[] = [
  ['Ns', ' ns'],
  ['Bytes', ' B'],
];

/** Fields of records that are made from columns of another name. */
const FIELD_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  cpuLoad: ['loadShare', 'loadCoreType', 'loadClockHz'],
  rateHz: ['periodNs'],
};

/**
 * Groups records by a text.
 *
 * @param records records
 * @param keyOf the text, usually the name
 * @returns text -> records
 * @cost O(records)
 */
export function groupByText<T>(
  records: Iterable<T>,
  keyOf: (record: T) => string,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups;
}
