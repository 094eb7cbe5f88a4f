/** Dragging applications with mouse, pen or finger, from the drawing, the tree or the tray. */
import type { Id } from '../../model/fields.ts';
import { CLICK_SLOP } from '../scene/gestures.ts';
import type { Placing } from './placing.svelte.ts';

/** Elements that are a place themselves carry its key. */
export const DROP_ATTRIBUTE = 'data-drop-key';

function keyUnder(event: PointerEvent, placing: Placing): string | null {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const place = under?.closest(`[${DROP_ATTRIBUTE}]`);
  if (place) return place.getAttribute(DROP_ATTRIBUTE);
  return under?.closest('[data-canvas]') ? (placing.finder?.(event) ?? null) : null;
}

/**
 * Follows a press until it becomes a drag or a click.
 *
 * @param placing takes what is dragged
 * @param press the pointer event that began it
 * @param applicationIds what would be dragged, asked once it is a drag
 */
export function followPress(
  placing: Placing,
  press: PointerEvent,
  applicationIds: () => readonly Id[],
): void {
  const abort = new AbortController();
  const { signal } = abort;
  let dragging = false;

  const move = (event: PointerEvent): void => {
    if (event.pointerId !== press.pointerId) return;
    if (!dragging) {
      const away = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY);
      if (away <= CLICK_SLOP) return;
      dragging = true;
      placing.start('drag', applicationIds());
    }
    placing.pointer = { x: event.clientX, y: event.clientY };
    placing.point(keyUnder(event, placing));
  };
  const end = (event: PointerEvent): void => {
    if (event.pointerId !== press.pointerId) return;
    abort.abort();
    if (!dragging) return;
    if (event.type === 'pointerup' && placing.current) placing.drop();
    else placing.cancel();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !dragging) return;
    event.stopPropagation();
    abort.abort();
    placing.cancel();
  };
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointerup', end, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('keydown', key, { signal, capture: true });
}
