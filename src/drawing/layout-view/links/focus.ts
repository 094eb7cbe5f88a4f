/** Which links belong to what is selected, and in which direction. */
import type { Id } from '../../../model/fields.ts';
import type { ViewContext } from '../view-context.ts';
import type { LinkFacts } from './link-facts.ts';

/** Seen from what is selected; `plain` where a direction means nothing. */
export type FocusDirection = 'out' | 'into' | 'plain';

/** Applications and links that the selection stands for. */
interface Selected {
  readonly applications: ReadonlySet<Id>;
  readonly links: ReadonlySet<Id>;
  readonly regions: ReadonlySet<Id>;
}

function applicationsIn(context: ViewContext, environmentId: Id, found: Set<Id>): void {
  for (const placement of context.tree.placementsIn.get(environmentId) ?? [])
    found.add(placement.applicationId);
  for (const child of context.tree.childrenOf.get(environmentId) ?? [])
    applicationsIn(context, child.id, found);
}

function selectedThings(context: ViewContext): Selected {
  const applications = new Set<Id>();
  const links = new Set<Id>();
  const regions = new Set<Id>();
  for (const { kind, id } of context.selection) {
    if (kind === 'application') applications.add(id);
    else if (kind === 'environment') applicationsIn(context, id, applications);
    else if (kind === 'core') {
      for (const tile of context.stacks.tiles)
        if (tile.coreIds.includes(id)) applications.add(tile.application.id);
    } else if (kind === 'task') {
      const task = context.plan.tasks.get(id);
      if (task) applications.add(task.applicationId);
    } else if (kind === 'placement') {
      const placement = context.plan.placements.get(id);
      if (placement) applications.add(placement.applicationId);
    } else if (kind === 'link') links.add(id);
    else if (kind === 'channel') {
      const channel = context.plan.channels.get(id);
      if (channel) links.add(channel.linkId);
    } else if (kind === 'region') regions.add(id);
  }
  return { applications, links, regions };
}

/**
 * @param context the view
 * @param links links that can be drawn
 * @returns direction of each link in focus; null when the selection has nothing to do with links
 * @cost O(links + tiles x selected cores)
 */
export function focusOf(
  context: ViewContext,
  links: readonly LinkFacts[],
): ReadonlyMap<Id, FocusDirection> | null {
  if (context.selection.length === 0) return null;
  const selected = selectedThings(context);
  if (selected.applications.size + selected.links.size + selected.regions.size === 0) return null;
  const focus = new Map<Id, FocusDirection>();
  for (const { link, region } of links) {
    const from = selected.applications.has(link.fromApplicationId);
    const to = selected.applications.has(link.toApplicationId);
    if (selected.links.has(link.id) || (region && selected.regions.has(region.id)))
      focus.set(link.id, 'plain');
    else if (from && to) focus.set(link.id, 'plain');
    else if (from) focus.set(link.id, 'out');
    else if (to) focus.set(link.id, 'into');
  }
  return focus;
}
