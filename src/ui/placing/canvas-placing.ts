/** Placing on a drawing: keys of the canvas, and the place under the pointer. */
import type { Drawing, DrawingItem } from '../../drawing/drawing.ts';
import type { Id } from '../../model/fields.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { CanvasState } from '../scene/canvas-state.svelte.ts';
import { directionOf, nextIn, type Direction } from '../scene/spatial.ts';
import type { Area } from '../scene/viewport.ts';
import type { Placing } from './placing.svelte.ts';
import { targetAreas, type TargetArea } from './target-areas.ts';

/**
 * What is moved when an application is taken: all selected ones if it is among them, else only this one.
 *
 * @param session the open plan
 * @param applicationId the one that was taken
 * @returns ids in the order of selection
 */
export function carried(session: PlanSession, applicationId: Id): readonly Id[] {
  const selected = session.selection.idsOf('application');
  return selected.includes(applicationId) ? selected : [applicationId];
}

/** The place that holds an application now: where the arrows start from. */
function startArea(drawing: Drawing, applicationIds: readonly Id[]): Area {
  const [first] = applicationIds;
  const tile = drawing.items.find(({ kind, id }) => kind === 'application' && id === first);
  return tile ?? { x: 0, y: 0, width: 1, height: 1 };
}

function possible(placing: Placing, drawing: Drawing): readonly TargetArea[] {
  return targetAreas(drawing, placing.targets).filter(({ target }) => placing.isPossible(target));
}

function go(placing: Placing, drawing: Drawing, canvas: CanvasState, direction: Direction): void {
  const areas = possible(placing, drawing);
  const from =
    areas.find(({ target }) => target.key === placing.current?.key) ??
    startArea(drawing, placing.applicationIds);
  const next = nextIn(areas, from, direction);
  if (!next) return;
  placing.point(next.target.key);
  canvas.show(next);
}

/**
 * Keys while the canvas has the focus.
 *
 * @param session the open plan
 * @param placing what is on its way
 * @param drawing what is on screen
 * @param canvas where it stands
 * @param event the key
 * @param active the item the keyboard is on
 * @returns whether the key was used
 */
export function placingKey(
  session: PlanSession,
  placing: Placing,
  drawing: Drawing,
  canvas: CanvasState,
  event: KeyboardEvent,
  active: DrawingItem | null,
): boolean {
  if (placing.mode === null) {
    if (event.key !== 'Enter' || !active) return false;
    if (active.kind === 'application') placing.start('keyboard', carried(session, active.id));
    else session.selection.set({ kind: active.kind, id: active.id });
    return true;
  }
  if (event.key === 'Escape') {
    placing.cancel();
    return true;
  }
  if (placing.mode !== 'keyboard') return false;
  const direction = directionOf(event.key);
  if (direction) go(placing, drawing, canvas, direction);
  else if (event.key === 'Enter') placing.drop();
  return direction !== null || event.key === 'Enter' || event.key === ' ';
}

/**
 * Moves the selected applications to the next place in a direction, without picking them up first.
 *
 * @param session the open plan
 * @param placing judges and puts
 * @param drawing what is on screen
 * @param direction where to
 */
export function nudge(
  session: PlanSession,
  placing: Placing,
  drawing: Drawing,
  direction: Direction,
): void {
  const ids = session.selection.idsOf('application');
  if (ids.length === 0) return;
  placing.start('keyboard', ids);
  const start = startArea(drawing, ids);
  const areas = targetAreas(drawing, placing.targets).filter(
    ({ target, ...area }) => target.kind !== 'bare' && !contains(area, start),
  );
  const next = nextIn(areas, start, direction);
  if (!next) {
    session.notices.announce('There is no place in that direction.');
    return placing.cancel();
  }
  placing.point(next.target.key);
  placing.drop();
}

function contains(outer: Area, inner: Area): boolean {
  const x = inner.x + inner.width / 2;
  const y = inner.y + inner.height / 2;
  return x >= outer.x && x <= outer.x + outer.width && y >= outer.y && y <= outer.y + outer.height;
}
