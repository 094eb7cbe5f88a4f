/** Figures of a task that a table says in a way of its own: a rate for a period, ranks for priorities, times beside the WCET. */
import type { Problem } from '../../model/problem.ts';
import type { Merger } from './merge.ts';
import { csvNotice } from './problems.ts';
import { cellPlace, type ValueRow } from './read-records.ts';
import { SMALLEST_FIRST } from './table-specs.ts';

const SECOND_NS = 1e9;
/** Largest priorities of operating systems, of bytes and words, and of a task here. */
const PRIORITY_LIMITS: readonly number[] = [255, 65_535, 1_000_000];

/** Figures of the rows of one table. */
export interface TaskFigures {
  /** Fields of the record that the row states, by the columns that the file has. */
  readonly of: (row: ValueRow) => Readonly<Record<string, unknown>>;
  /** What the sources of a row's figures say besides the file. */
  readonly remarks: (row: ValueRow) => Readonly<Record<string, string>>;
  readonly notices: readonly Problem[];
}

/**
 * Decides for a whole table how its periods, priorities and access times are read.
 *
 * @param merger the import; reports a column of rates beside one of periods
 * @returns how rows are read, and notices about it
 * @cost O(rows log rows)
 */
export function taskFigures(merger: Merger): TaskFigures {
  const { headerRow, table, tableBasis } = merger.input;
  const notices: Problem[] = [];
  const tell = (
    code: Parameters<typeof csvNotice>[0],
    field: string,
    words: Readonly<Record<string, number>> = {},
  ) => notices.push(csvNotice(code, { place: cellPlace(table.columns, headerRow, field), words }));
  if (merger.has('periodNs') && merger.has('rateHz')) merger.reportDuplicate('periodNs', 'rateHz');
  const limit = priorityLimit(merger);
  if (limit !== null) tell('csv-priorities-turned', 'priority', { limit });
  else if (growsWithPeriod(table.rows)) tell('csv-priorities-like-ranks', 'priority');
  const addsAccess = tableBasis.addsAccessTimes && merger.has('wcetNs');
  if (merger.has('accessNs')) {
    tell(addsAccess ? 'csv-access-times-added' : 'csv-access-times-left-out', 'accessNs');
  }
  if (table.rows.some(({ values }) => isRounded(values['rateHz']))) {
    tell('csv-period-rounded', 'rateHz');
  }
  const of = (row: ValueRow) => {
    const { values } = row;
    const fields: Record<string, unknown> = {};
    if (merger.has('rateHz')) fields['periodNs'] = periodOf(values['rateHz']);
    const { priority, wcetNs, accessNs } = values;
    if (limit !== null && typeof priority === 'number') fields['priority'] = limit - priority;
    if (addsAccess && typeof wcetNs === 'number' && typeof accessNs === 'number') {
      fields['wcetNs'] = wcetNs + accessNs;
    }
    return fields;
  };
  const remark = addsAccess ? 'with its label access time' : 'without its label access time';
  const remarks = ({ values: { wcetNs, accessNs } }: ValueRow): Readonly<Record<string, string>> =>
    typeof wcetNs === 'number' && typeof accessNs === 'number' ? { wcetNs: remark } : {};
  return { of, remarks, notices };
}

/** Down to whole nanoseconds: releases as often as stated, or more often. */
function periodOf(rateHz: unknown): number | null {
  return typeof rateHz === 'number' && rateHz > 0 ? Math.floor(SECOND_NS / rateHz) : null;
}

function isRounded(rateHz: unknown): boolean {
  return typeof rateHz === 'number' && rateHz > 0 && !Number.isInteger(SECOND_NS / rateHz);
}

/** What the priorities of the table are taken from, where the smallest is the most urgent; null: the largest is. */
function priorityLimit({ input: { table, tableBasis } }: Merger): number | null {
  const column = table.columns.find(({ spec }) => spec?.field === 'priority');
  if (!column) return null;
  if (column.unit !== SMALLEST_FIRST && tableBasis.urgentPriority === 'largest') return null;
  const largest = Math.max(0, ...table.rows.map(({ values }) => Number(values['priority'] ?? 0)));
  return PRIORITY_LIMITS.find((limit) => limit >= largest) ?? null;
}

/** Whether every longer period has the larger priority, against all that is usual: as ranks are written. */
function growsWithPeriod(rows: readonly ValueRow[]): boolean {
  const pairs = rows
    .flatMap(({ values: { periodNs, priority } }) =>
      typeof periodNs === 'number' && typeof priority === 'number' ? [{ periodNs, priority }] : [],
    )
    .toSorted((a, b) => a.priority - b.priority);
  const grows = pairs.every(({ periodNs }, at) => periodNs >= (pairs[at - 1]?.periodNs ?? 0));
  const [first, last] = [pairs[0], pairs.at(-1)];
  if (!first || !last || !grows) return false;
  return first.priority < last.priority && first.periodNs < last.periodNs;
}
