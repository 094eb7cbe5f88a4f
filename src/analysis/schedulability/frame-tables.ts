/** Window tables of a layout in the numbers of the theories, with everything that is wrong with them. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Frame, Window as PlanWindow } from '../../model/scheduling.ts';
import { checkWindows, type WindowProblem } from '../timing/windows/check-windows.ts';
import {
  usableWindows,
  type PartitionWindow,
  type Reservation,
} from '../timing/windows/partition-window.ts';
import type { Window } from '../timing/supply/window-table.ts';

/** One frame with its windows. */
export interface FrameTable {
  readonly frame: Frame;
  /** In the user's order; problems name their places in it. */
  readonly windows: readonly PlanWindow[];
  readonly problems: readonly WindowProblem[];
  /** The table is one: its windows are in order, and what they supply can be computed. */
  readonly isSound: boolean;
  /** Environments with a budget of their own that the table is checked against, by number of the reservation. */
  readonly reservedIds: readonly Id[];
}

/** Numbers ids in the order in which they come. */
class Numbers {
  readonly #byId = new Map<Id, number>();

  of(id: Id): number {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    this.#byId.set(id, this.#byId.size);
    return this.#byId.size - 1;
  }
}

/** A table that misses a budget, or its tick, still supplies what it supplies. */
const HARMLESS: ReadonlySet<WindowProblem['code']> = new Set([
  'partition-short',
  'frame-not-multiple',
  'window-unaligned',
]);

function tableOf(tree: LayoutTree, frame: Frame): FrameTable {
  const windows = tree.windows.filter(({ frameId }) => frameId === frame.id);
  const [partitions, cores] = [new Numbers(), new Numbers()];
  const numbered = windows.map(
    ({ environmentId, coreId, startNs, durationNs }): PartitionWindow => ({
      partition: partitions.of(environmentId),
      core: cores.of(coreId),
      start: startNs,
      length: durationNs,
    }),
  );
  const places = new Map(
    windows.map(({ environmentId, coreId }) => [
      `${environmentId} ${coreId}`,
      { environmentId, coreId },
    ]),
  );
  const reservedIds: Id[] = [];
  const reservations: Reservation[] = [];
  for (const { environmentId, coreId } of places.values()) {
    const server = tree.environmentById.get(environmentId)?.server;
    if (!server || server.budgetNs > server.periodNs) continue;
    reservedIds.push(environmentId);
    reservations.push({
      partition: partitions.of(environmentId),
      core: cores.of(coreId),
      period: server.periodNs,
      budget: server.budgetNs,
    });
  }
  const problems = checkWindows(numbered, {
    frame: frame.lengthNs,
    tick: frame.tickNs ?? 1,
    switchCost: frame.switchNs ?? 0,
    reservations,
  });
  const isSound = problems.every(({ code }) => HARMLESS.has(code));
  return { frame, windows, problems, isSound, reservedIds };
}

/**
 * @param tree the layout
 * @returns one table per frame, in the user's order
 * @cost O(windows log windows) for each frame
 */
export function frameTables(tree: LayoutTree): readonly FrameTable[] {
  return tree.frames.map((frame) => tableOf(tree, frame));
}

/**
 * @param table a sound table
 * @param coreId a core
 * @param isOwn whether an environment is the one asked for, or one that it stands in
 * @returns what it can use of the core: its windows less the switches into them
 */
export function ownWindows(
  { frame, windows }: FrameTable,
  coreId: Id,
  isOwn: (environmentId: Id) => boolean,
): readonly Window[] {
  const others = new Numbers();
  const onCore = windows
    .filter((window) => window.coreId === coreId)
    .map(({ environmentId, startNs, durationNs }): PartitionWindow => ({
      partition: isOwn(environmentId) ? 0 : 1 + others.of(environmentId),
      core: 0,
      start: startNs,
      length: durationNs,
    }));
  return usableWindows(frame.lengthNs, onCore, frame.switchNs ?? 0).get(0) ?? [];
}
