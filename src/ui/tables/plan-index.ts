/** Look-ups that table columns need, made once per state of the plan. */
import type { Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { kindFacts } from '../../model/environment-kinds.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import { rows, type Plan, type Table } from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import { labelsOf, type Labels } from './labels.ts';

const taskLists = new WeakMap<Table<Task>, ReadonlyMap<Id, readonly Task[]>>();

/**
 * @param plan the plan
 * @param applicationId an application
 * @returns its tasks in the user's order
 */
export function tasksOf(plan: Plan, applicationId: Id): readonly Task[] {
  let byApplication = taskLists.get(plan.tasks);
  if (!byApplication) {
    const groups = new Map<Id, Task[]>();
    for (const task of rows(plan.tasks)) {
      const group = groups.get(task.applicationId);
      if (group) group.push(task);
      else groups.set(task.applicationId, [task]);
    }
    taskLists.set(plan.tasks, (byApplication = groups));
  }
  return byApplication.get(applicationId) ?? [];
}

/** @returns how applications are named in cells */
export function applicationLabels(plan: Plan): Labels {
  return labelsOf(rows(plan.applications));
}

/** @returns how tasks are named in cells: `Application / Task` */
export function taskLabels(plan: Plan): Labels {
  const nameOf = (task: Task): string => {
    const application = plan.applications.get(task.applicationId)?.name ?? 'deleted application';
    return `${application} / ${task.name}`;
  };
  return labelsOf(rows(plan.tasks), nameOf, plan.applications);
}

const hosts = new WeakMap<LayoutTree, readonly Environment[]>();
const NO_ENVIRONMENTS: readonly Environment[] = [];

/** @returns environments of a layout that can hold applications, in the user's order */
export function hostEnvironments(tree: LayoutTree | null): readonly Environment[] {
  if (!tree) return NO_ENVIRONMENTS;
  let list = hosts.get(tree);
  if (!list) {
    list = tree.environments.filter(({ kind }) => kindFacts(kind).holdsApplications);
    hosts.set(tree, list);
  }
  return list;
}

/**
 * @param tree a layout
 * @param environmentId one of its environments
 * @returns names from the hardware up: `Jailhouse / Cluster cell`
 */
export function pathText(tree: LayoutTree, environmentId: Id): string {
  return (tree.pathOf.get(environmentId) ?? []).map(({ name }) => name).join(' / ');
}

/** @returns how environments are named in cells: by their path */
export function environmentLabels(tree: LayoutTree | null): Labels {
  const nameOf = ({ id }: Environment): string => (tree ? pathText(tree, id) : '');
  return labelsOf(hostEnvironments(tree), nameOf);
}

/** @returns how cores are named in cells */
export function coreLabels(target: Target): Labels {
  return labelsOf(target.cores);
}

/** @returns core types of a target, application cores first */
export function coreTypes(target: Target): readonly string[] {
  const first = target.clusters.filter(({ role }) => role === 'application');
  return [...new Set([...first, ...target.clusters].map(({ coreType }) => coreType))];
}
