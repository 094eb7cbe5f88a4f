/** Windows that a generated table leaves alone: those of cores that it does not plan. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import type { Frame, Window } from '../../model/scheduling.ts';
import { formatNs } from '../../model/units.ts';
import { hyperperiodOf } from '../timing/whole-numbers.ts';
import type { BudgetWindow } from './table-for-budgets.ts';

/** A table on its way into a frame. */
export interface Table {
  readonly lengthNs: number;
  readonly windows: readonly BudgetWindow[];
}

/** Windows of a frame that a table for other cores would take away. */
export interface OtherWindows {
  /** Cores that the table has no window for. */
  readonly coreIds: readonly Id[];
  readonly windows: readonly Window[];
}

/**
 * @param tree the layout
 * @param frame whose windows the table replaces; null: it goes into a new frame
 * @param table the table
 * @returns windows of the frame on cores that the table does not plan
 * @cost O(windows)
 */
export function otherWindows(
  tree: LayoutTree,
  frame: Frame | null,
  { windows }: Table,
): OtherWindows {
  const planned = new Set(windows.map(({ coreId }) => coreId));
  const others = tree.windows.filter(
    ({ frameId, coreId }) => frameId === frame?.id && !planned.has(coreId),
  );
  return { coreIds: [...new Set(others.map(({ coreId }) => coreId))], windows: others };
}

/** Beyond so many windows nobody reads or checks a table by hand: a judgement of the house. */
const MOST_WINDOWS = 10_000;

/** The longer table, or why there is none. */
export type JointTable =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'none'; readonly reason: string };

/** The windows of one frame, as often as it fits into a longer one. */
function* repeated(
  windows: readonly BudgetWindow[],
  every: number,
  until: number,
): Generator<BudgetWindow> {
  for (let from = 0; from < until; from += every) {
    for (const { coreId, environmentId, startNs, durationNs } of windows)
      yield { coreId, environmentId, startNs: from + startNs, durationNs };
  }
}

/**
 * A table together with windows of other cores. Cores of one frame stay in step, so that both are repeated up to their least common
 * multiple; what each core is supplied with stays the same.
 *
 * @param table what was made
 * @param frame in which the others stand
 * @param others windows of cores that the table does not plan
 * @returns the joint table; none where it would be too long to be one
 * @cost O(windows of the joint table)
 * @rules TABLE-3
 */
export function keepWindows(table: Table, frame: Frame, others: readonly Window[]): JointTable {
  const lengthNs = hyperperiodOf([table.lengthNs, frame.lengthNs]);
  const count =
    lengthNs === null
      ? Infinity
      : table.windows.length * (lengthNs / table.lengthNs) +
        others.length * (lengthNs / frame.lengthNs);
  if (lengthNs === null || count > MOST_WINDOWS) {
    const meet =
      lengthNs === null
        ? 'never meet within exact numbers'
        : `meet only every ${formatNs(lengthNs)}`;
    return {
      kind: 'none',
      reason: `"${frame.name}" of ${formatNs(frame.lengthNs)} and a table of ${formatNs(table.lengthNs)} ${meet}; periods that divide the frame would do`,
    };
  }
  const windows = [
    ...repeated(table.windows, table.lengthNs, lengthNs),
    ...repeated(others, frame.lengthNs, lengthNs),
  ];
  return { kind: 'table', table: { lengthNs, windows } };
}

/** A partition that has windows on a core, and none there in the new table. */
export interface LostWindows {
  readonly environment: Environment;
  readonly coreIds: readonly Id[];
}

/**
 * @param tree the layout
 * @param frame whose windows are replaced; null: none are
 * @param table what comes instead
 * @returns who loses all windows on some core, in the order of the frame
 * @cost O(windows)
 * @rules TABLE-3
 */
export function lostWindows(
  tree: LayoutTree,
  frame: Frame | null,
  table: Table,
): readonly LostWindows[] {
  const kept = new Set(table.windows.map((each) => `${each.environmentId} ${each.coreId}`));
  const lost = new Map<Id, Set<Id>>();
  for (const { frameId, environmentId, coreId } of tree.windows) {
    if (frameId !== frame?.id || kept.has(`${environmentId} ${coreId}`)) continue;
    lost.set(environmentId, (lost.get(environmentId) ?? new Set()).add(coreId));
  }
  return [...lost].flatMap(([id, coreIds]) => {
    const environment = tree.environmentById.get(id);
    return environment ? { environment, coreIds: [...coreIds] } : [];
  });
}
