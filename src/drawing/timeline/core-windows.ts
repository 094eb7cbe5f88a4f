/** The windows of each core, with what is lost of them and what is wrong with them. */
import { frameTables, type FrameTable } from '../../analysis/schedulability/frame-tables.ts';
import { usableWindows } from '../../analysis/timing/windows/partition-window.ts';
import { windowWords } from '../../analysis/rules/window-words.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Window } from '../../model/scheduling.ts';

/** A window of a core with what is lost of it. */
export interface DrawnWindow {
  readonly window: Window;
  /** Length of the switch at its start; null: the table has faults, or no switch cost is stated. */
  readonly switchNs: number | null;
  /** It goes on where the frame begins again. */
  readonly wraps: boolean;
  readonly faults: readonly string[];
}

/** One core of one frame. */
export interface CoreRow {
  readonly coreId: Id;
  readonly coreName: string;
  readonly table: FrameTable;
  /** By start. */
  readonly windows: readonly DrawnWindow[];
}

function numbered<T>(list: Iterable<T>): ReadonlyMap<T, number> {
  return new Map([...new Set(list)].map((each, at) => [each, at]));
}

function windowsOn(coreId: Id, table: FrameTable, tree: LayoutTree): readonly DrawnWindow[] {
  const { frame, windows, problems, isSound } = table;
  const own = windows
    .filter((window) => window.coreId === coreId)
    .sort((a, b) => a.startNs - b.startNs);
  const numbers = numbered(own.map(({ environmentId }) => environmentId));
  const usable =
    isSound && frame.switchNs !== null
      ? usableWindows(
          frame.lengthNs,
          own.map(({ environmentId, startNs, durationNs }) => ({
            partition: numbers.get(environmentId) ?? 0,
            core: 0,
            start: startNs,
            length: durationNs,
          })),
          frame.switchNs,
        )
      : null;
  const [first, last] = [own.at(0), own.at(-1)];
  const isRound =
    first !== undefined &&
    last !== undefined &&
    first.environmentId === last.environmentId &&
    first.startNs === 0 &&
    last.startNs + last.durationNs === frame.lengthNs;
  return own.map((window) => {
    const end = window.startNs + window.durationNs;
    const left = usable
      ?.get(numbers.get(window.environmentId) ?? -1)
      ?.find(({ start, length }) => start + length === end);
    return {
      window,
      switchNs: usable ? window.durationNs - (left?.length ?? 0) : null,
      wraps: isRound && (window === first || window === last),
      faults: problems
        .filter((problem) => windows[problem.window ?? -1] === window)
        .map((problem) => windowWords(table, problem, tree)),
    };
  });
}

/**
 * @param plan the plan
 * @param tree a layout of it
 * @returns a row for each core and frame with windows, in hardware order
 * @cost O(windows log windows)
 */
export function coreWindows(plan: Plan, tree: LayoutTree): readonly CoreRow[] {
  const tables = frameTables(tree);
  return targetOf(plan).cores.flatMap(({ id, name }) =>
    tables
      .filter(({ windows }) => windows.some(({ coreId }) => coreId === id))
      .map((table) => ({
        coreId: id,
        coreName: name,
        table,
        windows: windowsOn(id, table, tree),
      })),
  );
}
