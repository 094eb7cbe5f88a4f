/** Everything with a name that Find can jump to. */
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import { nameOf } from './records.ts';
import type { Selected } from './selection.svelte.ts';

export interface Findable {
  readonly item: Selected;
  readonly name: string;
  /** Layout or part it belongs to; empty for records of the whole plan. */
  readonly where: string;
}

/**
 * @param plan the plan
 * @returns all named records, the most looked-for kinds first
 * @cost O(records)
 */
export function findableItems(plan: Plan): readonly Findable[] {
  const target = targetOf(plan);
  const whole = (kind: Selected['kind'], list: readonly { id: string }[], where = ''): Findable[] =>
    list.map(({ id }) => ({ item: { kind, id }, name: nameOf(plan, { kind, id }), where }));
  const inLayout = (
    kind: Selected['kind'],
    list: readonly { id: string; layoutId: string }[],
  ): Findable[] =>
    list.map(({ id, layoutId }) => ({
      item: { kind, id },
      name: nameOf(plan, { kind, id }),
      where: plan.layouts.get(layoutId)?.name ?? '',
    }));
  const tasks = rows(plan.tasks).map((task) => ({
    item: { kind: 'task' as const, id: task.id },
    name: task.name,
    where: plan.applications.get(task.applicationId)?.name ?? '',
  }));
  return [
    ...whole('application', rows(plan.applications)),
    ...inLayout('environment', rows(plan.environments)),
    ...whole('link', rows(plan.links)),
    ...inLayout('region', rows(plan.regions)),
    ...inLayout('image', rows(plan.images)),
    ...tasks,
    ...whole('chain', rows(plan.chains)),
    ...whole('layout', rows(plan.layouts)),
    ...whole('core', target.cores, target.name),
    ...whole('cluster', target.clusters, target.name),
    ...whole('memory', target.memories, target.name),
    ...whole('device', target.devices, target.name),
  ];
}
