/** Window tables for the budgets of a layout's partitions. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import type { Frame } from '../../model/scheduling.ts';
import { formatNs, formatShare } from '../../model/units.ts';
import { generateWindows, type TableShape } from '../timing/windows/generate-windows.ts';
import type { Reservation } from '../timing/windows/partition-window.ts';
import { ceilDivide } from '../timing/whole-numbers.ts';
import { listNames } from '../wording.ts';

/** How the table shall be. */
export interface TableWish {
  /** Where its windows go; null: into a new frame. */
  readonly frameId: Id | null;
  /** Null: any time. */
  readonly tickNs: number | null;
  readonly switchNs: number;
  readonly shape: TableShape;
  /** Shortest window of a budget that is cut into several, its switch included; null: `leastWindowFor` the switch. */
  readonly leastWindowNs: number | null;
  /** What people call a core. */
  readonly coreName: (coreId: Id) => string;
}

/** So that no more than a tenth of any window is lost to its switch: a judgement of the house, which the user may replace. */
const SWITCHES_IN_A_WINDOW = 10;

/**
 * @param switchNs cost of a switch
 * @returns the shortest window of a table, where nobody says otherwise
 */
export function leastWindowFor(switchNs: number): number {
  return SWITCHES_IN_A_WINDOW * switchNs;
}

/** One window of the table, in the terms of a plan. */
export interface BudgetWindow {
  readonly coreId: Id;
  readonly environmentId: Id;
  readonly startNs: number;
  readonly durationNs: number;
}

/** A partition that gets windows on a core. */
export interface BudgetNeed {
  readonly environment: Environment;
  readonly coreId: Id;
  readonly periodNs: number;
  readonly budgetNs: number;
}

/** What a table can be made for. */
export interface BudgetNeeds {
  readonly needs: readonly BudgetNeed[];
  /** Budgets that get no window, with the reason. */
  readonly leftOut: readonly string[];
}

/** A checked table, or why there is none. */
export type BudgetTable =
  | { readonly kind: 'table'; readonly lengthNs: number; readonly windows: readonly BudgetWindow[] }
  | { readonly kind: 'none'; readonly reason: string };

function obstacleOf(environment: Environment, tree: LayoutTree): string | null {
  const { server, name } = environment;
  const path = tree.pathOf.get(environment.id) ?? [];
  if (server?.kind !== 'periodic') {
    return `"${name}": its budget is not a periodic one`;
  }
  if (server.budgetNs > server.periodNs) return `"${name}": its budget is longer than its period`;
  if (path.some(({ copies }) => copies > 1)) return `"${name}": it has several copies`;
  if (path.some((each) => each !== environment && each.server !== null)) {
    return `"${name}": it stands in another environment with a budget`;
  }
  if ((tree.coresOf.get(environment.id) ?? []).length === 0) return `"${name}": it has no cores`;
  return null;
}

/** By core, a frame other than the one asked for that has windows on it: a core follows one table. */
function otherFrames(tree: LayoutTree, frameId: Id | null): ReadonlyMap<Id, Frame | undefined> {
  return new Map(
    tree.windows
      .filter((window) => window.frameId !== frameId)
      .map((window) => [window.coreId, tree.frames.find(({ id }) => id === window.frameId)]),
  );
}

/**
 * @param tree the layout
 * @param frameId where the windows go; null: into a new frame
 * @returns partitions with a periodic budget, on each of their cores, and the budgets that no window of that frame serves
 * @cost O(environments x cores + windows)
 */
export function budgetNeeds(tree: LayoutTree, frameId: Id | null): BudgetNeeds {
  const needs: BudgetNeed[] = [];
  const leftOut: string[] = [];
  const elsewhere = otherFrames(tree, frameId);
  for (const environment of tree.environments) {
    const { server, name } = environment;
    if (!server) continue;
    const obstacle = obstacleOf(environment, tree);
    if (obstacle !== null) {
      leftOut.push(obstacle);
      continue;
    }
    const { periodNs, budgetNs } = server;
    const taken = new Set<string>();
    for (const coreId of tree.coresOf.get(environment.id) ?? []) {
      if (elsewhere.has(coreId)) taken.add(elsewhere.get(coreId)?.name ?? 'another frame');
      else needs.push({ environment, coreId, periodNs, budgetNs });
    }
    if (taken.size > 0)
      leftOut.push(
        `"${name}" on cores that have windows in ${listNames([...taken])}: a core follows one frame`,
      );
  }
  return { needs, leftOut };
}

const NO_BUDGET = 'no partition has a periodic budget';
const NONE_SERVED = 'no budget that is stated can be served by windows of this frame';

const UNKNOWN_WORDS = {
  steps:
    'none was found within the allowed steps: take longer periods, or periods that divide one another',
  overflow:
    'the least common multiple of the periods is too long for a frame: take periods that divide one another',
  method: 'the table that was made did not pass its check',
} as const;

/**
 * Makes a window table for the periodic budgets of a layout, one for all cores that follow no other frame.
 *
 * @param tree the layout
 * @param wish tick, cost of a switch, shape
 * @returns the table, which passed the exact check, or why there is none in words
 * @cost see `generateWindows`
 * @rules TABLE-1, TABLE-2
 */
export function tableForBudgets(
  tree: LayoutTree,
  { frameId, tickNs, switchNs, shape, leastWindowNs, coreName }: TableWish,
): BudgetTable {
  const none = (reason: string): BudgetTable => ({ kind: 'none', reason });
  const { needs, leftOut } = budgetNeeds(tree, frameId);
  if (needs.length === 0) return none(leftOut.length > 0 ? NONE_SERVED : NO_BUDGET);
  const partitions = [...new Set(needs.map(({ environment }) => environment.id))];
  const cores = [...new Set(needs.map(({ coreId }) => coreId))];
  const reservations = needs.map(({ environment, coreId, periodNs, budgetNs }): Reservation => ({
    partition: partitions.indexOf(environment.id),
    core: cores.indexOf(coreId),
    period: periodNs,
    budget: budgetNs,
  }));
  const tick = tickNs ?? 1;
  const leastWindow = leastWindowNs ?? leastWindowFor(switchNs);
  const made = generateWindows({ reservations, tick, switchCost: switchNs, shape, leastWindow });
  const nameOf = (reservation: number) => needs[reservation]?.environment.name ?? '';
  switch (made.kind) {
    case 'table':
      return {
        kind: 'table',
        lengthNs: made.frame,
        windows: made.windows.map(({ partition, core, start, length }) => ({
          environmentId: partitions[partition] ?? '',
          coreId: cores[core] ?? '',
          startNs: start,
          durationNs: length,
        })),
      };
    case 'overloaded':
      return none(
        `the budgets on ${coreName(cores[made.core] ?? '')}, on ticks, are together more than the core: ${needs
          .filter(({ coreId }) => coreId === cores[made.core])
          .map(
            (each) =>
              `"${each.environment.name}" ${formatShare((ceilDivide(each.budgetNs, tick) * tick) / each.periodNs)}`,
          )
          .join(', ')}`,
      );
    case 'not-found':
      return none(
        `no table was found: "${nameOf(made.reservation)}" comes too late for its period that ends at ${formatNs(made.deadline)}; where switches cost time, that is no proof that there is none${leastWindow > 0 ? `, and windows below ${formatNs(leastWindow)} were left out` : ''}`,
      );
    case 'unaligned-period':
      return none(
        `the period of "${nameOf(made.reservation)}" is no multiple of the tick of ${formatNs(tick)}`,
      );
    case 'unknown':
      return none(UNKNOWN_WORDS[made.reason]);
  }
}
