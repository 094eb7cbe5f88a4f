/** Dragging a window: its middle moves it, its ends resize it. Keyboard and form do the same. */
import type { TimeScale } from '../../drawing/timeline/time-scale.ts';
import type { DrawingItem } from '../../drawing/drawing.ts';
import { timesWithin, type WindowTimes } from '../../model/commands/windows.ts';
import type { Frame, Window } from '../../model/scheduling.ts';
import { CLICK_SLOP } from '../scene/gestures.ts';

export type Grip = 'start' | 'middle' | 'end';

/** Ends of a window are this wide, in pixels; narrow windows keep a middle. */
const END_PX = 9;

/**
 * @param item where the window stands
 * @param x of the press, in user units
 * @param scale pixels per user unit
 * @returns what is taken hold of
 */
export function gripAt({ x: left, width }: DrawingItem, x: number, scale: number): Grip {
  const end = Math.min(END_PX / scale, width / 3);
  if (x - left < end) return 'start';
  return left + width - x < end ? 'end' : 'middle';
}

/**
 * @param frame the frame
 * @param from where the window was
 * @param grip what was taken hold of
 * @param byNs how far it was dragged
 * @returns where it is put: on ticks, within the frame
 */
export function draggedTimes(
  frame: Pick<Frame, 'lengthNs' | 'tickNs'>,
  { startNs, durationNs }: WindowTimes,
  grip: Grip,
  byNs: number,
): WindowTimes {
  const end = startNs + durationNs;
  const tick = Math.min(frame.tickNs ?? 1, durationNs);
  switch (grip) {
    case 'middle':
      return timesWithin(frame, { startNs: startNs + byNs, durationNs });
    case 'end': {
      const to = Math.min(frame.lengthNs, Math.max(startNs + tick, end + byNs));
      return timesWithin(frame, { startNs, durationNs: to - startNs });
    }
    case 'start': {
      const from = Math.max(0, Math.min(end - tick, startNs + byNs));
      return timesWithin(frame, { startNs: from, durationNs: end - from });
    }
  }
}

/** What a drag is told and tells. */
export interface WindowDrag {
  readonly frame: Frame;
  readonly window: Window;
  readonly grip: Grip;
  readonly range: Required<TimeScale>;
  /** Pixels per user unit of the drawing. */
  readonly scale: number;
  readonly onmove: (times: WindowTimes) => void;
  /** null: taken back by Escape, or it was a click. */
  readonly onend: (times: WindowTimes | null) => void;
}

/**
 * Follows a press until it is released, or Escape takes it back.
 *
 * @param press the pointer event that began it
 * @param drag the window and what to do
 */
export function followWindow(press: PointerEvent, drag: WindowDrag): void {
  const abort = new AbortController();
  const { signal } = abort;
  const { range, scale } = drag;
  let times: WindowTimes | null = null;
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== press.pointerId) return;
    const dx = event.clientX - press.clientX;
    if (times === null && Math.abs(dx) <= CLICK_SLOP) return;
    const byNs = (dx / scale / range.width) * (range.toNs - range.fromNs);
    times = draggedTimes(drag.frame, drag.window, drag.grip, byNs);
    drag.onmove(times);
  };
  const end = (event: PointerEvent): void => {
    if (event.pointerId !== press.pointerId) return;
    abort.abort();
    drag.onend(event.type === 'pointerup' ? times : null);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    abort.abort();
    drag.onend(null);
  };
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointerup', end, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('keydown', key, { signal, capture: true });
}
