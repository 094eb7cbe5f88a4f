/** What a table of tasks says about cores, put into a layout. */
import { taskCoresOf } from './task-cores.ts';
import type { TaskBinding } from './merge.ts';
import type { NewId } from '../../model/commands/records.ts';
import { DiffDraft, type Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import {
  environmentSchema,
  layoutSchema,
  placementSchema,
  type Environment,
  type Layout,
  type Placement,
} from '../../model/layout.ts';
import { nextOrder, rows, targetOf, type Plan } from '../../model/plan.ts';

/** Name of the layout that is made when an application has no place yet. */
export const IMPORTED = 'Imported';

const IMAGE = 'Imported image';

type TaskCores = Placement['taskCores'];

/** Makes the records of the layout "Imported" when they are first needed. */
class ImportedLayout {
  readonly #plan: Plan;
  readonly #draft: DiffDraft;
  readonly #newId: NewId;
  #order: number;

  constructor(plan: Plan, draft: DiffDraft, newId: NewId) {
    this.#plan = plan;
    this.#draft = draft;
    this.#newId = newId;
    this.#order = nextOrder(plan.placements);
  }

  /** @param applications with the cores of their tasks, in hardware order */
  place(applications: readonly (readonly [applicationId: Id, taskCores: TaskCores])[]): void {
    if (applications.length === 0) return;
    const layout = this.#layout();
    const environment = this.#environment(
      layout,
      this.#inOrder(applications.flatMap(([, each]) => each)),
    );
    for (const [applicationId, taskCores] of applications) {
      this.#draft.put(
        'placements',
        placementSchema.parse({
          id: this.#newId('placement'),
          order: (this.#order += 1),
          layoutId: layout.id,
          applicationId,
          environmentId: environment.id,
          coreIds: this.#inOrder(taskCores),
          taskCores,
        }),
      );
    }
  }

  #inOrder(taskCores: TaskCores): readonly Id[] {
    const used = new Set(taskCores.map(({ coreId }) => coreId));
    return targetOf(this.#plan)
      .cores.map(({ id }) => id)
      .filter((id) => used.has(id));
  }

  #layout(): Layout {
    const known = rows(this.#plan.layouts).find(({ name }) => name === IMPORTED);
    if (known) return known;
    const layout = layoutSchema.parse({
      id: this.#newId('layout'),
      order: nextOrder(this.#plan.layouts),
      name: IMPORTED,
      description: 'Tasks on the cores that the imported table names.',
    });
    this.#draft.put('layouts', layout);
    return layout;
  }

  /** One image for all tables that were imported: a second one would book the same cores again. */
  #environment(layout: Layout, coreIds: readonly Id[]): Environment {
    const known = rows(this.#plan.environments).find(
      ({ layoutId, name }) => layoutId === layout.id && name === IMAGE,
    );
    if (known) {
      const used = new Set([...known.coreIds, ...coreIds]);
      const cores = targetOf(this.#plan).cores.map(({ id }) => id);
      const wider = { ...known, coreIds: cores.filter((id) => used.has(id)) };
      this.#draft.put('environments', wider);
      return wider;
    }
    const environment = environmentSchema.parse({
      id: this.#newId('environment'),
      order: nextOrder(this.#plan.environments),
      layoutId: layout.id,
      name: IMAGE,
      kind: 'bare-metal',
      coreIds,
    });
    this.#draft.put('environments', environment);
    return environment;
  }
}

/**
 * Binds tasks to cores. An application that has a place gets the bindings there, in the first layout that has it;
 * the others get a place in a layout "Imported", on the bare cores that the table names.
 *
 * @param plan the plan after the import
 * @param bindings what the import of a table of tasks returned
 * @param newId gives fresh ids
 * @returns the diff; empty when no binding names a core of the target
 * @cost O(plan + bindings x cores)
 */
export function bindTasks(plan: Plan, bindings: readonly TaskBinding[], newId: NewId): Diff {
  const draft = new DiffDraft(plan);
  const homeless: (readonly [Id, TaskCores])[] = [];
  for (const [applicationId, taskCores] of taskCoresOf(targetOf(plan), bindings)) {
    const place = firstPlace(plan, applicationId);
    if (!place) {
      homeless.push([applicationId, [...taskCores]]);
      continue;
    }
    const bound = new Set(taskCores.map(({ taskId }) => taskId));
    const kept = place.taskCores.filter(({ taskId }) => !bound.has(taskId));
    draft.put('placements', { ...place, taskCores: [...kept, ...taskCores] });
  }
  new ImportedLayout(plan, draft, newId).place(homeless);
  return draft.diff();
}

function firstPlace(plan: Plan, applicationId: Id): Placement | undefined {
  const placements = rows(plan.placements).filter((each) => each.applicationId === applicationId);
  for (const layout of rows(plan.layouts)) {
    const found = placements.find(({ layoutId }) => layoutId === layout.id);
    if (found) return found;
  }
  return undefined;
}
