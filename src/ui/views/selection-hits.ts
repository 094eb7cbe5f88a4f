/** Clicks on a drawing, as a selection that all views share. */
import type { Drawing, DrawingItem } from '../../drawing/drawing.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { Selected } from '../app/selection.svelte.ts';
import type { Hit } from '../scene/hit.ts';
import type { Area } from '../scene/viewport.ts';

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
  const linkIds = hit.type === 'link' ? hit.route.linkIds : hit.item.linkIds;
  const items: readonly Selected[] =
    hit.type === 'item' && !linkIds
      ? [itemOf(session, hit.item)]
      : (linkIds ?? []).map((id) => ({ kind: 'link' as const, id }));
  if (!adds) selection.set(...items);
  else for (const item of items) selection.toggle(item);
}

const MARGIN = 40;

/**
 * @param session the open plan
 * @param drawing a drawing
 * @returns the rectangle around all that is selected in it, with a margin; null when nothing is
 */
export function selectedArea(session: PlanSession, drawing: Drawing): Area | null {
  const boxes: readonly Area[] = [
    ...drawing.items.filter((item) => isItemSelected(session, item)),
    ...drawing.links
      .filter(({ linkIds }) => linkIds.some((id) => session.selection.has('link', id)))
      .flatMap(({ points }) => points.map(([x, y]) => ({ x, y, width: 0, height: 0 }))),
  ];
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x)) - MARGIN;
  const y = Math.min(...boxes.map((box) => box.y)) - MARGIN;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
  return { x, y, width: right - x, height: bottom - y };
}

/** @returns whether an item of a drawing is selected */
export function isItemSelected(session: PlanSession, item: DrawingItem): boolean {
  if (item.linkIds) return item.linkIds.some((linkId) => session.selection.has('link', linkId));
  const { kind, id } = itemOf(session, item);
  return session.selection.has(kind, id);
}
