/** What a table consists of: columns that show, read and compare the fields of one kind of record. */
import type { SubjectKind } from '../../analysis/result.ts';
import type { NewId, ListedTable } from '../../model/commands/records.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import type { Result } from '../../model/problem.ts';
import type { Target } from '../../model/target.ts';

/** Any record of the model, seen by field. */
export interface AnyRecord {
  readonly id: Id;
  readonly [field: string]: unknown;
}

/** What cells are shown and read in. */
export interface TableContext {
  readonly plan: Plan;
  readonly target: Target;
  /** The layout on screen; null: the plan has none. */
  readonly tree: LayoutTree | null;
}

/** Where a row's application is to go; cells of "Placed in" and "Cores" join in it. */
export interface PlaceWish {
  /** null: out of the layout; undefined: where it is. */
  readonly environmentId?: Id | null;
  readonly coreIds?: readonly Id[];
}

/** What one edited cell does to its row. */
export interface CellWrite {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly place?: PlaceWish;
}

/** How a cell looks besides its text. */
export type CellTone = 'plain' | 'unknown' | 'muted';

export interface CellText {
  readonly text: string;
  /** `unknown`: the word stands for a missing fact; `muted`: follows from something else. */
  readonly tone: CellTone;
}

/** A column of a table; methods, so that columns of one record type fit into lists of any. */
export interface Column<R extends AnyRecord = AnyRecord> {
  readonly key: string;
  readonly title: string;
  /** Unit of bare numbers; null where there is none. */
  readonly unit: string | null;
  /** In pixels. */
  readonly width: number;
  readonly align: 'start' | 'end';
  /** Said under the editor while a cell is edited. */
  readonly hint: string | null;
  /** Whether a row cannot exist without it. */
  readonly required: boolean;
  readonly readOnly: boolean;
  /** Fields of the record that it shows, as paths without a leading slash, for problems that name a field. */
  readonly fields: readonly string[];
  /** Whether its value is a figure that has a source. */
  readonly isFigure: boolean;
  shown(row: R, context: TableContext): CellText;
  /** Text to edit and to copy; empty for unknown. */
  edited(row: R, context: TableContext): string;
  /** What sorting compares; null stands last. */
  sortKey(row: R, context: TableContext): string | number | null;
  /** Values to choose from; null where anything can be typed. */
  choices(context: TableContext): readonly string[] | null;
  /** Whether other texts than the choices are read too. */
  readonly openChoices: boolean;
  /** Reads an edited cell; an empty text clears it. `row` holds what earlier cells of the same row have set. */
  read(text: string, row: R, context: TableContext): Result<CellWrite>;
}

/** One table of the view. */
export interface TableDefinition<R extends AnyRecord = AnyRecord> {
  readonly id: string;
  readonly title: string;
  /** Table of the model that holds its rows. */
  readonly table: ListedTable;
  /** What is selected with a row: placements are selected as their applications. */
  readonly kind: SubjectKind;
  /** What a row itself is. */
  readonly recordKind: SubjectKind;
  /** One row in words. */
  readonly word: string;
  /** Said where it has no rows. */
  readonly empty: string;
  readonly columns: readonly Column<R>[];
  rows(context: TableContext): readonly R[];
  /** What a row at the end of the table starts as, before its cells are read. */
  seed(newId: NewId, context: TableContext): R;
  /** Settles a row after all its edited cells were read, before it is decoded. */
  finish?(row: R, context: TableContext): Result<R>;
  selectedId(row: R): Id;
}
