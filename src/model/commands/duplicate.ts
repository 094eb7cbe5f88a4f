/** Copies: applications with their tasks, whole layouts, environments with all they hold. */
import { DiffDraft, type Diff } from '../diff.ts';
import type { Id } from '../fields.ts';
import {
  LAYOUT_TABLES,
  nextOrder,
  rows,
  type LayoutTable,
  type Plan,
  type Records,
} from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { commandProblem, freeName, type NewId } from './records.ts';

/**
 * Copies applications with their tasks; links stay with the original.
 *
 * @param plan the plan
 * @param ids applications to copy
 * @param newId gives ids
 * @returns the diff
 */
export function duplicateApplications(plan: Plan, ids: readonly Id[], newId: NewId): Result<Diff> {
  const draft = new DiffDraft(plan);
  const names = new Set([...plan.applications.values()].map((application) => application.name));
  let applicationOrder = nextOrder(plan.applications);
  let taskOrder = nextOrder(plan.tasks);
  for (const id of ids) {
    const original = plan.applications.get(id);
    if (!original) {
      return fail(commandProblem('command-no-record', { words: { word: 'application' } }));
    }
    const copy = {
      ...original,
      id: newId('app'),
      name: freeName(original.name, names),
      order: applicationOrder++,
    };
    names.add(copy.name);
    draft.put('applications', copy);
    for (const task of rows(plan.tasks)) {
      if (task.applicationId !== id) continue;
      draft.put('tasks', {
        ...task,
        id: newId('task'),
        applicationId: copy.id,
        order: taskOrder++,
      });
    }
  }
  return ok(draft.diff());
}

/** Fields of layout records that name other records of the same layout. */
const INSIDE: Readonly<Record<LayoutTable, readonly string[]>> = {
  environments: ['parentId', 'startAfterIds'],
  placements: ['environmentId'],
  regions: ['environmentId'],
  grants: ['environmentId', 'backendEnvironmentId'],
  channels: ['regionId'],
  images: ['parentId', 'environmentId'],
  frames: [],
  windows: ['frameId', 'environmentId'],
};

/**
 * Copies a layout with everything in it: the usual way to start an alternative.
 *
 * @param plan the plan
 * @param layoutId which layout
 * @param newId gives ids
 * @returns the diff; the copy stands last
 */
export function duplicateLayout(plan: Plan, layoutId: Id, newId: NewId): Result<Diff> {
  const layout = plan.layouts.get(layoutId);
  if (!layout) return fail(commandProblem('command-no-record', { words: { word: 'layout' } }));
  const draft = new DiffDraft(plan);
  const copy = {
    ...layout,
    id: newId('layout'),
    order: nextOrder(plan.layouts),
    name: freeName(
      layout.name,
      [...plan.layouts.values()].map((other) => other.name),
    ),
  };
  draft.put('layouts', copy);
  const fresh = new Map<Id, Id>();
  const all = LAYOUT_TABLES.flatMap((table) =>
    rows(plan[table] as Plan['environments'])
      .filter((record) => record.layoutId === layoutId)
      .map((record) => ({ table, record })),
  );
  for (const { table, record } of all) fresh.set(record.id, newId(table.slice(0, 4)));
  for (const { table, record } of all) {
    const next: Record<string, unknown> = { ...record };
    next['id'] = fresh.get(record.id);
    next['layoutId'] = copy.id;
    for (const field of INSIDE[table]) {
      const named = next[field];
      if (typeof named === 'string') next[field] = fresh.get(named) ?? null;
      else if (Array.isArray(named))
        next[field] = (named as readonly Id[]).map((id) => fresh.get(id) ?? id);
    }
    draft.put(table, next as unknown as Records[LayoutTable]);
  }
  return ok(draft.diff());
}
