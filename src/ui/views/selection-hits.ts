/** Clicks on a drawing, as a selection that all views share. */
import type { DrawingItem } from '../../drawing/drawing.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { Selected } from '../app/selection.svelte.ts';
import type { Hit } from '../scene/hit.ts';

/** Places are selected as their application, channels as their link. */
export function itemOf(
  session: PlanSession,
  { kind, id }: Pick<DrawingItem, 'kind' | 'id'>,
): Selected {
  if (kind === 'placement') {
    return { kind: 'application', id: session.plan.placements.get(id)?.applicationId ?? id };
  }
  if (kind === 'channel') return { kind: 'link', id: session.plan.channels.get(id)?.linkId ?? id };
  return { kind, id };
}

/**
 * @param session the open plan
 * @param hit what was clicked; null: empty paper
 * @param adds whether it joins what is selected already
 */
export function selectHit(session: PlanSession, hit: Hit | null, adds: boolean): void {
  const { selection } = session;
  if (!hit) {
    if (!adds) selection.clear();
    return;
  }
  const items: readonly Selected[] =
    hit.type === 'item'
      ? [itemOf(session, hit.item)]
      : hit.route.linkIds.map((id) => ({ kind: 'link' as const, id }));
  if (!adds) selection.set(...items);
  else for (const item of items) selection.toggle(item);
}

/** @returns whether an item of a drawing is selected */
export function isItemSelected(session: PlanSession, item: DrawingItem): boolean {
  const { kind, id } = itemOf(session, item);
  return session.selection.has(kind, id);
}
