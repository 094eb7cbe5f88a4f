/** Faults of window tables in words. */
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Window } from '../../model/scheduling.ts';
import { formatNs, formatNsBeside } from '../../model/units.ts';
import type { Subject } from '../result.ts';
import type { FrameTable } from '../schedulability/frame-tables.ts';
import { ofEnvironment } from '../subjects.ts';
import type { WindowProblem, WindowProblemCode } from '../timing/windows/check-windows.ts';

/** What to do about each fault. */
export const WINDOW_REMEDIES: Readonly<Record<WindowProblemCode, string>> = {
  'frame-invalid': 'Give the frame a length.',
  'window-not-whole': 'Use whole nanoseconds.',
  'window-empty': 'Give the window a duration, or delete it.',
  'window-outside-frame': 'Move or shorten the window, or lengthen the frame.',
  'window-overlap': 'Move or shorten one of the two windows.',
  'window-unaligned': 'Let windows start and end on ticks.',
  'window-all-switch': 'Lengthen the window beyond the time of a switch.',
  'frame-not-multiple': 'Make the frame a multiple of the period, or change the period.',
  'partition-short': 'Lengthen a window of the partition in that period, or lower its budget.',
};

function nameOf(window: Window | undefined, tree: LayoutTree, beside: number): string {
  const name = tree.environmentById.get(window?.environmentId ?? '')?.name ?? 'unknown';
  return `the window of "${name}" at ${formatNsBeside(window?.startNs ?? 0, beside)}`;
}

/**
 * @param problem a fault
 * @returns what was found and what was expected, told apart
 */
export function windowTimes({ found, expected }: WindowProblem): readonly [string, string] {
  return [formatNsBeside(found, expected), formatNsBeside(expected, found)];
}

/**
 * @param table a table
 * @param problem one of its faults
 * @param tree the layout
 * @returns the environments that it is about, the culprit first; the layout's own where it is about none
 */
export function windowSubjects(
  table: FrameTable,
  problem: WindowProblem,
  tree: LayoutTree,
): readonly Subject[] {
  const ids = [
    problem.window === null ? null : table.windows[problem.window]?.environmentId,
    problem.other === null ? null : table.windows[problem.other]?.environmentId,
    problem.reservation === null ? null : table.reservedIds[problem.reservation],
  ];
  return [...new Set(ids)].flatMap((id) => {
    const environment = tree.environmentById.get(id ?? '');
    return environment ? [ofEnvironment(environment)] : [];
  });
}

/**
 * @param table a table
 * @param problem one of its faults
 * @param tree the layout
 * @returns what is wrong, without the name of the frame
 */
export function windowWords(table: FrameTable, problem: WindowProblem, tree: LayoutTree): string {
  const own = problem.window === null ? undefined : table.windows[problem.window];
  const other = problem.other === null ? undefined : table.windows[problem.other];
  const [found, expected] = windowTimes(problem);
  const reserved = tree.environmentById.get(table.reservedIds[problem.reservation ?? -1] ?? '');
  switch (problem.code) {
    case 'frame-invalid':
      return `its length of ${found} cannot be analysed`;
    case 'window-not-whole':
      return `${nameOf(own, tree, problem.expected)} has a start or duration of ${found}, which is no whole number`;
    case 'window-empty':
      return `${nameOf(own, tree, problem.expected)} lasts ${found}`;
    case 'window-outside-frame':
      return `${nameOf(own, tree, problem.expected)} leaves the frame: ${found} against ${expected}`;
    case 'window-overlap':
      return `${nameOf(own, tree, problem.expected)} begins before ${nameOf(other, tree, problem.found)} ends at ${expected}`;
    case 'window-unaligned':
      return `${nameOf(own, tree, problem.expected)} is not on a tick: ${found}; the tick before is ${expected}`;
    case 'window-all-switch':
      return `${nameOf(own, tree, problem.expected)} is over before the switch into it: ${found}, at least ${expected} needed`;
    case 'frame-not-multiple':
      return `its length of ${found} is no multiple of the period of "${reserved?.name ?? ''}"`;
    case 'partition-short':
      return `"${reserved?.name ?? ''}" gets ${found} of its ${expected} in the period that begins at ${formatNs(problem.at ?? 0)}`;
  }
}
