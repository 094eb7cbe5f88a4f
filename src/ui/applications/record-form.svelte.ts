/** What the forms of the plan's records share: one edit is one step, a figure set by hand is the user's. */
import { updateRecords, type ListedTable } from '../../model/commands/records.ts';
import type { Id } from '../../model/fields.ts';
import type { Records } from '../../model/plan.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { sourceOf, sourcesAfter, type Sources } from '../fields/sources.ts';

/** Tables whose records carry figures with sources. */
export type FigureTable = Extract<
  ListedTable,
  'applications' | 'tasks' | 'links' | 'chains' | 'images'
>;
type Sourced = { readonly id: Id; readonly name: string; readonly sources: Sources };

/** Edits one record. */
export class RecordForm<T extends FigureTable> {
  readonly #session: PlanSession;
  readonly #table: T;
  readonly #record: () => Records[T];

  /** @param record the record as it is now */
  constructor(session: PlanSession, table: T, record: () => Records[T]) {
    this.#session = session;
    this.#table = table;
    this.#record = record;
  }

  get #now(): Sourced {
    return this.#record();
  }

  /** Sets fields that are no figures. */
  set(what: string, fields: Partial<Records[T]>): void {
    const { id, name } = this.#now;
    this.#session.run(`edit ${what} of ${name}`, (plan) =>
      updateRecords(plan, this.#table, [id], fields),
    );
  }

  /** Sets one figure; it is the user's from now on. */
  setFigure(what: string, field: Extract<keyof Records[T], string>, value: unknown): void {
    const sources = sourcesAfter(this.#now.sources, field, value);
    this.set(what, { [field]: value, sources } as unknown as Partial<Records[T]>);
  }

  sourceOf(field: Extract<keyof Records[T], string>): string | null {
    return sourceOf(this.#now.sources, field);
  }

  /** States where a figure comes from. */
  setSource(what: string, field: Extract<keyof Records[T], string>, source: string): void {
    const sources = { ...this.#now.sources, [field]: source };
    this.set(`source of ${what}`, { sources } as unknown as Partial<Records[T]>);
  }
}
