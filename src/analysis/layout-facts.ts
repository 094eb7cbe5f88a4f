/** One layout with everything the questions need to look up. */
import type { Catalogue } from '../catalog/technology.ts';
import type { Task } from '../model/application.ts';
import type { Id } from '../model/fields.ts';
import { layoutTree, type LayoutTree } from '../model/layout-tree.ts';
import { rows, targetOf, type Plan, type Table } from '../model/plan.ts';
import { hardwareOf, type Hardware } from './hardware.ts';
import type { Subject } from './result.ts';
import { subject } from './subjects.ts';

/** Read-only look-ups that every question shares. */
export interface LayoutFacts {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly hardware: Hardware;
  readonly tree: LayoutTree;
  readonly layout: Subject;
  /** Tasks by application, in the user's order. */
  readonly tasksOf: ReadonlyMap<Id, readonly Task[]>;
}

const tasksByTable = new WeakMap<Table<Task>, ReadonlyMap<Id, readonly Task[]>>();

function tasksByApplication(table: Table<Task>): ReadonlyMap<Id, readonly Task[]> {
  const cached = tasksByTable.get(table);
  if (cached) return cached;
  const groups = new Map<Id, Task[]>();
  for (const task of rows(table)) {
    const group = groups.get(task.applicationId);
    if (group) group.push(task);
    else groups.set(task.applicationId, [task]);
  }
  tasksByTable.set(table, groups);
  return groups;
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @returns the look-ups
 * @throws {Error} when the plan has no such layout: the caller chose it from the plan
 * @cost O(records) the first time for a table, less after that
 */
export function layoutFacts(plan: Plan, layoutId: Id, catalogue: Catalogue): LayoutFacts {
  const tree = layoutTree(plan, layoutId);
  if (!tree) throw new Error(`Bug in Partita: no layout ${layoutId} in the plan`);
  return {
    plan,
    catalogue,
    hardware: hardwareOf(targetOf(plan)),
    tree,
    layout: subject('layout', tree.layout),
    tasksOf: tasksByApplication(plan.tasks),
  };
}
