/** One table on screen: where the focus is, what is selected, being edited, sorted and filtered. */
import type { Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { newId } from '../app/new-id.ts';
import { changeOf, type CellEdit } from './cell-edits.ts';
import type { AnyRecord, CellText, Column, TableContext, TableDefinition } from './column.ts';
import { idSet } from './id-set.ts';
import { clamp, rangeOf, type Cell, type Extent, type Range } from './range.ts';
import { orderedIds, settledOrder, type OrderQuestion, type StandingOrder } from './row-order.ts';

/** A cell that is being edited. */
export interface Editing {
  readonly text: string;
  /** `typed`: arrows commit and move on; `opened`: arrows move in the text. */
  readonly mode: 'typed' | 'opened';
  readonly problem: Problem | null;
}

const EVERYTHING: OrderQuestion = { sorting: null, filter: '', unknownIn: null };
const EMPTY_CELL: CellText = { text: '', tone: 'plain' };

export class Sheet {
  readonly definition: TableDefinition;
  readonly session: PlanSession;
  active: Cell = $state.raw({ row: 0, column: 0 });
  /** The corner of the selection that stays where it is. */
  anchor: Cell = $state.raw({ row: 0, column: 0 });
  editing: Editing | null = $state.raw(null);
  question: OrderQuestion = $state.raw(EVERYTHING);
  /** Texts of the empty row at the end, until they make a record. */
  draft: ReadonlyMap<string, string> = $state.raw(new Map());
  /** Says what the draft still needs. */
  draftProblem: Problem | null = $state.raw(null);
  /** Rows that fit on the screen; the grid tells. */
  page = $state(20);
  /** Counts wishes to have the focus on the active cell. */
  focusWish = $state(0);
  #standing: (StandingOrder & { readonly question: OrderQuestion }) | null = null;

  readonly context: TableContext = $derived.by(() => this.contextOf(this.session.plan));
  readonly #rows = $derived.by(() => this.definition.rows(this.context));
  /** Ids of the rows in the order shown. */
  readonly ids: readonly Id[] = $derived.by(() => this.#order());
  readonly range: Range = $derived(rangeOf(this.anchor, this.active));
  readonly extent: Extent = $derived.by(() => ({
    rows: this.ids.length + 1,
    columns: this.definition.columns.length,
    page: this.page,
  }));

  constructor(session: PlanSession, definition: TableDefinition) {
    this.session = session;
    this.definition = definition;
  }

  contextOf(plan: Plan): TableContext {
    return {
      plan,
      target: targetOf(plan),
      tree: this.session.layout ? layoutTree(plan, this.session.layout.id) : null,
    };
  }

  get columns(): readonly Column[] {
    return this.definition.columns;
  }

  /** Rows of the table, whether the filter shows them or not. */
  get total(): number {
    return this.#rows.length;
  }

  #order(): readonly Id[] {
    const question = this.question;
    const all = this.#rows.map(({ id }) => id);
    if (question === EVERYTHING) {
      this.#standing = null;
      return all;
    }
    const before = this.#standing;
    const ids =
      before?.question === question
        ? settledOrder(before, all)
        : orderedIds(this.#rows, this.columns, question, this.context);
    this.#standing = { ids, known: idSet(all), question };
    return ids;
  }

  record(row: number): AnyRecord | undefined {
    const table = this.context.plan[this.definition.table] as ReadonlyMap<Id, unknown>;
    return table.get(this.ids[row] ?? '') as AnyRecord | undefined;
  }

  shown(row: number, column: Column): CellText {
    const record = this.record(row);
    if (record) return column.shown(record, this.context);
    const text = this.draft.get(column.key);
    return text === undefined ? EMPTY_CELL : { text, tone: 'muted' };
  }

  edited(row: number, column: number): string {
    const of = this.columns[column];
    const record = this.record(row);
    if (!of) return '';
    return record ? of.edited(record, this.context) : (this.draft.get(of.key) ?? '');
  }

  isFilled({ row, column }: Cell): boolean {
    const of = this.columns[column];
    const record = this.record(row);
    return of !== undefined && record !== undefined && of.sortKey(record, this.context) !== null;
  }

  /** Moves the focus; `extend` keeps the other corner of the selection. */
  moveTo(cell: Cell, extend = false): void {
    this.active = clamp(cell, this.extent, !extend);
    if (!extend) this.anchor = this.active;
    this.focusWish += 1;
    this.share();
  }

  selectRange(from: Cell, to: Cell): void {
    this.anchor = clamp(from, this.extent, false);
    this.active = clamp(to, this.extent, false);
    this.focusWish += 1;
    this.share();
  }

  /** Records of the selected rows. */
  selectedRecords(): readonly AnyRecord[] {
    const { top, bottom } = this.range;
    const rows = Array.from({ length: bottom - top + 1 }, (_, index) => this.record(top + index));
    return this.active.row < 0 ? [] : rows.filter((row) => row !== undefined);
  }

  /** The other views select what the selected rows are about. */
  share(): void {
    if (this.active.row < 0) return;
    const { definition } = this;
    const { kind } = definition;
    const ids = [...idSet(this.selectedRecords().map((row) => definition.selectedId(row)))];
    this.session.selection.set(...ids.map((id) => ({ kind, id })));
  }

  /** Puts the focus on the row of a thing that was selected elsewhere. */
  reveal(id: Id): boolean {
    const rowOf = (): number =>
      this.ids.findIndex((_, row) => {
        const record = this.record(row);
        return record !== undefined && this.definition.selectedId(record) === id;
      });
    if (rowOf() < 0) this.question = EVERYTHING;
    const row = rowOf();
    if (row < 0) return false;
    this.active = this.anchor = { row, column: this.active.column };
    return true;
  }

  /** Another selection, made elsewhere, that the rows selected here do not show. */
  shows(id: Id): boolean {
    return this.selectedRecords().some((row) => this.definition.selectedId(row) === id);
  }

  ask(question: Partial<OrderQuestion>): void {
    const next = { ...this.question, ...question };
    const isPlain = next.sorting === null && next.filter.trim() === '' && next.unknownIn === null;
    this.question = isPlain ? EVERYTHING : next;
    this.active = this.anchor = clamp(
      { ...this.active, row: Math.max(-1, this.active.row) },
      this.extent,
      true,
    );
  }

  edit(row: number, column: Column, text: string): CellEdit {
    return { id: this.ids[row] ?? null, row: row + 1, column, text };
  }

  /** Checks edits first; applies them as one step when every cell is good. */
  apply(step: string, edits: readonly CellEdit[]): Result<unknown> {
    const checked = changeOf(this.definition, this.context, edits, newId);
    if (!checked.ok) return checked;
    this.session.run(step, (plan, freshId): Result<Diff> => {
      const change = changeOf(this.definition, this.contextOf(plan), edits, freshId);
      return change.ok ? ok(change.value.diff) : change;
    });
    return checked;
  }
}
