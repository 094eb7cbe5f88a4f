/** Everything with a name that Find can jump to. */
import type { Id } from '../../model/fields.ts';
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
 * @param layoutId the layout on screen
 * @returns all named records, the most looked-for kinds first, and of each kind those of the layout on screen
 * @cost O(records)
 */
export function findableItems(plan: Plan, layoutId: Id | null): readonly Findable[] {
  const target = targetOf(plan);
  const whole = (kind: Selected['kind'], list: readonly { id: string }[], where = ''): Findable[] =>
    list.map(({ id }) => ({ item: { kind, id }, name: nameOf(plan, { kind, id }), where }));
  const inLayout = (
    kind: Selected['kind'],
    list: readonly { id: string; layoutId: string }[],
  ): Findable[] =>
    [...list]
      .sort((a, b) => Number(b.layoutId === layoutId) - Number(a.layoutId === layoutId))
      .map((each) => ({
        item: { kind, id: each.id },
        name: nameOf(plan, { kind, id: each.id }),
        where: plan.layouts.get(each.layoutId)?.name ?? '',
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
